//! A window as a screen reader sees it, on a folder of its own, with the words that the tests are written in.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use easel::{App, Dialogs};
use eframe::egui::{Event, Key, Modifiers, PointerButton, accesskit::Role, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use engine::{Address, DataFolder, JobState, Language, Means, Outside, Session, Settings, Timeouts};

use crate::keychain::TestKeychain;

pub(crate) type Window = Harness<'static, App>;

/// Not the first run, whatever language the computer speaks and whatever fonts it has.
pub(crate) fn settings() -> Settings {
    Settings { welcomed: true, told_of_fonts: true, language: Language::English, ..Settings::default() }
}

pub(crate) fn open(dir: &Path) -> Window {
    let mut window = open_with(dir, settings());
    until(&mut window, "recovered", |app| app.session().state().indexing.is_none());
    window
}

/// With the settings that the last window left.
pub(crate) fn reopen(dir: &Path) -> Window {
    reopen_in(dir, TestKeychain::default())
}

/// The same, with this keychain.
pub(crate) fn reopen_in(dir: &Path, keychain: TestKeychain) -> Window {
    let settings = Settings::load(DataFolder::open(Some(dir)).unwrap().settings());
    let mut window = open_in(dir, settings, keychain, "127.0.0.1:9");
    until(&mut window, "recovered", |app| app.session().state().indexing.is_none());
    window
}

/// At its very first frames.
pub(crate) fn open_with(dir: &Path, settings: Settings) -> Window {
    open_in(dir, settings, TestKeychain::default(), "127.0.0.1:9")
}

/// With this keychain, and Cloudflare at this address.
pub(crate) fn open_in(dir: &Path, settings: Settings, keychain: TestKeychain, cloudflare: &str) -> Window {
    open_outside(dir, settings, outside(keychain, cloudflare))
}

/// In this world.
pub(crate) fn open_outside(dir: &Path, settings: Settings, outside: Outside) -> Window {
    let folder = DataFolder::open(Some(dir)).unwrap();
    Harness::builder().with_size(vec2(1200.0, 800.0)).with_max_steps(30).allow_missing_glyphs().build_eframe(
        |creation| {
            let context = &creation.egui_ctx;
            let session = Session::open(folder, settings, outside, &App::waker(context)).unwrap();
            App::new(session, context, Dialogs::OwnField)
        },
    )
}

pub(crate) fn outside(keychain: TestKeychain, cloudflare: &str) -> Outside {
    let cloudflare = Address::parse(cloudflare).unwrap();
    let timeouts = Timeouts::default();
    Outside {
        show: Box::new(nothing_shown),
        keychain: Box::new(keychain),
        cloudflare,
        timeouts,
        means: Means::default(),
    }
}

/// In place of the system's file manager, which no test may start: says what it was asked for, as a fault.
fn nothing_shown(path: &Path) -> std::io::Result<()> {
    Err(std::io::Error::other(format!("asked to show {}", path.display())))
}

/// Runs frames until `done`; work runs on other threads meanwhile.
pub(crate) fn until(window: &mut Window, what: &str, done: impl Fn(&App) -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        window.run_steps(1);
        if done(window.state()) {
            // What came is drawn.
            window.run_steps(3);
            return;
        }
        assert!(Instant::now() < end, "never {what}: {:#?}", window.state().session().state());
        std::thread::sleep(Duration::from_millis(10));
    }
}

pub(crate) fn pictures(window: &Window) -> usize {
    window.state().session().state().gallery.pictures().len()
}

pub(crate) fn until_pictures(window: &mut Window, count: usize) {
    until(window, "made", |app| {
        let gallery = &app.session().state().gallery;
        gallery.pictures().len() == count && gallery.jobs().is_empty()
    });
}

pub(crate) fn type_prompt(window: &mut Window, prompt: &str) {
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "Prompt");
    field.focus();
    field.type_text(prompt);
    window.run_steps(3);
}

/// Until one of them has failed.
pub(crate) fn until_failed(window: &mut Window) {
    until(window, "failed", |app| {
        let jobs = app.session().state().gallery.jobs();
        jobs.iter().any(|job| matches!(job.state, JobState::Failed(_)))
    });
}

/// Puts a file where the library writes what arrives: until it is removed, no picture can be kept.
pub(crate) fn block_library(window: &Window) -> PathBuf {
    let incoming = window.state().session().folder().library().root.join(".incoming");
    std::fs::remove_dir(&incoming).unwrap();
    std::fs::write(&incoming, "a file where the folder was").unwrap();
    incoming
}

/// Small pictures: a click on the height's left end would do, its number is quicker.
pub(crate) fn small(window: &mut Window) {
    for side in ["Width", "Height"] {
        window.get_by_role_and_label(Role::Slider, side).set_value_accesskit(256.0);
        window.run_steps(3);
    }
}

/// Eight of the largest, which keep the painter at work for a while.
pub(crate) fn ask_for_eight(window: &mut Window) {
    type_prompt(window, "many");
    for (slider, value) in [("Width", 1920.0), ("Height", 1920.0), ("How many", 8.0)] {
        window.get_by_role_and_label(Role::Slider, slider).set_value_accesskit(value);
        window.run_steps(3);
    }
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run_steps(3);
}

/// Twice on a tile, in one frame: frames of the harness are a quarter of a second.
pub(crate) fn double_click(window: &mut Window, name: &str) {
    let pos = window.get_by_role_and_label(Role::ListBoxOption, name).rect().center();
    let press =
        |pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    let events = [Event::PointerMoved(pos), press(true), press(false), press(true), press(false)];
    window.input_mut().events.extend(events);
    window.run_steps(4);
}

/// Pictures of another program, each of so many days ago, in this time zone: `0-0.png`, `0-1.png`, … of today, newest
/// first; `1-0.png` of yesterday.
pub(crate) fn shelve(dir: &Path, days: &[(i64, usize)]) {
    let library = dir.join("library");
    std::fs::create_dir_all(&library).unwrap();
    let icon = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/icon.png");
    let midnight = jiff::Zoned::now().start_of_day().unwrap();
    for (day, count) in days {
        for n in 0..*count {
            let file = library.join(format!("{day}-{n}.png"));
            std::fs::copy(&icon, &file).unwrap();
            let after = jiff::Span::new().milliseconds(i64::try_from(count - n).unwrap());
            let made = midnight.checked_sub(jiff::Span::new().days(*day)).unwrap().checked_add(after).unwrap();
            let made = made.timestamp();
            std::fs::File::options().write(true).open(&file).unwrap().set_modified(made.into()).unwrap();
        }
    }
}
