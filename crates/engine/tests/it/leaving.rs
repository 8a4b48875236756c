//! Keys that leave the keychain: those of connections that are removed, and older ones of which only the session's is wanted.

use engine::{Address, Cause, Command, Keep, KeychainFault, Notice};

use crate::{
    connections::{KEY, OTHER, key, known},
    crash::jpeg,
    desk::Desk,
    keychain::Mood,
    scripted::{Reply, Scripted},
};

impl Desk {
    /// Waits until it is told that the keychain still has a key of the connection of this name.
    fn until_left(&mut self, of: &str, named: &str) {
        self.until("told that it is still there", |state| match &state.notice {
            Some(Notice::KeyLeft { name, entry, failure }) => {
                (name.as_str(), entry.as_str()) == (of, named)
                    && failure.cause == Cause::Keychain(KeychainFault::Locked)
            }
            _ => false,
        });
    }
}

#[test]
fn a_removed_connection_leaves_no_key_and_undo_brings_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Picture(jpeg()));
    let mut desk = Desk::open(folder.path());
    let id = desk.connect(&service.address, KEY);
    let other = desk.connect(&service.address, OTHER);
    // One whose key was never read in this run, then one whose key is at work.
    let mut desk = desk.reopen();
    desk.until_key(other, &known("0002", Keep::Keychain));
    for (id, secret, tail) in [(id, KEY, "0001"), (other, OTHER, "0002")] {
        desk.send(Command::RemoveConnection(id));
        desk.send(Command::Undo);
        desk.until_key(id, &known(tail, Keep::Keychain));
        assert_eq!(desk.keychain.key(id).as_deref(), Some(secret));
    }
    // Whatever the keychain does meanwhile, the order holds.
    desk.send(Command::RemoveConnection(id));
    desk.keychain.be(Mood::Silent);
    desk.send(Command::RemoveConnection(other));
    desk.send(Command::Undo);
    desk.keychain.be(Mood::Willing);
    let mut desk = desk.reopen();
    assert_eq!((desk.keychain.key(id), desk.keychain.key(other).as_deref()), (None, Some(OTHER)));
    desk.send(Command::Use(other));
    desk.until_key(other, &known("0002", Keep::Keychain));

    desk.keychain.be(Mood::Refusing(KeychainFault::Locked));
    let entry = desk.connection(other).target().key_name();
    desk.send(Command::RemoveConnection(other));
    desk.until_left(&service.address, &entry);
}

#[test]
fn a_key_that_the_keychain_did_not_give_up_is_taken_out_by_the_next_run() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Picture(jpeg()));
    for mood in [Mood::Refusing(KeychainFault::Locked), Mood::Silent] {
        let mut desk = Desk::open(folder.path());
        let id = desk.connect(&service.address, KEY);
        desk.keychain.be(mood);
        desk.send(Command::RemoveConnection(id));
        // Closed before the keychain has answered, or after it has refused.
        let keychain = desk.keychain.clone();
        desk.close();
        assert_eq!(keychain.keys().len(), 1, "{mood:?}");
        // Not by a run in which it is still locked.
        if mood != Mood::Silent {
            let locked =
                Desk::open_with(folder.path(), keychain.clone(), Address::parse("http://127.0.0.1:9").unwrap());
            assert_eq!((locked.state().settings.forget_keys.len(), keychain.keys().len()), (1, 1), "{mood:?}");
            locked.close();
        }
        keychain.be(Mood::Willing);
        let mut desk = Desk::open_with(folder.path(), keychain.clone(), Address::parse("http://127.0.0.1:9").unwrap());
        desk.until("forgotten", |state| state.settings.forget_keys.is_empty());
        assert!(keychain.keys().is_empty(), "{mood:?}");
    }
}

#[test]
fn a_key_for_this_session_does_not_leave_an_older_one_unsaid() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Picture(jpeg()));
    let mut desk = Desk::open(folder.path());
    let id = desk.connect(&service.address, KEY);
    desk.keychain.be(Mood::Refusing(KeychainFault::Locked));
    desk.save(Some(id), &service.address, OTHER, Keep::Session);
    let entry = desk.connection(id).target().key_name();
    desk.until_left(&service.address, &entry);
    assert_eq!(key(desk.state(), id), &known("0002", Keep::Session));
}

#[test]
fn closing_waits_for_a_key_that_is_to_be_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Picture(jpeg()));
    let mut desk = Desk::open(folder.path());
    let id = desk.connect(&service.address, KEY);
    let keychain = desk.keychain.clone();
    keychain.be(Mood::Slow);
    desk.send(Command::RemoveConnection(id));
    desk.close();
    assert!(keychain.keys().is_empty());
}
