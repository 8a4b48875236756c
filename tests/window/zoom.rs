//! How the open picture is seen: how near, and which part of it, by button, key and hand.

use eframe::egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, TouchPhase, Vec2, ViewportId, accesskit::Role, vec2,
};
use egui_kittest::kittest::Queryable as _;

use crate::{
    desk::Window,
    viewer::{click, key, painted, press, together, view, viewer},
};

fn wheel(window: &mut Window, at: Pos2, modifiers: Modifiers, notches: Vec2) {
    window.hover_at(at);
    window.run_steps(2);
    let wheel = Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: notches,
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers,
    };
    window.event_modifiers(wheel, modifiers);
    // It rolls out over some frames.
    window.run_steps(30);
}

/// Which part of the picture is under this point.
fn under(window: &Window, at: Pos2) -> Vec2 {
    let (place, _) = painted(window);
    (at - place.min) / place.size()
}

#[track_caller]
fn near(a: Vec2, b: Vec2, most: f32) {
    assert!((a - b).length() <= most, "{a:?} is not {b:?}");
}

#[test]
fn fit_fill_100_per_cent_and_steps_by_key_and_by_button() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), 1024.0, &["a large one"]);
    let fitted = view(&window).height();
    assert!((painted(&window).0.height() - fitted).abs() < 1.0, "{:?}", painted(&window));
    let level = format!("{:.0}%", fitted / 1024.0 * 100.0);
    window.get_by_role_and_label(Role::Label, &level);

    for by_key in [false, true] {
        let mut ask = |name: &str, shortcut: Key| {
            if by_key {
                key(&mut window, Modifiers::COMMAND, shortcut);
            } else {
                press(&mut window, name);
            }
            painted(&window).0.size()
        };
        assert_eq!(ask("100%", Key::Num1), vec2(1024.0, 1024.0));
        assert_eq!(ask("Zoom in", Key::Equals), vec2(1280.0, 1280.0));
        assert_eq!(ask("Zoom out", Key::Minus), vec2(1024.0, 1024.0));
        let filled = ask("Fill", Key::Num2);
        assert!(filled.x > fitted, "{filled:?}");
        assert!((ask("Fit", Key::Num0).y - fitted).abs() < 1.0);
    }
    window.get_by_role_and_label(Role::Label, &level);
}

#[test]
fn one_pixel_is_one_of_the_screens_at_any_scale() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), 512.0, &["exact"]);
    for scale in [1.0, 1.5, 2.0] {
        window.input_mut().viewports.entry(ViewportId::ROOT).or_default().native_pixels_per_point = Some(scale);
        key(&mut window, Modifiers::COMMAND, Key::Num1);
        near(painted(&window).0.size() * scale, vec2(512.0, 512.0), 0.1);
    }
}

#[test]
fn the_wheel_comes_closer_to_what_is_under_the_pointer() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), 1024.0, &["a map"]);
    let at = view(&window).center() + vec2(90.0, -60.0);
    let held = under(&window, at);
    let before = painted(&window).0.width();
    wheel(&mut window, at, Modifiers::NONE, vec2(0.0, 4.0));
    let closer = painted(&window).0.width();
    assert!(closer > before * 1.5, "{before} → {closer}");
    near(under(&window, at), held, 0.01);
    wheel(&mut window, at, Modifiers::COMMAND, vec2(0.0, 2.0));
    assert!(painted(&window).0.width() > closer * 1.2);
    near(under(&window, at), held, 0.01);

    // Up to 1600 %, and back to all of it.
    for _ in 0..5 {
        wheel(&mut window, at, Modifiers::NONE, vec2(0.0, 9.0));
    }
    window.get_by_role_and_label(Role::Label, "1600%");
    for _ in 0..5 {
        wheel(&mut window, at, Modifiers::NONE, vec2(0.0, -9.0));
    }
    assert!((painted(&window).0.width() - before).abs() < 1.0);
}

#[test]
fn the_picture_is_moved_by_hand_by_keys_and_by_wheel_and_never_out_of_sight() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), 1920.0, &["wide"]);
    press(&mut window, "100%");
    let view = view(&window);
    let before = painted(&window).0;
    window.drag_at(view.center());
    window.run_steps(2);
    window.hover_at(view.center() + vec2(-50.0, 30.0));
    window.run_steps(2);
    window.drop_at(view.center() + vec2(-50.0, 30.0));
    window.run_steps(4);
    near(painted(&window).0.min - before.min, vec2(-50.0, 30.0), 1.0);

    key(&mut window, Modifiers::SHIFT, Key::ArrowLeft);
    near(painted(&window).0.min - before.min, vec2(30.0, 30.0), 1.0);
    key(&mut window, Modifiers::NONE, Key::ArrowUp);
    near(painted(&window).0.min - before.min, vec2(30.0, 110.0), 1.0);
    wheel(&mut window, view.center(), Modifiers::SHIFT, vec2(0.0, 1.0));
    assert!(painted(&window).0.left() > before.left() + 31.0);
    for _ in 0..20 {
        key(&mut window, Modifiers::SHIFT, Key::ArrowLeft);
        key(&mut window, Modifiers::NONE, Key::ArrowUp);
    }
    near(painted(&window).0.min.to_vec2(), view.min.to_vec2(), 1.0);
}

#[test]
fn a_double_click_shows_the_pixels_and_then_all_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), 1920.0, &["near"]);
    let fitted = painted(&window).0;
    let at = view(&window).center() + vec2(100.0, 40.0);
    let held = under(&window, at);
    for size in [vec2(1920.0, 1920.0), fitted.size()] {
        window.hover_at(at);
        together(&mut window, click(at).into_iter().chain(click(at)));
        // Two clicks later are another pair.
        window.run_steps(10);
        near(painted(&window).0.size(), size, 1.0);
        if size.x > fitted.width() {
            near(under(&window, at), held, 0.01);
        }
    }
}
