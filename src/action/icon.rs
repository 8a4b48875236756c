//! The icon of each action: on buttons that have no room for words, and before the words of a menu.

use super::Action;
use crate::look::icon::Icon;

impl Action {
    /// `None` where words say it better than any picture.
    #[expect(clippy::too_many_lines, reason = "it is one table")]
    pub(crate) fn icon(self) -> Option<Icon> {
        Some(match self {
            Self::Generate | Self::Remake | Self::FirstPicture => Icon::Generate,
            Self::Swap => Icon::Swap,
            Self::LockShape => Icon::Lock,
            Self::Connections | Self::OpenConnection | Self::Deploy | Self::StartDeploy => Icon::Connection,
            Self::AddConnection | Self::AddAccounts => Icon::Plus,
            Self::UseConnection | Self::TakePrompt => Icon::Check,
            Self::Enhance => Icon::Enhance,
            Self::MoveConnectionUp | Self::MoveUp => Icon::Up,
            Self::MoveConnectionDown | Self::MoveDown => Icon::Down,
            Self::ShowLibrary | Self::ShowInFolder => Icon::Folder,
            Self::UpdateWorker | Self::PackWorker => Icon::Service,
            Self::ChangeKey => Icon::Key,
            Self::Refresh | Self::TestConnection | Self::TryNow | Self::PullUsage => Icon::Refresh,
            Self::Usage => Icon::Usage,
            Self::StopIndexing | Self::StopPacking => Icon::Stop,
            Self::Undo | Self::LeaveJob => Icon::Undo,
            Self::PauseQueue => Icon::Pause,
            Self::ResumeQueue | Self::LetThrough => Icon::Resume,
            Self::EditJob => Icon::Edit,
            Self::MoveFirst => Icon::First,
            Self::MoveLast => Icon::Last,
            Self::SelectAll => Icon::Select,
            Self::SaveAs
            | Self::Save
            | Self::SaveConnection
            | Self::SaveUsageCsv
            | Self::SaveUsageJson
            | Self::SaveCounts => Icon::Save,
            Self::CopyPicture | Self::CopyChart => Icon::CopyPicture,
            Self::CopyPrompt | Self::DuplicateConnection | Self::DuplicateJob => Icon::Copy,
            Self::CopyReport => Icon::CopyReport,
            Self::OtherSeed => Icon::Seed,
            Self::ChangeRequest => Icon::Write,
            Self::UseSettings => Icon::Settings,
            Self::Delete | Self::RemoveConnection | Self::RemoveWorker | Self::ClearQueue => Icon::Delete,
            Self::Cancel | Self::CancelWaiting => Icon::Cancel,
            Self::Retry | Self::RetryFailed | Self::AskKeychain | Self::RetryDeploy | Self::AnotherPrompt => {
                Icon::Retry
            }
            Self::PutAway | Self::Close | Self::Dismiss | Self::KeepPrompt => Icon::Close,
            Self::Back | Self::BackToPictures => Icon::Back,
            Self::Older | Self::NextConnection => Icon::Older,
            Self::Newer | Self::PreviousConnection => Icon::Newer,
            Self::Fit => Icon::Fit,
            Self::Fill => Icon::Fill,
            Self::ActualSize => Icon::ActualSize,
            Self::ZoomIn | Self::LargerTiles => Icon::ZoomIn,
            Self::ZoomOut | Self::SmallerTiles => Icon::ZoomOut,
            Self::PromptPanel => Icon::Sidebar,
            Self::QueuePanel => Icon::Queue,
            Self::InfoPanel => Icon::Info,
            Self::Filmstrip => Icon::Filmstrip,
            Self::FullScreen => Icon::FullScreen,
            Self::SystemTheme => Icon::System,
            Self::DarkTheme => Icon::Moon,
            Self::LightTheme => Icon::Sun,
            Self::SystemLanguage | Self::Translate => Icon::Language,
            Self::Palette => Icon::Palette,
            Self::Shortcuts => Icon::Help,
            Self::FocusPrompt
            | Self::KeepForSession
            | Self::Quit
            | Self::SelectNone
            | Self::Open
            | Self::Notifications
            | Self::ResumeAfterReset
            | Self::LargerWindow
            | Self::SmallerWindow
            | Self::UsualWindow
            | Self::English
            | Self::Chinese
            | Self::Welcome
            | Self::TokenPage
            | Self::ContinueDeploy
            | Self::RenameWorker
            | Self::ReplaceWorker
            | Self::LeaveCounts
            | Self::Start => return None,
        })
    }
}
