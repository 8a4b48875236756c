//! A keyring that is locked, or not made yet: what is asked of it waits for its user as long as that takes, is refused in a way
//! that can be told from everything else, and comes in the same process once it is open.

use std::time::Duration;

use anyhow::{Result, ensure};

use super::{Check, PASSWORD, prompter::Prompter, user::User};
use crate::{
    keyring::{self, Keyring, Login},
    session::Session,
};

/// Somebody thinks about a password.
const THOUGHT: Duration = Duration::from_secs(2);

pub(super) fn run(check: &Check) -> Result<()> {
    let mut session = Session::new()?;
    keyring::start_bus(&mut session)?;
    let keyring = Keyring::start(&session, &Login::Password(PASSWORD))?;
    let mut user = User::start(&session)?;
    user.asks("write 7 sesame-7", "done")?;

    keyring.lock()?;
    for question in ["read 7", "write 7 sesame-8", "write 8 sesame-8", "remove 7"] {
        user.asks(question, "Locked")?;
    }
    check.done("locked, with no way to ask for its password: nothing is read, kept or removed");

    keyring.unlock(PASSWORD)?;
    user.asks("read 7", "key sesame-7")?;
    user.asks("read 8", "none")?;
    check.done("unlocked, the same process has the key that was there");

    keyring.lock()?;
    refuses(&session, &mut user, "read 7")?;
    check.done("locked, it asks for its password, the process waits, and is told when the dialog is closed");

    drop(keyring);
    let keyring = Keyring::start(&session, &Login::Password("another password"))?;
    user.asks("read 7", "Locked")?;
    User::start(&session)?.asks("read 7", "Locked")?;
    keyring.unlock(PASSWORD)?;
    user.asks("read 7", "key sesame-7")?;
    check.done("a login with the wrong password leaves it locked, until it gets the right one");
    no_keyring_yet(check)
}

/// Where nobody types a password to log in, the first key makes the first keyring.
fn no_keyring_yet(check: &Check) -> Result<()> {
    let mut session = Session::new()?;
    keyring::start_bus(&mut session)?;
    let _keyring = Keyring::start(&session, &Login::Automatic)?;
    let mut user = User::start(&session)?;
    user.asks("read 7", "none")?;
    user.asks("write 7 sesame-7", "Locked")?;
    refuses(&session, &mut user, "write 7 sesame-7")?;
    check.done("without any keyring yet, keeping a key asks for a new one's password");
    Ok(())
}

/// A question whose dialog is closed after a while.
fn refuses(session: &Session, user: &mut User, question: &str) -> Result<()> {
    let prompter = Prompter::start(session)?;
    user.ask(question)?;
    prompter.asks()?;
    let answer = user.answer_within(THOUGHT)?;
    ensure!(answer.is_none(), "{question} while the dialog is open: {answer:?}");
    prompter.close()?;
    user.hears("Locked")
}
