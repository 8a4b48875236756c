//! Another service: its form, its refusal, its models.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
};

use contract::{AccountHash, Health, Usage, model::CATALOGUE};
use eframe::egui::{self, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use engine::{Cause, ConnectionId, Kind, Notice};
use home::{BuiltIn, Settings, Socket};

use crate::{
    desk::{Window, open, until},
    palette::open_palette,
};

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
            socket.serve(&home, Settings::keyed(vec![key]), std::future::pending()).await.unwrap();
        });
    });
    served.unwrap();
    format!("http://{}", receiver.recv().unwrap())
}

/// Opens the form by its button, which may be below the panel's end.
pub(crate) fn add_a_service(window: &mut Window) {
    window.get_by_label("Add a connection…").scroll_to_me();
    window.run_steps(20);
    window.get_by_label("Add a connection…").click();
    window.run_steps(4);
}

pub(crate) fn type_service(window: &mut Window, role: Role, name: &str, text: &str) {
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
    add_a_service(&mut window);
    assert!(window.get_by_role_and_label(Role::TextInput, "Address").is_focused());
    type_service(&mut window, Role::TextInput, "Address", "http://127.0.0.1:9");
    type_service(&mut window, Role::PasswordInput, "Key", "sesame");
    window.get_by_role_and_label(Role::Button, "Connect").click();
    until(&mut window, "refused", |app| app.session().state().notice.is_some());
    assert_eq!(window.query_all_by_label_contains("sesame").count(), 0);
    assert_eq!(window.get_by_role_and_label(Role::TextInput, "Address").value().unwrap(), "http://127.0.0.1:9");
    let Some(Notice::Trouble(failure)) = window.state().session().state().notice.clone() else { unreachable!() };
    assert!(matches!(failure.cause, Cause::Service { kind: Kind::Connect, .. }), "{failure:?}");
    // It stands in the form and in the status bar.
    let reason = "http://127.0.0.1:9 could not be reached.";
    assert_eq!(window.query_all_by_label_contains(reason).count(), 2);

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
fn the_form_leaves_the_keyboard_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    for begin in [Role::MultilineTextInput, Role::CheckBox] {
        window.get_by_role(begin).focus();
        window.run_steps(2);
        open_palette(&mut window);
        for key in [None, Some(Key::Enter), Some(Key::Escape)] {
            match key {
                None => window.event(egui::Event::Text("Add a connection".to_owned())),
                Some(key) => window.key_press(key),
            }
            window.run_steps(4);
        }
        assert_eq!(window.query_all_by_role(Role::PasswordInput).count(), 0);
        assert!(window.get_by_role(begin).is_focused(), "{begin:?}");
    }
}

/// A service with every model of Cloudflare's, that never has done with a picture.
fn with_all_models() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answering = std::thread::Builder::new().spawn(move || {
        let mut unanswered = Vec::new();
        for mut stream in listener.incoming().flatten() {
            let mut head = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap() > 0 {}
            let path = head.split(' ').nth(1);
            if path.is_some_and(|path| path.starts_with("/generate")) {
                unanswered.push(stream);
                continue;
            }
            let body = match path {
                Some("/health") => serde_json::to_string(&Health::ours()),
                Some("/models") => serde_json::to_string(&serde_json::json!({ "models": CATALOGUE })),
                _ => serde_json::to_string(&Usage { total: 0, account: AccountHash::default(), days: Vec::new() }),
            };
            let (body, head) =
                (body.unwrap(), "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close");
            write!(stream, "{head}\r\nx-easel-api: 1\r\ncontent-length: {}\r\n\r\n{body}", body.len()).unwrap();
        }
    });
    answering.unwrap();
    address
}

/// Connects a service that has every model.
pub(crate) fn connect_all_models(window: &mut Window) {
    add_a_service(window);
    type_service(window, Role::TextInput, "Address", &with_all_models());
    type_service(window, Role::PasswordInput, "Key", "k");
    window.get_by_role_and_label(Role::Button, "Connect").click();
    until(window, "connected", |app| app.session().state().current != ConnectionId::BUILT_IN);
}

#[test]
fn a_model_says_what_it_costs_and_one_of_fixed_size_locks_the_sliders() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    window.get_by_label("Free: drawn on this computer");
    connect_all_models(&mut window);
    // 1024×1024 by klein, to the digit of its price.
    window.get_by_label("≈ 104 neurons, $0.0011");

    let sliders = |window: &Window| {
        ["Width", "Height"].map(|side| window.get_by_role_and_label(Role::Slider, side).accesskit_node().is_disabled())
    };
    assert_eq!(sliders(&window), [false, false]);
    window.get_by_role_and_label(Role::ComboBox, "Model").click();
    window.run_steps(4);
    window.get_by_label_contains("FLUX.1 schnell · ").click();
    window.run_steps(4);
    assert_eq!(sliders(&window), [true, true]);
    window.get_by_label("This model draws 1024×1024 only.");
    window.get_by_label("≈ 173 neurons, $0.0019");
}
