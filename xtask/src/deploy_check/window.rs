//! The whole way in the real window: from a pasted token to a first picture, by keys alone, with a real keychain. The program is the
//! one of its Debian package, and finds the packed Worker there; the picture is made by the Worker that it has uploaded, on the real
//! workerd.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result, ensure};
use atspi::Role;
use engine::{Language, Settings};
use fake::token;
use packer::Bundle;

use super::stage::Stage;
use crate::{
    access::{Access, Widget},
    desktop::Desktop,
    keyring::{Keyring, Login},
    package,
    program::{self, Easel, Running},
};

const SUBDOMAIN: &str = "Your subdomain of workers.dev";

pub(super) fn deploys(stage: &Stage, bundle: &Bundle) -> Result<()> {
    let desktop = Desktop::start()?;
    let _keyring = Keyring::start(desktop.session(), &Login::Password("a password of its own"))?;
    let mut easel = Easel::at(unpacked(&desktop, bundle)?, &desktop.folder().join("data"));
    easel.environment("CLOUDFLARE_API_BASE_URL", stage.fake().rest());
    easel.set(&Settings { welcomed: true, told_of_fonts: true, language: Language::English, ..Settings::default() })?;
    let running = easel.start(&desktop)?;
    easel.explained(&desktop, walk(stage, &desktop, &easel, &running))
}

/// The program of a package that was made and unpacked.
fn unpacked(desktop: &Desktop, bundle: &Bundle) -> Result<PathBuf> {
    let (made, root) = (desktop.folder().join("made"), desktop.folder().join("root"));
    fs::create_dir(&made)?;
    let package = package::debian(&program::built()?, bundle, &made)?;
    desktop.run("dpkg-deb", ["--extract", &package.to_string_lossy(), &root.to_string_lossy()])?;
    Ok(root.join("usr/bin/easel"))
}

fn walk(stage: &Stage, desktop: &Desktop, easel: &Easel, running: &Running) -> Result<()> {
    running.window(desktop)?;
    let access = running.access(desktop)?;
    to_plan(desktop, &access)?;
    fill(desktop, &access, SUBDOMAIN, "studio")?;
    access.find("that the Worker is there", |widget| widget.name().contains("Your Worker is there, and in use."))?;
    let first = |widget: &Widget| widget.role() == Role::Button && widget.name() == "Make a first picture";
    access.find_focused("its first picture", first)?;
    desktop.press("Return")?;
    easel.wait_for_pictures(1)?;
    ensure!(stage.fake().runs() == 1, "the picture did not come from the Worker");
    stage.fake().uploaded().context("nothing was uploaded")?;
    // It ends with 1 where nothing is found.
    let written = desktop.run("grep", ["-rlF", token::DEPLOYER, &desktop.folder().to_string_lossy()]);
    ensure!(written.is_err(), "the token was written down: {}", String::from_utf8_lossy(&written?));
    Ok(())
}

/// Pastes the token, as far as what will be made is said and the account's part of `workers.dev` is asked for.
pub(crate) fn to_plan(desktop: &Desktop, access: &Access) -> Result<()> {
    desktop.press("ctrl+k")?;
    access.find_focused("an entry of the command palette", |widget| widget.role() == Role::ListItem)?;
    desktop.paste("Deploy your own Worker")?;
    desktop.press("Return")?;
    fill(desktop, access, "API token", token::DEPLOYER)?;
    access.find_focused(SUBDOMAIN, |widget| widget.name() == SUBDOMAIN).map(drop)
}

/// Types into the field that has the keyboard, once that is this one, and goes on.
fn fill(desktop: &Desktop, access: &Access, name: &str, text: &str) -> Result<()> {
    access.find_focused(name, |widget| widget.name() == name && widget.has_text())?;
    desktop.paste(text)?;
    desktop.press("Return")
}
