//! The buttons of a card: one for each step, with the words of what it does here, and those that every card has.

use contract::Billed;
use eframe::egui::{Button, Response, Role, Sense, Ui, WidgetInfo};
use engine::{Class, NextStep};

use super::Card;
use crate::{
    action::Action,
    look::{colour, icon::Icon},
    msg::{CardMsg, Msg, Whom},
    panels::{
        action_button::{Room, explain, tile_button},
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

/// A step. `sense`: whether Tab reaches it.
pub(crate) fn step_button(
    ui: &mut Ui,
    card: Card<'_>,
    step: NextStep,
    weight: Weight,
    sense: Sense,
    room: Room,
) -> Response {
    let words = CardMsg::Step(step, Whom::of(card.job)).text();
    button(ui, card, step, weight, sense, room, &words)
}

/// The same where there is room to say what it may cost.
pub(super) fn spelled_out(ui: &mut Ui, card: Card<'_>, step: NextStep, weight: Weight) -> Response {
    let whom = Whom::of(card.job);
    let words = match step {
        NextStep::MakeAgain if card.failure.billed != Billed::No => CardMsg::AtACost(step, whom),
        _ => CardMsg::Step(step, whom),
    };
    button(ui, card, step, weight, Sense::click(), Room::Words, &words.text())
}

fn button(
    ui: &mut Ui,
    card: Card<'_>,
    step: NextStep,
    weight: Weight,
    sense: Sense,
    room: Room,
    words: &str,
) -> Response {
    let icon = Action::of_step(step).icon().filter(|_| room == Room::Icons);
    let button = icon.map_or_else(|| Button::new(words), |icon| Button::new(icon.atom())).sense(sense);
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
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
    let does = CardMsg::Does(step, card.failure.billed).text();
    let tooltip = match icon {
        Some(_) => Msg::SettingIs { name: words, value: &does }.text(),
        None => does,
    };
    in_view(response).on_hover_text(tooltip)
}

/// Copies the report.
pub(crate) fn copy_button(ui: &mut Ui, sense: Sense, room: Room) -> Response {
    tile_button(ui, Action::CopyReport, sense, room)
}

/// Puts the card away. What nobody knows the end of is given up by that.
pub(crate) fn put_away_button(ui: &mut Ui, card: Card<'_>, sense: Sense, room: Room) -> Response {
    if card.failure.class() != Class::Unfinished {
        return tile_button(ui, Action::PutAway, sense, room);
    }
    let words = CardMsg::Forget.text();
    let button = if room == Room::Icons { Button::new(Icon::Close.atom()) } else { Button::new(&words) };
    let response = ui.add(button.sense(sense));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
    let response = if room == Room::Icons { response.on_hover_text(words) } else { response };
    explain(response, Action::PutAway)
}
