//! Everything that can be invoked stands here once: menus, buttons, context menus, the palette, the shortcut list and
//! tooltips are made from it. Its words are in `msg`, when it means something in `available.rs`, what it does in
//! `app/act.rs`.

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers};
use strum::VariantArray;

mod available;
mod icon;
mod menu;
#[cfg(test)]
mod of_a_form;
mod of_connections;
mod of_deploy;
mod of_jobs;
mod of_queue;
mod of_usage;
mod on;
mod search;

pub(crate) use menu::Menu;
pub(crate) use of_deploy::{asks, can_retry, obstacle, takes_token};
pub(crate) use of_jobs::selected as selected_jobs;
pub(crate) use search::found;

/// One thing that can be invoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, VariantArray)]
pub(crate) enum Action {
    Generate,
    FocusPrompt,
    Translate,
    Enhance,
    TakePrompt,
    AnotherPrompt,
    KeepPrompt,
    Swap,
    LockShape,
    Connections,
    AddConnection,
    Deploy,
    NextConnection,
    PreviousConnection,
    TestConnection,
    ShowLibrary,
    Refresh,
    StopIndexing,
    Quit,

    Undo,
    SelectAll,
    SelectNone,
    Open,
    SaveAs,
    CopyPicture,
    CopyPrompt,
    UseSettings,
    ShowInFolder,
    Delete,
    Cancel,
    Retry,
    Remake,
    OtherSeed,
    ChangeRequest,
    OpenConnection,
    CopyReport,
    PutAway,

    PauseQueue,
    ResumeQueue,
    TryNow,
    LetThrough,
    EditJob,
    LeaveJob,
    DuplicateJob,
    MoveFirst,
    MoveUp,
    MoveDown,
    MoveLast,
    CancelWaiting,
    RetryFailed,
    ClearQueue,

    Back,
    Older,
    Newer,
    Fit,
    Fill,
    ActualSize,
    ZoomIn,
    ZoomOut,

    PromptPanel,
    QueuePanel,
    InfoPanel,
    Filmstrip,
    LargerTiles,
    SmallerTiles,
    FullScreen,
    Notifications,
    ResumeAfterReset,
    LargerWindow,
    SmallerWindow,
    UsualWindow,
    SystemTheme,
    DarkTheme,
    LightTheme,
    SystemLanguage,
    English,
    Chinese,

    Palette,
    Shortcuts,
    Welcome,

    BackToPictures,
    SaveConnection,
    UseConnection,
    MoveConnectionUp,
    MoveConnectionDown,
    DuplicateConnection,
    RemoveConnection,
    AskKeychain,
    KeepForSession,
    AddAccounts,

    UpdateWorker,
    ChangeKey,
    RemoveWorker,
    TokenPage,
    ContinueDeploy,
    StartDeploy,
    RetryDeploy,
    PackWorker,
    StopPacking,
    RenameWorker,
    ReplaceWorker,
    SaveCounts,
    LeaveCounts,
    FirstPicture,

    Usage,
    PullUsage,
    SaveUsageCsv,
    SaveUsageJson,
    CopyChart,

    Start,
    Save,
    Close,
    Dismiss,
}

impl Action {
    /// All of them, in the order of the menus.
    pub(crate) const ALL: &'static [Self] = Self::VARIANTS;

    /// `None` for what is in a menu and the palette only, or ends a form or message that has the keyboard.
    pub(crate) fn shortcut(self) -> Option<KeyboardShortcut> {
        let plain = |key| Some(KeyboardShortcut::new(Modifiers::NONE, key));
        let command = |key| Some(KeyboardShortcut::new(Modifiers::COMMAND, key));
        let shifted = |key| Some(KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, key));
        let alt = |key| Some(KeyboardShortcut::new(Modifiers::ALT, key));
        match self {
            Self::Generate => command(Key::Enter),
            Self::FocusPrompt => command(Key::L),
            Self::Translate => shifted(Key::T),
            Self::Enhance => command(Key::E),
            Self::TakePrompt => alt(Key::Enter),
            Self::Swap => command(Key::R),
            Self::LockShape => shifted(Key::R),
            Self::Connections => command(Key::Comma),
            // As from tab to tab. A full stop and a comma with Shift are other keys on other keyboards.
            Self::NextConnection => command(Key::PageDown),
            Self::PreviousConnection => command(Key::PageUp),
            Self::Refresh | Self::PullUsage => plain(Key::F5),
            Self::Usage => shifted(Key::U),
            Self::SaveUsageJson => shifted(Key::S),
            Self::Quit => command(Key::Q),
            Self::Undo => command(Key::Z),
            Self::SelectAll => command(Key::A),
            Self::SelectNone => shifted(Key::A),
            Self::Open => command(Key::O),
            Self::SaveAs | Self::SaveUsageCsv => command(Key::S),
            Self::CopyPicture | Self::CopyChart => command(Key::C),
            Self::CopyPrompt => shifted(Key::C),
            Self::UseSettings => command(Key::U),
            Self::ShowInFolder => shifted(Key::F),
            // Whichever the selection is about: pictures, what is not there yet, or what failed.
            Self::Delete | Self::Cancel | Self::PutAway | Self::RemoveConnection => plain(Key::Delete),
            Self::Retry => shifted(Key::Enter),
            // The same key for both: the queue is one or the other.
            Self::PauseQueue | Self::ResumeQueue => command(Key::P),
            Self::LetThrough => shifted(Key::P),
            Self::EditJob => plain(Key::F2),
            Self::DuplicateJob => command(Key::D),
            Self::MoveFirst => alt(Key::Home),
            Self::MoveUp => alt(Key::ArrowUp),
            Self::MoveDown => alt(Key::ArrowDown),
            Self::MoveLast => alt(Key::End),
            Self::KeepPrompt | Self::LeaveJob | Self::Back | Self::BackToPictures => plain(Key::Escape),
            Self::Older => plain(Key::ArrowRight),
            Self::Newer => plain(Key::ArrowLeft),
            Self::Fit => command(Key::Num0),
            Self::ActualSize => command(Key::Num1),
            Self::Fill => command(Key::Num2),
            Self::ZoomIn | Self::LargerTiles => command(Key::Equals),
            Self::ZoomOut | Self::SmallerTiles => command(Key::Minus),
            Self::PromptPanel => command(Key::B),
            Self::QueuePanel => command(Key::J),
            Self::InfoPanel => command(Key::I),
            Self::Filmstrip => command(Key::T),
            Self::FullScreen => plain(Key::F11),
            // Not Shift: on some keyboards it is what makes a + of the =.
            Self::LargerWindow => Some(KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::ALT, Key::Equals)),
            Self::SmallerWindow => Some(KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::ALT, Key::Minus)),
            Self::Palette => command(Key::K),
            Self::Shortcuts => plain(Key::F1),
            _ => None,
        }
    }

    /// The shortcut as this system writes it.
    pub(crate) fn keys(self, context: &Context) -> Option<String> {
        let shortcut = self.shortcut()?;
        let keys = context.format_shortcut(&shortcut);
        // By what stands on the key.
        let cap = match shortcut.logical_key {
            Key::Equals => "=",
            Key::Minus => "−",
            Key::Comma => ",",
            Key::PageUp => "PgUp",
            Key::PageDown => "PgDn",
            Key::ArrowLeft => "←",
            Key::ArrowRight => "→",
            Key::ArrowUp => "↑",
            Key::ArrowDown => "↓",
            Key::Escape => "Esc",
            _ => return Some(keys),
        };
        Some(keys.replace(shortcut.logical_key.name(), cap))
    }

    /// Whether a text field that has the caret takes its keys: they edit text there.
    pub(crate) fn yields_to_text(self) -> bool {
        matches!(
            self,
            Self::Undo
                | Self::SelectAll
                | Self::SelectNone
                | Self::CopyPicture
                | Self::CopyChart
                | Self::Delete
                | Self::Cancel
                | Self::PutAway
                | Self::RemoveConnection
                | Self::MoveFirst
                | Self::MoveUp
                | Self::MoveDown
                | Self::MoveLast
        )
    }

    /// Whether it goes on while its key is held. Nothing that costs, deletes or opens does.
    pub(crate) fn repeats(self) -> bool {
        matches!(
            self,
            Self::Older
                | Self::Newer
                | Self::MoveUp
                | Self::MoveDown
                | Self::ZoomIn
                | Self::ZoomOut
                | Self::LargerTiles
                | Self::SmallerTiles
                | Self::LargerWindow
                | Self::SmallerWindow
        )
    }
}
