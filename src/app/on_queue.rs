//! What actions do to the queue and to the jobs in it: those that are selected, which the queue's list and the gallery share.

use eframe::egui::Context;
use engine::{Command, PanelPlace, Setting};
use library::PictureId;

use super::App;
use crate::{
    action::{Action, selected_jobs},
    panels::queue,
};

impl App {
    /// Whether it was one of these.
    pub(super) fn act_on_queue(&mut self, action: Action, context: &Context) -> bool {
        match action {
            Action::QueuePanel => self.toggle_queue(context),
            Action::DuplicateJob => {
                let selected = selected_jobs(self.session.state()).map(|job| job.id).collect();
                self.session.send(Command::DuplicateJobs(selected));
            }
            Action::EditJob => self.edit_job(context),
            Action::LeaveJob => {
                self.session.send(Command::LeaveJob);
                self.edits.queue.take_keyboard_back();
            }
            Action::MoveFirst | Action::MoveUp | Action::MoveDown | Action::MoveLast => self.move_jobs(action),
            _ => return false,
        }
        true
    }

    /// The keyboard goes into what opens, and does not stay in what closes.
    fn toggle_queue(&mut self, context: &Context) {
        let place = self.session.state().settings.queue_panel;
        self.edits.back_to = None;
        if !place.shown {
            self.edits.queue.want_keyboard();
        } else if self.edits.queue.has_keyboard(context) {
            self.edits.back_to = self.edits.prompt_field;
        }
        self.session.send(Command::Set(Setting::QueuePanel(PanelPlace { shown: !place.shown, ..place })));
    }

    /// The queue panel gives way where it hides the prompt panel, which is wanted now.
    pub(super) fn uncover_prompt(&mut self, context: &Context) -> bool {
        let state = self.session.state();
        let covers = queue::takes_the_window(context, state);
        if covers {
            let place = PanelPlace { shown: false, ..state.settings.queue_panel };
            self.session.send(Command::Set(Setting::QueuePanel(place)));
        }
        covers
    }

    fn edit_job(&mut self, context: &Context) {
        let state = self.session.state();
        let queue = state.queue();
        let mut selected = queue.iter().filter(|job| state.selection.contains(job.id) && job.is_editable());
        let Some(id) = selected.next().map(|job| job.id) else { return };
        self.edits.queue.lend_keyboard(context);
        self.session.send(Command::EditJob(id));
        self.uncover_prompt(context);
        self.focus_prompt();
    }

    /// Several keep their order, one behind the other.
    fn move_jobs(&mut self, action: Action) {
        let state = self.session.state();
        let selected = |job: &&engine::Job| state.selection.contains(job.id);
        let queue = state.queue();
        let Some(first) = queue.iter().position(selected) else { return };
        let ids: Vec<PictureId> = queue.into_iter().filter(selected).map(|job| job.id).collect();
        let to = match action {
            Action::MoveFirst => 0,
            Action::MoveUp => first.saturating_sub(1),
            Action::MoveDown => first + 1,
            _ => usize::MAX,
        };
        self.session.send(Command::MoveJobs { ids, to });
        self.edits.queue.reveal();
    }
}
