//! Whatever may be pasted as a prompt: too much of it, one word of it, any script, and what is no text at all.

use eframe::egui::{Event, Key, Modifiers, Rect, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::desk::{Window, open};

fn paste(window: &mut Window, text: &str) {
    window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(Event::Paste(text.to_owned()));
    window.run_steps(4);
}

fn prompt(window: &Window) -> &str {
    &window.state().session().state().draft.prompt
}

/// Of the button below the field, which stays where it is whatever is pasted.
fn below(window: &Window) -> Rect {
    window.get_by_role_and_label(Role::ComboBox, "Model").rect()
}

#[test]
fn a_huge_text_is_cut_and_says_so_and_one_long_word_widens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let before = below(&window);
    paste(&mut window, &"x".repeat(2000));
    assert_eq!(below(&window), before);
    window.get_by_label("2000 / 2000");
    assert!(!window.get_by_label("Generate").accesskit_node().is_disabled());

    paste(&mut window, &"many words ".repeat(20_000));
    assert_eq!(prompt(&window).chars().count(), 6_000);
    window.get_by_label("6000 / 2000");
    window.get_by_label("This field holds at most 6000 characters.");
    window.get_by_label("Prompt has 6000 characters; the most is 2000.");
    assert!(window.get_by_label("Generate").accesskit_node().is_disabled());
    assert_eq!(below(&window).x_range(), before.x_range());
    // It is cut down by the same keys as any text.
    paste(&mut window, "short");
    assert_eq!((prompt(&window), below(&window)), ("short", before));
}

#[test]
fn every_script_is_taken_as_it_is_and_what_cannot_be_seen_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    for text in ["قطة على سطح أحمر", "חתול על גג", "👩‍👩‍👧‍👦🏳️‍🌈 a family", "一只猫在屋顶上", "a\nb\tc"]
    {
        paste(&mut window, text);
        assert_eq!(prompt(&window), text);
    }
    paste(&mut window, "a\0b\u{1b}[31mc\r\nd\u{7f}");
    assert_eq!(prompt(&window), "ab[31mc\nd");
}
