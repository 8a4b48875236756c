//! Connections in the engine by itself: what is shown of them, what the settings keep, which is used.

use contract::{Account, AccountId, Billed, Code, Key, Model, model::CATALOGUE};
use engine::{
    Address, Again, Cause, Command, Connection, ConnectionEdit, ConnectionId, ConnectionKind, Effect, Engine, Event,
    Failure, Gallery, Keep, KeyState, Kind, Link, MAX_CONNECTIONS, Notice, Now, Saved, Settings, Target, Towards,
    Undoable,
};
use library::PictureId;
use remote::Checked;

use crate::pure::{NOW, engine};

const SECRET: &str = "sesame-sesame-sesame";

fn key() -> Key {
    Key::parse(SECRET).unwrap()
}

fn service(address: &str) -> ConnectionKind {
    ConnectionKind::Service(Address::parse(address).unwrap())
}

pub(crate) fn account(digit: char) -> ConnectionKind {
    ConnectionKind::Account(AccountId::parse(&digit.to_string().repeat(32)).unwrap())
}

fn edit(id: Option<ConnectionId>, name: &str, kind: ConnectionKind, key: Option<Key>) -> Command {
    Command::SaveConnection(ConnectionEdit { id, name: name.to_owned(), kind, key, keep: Keep::Keychain })
}

fn known() -> KeyState {
    KeyState::Known { tail: "same".to_owned(), keep: Keep::Keychain }
}

fn ready() -> Checked {
    Checked { models: vec![Model::find("flux-2-klein-4b").unwrap()], ..Checked::default() }
}

/// Added by the form, its key kept, not tested yet.
fn add(engine: &mut Engine, name: &str, kind: ConnectionKind) -> ConnectionId {
    let random = 1000 + engine.state().connections.len() as u64;
    engine.command(edit(None, name, kind, Some(key())), Now { random, ..NOW });
    let id = engine.state().shown.unwrap();
    let effects = engine.event(Event::Key(id, known()), NOW);
    assert!(matches!(&effects[..], [Effect::Test(target)] if target.id == id), "{effects:?}");
    id
}

pub(crate) fn added(engine: &mut Engine, name: &str, kind: ConnectionKind) -> ConnectionId {
    let id = add(engine, name, kind);
    engine.event(Event::Connected(id, ready()), NOW);
    id
}

fn names(engine: &Engine) -> Vec<&str> {
    engine.state().connections.iter().skip(1).map(|connection| connection.name.as_str()).collect()
}

pub(crate) fn find(engine: &Engine, id: ConnectionId) -> &Connection {
    engine.state().find_connection(id).unwrap()
}

pub(crate) fn refused(name: &str, code: Code) -> Failure {
    Failure::new(Cause::Service { service: name.to_owned(), kind: Kind::Refused(code) }, Billed::No, Again::SameKey)
}

/// The engine of the next run, with the settings that this one wrote.
fn next_run(engine: &Engine) -> Engine {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    engine.state().settings.save(&file).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains("sesame"), "{text}");
    Engine::new(Settings::load(&file), None, Gallery::default(), vec![&contract::model::PAINTER])
}

pub(crate) fn make(effects: &[Effect]) -> Option<(PictureId, &Target)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Make { job, target: Some(target), .. } => Some((job.id, target)),
        _ => None,
    })
}

#[test]
fn a_new_connection_is_used_once_all_is_right_and_not_before() {
    let mut engine = engine();
    let id = add(&mut engine, "Mine", service("https://easel.example"));
    assert_eq!((find(&engine, id).link.clone(), engine.state().current), (Link::Checking, ConnectionId::BUILT_IN));
    let wrong = refused("Mine", Code::Unauthorized);
    engine.event(Event::NotConnected(id, wrong.clone()), NOW);
    assert_eq!((find(&engine, id).link.clone(), engine.state().current), (Link::Failed(wrong), ConnectionId::BUILT_IN));

    // Corrected: another key for the same place is the same connection.
    let effects = engine.command(edit(Some(id), "Mine", service("https://easel.example"), Some(key())), NOW);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::KeepKey { target, .. } if target.id == id)));
    engine.event(Event::Key(id, known()), NOW);
    engine.event(Event::Connected(id, ready()), NOW);
    assert_eq!((engine.state().current, engine.state().notice.clone()), (id, Some(Notice::Connected(id))));
    // One that was changed later and is all right does not take the place of the one in use.
    engine.command(Command::Use(ConnectionId::BUILT_IN), NOW);
    engine.command(edit(Some(id), "Ours", service("https://easel.example"), None), NOW);
    engine.event(Event::Connected(id, ready()), NOW);
    assert_eq!((engine.state().current, names(&engine)), (ConnectionId::BUILT_IN, vec!["Ours"]));
}

#[test]
fn connections_come_back_in_the_next_run_without_their_keys() {
    let mut engine = engine();
    let worker = added(&mut engine, " My \n Worker ", service("https://easel.example"));
    let own = added(&mut engine, "", account('a'));
    engine.command(Command::StandIn(own, true), NOW);
    engine.command(Command::Use(worker), NOW);
    let mut next = next_run(&engine);
    assert_eq!(names(&next), ["My Worker", "Workers AI aaaaaa"]);
    assert_eq!(next.state().current, worker);
    for (id, kind) in [(worker, service("https://easel.example")), (own, account('a'))] {
        let (then, now) = (find(&engine, id), find(&next, id));
        assert_eq!((now.kind.clone(), now.key.clone(), now.stands_in), (kind, KeyState::Unread, then.stands_in));
        assert_eq!(now.link, Link::Untested);
    }
    // What a service has, it said; what an account has, everybody knows.
    assert_eq!(find(&next, worker).models, find(&engine, worker).models);
    assert_eq!(find(&next, own).models.len(), CATALOGUE.len());
    // The key of the one in use is asked for at once, the others' when they are used.
    let effects = next.begin();
    assert!(matches!(&effects[..], [Effect::AskKeychain(target)] if target.id == worker), "{effects:?}");
    let effects = next.command(Command::Use(own), NOW);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::AskKeychain(target) if target.id == own)));
}

#[test]
fn a_list_that_another_version_or_hand_wrote_costs_no_more_than_what_is_strange_in_it() {
    let text = r#"
        connection = "00000000000000aa"
        [[connections]]
        id = "00000000000000aa"
        name = "Good"
        service = "https://easel.example"
        crew = 4
        [[connections]]
        id = "00000000000000bb"
        name = "Later"
        satellite = "7"
        [[connections]]
        id = "00000000000000cc"
        name = "Plain"
        service = "http://easel.example"
        [[connections]]
        id = "00000000000000aa"
        name = "Twice"
        service = "https://twice.example"
        [[connections]]
        id = "0000000000000000"
        name = "Painter?"
        service = "https://other.example"
        [[connections]]
        name = 7
    "#;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    std::fs::write(&file, text).unwrap();
    let mut engine = Engine::new(Settings::load(&file), None, Gallery::default(), vec![]);
    assert_eq!((names(&engine), engine.state().current), (vec!["Good"], ConnectionId(0xaa)));
    // What is not understood is still there when the rest is saved.
    engine.command(Command::StandIn(ConnectionId(0xaa), true), NOW);
    let saved = toml_text(&engine);
    for kept in ["satellite", "crew = 4", "http://easel.example", "twice.example", "Painter?", "name = 7"] {
        assert!(saved.contains(kept), "{kept}: {saved}");
    }
    let others = engine.state().settings.connections.iter().filter(|saved| matches!(saved, Saved::Other(_)));
    assert!(others.count() >= 1);
}

fn toml_text(engine: &Engine) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    engine.state().settings.save(&file).unwrap();
    std::fs::read_to_string(&file).unwrap()
}

#[test]
fn another_place_is_another_connection_and_wants_its_key_typed() {
    let mut engine = engine();
    let first = added(&mut engine, "First", service("https://one.example"));
    let old = added(&mut engine, "Mine", service("https://two.example"));
    let last = added(&mut engine, "Last", account('a'));
    engine.command(Command::Use(old), NOW);
    // Without a key nothing happens: the one that is kept belongs to the old place.
    let effects = engine.command(edit(Some(old), "Mine", service("https://three.example"), None), NOW);
    assert!(effects.is_empty(), "{effects:?}");
    let now = Now { random: 77, ..NOW };
    let effects = engine.command(edit(Some(old), "Mine", service("https://three.example"), Some(key())), now);
    let moved = engine.state().shown.unwrap();
    assert!(matches!(&effects[0], Effect::DropKey(target) if target.id == old), "{effects:?}");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::KeepKey { target, .. } if target.id == moved)));
    assert_ne!(moved, old);
    let ids: Vec<ConnectionId> = engine.state().connections.iter().skip(1).map(|known| known.id).collect();
    assert_eq!(ids, [first, moved, last]);
    // Until it is known to be right, nothing is sent there.
    assert_eq!(engine.state().current, ConnectionId::BUILT_IN);
    engine.event(Event::Key(moved, known()), NOW);
    engine.event(Event::Connected(moved, ready()), NOW);
    assert_eq!(engine.state().current, moved);
}

#[test]
fn a_removed_connection_comes_back_where_it_was_and_in_the_order_of_undo() {
    let mut engine = engine();
    let one = added(&mut engine, "One", service("https://one.example"));
    let two = added(&mut engine, "Two", service("https://two.example"));
    engine.command(Command::ShowConnection(Some(one)), NOW);
    engine.command(Command::Use(one), NOW);
    engine.command(Command::TestConnection(one), NOW);
    let effects = engine.command(Command::RemoveConnection(one), NOW);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::DropKey(target) if target.id == one)));
    assert_eq!((names(&engine), engine.state().current), (vec!["Two"], ConnectionId::BUILT_IN));
    assert_eq!((engine.state().shown, engine.state().undoable), (Some(two), Some(Undoable::Connection)));
    assert_eq!(names(&next_run(&engine)), ["Two"]);
    // The next run asks for its key once more, unless the keychain has given it up by then.
    let entry = engine.state().settings.forget_keys[0].clone();
    assert!(matches!(&next_run(&engine).begin()[..], [Effect::ForgetKey(left)] if *left == entry));
    engine.command(Command::RemoveConnection(two), NOW);
    engine.command(Command::Undo, NOW);
    let effects = engine.command(Command::Undo, NOW);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::BringKey(target) if target.id == one)));
    assert_eq!((names(&engine), engine.state().undoable), (vec!["One", "Two"], None));
    // The test that was under way was one of the connection that was removed.
    assert_eq!(find(&engine, one).link, Link::Untested);
    assert_eq!(names(&next_run(&engine)), ["One", "Two"]);
    assert!(engine.state().settings.forget_keys.is_empty());
    // The painter stays.
    assert!(engine.command(Command::RemoveConnection(ConnectionId::BUILT_IN), NOW).is_empty());
}

#[test]
fn a_copy_has_a_name_of_its_own_and_the_same_key() {
    let mut engine = engine();
    let one = added(&mut engine, "One", service("https://one.example"));
    let long = added(&mut engine, &"n".repeat(80), service("https://one.example"));
    let cut = "n".repeat(78);
    let cases = [(one, "One 2"), (one, "One 3"), (long, &format!("{cut} 2")), (long, &format!("{cut} 3"))];
    for ((one, name), random) in cases.into_iter().zip(50..) {
        let effects = engine.command(Command::DuplicateConnection(one), Now { random, ..NOW });
        let copy = engine.state().shown.unwrap();
        assert!(matches!(&effects[0], Effect::CopyKey { from, to } if (from.id, to.id) == (one, copy)), "{effects:?}");
        assert_eq!((find(&engine, copy).name.as_str(), &find(&engine, copy).kind), (name, &find(&engine, one).kind));
    }
}

#[test]
fn a_list_of_accounts_adds_those_that_are_new_and_uses_the_first() {
    let mut engine = engine();
    let known_account = added(&mut engine, "Known", account('a'));
    engine.command(Command::Use(ConnectionId::BUILT_IN), NOW);
    let accounts = ['a', 'b', 'c'].map(|digit| match account(digit) {
        ConnectionKind::Account(id) => Account { id, token: key() },
        _ => unreachable!(),
    });
    let effects = engine.command(Command::AddAccounts(accounts.to_vec(), Keep::Session), Now { random: 5, ..NOW });
    assert_eq!(names(&engine), ["Known", "Workers AI bbbbbb", "Workers AI cccccc"]);
    let kept: Vec<ConnectionId> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::KeepKey { target, keep: Keep::Session, .. } => Some(target.id),
            _ => None,
        })
        .collect();
    let ids: Vec<ConnectionId> = engine.state().connections.iter().skip(1).map(|known| known.id).collect();
    assert_eq!((kept.clone(), ids[0]), (ids.clone(), known_account));
    for id in ids.iter().rev() {
        engine.event(Event::Key(*id, known()), NOW);
        engine.event(Event::Connected(*id, ready()), NOW);
    }
    assert_eq!(engine.state().current, ids[1]);
}

#[test]
fn keys_walk_over_the_connections_that_can_be_used() {
    let mut engine = engine();
    let one = added(&mut engine, "One", service("https://one.example"));
    let untested = add(&mut engine, "Untested", service("https://two.example"));
    let last = added(&mut engine, "Last", account('a'));
    engine.command(Command::Use(ConnectionId::BUILT_IN), NOW);
    let mut walk = |towards| {
        engine.command(Command::UseNext(towards), NOW);
        engine.state().current
    };
    let walked = [Towards::Older; 3].map(&mut walk);
    assert_eq!(walked, [one, last, ConnectionId::BUILT_IN]);
    let walked = [Towards::Newer; 3].map(&mut walk);
    assert_eq!(walked, [last, one, ConnectionId::BUILT_IN]);
    // One that nobody has found right is tested first, and used then.
    let effects = engine.command(Command::Use(untested), NOW);
    assert_eq!((effects.len(), engine.state().current), (0, ConnectionId::BUILT_IN), "its test is under way");
    engine.event(Event::Connected(untested, ready()), NOW);
    assert_eq!(engine.state().current, untested);
}

#[test]
fn what_a_test_by_an_earlier_key_found_comes_too_late() {
    let wrong = refused("Mine", Code::Unauthorized);
    for found in [|id, _| Event::Connected(id, ready()), |id, why| Event::NotConnected(id, why)] {
        let mut engine = engine();
        let id = add(&mut engine, "Mine", service("https://easel.example"));
        engine.command(edit(Some(id), "Mine", service("https://easel.example"), Some(key())), NOW);
        engine.event(found(id, wrong.clone()), NOW);
        assert_eq!((&find(&engine, id).link, engine.state().current), (&Link::Untested, ConnectionId::BUILT_IN));
    }
}

#[test]
fn a_connection_that_is_not_used_can_be_moved_and_back_and_is_still_not_used() {
    let mut engine = engine();
    let old = added(&mut engine, "Mine", service("https://one.example"));
    let used = added(&mut engine, "Used", account('a'));
    let awaited = add(&mut engine, "Awaited", account('b'));
    let now = Now { random: 77, ..NOW };
    engine.command(edit(Some(old), "Mine", service("https://two.example"), Some(key())), now);
    let moved = engine.state().shown.unwrap();
    engine.event(Event::Key(moved, known()), NOW);
    engine.event(Event::Connected(moved, ready()), NOW);
    assert_eq!(engine.state().current, used);
    engine.event(Event::Connected(awaited, ready()), NOW);
    assert_eq!(engine.state().current, awaited);

    assert_eq!(engine.state().undoable, Some(Undoable::Connection));
    let effects = engine.command(Command::Undo, NOW);
    assert!(matches!(&effects[0], Effect::BringKey(target) if target.id == old), "{effects:?}");
    let ids: Vec<ConnectionId> = engine.state().connections.iter().skip(1).map(|known| known.id).collect();
    assert_eq!((ids, engine.state().current), (vec![old, moved, used, awaited], awaited));
}

#[test]
fn what_was_to_become_of_a_connection_is_forgotten_with_it() {
    let mut engine = engine();
    engine.command(edit(None, "Mine", service("https://easel.example"), Some(key())), NOW);
    let id = engine.state().shown.unwrap();
    engine.command(Command::RemoveConnection(id), NOW);
    engine.command(Command::Undo, NOW);
    let effects = engine.event(Event::Key(id, known()), NOW);
    assert!(effects.is_empty(), "{effects:?}");
    engine.command(Command::TestConnection(id), NOW);
    engine.event(Event::Connected(id, ready()), NOW);
    assert_eq!(engine.state().current, ConnectionId::BUILT_IN);
}

#[test]
fn undo_over_a_full_list_loses_nothing() {
    let mut engine = engine();
    let first = added(&mut engine, "First", service("https://easel.example"));
    for n in 1..MAX_CONNECTIONS {
        added(&mut engine, &format!("Number {n}"), service("https://easel.example"));
    }
    engine.command(Command::RemoveConnection(first), NOW);
    added(&mut engine, "Last", service("https://easel.example"));
    engine.command(Command::Undo, NOW);
    // No other is added, and none is lost at the next start.
    engine.command(edit(None, "One more", account('a'), Some(key())), NOW);
    assert_eq!(names(&engine).len(), MAX_CONNECTIONS + 1);
    assert_eq!(names(&next_run(&engine)), names(&engine));
}
