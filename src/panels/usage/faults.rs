//! Why figures are not new, and what was odd in them, above the figures themselves: what is known goes on being shown. Never a key.

use contract::{
    Code,
    usage::{Odd, OddWhy},
};
use eframe::egui::{Role, Sense, TextStyle, Ui, WidgetInfo, accesskit::Live, vec2};
use engine::{Cause, Failure, Kind};
use jiff::civil::Date;

use super::{Scene, head::age_of};
use crate::{
    look::{colour::Palette, icon::Icon, space, type_scale},
    msg::{FiguresFault, Msg},
    panels::{bounded, connection_name},
};

pub(super) fn faults_ui(ui: &mut Ui, scene: &Scene<'_>) {
    for (known, count) in scene.counts() {
        let name = connection_name(known);
        if let Some(failure) = &count.failure {
            let why =
                if is_older(failure) { FiguresFault::TellsNoUsage(&name) } else { FiguresFault::Failure(failure) };
            let shown = count.told.map(|told| FiguresFault::ShownAre(&age_of(ui, told, scene).text()).text());
            let words = Msg::Sentences(&why.text(), &shown.unwrap_or_default()).text();
            line_ui(ui, words.trim_end(), Icon::Warning);
        }
        if !count.odd.is_empty() {
            let odd: Vec<String> = by_kind(&count.odd).into_iter().map(FiguresFault::text).collect();
            let words = FiguresFault::Odd { name: &name, odd: &odd }.text();
            line_ui(ui, &words, Icon::Info);
        }
    }
}

/// Whether it has no such route: a Worker from before there was one, or something else.
fn is_older(failure: &Failure) -> bool {
    let Cause::Service { kind, .. } = &failure.cause else { return false };
    let said_404 = failure.trace.status == Some(404);
    matches!(kind, Kind::Refused(Code::NotFound | Code::MethodNotAllowed)) || (*kind == Kind::NotOurs && said_404)
}

/// Each kind once, with its first day and how many there are.
fn by_kind(odd: &[Odd]) -> Vec<FiguresFault<'static>> {
    let mut kinds: Vec<(OddWhy, Option<Date>, usize)> = Vec::new();
    for Odd { date, why } in odd {
        match kinds.iter_mut().find(|(known, ..)| known == why) {
            Some((_, first, days)) => {
                *first = (*first).or(*date);
                *days += 1;
            }
            None => kinds.push((*why, *date, 1)),
        }
    }
    kinds.into_iter().map(|(why, first, days)| FiguresFault::OddIs { why, first, more: days - 1 }).collect()
}

fn line_ui(ui: &mut Ui, words: &str, icon: Icon) {
    let palette = Palette::shown(ui);
    ui.horizontal(|ui| {
        let (place, _) = ui.allocate_exact_size(vec2(type_scale::ICON, type_scale::ICON), Sense::empty());
        icon.paint(ui, place, palette.warning);
        let galley = bounded::galley(words, &TextStyle::Body, palette.text, ui.available_width(), usize::MAX, ui);
        let (place, label) = ui.allocate_exact_size(galley.size(), Sense::hover());
        ui.painter().galley(place.min, galley, palette.text);
        label.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
        ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
    });
    ui.add_space(space::XS);
}
