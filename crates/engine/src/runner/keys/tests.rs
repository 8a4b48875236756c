//! What only chance would bring about in a session: a test that ends after its key was replaced, and more questions than a keychain
//! that hangs has room for.

use std::sync::mpsc::sync_channel;

use contract::{Code, Key};
use remote::{Address, Checked, Error, Kind};
use tempfile::TempDir;

use super::*;
use crate::{
    connection::{ConnectionId, Keep, KeyState},
    event::Event,
    keychain::KeychainFault,
    runner::stage::parts,
};

const ID: ConnectionId = ConnectionId(1);

fn target(id: ConnectionId) -> Target {
    // Where nobody listens.
    let kind = ConnectionKind::Service(Address::parse("http://127.0.0.1:9").unwrap());
    Target { id, name: "a service".to_owned(), kind }
}

fn ring() -> (Ring, OwnerThread<Box<dyn Keychain>>, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let (keys, work) = Keys::new(&parts(folder.path()));
    (work.ring, keys.keychain, folder)
}

#[tokio::test]
async fn what_a_test_found_by_an_earlier_key_is_not_told_of_a_later_one() {
    let (mut ring, ..) = ring();
    let mut link = |secret: &str| {
        ring.keep(target(ID), Key::parse(secret).unwrap(), Keep::Session);
        ring.slots.get(&ID).unwrap().link().unwrap().number
    };
    let (earlier, later) = (link("the-first-key"), link("the-second-key"));
    ring.told();
    ring.tested(ID, earlier, Ok(Checked { models: Vec::new(), ..Checked::default() }));
    assert!(ring.told().is_empty());
    ring.tested(ID, later, Err(Error::unsent(Kind::Refused(Code::Unauthorized), "wrong key")));
    let told = ring.told();
    let wrong = Cause::Service { service: "a service".to_owned(), kind: Kind::Refused(Code::Unauthorized) };
    assert!(matches!(&told[..], [Event::NotConnected(ID, why)] if why.cause == wrong), "{told:?}");
    // Nor is anything told of a connection that was removed.
    ring.take_out(target(ID));
    ring.tested(ID, later, Ok(Checked { models: Vec::new(), ..Checked::default() }));
    assert!(ring.told().is_empty());
}

#[tokio::test]
async fn a_keychain_that_hangs_takes_so_many_questions_and_no_more() {
    const MANY: u64 = 100;
    let (mut ring, keychain, _folder) = ring();
    let (open, gate) = sync_channel::<()>(1);
    let hanging = keychain.try_call(move |_| gate.recv()).unwrap();
    (1..=MANY).for_each(|id| ring.ask_keychain(target(ConnectionId(id))));
    let told = ring.told();
    let silent = Cause::Keychain(KeychainFault::Silent);
    assert!(!told.is_empty() && told.len() < MANY as usize, "{}", told.len());
    for event in told {
        let Event::Key(_, KeyState::Failed(why)) = event else { panic!("{event:?}") };
        assert_eq!(why.cause, silent);
    }
    // Those can be asked again once it has answered the others.
    open.send(()).unwrap();
    assert!(hanging.await.is_ok());
    keychain.call(|_| ()).await.unwrap();
    ring.ask_keychain(target(ConnectionId(MANY)));
    assert!(ring.told().is_empty(), "it is being asked");
}
