//! One picture fills the window: what is beside it, and what is done with it. How it is seen is tested in `zoom.rs`.

use std::time::{Duration, Instant};

use eframe::egui::{
    Event, Key, Modifiers, OutputCommand, PointerButton, Pos2, Rect, Shape, ViewportCommand, ViewportId,
    accesskit::Role, vec2,
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use library::Thumb;

use crate::desk::{Window, double_click, open, small, type_prompt, until, until_pictures};

/// A window that shows the newest of pictures with these prompts, all of this size.
pub(crate) fn viewer(dir: &std::path::Path, side: f64, prompts: &[&str]) -> Window {
    let mut window = open(dir);
    for (made, prompt) in prompts.iter().enumerate() {
        window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").focus();
        window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        window.run_steps(2);
        type_prompt(&mut window, prompt);
        if made == 0 {
            small(&mut window);
            for name in ["Width", "Height"] {
                window.get_by_role_and_label(Role::Slider, name).set_value_accesskit(side);
                window.run_steps(3);
            }
        }
        window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
        until_pictures(&mut window, made + 1);
    }
    window.get_by_role_and_label(Role::ListBoxOption, prompts.last().unwrap()).click_accesskit();
    window.run_steps(4);
    until_sharp(&mut window);
    window
}

pub(crate) fn view(window: &Window) -> Rect {
    window.get_by_role(Role::Image).rect()
}

/// Where the picture stands, and how many of its pixels are there.
pub(crate) fn painted(window: &Window) -> (Rect, [usize; 2]) {
    find_painted(window).unwrap()
}

/// It is what was painted largest; of two in one place the last, since the stand-in lies below.
fn find_painted(window: &Window) -> Option<(Rect, [usize; 2])> {
    let textures = window.ctx.tex_manager();
    let textures = textures.read();
    let images = window.output().shapes.iter().filter_map(|clipped| {
        let Shape::Mesh(mesh) = &clipped.shape else { return None };
        let texture = textures.meta(mesh.texture_id).filter(|texture| texture.name == "picture")?;
        Some((mesh.calc_bounds(), texture.size))
    });
    images.reduce(|a, b| if b.0.area() >= a.0.area() { b } else { a })
}

/// Runs frames until the window is as it should be; pictures are decoded on other threads meanwhile.
fn until_seen(window: &mut Window, what: &str, seen: impl Fn(&Window) -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        window.run_steps(1);
        if seen(window) {
            // What fades in is there.
            window.run_steps(12);
            return;
        }
        assert!(Instant::now() < end, "never seen: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn until_sharp(window: &mut Window) {
    let size = window.state().session().state().opened().unwrap().1.size;
    let size = [size.width as usize, size.height as usize];
    until_seen(window, "the picture itself", |window| find_painted(window).is_some_and(|(_, there)| there == size));
}

#[track_caller]
pub(crate) fn press(window: &mut Window, name: &str) {
    window.get_by_role_and_label(Role::Button, name).click();
    window.run_steps(4);
}

pub(crate) fn key(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(4);
}

fn prompt_of_open(window: &Window) -> String {
    window.get_by_role(Role::Image).accesskit_node().label().unwrap()
}

/// All in one frame, of which the output can be looked at.
pub(crate) fn together(window: &mut Window, events: impl IntoIterator<Item = Event>) {
    window.run_steps(2);
    window.input_mut().events.extend(events);
    window.run_steps(1);
}

pub(crate) fn click(pos: Pos2) -> [Event; 2] {
    [true, false].map(|pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    })
}

fn pressed(key: Key, modifiers: Modifiers) -> [Event; 1] {
    [Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }]
}

#[test]
fn a_picture_is_opened_looked_through_and_saved_as_png() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), 256.0, &["first", "first second"]);
    assert_eq!(prompt_of_open(&window), "first second");
    key(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(prompt_of_open(&window), "first");
    // There is none older.
    key(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(prompt_of_open(&window), "first");
    assert!(window.get_by_role_and_label(Role::Button, "Older").accesskit_node().is_disabled());
    press(&mut window, "Newer");
    assert_eq!(prompt_of_open(&window), "first second");
    press(&mut window, "Older");

    key(&mut window, Modifiers::COMMAND, Key::S);
    let field = window.get_by_role_and_label(Role::TextInput, "Save to");
    assert!(field.value().unwrap().ends_with("first.png"), "{:?}", field.value());
    window.key_press(Key::Enter);
    until(&mut window, "saved", |app| app.session().state().notice.is_some());
    let saved = folder.path().join("first.png");
    assert_eq!(&std::fs::read(saved).unwrap()[..4], b"\x89PNG");

    // The same name again is refused in the field, and Escape leaves both.
    press(&mut window, "Save as…");
    press(&mut window, "Save");
    window.get_by_label("A file with this name already exists.");
    key(&mut window, Modifiers::NONE, Key::Escape);
    key(&mut window, Modifiers::NONE, Key::Escape);
    window.get_by_role_and_label(Role::MultilineTextInput, "Prompt");
}

#[test]
fn all_that_can_be_done_with_a_picture_stands_in_the_bar() {
    let folder = tempfile::tempdir().unwrap();
    let window = viewer(folder.path(), 256.0, &["a boat"]);
    for name in ["Copy picture", "Use these settings", "Show in folder", "Save as…", "Delete"] {
        assert!(!window.get_by_role_and_label(Role::Button, name).accesskit_node().is_disabled(), "{name}");
    }
}

#[test]
fn the_next_picture_is_decoded_before_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), 1024.0, &["one", "two", "three"]);
    // Larger than any thumbnail, so what is painted is the picture itself.
    assert!(Thumb::Large.pixels() < 1024);
    let preloaded = |window: &Window| {
        let textures = window.ctx.tex_manager();
        let textures = textures.read();
        textures.allocated().filter(|(_, meta)| meta.size == [1024, 1024]).count()
    };
    until_seen(&mut window, "the older picture", |window| preloaded(window) == 2);
    window.key_press(Key::ArrowRight);
    // The key is seen in one frame, the next one shows the picture.
    window.run_steps(2);
    assert_eq!((prompt_of_open(&window).as_str(), painted(&window).1), ("two", [1024, 1024]));
}

#[test]
fn full_screen_is_for_the_picture_alone_and_escape_leaves_it_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), 256.0, &["alone"]);
    together(&mut window, pressed(Key::F11, Modifiers::NONE));
    let asked = |window: &Window, full: bool| {
        let mut commands = window.output().viewport_output.values().flat_map(|viewport| &viewport.commands);
        commands.any(|command| *command == ViewportCommand::Fullscreen(full))
    };
    assert!(asked(&window, true));
    window.input_mut().viewports.entry(ViewportId::ROOT).or_default().fullscreen = Some(true);
    window.run_steps(3);
    assert_eq!(view(&window).size(), vec2(1200.0, 800.0));
    assert_eq!(window.query_all_by_role(Role::Button).count(), 0);
    window.get_by_role_and_label(Role::Image, "alone");

    together(&mut window, pressed(Key::Escape, Modifiers::NONE));
    assert!(asked(&window, false));
    let let_go =
        Event::Key { key: Key::Escape, physical_key: None, pressed: false, repeat: false, modifiers: Modifiers::NONE };
    together(&mut window, [let_go]);
    window.input_mut().viewports.entry(ViewportId::ROOT).or_default().fullscreen = Some(false);
    window.run_steps(3);
    press(&mut window, "Full screen");
    key(&mut window, Modifiers::NONE, Key::Escape);
    window.get_by_role_and_label(Role::MultilineTextInput, "Prompt");
}

#[test]
fn the_filmstrip_shows_the_neighbours_and_leads_to_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), 256.0, &["one", "two", "three"]);
    let films = |window: &Window| window.query_all_by_role(Role::ListBoxOption).count();
    assert_eq!(films(&window), 0);
    key(&mut window, Modifiers::COMMAND, Key::T);
    assert_eq!(films(&window), 3);
    let middle = view(&window).center().x;
    let at = |window: &Window, name: &str| window.get_by_role_and_label(Role::ListBoxOption, name).rect().center().x;
    assert!((at(&window, "three") - middle).abs() < 1.0 || at(&window, "three") < at(&window, "two"));

    window.get_by_role_and_label(Role::ListBoxOption, "one").click();
    window.run_steps(4);
    assert_eq!(prompt_of_open(&window), "one");
    // The one stop for Tab is the open one; it stays so while the arrow keys go on.
    window.get_by_role_and_label(Role::ListBoxOption, "one").focus();
    window.run_steps(3);
    for (arrow, leads_to) in
        [(Key::ArrowLeft, "two"), (Key::ArrowUp, "two"), (Key::ArrowDown, "two"), (Key::ArrowRight, "one")]
    {
        key(&mut window, Modifiers::NONE, arrow);
        assert_eq!(prompt_of_open(&window), leads_to);
        assert!(window.get_by_role_and_label(Role::ListBoxOption, leads_to).is_focused(), "{arrow:?}");
    }
    press(&mut window, "Filmstrip");
    assert_eq!(films(&window), 0);
}

#[test]
fn every_setting_is_shown_and_copied() {
    let folder = tempfile::tempdir().unwrap();
    let word = "w".repeat(2000);
    let mut window = viewer(folder.path(), 256.0, &["a boat", &word]);
    until(&mut window, "described", |app| app.session().state().opened().unwrap().0.meta.is_some());
    let picture = window.get_by_role(Role::Image).rect();
    assert!(window.get_by_role_and_label(Role::Label, &word).rect().left() >= picture.right(), "it wraps");
    press(&mut window, "Older");
    until(&mut window, "described", |app| app.session().state().opened().unwrap().0.meta.is_some());
    for shown in ["a boat", "256×256", "Prompt", "Seed", "Cost", "Made by", "Made", "File"] {
        assert!(window.query_all_by_label(shown).next().is_some(), "{shown}");
    }
    let seed = window
        .state()
        .session()
        .state()
        .opened()
        .unwrap()
        .0
        .meta
        .as_ref()
        .unwrap()
        .as_ref()
        .unwrap()
        .record
        .seed
        .unwrap();
    let button = window.get_by_role_and_label(Role::Button, "Copy seed").rect().center();
    window.hover_at(button);
    together(&mut window, click(button));
    assert_eq!(window.output().platform_output.commands, [OutputCommand::CopyText(seed.to_string())]);
    window.run_steps(1);
    // It says so, and not for ever.
    window.get_by_role_and_label(Role::Button, "Copied");
    window.run_steps(120);
    window.get_by_role_and_label(Role::Button, "Copy seed");

    together(&mut window, pressed(Key::C, Modifiers::COMMAND | Modifiers::SHIFT));
    assert_eq!(window.output().platform_output.commands, [OutputCommand::CopyText("a boat".to_owned())]);

    press(&mut window, "Information");
    assert_eq!(window.query_all_by_label("Copy seed").count(), 0);
    key(&mut window, Modifiers::COMMAND, Key::I);
    window.get_by_label("Copy seed");
}

#[test]
fn the_information_keeps_the_width_that_it_was_dragged_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), 256.0, &["wider"]);
    let edge = view(&window).right_center() + vec2(2.0, 0.0);
    window.hover_at(edge);
    window.run_steps(2);
    window.drag_at(edge);
    window.run_steps(2);
    window.hover_at(edge - vec2(60.0, 0.0));
    window.run_steps(2);
    window.drop_at(edge - vec2(60.0, 0.0));
    window.run_steps(4);
    let width = window.state().session().state().settings.info_panel.width.unwrap();
    assert!((width - 340.0).abs() < 4.0, "{width}");
}

#[test]
fn a_file_that_went_away_is_said_and_can_be_put_away() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "gone");
    small(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    let file = window.state().session().state().gallery.pictures()[0].file.to_path_buf();
    std::fs::remove_file(folder.path().join("library").join(file)).unwrap();
    double_click(&mut window, "gone");
    until_seen(&mut window, "why it is not shown", |window| {
        window.query_by_label_contains("This picture cannot be shown").is_some()
    });
    window.get_by_label_contains("This picture cannot be shown");
    // In the bar, and below the words.
    assert_eq!(window.query_all_by_role_and_label(Role::Button, "Show in folder").count(), 2);
    assert_eq!(window.query_all_by_role_and_label(Role::Button, "Delete").count(), 2);
}

#[test]
fn a_viewer_that_is_looked_at_asks_for_no_frames() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), 256.0, &["quiet", "quieter"]);
    key(&mut window, Modifiers::COMMAND, Key::T);
    window.hover_at(view(&window).center());
    for full in [false, true] {
        window.input_mut().viewports.entry(ViewportId::ROOT).or_default().fullscreen = Some(full);
        until_seen(&mut window, "rest", |window| {
            let viewports = window.output().viewport_output.values();
            viewports.map(|viewport| viewport.repaint_delay).min() == Some(Duration::MAX)
        });
        for _ in 0..20 {
            window.run_steps(1);
            let viewports = window.output().viewport_output.values();
            assert_eq!(viewports.map(|viewport| viewport.repaint_delay).min(), Some(Duration::MAX));
        }
    }
}

#[test]
fn the_context_menu_offers_what_can_be_done_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), 1024.0, &["menu"]);
    window.get_by_role(Role::Image).click_secondary();
    window.run_steps(4);
    // One in the bar, one in the menu.
    assert_eq!(window.query_all_by_label_contains("Fill").count(), 2);
    let last = window.query_all_by_label_contains("100%").last().unwrap().rect().center();
    window.drag_at(last);
    window.drop_at(last);
    window.run_steps(4);
    assert_eq!(painted(&window).0.size(), vec2(1024.0, 1024.0));

    // Escape closes the menu, not the picture.
    window.get_by_role(Role::Image).click_secondary();
    window.run_steps(4);
    key(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!((prompt_of_open(&window).as_str(), window.query_all_by_label_contains("Fill").count()), ("menu", 1));
}

#[test]
fn a_small_window_keeps_what_matters_and_has_a_menu_for_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), 1024.0, &["tiny"]);
    key(&mut window, Modifiers::COMMAND, Key::T);
    window.set_size(vec2(300.0, 200.0));
    window.run_steps(4);
    for button in ["Back", "Older", "More"] {
        let rect = window.get_by_role_and_label(Role::Button, button).rect();
        assert!(rect.left() >= 0.0 && rect.right() <= 300.0, "{button}: {rect:?}");
    }
    assert!(view(&window).width() >= 299.0, "the picture has it all");
    press(&mut window, "More");
    let inside: Vec<_> = window.query_all_by_label_contains("Save as…").map(|node| node.rect().center()).collect();
    assert_eq!(inside.len(), 1);
    for size in [vec2(3840.0, 2160.0), vec2(1.0, 1.0), vec2(900.0, 600.0)] {
        window.set_size(size);
        window.run_steps(4);
    }
    window.get_by_role_and_label(Role::Button, "Show in folder");
}
