//! Rows that the mouse moves.

use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, accesskit::Role};
use egui_kittest::{
    Node,
    kittest::{NodeT as _, Queryable as _},
};

use super::{ask_paused, open_panel, order};
use crate::{
    connections::connect_all_models,
    desk::{Window, open, type_prompt, until},
    screens::press,
};

fn row(window: &Window, place: usize) -> Pos2 {
    let prefix = format!("{place} of ");
    let is_it = |node: &Node<'_>| node.accesskit_node().label().is_some_and(|label| label.starts_with(&prefix));
    window.query_all_by_role(Role::ListBoxOption).find(is_it).unwrap().rect().center()
}

fn button(window: &mut Window, pos: Pos2, pressed: bool) {
    window.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE });
    window.run_steps(1);
}

fn move_to(window: &mut Window, pos: Pos2) {
    window.event(Event::PointerMoved(pos));
    window.run_steps(1);
}

/// Takes a row and holds it over a place.
fn hold(window: &mut Window, from: Pos2, to: Pos2) {
    move_to(window, from);
    button(window, from, true);
    move_to(window, from.lerp(to, 0.5));
    move_to(window, to);
}

#[test]
fn a_row_lands_where_it_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    ask_paused(&mut window, &["a", "b", "c", "d"]);
    let before = order(&window);
    open_panel(&mut window);
    let (first, third) = (row(&window, 1), row(&window, 3));
    let below = third + (row(&window, 2) - first) * 0.3;
    hold(&mut window, first, below);
    assert_eq!(order(&window), before, "it is still held");
    button(&mut window, below, false);
    window.run_steps(3);
    assert_eq!(order(&window), [before[1], before[2], before[0], before[3]]);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(order(&window), before);
    // After the last, however far below.
    let far = row(&window, 4) + (row(&window, 4) - row(&window, 1));
    let second = row(&window, 2);
    hold(&mut window, second, far);
    button(&mut window, far, false);
    window.run_steps(3);
    assert_eq!(order(&window), [before[0], before[2], before[3], before[1]]);
}

#[test]
fn escape_gives_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    ask_paused(&mut window, &["a", "b", "c"]);
    let before = order(&window);
    open_panel(&mut window);
    let (first, third) = (row(&window, 1), row(&window, 3));
    hold(&mut window, first, third);
    press(&mut window, Modifiers::NONE, Key::Escape);
    button(&mut window, third, false);
    window.run_steps(3);
    assert_eq!(order(&window), before);
}

#[test]
fn a_row_that_is_held_still_lands_between_the_same_two_whatever_comes_and_goes() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_all_models(&mut window);
    type_prompt(&mut window, "many");
    window.get_by_role_and_label(Role::Slider, "How many").set_value_accesskit(8.0);
    window.run_steps(3);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    open_panel(&mut window);
    // Two are being made.
    let before = order(&window);
    assert_eq!(before.len(), 6);
    let (fifth, third) = (row(&window, 5), row(&window, 3));
    hold(&mut window, fifth, third - (fifth - third) * 0.2);
    // One of the two is given up, and the first that waited takes its place. The last tiles are the first in the queue.
    window.get_all_by_role_and_label(Role::Button, "Cancel").last().unwrap().click_accesskit();
    until(&mut window, "taken out", |app| app.session().state().queue().len() < 6);
    assert_eq!(order(&window), before[1..]);
    button(&mut window, third, false);
    window.run_steps(3);
    assert_eq!(order(&window), [before[1], before[4], before[2], before[3], before[5]]);
}

#[test]
fn a_row_is_dragged_further_than_the_list_is_high() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    window.get_by_role_and_label(Role::Slider, "How many").set_value_accesskit(8.0);
    window.run_steps(3);
    press(&mut window, Modifiers::COMMAND, Key::P);
    type_prompt(&mut window, "many");
    for _ in 0..5 {
        press(&mut window, Modifiers::COMMAND, Key::Enter);
    }
    let before = order(&window);
    assert_eq!(before.len(), 40);
    open_panel(&mut window);
    let first = row(&window, 1);
    let below = Pos2::new(first.x, 760.0);
    hold(&mut window, first, below);
    window.run_steps(60);
    button(&mut window, below, false);
    window.run_steps(3);
    assert_eq!((order(&window).last(), order(&window).len()), (Some(&before[0]), 40));
}
