//! Every key that does something: those of actions, by menu, and what hands do besides.

use eframe::egui::{Align, Context, Frame, Key, Label, Layout, Margin, RichText, ScrollArea, Ui, Vec2, vec2};

use crate::{
    action::{Action, Menu},
    edits::{Edits, Overlay},
    look::{self, colour::Palette, space, type_scale},
    msg::{Gesture, Msg},
};

/// Nothing, unless the list is what lies over the window.
pub(crate) fn shortcut_list_ui(context: &Context, edits: &mut Edits) {
    if !matches!(edits.overlay, Some(Overlay::Shortcuts)) {
        return;
    }
    let window = context.content_rect();
    let height = (window.height() - 8.0 * space::L).max(space::CONTROL_HEIGHT);
    let shown = look::dialog(context, "shortcuts").show(context, |ui| {
        let columns = if window.width() > 2.0 * space::SHORTCUT_COLUMN + 6.0 * space::L { 2 } else { 1 };
        let width = space::SHORTCUT_COLUMN * columns as f32;
        ui.set_width(width.min(window.width() - 4.0 * space::L));
        ui.set_max_height(height + 2.0 * space::CONTROL_HEIGHT);
        let close = head_ui(ui);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            // Beside the bar that scrolls.
            ui.set_max_width(ui.available_width() - space::M);
            columns_ui(ui, columns);
            ui.scroll_with_delta(vec2(0.0, scrolled(ui.ctx(), height)));
        });
        close
    });
    if shown.inner || shown.backdrop_response.clicked() || context.input(|input| input.key_pressed(Key::Escape)) {
        edits.overlay = None;
    }
}

/// Points that the keys move the list by.
fn scrolled(context: &Context, page: f32) -> f32 {
    let line = space::CONTROL_HEIGHT;
    let ways = [(Key::ArrowDown, -line), (Key::ArrowUp, line), (Key::PageDown, -page), (Key::PageUp, page)];
    context.input(|input| ways.into_iter().filter(|(key, _)| input.key_pressed(*key)).map(|(_, way)| way).sum())
}

/// The title, and whether the list is put away beside it.
fn head_ui(ui: &mut Ui) -> bool {
    ui.horizontal(|ui| {
        ui.heading(Msg::Label(Action::Shortcuts).text());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ui.button(Msg::CloseList.text());
            // The keyboard is in here, and not behind.
            close.request_focus();
            close.clicked()
        })
        .inner
    })
    .inner
}

/// The menus stand below each other, or in two columns where there is room.
fn columns_ui(ui: &mut Ui, columns: usize) {
    let left = [Menu::File, Menu::Edit, Menu::Picture];
    ui.spacing_mut().item_spacing.x = space::L;
    ui.columns(columns, |columns| match columns {
        [one, other] => {
            for menu in left {
                menu_ui(one, menu);
            }
            gestures_ui(one);
            for menu in Menu::ALL.into_iter().filter(|menu| !left.contains(menu)) {
                menu_ui(other, menu);
            }
        }
        columns => {
            for ui in columns {
                for menu in Menu::ALL {
                    menu_ui(ui, menu);
                }
                gestures_ui(ui);
            }
        }
    });
}

fn menu_ui(ui: &mut Ui, menu: Menu) {
    ui.spacing_mut().item_spacing = space::ITEMS;
    title_ui(ui, Msg::Menu(menu));
    for action in menu.groups().iter().copied().flatten() {
        if let Some(keys) = action.keys(ui.ctx()) {
            row_ui(ui, Msg::Label(*action), &keys, |ui| {
                if let Some(icon) = action.icon() {
                    let place = ui.max_rect();
                    icon.paint(ui, place, Palette::shown(ui).weak);
                }
            });
        }
    }
}

fn gestures_ui(ui: &mut Ui) {
    title_ui(ui, Msg::MouseAndKeys);
    for gesture in Gesture::ALL {
        row_ui(ui, Msg::GestureDoes(gesture), &Msg::Gesture(gesture).text(), |_| {});
    }
}

fn title_ui(ui: &mut Ui, title: Msg<'_>) {
    ui.add_space(space::M);
    ui.label(RichText::new(title.text()).text_style(type_scale::strong()));
}

/// `icon`: paints into the place before the words.
fn row_ui(ui: &mut Ui, what: Msg<'_>, keys: &str, icon: impl FnOnce(&mut Ui)) {
    let palette = Palette::shown(ui);
    ui.horizontal(|ui| {
        ui.allocate_ui(Vec2::splat(type_scale::ICON), |ui| {
            ui.set_min_size(Vec2::splat(type_scale::ICON));
            icon(ui);
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let cap = Frame::new().fill(palette.control).corner_radius(space::XS);
            cap.inner_margin(Margin::symmetric(space::XS as i8 + 2, 2)).show(ui, |ui| {
                ui.add(Label::new(RichText::new(keys).small()).selectable(false).extend());
            });
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(what.text()).selectable(false).truncate());
            });
        });
    });
}
