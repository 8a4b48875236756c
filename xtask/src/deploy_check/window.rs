//! The whole way in the real window: from a pasted token to a first picture, by keys alone, with a real keychain. The picture is made
//! by the Worker that the program has uploaded, on the real workerd.

use anyhow::{Context as _, Result, ensure};
use atspi::Role;
use engine::{Language, Settings};
use fake::token;

use super::stage::Stage;
use crate::{
    access::{Access, Widget},
    desktop::Desktop,
    keyring::{Keyring, Login},
    program::{Easel, Running},
};

/// As `cargo run` sets it: the bundle of the checkout is found by it.
const CHECKOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

pub(super) fn deploys(stage: &Stage) -> Result<()> {
    let desktop = Desktop::start()?;
    let _keyring = Keyring::start(desktop.session(), &Login::Password("a password of its own"))?;
    let mut easel = Easel::build(&desktop.folder().join("data"))?;
    easel.environment("CLOUDFLARE_API_BASE_URL", stage.fake().rest());
    easel.environment("CARGO_MANIFEST_DIR", CHECKOUT.to_owned());
    easel.set(&Settings { welcomed: true, told_of_fonts: true, language: Language::English, ..Settings::default() })?;
    let running = easel.start(&desktop)?;
    easel.explained(&desktop, walk(stage, &desktop, &easel, &running))
}

fn walk(stage: &Stage, desktop: &Desktop, easel: &Easel, running: &Running) -> Result<()> {
    running.window(desktop)?;
    let access = running.access(desktop)?;
    desktop.press("ctrl+k")?;
    access.find_focused("an entry of the command palette", |widget| widget.role() == Role::ListItem)?;
    desktop.paste("Deploy your own Worker")?;
    desktop.press("Return")?;
    fill(desktop, &access, "API token", token::DEPLOYER)?;
    fill(desktop, &access, "Your subdomain of workers.dev", "studio")?;
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

/// Types into the field that has the keyboard, once that is this one, and goes on.
fn fill(desktop: &Desktop, access: &Access, name: &str, text: &str) -> Result<()> {
    access.find_focused(name, |widget| widget.name() == name && widget.has_text())?;
    desktop.paste(text)?;
    desktop.press("Return")
}
