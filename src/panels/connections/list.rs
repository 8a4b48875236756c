//! The list of connections: each with what it is, its name, and how it stands. The arrows walk it, Enter goes into the form.

use eframe::egui::{
    Context, FocusDirection, Id, Key, Memory, Modifiers, Rect, Response, Role, Sense, TextStyle, Ui, UiBuilder,
    WidgetInfo, accesskit::Action as Asked, pos2, vec2,
};
use engine::{Connection, ConnectionId, ConnectionKind, State};

use super::{Field, Focus, Scene, Standing, shown};
use crate::{
    action::Action,
    look::{colour::Palette, icon::Icon, space, type_scale},
    msg::ConnectionMsg,
    panels::{bounded, connection_name, in_view},
};

pub(super) fn list_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    keys(ui, scene);
    let list = UiBuilder::new().accessibility_role(Role::ListBox);
    let list = list.accessibility_label(ConnectionMsg::Title.text());
    let selected = shown(scene.state).map(|shown| shown.id);
    // Tab reaches one of them.
    let stop = selected.or(scene.state.connections.first().map(|first| first.id));
    ui.scope_builder(list, |ui| {
        ui.spacing_mut().item_spacing.y = space::ROW_GAP;
        for connection in &scene.state.connections {
            // An arrow has just moved the keyboard here, and the selection follows.
            let focused = ui.memory(|memory| memory.has_focus(widget(connection.id)));
            let is_stop = focused || stop == Some(connection.id);
            let row = Row { is_selected: selected == Some(connection.id), is_stop };
            row_ui(ui, connection, row, scene);
        }
    });
    if let Some(stop) = stop.filter(|_| scene.page.takes_focus(Focus::List)) {
        ui.memory_mut(|memory| memory.request_focus(widget(stop)));
    }
    ui.add_space(space::XS);
    scene.button(ui, Action::AddConnection);
}

/// How a row is drawn.
#[derive(Clone, Copy)]
struct Row {
    is_selected: bool,
    is_stop: bool,
}

fn widget(id: ConnectionId) -> Id {
    Id::unique(("connection", id))
}

/// Whether a row of the list has it.
pub(crate) fn has_keyboard(context: &Context, state: &State) -> bool {
    let focused = context.memory(Memory::focused);
    state.connections.iter().any(|known| focused == Some(widget(known.id)))
}

/// Taken before egui moves the keyboard elsewhere by the same keys.
fn keys(ui: &Ui, scene: &mut Scene<'_>) {
    let connections = &scene.state.connections;
    let focused = ui.memory(Memory::focused);
    let Some(at) = connections.iter().position(|known| focused == Some(widget(known.id))) else { return };
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let ways = [
        (Key::ArrowDown, at + 1),
        (Key::ArrowUp, at.saturating_sub(1)),
        (Key::Home, 0),
        (Key::End, connections.len().saturating_sub(1)),
    ];
    if let Some((_, to)) = ways.into_iter().find(|(key, _)| pressed(*key)) {
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        if let Some(next) = connections.get(to) {
            ui.memory_mut(|memory| memory.request_focus(widget(next.id)));
            super::show(scene.wishes, Some(next.id));
        }
    }
    if pressed(Key::Enter) {
        scene.page.focus = Some(Focus::Field(Field::Name));
    }
}

fn row_ui(ui: &mut Ui, connection: &Connection, row: Row, scene: &mut Scene<'_>) {
    let size = vec2(ui.available_width(), space::CONNECTION_ROW);
    let (rect, _) = ui.allocate_exact_size(size, Sense::empty());
    let sense = if row.is_stop { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, widget(connection.id), sense);
    let standing = Standing::of(connection, scene.state, scene.now);
    let line = ConnectionMsg::Line { standing, stands_in: connection.stands_in }.text();
    let name = connection_name(connection);
    tell(&response, row, &name, &line);
    let asked = ui.input(|input| input.has_accesskit_action_request(response.id, Asked::Focus));
    if asked || response.clicked() {
        response.request_focus();
        super::show(scene.wishes, Some(connection.id));
    }
    paint(ui, rect, &response, row, connection, standing, (&name, &line));
    in_view(response);
}

fn tell(response: &Response, row: Row, name: &str, line: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, name));
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_selected(row.is_selected);
        node.add_action(Asked::Focus);
        node.set_description(line);
    });
}

fn paint(
    ui: &Ui,
    rect: Rect,
    response: &Response,
    row: Row,
    connection: &Connection,
    standing: Standing<'_>,
    (name, line): (&str, &str),
) {
    let palette = Palette::shown(ui);
    let ground =
        if row.is_selected { Some(palette.selected) } else { response.hovered().then_some(palette.control_hovered) };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, space::RADIUS, ground);
    }
    let (text, weak) =
        if row.is_selected { (palette.on_selected, palette.on_selected) } else { (palette.text, palette.weak) };
    let inside = rect.shrink2(vec2(space::S, space::XS));
    let place = Rect::from_center_size(
        pos2(inside.left() + type_scale::ICON / 2.0, rect.center().y),
        vec2(type_scale::ICON, type_scale::ICON),
    );
    icon(&connection.kind).paint(ui, place, weak);
    let words = inside.with_min_x(place.right() + space::M);
    let colour = if standing.hinders() && !row.is_selected { palette.error } else { weak };
    let name = bounded::galley(name, &TextStyle::Body, text, words.width(), 1, ui);
    let line = bounded::galley(line, &TextStyle::Small, colour, words.width(), 1, ui);
    let below = words.left_bottom() - vec2(0.0, line.size().y);
    ui.painter().galley(words.left_top(), name, text);
    ui.painter().galley(below, line, colour);
}

fn icon(kind: &ConnectionKind) -> Icon {
    match kind {
        ConnectionKind::BuiltIn => Icon::Painter,
        ConnectionKind::Account(_) => Icon::Connection,
        ConnectionKind::Service(_) => Icon::Service,
    }
}
