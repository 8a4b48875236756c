//! The queue panel: what is being made, what waits and what failed, in the order in which it is sent; and what can be done about
//! each of it and about all of it. Only the rows that are seen are laid out, however many there are.

mod details;
mod drag;
mod head;
mod keys;
mod list;
mod row;
mod rows;
mod side;
mod view;

use eframe::egui::{Frame, Margin, RichText, ScrollArea, Separator, Ui};
use engine::{Command, Select, State};
use jiff::Timestamp;
use library::PictureId;

pub(crate) use rows::{Numbers, Section};
pub(crate) use side::{queue_side_ui, takes_the_window};
pub(crate) use view::QueueView;

use crate::{
    action::Action,
    look::{colour::Palette, space},
    msg::QueueMsg,
    wishes::Wishes,
};
use rows::Rows;

/// What the panel is drawn from, and asks through.
pub(crate) struct Scene<'a> {
    pub(crate) state: &'a State,
    pub(crate) now: Timestamp,
    pub(crate) wishes: &'a mut Wishes,
}

impl Scene<'_> {
    /// Actions are about what is selected, here as in the gallery.
    fn select(&mut self, id: PictureId) {
        self.wishes.send(Command::Select(Select::Only(id)));
    }

    /// Does it to this job alone.
    fn act_on(&mut self, id: PictureId, action: Action) {
        self.select(id);
        self.wishes.act(action);
    }
}

/// The whole panel.
fn queue_ui(ui: &mut Ui, view: &mut QueueView, scene: &mut Scene<'_>) {
    let rows = Rows::of(scene.state);
    beside_the_bar(ui, |ui| head::head_ui(ui, &rows, scene));
    view.follow(ui, &rows, scene);
    if rows.is_empty() {
        beside_the_bar(ui, empty_ui);
        return;
    }
    let Some(job) = view.cursor().and_then(|id| scene.state.gallery.job(id)) else {
        list::list_ui(ui, ui.available_height(), &rows, view, scene);
        return;
    };
    // What is drawn first is what Tab reaches first, so the foot comes last. It is as high as it ever had to be at this width: the list
    // does not jump while the cursor goes over cards of different heights.
    let (room, foot) = (ui.available_height(), ui.scope_id().with(("foot", ui.available_width() as u32)));
    let known: f32 = ui.data(|data| data.get_temp(foot)).unwrap_or_default();
    let height = known.min(room * space::QUEUE_DETAILS);
    let line = space::S + 2.0 * ui.spacing().item_spacing.y;
    list::list_ui(ui, room - height - line, &rows, view, scene);
    ui.add(Separator::default().spacing(space::S));
    let scroll = ScrollArea::vertical().id_salt("details").auto_shrink(false).max_height(height);
    let details = |ui: &mut Ui| {
        details::details_ui(ui, job, &rows, scene);
        ui.add_space(space::XS);
    };
    let needed = scroll.show(ui, |ui| beside_the_bar(ui, details)).content_size.y;
    if needed > known + 0.5 {
        ui.data_mut(|data| data.insert_temp(foot, needed));
        // Its row may stand under the foot now.
        view.reveals |= view.has_keyboard(ui.ctx());
        ui.request_discard("the foot of the queue panel changed");
    }
}

/// Leaves room at the right, where the list's scroll bar is, so that all stands in one line.
fn beside_the_bar(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let frame = Frame::new().inner_margin(Margin { left: space::RING_ROOM.left, right: space::PANEL, ..Margin::ZERO });
    frame.show(ui, content);
}

/// What will be here.
fn empty_ui(ui: &mut Ui) {
    ui.add_space(space::L);
    ui.label(QueueMsg::EmptyTitle.text());
    ui.label(RichText::new(QueueMsg::EmptyHint.text()).color(Palette::shown(ui).weak));
}
