//! The window, by `egui_kittest`: found by what a screen reader says, driven by mouse and keys, without a display.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use easel::{App, Dialogs};
use eframe::egui::{self, Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use engine::{ConnectionId, DataFolder, JobState, Notice, Seed, Session, Settings};
use home::{BuiltIn, Socket};

type Window = Harness<'static, App>;

fn open(dir: &Path) -> Window {
    let folder = DataFolder::open(Some(dir)).unwrap();
    let mut window =
        Harness::builder().with_size(vec2(1200.0, 800.0)).with_max_steps(30).allow_missing_glyphs().build_eframe(
            |creation| {
                let context = &creation.egui_ctx;
                let session = Session::open(folder, Settings::default(), &App::waker(context)).unwrap();
                App::new(session, context, Dialogs::OwnField)
            },
        );
    until(&mut window, "recovered", |app| app.session().state().indexing.is_none());
    window
}

/// Runs frames until `done`; work runs on other threads meanwhile.
fn until(window: &mut Window, what: &str, done: impl Fn(&App) -> bool) {
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

fn pictures(window: &Window) -> usize {
    window.state().session().state().gallery.pictures().len()
}

fn until_pictures(window: &mut Window, count: usize) {
    until(window, "made", |app| {
        let gallery = &app.session().state().gallery;
        gallery.pictures().len() == count && gallery.jobs().is_empty()
    });
}

fn type_prompt(window: &mut Window, prompt: &str) {
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "Prompt");
    field.focus();
    field.type_text(prompt);
    window.run_steps(3);
}

/// Small pictures: a click on the height's left end would do, its number is quicker.
fn small(window: &mut Window) {
    for side in ["Width", "Height"] {
        window.get_by_role_and_label(Role::Slider, side).set_value_accesskit(256.0);
        window.run_steps(3);
    }
}

#[test]
fn the_main_job_by_mouse_and_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    window.get_by_label("No pictures yet. Type a prompt on the left, then press Generate.");
    // The caret is in the prompt: nothing was clicked yet.
    assert!(window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").is_focused());
    type_prompt(&mut window, "a red boat");
    window.get_by_label("10 / 2000");
    small(&mut window);
    window.get_by_label("Generate").click();
    until_pictures(&mut window, 1);
    window.get_by_role_and_label(Role::Button, "a red boat");
    window.get_by_label("1 picture");

    // Again by keys alone; and Enter by itself never sends.
    window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").focus();
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(3);
    assert_eq!((pictures(&window), window.state().session().state().gallery.len()), (1, 1));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 2);
}

#[test]
fn a_slider_stops_at_both_ends_and_a_typed_number_is_snapped_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let slider = window.get_by_role_and_label(Role::Slider, "Width").rect();
    for (to, side) in [(slider.right() + 300.0, 1920), (slider.left() - 300.0, 256)] {
        window.drag_at(slider.center());
        window.run_steps(2);
        window.hover_at(egui::pos2(to, slider.center().y));
        window.run_steps(2);
        window.drop_at(egui::pos2(to, slider.center().y));
        window.run_steps(3);
        assert_eq!(window.state().session().state().draft.width, side);
    }
    for (typed, kept) in [("1000", 992), ("5000", 1920), ("3", 256)] {
        type_number(&mut window, "Width", typed);
        window.key_press(Key::Enter);
        window.run_steps(4);
        assert_eq!(window.state().session().state().draft.width, kept, "{typed}");
        window.get_by_label(&format!("{typed} was changed to {kept}: 256 to 1920, in steps of 16."));
    }
}

/// Clicks into a number and types another, without leaving it.
fn type_number(window: &mut Window, name: &str, number: &str) {
    window.get_by_role_and_label(Role::SpinButton, name).click();
    window.run_steps(3);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text(number.to_owned()));
    window.run_steps(2);
}

#[test]
fn a_number_that_is_still_being_typed_counts_when_generate_is_pressed() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "wide");
    small(&mut window);
    type_number(&mut window, "Width", "512");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    let size = window.state().session().state().gallery.pictures().first().unwrap().size;
    assert_eq!((size.width, size.height), (512, 256));
}

#[test]
fn a_fixed_seed_is_chosen_by_unticking_random() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "again");
    small(&mut window);
    assert_eq!(window.query_all_by_role_and_label(Role::SpinButton, "Seed").count(), 0);
    window.get_by_label("Random seed").click();
    window.run_steps(4);
    type_number(&mut window, "Seed", "777");
    assert_eq!(window.state().session().state().draft.seed, Seed::Fixed(777));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    window.get_by_role_and_label(Role::Button, "again").click();
    until(&mut window, "read", |app| app.session().state().open.as_ref().is_some_and(|opened| opened.meta.is_some()));
    window.get_by_label("777");
}

#[test]
fn a_picture_that_is_not_wanted_after_all_is_cancelled_in_its_tile() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "many");
    for (slider, value) in [("Width", 1920.0), ("Height", 1920.0), ("How many", 8.0)] {
        window.get_by_role_and_label(Role::Slider, slider).set_value_accesskit(value);
        window.run_steps(3);
    }
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run_steps(3);
    assert_eq!(window.state().session().state().gallery.len(), 8);
    // The first tile is the last in the queue.
    window.get_all_by_label("Cancel").next().unwrap().click();
    until(&mut window, "cancelled", |app| app.session().state().gallery.len() == 7);
}

#[test]
fn a_picture_of_another_program_is_called_by_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("library");
    std::fs::create_dir(&library).unwrap();
    let icon = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/icon.png");
    std::fs::copy(icon, library.join("holiday.png")).unwrap();
    let window = open(folder.path());
    window.get_by_role_and_label(Role::Button, "holiday.png");
}

#[test]
fn what_tab_reaches_is_scrolled_into_view() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    window.set_size(vec2(900.0, 400.0));
    window.run_steps(3);
    let bottom = |window: &Window| window.get_by_label("Add a service…").rect().bottom();
    assert!(bottom(&window) > 400.0, "{}", bottom(&window));
    window.get_by_label("Add a service…").focus();
    window.run_steps(20);
    assert!(bottom(&window) < 400.0, "{}", bottom(&window));
}

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

    window.get_by_role_and_label(Role::Button, "first second").click();
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

#[test]
fn nothing_is_sent_while_an_input_method_composes() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "a ");
    let compose =
        |text: &str| egui::Event::Ime(egui::ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
    window.event(compose("ねk"));
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run_steps(3);
    let state = window.state().session().state();
    assert_eq!((state.draft.prompt.as_str(), state.gallery.len()), ("a ", 0));

    window.event(egui::Event::Ime(egui::ImeEvent::Commit("猫".to_owned())));
    window.run_steps(3);
    assert_eq!(window.state().session().state().draft.prompt, "a 猫");
}

#[test]
fn a_composition_that_is_clicked_away_is_over_though_no_event_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    small(&mut window);
    let compose = |window: &mut Window, text: &str| {
        let text = text.to_owned();
        window.event(egui::Event::Ime(egui::ImeEvent::Preedit { text, active_range_chars: None }));
        window.run_steps(2);
    };
    type_prompt(&mut window, "a ");
    compose(&mut window, "ねk");
    window.get_by_label("Random seed").click();
    window.run_steps(4);
    assert_eq!(window.state().session().state().draft.prompt, "a ねk");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    window.get_by_role_and_label(Role::Button, "a ねk");

    // The button sends what stands in the field, not what stood there before the composition.
    type_prompt(&mut window, "!");
    compose(&mut window, "いn");
    let shown = window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").value().unwrap();
    assert!(shown.contains("いn"), "{shown}");
    window.get_by_label("Generate").click();
    until_pictures(&mut window, 2);
    window.get_by_role_and_label(Role::Button, &shown);
}

#[test]
fn a_prompt_that_is_too_long_says_so_and_cannot_be_sent() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, &"x".repeat(2001));
    window.get_by_label("2001 / 2000");
    window.get_by_label("Prompt has 2001 characters; the most is 2000.");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run_steps(3);
    assert!(window.state().session().state().gallery.is_empty());
}

#[test]
fn a_failed_picture_says_why_in_its_tile_and_is_tried_again_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let incoming = folder.path().join("library/.incoming");
    std::fs::remove_dir(&incoming).unwrap();
    std::fs::write(&incoming, "a file where the folder was").unwrap();
    type_prompt(&mut window, "held");
    small(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until(&mut window, "failed", |app| {
        let jobs = app.session().state().gallery.jobs();
        jobs.iter().any(|job| matches!(job.state, JobState::Failed(_)))
    });
    window.get_by_label("Not made");
    std::fs::remove_file(&incoming).unwrap();
    window.get_by_label("Retry").click();
    until_pictures(&mut window, 1);
    assert_eq!(window.query_all_by_label("Not made").count(), 0);
}

/// A service on a loopback socket, until the test's process ends. Its address.
fn serve(state: PathBuf, key: contract::Key) -> String {
    let (sender, receiver) = std::sync::mpsc::sync_channel(1);
    let thread = std::thread::Builder::new().name("service".to_owned());
    let served = thread.spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let home = BuiltIn::open(&state).unwrap();
            let socket = Socket::bind(0).await.unwrap();
            sender.send(socket.address()).unwrap();
            socket.serve(&home, key, std::future::pending()).await.unwrap();
        });
    });
    served.unwrap();
    format!("http://{}", receiver.recv().unwrap())
}

fn type_service(window: &mut Window, role: Role, name: &str, text: &str) {
    window.get_by_role_and_label(role, name).focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text(text.to_owned()));
    window.run_steps(2);
}

#[test]
fn a_service_that_refuses_leaves_the_form_as_it_was_and_one_that_answers_closes_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    window.get_by_label("Add a service…").click();
    window.run_steps(4);
    assert!(window.get_by_role_and_label(Role::TextInput, "Address").is_focused());
    type_service(&mut window, Role::TextInput, "Address", "http://127.0.0.1:9");
    type_service(&mut window, Role::PasswordInput, "Key", "sesame");
    window.get_by_role_and_label(Role::Button, "Connect").click();
    until(&mut window, "refused", |app| app.session().state().notice.is_some());
    assert_eq!(window.query_all_by_label_contains("sesame").count(), 0);
    assert_eq!(window.get_by_role_and_label(Role::TextInput, "Address").value().unwrap(), "http://127.0.0.1:9");
    let Some(Notice::Trouble(failure)) = window.state().session().state().notice.clone() else { unreachable!() };
    // Without its first letter, which is a capital there. It stands in the form and in the status bar.
    let reason = failure.message.get(1..).unwrap();
    assert_eq!(window.query_all_by_label_contains(reason).count(), 2, "{reason}");

    let address = serve(folder.path().join("other.db"), contract::Key::parse("sesame").unwrap());
    type_service(&mut window, Role::TextInput, "Address", &address);
    window.get_by_role_and_label(Role::Button, "Connect").click();
    until(&mut window, "connected", |app| app.session().state().current != ConnectionId::BUILT_IN);
    assert_eq!(window.query_all_by_role_and_label(Role::TextInput, "Address").count(), 0);
    window.get_by_label("Dismiss").click();
    window.run_steps(3);
    assert!(window.state().session().state().notice.is_none());

    // And back to the painter.
    window.get_by_role_and_label(Role::ComboBox, "Connection").click();
    window.run_steps(4);
    window.get_by_label("Built-in painter").click();
    window.run_steps(4);
    assert_eq!(window.state().session().state().current, ConnectionId::BUILT_IN);
}

#[test]
fn an_idle_window_asks_for_no_frames() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "quiet");
    small(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    window.input_mut().focused = true;
    let wants_a_frame = |window: &Window| {
        let delays = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay);
        delays.min().is_none_or(|delay| delay != Duration::MAX)
    };
    // Thumbnails arrive; then it is still, and stays so. (The harness stops carets by itself; that ours does not blink is seen
    // by `cargo xtask check window`.)
    let end = Instant::now() + Duration::from_secs(60);
    let mut still = 0;
    while still < 20 {
        window.run_steps(1);
        still = if wants_a_frame(&window) { 0 } else { still + 1 };
        assert!(Instant::now() < end, "it never rests");
        std::thread::sleep(Duration::from_millis(5));
    }
}
