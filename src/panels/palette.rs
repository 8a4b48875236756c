//! The command palette: what can be done now, found by typing its name. The list is made anew each frame, so that it is never
//! out of date; keys are taken before the text field is drawn, which would use them for its caret.

use eframe::egui::{
    Align2, Area, Context, Id, Key, Modal, Modifiers, Rect, Response, Role, ScrollArea, Sense, TextEdit, TextStyle, Ui,
    WidgetInfo, pos2, vec2,
};
use engine::State;

use super::note;
use crate::{
    action::{self, Action},
    edits::{Edits, Overlay, PaletteField},
    look::{colour::Palette, space, type_scale},
    msg::Msg,
    wishes::Wishes,
};

/// Characters; no action has so long a name, and a larger paste is cut.
const LONGEST: usize = 100;

/// What is typed into.
pub(crate) fn field() -> Id {
    Id::unique("palette field")
}

/// Nothing, unless the palette is what lies over the window.
pub(crate) fn palette_ui(context: &Context, state: &State, edits: &mut Edits, wishes: &mut Wishes) {
    let page = edits.page();
    let Some(Overlay::Palette(field)) = &mut edits.overlay else { return };
    let found = action::found(&field.text, state, page, &edits.recent);
    let composing = edits.composed_in.is_some();
    let keyed = if composing { None } else { keys(context, field, found.len()) };
    let window = context.content_rect();
    let top = space::COMMANDS_TOP.min(window.height() * 0.1);
    let area: Area = Modal::default_area(Id::unique("palette")).anchor(Align2::CENTER_TOP, vec2(0.0, top));
    let height = (window.height() - top - 6.0 * space::L).min(space::COMMAND_ROW * space::COMMAND_ROWS);
    let scrim = Palette::of(context.theme()).scrim;
    let shown = Modal::new(Id::unique("palette")).area(area).backdrop_color(scrim).show(context, |ui| {
        ui.set_max_height(height + 2.0 * space::COMMAND_ROW);
        ui.set_width(space::COMMANDS.min(window.width() - 4.0 * space::L));
        let text = text_ui(ui, field);
        ui.add_space(space::XS);
        list_ui(ui, &text, &found, field, keyed.is_some(), height)
    });
    let chosen = match keyed {
        Some(Keyed::Do) => found.get(field.chosen).copied(),
        _ => shown.inner,
    };
    let escape = !composing && context.input(|input| input.key_pressed(Key::Escape));
    if let Some(action) = chosen {
        edits.recent.retain(|other| *other != action);
        edits.recent.insert(0, action);
        edits.overlay = None;
        wishes.act(action);
    } else if escape || shown.backdrop_response.clicked() {
        edits.overlay = None;
    }
}

/// What a key did.
enum Keyed {
    Moved,
    Do,
}

fn keys(context: &Context, field: &mut PaletteField, count: usize) -> Option<Keyed> {
    let last = count.saturating_sub(1);
    let page = space::COMMAND_ROWS as usize - 1;
    let pressed = |key| context.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let chosen = field.chosen.min(last);
    field.chosen = if pressed(Key::ArrowDown) {
        if chosen == last { 0 } else { chosen + 1 }
    } else if pressed(Key::ArrowUp) {
        chosen.checked_sub(1).unwrap_or(last)
    } else if pressed(Key::PageDown) {
        (chosen + page).min(last)
    } else if pressed(Key::PageUp) {
        chosen.saturating_sub(page)
    } else {
        return pressed(Key::Enter).then_some(Keyed::Do);
    };
    Some(Keyed::Moved)
}

fn text_ui(ui: &mut Ui, field: &mut PaletteField) -> Response {
    let text = TextEdit::singleline(&mut field.text)
        .id(self::field())
        .hint_text(Msg::PaletteHint.text())
        .char_limit(LONGEST)
        .align(Align2::LEFT_CENTER)
        .desired_width(f32::INFINITY);
    let response = ui.add_sized([ui.available_width(), space::COMMAND_ROW], text);
    response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, Msg::Label(Action::Palette).text()));
    response.request_focus();
    if response.changed() {
        field.chosen = 0;
    }
    response
}

/// The rows. Answers the one that was clicked.
fn list_ui(
    ui: &mut Ui,
    text: &Response,
    found: &[Action],
    field: &mut PaletteField,
    follow: bool,
    height: f32,
) -> Option<Action> {
    if found.is_empty() {
        note(ui, Msg::NoAction);
        return None;
    }
    let mut clicked = None;
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (place, action) in found.iter().enumerate() {
            let row = row_ui(ui, *action, place == field.chosen);
            if place == field.chosen {
                // The caret stays in the field; a screen reader reads the row.
                ui.ctx().accesskit_node_builder(text.id, |node| node.set_active_descendant(row.id.accesskit_id()));
                if follow {
                    row.scroll_to_me(None);
                }
            }
            if row.hovered() && ui.input(|input| input.pointer.is_moving()) {
                field.chosen = place;
            }
            if row.clicked() {
                clicked = Some(*action);
            }
        }
    });
    clicked
}

fn row_ui(ui: &mut Ui, action: Action, chosen: bool) -> Response {
    let palette = Palette::shown(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), space::COMMAND_ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, Msg::Label(action).text()));
    let (text, weak) = if chosen { (palette.on_selected, palette.on_selected) } else { (palette.text, palette.weak) };
    if chosen {
        ui.painter().rect_filled(rect, space::RADIUS, palette.selected);
    }
    let (body, small) = (TextStyle::Body.resolve(ui.style()), TextStyle::Small.resolve(ui.style()));
    let inside = rect.shrink2(vec2(space::S, 0.0));
    if let Some(icon) = action.icon() {
        let place = Rect::from_center_size(
            pos2(inside.left() + type_scale::ICON / 2.0, rect.center().y),
            vec2(type_scale::ICON, type_scale::ICON),
        );
        icon.paint(ui, place, weak);
    }
    let painter = ui.painter().with_clip_rect(inside.intersect(ui.clip_rect()));
    let from = inside.left() + type_scale::ICON + space::M;
    let label = painter.text(pos2(from, rect.center().y), Align2::LEFT_CENTER, Msg::Label(action).text(), body, text);
    if let Some(menu) = action.menu() {
        let at = pos2(label.right() + space::S, rect.center().y);
        painter.text(at, Align2::LEFT_CENTER, Msg::Menu(menu).text(), small.clone(), weak);
    }
    if let Some(keys) = action.keys(ui.ctx()) {
        painter.text(inside.right_center(), Align2::RIGHT_CENTER, keys, small, weak);
    }
    response
}
