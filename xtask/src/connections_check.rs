//! `cargo xtask check connections`: a connection is set up in the real window, by keys only, with the real keychain of a Linux
//! desktop and the Worker on the real workerd; refused, corrected, used, and there after a crash. At last everything that was
//! written anywhere is searched for the keys that were typed.

use std::{thread, time::Instant};

use anyhow::{Context as _, Result, ensure};
use atspi::Role;
use engine::{Language, Settings};
use fake::{FIRST, Fake, SECOND};

use crate::{
    access::{Access, Widget},
    desktop::Desktop,
    patience::wait_for,
    program::{Easel, Running},
    worker::{Options, Workerd},
};

mod keychain_daemon;
mod leaks;
mod misleading;

use keychain_daemon::KeychainDaemon;
use leaks::Leaks;

/// Opens the Worker.
const KEY: &str = "right-key-0123456789abcdef";
/// Opens nothing.
const WRONG_KEY: &str = "wrong-key-fedcba9876543210";
/// Typed for services that only want to have it.
const ASTRAY: &str = "astray-key-00112233445566";

pub(crate) fn run() -> Result<()> {
    let begun = Instant::now();
    let bundle = packer::pack()?;
    let fake = Fake::start()?;
    let mut options = Options::new(&bundle.folder, &fake.upstream());
    options.var("API_KEY", KEY);
    let desktop = Desktop::start()?;
    options.log = Some(desktop.folder().join("worker.log"));
    let workerd = Workerd::start(&options)?;
    let daemon = KeychainDaemon::start(&desktop)?;

    let mut easel = Easel::build(&desktop.folder().join("data"))?;
    easel.environment("CLOUDFLARE_API_BASE_URL", fake.rest());
    easel.set(&Settings { welcomed: true, told_of_fonts: true, language: Language::English, ..Settings::default() })?;
    let leaks = Leaks::of(&desktop, &[KEY, WRONG_KEY, ASTRAY, FIRST.token, SECOND.token]);
    let mut running = easel.start(&desktop)?;
    let check = Check { desktop: &desktop, easel: &easel, daemon: &daemon, leaks: &leaks, begun };
    easel.explained(&desktop, check.run(&mut running, workerd.url()))
}

struct Check<'a> {
    desktop: &'a Desktop,
    easel: &'a Easel,
    daemon: &'a KeychainDaemon,
    leaks: &'a Leaks<'a>,
    begun: Instant,
}
