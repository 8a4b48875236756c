//! Every screen and state that the window has, each set up from nothing: for the snapshots and for the test that reads all
//! words.

use std::path::Path;

use contract::Record;
use easel::Tongue;
use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use engine::JobState;
use jiff::Timestamp;
use library::{Library, Meta, PictureId, Places};

use crate::desk::{self, Window, until};

/// A prompt in another language, so that no screen is tried with one alone.
pub(crate) const PROMPTS: [&str; 3] = ["a red fox in the snow", "月光下的湖", "holiday"];

/// What else is the user's own, or a name, on these screens.
pub(crate) const DATA: [&str; 5] = ["long ", "https://easel.example", ".png", "https://", "简体中文"];

/// One screen. `set_up`: from the window as it opens.
pub(crate) struct Screen {
    pub(crate) name: &'static str,
    /// Pictures that are there before the window opens.
    pub(crate) pictures: bool,
    pub(crate) set_up: fn(&mut Window),
}

/// All of them.
pub(crate) const SCREENS: &[Screen] = &[
    Screen { name: "empty", pictures: false, set_up: |_| {} },
    Screen { name: "problems", pictures: false, set_up: problems },
    Screen { name: "gallery", pictures: true, set_up: |_| {} },
    Screen { name: "selection", pictures: true, set_up: selection },
    Screen { name: "under_way", pictures: false, set_up: under_way },
    Screen { name: "failed", pictures: false, set_up: failed },
    Screen { name: "viewer", pictures: true, set_up: viewer },
    Screen { name: "save", pictures: true, set_up: save },
    Screen { name: "palette", pictures: true, set_up: |window| press(window, Modifiers::COMMAND, Key::K) },
    Screen { name: "shortcuts", pictures: true, set_up: |window| press(window, Modifiers::NONE, Key::F1) },
];

/// The window at this screen. It speaks English until it is there, and then `tongue`.
pub(crate) fn open(screen: &Screen, dir: &Path, tongue: Tongue) -> Window {
    if screen.pictures {
        shelve(dir);
    }
    let mut window = desk::open(dir);
    (screen.set_up)(&mut window);
    window.state_mut().speak(tongue);
    window.run_steps(4);
    window
}

/// Three pictures of long ago: one of FLUX's, one of the painter's, one of another program. The index is made by the window.
fn shelve(dir: &Path) {
    let (root, elsewhere) = (dir.join("library"), tempfile::tempdir().unwrap());
    let (index, thumbnails) = (elsewhere.path().join("index.db"), elsewhere.path().join("thumbnails"));
    let places = Places { root: root.clone(), index, thumbnails };
    let (mut library, _) = Library::open(places).unwrap();
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/icon.png");
    let bytes = std::fs::read(&picture).unwrap();
    for (day, model, by) in [(1, "flux-2-klein-9b", "https://easel.example"), (2, "painter", "Easel's painter")] {
        let made: Timestamp = format!("2020-01-0{day}T12:00:00Z").parse().unwrap();
        let record = Record {
            prompt: PROMPTS[day - 1].to_owned(),
            width: 256,
            height: 256,
            dimensions: "256x256".to_owned(),
            model: model.to_owned(),
            seed: Some(7),
            steps: Some(4),
            guidance: Some(3.5),
            negative_prompt: None,
            content_type: None,
            neurons: Some(104.2),
            translated_prompt: None,
        };
        let id = PictureId::new(made, day as u64);
        let meta = Meta { id, made, record, by: by.to_owned(), job: String::new(), estimate: Some(104.0) };
        library.add(&bytes, &meta).unwrap();
    }
    std::fs::copy(&picture, root.join("holiday.png")).unwrap();
}

pub(crate) fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(4);
}

fn problems(window: &mut Window) {
    desk::type_prompt(window, &"long ".repeat(500));
}

/// The newest picture is the cursor, and all are selected.
fn selection(window: &mut Window) {
    window.get_by_label(PROMPTS[1]).focus();
    window.run_steps(2);
    press(window, Modifiers::COMMAND, Key::A);
}

fn under_way(window: &mut Window) {
    desk::type_prompt(window, PROMPTS[0]);
    for (slider, value) in [("Width", 1920.0), ("Height", 1088.0), ("How many", 3.0)] {
        window.get_by_role_and_label(Role::Slider, slider).set_value_accesskit(value);
        window.run_steps(3);
    }
    press(window, Modifiers::COMMAND, Key::Enter);
}

fn failed(window: &mut Window) {
    let incoming = window.state().session().folder().library().root.join(".incoming");
    std::fs::remove_dir(&incoming).unwrap();
    std::fs::write(&incoming, "a file where the folder was").unwrap();
    desk::type_prompt(window, PROMPTS[0]);
    desk::small(window);
    press(window, Modifiers::COMMAND, Key::Enter);
    until(window, "failed", |app| {
        let jobs = app.session().state().gallery.jobs();
        jobs.iter().any(|job| matches!(job.state, JobState::Failed(_)))
    });
}

fn viewer(window: &mut Window) {
    window.get_by_label(PROMPTS[0]).focus();
    window.run_steps(2);
    press(window, Modifiers::NONE, Key::Enter);
    until(window, "described", |app| app.session().state().open.as_ref().is_some_and(|open| open.meta.is_some()));
}

fn save(window: &mut Window) {
    viewer(window);
    press(window, Modifiers::COMMAND, Key::S);
}
