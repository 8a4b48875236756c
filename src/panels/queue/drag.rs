//! A waiting row that the mouse moves: a line shows where it will land. It lands where the line was, among the jobs that it was
//! shown between, whatever came or went meanwhile.

use std::ops::RangeInclusive;

use eframe::egui::{Response, Stroke, Ui, Vec2, vec2};
use engine::Command;
use library::PictureId;

use super::{
    Scene,
    row::Row,
    rows::Rows,
    view::{Drag, QueueView},
};
use crate::look::{colour::Palette, space};

/// Points a second that the list scrolls by, while a row is held at its edge.
const SPEED: f32 = 700.0;

/// Notes where the row is held now, and scrolls at the list's edges. `top`: where the list begins, which may be above the view.
pub(super) fn follow(ui: &Ui, top: f32, rows: &Rows<'_>, view: &mut QueueView) {
    let Some(drag) = &mut view.drag else { return };
    let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else { return };
    let seen = ui.clip_rect();
    let beyond = (pointer.y - (seen.bottom() - space::DRAG_EDGE)).max(0.0)
        + (pointer.y - (seen.top() + space::DRAG_EDGE)).min(0.0);
    if beyond != 0.0 {
        let share = (beyond / space::DRAG_EDGE).clamp(-1.0, 1.0);
        ui.scroll_with_delta(vec2(0.0, -share * SPEED * ui.input(|input| input.stable_dt.min(0.1))));
        ui.ctx().request_repaint();
    }
    // It stays between the jobs that it is held between, while rows come and go under a hand that is still.
    let moves = ui.input(|input| input.pointer.delta() + input.smooth_scroll_delta()) != Vec2::ZERO;
    if (moves || beyond != 0.0) && ui.input(|input| input.pointer.primary_down()) {
        let gap = rows.gap(pointer.y.clamp(seen.top(), seen.bottom()) - top);
        drag.before = rows.waiting().nth(gap).and_then(|place| rows.job(place)).map(|job| job.id);
    }
}

pub(super) fn drag_ui(
    ui: &Ui,
    response: &Response,
    row: &Row<'_>,
    rows: &Rows<'_>,
    view: &mut QueueView,
    scene: &mut Scene<'_>,
) {
    let id = row.job.id;
    if response.drag_started() {
        view.take(ui, id, row.place, scene);
        let next = rows.waiting().nth(rows.turn(id).map_or(0, |turn| turn + 1));
        view.drag = Some(Drag { id, before: next.and_then(|place| rows.job(place)).map(|job| job.id) });
    }
    if let Some(drag) = view.drag.take_if(|drag| drag.id == id && response.drag_stopped())
        && let Some(to) = landing(rows, drag)
    {
        scene.wishes.send(Command::MoveJobs { ids: vec![id], to });
    }
}

/// Its place among those that wait, once it is taken out from where it was; `None`: where it is.
fn landing(rows: &Rows<'_>, Drag { id, before }: Drag) -> Option<usize> {
    let from = rows.turn(id)?;
    let gap = before.map_or(Some(rows.waiting().len()), |before: PictureId| rows.turn(before))?;
    let to = if gap > from { gap - 1 } else { gap };
    (to != from).then_some(to)
}

/// The line in the gap where it will land. `across`: from the list's left to its right; `top`: where it begins.
pub(super) fn line_ui(ui: &Ui, across: RangeInclusive<f32>, top: f32, rows: &Rows<'_>, view: &QueueView) {
    let Some(drag) = view.drag.filter(|drag| landing(rows, *drag).is_some()) else { return };
    let place = drag.before.and_then(|id| rows.place(id)).unwrap_or(rows.waiting().end);
    // After the last, its own lower edge: the next section's heading is below it.
    let y = match drag.before {
        Some(_) => rows.top(place),
        None => rows.top(place.saturating_sub(1)) + space::QUEUE_ROW,
    };
    let stroke = Stroke::new(space::RING, Palette::shown(ui).accent);
    ui.painter().hline(*across.start()..=*across.end(), top + y, stroke);
}
