//! Models to choose: what is said of each, and that only the settings that the chosen one has are there.

use contract::model::CATALOGUE;
use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use serde_json::json;

use super::type_number;
use crate::{
    connections::{connect_all_models, saying},
    desk::{Window, open},
    rewriting::on_worker,
    screens::press,
};

pub(crate) fn choose(window: &mut Window, model: &str) {
    open_list(window);
    let row = format!("{model} · ");
    window.get_by_label_contains(&row).scroll_to_me();
    window.run_steps(20);
    window.get_by_label_contains(&row).click();
    window.run_steps(4);
    assert_eq!(window.state().session().state().draft.model.name, model);
}

pub(crate) fn open_list(window: &mut Window) {
    window.get_by_role_and_label(Role::ComboBox, "Model").scroll_to_me();
    window.run_steps(20);
    window.get_by_role_and_label(Role::ComboBox, "Model").click();
    window.run_steps(4);
}

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label(label).count() > 0
}

const STEPS: &str = "Steps: Set by the model";
const GUIDANCE: &str = "Guidance: Set by the model";
const NOT_HONOURED: &str = "This model draws a different picture each time, even with the same seed.";
const UNKNOWN: &str = "It is not known whether this model draws the same picture again from the same seed.";

#[test]
fn only_the_settings_of_the_chosen_model_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_all_models(&mut window);
    // Steps, guidance, negative prompt, random seed, and the two notes on the seed.
    for (model, expected) in [
        ("FLUX.2 klein 4B", [false, true, false, true, true, false]),
        ("FLUX.2 klein 9B", [false, true, false, true, false, false]),
        ("FLUX.2 dev", [true, true, false, true, false, true]),
        ("FLUX.1 schnell", [true, false, false, false, false, false]),
        ("Leonardo Phoenix 1.0", [true, true, true, true, false, false]),
    ] {
        choose(&mut window, model);
        let there = [STEPS, GUIDANCE, "Negative prompt", "Random seed", NOT_HONOURED, UNKNOWN];
        assert_eq!(there.map(|label| has(&window, label)), expected, "{model}");
    }
}

#[test]
fn the_list_says_what_one_chooses_by_and_why_a_model_cannot_be_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_all_models(&mut window);
    open_list(&mut window);
    window.get_by_label(
        "FLUX.2 klein 4B · Everyday pictures, fast and cheap · ≈ 104 neurons, $0.0011 · 2 to 28 s · sides 256 to 1920, \
         multiples of 16",
    );
    window.get_by_label("FLUX.1 schnell · Quick sketches · ≈ 173 neurons, $0.0019 · 1024×1024 only");
    let row = window.get_by_label_contains("(from a picture) · ");
    let said = row.accesskit_node().label().unwrap();
    assert!(said.contains("Free") && said.contains("Needs a picture to begin with."), "{said}");
    assert!(row.accesskit_node().is_disabled());

    // By keys: down to the next one.
    window.key_press(Key::Escape);
    window.run_steps(4);
    window.get_by_role_and_label(Role::ComboBox, "Model").focus();
    window.run_steps(3);
    for key in [Key::Space, Key::ArrowDown, Key::ArrowDown, Key::Enter] {
        window.key_press(key);
        window.run_steps(4);
    }
    assert_eq!(window.state().session().state().draft.model.id, "flux-2-klein-9b");
    assert_eq!(window.query_all_by_label_contains("FLUX.2 klein 4B · ").count(), 0);
    assert!(window.get_by_role_and_label(Role::ComboBox, "Model").is_focused());
}

#[test]
fn steps_guidance_and_the_negative_prompt_are_changed_and_left_to_the_model_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    window.set_size(eframe::egui::vec2(1200.0, 1400.0));
    connect_all_models(&mut window);
    choose(&mut window, "FLUX.2 dev");
    window.get_by_label("≈ 7500 neurons, $0.0825");
    for label in [STEPS, GUIDANCE] {
        window.get_by_label(label).click();
        window.run_steps(4);
    }
    type_number(&mut window, "Steps", "10");
    window.key_press(Key::Enter);
    window.run_steps(4);
    window.get_by_role_and_label(Role::Slider, "Guidance").set_value_accesskit(6.5);
    window.run_steps(4);
    let draft = &window.state().session().state().draft;
    assert_eq!((draft.steps, draft.guidance), (Some(10), Some(6.5)));
    window.get_by_label("≈ 1500 neurons, $0.0165");
    window.get_by_label(STEPS).click();
    window.run_steps(4);
    assert_eq!(window.state().session().state().draft.steps, None);

    choose(&mut window, "Leonardo Phoenix 1.0");
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "Negative prompt");
    field.focus();
    field.type_text(&"n".repeat(2001));
    window.run_steps(3);
    window.get_by_label("Negative prompt has 2001 characters; the most is 2000.");
}

#[test]
fn neurons_are_explained_to_who_asks_by_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_all_models(&mut window);
    window.get_by_role_and_label(Role::Button, "What neurons are").focus();
    window.run_steps(3);
    assert_eq!(window.query_all_by_label_contains("10,000 a day are free").count(), 0);
    window.key_press(Key::Space);
    window.run_steps(4);
    window.get_by_label_contains("10,000 a day are free");
    window.key_press(Key::Escape);
    window.run_steps(4);
    assert_eq!(window.query_all_by_label_contains("10,000 a day are free").count(), 0);
}

#[test]
fn models_that_a_worker_has_not_are_grey_and_those_that_nobody_knows_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let klein = CATALOGUE.iter().find(|model| model.id == "flux-2-klein-4b").unwrap();
    let here = json!({"models": [klein, {"id": "of-tomorrow"}, {"id": "of-the-day-after"}]});
    on_worker(&mut window, &saying(here));
    open_list(&mut window);
    let row = |window: &Window, name: &str| {
        let row = format!("{name} · ");
        let node = window.get_by_label_contains(&row);
        let node = node.accesskit_node();
        (node.is_disabled(), node.label().unwrap().ends_with(" · Not on this connection"))
    };
    assert_eq!(row(&window, "FLUX.2 klein 4B"), (false, false));
    assert_eq!(row(&window, "FLUX.2 klein 9B"), (true, true));
    let more = "This connection has 2 more models, which this version of Easel does not know.";
    let list = window.get_by_label_contains("FLUX.2 klein 9B · ").rect();
    assert!(window.get_by_label(more).rect().right() <= list.right(), "the list is as wide as its rows");
    press(&mut window, Modifiers::NONE, Key::Escape);
    choose(&mut window, "FLUX.2 klein 4B");
}
