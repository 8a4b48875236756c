//! What each action does, as a user would notice: in the window, or in what it asked of the system.

use std::path::PathBuf;

use contract::Code;
use eframe::egui::{self, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use engine::{
    Cause, ConnectionId, Failure, FileFault, JobState, Language, Link, Notice, Pause, Progress, Settings, State, Theme,
};

use crate::desk::{Window, pictures};

/// An action's name, and whether its effect is seen. Beside the window: all that was asked of the system since.
pub(super) type Case = (&'static str, fn(&Window, &str) -> bool);

pub(super) fn state(window: &Window) -> &State {
    window.state().session().state()
}

fn settings(window: &Window) -> &Settings {
    &state(window).settings
}

pub(super) fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label(label).count() > 0
}

fn says(window: &Window, notice: &Notice) -> bool {
    state(window).notice.as_ref() == Some(notice)
}

fn zoom(window: &Window, level: &str) -> bool {
    window.query_all_by_role_and_label(Role::Label, level).count() > 0
}

/// The first picture's file.
pub(super) fn file(window: &Window) -> PathBuf {
    let picture = state(window).gallery.pictures().first().unwrap();
    window.state().session().folder().library().root.join(&picture.file)
}

/// What was to be shown by the system's file manager, and had been taken away before, so that none came up.
fn missed(window: &Window) -> Option<PathBuf> {
    match &state(window).notice {
        Some(Notice::Trouble(Failure { cause: Cause::File(FileFault::Gone { path }), .. })) => Some(path.into()),
        _ => None,
    }
}

/// With a prompt, and no picture.
pub(super) const BEFORE: &[Case] = &[
    ("Swap width and height", |w, _| state(w).draft.size().width == 512),
    ("Lock the shape", |w, _| state(w).draft.lock.is_some()),
    ("Dark", |w, _| w.ctx.theme() == egui::Theme::Dark),
    ("Light", |w, _| w.ctx.theme() == egui::Theme::Light),
    ("Follow the system's theme", |w, _| settings(w).theme == Theme::System),
    ("Larger text and buttons", |w, _| settings(w).scale == 110),
    ("Normal text and buttons", |w, _| settings(w).scale == 100),
    ("Smaller text and buttons", |w, _| settings(w).scale == 90),
    ("English", |w, _| settings(w).language == Language::English),
    ("Prompt panel", |w, _| !settings(w).prompt_panel.shown),
    ("Queue panel", |w, _| settings(w).queue_panel.shown),
    ("Pause", |w, _| state(w).pause == Some(Pause::ByUser)),
    ("Resume", |w, _| state(w).pause.is_none()),
    ("Full screen", |_, asked| asked.contains("Fullscreen(true)")),
    ("Quit", |_, asked| asked.contains("Close")),
    ("Show the folder of pictures", |w, _| missed(w).as_ref() == Some(&w.state().session().folder().library().root)),
    ("Keyboard shortcuts", |w, _| has(w, "Shift+arrow keys")),
    ("Welcome", |w, _| has(w, "Welcome to Easel")),
    ("Add a connection…", |w, _| w.query_all_by_role(Role::PasswordInput).count() == 1),
    ("Usage…", |w, _| w.query_by_role_and_label(Role::RadioButton, "Calendar").is_some()),
    ("Deploy your own Worker…", |w, _| state(w).deployment.is_some()),
    ("Connections…", |w, _| has(w, "Back to the pictures")),
    ("Tell me when pictures are ready", |w, _| !settings(w).notifications),
    ("Go on when the allowance is back", |w, _| settings(w).resume_after_reset),
    ("Dismiss", |w, _| state(w).notice.is_none()),
    ("Generate", |w, _| state(w).gallery.len() == 1),
    ("Write a prompt", |w, _| w.get_by_role_and_label(Role::MultilineTextInput, "Prompt").is_focused()),
    ("Look through the folder again", |w, _| has(w, "found.png")),
    // From here on it may speak another language.
    ("Follow the system's language", |w, _| settings(w).language == Language::System),
    ("简体中文", |w, _| has(w, "生成")),
];

/// With one picture in the gallery, and another prompt in the panel.
pub(super) const SELECTED: &[Case] = &[
    ("Larger tiles", |w, _| settings(w).tile > Settings::default().tile),
    ("Smaller tiles", |w, _| settings(w).tile == Settings::default().tile),
    ("Select all", |w, _| state(w).selection.len() == 1),
    ("Copy prompt", |_, asked| asked.contains("CopyText(\"boat\")")),
    ("Copy picture", |w, asked| asked.contains("CopyImage(ColorImage { size: [256, 256]") && says(w, &Notice::Copied)),
    ("Use these settings", |w, _| state(w).draft.prompt == "boat" && says(w, &Notice::SettingsUsed)),
    ("Show in folder", |w, _| missed(w) == Some(file(w))),
    ("Save as…", |w, _| w.query_all_by_role_and_label(Role::TextInput, "Save to").count() == 1),
    ("Select none", |w, _| state(w).selection.is_empty()),
    ("Select all", |w, _| state(w).selection.len() == 1),
    ("Delete", |w, _| pictures(w) == 0 && says(w, &Notice::Deleted { pictures: 1 })),
    ("Undo", |w, _| says(w, &Notice::Restored { pictures: 1 }) && file(w).exists()),
    ("Select all", |w, _| state(w).selection.len() == 1),
    ("Open", |w, _| state(w).open.is_some()),
];

/// With a prompt, over a connection whose text model writes this for every one: `a boat at sea`.
pub(super) const WRITTEN_ANEW: &[Case] = &[
    ("Translate", |w, _| is_proposed(state(w))),
    ("Keep what I typed", |w, _| state(w).rewriting.is_none()),
    ("Enhance", |w, _| is_proposed(state(w))),
    ("Keep what I typed", |w, _| state(w).rewriting.is_none()),
    ("Enhance", |w, _| is_proposed(state(w)) && is_known(state(w))),
    ("Ask for another", |w, _| is_proposed(state(w)) && !is_known(state(w))),
    ("Take this prompt", |w, _| state(w).draft.prompt == "a boat at sea"),
];

fn is_known(state: &State) -> bool {
    state.rewriting.as_ref().is_some_and(|known| known.is_known)
}

fn is_proposed(state: &State) -> bool {
    state.rewriting.as_ref().is_some_and(|known| matches!(known.progress, Progress::Proposed { .. }))
}

/// With the newest of two small pictures open.
pub(super) const OPEN: &[Case] = &[
    ("Older", |w, _| state(w).opened().unwrap().1.prompt.as_ref() == "boat"),
    ("Newer", |w, _| state(w).opened().unwrap().1.prompt.as_ref() == "boats"),
    ("100%", |w, _| zoom(w, "100%")),
    ("Zoom in", |w, _| zoom(w, "125%")),
    ("Zoom out", |w, _| zoom(w, "100%")),
    ("Fill", |w, _| !zoom(w, "100%")),
    ("Fit", |w, _| zoom(w, "100%")),
    ("Information", |w, _| !settings(w).info_panel.shown),
    ("Filmstrip", |w, _| settings(w).filmstrip),
    ("Back", |w, _| state(w).open.is_none()),
];

/// With a selected picture that is being made.
pub(super) const UNDER_WAY: &[Case] = &[("Cancel", |w, _| state(w).gallery.is_empty())];

/// With a selected picture that failed, and can be saved now.
pub(super) const FAILED: &[Case] = &[
    ("Copy report", |_, asked| asked.contains("class: ")),
    ("Retry", |w, _| pictures(w) == 1 && state(w).gallery.jobs().is_empty()),
];

/// With a selected picture that failed.
pub(super) const FAILED_TOO: &[Case] = &[("Put away", |w, _| state(w).gallery.is_empty())];

/// With a selected picture that was refused so, and is never done with when it is asked for again.
pub(super) const REFUSED: &[(Code, &[Case])] = &[
    (
        Code::PromptFlagged,
        &[
            ("Change and try again", |w, _| state(w).draft.prompt == "prompt_flagged"),
            ("Try another seed", |w, _| !has_failed(state(w))),
        ],
    ),
    (Code::Upstream, &[("Make again (may be billed again)", |w, _| !has_failed(state(w)))]),
    (Code::Unauthorized, &[("Show its connection", |w, _| has(w, "Back to the pictures"))]),
];

/// The same by what is about the whole queue.
pub(super) const FAILED_ALL: &[Case] =
    &[("Retry all that failed", |w, _| pictures(w) == 1 && state(w).gallery.jobs().is_empty())];

/// The place of the selected one among those that wait.
fn place(window: &Window) -> Option<usize> {
    state(window).queue().iter().position(|job| state(window).selection.contains(job.id))
}

/// With three that wait in a paused queue, the first of them selected.
pub(super) const QUEUED: &[Case] = &[
    ("To the end of the queue", |w, _| place(w) == Some(2)),
    ("Earlier in the queue", |w, _| place(w) == Some(1)),
    ("Later in the queue", |w, _| place(w) == Some(2)),
    ("To the front of the queue", |w, _| place(w) == Some(0)),
    ("Duplicate", |w, _| state(w).queue().len() == 4),
    ("Edit request", |w, _| state(w).editing.is_some() && state(w).draft.prompt == "boat"),
    ("Leave it as it was", |w, _| state(w).editing.is_none() && place(w) == Some(0)),
    ("Cancel all that wait", |w, _| state(w).gallery.is_empty()),
    ("Undo", |w, _| state(w).queue().len() == 4),
    ("Clear the queue", |w, _| state(w).gallery.is_empty()),
];

/// With one that waits for a service that was away and is back.
pub(super) const KEPT_BACK: &[Case] = &[("Try now", |w, _| pictures(w) == 1)];

/// While a full folder is looked through.
pub(super) const INDEXING: &[Case] =
    &[("Stop looking through the folder", |w, _| says(w, &Notice::IndexingStopped) && state(w).indexing.is_none())];

/// With a connection beside the painter, which is in use and was not tested yet.
pub(super) const CONNECTED: &[Case] = &[
    ("Test connection", |w, _| {
        has(w, "Back to the pictures") && matches!(state(w).connection().unwrap().link, Link::Ready)
    }),
    ("Next connection", |w, _| state(w).current == ConnectionId::BUILT_IN),
    ("Previous connection", |w, _| state(w).current != ConnectionId::BUILT_IN),
];

/// Reached by its own key from anywhere; and what means something only where a budget holds, in `budgets.rs`.
pub(super) const OTHERWISE: [&str; 2] = ["Command palette…", "Send these past the budget"];

pub(super) fn has_failed(state: &State) -> bool {
    state.gallery.jobs().iter().any(|job| matches!(job.state, JobState::Failed(_)))
}

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };
const CTRL_ALT: Modifiers = Modifiers { alt: true, ..Modifiers::COMMAND };

/// The keys of those above that have some.
pub(super) const KEYS: &[(&str, Modifiers, Key)] = &[
    ("Swap width and height", Modifiers::COMMAND, Key::R),
    ("Lock the shape", CTRL_SHIFT, Key::R),
    ("Larger text and buttons", CTRL_ALT, Key::Equals),
    ("Smaller text and buttons", CTRL_ALT, Key::Minus),
    ("Connections…", Modifiers::COMMAND, Key::Comma),
    ("Next connection", Modifiers::COMMAND, Key::PageDown),
    ("Previous connection", Modifiers::COMMAND, Key::PageUp),
    ("Prompt panel", Modifiers::COMMAND, Key::B),
    ("Full screen", Modifiers::NONE, Key::F11),
    ("Quit", Modifiers::COMMAND, Key::Q),
    ("Look through the folder again", Modifiers::NONE, Key::F5),
    ("Keyboard shortcuts", Modifiers::NONE, Key::F1),
    ("Generate", Modifiers::COMMAND, Key::Enter),
    ("Write a prompt", Modifiers::COMMAND, Key::L),
    ("Translate", CTRL_SHIFT, Key::T),
    ("Enhance", Modifiers::COMMAND, Key::E),
    ("Take this prompt", Modifiers::ALT, Key::Enter),
    ("Keep what I typed", Modifiers::NONE, Key::Escape),
    ("Larger tiles", Modifiers::COMMAND, Key::Equals),
    ("Smaller tiles", Modifiers::COMMAND, Key::Minus),
    ("Select all", Modifiers::COMMAND, Key::A),
    ("Copy prompt", CTRL_SHIFT, Key::C),
    ("Copy picture", Modifiers::COMMAND, Key::C),
    ("Use these settings", Modifiers::COMMAND, Key::U),
    ("Show in folder", CTRL_SHIFT, Key::F),
    ("Save as…", Modifiers::COMMAND, Key::S),
    ("Select none", CTRL_SHIFT, Key::A),
    ("Delete", Modifiers::NONE, Key::Delete),
    ("Undo", Modifiers::COMMAND, Key::Z),
    ("Open", Modifiers::COMMAND, Key::O),
    ("Older", Modifiers::NONE, Key::ArrowRight),
    ("Newer", Modifiers::NONE, Key::ArrowLeft),
    ("100%", Modifiers::COMMAND, Key::Num1),
    ("Zoom in", Modifiers::COMMAND, Key::Equals),
    ("Zoom out", Modifiers::COMMAND, Key::Minus),
    ("Fill", Modifiers::COMMAND, Key::Num2),
    ("Fit", Modifiers::COMMAND, Key::Num0),
    ("Information", Modifiers::COMMAND, Key::I),
    ("Filmstrip", Modifiers::COMMAND, Key::T),
    ("Back", Modifiers::NONE, Key::Escape),
    ("Retry", CTRL_SHIFT, Key::Enter),
    ("Put away", Modifiers::NONE, Key::Delete),
    ("Queue panel", Modifiers::COMMAND, Key::J),
    ("Pause", Modifiers::COMMAND, Key::P),
    ("Resume", Modifiers::COMMAND, Key::P),
    ("To the end of the queue", Modifiers::ALT, Key::End),
    ("Earlier in the queue", Modifiers::ALT, Key::ArrowUp),
    ("Later in the queue", Modifiers::ALT, Key::ArrowDown),
    ("To the front of the queue", Modifiers::ALT, Key::Home),
    ("Duplicate", Modifiers::COMMAND, Key::D),
    ("Edit request", Modifiers::NONE, Key::F2),
    ("Leave it as it was", Modifiers::NONE, Key::Escape),
];
