//! The page of connections: the list of them, and beside it the one that is shown, to be changed, tested, used and removed. It
//! takes the place of the pictures, and never shows a key.

mod accounts;
mod draft;
mod fields;
mod form;
mod key;
mod list;
mod new;
mod others;
mod parallel;
mod standing;
mod verdict;

use eframe::egui::{CentralPanel, Context, Frame, Panel, ScrollArea, Ui};
use engine::{Command, State};
use jiff::Timestamp;

pub(crate) use draft::{ConnectionForm, ConnectionsPage, Field, FieldProblem, Focus, Way, room, shown};
pub(crate) use list::has_keyboard;
pub(crate) use standing::Standing;

use super::action_button;
use crate::{action::Action, look::space, msg::ConnectionMsg, wishes::Wishes};

/// What the parts of the page are drawn from, and ask through.
pub(crate) struct Scene<'a> {
    pub(crate) state: &'a State,
    pub(crate) page: &'a mut ConnectionsPage,
    pub(crate) now: Timestamp,
    pub(crate) wishes: &'a mut Wishes,
}

impl Scene<'_> {
    /// A button that is there only while it means something.
    fn button(&mut self, ui: &mut Ui, action: Action) {
        if action_button(ui, action).clicked() {
            self.wishes.act(action);
        }
    }
}

pub(crate) fn connections_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    scene.page.form.follow(shown(scene.state));
    let asked = scene.page.focus;
    page_ui(ui, scene);
    if asked.is_some() && scene.page.focus == asked {
        // What is not there to take the keyboard does not take it later.
        scene.page.focus = None;
    }
}

/// Whether a field of the page had the keyboard when this pass began; egui may have taken it away since.
pub(crate) fn is_typed_in(context: &Context) -> bool {
    let fields = [Field::Name, Field::Place, Field::Key].map(fields::id);
    context.memory(|memory| fields.iter().any(|id| memory.had_focus_last_frame(*id)))
}

fn page_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let bar = Frame::side_top_panel(ui.style()).inner_margin(space::BAR_MARGIN);
    Panel::top("connections-bar").frame(bar).show(ui, |ui| {
        ui.horizontal(|ui| {
            scene.button(ui, Action::BackToPictures);
            ui.add_space(space::S);
            ui.heading(ConnectionMsg::Title.text());
        });
    });
    let frame = Frame::side_top_panel(ui.style()).inner_margin(space::PANEL);
    if ui.available_width() < space::NARROW_WINDOW {
        CentralPanel::default().frame(frame).show(ui, |ui| {
            scrolled(ui, "connections", |ui| {
                list::list_ui(ui, scene);
                ui.separator();
                form::form_ui(ui, scene);
            });
        });
        return;
    }
    let list = Panel::left("connections-list").frame(frame).exact_size(space::CONNECTIONS).resizable(false);
    list.show(ui, |ui| scrolled(ui, "connections", |ui| list::list_ui(ui, scene)));
    CentralPanel::default().frame(frame).show(ui, |ui| {
        scrolled(ui, "connection", |ui| {
            ui.set_max_width(space::CONNECTION_FORM.min(ui.available_width()));
            form::form_ui(ui, scene);
        });
    });
}

/// Beside the bar that scrolls.
fn scrolled(ui: &mut Ui, id: &str, content: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt(id).auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(space::RING_ROOM).show(ui, content);
    });
}

/// Shows another connection.
fn show(wishes: &mut Wishes, id: Option<engine::ConnectionId>) {
    wishes.send(Command::ShowConnection(id));
}
