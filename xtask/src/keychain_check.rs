//! `cargo xtask check keychain`: keys in the system's keychain, as the program keeps them, in a real GNOME Keyring on a session bus
//! of its own. Each case has a session to itself; who asks for keys there is a process of its own, since a session is a process's
//! environment.

mod absent;
mod keeping;
mod locked;
mod prompter;
mod slow;
mod user;

use std::time::Instant;

use anyhow::{Context as _, Result};

pub(crate) use user::answer as user;

use crate::packages;

/// The login's.
const PASSWORD: &str = "the login's own password";

pub(crate) fn run() -> Result<()> {
    packages::ensure_installed(&["dbus-daemon", "gnome-keyring-daemon", "secret-tool"], &[])?;
    let check = Check { begun: Instant::now() };
    keeping::run(&check).context("a keyring that is open")?;
    locked::run(&check).context("a keyring that is locked")?;
    absent::run(&check).context("no keyring")?;
    slow::run(&check).context("a keyring that is slow")
}

struct Check {
    begun: Instant,
}

impl Check {
    fn done(&self, what: &str) {
        println!("{:5.1} s  {what}", self.begun.elapsed().as_secs_f32());
    }
}
