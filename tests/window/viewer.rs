//! One picture fills the window, and is saved from there.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use crate::desk::{double_click, open, small, type_prompt, until, until_pictures};

#[test]
fn a_picture_is_opened_looked_through_and_saved_as_png() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "first");
    small(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    type_prompt(&mut window, " second");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 2);

    double_click(&mut window, "first second");
    window.run_steps(4);
    window.get_by_label("256×256");
    window.key_press(Key::ArrowRight);
    window.run_steps(4);
    assert_eq!(window.query_all_by_label("first second").count(), 0);
    window.get_by_label("100 %").click();
    window.run_steps(3);
    // Moves the picture, and is not the arrow that goes to the newer one.
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft);
    window.run_steps(4);
    assert_eq!(window.query_all_by_label("first second").count(), 0);
    window.get_by_label("Fit").click();
    window.run_steps(3);

    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.run_steps(4);
    let field = window.get_by_role_and_label(Role::TextInput, "Save to");
    assert!(field.value().unwrap().ends_with("first.png"), "{:?}", field.value());
    window.key_press(Key::Enter);
    until(&mut window, "saved", |app| app.session().state().notice.is_some());
    let saved = folder.path().join("first.png");
    assert_eq!(&std::fs::read(saved).unwrap()[..4], b"\x89PNG");

    // The same name again is refused in the field, and Escape leaves both.
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.run_steps(4);
    window.get_by_role_and_label(Role::Button, "Save").click();
    window.run_steps(4);
    window.get_by_label("There is a file of this name already.");
    window.key_press(Key::Escape);
    window.run_steps(4);
    window.key_press(Key::Escape);
    window.run_steps(4);
    window.get_by_role_and_label(Role::MultilineTextInput, "Prompt");
}
