//! Which actions a form, a screen or a page has buttons for, and no menu: what the tests of menus and of the palette go by.

use super::Action;

impl Action {
    /// Whether it is of a form, a screen or a page, which has its own buttons for it.
    pub(crate) fn is_of_a_form(self) -> bool {
        matches!(
            self,
            Self::BackToPictures
                | Self::SaveConnection
                | Self::UseConnection
                | Self::MoveConnectionUp
                | Self::MoveConnectionDown
                | Self::DuplicateConnection
                | Self::RemoveConnection
                | Self::AskKeychain
                | Self::KeepForSession
                | Self::AddAccounts
                | Self::UpdateWorker
                | Self::ChangeKey
                | Self::RemoveWorker
                | Self::TokenPage
                | Self::ContinueDeploy
                | Self::StartDeploy
                | Self::RetryDeploy
                | Self::PackWorker
                | Self::StopPacking
                | Self::RenameWorker
                | Self::ReplaceWorker
                | Self::SaveCounts
                | Self::LeaveCounts
                | Self::FirstPicture
                | Self::PullUsage
                | Self::SaveUsageCsv
                | Self::SaveUsageJson
                | Self::CopyChart
                | Self::Start
                | Self::Save
                | Self::Close
        )
    }
}
