//! What of a prompt that was written anew stays: the answer that was refused, and each text in its picture.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use fake::{Fake, TextAnswer};

use super::{
    ENGLISH, ENHANCE, KEEP, TAKE, TRANSLATE, TYPED, button, is_in_the_prompt, keys, until_told, window_on, written,
};
use crate::{
    connections::{click, says},
    desk::{small, type_prompt, until, until_pictures},
    screens::press,
};

const ENHANCED: &str = "the sea at night, under a full moon";

#[test]
fn what_was_refused_comes_back_for_nothing_and_a_button_asks_for_another_one() {
    let (folder, cloudflare) = (tempfile::tempdir().unwrap(), Fake::start().unwrap());
    let mut window = window_on(folder.path(), &cloudflare);
    type_prompt(&mut window, TYPED);
    let price = "≈ 6 neurons, $0.0001".to_owned();
    assert_eq!(button(&window, "Translate"), (true, price.clone()));
    keys(&mut window, TRANSLATE);
    until_told(&mut window);
    keys(&mut window, KEEP);
    assert_eq!(button(&window, "Translate"), (true, "Free".to_owned()));
    keys(&mut window, TRANSLATE);
    assert!(says(&window, ENGLISH) && says(&window, "It costs nothing more."));
    assert_eq!(button(&window, "Translate"), (false, "It is there already, below.".to_owned()));
    assert_eq!((cloudflare.texts(), button(&window, "Ask for another")), (1, (true, price)));
    click(&mut window, "Ask for another");
    until_told(&mut window);
    assert!(says(&window, "It cost ") && is_in_the_prompt(&window));
    assert_eq!((cloudflare.texts(), &*written(&window)), (2, TYPED));
}

#[test]
fn a_picture_keeps_what_was_typed_and_translated_and_enhanced() {
    let folder = tempfile::tempdir().unwrap();
    let cloudflare = Fake::start().unwrap();
    let mut window = window_on(folder.path(), &cloudflare);
    small(&mut window);
    type_prompt(&mut window, TYPED);
    keys(&mut window, TRANSLATE);
    until_told(&mut window);
    keys(&mut window, TAKE);
    cloudflare.answer_text_next(TextAnswer::Exact(ENHANCED.to_owned()));
    keys(&mut window, ENHANCE);
    until_told(&mut window);
    keys(&mut window, TAKE);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    window.get_by_role_and_label(Role::ListBoxOption, ENHANCED).click_accesskit();
    until(&mut window, "read", |app| app.session().state().open.as_ref().is_some_and(|opened| opened.meta.is_some()));
    for told in ["Prompt as typed", TYPED, "Prompt in English", ENGLISH, "Prompt in English, enhanced", ENHANCED] {
        assert!(window.query_all_by_label(told).count() > 0, "{told}");
    }
}
