//! The card of a picture that was not made, on its tile: as much of it as the tile has room for. A small one has its title and
//! icons; the tooltip and the menu have the rest.

use eframe::egui::{Align, Layout, Rect, Sense, Stroke, StrokeKind, TextStyle, Ui, UiBuilder, vec2};
use engine::{Command, Failure, Job, NextStep};

use super::{Slot, lines::Lines};
use crate::{
    look::{
        colour::{self, Palette},
        space, type_scale,
    },
    panels::{
        action_button::Room,
        error_card::{Card, Weight, Wording, copy, copy_button, put_away_button, spelled_out, step_button},
        gallery::Scene,
        status::width,
    },
};

pub(super) fn failed_ui(ui: &mut Ui, slot: &Slot, job: &Job, failure: &Failure, scene: &mut Scene<'_>) {
    let (palette, card) = (Palette::shown(ui), Card { job, failure });
    // No picture comes, and the edge of its shape would go through the words.
    let edge = Stroke::new(1.0, card.colour(palette));
    ui.painter().rect_stroke(slot.rect.shrink(space::MAT), space::RADIUS, edge, StrokeKind::Inside);
    let steps = card.steps();
    let (extent, frame) = Extent::of(slot);
    let rows = if extent == Extent::Usual || (extent == Extent::Roomy && steps.len() > 1) { 2.0 } else { 1.0 };
    let buttons = frame.with_min_y(frame.bottom() - rows * space::CONTROL_HEIGHT - (rows - 1.0) * space::XS);
    let words = frame.with_max_y(buttons.top() - space::XS);
    match extent {
        Extent::Small => small_words_ui(ui, words, card, palette),
        Extent::Usual => words_ui(ui, words, card, &TextStyle::Small, palette),
        Extent::Roomy => words_ui(ui, words, card, &TextStyle::Body, palette),
    }
    let buttons = Buttons { card, sense: slot.sense(), extent };
    buttons.rows(ui, frame.with_min_y(words.bottom() + space::XS), &steps, scene);
}

/// What a tile has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// A title, and icons.
    Small,
    /// Why, and the words of the main button.
    Usual,
    /// The words of every step.
    Roomy,
}

impl Extent {
    /// And the room within its edge.
    fn of(slot: &Slot) -> (Self, Rect) {
        let margin = if slot.room() == Room::Icons { space::S } else { space::M };
        let frame = slot.rect.shrink(margin);
        let extent = match slot.room() {
            Room::Icons => Self::Small,
            Room::Words if frame.width() < space::ROOMY_TILE => Self::Usual,
            Room::Words => Self::Roomy,
        };
        (extent, frame)
    }
}

fn small_words_ui(ui: &Ui, frame: Rect, card: Card<'_>, palette: Palette) {
    let (style, colour, cost) = (TextStyle::Small, card.colour(palette), card.cost(palette));
    let mut lines = Lines::new(ui, frame);
    lines.say_after_icon(card.icon(), &card.title(), &style, colour, 3);
    lines.say_after_icon(cost.icon, &cost.words, &style, cost.colour, 1);
}

fn words_ui(ui: &Ui, frame: Rect, card: Card<'_>, style: &TextStyle, palette: Palette) {
    let cost = card.cost(palette);
    let foot = frame.with_min_y(frame.bottom() - type_scale::ICON - space::XS);
    Lines::new(ui, foot).say_after_icon(cost.icon, &cost.words, style, cost.colour, 1);
    let mut lines = Lines::new(ui, frame.with_max_y(foot.top()));
    lines.say_after_icon(card.icon(), &card.title(), &type_scale::strong(), card.colour(palette), 2);
    // The prompt says which picture it was: it keeps a line, however much there is to say.
    let most = lines.room(style).saturating_sub(1).max(1);
    lines.say(&card.sentence(), style, palette.text, most);
    lines.say(card.job.request.prompt.as_str(), style, palette.weak, 2);
}

/// The buttons of a card on a tile. `sense`: whether Tab reaches them.
#[derive(Clone, Copy)]
struct Buttons<'a> {
    card: Card<'a>,
    sense: Sense,
    extent: Extent,
}

impl Buttons<'_> {
    fn rows(self, ui: &mut Ui, rect: Rect, steps: &[NextStep], scene: &mut Scene<'_>) {
        let (main, others) = steps.split_at_checked(1).unwrap_or_default();
        let first = rect.with_max_y(rect.top() + space::CONTROL_HEIGHT);
        let second = rect.with_min_y(first.bottom() + space::XS);
        let (mut first, mut second) = (self.row(ui, first, "first"), self.row(ui, second, "second"));
        match self.extent {
            Extent::Small => self.icons(&mut first, steps, scene),
            Extent::Usual => {
                self.words(&mut first, main, Weight::Main, 0, scene);
                self.icons(&mut second, others, scene);
            }
            Extent::Roomy => {
                self.words(&mut first, main, Weight::Main, 2, scene);
                self.icons(&mut first, &[], scene);
                self.words(&mut second, others, Weight::Other, 0, scene);
            }
        }
    }

    fn row(self, ui: &mut Ui, rect: Rect, name: &str) -> Ui {
        let row = UiBuilder::new().id_salt((self.card.job.id, name)).max_rect(rect);
        let mut row = ui.new_child(row.layout(Layout::left_to_right(Align::Center)));
        row.spacing_mut().item_spacing = vec2(space::XS, 0.0);
        colour::on_tile(&mut row);
        row
    }

    /// `icons`: as many stand beside them.
    fn words(self, ui: &mut Ui, steps: &[NextStep], weight: Weight, icons: usize, scene: &mut Scene<'_>) {
        let spacing = ui.spacing();
        let beside = 2.0 * spacing.button_padding.x + spacing.item_spacing.x;
        let whole = |step: &NextStep| width(ui, &spelled_out(self.card, *step), &TextStyle::Button) + beside;
        let needed = steps.iter().map(whole).sum::<f32>() + icons as f32 * (space::ICON_BUTTON + space::XS);
        let has_room = needed - space::XS <= ui.available_width();
        let wording = if has_room { Wording::Whole } else { Wording::Short };
        for step in steps {
            self.step(ui, *step, weight, wording, scene);
        }
    }

    /// As many as there is room for, and to put it away, which is always possible.
    fn icons(self, ui: &mut Ui, steps: &[NextStep], scene: &mut Scene<'_>) {
        let icon = space::ICON_BUTTON + space::XS;
        let room = ((ui.available_width() + space::XS) / icon).floor() as usize;
        for (place, step) in steps.iter().enumerate().take(room.saturating_sub(1)) {
            let is_main = self.extent == Extent::Small && place == 0;
            self.step(ui, *step, if is_main { Weight::Main } else { Weight::Other }, Wording::Icon, scene);
        }
        if room > steps.len() + 1 && copy_button(ui, self.sense, Room::Icons).clicked() {
            copy(ui, self.card, scene.wishes);
        }
        if put_away_button(ui, self.card, self.sense, Room::Icons).clicked() {
            scene.wishes.send(Command::Forget(self.card.job.id));
        }
    }

    fn step(self, ui: &mut Ui, step: NextStep, weight: Weight, wording: Wording, scene: &mut Scene<'_>) {
        if step_button(ui, self.card, step, weight, self.sense, wording).clicked() {
            scene.wishes.step(self.card.job.id, step);
        }
    }
}
