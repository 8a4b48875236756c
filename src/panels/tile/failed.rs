//! The card of a picture that was not made, on its tile: as much of it as the tile has room for. A small one has its title and
//! icons; the tooltip and the menu have the rest.

use eframe::egui::{
    Align, Color32, FontSelection, Layout, Rect, RichText, Stroke, StrokeKind, TextStyle, Ui, UiBuilder,
    text::LayoutJob, vec2,
};
use engine::{Command, Failure, Job, NextStep};

use super::{Slot, lines::Lines};
use crate::{
    look::{
        colour::{self, Palette},
        icon::Icon,
        space, type_scale,
    },
    panels::{
        action_button::Room,
        bounded,
        error_card::{Card, Weight, copy, copy_button, put_away_button, step_button},
        gallery::Scene,
    },
};

pub(super) fn failed_ui(ui: &mut Ui, slot: &Slot, job: &Job, failure: &Failure, scene: &mut Scene<'_>) {
    let (palette, card) = (Palette::shown(ui), Card { job, failure });
    // No picture comes, and the edge of its shape would go through the words.
    let edge = Stroke::new(1.0, card.colour(palette));
    ui.painter().rect_stroke(slot.rect.shrink(space::MAT), space::RADIUS, edge, StrokeKind::Inside);
    let is_small = slot.room() == Room::Icons;
    let frame = slot.rect.shrink(if is_small { space::S } else { space::M });
    let rows = if is_small { 1.0 } else { 2.0 };
    let buttons = frame.with_min_y(frame.bottom() - rows * space::CONTROL_HEIGHT - (rows - 1.0) * space::XS);
    let words = frame.with_max_y(buttons.top() - space::XS);
    words_ui(ui, words, card, is_small, palette);
    buttons_ui(ui, buttons, slot, card, scene);
}

fn words_ui(ui: &Ui, frame: Rect, card: Card<'_>, is_small: bool, palette: Palette) {
    let strong = if is_small { TextStyle::Small } else { type_scale::strong() };
    let small = TextStyle::Small;
    let cost = card.cost(palette);
    let cost_words = after_icon(ui, cost.icon, &cost.words, &small, cost.colour, frame.width(), 1);
    let cost_height = ui.text_style_height(&small).max(type_scale::ICON) + space::XS;
    let mut lines = Lines::new(ui, if is_small { frame } else { frame.with_max_y(frame.bottom() - cost_height) });
    let title = after_icon(ui, card.icon(), &card.title(), &strong, card.colour(palette), frame.width(), 3);
    lines.say_job(title, &strong, card.colour(palette));
    if is_small {
        if frame.height() > 2.0 * space::BAR {
            lines.say_job(cost_words, &small, cost.colour);
        }
        return;
    }
    // The prompt says which picture it was: it keeps its line, however much there is to say.
    let most = lines.room(&small).saturating_sub(1).max(1);
    lines.say(&card.sentence(), &small, palette.text, most);
    lines.say(card.job.request.prompt.as_str(), &small, palette.weak, 2);
    let mut below = Lines::new(ui, frame.with_min_y(frame.bottom() - cost_height));
    below.say_job(cost_words, &small, cost.colour);
}

/// The icon is the line's first letter, so that words go on below it where a tile is narrow.
fn after_icon(
    ui: &Ui,
    icon: Icon,
    words: &str,
    style: &TextStyle,
    colour: Color32,
    width: f32,
    rows: usize,
) -> LayoutJob {
    let mut job = LayoutJob::default();
    icon.text().color(colour).append_to(&mut job, ui.style(), FontSelection::Default, Align::Center);
    let words = RichText::new(format!(" {}", bounded::plain(words))).text_style(style.clone()).color(colour);
    words.append_to(&mut job, ui.style(), FontSelection::Default, Align::Center);
    (job.wrap.max_width, job.wrap.max_rows) = (width, rows);
    job
}

fn buttons_ui(ui: &mut Ui, rect: Rect, slot: &Slot, card: Card<'_>, scene: &mut Scene<'_>) {
    let steps = card.steps();
    let (main, others) = steps.split_first().map_or((None, [].as_slice()), |(main, others)| (Some(*main), others));
    let is_small = slot.room() == Room::Icons;
    let first = rect.with_max_y(rect.top() + space::CONTROL_HEIGHT);
    if is_small {
        let icons = [main.as_slice(), others].concat();
        row_ui(ui, first, card, |row, buttons| buttons.icons(row, &icons, slot, scene));
        return;
    }
    let second = rect.with_min_y(first.bottom() + space::XS);
    let has_room = rect.width() >= space::ROOMY_TILE;
    row_ui(ui, first, card, |row, buttons| {
        if let Some(main) = main {
            buttons.step(row, main, Weight::Main, Room::Words, slot, scene);
        }
        if has_room {
            buttons.icons(row, &[], slot, scene);
        }
    });
    row_ui(ui, second, card, |row, buttons| {
        if has_room {
            for step in others {
                buttons.step(row, *step, Weight::Other, Room::Words, slot, scene);
            }
        } else {
            buttons.icons(row, others, slot, scene);
        }
    });
}

fn row_ui(ui: &mut Ui, rect: Rect, card: Card<'_>, content: impl FnOnce(&mut Ui, Buttons<'_>)) {
    let row = UiBuilder::new().id_salt((card.job.id, rect.top() as i32)).max_rect(rect);
    let mut row = ui.new_child(row.layout(Layout::left_to_right(Align::Center)));
    row.spacing_mut().item_spacing = vec2(space::XS, 0.0);
    colour::on_tile(&mut row);
    content(&mut row, Buttons { card });
}

/// The buttons of a card on a tile.
#[derive(Clone, Copy)]
struct Buttons<'a> {
    card: Card<'a>,
}

impl Buttons<'_> {
    fn step(self, ui: &mut Ui, step: NextStep, weight: Weight, room: Room, slot: &Slot, scene: &mut Scene<'_>) {
        if step_button(ui, self.card, step, weight, slot.sense(), room).clicked() {
            scene.wishes.step(self.card.job.id, step);
        }
    }

    /// As many as there is room for, and to put it away, which is always possible.
    fn icons(self, ui: &mut Ui, steps: &[NextStep], slot: &Slot, scene: &mut Scene<'_>) {
        let icon = space::ICON_BUTTON + space::XS;
        let room = ((ui.available_width() + space::XS) / icon).floor() as usize;
        for (place, step) in steps.iter().enumerate().take(room.saturating_sub(1)) {
            let weight = if place == 0 && slot.room() == Room::Icons { Weight::Main } else { Weight::Other };
            self.step(ui, *step, weight, Room::Icons, slot, scene);
        }
        if room > steps.len() + 1 && copy_button(ui, slot.sense(), Room::Icons).clicked() {
            copy(ui, self.card, scene.wishes);
        }
        if put_away_button(ui, self.card, slot.sense(), Room::Icons).clicked() {
            scene.wishes.send(Command::Forget(self.card.job.id));
        }
    }
}
