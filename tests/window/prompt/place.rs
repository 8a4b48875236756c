//! The panel itself: its width, folded and shown, all of a narrow window, and the way that Tab takes through it.

use eframe::egui::{Key, Modifiers, accesskit::Role, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::type_number;
use crate::desk::{Window, open, type_prompt};

fn has_prompt(window: &Window) -> bool {
    window.query_by_role_and_label(Role::MultilineTextInput, "Prompt").is_some()
}

fn fold(window: &mut Window) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::B);
    window.run_steps(4);
}

#[test]
fn the_panel_is_folded_by_a_key_and_comes_back_for_the_prompt() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    fold(&mut window);
    assert!(!has_prompt(&window));
    assert!(!window.state().session().state().settings.prompt_panel.shown);
    window.key_press_modifiers(Modifiers::COMMAND, Key::L);
    window.run_steps(4);
    assert!(window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").is_focused());
}

#[test]
fn a_width_is_remembered_once_its_edge_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let width = |window: &Window| window.state().session().state().settings.prompt_panel.width;
    window.drag_at(pos2(309.0, 300.0));
    window.run_steps(2);
    window.hover_at(pos2(400.0, 300.0));
    window.run_steps(2);
    assert_eq!(width(&window), None);
    window.drop_at(pos2(400.0, 300.0));
    window.run_steps(4);
    let kept = width(&window).unwrap();
    assert!((395.0..405.0).contains(&kept), "{kept}");
    // Folded and shown again it is as wide.
    fold(&mut window);
    fold(&mut window);
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").rect();
    assert!((360.0..400.0).contains(&field.right()), "{field}");
    assert_eq!(width(&window), Some(kept));
}

#[test]
fn in_a_narrow_window_the_panel_has_all_of_it_and_everything_is_reached() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "small");
    for size in [vec2(500.0, 700.0), vec2(300.0, 200.0)] {
        window.set_size(size);
        window.run_steps(4);
        assert_eq!(window.query_all_by_label_contains("No pictures yet").count(), 0);
        for (role, name) in [(Role::Button, "Generate"), (Role::Slider, "Width"), (Role::Button, "9:21, 672×1568")] {
            window.get_by_role_and_label(role, name).focus();
            window.run_steps(30);
            let rect = window.get_by_role_and_label(role, name).rect();
            assert!(rect.top() >= 0.0 && rect.bottom() <= size.y && rect.right() <= size.x, "{name}: {rect} in {size}");
        }
    }
    fold(&mut window);
    window.get_by_label_contains("No pictures yet");
}

#[test]
#[expect(clippy::redundant_closure_for_method_calls, reason = "the method is of one lifetime, and any is asked for")]
fn tab_goes_the_way_of_the_eye() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "round");
    let mut reached = Vec::new();
    while reached.len() < 60 && reached.last().is_none_or(|name| name != "Generate") {
        window.key_press(Key::Tab);
        window.run_steps(3);
        let focused = window.get_by(|node| node.is_focused());
        reached.push(focused.accesskit_node().label().unwrap_or_default());
    }
    let place = |name: &str| reached.iter().position(|other| other.starts_with(name));
    let way = ["Model", "1:1", "9:21", "Swap", "Lock", "Add this size", "Width", "Height", "How many", "Random seed"];
    let way = way.into_iter().chain(["Connections…", "Connection", "Generate"]);
    let places: Vec<_> = way.map(place).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} {reached:?}");
}

#[test]
fn the_panel_is_as_wide_as_it_was_whatever_stands_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let right = |window: &Window| {
        window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").rect().right().round() as i32
    };
    let before = right(&window);
    type_prompt(&mut window, "steady");
    window.get_by_role_and_label(Role::Button, "Add this size to your favourites").click();
    window.run_steps(20);
    window.get_by_label("Random seed").click();
    window.run_steps(20);
    assert_eq!(right(&window), before);
    for number in ["Width", "How many", "Seed"] {
        type_number(&mut window, number, &"not a number ".repeat(20));
        window.run_steps(20);
        assert_eq!(right(&window), before, "{number}");
    }
}
