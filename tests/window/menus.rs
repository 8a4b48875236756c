//! The menus, by mouse and by keys, and what is switched there: theme, language, scale, which last over a restart.

use std::path::Path;

use eframe::egui::{
    self, Event, Key, Modifiers,
    accesskit::{Role, Toggled},
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use engine::{Language, Settings, Theme};

use crate::desk::{Window, open, reopen, type_prompt, until};

fn is_open(window: &Window, row: &str) -> bool {
    window.query_all_by_role_and_label(Role::Button, row).count() > 0
}

/// Of a row that stands in the menu only.
fn is_on(window: &Window, row: &str) -> bool {
    window.get_by_role_and_label(Role::Button, row).accesskit_node().toggled() == Some(Toggled::True)
}

fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    window.run_steps(4);
}

/// The lowest of this name: a row of the open menu rather than a button of the bar.
fn click(window: &mut Window, name: &str) {
    let buttons = window.get_all_by_role_and_label(Role::Button, name);
    buttons.max_by(|a, b| a.rect().top().total_cmp(&b.rect().top())).unwrap().click();
    window.run_steps(4);
}

#[test]
fn a_menu_is_opened_by_a_click_and_its_rows_do_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    click(&mut window, "View");
    assert!(is_on(&window, "Follow the system's theme") && !is_on(&window, "Dark"));
    let zoom = window.get_by_role_and_label(Role::Button, "Zoom in");
    assert!(zoom.accesskit_node().is_disabled(), "nothing is open that could be zoomed");
    click(&mut window, "Dark");
    assert_eq!(window.state().session().state().settings.theme, Theme::Dark);
    assert!(!is_open(&window, "Zoom in"), "a press closes the menu");
    click(&mut window, "View");
    assert!(is_on(&window, "Dark") && !is_on(&window, "Follow the system's theme"));
}

#[test]
fn keys_open_the_menus_go_through_them_and_leave_the_keyboard_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "boat");
    press(&mut window, Key::F10);
    assert!(is_open(&window, "Quit"));
    press(&mut window, Key::ArrowRight);
    assert!(is_open(&window, "Select all") && !is_open(&window, "Quit"));
    press(&mut window, Key::ArrowLeft);
    press(&mut window, Key::ArrowLeft);
    assert!(is_open(&window, "Welcome"), "the last menu stands left of the first");
    press(&mut window, Key::ArrowLeft);
    press(&mut window, Key::ArrowLeft);
    press(&mut window, Key::Escape);
    assert!(!is_open(&window, "Dark"));
    assert!(window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").is_focused());
    assert_eq!(window.state().session().state().draft.prompt, "boat");

    // Into the menu, along it from a row, and Enter.
    press(&mut window, Key::F10);
    press(&mut window, Key::ArrowDown);
    assert!(window.get_all_by_role_and_label(Role::Button, "Generate").any(|row| row.is_focused()));
    press(&mut window, Key::ArrowRight);
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::ArrowDown);
    // The menu's row of two of this name says its key; the panel's switch does not.
    let lock = window
        .query_all_by_role_and_label(Role::Button, "Lock the shape")
        .find(|lock| lock.accesskit_node().data().keyboard_shortcut().is_some());
    assert!(lock.unwrap().is_focused(), "greyed rows are passed over");
    press(&mut window, Key::Enter);
    assert!(window.state().session().state().draft.lock.is_some());
    assert!(!is_open(&window, "Select all"));
}

#[test]
fn alt_alone_opens_the_menus_and_with_another_key_it_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let alt = |window: &mut Window, pressed: bool| {
        let (key, modifiers) = (Key::AltLeft, if pressed { Modifiers::ALT } else { Modifiers::NONE });
        window.event(Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
        window.run_steps(3);
    };
    alt(&mut window, true);
    window.event(Event::Key {
        key: Key::X,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::ALT,
    });
    alt(&mut window, false);
    assert!(!is_open(&window, "Quit"));
    alt(&mut window, true);
    window.event(Event::WindowFocused(false));
    alt(&mut window, false);
    assert!(!is_open(&window, "Quit"), "Alt+Tab goes to another window");
    alt(&mut window, true);
    alt(&mut window, false);
    assert!(is_open(&window, "Quit"));
    alt(&mut window, true);
    alt(&mut window, false);
    assert!(!is_open(&window, "Quit"));
}

#[test]
fn the_theme_changes_while_a_menu_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    click(&mut window, "View");
    window.input_mut().system_theme = Some(egui::Theme::Light);
    window.run_steps(4);
    assert_eq!(window.ctx.theme(), egui::Theme::Light);
    assert!(is_open(&window, "Zoom in"));
    window.input_mut().system_theme = Some(egui::Theme::Dark);
    window.run_steps(4);
    assert_eq!(window.ctx.theme(), egui::Theme::Dark);
    click(&mut window, "Light");
    assert_eq!(window.ctx.theme(), egui::Theme::Light);
}

#[test]
fn the_language_changes_at_once_and_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    click(&mut window, "View");
    click(&mut window, "简体中文");
    for name in ["文件", "视图", "生成"] {
        window.get_by_role_and_label(Role::Button, name);
    }
    assert_eq!(window.query_all_by_label("Generate").count(), 0);
    click(&mut window, "视图");
    assert!(is_on(&window, "简体中文"));
    // From within the open menu, and the open palette.
    window.state_mut().speak(easel::Tongue::English);
    window.run_steps(3);
    assert!(is_open(&window, "Zoom in"));
    press(&mut window, Key::Escape);
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.run_steps(4);
    window.state_mut().speak(easel::Tongue::Chinese);
    window.run_steps(3);
    window.get_by_role_and_label(Role::ListBoxOption, "交换宽高");
    assert_eq!(window.query_all_by_label("Swap width and height").count(), 0);
}

fn remembered(folder: &Path) -> Settings {
    Settings::load(&folder.join("settings.toml"))
}

#[test]
fn theme_language_and_scale_change_the_window_and_last_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let points = window.ctx.pixels_per_point();
    for (name, theme) in [("Dark", egui::Theme::Dark), ("Light", egui::Theme::Light)] {
        click(&mut window, "View");
        click(&mut window, name);
        assert_eq!(window.ctx.theme(), theme);
    }
    for key in [Key::Equals, Key::Equals, Key::Minus] {
        window.key_press_modifiers(Modifiers::COMMAND | Modifiers::ALT, key);
        window.run_steps(4);
    }
    assert!((window.ctx.pixels_per_point() / points - 1.1).abs() < 0.01, "{}", window.ctx.pixels_per_point());
    click(&mut window, "View");
    click(&mut window, "简体中文");
    let settings = window.state().session().state().settings.clone();
    until(&mut window, "written", |_| remembered(folder.path()) == settings);
    drop(window);

    let window = reopen(folder.path());
    assert_eq!(window.ctx.theme(), egui::Theme::Light);
    assert!((window.ctx.pixels_per_point() / points - 1.1).abs() < 0.01);
    window.get_by_role_and_label(Role::Button, "生成");
    let known = &window.state().session().state().settings;
    assert_eq!((known.theme, known.language, known.scale), (Theme::Light, Language::Chinese, 110));
}

#[test]
fn the_bar_switches_theme_and_panel() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let shown = |window: &Window| window.state().session().state().settings.prompt_panel.shown;
    assert!(shown(&window) && is_on(&window, "Prompt panel"));
    click(&mut window, "Prompt panel");
    assert!(!shown(&window) && !is_on(&window, "Prompt panel"));
    let before = window.ctx.theme();
    let other = if before == egui::Theme::Dark { "Light" } else { "Dark" };
    click(&mut window, other);
    assert_ne!(window.ctx.theme(), before);
    click(&mut window, "Command palette…");
    window.get_by_role(Role::SearchInput);
}
