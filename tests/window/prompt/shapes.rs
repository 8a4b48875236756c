//! Shapes and sizes to choose: what each chip and button does, by mouse and by keys.

use contract::Size;
use eframe::egui::{
    Key,
    accesskit::{Role, Toggled},
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::desk::{Window, open};

const KEEP: &str = "Add this size to your favourites";
const FORGET: &str = "Remove this size from your favourites";

fn size(window: &Window) -> Size {
    window.state().session().state().draft.size()
}

fn favourites(window: &Window) -> &[Size] {
    &window.state().session().state().settings.favourites
}

fn press(window: &mut Window, button: &str) {
    window.get_by_role_and_label(Role::Button, button).click();
    window.run_steps(4);
}

fn press_by_key(window: &mut Window, button: &str) {
    window.get_by_role_and_label(Role::Button, button).focus();
    window.run_steps(3);
    window.key_press(Key::Space);
    window.run_steps(4);
}

fn is_on(window: &Window, button: &str) -> bool {
    let node = window.get_by_role_and_label(Role::Button, button);
    node.accesskit_node().toggled() == Some(Toggled::True)
}

#[test]
fn a_shape_says_what_it_would_give_and_gives_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    assert!(is_on(&window, "1:1, 1024×1024") && !is_on(&window, "16:9, 1280×720"));
    press(&mut window, "16:9, 1280×720");
    assert_eq!(size(&window), Size::new(1280, 720));
    assert!(!is_on(&window, "1:1, 1024×1024") && is_on(&window, "16:9, 1280×720"));
    window.get_by_label("0.9 megapixels");
    press_by_key(&mut window, "9:16, 720×1280");
    assert_eq!(size(&window), Size::new(720, 1280));
}

#[test]
fn sides_are_swapped_and_a_locked_shape_holds() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    press(&mut window, "16:9, 1280×720");
    press(&mut window, "Swap width and height");
    assert_eq!(size(&window), Size::new(720, 1280));
    assert!(!is_on(&window, "Lock the shape"));
    press(&mut window, "Lock the shape");
    assert!(is_on(&window, "Lock the shape"));
    window.get_by_role_and_label(Role::Slider, "Width").set_value_accesskit(1008.0);
    window.run_steps(4);
    assert_eq!(size(&window), Size::new(1008, 1792));
    press(&mut window, "Lock the shape");
    assert!(!is_on(&window, "Lock the shape"));
}

#[test]
fn a_favourite_is_added_used_and_taken_out_by_mouse_and_by_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    press(&mut window, "16:9, 1280×720");
    press(&mut window, KEEP);
    assert_eq!(favourites(&window), [Size::new(1280, 720)]);
    assert!(is_on(&window, FORGET) && is_on(&window, "1280×720"));

    press(&mut window, "1:1, 1024×1024");
    press(&mut window, "1280×720");
    assert_eq!(size(&window), Size::new(1280, 720));
    press_by_key(&mut window, FORGET);
    assert!(favourites(&window).is_empty());
    assert_eq!(window.query_all_by_role_and_label(Role::Button, "1280×720").count(), 0);

    press_by_key(&mut window, KEEP);
    // A favourite says how many pixels are wanted, and the shapes follow.
    press_by_key(&mut window, "1:1, 960×960");
    press_by_key(&mut window, "1280×720");
    assert_eq!(size(&window), Size::new(1280, 720));
    press(&mut window, "1:1, 960×960");
    window.get_by_role_and_label(Role::Button, "1280×720").click_secondary();
    window.run_steps(4);
    press(&mut window, FORGET);
    assert!(favourites(&window).is_empty());
}
