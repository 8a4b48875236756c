//! The banner above the gallery: what keeps the queue back, said once however many pictures wait, and what can be done about
//! it. It is there only while something waits that would be sent otherwise.

use eframe::egui::{Frame, Label, Panel, RichText, Sense, Ui, accesskit::Live, vec2};
use engine::{Command, Connection, Job, JobState, Pause, Rest, RestReason, Setting, State};
use jiff::Timestamp;

use super::{action_button, in_view};
use crate::{
    action::Action,
    look::{colour::Palette, icon::Icon, space, type_scale},
    msg::QueueMsg,
    wishes::Wishes,
};

/// Why a job that waits is not sent although its turn has come.
#[derive(Debug, Clone, Copy)]
pub(crate) enum KeptBack<'a> {
    Pause(&'a Pause),
    /// Nothing goes over its connection.
    Rest(&'a Rest, &'a Connection),
}

/// What is kept back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held<'a> {
    pub(crate) by: KeptBack<'a>,
    /// Pictures that wait for the same.
    pub(crate) waiting: usize,
    pub(crate) now: Timestamp,
}

/// What keeps this job back, which waits.
pub(crate) fn kept_back<'a>(state: &'a State, job: &Job, now: Timestamp) -> Option<KeptBack<'a>> {
    if let Some(pause) = &state.pause {
        return Some(KeptBack::Pause(pause));
    }
    let connection = state.find_connection(job.connection?)?;
    Some(KeptBack::Rest(connection.rest_at(now)?, connection))
}

/// What the banner says: what keeps back the job that would be next.
pub(crate) fn held(state: &State, now: Timestamp) -> Option<Held<'_>> {
    let edited = state.editing.as_ref().map(|editing| editing.id);
    let waiting = || state.gallery.jobs().iter().filter(|job| job.state == JobState::Waiting);
    let next = waiting().filter(|job| Some(job.id) != edited).min_by_key(|job| (job.turn, job.at, job.id))?;
    let by = kept_back(state, next, now)?;
    let waiting = match by {
        KeptBack::Pause(_) => waiting().count(),
        KeptBack::Rest(..) => waiting().filter(|job| job.connection == next.connection).count(),
    };
    Some(Held { by, waiting, now })
}

pub(crate) fn banner_ui(ui: &mut Ui, state: &State, now: Timestamp, wishes: &mut Wishes) {
    let Some(held) = held(state, now) else { return };
    let palette = Palette::shown(ui);
    let frame = Frame::side_top_panel(ui.style()).inner_margin(space::BAR_MARGIN).fill(palette.tile);
    Panel::top("banner").frame(frame).resizable(false).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.set_min_height(space::CONTROL_HEIGHT);
            let (icon, colour) = match held.by {
                KeptBack::Pause(Pause::Trouble(_)) => (Icon::Warning, palette.error),
                KeptBack::Pause(_) => (Icon::Pause, palette.text),
                KeptBack::Rest(Rest { why: RestReason::Busy | RestReason::AllowanceUsed, .. }, _) => {
                    (Icon::Clock, palette.warning)
                }
                KeptBack::Rest(..) => (Icon::Warning, palette.warning),
            };
            let (place, _) = ui.allocate_exact_size(vec2(type_scale::ICON, space::CONTROL_HEIGHT), Sense::empty());
            icon.paint(ui, place, colour);
            let words = ui.add(Label::new(RichText::new(QueueMsg::Held(held).text()).color(palette.text)).wrap());
            // Said by a screen reader as soon as it is there.
            ui.ctx().accesskit_node_builder(words.id, |node| node.set_live(Live::Polite));
            if matches!(held.by, KeptBack::Rest(Rest { why: RestReason::AllowanceUsed, .. }, _)) {
                go_on_ui(ui, state, wishes);
            }
            for action in offered(held.by) {
                if action_button(ui, *action).clicked() {
                    wishes.act(*action);
                }
            }
        });
    });
}

/// What can be done about it, what is most likely wanted first.
fn offered(by: KeptBack<'_>) -> &'static [Action] {
    match by {
        KeptBack::Pause(Pause::Restarted) => &[Action::ResumeQueue, Action::ClearQueue],
        KeptBack::Pause(_) => &[Action::ResumeQueue],
        KeptBack::Rest(Rest { why, .. }, _) => match why {
            RestReason::Unreachable | RestReason::Busy => &[Action::TryNow],
            RestReason::AllowanceUsed => &[Action::Connections],
            RestReason::Refused => &[Action::Connections, Action::TryNow],
        },
    }
}

fn go_on_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    let mut goes_on = state.settings.resume_after_reset;
    if in_view(ui.checkbox(&mut goes_on, QueueMsg::GoOn.text())).changed() {
        wishes.send(Command::Set(Setting::ResumeAfterReset(goes_on)));
    }
}
