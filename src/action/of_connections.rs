//! When an action means something on the page of connections, and which connection it is about. What is done to pictures
//! means nothing there, where none is seen.

use engine::{Connection, ConnectionKind, KeyState, Link, State};

use super::Action;
use crate::{edits::Page, panels::connections::room};

impl Action {
    pub(super) fn is_available_on_the_page(self, state: &State) -> bool {
        let shown = Page::Connections.connection(state);
        let is = |fits: fn(&Connection) -> bool| shown.is_some_and(|shown| !is_painter(shown) && fits(shown));
        let place = shown.and_then(|shown| state.connections.iter().position(|known| known.id == shown.id));
        let last = state.connections.len().saturating_sub(1);
        let has_room = room(state) > 0;
        match self {
            Self::BackToPictures | Self::FocusPrompt => true,
            Self::SaveConnection => shown.map_or(has_room, |shown| !is_painter(shown)),
            Self::UseConnection => shown.is_some_and(|shown| shown.id != state.current),
            Self::TestConnection => shown.is_some_and(can_be_tested),
            Self::MoveConnectionUp => place.is_some_and(|place| place > 1),
            Self::MoveConnectionDown => place.is_some_and(|place| place > 0 && place < last),
            Self::DuplicateConnection => is(|_| true) && has_room,
            Self::RemoveConnection => is(|_| true),
            Self::UpdateWorker | Self::ChangeKey | Self::RemoveWorker => is(|shown| shown.deployed.is_some()),
            Self::AskKeychain | Self::KeepForSession => is(|shown| matches!(shown.key, KeyState::Failed(_))),
            _ => self.is_available_anywhere(state).unwrap_or(false),
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
