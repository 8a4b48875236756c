//! When an action means something. Menus show the others greyed, the palette leaves them out, their shortcuts do nothing.

use contract::GenerateRequest;
use engine::{JobState, State};
use library::Entry;

use super::Action;

impl Action {
    /// Whether it means something now. Cheap enough for every frame, however many pictures are selected.
    pub(crate) fn is_available(self, state: &State) -> bool {
        let open = state.open.is_some();
        match self {
            Self::Generate => !open && GenerateRequest::try_from(&state.draft).is_ok(),
            Self::FocusPrompt | Self::Swap | Self::LockShape | Self::PromptPanel => !open,
            Self::SelectAll | Self::LargerTiles | Self::SmallerTiles => !open && !state.gallery.is_empty(),
            Self::SelectNone => !open && !state.selection.is_empty(),
            Self::Older => beside(state).is_some_and(|(older, _)| !older.is_empty()),
            Self::Newer => beside(state).is_some_and(|(_, newer)| !newer.is_empty()),
            Self::Back
            | Self::Fit
            | Self::Fill
            | Self::ActualSize
            | Self::ZoomIn
            | Self::ZoomOut
            | Self::InfoPanel
            | Self::Filmstrip => open,
            Self::Open => !open && selected_pictures(state) == 1,
            Self::SaveAs | Self::CopyPicture | Self::UseSettings | Self::ShowInFolder => {
                open || selected_pictures(state) == 1
            }
            Self::CopyPrompt | Self::Delete => open || selected_pictures(state) > 0,
            Self::Cancel => selected_job(state, |job| !matches!(job, JobState::Failed(_))),
            Self::Retry | Self::PutAway => selected_job(state, |job| matches!(job, JobState::Failed(_))),
            Self::Undo => state.undoable > 0,
            Self::Refresh => state.indexing.is_none(),
            Self::StopIndexing => state.indexing.is_some(),
            Self::Dismiss => state.notice.is_some(),
            Self::Welcome => !open,
            Self::AddService
            | Self::ShowLibrary
            | Self::Quit
            | Self::FullScreen
            | Self::LargerWindow
            | Self::SmallerWindow
            | Self::UsualWindow
            | Self::SystemTheme
            | Self::DarkTheme
            | Self::LightTheme
            | Self::SystemLanguage
            | Self::English
            | Self::Chinese
            | Self::Palette
            | Self::Shortcuts => true,
            // Their form offers them itself.
            Self::Start | Self::Connect | Self::Save | Self::Close => false,
        }
    }
}

/// The open picture's next neighbours, older and newer.
fn beside(state: &State) -> Option<(&[Entry], &[Entry])> {
    state.opened().map(|(_, entry)| state.gallery.beside(entry, 1))
}

/// Every selected tile is a picture or a job, and jobs are few.
fn selected_pictures(state: &State) -> usize {
    let jobs = state.gallery.jobs().iter().filter(|job| state.selection.contains(job.id)).count();
    state.selection.len().saturating_sub(jobs)
}

fn selected_job(state: &State, fits: impl Fn(&JobState) -> bool) -> bool {
    let mut jobs = state.gallery.jobs().iter();
    state.open.is_none() && jobs.any(|job| state.selection.contains(job.id) && fits(&job.state))
}
