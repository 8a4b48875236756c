//! Selecting tiles, by mouse, keys and screen reader, and what the selection offers.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{
    Node,
    kittest::{NodeT as _, Queryable as _},
};
use tempfile::TempDir;

use crate::{
    desk::{Window, double_click, open, shelve, until},
    screens::press,
};

/// Five pictures of today, three of yesterday, six of long ago.
fn three_days() -> (TempDir, Window) {
    let folder = tempfile::tempdir().unwrap();
    shelve(folder.path(), &[(0, 5), (1, 3), (900, 6)]);
    let mut window = open(folder.path());
    until(&mut window, "indexed", |app| app.session().state().gallery.len() == 14);
    window.set_size(eframe::egui::vec2(1200.0, 1200.0));
    window.run_steps(3);
    (folder, window)
}

fn tile<'w>(window: &'w Window, name: &'w str) -> Node<'w> {
    window.get_by_role_and_label(Role::ListBoxOption, name)
}

/// What a screen reader is told to be selected, in the order of the gallery.
fn selected(window: &Window) -> Vec<String> {
    let tiles =
        window.query_all_by_role(Role::ListBoxOption).filter(|tile| tile.accesskit_node().is_selected() == Some(true));
    tiles.filter_map(|tile| tile.accesskit_node().label()).collect()
}

fn click(window: &mut Window, name: &str, modifiers: Modifiers) {
    tile(window, name).click_modifiers(modifiers);
    window.run_steps(4);
}

#[test]
fn the_mouse_selects_one_and_more_and_a_range_over_days_and_none() {
    let (_folder, mut window) = three_days();
    window.get_by_label("14 pictures");
    click(&mut window, "0-3.png", Modifiers::NONE);
    assert_eq!(selected(&window), ["0-3.png"]);
    assert!(tile(&window, "0-3.png").is_focused());
    window.get_by_label("1 selected");
    click(&mut window, "0-1.png", Modifiers::COMMAND);
    assert_eq!(selected(&window), ["0-1.png", "0-3.png"]);
    click(&mut window, "0-1.png", Modifiers::COMMAND);
    assert_eq!(selected(&window), ["0-3.png"]);
    click(&mut window, "0-4.png", Modifiers::NONE);
    click(&mut window, "900-0.png", Modifiers::SHIFT);
    assert_eq!(selected(&window), ["0-4.png", "1-0.png", "1-1.png", "1-2.png", "900-0.png"]);

    // Beside the three of yesterday is nothing.
    let (last, above) = (tile(&window, "1-2.png").rect(), tile(&window, "0-3.png").rect());
    window.hover_at(eframe::egui::pos2(above.center().x, last.center().y));
    window.drag_at(eframe::egui::pos2(above.center().x, last.center().y));
    window.drop_at(eframe::egui::pos2(above.center().x, last.center().y));
    window.run_steps(4);
    assert!(selected(&window).is_empty());
    window.get_by_label("14 pictures");
}

#[test]
fn a_double_click_opens_and_one_click_does_not() {
    let (_folder, mut window) = three_days();
    click(&mut window, "0-2.png", Modifiers::NONE);
    assert!(window.state().session().state().open.is_none());
    double_click(&mut window, "0-2.png");
    assert!(window.state().session().state().open.is_some());
    // Back where the keyboard was.
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(tile(&window, "0-2.png").is_focused());
}

#[test]
fn keys_move_over_days_and_select_and_open() {
    let (_folder, mut window) = three_days();
    let columns = {
        let top = tile(&window, "0-0.png").rect().top();
        (0..5).filter(|n| tile(&window, &format!("0-{n}.png")).rect().top().total_cmp(&top).is_eq()).count()
    };
    assert!((3..5).contains(&columns), "{columns}");
    tile(&window, "0-0.png").focus();
    window.run_steps(3);
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(selected(&window), ["0-1.png"]);
    assert!(tile(&window, "0-1.png").is_focused());
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(selected(&window), ["0-1.png", "0-2.png"]);
    press(&mut window, Modifiers::NONE, Key::End);
    assert_eq!(selected(&window), ["900-5.png"]);
    // It is seen, whole.
    let seen = tile(&window, "900-5.png").rect();
    assert!(seen.bottom() <= 1200.0 && seen.top() > 0.0, "{seen}");
    press(&mut window, Modifiers::NONE, Key::Home);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(selected(&window), ["1-0.png"]);
    press(&mut window, Modifiers::NONE, Key::Space);
    assert!(selected(&window).is_empty());
    press(&mut window, Modifiers::NONE, Key::PageDown);
    press(&mut window, Modifiers::NONE, Key::PageUp);
    press(&mut window, Modifiers::NONE, Key::PageUp);
    assert_eq!(selected(&window), ["0-0.png"]);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.state().session().state().open.is_some());
}

#[test]
fn the_gallery_is_one_stop_of_tab() {
    let (_folder, mut window) = three_days();
    tile(&window, "1-1.png").focus();
    window.run_steps(3);
    press(&mut window, Modifiers::NONE, Key::Tab);
    let on_a_tile = |window: &Window| window.query_all_by_role(Role::ListBoxOption).any(|tile| tile.is_focused());
    assert!(!on_a_tile(&window));
    press(&mut window, Modifiers::SHIFT, Key::Tab);
    assert!(tile(&window, "1-1.png").is_focused());
    press(&mut window, Modifiers::SHIFT, Key::Tab);
    assert!(!on_a_tile(&window));
}

#[test]
fn a_screen_readers_press_opens() {
    let (_folder, mut window) = three_days();
    tile(&window, "0-4.png").click_accesskit();
    window.run_steps(4);
    assert!(window.state().session().state().open.is_some());
}

#[test]
fn a_menu_comes_by_mouse_and_by_key() {
    let (_folder, mut window) = three_days();
    assert_eq!(window.query_all_by_label_contains("Copy prompt").count(), 0);
    tile(&window, "1-2.png").click_secondary();
    window.run_steps(4);
    assert_eq!(selected(&window), ["1-2.png"]);
    window.get_by_label_contains("Copy prompt");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.query_all_by_label_contains("Copy prompt").count(), 0);
    assert!(tile(&window, "1-2.png").is_focused());

    for (modifiers, key) in [(Modifiers::SHIFT, Key::F10), (Modifiers::NONE, Key::Menu)] {
        press(&mut window, modifiers, key);
        window.get_by_label_contains("Copy prompt");
        // The arrows are the menu's as long as it is there.
        press(&mut window, Modifiers::NONE, Key::ArrowDown);
        assert_eq!(selected(&window), ["1-2.png"]);
        press(&mut window, Modifiers::NONE, Key::Escape);
        assert_eq!(window.query_all_by_label_contains("Copy prompt").count(), 0);
    }
}

#[test]
fn a_range_of_a_menu_stays_selected_under_it() {
    let (_folder, mut window) = three_days();
    click(&mut window, "0-0.png", Modifiers::NONE);
    click(&mut window, "0-2.png", Modifiers::SHIFT);
    tile(&window, "0-1.png").click_secondary();
    window.run_steps(4);
    assert_eq!(selected(&window).len(), 3);
    let mut open = window.query_all_by_label_contains("Open").filter(|row| row.accesskit_node().role() == Role::Button);
    assert!(open.all(|row| row.accesskit_node().is_disabled()), "only one can be opened");
}
