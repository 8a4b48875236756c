//! The page of a deployment: from a token to a first picture by keys alone, against the stand-in for Cloudflare; what is asked, what
//! is said when a permission lacks, and the way back.

use std::{path::Path, sync::Arc};

use easel::Tongue;
use eframe::egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;
use engine::{
    ConnectionId, Outside,
    deploy::{Deployment, Phase, Progress, Step},
};
use fake::{FIRST, Fake, Fault, token};

use crate::{
    connections::{click, says, state, type_into},
    desk::{Window, open_outside, outside, pictures, settings, until, until_pictures},
    keychain::TestKeychain,
    own_worker::{cloudflare, keys, means},
    palette::{open_palette, type_text},
    words,
};

const LABEL: &str = "Deploy your own Worker…";

struct Ground {
    folder: tempfile::TempDir,
    fake: Arc<Fake>,
    keychain: TestKeychain,
}

impl Ground {
    fn new() -> Self {
        let ground =
            Self { folder: tempfile::tempdir().unwrap(), fake: cloudflare(), keychain: TestKeychain::default() };
        ground.fake.set_subdomain(FIRST, Some("studio"));
        ground
    }

    fn open(&self) -> Window {
        let means = means(&self.folder.path().join("worker-bundle"));
        open_with(self.folder.path(), Outside { means, ..outside(self.keychain.clone(), &self.fake.rest()) })
    }
}

fn open_with(folder: &Path, outside: Outside) -> Window {
    let mut window = open_outside(&folder.join("data"), settings(), outside);
    until(&mut window, "recovered", |app| app.session().state().indexing.is_none());
    window
}

fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    window.run_steps(4);
}

fn open_page(window: &mut Window) {
    open_palette(window);
    type_text(window, LABEL);
    press(window, Key::Enter);
}

fn until_deployment(window: &mut Window, what: &str, is: impl Fn(&Deployment) -> bool) {
    until(window, what, |app| app.session().state().deployment.as_ref().is_some_and(&is));
    window.run_steps(4);
}

fn until_phase(window: &mut Window, phase: Phase) {
    until_deployment(window, &format!("{phase:?}"), |deployment| deployment.phase() == phase);
}

/// Into what has the keyboard.
fn paste(window: &mut Window, text: &str) {
    window.event(eframe::egui::Event::Paste(text.to_owned()));
    window.run_steps(2);
}

fn has_keyboard(window: &Window, role: Role, name: &str) -> bool {
    window.get_by_role_and_label(role, name).is_focused()
}

#[test]
fn a_token_becomes_a_worker_and_a_first_picture_by_keys_alone() {
    let ground = Ground::new();
    ground.fake.set_subdomain(FIRST, None);
    let mut window = ground.open();
    open_page(&mut window);
    assert!(has_keyboard(&window, Role::PasswordInput, "API token"));
    for words in ["Account · Workers Scripts · Edit", "Account · Workers KV Storage · Edit", "costs nothing"] {
        assert!(says(&window, words), "{words}");
    }
    paste(&mut window, &format!("  {}\n", token::DEPLOYER));
    press(&mut window, Key::Enter);
    until_phase(&mut window, Phase::Plan);
    assert!(says(&window, "A KV namespace, easel-usage") && says(&window, "free on Cloudflare's free plan"));
    // The account has no subdomain: it is asked for, and told what is wrong with the first one.
    assert!(has_keyboard(&window, Role::TextInput, "Your subdomain of workers.dev"));
    for wrong in ["Studio", "studio"] {
        window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        window.event(eframe::egui::Event::Text(wrong.to_owned()));
        window.run_steps(2);
        press(&mut window, Key::Enter);
        assert_eq!(says(&window, "A name has 1 to 63 small letters"), wrong == "Studio");
    }
    until_phase(&mut window, Phase::Done);
    assert!(says(&window, "Your Worker is there, and in use.") && says(&window, "The token is forgotten."));
    assert!(says(&window, "Upload of the Worker: done"));
    let told = words::all(&window).join("\n") + &format!("{:?}", state(&window));
    assert!(!told.contains(token::DEPLOYER) && !told.contains(&keys(&ground.fake)[0]), "{told}");
    assert!(has_keyboard(&window, Role::Button, "Make a first picture"));
    press(&mut window, Key::Enter);
    until_pictures(&mut window, 1);
    assert_eq!(state(&window).gallery.pictures()[0].model.as_ref(), contract::model::CATALOGUE[0].id);
    assert_eq!(ground.keychain.keys(), keys(&ground.fake));
}

#[test]
fn a_token_without_a_permission_is_told_which_and_the_next_one_goes_on() {
    let ground = Ground::new();
    let mut window = ground.open();
    open_page(&mut window);
    press(&mut window, Key::Enter);
    assert!(says(&window, "This is needed too."), "nothing was typed");
    type_into(&mut window, Role::PasswordInput, "API token", token::WITHOUT_SCRIPTS);
    press(&mut window, Key::Enter);
    until_deployment(&mut window, "refused", |deployment| deployment.failure().is_some());
    assert!(says(&window, "permission Workers Scripts · Edit on this account"));
    assert!(has_keyboard(&window, Role::PasswordInput, "API token"));
    type_into(&mut window, Role::PasswordInput, "API token", token::WITHOUT_KV);
    press(&mut window, Key::Enter);
    until_phase(&mut window, Phase::Plan);
    click(&mut window, "Deploy");
    until_deployment(&mut window, "refused", |deployment| deployment.failure().is_some());
    assert!(says(&window, "Subdomain of workers.dev: done") && says(&window, "KV namespace: failed"));
    assert!(says(&window, "What is done stays at Cloudflare"));
    type_into(&mut window, Role::PasswordInput, "API token", token::DEPLOYER);
    press(&mut window, Key::Enter);
    until_phase(&mut window, Phase::Done);
}

#[test]
fn what_failed_is_taken_up_again_and_whoever_leaves_is_told_what_stays() {
    let ground = Ground::new();
    ground.fake.answer_deploy(fake::Step::Upload, Fault::NotJson);
    ground.fake.answer_deploy(fake::Step::SetSecret, Fault::NotJson);
    let mut window = ground.open();
    open_page(&mut window);
    paste(&mut window, token::DEPLOYER);
    press(&mut window, Key::Enter);
    until_phase(&mut window, Phase::Plan);
    assert!(has_keyboard(&window, Role::Button, "Deploy"));
    press(&mut window, Key::Enter);
    let stopped = |at: Step| move |deployment: &Deployment| matches!(deployment.at(), Some((step, Progress::Failed(_))) if step == at);
    until_deployment(&mut window, "stopped", stopped(Step::Upload));
    assert!(has_keyboard(&window, Role::Button, "Take up again"));
    press(&mut window, Key::Enter);
    until_deployment(&mut window, "stopped", stopped(Step::Key));
    press(&mut window, Key::Escape);
    assert!(state(&window).deployment.is_none());
    assert!(says(&window, "This is done, and stays: Subdomain of workers.dev, KV namespace, Upload of the Worker."));
    assert_eq!((pictures(&window), state(&window).current), (0, ConnectionId::BUILT_IN));
}

/// As far as the plan, where somebody else's Worker has the usual name.
fn planned_beside_theirs(ground: &Ground) -> Window {
    ground.fake.place_worker(FIRST, "easel");
    let mut window = ground.open();
    open_page(&mut window);
    paste(&mut window, token::DEPLOYER);
    press(&mut window, Key::Enter);
    until_phase(&mut window, Phase::Plan);
    window
}

#[test]
fn somebody_elses_worker_is_left_alone_under_another_name() {
    let ground = Ground::new();
    let mut window = planned_beside_theirs(&ground);
    assert!(says(&window, "Easel has not put it there") && window.query_by_label("Deploy").is_none());
    assert!(has_keyboard(&window, Role::TextInput, "Another name"));
    press(&mut window, Key::Enter);
    assert!(says(&window, "A name has 1 to 63"));
    type_into(&mut window, Role::TextInput, "Another name", "easel-2");
    press(&mut window, Key::Enter);
    until_deployment(&mut window, "planned", Deployment::can_start);
    press(&mut window, Key::Enter);
    until_phase(&mut window, Phase::Done);
    assert_eq!(ground.fake.workers(FIRST), ["easel", "easel-2"]);
}

/// An answer that is there before the next frame shows no waiting; the keyboard goes on all the same.
#[test]
fn the_keyboard_goes_along_however_fast_an_answer_comes() {
    let ground = Ground::new();
    let mut window = planned_beside_theirs(&ground);
    type_into(&mut window, Role::TextInput, "Another name", "easel-2");
    window.key_press(Key::Enter);
    window.step();
    std::thread::sleep(std::time::Duration::from_millis(500));
    window.run_steps(4);
    assert!(has_keyboard(&window, Role::Button, "Deploy"));
}

#[test]
fn the_connections_card_changes_the_key_and_removes_it_all() {
    let ground = Ground::new();
    let mut window = ground.open();
    open_page(&mut window);
    window.get_by_label("Keep the token for updates").click();
    window.run_steps(4);
    type_into(&mut window, Role::PasswordInput, "API token", token::DEPLOYER);
    press(&mut window, Key::Enter);
    until_phase(&mut window, Phase::Plan);
    press(&mut window, Key::Enter);
    until_phase(&mut window, Phase::Done);
    assert!(says(&window, "The token is kept"));
    let first = keys(&ground.fake);
    let card = |window: &mut Window, action: &str| {
        window.key_press_modifiers(Modifiers::COMMAND, Key::Comma);
        window.run_steps(4);
        click(window, action);
        until_phase(window, Phase::Plan);
    };
    let keychain = ground.keychain.clone();
    until(&mut window, "kept", move |_| keychain.keys().len() == 2);
    card(&mut window, "Change its key…");
    click(&mut window, "Change the key");
    until_phase(&mut window, Phase::Done);
    assert!(keys(&ground.fake).len() == 1 && keys(&ground.fake) != first);

    card(&mut window, "Update the Worker…");
    assert!(says(&window, "the same as this Easel's"));
    click(&mut window, "Update");
    until_phase(&mut window, Phase::Done);

    let day = r#"{"date":"2026-11-21","count":12,"neurons":312.5,"lastUpdated":"2026-11-21T10:00:00Z"}"#;
    ground.fake.place_namespace(FIRST, "easel-usage", &[("usage:2026-11-21", day)]);
    card(&mut window, "Remove it from Cloudflare…");
    assert!(has_keyboard(&window, Role::TextInput, "Type easel to confirm"));
    for typed in ["eas", "easel"] {
        type_into(&mut window, Role::TextInput, "Type easel to confirm", typed);
        press(&mut window, Key::Enter);
        assert_eq!(says(&window, "This is not its name."), typed == "eas");
    }
    until_deployment(&mut window, "asked", |deployment| {
        matches!(deployment.at(), Some((Step::Counts, Progress::Asks(_))))
    });
    click(&mut window, "Save the counts…");
    let target = ground.folder.path().join("counts.json");
    type_into(&mut window, Role::TextInput, "Save to", target.to_str().unwrap());
    press(&mut window, Key::Enter);
    until_phase(&mut window, Phase::Done);
    assert!(target.exists() && ground.fake.workers(FIRST).is_empty());
    assert!(says(&window, "Nothing of it is left on the account."));
    assert_eq!(state(&window).connections.len(), 1);
}

#[test]
fn the_page_is_whole_in_both_languages_in_a_small_window() {
    let ground = Ground::new();
    let mut window = ground.open();
    window.set_size(vec2(800.0, 600.0));
    open_page(&mut window);
    let spoken = |window: &mut Window, english: &str, chinese: &str| {
        for (tongue, words) in [(Tongue::English, english), (Tongue::Chinese, chinese)] {
            window.state_mut().speak(tongue);
            window.run_steps(4);
            assert!(says(window, words), "{words}");
        }
        window.state_mut().speak(Tongue::Bracketed);
        window.run_steps(4);
        let known = ["Studio", "easel", FIRST.id, "studio", "workers", "dev", "usage", "http", "client"];
        for text in words::all(window) {
            let text = known.iter().fold(text, |text, known| text.replace(known, ""));
            assert_eq!(words::left(&text, ground.folder.path()), "");
        }
        window.state_mut().speak(Tongue::English);
        window.run_steps(4);
    };
    spoken(&mut window, "A token that may do this", "有相应权限的令牌");
    type_into(&mut window, Role::PasswordInput, "API token", token::DEPLOYER);
    press(&mut window, Key::Enter);
    until_phase(&mut window, Phase::Plan);
    spoken(&mut window, "What will be there", "将建立的内容");
    ground.fake.answer_deploy(fake::Step::Upload, Fault::NotJson);
    press(&mut window, Key::Enter);
    until_deployment(&mut window, "stopped", |deployment| deployment.failure().is_some());
    spoken(&mut window, "KV namespace: done", "KV 命名空间：完成");
    press(&mut window, Key::Enter);
    until_phase(&mut window, Phase::Done);
    spoken(&mut window, "Your Worker is there, and in use.", "你的 Worker 已部署，正在使用。");
}
