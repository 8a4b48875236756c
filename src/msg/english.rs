//! English.

use contract::{Billed, price::dollars};
use engine::{Failure, Notice};

use super::Msg;

/// Said in English in every language: in Chinese it would be boxes.
pub(super) const NO_CHINESE_FONT: &str = "This computer has no font for Chinese. Install fonts-noto-cjk \
    (Fedora: google-noto-sans-cjk-fonts, Arch: noto-fonts-cjk) and start Easel again.";

mod actions;

#[expect(clippy::too_many_lines, reason = "a language is one table")]
pub(super) fn text(msg: Msg<'_>) -> String {
    let fixed = match msg {
        Msg::Label(action) => actions::label(action),
        Msg::Tip(action) => actions::tip(action),
        Msg::Menu(menu) => actions::menu(menu),
        Msg::Prompt => "Prompt",
        Msg::PromptHint => "Describe a picture, in any language",
        Msg::Model => "Model",
        Msg::Width => "Width",
        Msg::Height => "Height",
        Msg::Seed => "Seed",
        Msg::RandomSeed => "Random seed",
        Msg::SeedNotHonoured => "This model draws another picture each time, even with the same seed.",
        Msg::Count => "How many",
        Msg::Free => "Free: drawn on this computer",
        Msg::Connection => "Connection",
        Msg::PainterConnection => "Built-in painter",
        Msg::PainterNote => "Drawn here, not by FLUX. Connect Cloudflare.",
        Msg::ServiceAddress => "Address",
        Msg::ServiceKey => "Key",
        Msg::KeyInMemory => "The key is kept in memory until you close Easel.",
        Msg::Connecting => "Connecting…",
        Msg::EmptyTitle => "No pictures yet",
        Msg::EmptyHint => "Type a prompt on the left, then press Generate.",
        Msg::DrawnHere => "Drawn here",
        Msg::Waiting => "Waiting",
        Msg::Failed => "Not made",
        Msg::Billed(Billed::No) => "Nothing was billed.",
        Msg::Billed(Billed::Maybe) => "It may have been billed.",
        Msg::Billed(Billed::Yes) => "It was billed.",
        Msg::Size => "Size",
        Msg::Made => "Made",
        Msg::Cost => "Cost",
        Msg::By => "By",
        Msg::File => "File",
        Msg::Loading => "Loading…",
        Msg::SaveTitle => "Save picture",
        Msg::SavePath => "Save to",
        Msg::SaveDialogOpen => "The save dialog is open…",
        Msg::FileExists => "There is a file of this name already.",
        Msg::NoFolder => "There is no such folder.",
        Msg::CannotStart => "Easel cannot start",
        Msg::Characters { used, most } => return format!("{used} / {most}"),
        Msg::FixedSize { width, height } => return format!("This model draws {width}×{height} only."),
        Msg::Problem(problem) => return sentence(&problem.to_string().replace('`', "")),
        Msg::Snapped(snapped) => {
            return format!("{} was changed to {}: 256 to 1920, in steps of 16.", snapped.typed, snapped.kept);
        }
        Msg::Estimated(estimate) => {
            return format!(
                "≈ ${:.4} ({:.0} neurons, at most {:.0})",
                dollars(estimate.likely),
                estimate.likely,
                estimate.at_most
            );
        }
        Msg::Making { seconds } => return format!("Making… {seconds} s"),
        Msg::Pictures { count: 1 } => "1 picture",
        Msg::Pictures { count } => return format!("{count} pictures"),
        Msg::Indexing { done, total } => return format!("Looking through the folder: {done} of {total}"),
        Msg::Notice(notice) => return self::notice(notice),
        Msg::Failure(failure) => return self::failure(failure),
        Msg::RealCost { neurons } if neurons <= 0.0 => "Nothing",
        Msg::RealCost { neurons } => return format!("${:.5} ({neurons:.2} neurons)", dollars(neurons)),
        Msg::NotShown { reason } => return format!("This picture cannot be shown: {reason}."),
    };
    fixed.to_owned()
}

fn notice(notice: &Notice) -> String {
    match notice {
        Notice::Saved(path) => format!("Saved to {}", path.display()),
        Notice::Deleted { pictures: 1 } => "Moved to the bin".to_owned(),
        Notice::Deleted { pictures } => format!("{pictures} pictures moved to the bin"),
        Notice::Restored { pictures: 1 } => "The picture is back".to_owned(),
        Notice::Restored { pictures } => format!("{pictures} pictures are back"),
        Notice::Copied => "Picture copied".to_owned(),
        Notice::SettingsUsed => "The settings of this picture are in the prompt panel".to_owned(),
        Notice::NoChineseFont => NO_CHINESE_FONT.to_owned(),
        Notice::IndexingStopped => "Stopped looking through the folder. F5 looks again.".to_owned(),
        Notice::Unknown { jobs: 1 } => {
            "One picture of the last run has no ending. It stands in the gallery.".to_owned()
        }
        Notice::Unknown { jobs } => {
            format!("{jobs} pictures of the last run have no ending. They stand in the gallery.")
        }
        Notice::ConnectFirst(over) => {
            format!("Connect {over} first: this picture may be waiting there, and another service would make it anew.")
        }
        Notice::Connected(_) => "Connected".to_owned(),
        Notice::Trouble(failure) => self::failure(failure),
    }
}

fn failure(failure: &Failure) -> String {
    let what = sentence(&failure.message);
    match &failure.hint {
        Some(hint) => format!("{what} {hint}"),
        None => what,
    }
}

/// Errors are written in lower case and without a full stop, so that they can stand within others.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let stop = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{first}{}{stop}", characters.as_str())
}
