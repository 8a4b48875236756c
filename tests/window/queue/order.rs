//! A full queue, put in order by keys alone; and what is left of that after a restart.

use eframe::egui::{Key, Modifiers};
use engine::Pause;

use super::{focused, open_panel, order, rows};
use crate::{
    connections::{connect_all_models, says, state},
    desk::{open_in, reopen_in, settings, type_prompt, until},
    keychain::TestKeychain,
    screens::press,
};

#[test]
fn five_hundred_are_put_in_order_by_keys_and_wait_in_that_order_after_a_restart() {
    let (folder, keychain) = (tempfile::tempdir().unwrap(), TestKeychain::default());
    let mut window = open_in(folder.path(), settings(), keychain.clone(), "127.0.0.1:9");
    until(&mut window, "recovered", |app| app.session().state().indexing.is_none());
    connect_all_models(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::P);
    type_prompt(&mut window, "many");
    while order(&window).len() < 500 {
        window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
        window.run_steps(1);
    }
    window.run_steps(3);
    let mut expected = order(&window);
    open_panel(&mut window);
    assert_eq!(focused(&window), "1 of 500: Waiting: many, 1024×1024");
    assert!(rows(&window).len() < 30, "only what is seen is laid out");

    // The last one becomes the first, and then the fourth.
    press(&mut window, Modifiers::NONE, Key::End);
    press(&mut window, Modifiers::ALT, Key::Home);
    assert_eq!(focused(&window), "1 of 500: Waiting: many, 1024×1024");
    for _ in 0..3 {
        press(&mut window, Modifiers::ALT, Key::ArrowDown);
    }
    let last = expected.pop().unwrap();
    expected.insert(3, last);
    assert_eq!(order(&window), expected);
    assert_eq!(focused(&window), "4 of 500: Waiting: many, 1024×1024");

    // The second one becomes the last but one.
    press(&mut window, Modifiers::NONE, Key::Home);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::ALT, Key::End);
    press(&mut window, Modifiers::ALT, Key::ArrowUp);
    let second = expected.remove(1);
    expected.insert(498, second);
    assert_eq!(order(&window), expected);

    // A step that goes too far is taken back.
    press(&mut window, Modifiers::ALT, Key::Home);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(order(&window), expected);

    drop(window);
    let mut window = reopen_in(folder.path(), keychain);
    assert_eq!(state(&window).pause, Some(Pause::Restarted));
    assert_eq!(order(&window), expected);
    assert!(says(&window, "500 pictures wait, some from the last run. They may be billed."));
    // Not what may have been paid for, and has no ending.
    assert!(says(&window, "Cancel all that wait") && !says(&window, "Clear the queue"));
    window.run_steps(2);
}
