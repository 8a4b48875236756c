//! Screens of a prompt that is written anew, and of models that a connection has not.

use contract::model::CATALOGUE;
use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use serde_json::json;

use super::{PROMPTS, press};
use crate::{
    connections::{saying, writing},
    desk::{Window, type_prompt},
    prompt::models::open_list,
    rewriting::{on_worker, proposing, until_told},
};

fn translate(window: &mut Window) {
    type_prompt(window, PROMPTS[1]);
    press(window, Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
}

pub(in crate::screens) fn asked(window: &mut Window) {
    on_worker(window, &writing(|_| None));
    translate(window);
}

pub(in crate::screens) fn translated(window: &mut Window) {
    proposing(window, "a lake under the moon, ink wash painting", 4.5);
    translate(window);
    until_told(window);
}

pub(in crate::screens) fn enhanced(window: &mut Window) {
    proposing(window, "a red fox in deep snow", 6.75);
    type_prompt(window, PROMPTS[0]);
    press(window, Modifiers::COMMAND, Key::E);
    until_told(window);
}

pub(in crate::screens) fn taken(window: &mut Window) {
    translated(window);
    press(window, Modifiers::ALT, Key::Enter);
}

pub(in crate::screens) fn refused(window: &mut Window) {
    let body = json!({"error": {"code": "not_found", "message": "no such route", "billed": "no"}}).to_string();
    on_worker(window, &writing(move |_| Some(("404 Not Found".to_owned(), body.clone()))));
    translate(window);
    until_told(window);
}

pub(in crate::screens) fn on_generate(window: &mut Window) {
    on_worker(window, &saying(json!({"models": CATALOGUE})));
    type_prompt(window, PROMPTS[1]);
    window.get_by_role_and_label(Role::ComboBox, "On Generate").focus();
    window.run_steps(3);
    for key in [Key::Space, Key::ArrowDown, Key::ArrowDown, Key::Enter, Key::Space] {
        press(window, Modifiers::NONE, key);
    }
}

pub(in crate::screens) fn missing(window: &mut Window) {
    on_worker(window, &saying(json!({"models": [CATALOGUE.first(), {"id": "of-tomorrow"}], "text_model": null})));
    open_list(window);
}
