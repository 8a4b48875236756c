//! What a tile says under the mouse: the whole prompt as far as it has room, and what the picture is.

use eframe::egui::{Color32, Response, RichText, TextStyle, Ui};
use engine::{JobState, Tile};

use crate::{
    look::{colour::Palette, space},
    msg::Msg,
    panels::{bounded, error_card::Card, name_of},
};

/// Rows of a prompt; more than most have, and less than a screen.
const PROMPT_ROWS: usize = 10;
/// Rows of what went wrong.
const FAILURE_ROWS: usize = 8;

pub(super) fn hover_ui(response: &Response, tile: Tile<'_>) {
    response.clone().on_hover_ui(|ui| match tile {
        Tile::Picture(entry) => {
            words(ui, &name_of(entry), Palette::shown(ui).text, PROMPT_ROWS);
            fact(ui, &Msg::Facts(entry).text());
        }
        Tile::Job(job) => {
            words(ui, job.request.prompt.as_str(), Palette::shown(ui).text, PROMPT_ROWS);
            fact(ui, &job.request.size.to_string());
            if let JobState::Failed(failure) = &job.state {
                let card = Card { job, failure };
                words(ui, &card.title(), card.colour(Palette::shown(ui)), 1);
                words(ui, &card.sentence(), Palette::shown(ui).text, FAILURE_ROWS);
                let cost = card.cost(Palette::shown(ui));
                words(ui, &cost.words, cost.colour, 1);
            }
        }
    });
}

fn words(ui: &mut Ui, text: &str, colour: Color32, rows: usize) {
    ui.label(bounded::rows(text, &TextStyle::Body, colour, space::TOOLTIP, rows, ui));
}

fn fact(ui: &mut Ui, text: &str) {
    let colour = Palette::shown(ui).weak;
    ui.label(RichText::new(text).small().color(colour));
}
