//! When an action means something. Menus show the others greyed, the palette leaves them out, their shortcuts do nothing.

use contract::{GenerateRequest, Task, model::Sizes};
use engine::{Progress, State};
use jiff::Timestamp;
use library::Entry;

use super::{Action, of_connections};
use crate::edits::Page;

impl Action {
    /// Whether it means something now. Cheap enough for every frame, however many pictures are selected.
    pub(crate) fn is_available(self, state: &State, page: Page) -> bool {
        match page {
            Page::Pictures => {}
            Page::Connections => return self.is_available_on_the_page(state),
            Page::Usage => return self.is_available_on_usage(state),
            Page::Deploy => return self.is_available_on_deploy(state),
        }
        if let Some(is_available) = self.is_available_anywhere(state) {
            return is_available;
        }
        let open = state.open.is_some();
        if let Some(is_available) = self.is_available_to_jobs(state) {
            return is_available && !open;
        }
        match self {
            Self::Generate => !open && GenerateRequest::try_from(&state.draft).is_ok(),
            Self::Translate => !open && can_be_rewritten(state, Task::Translate),
            Self::Enhance => !open && can_be_rewritten(state, Task::Enhance),
            Self::TakePrompt => !open && proposed(state).is_some(),
            Self::AnotherPrompt => {
                !open && proposed(state).is_some_and(|task| state.why_not_asked(task, Timestamp::now()).is_none())
            }
            Self::KeepPrompt => !open && state.rewriting.is_some(),
            Self::FocusPrompt | Self::PromptPanel | Self::QueuePanel | Self::Welcome => !open,
            Self::Swap | Self::LockShape => !open && !matches!(state.draft.model.sizes, Sizes::Fixed(_)),
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
            Self::Cancel
            | Self::Retry
            | Self::Remake
            | Self::OtherSeed
            | Self::ChangeRequest
            | Self::OpenConnection
            | Self::CopyReport
            | Self::PutAway => self.is_available_for_jobs(state),
            Self::Connections => true,
            Self::TestConnection => page.connection(state).is_some_and(of_connections::can_be_tested),
            // Their form or page offers them itself.
            _ => false,
        }
    }

    /// The same for what is about neither a picture nor a page; `None` for all else.
    pub(super) fn is_available_anywhere(self, state: &State) -> Option<bool> {
        Some(match self {
            Self::Undo => state.undoable.is_some(),
            Self::Refresh => state.indexing.is_none(),
            Self::StopIndexing => state.indexing.is_some(),
            Self::Dismiss => state.notice.is_some(),
            Self::NextConnection | Self::PreviousConnection => of_connections::has_others(state),
            Self::AddConnection
            | Self::Deploy
            | Self::Usage
            | Self::ShowLibrary
            | Self::Quit
            | Self::FullScreen
            | Self::Notifications
            | Self::ResumeAfterReset
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
            _ => return self.is_available_to_the_queue(state),
        })
    }
}

fn can_be_rewritten(state: &State, task: Task) -> bool {
    state.why_not_rewritten(task, Timestamp::now()).is_none()
}

/// What another prompt that waits for its user's word is.
fn proposed(state: &State) -> Option<Task> {
    let rewriting = state.rewriting.as_ref()?;
    matches!(rewriting.progress, Progress::Proposed { .. }).then_some(rewriting.task)
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use contract::{Size, model::CATALOGUE};
    use engine::{Command, Engine, Gallery, Now, Select, Settings, Undoable};
    use jiff::Timestamp;
    use library::{Entry, PictureId};

    use super::*;

    /// A selected picture in the gallery, and the same one open.
    fn states() -> [State; 2] {
        let at = Timestamp::UNIX_EPOCH;
        let entry = |n| Entry {
            id: PictureId::new(at, n),
            made: at,
            size: Size::new(512, 512),
            file: Path::new("a.jpg").into(),
            prompt: "boat".into(),
            model: "painter".into(),
            len: 1,
            mtime: at,
        };
        // Between an older and a newer one.
        let id = entry(2).id;
        let entries = [1, 2, 3].map(entry).to_vec();
        let mut engine = Engine::new(Settings::default(), None, Gallery::new(entries), Vec::new());
        engine.command(Command::Select(Select::Only(id)), Now { at, random: 1 });
        let mut selected = engine.state().clone();
        selected.draft.prompt = "boat".to_owned();
        (selected.undoable, selected.indexing) = (Some(Undoable::Settings), None);
        engine.command(Command::Open(id), Now { at, random: 1 });
        [selected, State { undoable: Some(Undoable::Settings), ..engine.state().clone() }]
    }

    #[test]
    fn no_two_actions_that_mean_something_at_once_share_a_key() {
        let mut pairs = 0;
        let [selected, open] = states();
        let pages = [
            (selected.clone(), Page::Pictures),
            (open, Page::Pictures),
            (selected.clone(), Page::Connections),
            (selected.clone(), Page::Usage),
            (selected, Page::Deploy),
        ];
        for (state, page) in pages {
            for (place, action) in Action::ALL.iter().copied().enumerate() {
                for other in Action::ALL.iter().copied().skip(place + 1) {
                    let shared = action.shortcut().is_some() && action.shortcut() == other.shortcut();
                    pairs += usize::from(shared);
                    assert!(
                        !(shared && action.is_available(&state, page) && other.is_available(&state, page)),
                        "{action:?} and {other:?}"
                    );
                }
            }
        }
        assert!(pairs > 0, "tiles and pictures are zoomed by the same keys");
    }

    #[test]
    fn a_size_that_is_fixed_is_neither_swapped_nor_locked() {
        let [mut state, _] = states();
        let shape = [Action::Swap, Action::LockShape];
        assert!(shape.iter().all(|action| action.is_available(&state, Page::Pictures)));
        state.draft.model = CATALOGUE.iter().find(|model| matches!(model.sizes, Sizes::Fixed(_))).unwrap();
        assert!(!shape.iter().any(|action| action.is_available(&state, Page::Pictures)));
    }

    #[test]
    fn every_action_means_something_somewhere() {
        let means = |action: Action| states().iter().any(|state| action.is_available(state, Page::Pictures));
        let never = Action::ALL.iter().copied().filter(|action| !means(*action));
        // Those of jobs and of a queue that is kept back, of the index and of messages, those that need more than the painter, and those that a form offers
        // itself.
        let other = [
            Action::Translate,
            Action::Enhance,
            Action::TakePrompt,
            Action::AnotherPrompt,
            Action::KeepPrompt,
            Action::StopIndexing,
            Action::Cancel,
            Action::Retry,
            Action::Remake,
            Action::OtherSeed,
            Action::ChangeRequest,
            Action::OpenConnection,
            Action::CopyReport,
            Action::PutAway,
            Action::ResumeQueue,
            Action::TryNow,
            Action::LetThrough,
            Action::EditJob,
            Action::LeaveJob,
            Action::DuplicateJob,
            Action::MoveFirst,
            Action::MoveUp,
            Action::MoveDown,
            Action::MoveLast,
            Action::CancelWaiting,
            Action::RetryFailed,
            Action::ClearQueue,
            Action::Dismiss,
            Action::NextConnection,
            Action::PreviousConnection,
            Action::TestConnection,
        ];
        let stray: Vec<Action> = never.filter(|action| !other.contains(action) && !action.is_of_a_form()).collect();
        assert!(stray.is_empty(), "{stray:?}");
    }
}
