//! How many requests may be under way over a connection at once.

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use engine::{PARALLEL, USUAL_PARALLEL};

use super::{add_worker, is_right, open_page, shown, state, until_shown, with_all_models};
use crate::desk::{Window, open, reopen};

fn set(window: &mut Window, parallel: f64) {
    window.get_by_role_and_label(Role::Slider, "Requests at once").set_value_accesskit(parallel);
    window.run_steps(4);
}

#[test]
fn each_connection_has_its_own_number_of_requests_at_once_within_bounds_and_keeps_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    open_page(&mut window);
    assert_eq!(shown(&window).parallel, USUAL_PARALLEL);
    set(&mut window, 1.0);
    assert_eq!(shown(&window).parallel, 1, "the painter's too");
    window.key_press(eframe::egui::Key::Escape);
    window.run_steps(4);
    add_worker(&mut window, &with_all_models(), "k");
    until_shown(&mut window, "found right", is_right);
    assert_eq!(shown(&window).parallel, USUAL_PARALLEL);
    set(&mut window, 99.0);
    assert_eq!(shown(&window).parallel, *PARALLEL.end());
    drop(window);
    let window = reopen(folder.path());
    let all: Vec<u8> = state(&window).connections.iter().map(|known| known.parallel).collect();
    assert_eq!(all.last(), Some(PARALLEL.end()), "{all:?}");
}
