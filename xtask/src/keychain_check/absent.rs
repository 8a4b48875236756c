//! A session without a keyring: that is said, nothing is kept elsewhere, and once there is one the same process uses it.

use anyhow::Result;

use super::{Check, PASSWORD, user::User};
use crate::{
    keyring::{self, Keyring, Login},
    session::Session,
};

pub(super) fn run(check: &Check) -> Result<()> {
    let mut session = Session::new()?;
    let mut user = User::start(&session)?;
    let is_absent = |user: &mut User| {
        ["write 7 sesame-7", "read 7", "remove 7"].iter().try_for_each(|question| user.asks(question, "Absent"))
    };
    is_absent(&mut user)?;
    check.done("without a session bus there is no keychain");

    keyring::start_bus(&mut session)?;
    is_absent(&mut user)?;
    check.done("nor with one where no keyring answers");

    let keyring = Keyring::start(&session, &Login::Password(PASSWORD))?;
    user.asks("read 7", "none")?;
    user.asks("write 7 sesame-7", "done")?;
    user.asks("read 7", "key sesame-7")?;
    check.done("once a keyring is started, the same process keeps a key there; nothing was kept before");

    drop(keyring);
    is_absent(&mut user)?;
    check.done("when it is gone there is none again");
    Ok(())
}
