//! When an action means something on the page of usage. What is done to pictures means nothing there, where none is seen.

use engine::State;

use super::Action;

impl Action {
    pub(super) fn is_available_on_usage(self, state: &State) -> bool {
        match self {
            Self::BackToPictures
            | Self::FocusPrompt
            | Self::PullUsage
            | Self::SaveUsageCsv
            | Self::SaveUsageJson
            | Self::CopyChart
            | Self::Connections => true,
            // Its key is that of asking anew.
            Self::Refresh => false,
            _ => self.is_available_anywhere(state).unwrap_or(false),
        }
    }
}
