//! The card of a picture that was not made: what happened, whether it was billed, what can be done now. One design, in the
//! gallery's tile and in the queue.

use eframe::egui::{RichText, Ui};
use engine::{Command, Failure, Job};

use super::action_button;
use crate::{action::Action, look::colour::Palette, msg::Msg, wishes::Wishes};

/// Where there is room for all of it.
pub(crate) fn error_card_ui(ui: &mut Ui, job: &Job, failure: &Failure, wishes: &mut Wishes) {
    ui.label(RichText::new(Msg::Failed.text()).color(Palette::shown(ui).error));
    ui.label(Msg::Sentences(&Msg::Failure(failure).text(), &Msg::Billed(failure.billed).text()).text());
    ui.horizontal_wrapped(|ui| {
        for (action, command) in [(Action::Retry, Command::Retry(job.id)), (Action::PutAway, Command::Forget(job.id))] {
            if action_button(ui, action).clicked() {
                wishes.send(command);
            }
        }
    });
}
