//! The card of a picture that was not made: what happened, what it cost, and what can be done now. One design for every failure,
//! in the gallery's tile and in the queue. It only says what the engine knows of the failure, and offers the engine's steps.

mod button;

use contract::Billed;
use eframe::egui::{Color32, RichText, Sense, TextWrapMode, Ui, vec2};
use engine::{Class, Command, Failure, Job, NextStep};

pub(crate) use button::{Weight, Wording, copy_button, put_away_button, spelled_out, step_button};

use super::action_button::Room;
use crate::{
    look::{colour::Palette, icon::Icon, space, type_scale},
    msg::{CardMsg, Msg},
    wishes::Wishes,
};

/// What a card is about.
#[derive(Clone, Copy)]
pub(crate) struct Card<'a> {
    pub(crate) job: &'a Job,
    pub(crate) failure: &'a Failure,
}

impl Card<'_> {
    pub(crate) fn title(self) -> String {
        CardMsg::Title(self.failure).text()
    }

    /// Why, in a sentence or two.
    pub(crate) fn sentence(self) -> String {
        Msg::Failure(self.failure).text()
    }

    /// All of it, as a screen reader says it.
    pub(crate) fn told(self) -> String {
        let cost = Msg::Billed(self.failure.billed).text();
        let why = Msg::Sentences(&self.sentence(), &cost).text();
        Msg::SettingIs { name: &self.title(), value: &why }.text()
    }

    pub(crate) fn icon(self) -> Icon {
        match self.failure.class() {
            Class::Key => Icon::Key,
            Class::Permission => Icon::Permission,
            Class::Allowance => Icon::Allowance,
            Class::Rate => Icon::Rate,
            Class::Moderation => Icon::Moderation,
            Class::Request => Icon::Request,
            Class::Network => Icon::Network,
            Class::Timeout => Icon::Timeout,
            Class::Cloudflare => Icon::Cloudflare,
            Class::Reply => Icon::Reply,
            Class::Disk => Icon::Disk,
            Class::Keychain => Icon::Keychain,
            Class::Unfinished => Icon::Unfinished,
            Class::Fault => Icon::Fault,
        }
    }

    /// Nothing is wrong with what merely has no ending.
    pub(crate) fn colour(self, palette: Palette) -> Color32 {
        if self.failure.class() == Class::Unfinished { palette.warning } else { palette.error }
    }

    pub(crate) fn cost(self, palette: Palette) -> Cost {
        let (icon, colour) = match self.failure.billed {
            Billed::No => (Icon::NotBilled, palette.good),
            Billed::Maybe => (Icon::MaybeBilled, palette.warning),
            Billed::Yes => (Icon::Billed, palette.error),
        };
        Cost { icon, colour, words: CardMsg::Billed(self.failure.billed).text() }
    }

    /// The main one first.
    pub(crate) fn steps(self) -> Vec<NextStep> {
        self.job.next_steps()
    }
}

/// Whether it was billed, by words, icon and colour.
pub(crate) struct Cost {
    pub(crate) icon: Icon,
    pub(crate) colour: Color32,
    pub(crate) words: String,
}

/// Where there is room for all of it.
pub(crate) fn error_card_ui(ui: &mut Ui, job: &Job, failure: &Failure, wishes: &mut Wishes) {
    let card = Card { job, failure };
    let palette = Palette::shown(ui);
    let title = RichText::new(card.title()).text_style(type_scale::strong()).color(card.colour(palette));
    with_icon(ui, card.icon(), card.colour(palette), title);
    ui.label(card.sentence());
    let cost = card.cost(palette);
    with_icon(ui, cost.icon, cost.colour, RichText::new(cost.words).color(cost.colour));
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| buttons_ui(ui, card, wishes));
}

fn buttons_ui(ui: &mut Ui, card: Card<'_>, wishes: &mut Wishes) {
    // A button that has no room goes into the next row, with its words in one line.
    ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
    for (place, step) in card.steps().into_iter().enumerate() {
        let weight = if place == 0 { Weight::Main } else { Weight::Other };
        if step_button(ui, card, step, weight, Sense::click(), Wording::Whole).clicked() {
            wishes.step(card.job.id, step);
        }
    }
    if copy_button(ui, Sense::click(), Room::Words).clicked() {
        copy(ui, card, wishes);
    }
    if put_away_button(ui, card, Sense::click(), Room::Words).clicked() {
        wishes.send(Command::Forget(card.job.id));
    }
}

/// Puts the report on the clipboard.
pub(crate) fn copy(ui: &Ui, card: Card<'_>, wishes: &mut Wishes) {
    ui.copy_text(engine::report(card.job, card.failure));
    wishes.send(Command::ReportCopied);
}

/// A letter of the icons' font in the words would be said by a screen reader.
fn with_icon(ui: &mut Ui, icon: Icon, colour: Color32, words: RichText) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::ICON_GAP;
        let (place, _) = ui.allocate_exact_size(vec2(type_scale::ICON, type_scale::ICON), Sense::hover());
        icon.paint(ui, place, colour);
        ui.vertical(|ui| ui.label(words));
    });
}
