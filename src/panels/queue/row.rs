//! One row: the shape of its picture, its prompt, what it costs and how far it is; what the mouse does to it and what a screen
//! reader is told.

use eframe::egui::{
    CursorIcon, PointerButton, Rect, Response, Role, Sense, TextStyle, Ui, Vec2, WidgetInfo,
    accesskit::{Action as Asked, Live},
    pos2, vec2,
};
use engine::{Job, JobState, Ratio};

use super::{
    Scene, drag,
    rows::Rows,
    view::{QueueView, widget},
};
use crate::{
    action::{Action, Menu},
    look::{colour::Palette, shape, space},
    msg::{CardMsg, Msg, QueueMsg},
    panels::{action_menu::called_menu_ui, bounded, error_card::Card},
};

/// Where a row stands, and how.
pub(super) struct Row<'a> {
    pub(super) job: &'a Job,
    pub(super) place: usize,
    pub(super) rect: Rect,
    /// Whether Tab reaches it: one row of all has it.
    pub(super) is_stop: bool,
}

pub(super) fn row_ui(ui: &Ui, row: &Row<'_>, rows: &Rows<'_>, view: &mut QueueView, scene: &mut Scene<'_>) {
    let mut sense = Sense::CLICK;
    sense.set(Sense::FOCUSABLE, row.is_stop);
    sense.set(Sense::DRAG, row.job.state == JobState::Waiting);
    let response = ui.interact(row.rect, widget(row.job.id), sense);
    tell(&response, row, rows, view, scene);
    press_ui(ui, &response, row, view, scene);
    drag::drag_ui(ui, &response, row, rows, view, scene);
    if ui.is_rect_visible(row.rect) {
        paint(ui, &response, row, rows, view, scene);
    }
}

fn tell(response: &Response, row: &Row<'_>, rows: &Rows<'_>, view: &QueueView, scene: &Scene<'_>) {
    let of = rows.numbers().waiting;
    let place = rows.turn(row.job.id).map_or(1, |turn| turn + 1);
    response.widget_info(|| {
        let name = QueueMsg::Row { job: row.job, place, of }.text();
        WidgetInfo::labeled(Role::ListBoxOption, true, name)
    });
    let has_focus = response.has_focus();
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_selected(view.cursor() == Some(row.job.id));
        node.add_action(Asked::Focus);
        node.set_position_in_set(row.place + 1);
        node.set_size_of_set(rows.len());
        node.set_description(said(row.job, rows, scene));
        if has_focus {
            // Its new place is said when it was moved.
            node.set_live(Live::Polite);
        }
    });
}

fn press_ui(ui: &Ui, response: &Response, row: &Row<'_>, view: &mut QueueView, scene: &mut Scene<'_>) {
    let id = row.job.id;
    let asked = ui.input(|input| input.has_accesskit_action_request(response.id, Asked::Focus));
    let by_tab = response.gained_focus() && !ui.input(|input| input.pointer.any_click());
    if asked || (by_tab && view.cursor() != Some(id)) {
        view.take(ui, id, row.place, scene);
        view.reveals = true;
    } else if by_tab {
        scene.select(id);
        view.reveals = true;
    }
    if response.clicked() || response.secondary_clicked() {
        view.take(ui, id, row.place, scene);
    }
    if response.double_clicked_by(PointerButton::Primary) && row.job.is_editable() {
        scene.act_on(id, Action::EditJob);
    }
    let by_key = view.menu.take_if(|asked| *asked == id).is_some();
    called_menu_ui(response, Menu::OF_A_JOB, by_key, scene.state, scene.wishes);
}

fn paint(ui: &Ui, response: &Response, row: &Row<'_>, rows: &Rows<'_>, view: &QueueView, scene: &Scene<'_>) {
    let (palette, job) = (Palette::shown(ui), row.job);
    let is_cursor = view.cursor() == Some(job.id);
    let is_dragged = view.drag.is_some_and(|drag| drag.id == job.id);
    let is_edited = scene.state.is_edited(job.id);
    let ground = if is_cursor { Some(palette.selected) } else { response.hovered().then_some(palette.control_hovered) };
    if let Some(ground) = ground {
        ui.painter().rect_filled(row.rect, space::RADIUS, ground);
    }
    if is_dragged {
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    }
    let (text, weak) =
        if is_cursor { (palette.on_selected, palette.on_selected) } else { (palette.text, palette.weak) };
    let inside = row.rect.shrink2(vec2(space::S, space::XS));
    let place = Rect::from_min_size(inside.min, Vec2::splat(inside.height())).shrink(space::XS / 2.0);
    let size = job.request.size;
    shape::outline(ui.painter(), place, Ratio::new(size.width, size.height), weak);
    let words = inside.with_min_x(place.right() + space::S);
    let how = short(job, rows, scene);
    let colour = if is_edited && !is_cursor { palette.accent } else { weak };
    let how = bounded::galley(&how, &TextStyle::Small, colour, words.width(), 1, ui);
    let left = words.right() - how.size().x;
    ui.painter().galley(pos2(left, words.top() + 1.0), how, colour);
    let prompt = job.request.prompt.as_str();
    let prompt = bounded::galley(prompt, &TextStyle::Body, text, left - space::S - words.left(), 1, ui);
    ui.painter().galley(words.left_top(), prompt, text);
    let (line, colour) = match &job.state {
        JobState::Failed(failure) if is_cursor => (CardMsg::Title(failure).text(), weak),
        JobState::Failed(failure) => (CardMsg::Title(failure).text(), palette.error),
        _ => (QueueMsg::Facts(job).text(), weak),
    };
    let line = bounded::galley(&line, &TextStyle::Small, colour, words.width(), 1, ui);
    ui.painter().galley(words.left_bottom() - vec2(0.0, line.size().y), line, colour);
}

/// How far it is, in a word or two; of one that failed the line below its prompt says it.
fn short(job: &Job, rows: &Rows<'_>, scene: &Scene<'_>) -> String {
    match &job.state {
        JobState::Waiting if scene.state.is_edited(job.id) => QueueMsg::Edited.text(),
        JobState::Waiting => QueueMsg::Place(rows.turn(job.id).map_or(1, |turn| turn + 1)).text(),
        JobState::Running { .. } | JobState::Failed(_) => {
            job.age(scene.now).map(|age| QueueMsg::Age(age).text()).unwrap_or_default()
        }
    }
}

/// The same in a sentence, with what it is and will cost; or why it was not made and what that cost.
fn said(job: &Job, rows: &Rows<'_>, scene: &Scene<'_>) -> String {
    let how = match &job.state {
        JobState::Waiting if !scene.state.is_edited(job.id) => {
            Msg::Queue { place: rows.turn(job.id).map_or(1, |turn| turn + 1) }.text()
        }
        JobState::Failed(failure) => return Card { job, failure }.told(),
        _ => short(job, rows, scene),
    };
    format!("{how} · {}", QueueMsg::Facts(job).text())
}
