//! When an action means something on the page of connections, and which connection it is about. What is done to pictures
//! means nothing there, where none is seen.

use engine::{Connection, ConnectionKind, KeyState, Link, State};

use super::Action;
use crate::edits::Page;

impl Action {
    pub(super) fn is_available_on_the_page(self, state: &State) -> bool {
        let shown = Page::Connections.connection(state);
        let is = |fits: fn(&Connection) -> bool| shown.is_some_and(|shown| !is_painter(shown) && fits(shown));
        let place = shown.and_then(|shown| state.connections.iter().position(|known| known.id == shown.id));
        let last = state.connections.len().saturating_sub(1);
        match self {
            Self::BackToPictures
            | Self::AddConnection
            | Self::FocusPrompt
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
            Self::NextConnection | Self::PreviousConnection => has_others(state),
            Self::Undo => state.undoable.is_some(),
            Self::Refresh => state.indexing.is_none(),
            Self::StopIndexing => state.indexing.is_some(),
            Self::Dismiss => state.notice.is_some(),
            Self::SaveConnection => shown.is_none_or(|shown| !is_painter(shown)),
            Self::UseConnection => shown.is_some_and(|shown| shown.id != state.current),
            Self::TestConnection => shown.is_some_and(can_be_tested),
            Self::MoveConnectionUp => place.is_some_and(|place| place > 1),
            Self::MoveConnectionDown => place.is_some_and(|place| place > 0 && place < last),
            Self::DuplicateConnection | Self::RemoveConnection => is(|_| true),
            Self::AskKeychain | Self::KeepForSession => is(|shown| matches!(shown.key, KeyState::Failed(_))),
            _ => false,
        }
    }
}

fn is_painter(connection: &Connection) -> bool {
    connection.kind == ConnectionKind::BuiltIn
}

/// The painter has nothing to test, and one test at a time is enough.
pub(super) fn can_be_tested(connection: &Connection) -> bool {
    !is_painter(connection) && connection.link != Link::Checking
}

/// Whether there is another one to go to.
pub(super) fn has_others(state: &State) -> bool {
    state.connections.iter().filter(|connection| connection.is_usable()).count() > 1
}
