//! What the window says of something that has happened, in English.

use contract::Task;
use engine::{Finished, Notice};

use crate::msg::alike::grouped;

pub(super) fn notice(notice: &Notice) -> String {
    match notice {
        Notice::Saved(path) => format!("Saved to {}", path.display()),
        Notice::Deleted { pictures: 1 } => "Moved to the bin".to_owned(),
        Notice::Deleted { pictures } => format!("{pictures} pictures moved to the bin"),
        Notice::Restored { pictures: 1 } => "The picture is back".to_owned(),
        Notice::Restored { pictures } => format!("{pictures} pictures are back"),
        Notice::Copied => "Picture copied".to_owned(),
        Notice::ChartCopied => "The chart is on the clipboard, as a picture".to_owned(),
        Notice::ReportCopied => "Report copied. It holds no key, no prompt and no address.".to_owned(),
        Notice::SettingsUsed => "The settings of this picture are in the prompt panel".to_owned(),
        Notice::DeletedSome { pictures, failed, failure } => {
            let moved = if *pictures == 1 { "1 picture" } else { &format!("{pictures} pictures") };
            let stay = if *failed == 1 { "1 stays" } else { &format!("{failed} stay") };
            format!("{moved} moved to the bin, {stay}. {}", super::failure::failure(failure))
        }
        Notice::DraftBack => "Your prompt and its settings are back".to_owned(),
        Notice::PromptTaken(Task::Translate) => "Your prompt is in English now".to_owned(),
        Notice::PromptTaken(Task::Enhance | Task::TranslateAndEnhance) => "Your prompt says more now".to_owned(),
        Notice::PromptBack => "What you typed is back".to_owned(),
        Notice::PromptStays => "The text model would leave this prompt as it is".to_owned(),
        Notice::NoChineseFont => super::NO_CHINESE_FONT.to_owned(),
        Notice::IndexingStopped => "Stopped looking through the folder. Press F5 to look again.".to_owned(),
        Notice::Unknown { jobs: 1 } => {
            "One picture from the last run has no known result. It is in the gallery.".to_owned()
        }
        Notice::Unknown { jobs } => {
            format!("{jobs} pictures from the last run have no known result. They are in the gallery.")
        }
        Notice::TakenOut { jobs: 1 } => "Taken out of the queue".to_owned(),
        Notice::TakenOut { jobs } => format!("{jobs} pictures taken out of the queue"),
        Notice::QueueBack => "The queue is as it was".to_owned(),
        Notice::TooLate => "Too late to take that back: the queue has gone on".to_owned(),
        Notice::ConnectFirst(over) => {
            format!("Connect {over} first: this picture may be waiting there, and another service would make it again.")
        }
        Notice::Removed(name) => format!("{name} was removed"),
        Notice::BroughtBack(name) => format!("{name} is back"),
        Notice::StoodIn { rests, over } => {
            format!("{rests} has used its free neurons of the day, so {over} makes these pictures")
        }
        Notice::Connected(_) => "Connected".to_owned(),
        Notice::KeyLeft { name, entry, failure } => format!(
            "{}: the key of {name} could not be taken out of this computer's keychain. Remove it there; its name is Easel, {entry}.",
            super::connections::short(failure)
        ),
        Notice::DeploymentLeft(done) => super::deploy::left(done),
        Notice::Trouble(failure) => super::failure::failure(failure),
    }
}

/// What came of the last requests, for whoever does not see the window.
pub(super) fn finished(Finished { pictures, failed, waiting }: Finished) -> String {
    let made = match pictures {
        0 => None,
        1 => Some("1 picture is ready".to_owned()),
        more => Some(format!("{} pictures are ready", grouped(more))),
    };
    let failed = match (failed, &made) {
        (0, _) => None,
        (1, None) => Some("1 picture was not made".to_owned()),
        (more, None) => Some(format!("{} pictures were not made", grouped(more))),
        (1, Some(_)) => Some("1 was not made".to_owned()),
        (more, Some(_)) => Some(format!("{} were not made", grouped(more))),
    };
    let waiting = match waiting {
        0 => None,
        1 => Some("1 waits".to_owned()),
        more => Some(format!("{} wait", grouped(more))),
    };
    [made, failed, waiting].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
