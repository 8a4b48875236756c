//! The top bar: the menus, and the switches that are used often. Egui moves within a menu; here is what it lacks: the key
//! that opens the first menu, and the arrows from menu to menu.

use eframe::egui::{
    Context, Event, FocusDirection, Id, InputState, Key, Memory, MenuBar, Modifiers, Popup, Response, Theme, Ui, os,
};
use engine::State;

use super::{action_menu::action_menu_ui, icon_button, toggle_button};
use crate::{
    action::{Action, Menu},
    edits::{Edits, Page},
    light_box::Zoom,
    look::{icon::Icon, space, type_scale},
    msg::Msg,
    save_dialog::SaveDialog,
    wishes::Wishes,
};

pub(crate) fn top_bar_ui(
    ui: &mut Ui,
    state: &State,
    saving: Option<&SaveDialog>,
    edits: &mut Edits,
    wishes: &mut Wishes,
) {
    let key = menu_key(ui.ctx(), saving, edits);
    let step = arrow(ui.ctx());
    let (zoom, page) = (edits.light_box.zoom(), edits.page());
    let bar = MenuBar::new().ui(ui, |ui| {
        ui.spacing_mut().button_padding.x = space::S;
        let menus = Menu::ALL.map(|menu| {
            let shown = ui
                .menu_button(Msg::Menu(menu).text(), |ui| action_menu_ui(ui, menu.groups(), state, page, zoom, wishes));
            shown.response
        });
        switches_ui(ui, state, page, zoom, wishes);
        menus
    });
    let menus = bar.inner;
    let open = menus.iter().position(|menu| Popup::is_id_open(ui.ctx(), popup(menu)));
    match (open, step) {
        (None, _) if key => {
            edits.back_to = ui.memory(Memory::focused);
            open_menu(ui.ctx(), menus.first());
        }
        (Some(_), _) if key => Popup::close_all(ui.ctx()),
        (Some(place), Some(step)) => open_menu(ui.ctx(), menus.get((place + step) % menus.len())),
        _ => {}
    }
}

/// At the right edge, laid out from the left all the same: Tab goes the way that the eye goes.
fn switches_ui(ui: &mut Ui, state: &State, page: Page, zoom: Zoom, wishes: &mut Wishes) {
    // An open picture's own bar has the switch of its panel, and the queue is beside the gallery.
    let panels = [(Action::PromptPanel, Icon::Sidebar), (Action::QueuePanel, Icon::Queue)];
    let panels = panels.into_iter().filter(|(panel, _)| panel.is_available(state, page));
    let count = 2.0 + panels.clone().count() as f32;
    let button = type_scale::ICON + 2.0 * ui.spacing().button_padding.x;
    let before = ui.available_width() - count * button - (count - 1.0) * ui.spacing().item_spacing.x;
    if before < 0.0 {
        // In a tiny window the menus have them.
        return;
    }
    ui.add_space(before);
    let theme = if ui.theme() == Theme::Dark { Action::LightTheme } else { Action::DarkTheme };
    let mut clicked = |response: Response, action| {
        if response.clicked() {
            wishes.act(action);
        }
    };
    for (panel, icon) in panels {
        clicked(toggle_button(ui, panel, icon, panel.is_on(state, zoom) == Some(true)), panel);
    }
    clicked(icon_button(ui, Action::Palette), Action::Palette);
    clicked(icon_button(ui, theme), theme);
}

fn popup(menu: &Response) -> Id {
    Popup::default_response_id(menu)
}

/// Opens a menu, with the keyboard on its name: the next arrow goes into it.
fn open_menu(context: &Context, menu: Option<&Response>) {
    if let Some(menu) = menu {
        Popup::open_id(context, popup(menu));
        menu.request_focus();
        context.request_repaint();
    }
}

/// How many menus an arrow key goes on while a menu is open. The focus itself must not follow it.
fn arrow(context: &Context) -> Option<usize> {
    if !Popup::is_any_open(context) {
        return None;
    }
    let left = context.input(|input| input.key_pressed(Key::ArrowLeft));
    let right = context.input(|input| input.key_pressed(Key::ArrowRight));
    if left || right {
        context.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    // One to the left, in a ring.
    if left { Some(Menu::ALL.len() - 1) } else { right.then_some(1) }
}

/// Whether the menus were asked for: by F10, or by Alt alone where the system has that habit.
fn menu_key(context: &Context, saving: Option<&SaveDialog>, edits: &mut Edits) -> bool {
    let alt = context.os() != os::OperatingSystem::Mac && alt_alone(context, edits);
    // Not while a dialog has the keyboard.
    let free = edits.overlay.is_none() && !saving.is_some_and(SaveDialog::asks) && edits.composed_in.is_none();
    // With Shift it is the context menu's.
    let f10 = |input: &mut InputState| !input.modifiers.shift && input.consume_key(Modifiers::NONE, Key::F10);
    free && (alt || context.input_mut(f10))
}

/// Whether Alt was let go and nothing came between.
fn alt_alone(context: &Context, edits: &mut Edits) -> bool {
    context.input(|input| {
        let mut let_go = false;
        for event in &input.events {
            match event {
                Event::Key { key: Key::AltLeft, pressed: true, modifiers, .. } => {
                    edits.alt_alone = !modifiers.command && !modifiers.shift;
                }
                Event::Key { key: Key::AltLeft, pressed: false, .. } => let_go |= std::mem::take(&mut edits.alt_alone),
                Event::PointerMoved(_) => {}
                _ => edits.alt_alone = false,
            }
        }
        let_go
    })
}
