//! A keyring that does not answer for a while, or is another one at the next question.

use std::time::Duration;

use anyhow::{Result, ensure};

use super::{Check, PASSWORD, user::User};
use crate::{
    keyring::{self, Keyring, Login},
    session::Session,
};

/// Much longer than an answer takes.
const SILENCE: Duration = Duration::from_secs(2);

pub(super) fn run(check: &Check) -> Result<()> {
    let mut session = Session::new()?;
    keyring::start_bus(&mut session)?;
    let mut keyring = Keyring::start(&session, &Login::Password(PASSWORD))?;
    let mut users = [User::start(&session)?, User::start(&session)?];
    let [known, _] = &mut users;
    known.asks("write 7 sesame-7", "done")?;

    keyring.signal("STOP")?;
    for user in &mut users {
        user.ask("read 7")?;
        let answer = user.answer_within(SILENCE)?;
        ensure!(answer.is_none(), "a keyring that is stopped answered {answer:?}");
    }
    check.done("a keyring that does not answer is waited for, whether it was open or not");
    keyring.signal("CONT")?;
    users.iter().try_for_each(|user| user.hears("key sesame-7"))?;
    check.done("and its late answer is the right one");

    for (number, question) in ["read 7", "write 7 sesame-7", "remove 7"].into_iter().enumerate() {
        drop(keyring);
        keyring = Keyring::start(&session, &Login::Password(PASSWORD))?;
        let expected = if number == 0 { "key sesame-7" } else { "done" };
        let [known, _] = &mut users;
        known.asks(question, expected)?;
    }
    check.done("killed and started anew between two questions, it is found again for each of them");
    Ok(())
}
