//! The gallery: the main job, and what its tiles say.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use crate::desk::{
    Window, ask_for_eight, block_library, open, pictures, small, type_prompt, until, until_failed, until_pictures,
};

#[test]
fn the_main_job_by_mouse_and_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    window.get_by_label("No pictures yet");
    // The caret is in the prompt: nothing was clicked yet.
    assert!(window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").is_focused());
    type_prompt(&mut window, "a red boat");
    window.get_by_label("10 / 2000");
    small(&mut window);
    window.get_by_label("Generate").click();
    until_pictures(&mut window, 1);
    window.get_by_role_and_label(Role::ListBoxOption, "a red boat");
    window.get_by_label("1 picture");
    window.get_by_role_and_label(Role::Heading, "Today, 1 picture");

    // Again by keys alone; and Enter by itself never sends.
    window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").focus();
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(3);
    assert_eq!((pictures(&window), window.state().session().state().gallery.len()), (1, 1));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 2);
}

#[test]
fn a_picture_that_is_not_wanted_after_all_is_cancelled_in_its_tile() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    ask_for_eight(&mut window);
    assert_eq!(window.state().session().state().gallery.len(), 8);
    // Each says the shape that is coming. The first tile is the last in the queue.
    let coming = window.get_all_by_label_contains("many, 1920×1920").count();
    assert_eq!(coming, 8);
    window.get_all_by_label("Cancel").next().unwrap().click();
    until(&mut window, "cancelled", |app| app.session().state().gallery.len() == 7);
}

#[test]
fn a_failed_picture_says_why_in_its_tile_and_is_tried_again_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let blocking = block_library(&window);
    type_prompt(&mut window, "held");
    small(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_failed(&mut window);
    window.get_by_label("Not made: held, 256×256");
    std::fs::remove_file(blocking).unwrap();
    window.get_by_label("Save again").click();
    until_pictures(&mut window, 1);
    assert_eq!(window.query_all_by_label_contains("Not made").count(), 0);
}

#[test]
fn a_picture_of_another_program_is_called_by_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("library");
    std::fs::create_dir(&library).unwrap();
    let icon = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/icon.png");
    std::fs::copy(icon, library.join("holiday.png")).unwrap();
    let window = open(folder.path());
    window.get_by_role_and_label(Role::ListBoxOption, "holiday.png");
}

#[test]
fn an_idle_window_asks_for_no_frames() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "quiet");
    small(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    window.input_mut().focused = true;
    let wants_a_frame = |window: &Window| {
        let delays = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay);
        // At midnight, today is called yesterday.
        delays.min().is_none_or(|delay| delay < Duration::from_secs(2))
    };
    // Thumbnails arrive; then it is still, and stays so. (The harness stops carets by itself; that ours does not blink
    // is seen by `cargo xtask check window`.)
    let end = Instant::now() + Duration::from_secs(60);
    let mut still = 0;
    while still < 20 {
        window.run_steps(1);
        still = if wants_a_frame(&window) { 0 } else { still + 1 };
        assert!(Instant::now() < end, "it never rests");
        std::thread::sleep(Duration::from_millis(5));
    }
}
