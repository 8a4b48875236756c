//! What is said on the desktop when nobody looks at the window.

use contract::Code;
use eframe::egui::{Key, Modifiers, ViewportId};

use super::{connect_refusing, fail};
use crate::{
    desk::{Window, open, small, type_prompt, until, until_pictures},
    palette::type_text,
    screens::press,
};

fn look(window: &mut Window, looks: bool) {
    window.input_mut().viewports.entry(ViewportId::ROOT).or_default().focused = Some(looks);
    window.run_steps(2);
}

fn make(window: &mut Window, pictures: usize) {
    press(window, Modifiers::COMMAND, Key::Enter);
    until_pictures(window, pictures);
    until(window, "told", |app| app.session().state().finished.is_none());
}

#[test]
fn a_batch_that_ends_in_the_background_is_said_once_without_its_prompt() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "secret");
    small(&mut window);
    look(&mut window, true);
    make(&mut window, 1);
    assert!(window.state().notified().is_empty(), "it is seen in the window");
    look(&mut window, false);
    make(&mut window, 2);
    assert_eq!(window.state().notified(), ["1 picture is ready"]);
    window.run_steps(10);
    assert_eq!(window.state().notified().len(), 1);
    press(&mut window, Modifiers::COMMAND, Key::K);
    type_text(&mut window, "Tell me when pictures are ready");
    press(&mut window, Modifiers::NONE, Key::Enter);
    make(&mut window, 3);
    assert_eq!(window.state().notified().len(), 1, "it is switched off");
}

#[test]
fn what_was_not_made_is_said_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_refusing(&mut window);
    look(&mut window, false);
    fail(&mut window, Code::Upstream);
    until(&mut window, "told", |app| app.session().state().finished.is_none());
    assert_eq!(window.state().notified(), ["1 picture was not made"]);
}
