//! Where tiles stand: below the heading of their day, as large as is wished, and always where they stood.

use std::time::{Duration, Instant};

use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Rect, TouchPhase, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;
use tempfile::TempDir;

use crate::{
    desk::{Window, open, shelve, small, type_prompt, until, until_pictures},
    screens::press,
};

/// So many pictures of today, and as many of yesterday.
fn filled(count: usize) -> (TempDir, Window) {
    let folder = tempfile::tempdir().unwrap();
    shelve(folder.path(), &[(0, count), (1, count)]);
    let mut window = open(folder.path());
    until(&mut window, "indexed", |app| app.session().state().gallery.len() == 2 * count);
    (folder, window)
}

fn rect(window: &Window, name: &str) -> Rect {
    window.get_by_role_and_label(Role::ListBoxOption, name).rect()
}

fn tile_size(window: &Window) -> u16 {
    window.state().session().state().settings.tile
}

/// Turns the wheel over the middle of the gallery until it rests; positive turns go up.
fn wheel(window: &mut Window, points: f32, modifiers: Modifiers) {
    window.hover_at(eframe::egui::pos2(800.0, 420.0));
    let (unit, phase, source) = (MouseWheelUnit::Point, TouchPhase::Move, MouseWheelSource::Unknown);
    window.event(Event::ModifiersChanged(modifiers));
    window.event(Event::MouseWheel { unit, delta: vec2(0.0, points), phase, source, modifiers });
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    window.run_steps(30);
}

#[test]
fn each_day_has_its_heading_above_its_pictures() {
    let folder = tempfile::tempdir().unwrap();
    shelve(folder.path(), &[(0, 2), (1, 1), (400, 3)]);
    let mut window = open(folder.path());
    until(&mut window, "indexed", |app| app.session().state().gallery.len() == 6);
    let then = jiff::Zoned::now().checked_sub(jiff::Span::new().days(400)).unwrap();
    let then = then.strftime("%A %-d %B %Y, 3 pictures").to_string();
    let mut top = 0.0;
    for (heading, first) in
        [("Today, 2 pictures", "0-0.png"), ("Yesterday, 1 picture", "1-0.png"), (&*then, "400-0.png")]
    {
        let heading = window.get_by_role_and_label(Role::Heading, heading).rect();
        let tile = rect(&window, first);
        assert!(heading.top() > top && heading.bottom() <= tile.top(), "{heading} {tile}");
        assert!((heading.left() - tile.left()).abs() < 0.5);
        top = tile.bottom();
    }
}

#[test]
fn tiles_change_their_size_by_slider_and_keys() {
    let (_folder, mut window) = filled(20);
    let (usual, before) = (tile_size(&window), rect(&window, "0-0.png").width());
    window.get_by_role_and_label(Role::Slider, "Tile size").set_value_accesskit(320.0);
    window.run_steps(4);
    assert_eq!(tile_size(&window), 320);
    assert!(rect(&window, "0-0.png").width() > before);
    press(&mut window, Modifiers::COMMAND, Key::Minus);
    assert!(tile_size(&window) < 320);
    for _ in 0..20 {
        press(&mut window, Modifiers::COMMAND, Key::Minus);
    }
    assert_eq!(tile_size(&window), 96);
    press(&mut window, Modifiers::COMMAND, Key::Equals);
    assert!(tile_size(&window) > 96 && tile_size(&window) < usual);
    assert!(rect(&window, "0-0.png").width() < before);
}

#[test]
fn ctrl_and_the_wheel_zoom_around_the_picture_under_the_mouse() {
    let (_folder, mut window) = filled(60);
    wheel(&mut window, -2000.0, Modifiers::NONE);
    let (usual, pointer) = (tile_size(&window), eframe::egui::pos2(800.0, 420.0));
    let tiles = window.query_all_by_role(Role::ListBoxOption);
    let looked_at = tiles
        .into_iter()
        .find(|tile| tile.rect().y_range().contains(pointer.y) && tile.rect().x_range().contains(pointer.x));
    let Some(name) = looked_at.map(|tile| egui_kittest::kittest::NodeT::accesskit_node(&tile).label().unwrap()) else {
        panic!("the mouse is between tiles")
    };
    for points in [300.0, -900.0] {
        wheel(&mut window, points, Modifiers::COMMAND);
        assert_eq!(tile_size(&window) > usual, points > 0.0);
        let rows = rect(&window, &name).y_range();
        assert!(rows.expand(10.0).contains(pointer.y), "{name} {rows:?}");
    }
}

#[test]
fn nothing_that_is_looked_at_moves_when_a_picture_arrives_or_the_window_grows() {
    let (_folder, mut window) = filled(40);
    wheel(&mut window, -1500.0, Modifiers::NONE);
    let bar = window.get_by_role_and_label(Role::Slider, "Tile size").rect().bottom();
    let first = window.query_all_by_role(Role::ListBoxOption).find(|tile| tile.rect().top() > bar).unwrap();
    let name = egui_kittest::kittest::NodeT::accesskit_node(&first).label().unwrap();
    let before = rect(&window, &name);
    type_prompt(&mut window, "on top");
    small(&mut window);
    assert!((rect(&window, &name).top() - before.top()).abs() < 1.0);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!((rect(&window, &name).top() - before.top()).abs() < 1.0);
    until(&mut window, "made", |app| app.session().state().gallery.pictures().len() == 81);
    assert!((rect(&window, &name).top() - before.top()).abs() < 1.0);

    for width in [1100.0, 1500.0, 1900.0, 1500.0, 1100.0, 1200.0] {
        window.set_size(vec2(width, 800.0));
        window.run_steps(3);
        let now = rect(&window, &name);
        assert!((now.top() - before.top()).abs() < now.height(), "{width}: {now} {before}");
    }
    assert!((rect(&window, &name).top() - before.top()).abs() < 1.0, "many changes do not add up");
}

#[test]
fn a_picture_stands_where_its_job_stood() {
    let (_folder, mut window) = filled(3);
    type_prompt(&mut window, "here");
    small(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    let coming = window.query_all_by_label_contains("here, 256×256").next().map(|tile| tile.rect());
    until_pictures(&mut window, 7);
    let there = rect(&window, "here");
    // A quick machine may have painted it before the first look.
    assert!(coming.is_none_or(|coming| coming == there), "{coming:?} {there}");
    assert!(there.left() < rect(&window, "0-0.png").left());
}

#[test]
fn an_idle_gallery_with_everything_selected_asks_for_no_frames() {
    let (_folder, mut window) = filled(9);
    window.get_by_role_and_label(Role::ListBoxOption, "0-0.png").click();
    window.run_steps(3);
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.input_mut().focused = true;
    let end = Instant::now() + Duration::from_secs(60);
    let mut still = 0;
    while still < 20 {
        window.run_steps(1);
        let delays = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay);
        // At midnight, today is called yesterday.
        still = if delays.min().is_some_and(|delay| delay > Duration::from_secs(2)) { still + 1 } else { 0 };
        assert!(Instant::now() < end, "it never rests");
        std::thread::sleep(Duration::from_millis(5));
    }
    window.get_by_label("18 selected");
}
