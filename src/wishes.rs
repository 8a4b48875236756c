//! What panels ask for while they draw; done at the end of the same pass, so that no panel sees a state change under it.

use engine::{Command, NextStep};
use jiff::civil::Date;
use library::PictureId;

use crate::action::Action;

/// What was asked for in one pass.
#[derive(Default)]
pub(crate) struct Wishes {
    pub(crate) commands: Vec<Command>,
    pub(crate) actions: Vec<Action>,
    pub(crate) steps: Vec<(PictureId, NextStep)>,
    /// The keyboard is wanted in the queue's list, which is shown for that.
    pub(crate) to_the_queue: bool,
    /// The gallery, at the pictures of this day.
    pub(crate) to_the_day: Option<Date>,
}

impl Wishes {
    pub(crate) fn send(&mut self, command: Command) {
        self.commands.push(command);
    }

    pub(crate) fn act(&mut self, action: Action) {
        self.actions.push(action);
    }

    /// Of a job that failed.
    pub(crate) fn step(&mut self, id: PictureId, step: NextStep) {
        self.steps.push((id, step));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.commands.is_empty()
            && self.actions.is_empty()
            && self.steps.is_empty()
            && !self.to_the_queue
            && self.to_the_day.is_none()
    }
}
