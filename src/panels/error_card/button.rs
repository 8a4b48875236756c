//! The buttons of a card: one for each step, with the words of what it does here, and those that every card has.

use contract::Billed;
use eframe::egui::{Button, Response, Role, Sense, Ui, WidgetInfo};
use engine::{Again, Class, Failure, NextStep};

use super::Card;
use crate::{
    action::Action,
    look::{colour, icon::Icon},
    msg::{CardMsg, Msg, Whom},
    panels::{
        action_button::{Room, tile_button},
        in_view,
    },
};

/// Which of a card's buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// The one that is most likely to help.
    Main,
    Other,
}

/// How much a button says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wording {
    Icon,
    /// What it is called.
    Short,
    /// And what it may cost.
    Whole,
}

/// A step, in as many words as there is room for. `sense`: whether Tab reaches it.
pub(crate) fn step_button(
    ui: &mut Ui,
    card: Card<'_>,
    step: NextStep,
    weight: Weight,
    sense: Sense,
    wording: Wording,
) -> Response {
    let name = spelled_out(card, step);
    let icon = Action::of_step(step).icon().filter(|_| wording == Wording::Icon);
    let words = if wording == Wording::Short { short(card, step) } else { name.clone() };
    let button = icon.map_or_else(|| Button::new(&words), |icon| Button::new(icon.atom())).sense(sense);
    let response = match weight {
        Weight::Main => {
            let coloured = ui.scope(|ui| {
                colour::on_accent(ui);
                ui.add(button)
            });
            coloured.inner
        }
        // Not in a scope: that would not go on in the next row.
        Weight::Other => ui.add(button),
    };
    // What it costs is never left out for somebody who cannot see the card.
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let does = CardMsg::Does(step, card.failure.billed).text();
    let tooltip = match icon {
        Some(_) => Msg::SettingIs { name: &name, value: &does }.text(),
        None => does,
    };
    in_view(response).on_hover_text(tooltip)
}

/// What it is called, and that it may cost something again.
pub(crate) fn spelled_out(card: Card<'_>, step: NextStep) -> String {
    match step {
        NextStep::MakeAgain | NextStep::OtherSeed if card.failure.billed != Billed::No => {
            CardMsg::AtACost(step, Whom::of(card.job)).text()
        }
        _ => short(card, step),
    }
}

fn short(card: Card<'_>, step: NextStep) -> String {
    CardMsg::Step(step, Whom::of(card.job)).text()
}

/// Copies the report.
pub(crate) fn copy_button(ui: &mut Ui, sense: Sense, room: Room) -> Response {
    tile_button(ui, Action::CopyReport, sense, room)
}

/// Puts the card away. What nobody knows the end of is given up by that, and a picture that is held in memory is lost.
pub(crate) fn put_away_button(ui: &mut Ui, card: Card<'_>, sense: Sense, room: Room) -> Response {
    let (words, does) = match card.failure {
        Failure { again: Again::Save, .. } => (CardMsg::ThrowAway.text(), CardMsg::ThrowsAway.text()),
        failure if failure.class() == Class::Unfinished => (CardMsg::Forget.text(), Msg::Tip(Action::PutAway).text()),
        _ => return tile_button(ui, Action::PutAway, sense, room),
    };
    let is_icon = room == Room::Icons;
    let button = if is_icon { Button::new(Icon::Close.atom()) } else { Button::new(&words) };
    let response = ui.add(button.sense(sense));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
    let tooltip = if is_icon { Msg::SettingIs { name: &words, value: &does }.text() } else { does };
    in_view(response).on_hover_text(tooltip)
}
