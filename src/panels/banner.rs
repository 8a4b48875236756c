//! The banner above the gallery: what keeps the queue back, said once however many pictures wait, and what can be done about
//! it. It is there only while something waits that would be sent otherwise.

use eframe::egui::{Frame, Panel, Role, Sense, TextStyle, Ui, WidgetInfo, accesskit::Live, vec2};
use engine::{Command, Held, KeptBack, Pause, Rest, RestReason, Setting, State};
use jiff::Timestamp;

use super::{action_button, bounded, in_view, status::width};
use crate::{
    action::Action,
    look::{colour::Palette, icon::Icon, space, type_scale},
    msg::{Msg, QueueMsg},
    wishes::Wishes,
};

pub(crate) fn banner_ui(ui: &mut Ui, state: &State, now: Timestamp, wishes: &mut Wishes) {
    let Some(held) = state.held(now) else { return };
    let palette = Palette::shown(ui);
    let frame = Frame::side_top_panel(ui.style()).inner_margin(space::BAR_MARGIN).fill(palette.tile);
    Panel::top("banner").frame(frame).resizable(false).show(ui, |ui| {
        let words = ui.available_width() - type_scale::ICON - ui.spacing().item_spacing.x - beside_words(ui, held.by);
        if words < space::BANNER_WORDS {
            ui.horizontal(|ui| words_ui(ui, held, now, ui.available_width() - type_scale::ICON - space::S));
            ui.horizontal_wrapped(|ui| buttons_ui(ui, held.by, state, wishes));
        } else {
            ui.horizontal(|ui| {
                words_ui(ui, held, now, words);
                buttons_ui(ui, held.by, state, wishes);
            });
        }
    });
}

/// `width`: points, at most.
fn words_ui(ui: &mut Ui, held: Held<'_>, now: Timestamp, width: f32) {
    let palette = Palette::shown(ui);
    let (icon, colour) = match held.by {
        KeptBack::Pause(Pause::Trouble(_)) => (Icon::Warning, palette.error),
        KeptBack::Pause(_) => (Icon::Pause, palette.text),
        KeptBack::Rest(Rest { why: RestReason::Busy | RestReason::AllowanceUsed, .. }, _) => {
            (Icon::Clock, palette.warning)
        }
        KeptBack::Rest(..) => (Icon::Warning, palette.warning),
        KeptBack::Budget(..) => (Icon::Allowance, palette.warning),
    };
    let (place, _) = ui.allocate_exact_size(vec2(type_scale::ICON, space::CONTROL_HEIGHT), Sense::empty());
    icon.paint(ui, place, colour);
    let words = QueueMsg::Held(held, now).text();
    // A label beside others would not wrap.
    let galley = bounded::galley(&words, &TextStyle::Body, palette.text, width, usize::MAX, ui);
    let size = galley.size().max(vec2(0.0, space::CONTROL_HEIGHT));
    let (place, label) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().galley(place.left_center() - vec2(0.0, galley.size().y / 2.0), galley, palette.text);
    label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    // Said by a screen reader as soon as it is there.
    ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
}

fn buttons_ui(ui: &mut Ui, by: KeptBack<'_>, state: &State, wishes: &mut Wishes) {
    if asks(by) {
        let mut goes_on = state.settings.resume_after_reset;
        if in_view(ui.checkbox(&mut goes_on, QueueMsg::GoOn.text())).changed() {
            wishes.send(Command::Set(Setting::ResumeAfterReset(goes_on)));
        }
    }
    for action in offered(by) {
        if action_button(ui, *action).clicked() {
            wishes.act(*action);
        }
    }
}

/// Points that what stands beside the words takes.
fn beside_words(ui: &Ui, by: KeptBack<'_>) -> f32 {
    let spacing = ui.spacing();
    let of = |words: String, more: f32| width(ui, &words, &TextStyle::Button) + more + spacing.item_spacing.x;
    let buttons = offered(by).iter().map(|action| of(Msg::Label(*action).text(), 2.0 * spacing.button_padding.x));
    let tick = asks(by).then(|| of(QueueMsg::GoOn.text(), spacing.icon_width + spacing.icon_spacing));
    buttons.chain(tick).sum()
}

/// Whether it may go on by itself is asked where that would spend something.
fn asks(by: KeptBack<'_>) -> bool {
    matches!(by, KeptBack::Rest(Rest { why: RestReason::AllowanceUsed, .. }, _))
}

/// What can be done about it, what is most likely wanted first.
fn offered(by: KeptBack<'_>) -> &'static [Action] {
    match by {
        KeptBack::Pause(Pause::Restarted) => &[Action::ResumeQueue, Action::CancelWaiting],
        KeptBack::Pause(_) => &[Action::ResumeQueue],
        KeptBack::Budget(..) => &[Action::LetThrough, Action::Usage],
        // Only its user says when it is over.
        KeptBack::Rest(Rest { why: RestReason::AllowanceUsed, until: None, .. }, _) => &[Action::TryNow],
        KeptBack::Rest(Rest { why, .. }, _) => match why {
            RestReason::Unreachable | RestReason::Busy => &[Action::TryNow],
            RestReason::AllowanceUsed => &[Action::Connections],
            RestReason::Refused => &[Action::Connections, Action::TryNow],
        },
    }
}
