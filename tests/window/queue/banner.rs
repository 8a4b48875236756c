//! What the banner offers beside its words, and what a narrow window shows.

use eframe::egui::{Key, Modifiers, ViewportId, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;

use super::open_panel;
use crate::{
    connections::{add_worker, is_right, leave, says, state, until_shown, without_allowance},
    desk::{Window, block_library, open, small, type_prompt, until, until_pictures},
    screens::press,
};

#[test]
fn without_an_allowance_it_says_until_when_and_asks_whether_to_go_on_then() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    add_worker(&mut window, &without_allowance(), "k");
    until_shown(&mut window, "found right", is_right);
    leave(&mut window);
    type_prompt(&mut window, "boat");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    until(&mut window, "refused", |app| app.session().state().connections.iter().any(|known| known.rests.is_some()));
    assert!(says(&window, " has no allowance left until "));
    assert!(!state(&window).settings.resume_after_reset);
    window.get_by_role_and_label(Role::CheckBox, "Go on by itself then").click();
    window.run_steps(3);
    assert!(state(&window).settings.resume_after_reset);
    // In a narrow window, too, all of it is there.
    window.set_size(vec2(640.0, 700.0));
    window.run_steps(3);
    let buttons = window.get_all_by_role_and_label(Role::Button, "Connections…");
    let edges: Vec<f32> = buttons.map(|button| button.rect().right()).collect();
    assert!(edges.len() == 2 && edges.iter().all(|right| *right <= 640.0), "{edges:?}");
    window.get_all_by_role_and_label(Role::Button, "Connections…").last().unwrap().click();
    window.run_steps(4);
    assert!(says(&window, "Back to the pictures"));
}

#[test]
fn a_narrow_window_shows_the_queue_or_the_prompt() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    window.set_size(vec2(500.0, 700.0));
    window.run_steps(3);
    open_panel(&mut window);
    let prompts = |window: &Window| window.query_all_by_role(Role::MultilineTextInput).count();
    assert!(says(&window, "Nothing waits") && prompts(&window) == 0);
    press(&mut window, Modifiers::COMMAND, Key::L);
    assert!(!says(&window, "Nothing waits"));
    assert!(window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").is_focused());
    open_panel(&mut window);
    // The switch of what is hidden shows it.
    press(&mut window, Modifiers::COMMAND, Key::B);
    assert!(!says(&window, "Nothing waits") && prompts(&window) == 1);
}

#[test]
fn a_long_banner_wraps_and_stays_in_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    block_library(&window);
    type_prompt(&mut window, "held");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    until(&mut window, "paused", |app| app.session().state().pause.is_some());
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    for width in [640.0, 1200.0] {
        window.set_size(vec2(width, 700.0));
        window.run_steps(3);
        let words = window.get_by_label_contains("Then choose Resume: 1 picture waits.").rect();
        let resume = window.get_by_label("Resume").rect();
        assert!(words.right() <= width && resume.right() <= width, "{words} {resume}");
        assert!(words.height() > 30.0 || width > 1000.0, "it wraps: {words}");
        assert!(!words.intersects(resume));
    }
}

#[test]
fn it_stands_above_an_open_picture_too_and_not_on_a_full_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "boat");
    small(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    press(&mut window, Modifiers::COMMAND, Key::P);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    window.get_by_role_and_label(Role::ListBoxOption, "boat").focus();
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(state(&window).open.is_some() && says(&window, "The queue is paused: 1 picture waits."));
    let fill = |window: &mut Window, fills| {
        window.input_mut().viewports.entry(ViewportId::ROOT).or_default().fullscreen = Some(fills);
        window.run_steps(3);
    };
    fill(&mut window, true);
    assert!(!says(&window, "The queue is paused"));
    fill(&mut window, false);
    window.get_by_label("Resume").click();
    until(&mut window, "made", |app| app.session().state().gallery.pictures().len() == 2);
    assert!(!says(&window, "The queue is paused"));
}
