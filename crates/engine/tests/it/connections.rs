//! Connections with their keys: where a key is kept, where it is sent, and what happens when the keychain does not do what it is
//! asked. Told by what the keychain has, what services were shown, and what the window is told.

use std::{fs, path::Path};

use contract::Billed;
use engine::{Address, Again, Cause, Command, ConnectionId, Keep, KeyState, KeychainFault, Link, State};

use crate::{
    crash::jpeg,
    desk::Desk,
    keychain::{Mood, TestKeychain},
    scripted::{Reply, Scripted},
};

pub(crate) const KEY: &str = "sesame-sesame-0001";
pub(crate) const OTHER: &str = "barley-barley-0002";

pub(crate) fn known(tail: &str, keep: Keep) -> KeyState {
    KeyState::Known { tail: tail.to_owned(), keep }
}

pub(crate) fn key(state: &State, id: ConnectionId) -> &KeyState {
    &state.find_connection(id).unwrap().key
}

impl Desk {
    pub(crate) fn until_key(&mut self, id: ConnectionId, wanted: &KeyState) {
        self.until(&format!("{wanted:?}"), |state| key(state, id) == wanted);
    }

    /// Waits until the keychain has failed this connection, and says how.
    fn until_refused(&mut self, id: ConnectionId) -> Cause {
        self.until("refused", |state| matches!(key(state, id), KeyState::Failed(_)));
        let KeyState::Failed(failure) = key(self.state(), id).clone() else { panic!("it was refused") };
        assert_eq!(failure.billed, Billed::No);
        failure.cause
    }

    pub(crate) fn until_ready(&mut self, id: ConnectionId) {
        self.until("ready", |state| matches!(state.find_connection(id).unwrap().link, Link::Ready));
    }

    /// Makes a picture, whatever else has failed.
    pub(crate) fn picture(&mut self) {
        let there = self.state().gallery.pictures().len();
        self.prompt("a boat");
        self.generate();
        self.until("a picture", |state| state.gallery.pictures().len() == there + 1);
    }
}

/// Whether any file in `folder` has the text inside.
fn holds(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        let has = |bytes: Vec<u8>| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        if path.is_dir() { holds(&path, text) } else { fs::read(path).is_ok_and(has) }
    })
}

#[test]
fn a_key_is_kept_read_again_by_the_next_session_and_in_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Picture(jpeg()));
    let mut desk = Desk::open(folder.path());
    let id = desk.connect(&service.address, KEY);
    assert_eq!(desk.connection(id).key, known("0001", Keep::Keychain));
    assert_eq!(desk.keychain.key(id).as_deref(), Some(KEY));

    let mut desk = desk.reopen();
    assert_eq!(desk.state().current, id);
    desk.until_key(id, &known("0001", Keep::Keychain));
    desk.picture();
    // Another key for the same place takes its place at once.
    desk.save(Some(id), &service.address, OTHER, Keep::Keychain);
    desk.until_key(id, &known("0002", Keep::Keychain));
    desk.picture();
    assert_eq!(
        (desk.keychain.keys(), service.keys()),
        (vec![OTHER.to_owned()], vec![OTHER.to_owned(), KEY.to_owned()])
    );
    let words = format!("{:?}", desk.state());
    desk.close();
    for secret in [KEY, OTHER] {
        assert!(!words.contains(secret) && !holds(folder.path(), secret), "{words}");
    }
}

#[test]
fn a_key_that_the_keychain_refuses_goes_nowhere_until_the_user_says_so() {
    let refusals = [KeychainFault::Absent, KeychainFault::Locked, KeychainFault::Failed];
    let moods = refusals.map(|fault| (Mood::Refusing(fault), fault)).into_iter();
    for (mood, fault) in moods.chain([Mood::Forgetful, Mood::Mistaken].map(|mood| (mood, KeychainFault::NotKept))) {
        let folder = tempfile::tempdir().unwrap();
        let service = Scripted::start(Reply::Picture(jpeg()));
        let mut desk = Desk::open(folder.path());
        desk.keychain.be(mood);
        let id = desk.add(&service.address, KEY, Keep::Keychain);
        assert_eq!(desk.until_refused(id), Cause::Keychain(fault), "{mood:?}");
        desk.send(Command::TestConnection(id));
        assert_eq!(desk.until_not_connected(id).cause, Cause::Keychain(fault), "{mood:?}");
        assert!(service.keys().is_empty() && desk.keychain.keys().is_empty(), "{mood:?}");

        desk.send(Command::KeepForSession(id));
        desk.until_key(id, &known("0001", Keep::Session));
        desk.until("used", |state| state.current == id);
        desk.picture();
        desk.keychain.be(Mood::Willing);
        let mut desk = desk.reopen();
        desk.until_key(id, &KeyState::Missing);
        assert!(desk.keychain.keys().is_empty(), "{mood:?}");
    }
}

#[test]
fn a_keychain_that_is_unlocked_takes_the_key_when_it_is_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Picture(jpeg()));
    let mut desk = Desk::open(folder.path());
    desk.keychain.be(Mood::Refusing(KeychainFault::Locked));
    let id = desk.add(&service.address, KEY, Keep::Keychain);
    desk.until_refused(id);
    desk.keychain.be(Mood::Willing);
    desk.send(Command::AskKeychain(id));
    desk.until("used", |state| state.current == id);
    assert_eq!((desk.connection(id).key.clone(), desk.keychain.keys().len()), (known("0001", Keep::Keychain), 1));

    // Locked again at the next start: a picture says so, costs nothing, and Retry makes it once it is open.
    desk.keychain.be(Mood::Refusing(KeychainFault::Locked));
    let mut desk = desk.reopen();
    assert_eq!(desk.until_refused(id), Cause::Keychain(KeychainFault::Locked));
    // There is no key to hold for this session, and the one in the keychain is not given up.
    desk.send(Command::KeepForSession(id));
    assert_eq!(desk.until_refused(id), Cause::Keychain(KeychainFault::Locked));
    desk.prompt("a boat");
    desk.generate();
    let (job, failure) = desk.until_failed();
    let wanted = (Cause::Keychain(KeychainFault::Locked), Billed::No, Again::SameKey);
    assert_eq!((failure.cause, failure.billed, failure.again), wanted);
    desk.keychain.be(Mood::Willing);
    desk.send(Command::Retry(job.id));
    desk.until_pictures(1);
}

#[test]
fn an_answer_of_the_keychain_that_comes_late_counts_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Picture(jpeg()));
    let keychain = TestKeychain::default();
    keychain.make_impatient();
    keychain.be(Mood::Silent);
    let mut desk = Desk::open_with(folder.path(), keychain, Address::parse("http://127.0.0.1:9").unwrap());
    let id = desk.add(&service.address, KEY, Keep::Keychain);
    assert_eq!(desk.until_refused(id), Cause::Keychain(KeychainFault::Silent));
    desk.until("waiting no more", |state| !state.keychain_waits);
    assert!(service.keys().is_empty() && desk.keychain.keys().is_empty());
    desk.keychain.be(Mood::Willing);
    desk.until("used", |state| state.current == id);
    assert_eq!((desk.connection(id).key.clone(), desk.keychain.keys().len()), (known("0001", Keep::Keychain), 1));

    // A late key of an earlier wish does not take the place of a later one, nor stay in the keychain.
    desk.keychain.be(Mood::Silent);
    desk.save(Some(id), &service.address, "a-key-of-another-day", Keep::Keychain);
    desk.until_refused(id);
    desk.save(Some(id), &service.address, OTHER, Keep::Session);
    desk.until_key(id, &known("0002", Keep::Session));
    desk.picture();
    desk.keychain.be(Mood::Willing);
    let last = desk.add(&service.address, "the-last-key-0003", Keep::Keychain);
    desk.until_key(last, &known("0003", Keep::Keychain));
    assert_eq!((desk.keychain.keys().len(), key(desk.state(), id)), (1, &known("0002", Keep::Session)));
    assert!(!service.keys().contains(&"a-key-of-another-day".to_owned()));
}

#[test]
fn a_picture_waits_for_a_key_that_is_still_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Picture(jpeg()));
    let mut desk = Desk::open(folder.path());
    let id = desk.connect(&service.address, KEY);
    desk.keychain.be(Mood::Silent);
    let mut desk = desk.reopen();
    desk.prompt("a boat");
    desk.generate();
    desk.until("waiting", |state| state.keychain_waits);
    assert_eq!((key(desk.state(), id), desk.state().gallery.jobs().len()), (&KeyState::Asked, 1));
    desk.keychain.be(Mood::Willing);
    desk.until_pictures(1);
    assert!(!desk.state().keychain_waits);
}

#[test]
fn a_key_is_not_shown_to_a_host_that_was_written_into_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let [own, other] = [1, 2].map(|_| Scripted::start(Reply::Picture(jpeg())));
    let mut desk = Desk::open(folder.path());
    let id = desk.connect(&own.address, KEY);
    let keychain = desk.keychain.clone();
    let settings = desk.close().join("settings.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text.replace(&own.address, &other.address)).unwrap();
    let mut desk = Desk::open_with(folder.path(), keychain, Address::parse("http://127.0.0.1:9").unwrap());
    desk.until_key(id, &KeyState::Missing);
    assert_eq!((desk.state().current, &desk.connection(id).name), (id, &other.address));
    desk.prompt("a boat");
    desk.generate();
    assert_eq!(desk.until_failed().1.cause, Cause::NoKey { service: other.address.clone() });
    desk.send(Command::TestConnection(id));
    desk.until_not_connected(id);
    assert!(other.keys().is_empty());
}

#[test]
fn a_picture_that_may_wait_somewhere_is_asked_for_over_a_new_connection_to_there() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Raw(Vec::new()));
    let mut desk = Desk::open(folder.path());
    let first = desk.connect(&service.address, KEY);
    desk.prompt("a boat");
    desk.generate();
    assert_eq!(desk.until_failed().1.billed, Billed::Maybe);
    let asked = service.asked();
    desk.send(Command::RemoveConnection(first));
    let mut desk = desk.reopen();
    let again = desk.connect(&service.address, OTHER);
    assert_ne!(again, first);
    service.reply_with(Reply::Picture(jpeg()));
    let (job, _) = desk.until_failed();
    desk.send(Command::Retry(job.id));
    desk.until_pictures(1);
    assert_eq!(service.asked(), asked);
}

#[test]
fn a_key_that_is_nowhere_is_told_and_a_picture_for_it_costs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Picture(jpeg()));
    let mut desk = Desk::open(folder.path());
    let id = desk.add(&service.address, KEY, Keep::Session);
    desk.until("used", |state| state.current == id);
    assert!(desk.keychain.keys().is_empty());
    let mut desk = desk.reopen();
    desk.until_key(id, &KeyState::Missing);
    desk.prompt("a boat");
    desk.generate();
    let (job, failure) = desk.until_failed();
    let no_key = Cause::NoKey { service: service.address.clone() };
    assert_eq!((failure.cause, failure.billed), (no_key.clone(), Billed::No));
    desk.send(Command::TestConnection(id));
    assert_eq!(desk.until_not_connected(id).cause, no_key);
    // Typed again, Retry asks.
    desk.save(Some(id), &service.address, OTHER, Keep::Session);
    desk.until_ready(id);
    desk.send(Command::Retry(job.id));
    desk.until_pictures(1);
}

#[test]
fn a_copy_has_a_key_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Picture(jpeg()));
    let mut desk = Desk::open(folder.path());
    let kept = desk.connect(&service.address, KEY);
    let passing = desk.add(&service.address, OTHER, Keep::Session);
    desk.until("used", |state| state.current == passing);
    let copy = |desk: &mut Desk, id| {
        desk.send(Command::DuplicateConnection(id));
        desk.state().shown.unwrap()
    };
    let of_passing = copy(&mut desk, passing);
    desk.until_key(of_passing, &known("0002", Keep::Session));
    // In the next run nobody has read it yet.
    let mut desk = desk.reopen();
    let of_kept = copy(&mut desk, kept);
    desk.until_key(of_kept, &known("0001", Keep::Keychain));
    desk.send(Command::RemoveConnection(kept));
    desk.until("removed", |state| state.connections.len() == 4);
    let mut desk = desk.reopen();
    assert_eq!((desk.keychain.key(kept), desk.keychain.key(of_kept).as_deref()), (None, Some(KEY)));
    desk.send(Command::Use(of_kept));
    desk.picture();
}

#[test]
fn a_key_is_shown_to_its_own_service_and_to_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let services = [1, 2, 3].map(|_| Scripted::start(Reply::Picture(jpeg())));
    let [one, two, three] = &services;
    let mut desk = Desk::open(folder.path());
    let first = desk.connect(&one.address, KEY);
    let second = desk.connect(&two.address, OTHER);
    desk.picture();
    desk.send(Command::Use(first));
    desk.picture();
    // Moved to another place: the old key leaves the keychain, and the new place is not shown it.
    let moved = desk.save(Some(second), &three.address, "the-third-key-0003", Keep::Keychain);
    desk.until_key(moved, &known("0003", Keep::Keychain));
    desk.until_ready(moved);
    desk.picture();
    let shown = services.each_ref().map(Scripted::keys);
    assert_eq!(shown, [vec![KEY.to_owned()], vec![OTHER.to_owned()], vec!["the-third-key-0003".to_owned()]]);
    assert_eq!((desk.keychain.key(second), desk.keychain.keys().len()), (None, 2));
}
