//! `cargo xtask check connections`: a connection is set up in the real window, by keys only, with the real keychain of a Linux
//! desktop and the Worker on the real workerd; refused, corrected, used, and there after a crash. At last everything that was
//! written anywhere is searched for the keys that were typed.

use std::{path::PathBuf, time::Instant};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use atspi::Role;
use engine::{Language, Settings};
use fake::{FIRST, Fake, SECOND};
use library::Found;

use crate::{
    access::{Access, Widget},
    desktop::Desktop,
    keyring::{Keyring, Login},
    patience::wait_for,
    program::{Easel, Running},
    worker::{Options, Workerd},
};

mod leaks;
mod misleading;
mod report;

use leaks::Leaks;
use misleading::Misleading;

/// Opens the Worker.
const KEY: &str = "right-key-0123456789abcdef";
/// Opens nothing.
const WRONG_KEY: &str = "wrong-key-fedcba9876543210";
/// What lets a connection stand in for others.
const STAND_IN: &str = "Stand in for each other";
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
    let keyring = Keyring::start(desktop.session(), &Login::Password("a password of its own"))?;

    let mut easel = Easel::build(&desktop.folder().join("data"))?;
    easel.environment("CLOUDFLARE_API_BASE_URL", fake.rest());
    easel.set(&Settings { welcomed: true, told_of_fonts: true, language: Language::English, ..Settings::default() })?;
    let leaks = Leaks::of(&desktop, &[KEY, WRONG_KEY, ASTRAY], &[FIRST.token, SECOND.token]);
    let mut running = easel.start(&desktop)?;
    let check = Check { desktop: &desktop, easel: &easel, keyring: &keyring, fake: &fake, leaks: &leaks, begun };
    easel.explained(&desktop, check.run(&mut running, workerd.url()))
}

struct Check<'a> {
    desktop: &'a Desktop,
    easel: &'a Easel,
    keyring: &'a Keyring,
    fake: &'a Fake,
    leaks: &'a Leaks<'a>,
    begun: Instant,
}

impl Check<'_> {
    fn run(&self, running: &mut Running, worker: &str) -> Result<()> {
        let access = running.access(self.desktop)?;
        running.window(self.desktop)?;
        self.is_refused_and_corrected(&access, worker)?;
        self.goes_astray(&access)?;
        self.has_accounts(&access)?;
        self.copies_a_report(&access)?;
        self.comes_back(&access)?;
        self.keeps_its_keys_to_itself(running)?;
        self.survives_a_crash(running)
    }

    /// A connection is added, seen refused and why, corrected, and makes a picture.
    fn is_refused_and_corrected(&self, access: &Access, worker: &str) -> Result<()> {
        self.opens_form(access, "Worker: ")?;
        self.fills(access, "Address", worker)?;
        self.fills(access, "Key", WRONG_KEY)?;
        self.desktop.press("Return")?;
        says(access, "does not accept the key")?;
        self.done("a wrong key is refused, and the window says why");

        self.fills(access, "Key", KEY)?;
        self.is_dots(access)?;
        self.desktop.press("Return")?;
        says(access, "All is right")?;
        self.leaks.unspoken(access)?;
        self.closes_page(access)?;
        self.makes(access, "a red fox in the snow", 1)?;
        self.done("corrected, it is used at once, and a picture comes from the Worker");
        Ok(())
    }

    /// To services that a key must not be told from.
    fn goes_astray(&self, access: &Access) -> Result<()> {
        let elsewhere = Misleading::start()?;
        let pointing = Misleading::pointing_to(&elsewhere)?;
        for (address, fault) in [
            (format!("http://{}", pointing.address), "which is not followed"),
            (format!("https://{}", elsewhere.address), "No secure connection"),
            (format!("http://{}", elsewhere.address), "does not answer as Easel's service does"),
            ("http://127.0.0.1:9".to_owned(), "could not be reached"),
        ] {
            self.opens_form(access, "Worker: ")?;
            self.fills(access, "Address", &address)?;
            self.fills(access, "Key", ASTRAY)?;
            self.desktop.press("Return")?;
            says(access, fault)?;
            self.presses_button(access, "Remove")?;
        }
        let was_shown = self.leaks.refuse("what the service was sent", &pointing.heard()).is_err();
        ensure!(was_shown, "the service that points elsewhere was not shown the key: nothing is proved");
        self.leaks.refuse("what a service was sent that the first one points to", &elsewhere.heard())?;
        self.done(
            "a redirect, no encryption, another service, nobody there: each is told, and none of them hears the key",
        );
        Ok(())
    }

    /// A list of accounts, of which the second stands in for the first.
    fn has_accounts(&self, access: &Access) -> Result<()> {
        self.opens_form(access, "Workers AI: ")?;
        let list =
            [FIRST, SECOND].map(|account| format!(r#"{{"account_id":"{}","token":"{}"}}"#, account.id, account.token));
        self.desktop.paste(&format!("[{}]", list.join(",")))?;
        says(access, "This is a list of 2 accounts")?;
        self.leaks.unspoken(access)?;
        // What is on the clipboard is the user's own doing, until the next copy.
        self.desktop.copy("nothing")?;
        self.desktop.press("Return")?;
        says(access, "All is right")?;
        for account in [FIRST, SECOND] {
            chooses(access, &Self::account(account))?;
            says(access, "All is right")?;
            self.presses_button(access, STAND_IN)?;
            access.find("tick", |widget| widget.name() == STAND_IN && widget.is_ticked())?;
        }
        // The Worker has used some of it.
        let spent = self.fake.spent(FIRST);
        self.fake.set_allowance(FIRST, spent);
        self.closes_page(access)?;
        let picture = self.makes(access, "a lighthouse in a storm", 2)?;
        ensure!(self.fake.spent(FIRST) <= spent, "the first account has made a picture more than it may");
        let Some(Found::Easel(meta)) = library::read_meta(&picture)? else { bail!("the picture has no record") };
        ensure!(meta.by == Self::account(SECOND), "the record says that {} made it", meta.by);
        self.done("a pasted list adds its accounts, and one stands in for the other");
        Ok(())
    }
}

impl Check<'_> {
    /// Removed, a connection comes back with its key, which was out of the keychain meanwhile.
    fn comes_back(&self, access: &Access) -> Result<()> {
        let name = Self::account(SECOND);
        self.desktop.press("ctrl+comma")?;
        chooses(access, &name)?;
        self.presses_button(access, "Duplicate")?;
        says(access, &format!("{name} 2"))?;
        self.presses_button(access, "Remove")?;
        says_no_longer(access, &format!("{name} 2"))?;
        chooses(access, &name)?;
        self.presses_button(access, "Remove")?;
        says_no_longer(access, &name)?;
        self.desktop.press("ctrl+z")?;
        chooses(access, &name)?;
        says(access, "Kept in this computer's keychain")?;
        self.presses_button(access, "Test connection")?;
        says(access, "All is right")?;
        self.closes_page(access)?;
        self.done("a removed account comes back with its token");
        Ok(())
    }

    fn keeps_its_keys_to_itself(&self, running: &Running) -> Result<()> {
        for file in ["settings.toml", "state.db"] {
            ensure!(self.desktop.folder().join("data").join(file).exists(), "there is no {file} to search");
        }
        self.leaks.would_find(KEY)?;
        let (files, bytes) = self.leaks.search(running.id())?;
        self.done(&format!("{files} files with {} KB and the environment hold none of the keys", bytes >> 10));
        Ok(())
    }

    /// The keys are asked of the keychain again, and waited for while that does not answer.
    fn survives_a_crash(&self, running: &mut Running) -> Result<()> {
        running.kill()?;
        self.keyring.signal("STOP")?;
        *running = self.easel.start(self.desktop)?;
        let access = running.access(self.desktop)?;
        running.window(self.desktop)?;
        says(&access, "Waiting for the system's keychain…")?;
        self.keyring.signal("CONT")?;
        says_no_longer(&access, "Waiting for the system's keychain…")?;
        self.makes(&access, "the same fox at dawn", 3)?;
        self.done("after a crash, a keychain that lets it wait is waited for, and the next picture needs no typing");
        self.keeps_its_keys_to_itself(running)?;

        // The display goes: the program ends as it may, and whatever it says of that is no key.
        self.desktop.take_display()?;
        wait_for("end of the program", || Ok(running.has_ended()?.then_some(())))?;
        self.leaks.search_files()?;
        self.done("its display is taken from it, and its last words hold none of the keys");
        Ok(())
    }

    fn done(&self, what: &str) {
        println!("{:5.1} s  {what}", self.begun.elapsed().as_secs_f32());
    }

    /// By its button: in a field, Escape leaves only the field.
    fn closes_page(&self, access: &Access) -> Result<()> {
        self.presses_button(access, "Back to the pictures")
    }

    /// The form for a new connection of this kind, its first field with the keys.
    fn opens_form(&self, access: &Access, kind: &str) -> Result<()> {
        self.desktop.press("ctrl+comma")?;
        self.presses_button(access, "Add a connection…")?;
        let way = |widget: &Widget| widget.role() == Role::RadioButton && widget.name().starts_with(kind);
        goes_to(access, kind, way)?;
        self.desktop.press("space")
    }

    /// Types over what stands in a field, and waits until all of it is there: the next key may go elsewhere.
    fn fills(&self, access: &Access, name: &str, text: &str) -> Result<()> {
        let is_field =
            |widget: &Widget| matches!(widget.role(), Role::Entry | Role::PasswordText) && widget.name() == name;
        let field = goes_to(access, name, is_field)?;
        self.desktop.press("ctrl+a")?;
        self.desktop.type_keys(text)?;
        let typed = i32::try_from(text.chars().count())?;
        wait_for(&format!("typed {name}"), || Ok((access.characters(&field)? == typed).then_some(())))
    }

    /// A key that was typed, to a screen reader: as many dots.
    fn is_dots(&self, access: &Access) -> Result<()> {
        let field = access.find("Key", |widget| widget.role() == Role::PasswordText && widget.name() == "Key")?;
        wait_for("key as dots", || Ok((access.text(&field)? == "•".repeat(KEY.len())).then_some(())))?;
        self.leaks.unspoken(access)
    }

    fn presses_button(&self, access: &Access, name: &str) -> Result<()> {
        let is_button = |widget: &Widget| {
            matches!(widget.role(), Role::Button | Role::CheckBox | Role::ToggleButton) && widget.name() == name
        };
        goes_to(access, name, is_button)?;
        self.desktop.press("space")
    }

    /// The name that an account's connection has by itself.
    fn account(account: fake::Account) -> String {
        format!("Workers AI {}", account.id.get(..6).unwrap_or_default())
    }

    /// The newest of `count` pictures.
    fn makes(&self, access: &Access, prompt: &str, count: usize) -> Result<PathBuf> {
        self.fills(access, "Prompt", prompt)?;
        self.desktop.press("ctrl+Return")?;
        self.easel.wait_for_pictures(count)?.pop().context("no picture")
    }
}

/// Gives the keys to a widget, again until it has them: a page that has just opened puts them somewhere itself, and draws
/// anew what was there.
fn goes_to(access: &Access, what: &str, is_it: impl Fn(&Widget) -> bool) -> Result<Widget> {
    let found = wait_for(&format!("focus on {what}"), || {
        let Some(widget) = access.widgets()?.into_iter().find(&is_it) else { return Ok(None) };
        // It may be gone by now.
        let _asked = access.focus(&widget);
        Ok(access.focused()?.filter(|focused| *focused == widget))
    });
    found.map_err(|error| anyhow!("{error}; what there is:\n{}", access.list().unwrap_or_default()))
}

/// Shows a connection of the list.
fn chooses(access: &Access, name: &str) -> Result<()> {
    let is_row = |widget: &Widget| widget.role() == Role::ListItem && widget.name() == name;
    goes_to(access, name, is_row)?;
    // What it shows is drawn in the frame after.
    let is_shown = |widget: &Widget| widget.role() == Role::Heading && widget.name() == name;
    access.find(&format!("{name}, shown"), is_shown).map(drop)
}

fn says(access: &Access, words: &str) -> Result<()> {
    access.find(words, |widget| widget.name().contains(words)).map(drop)
}

fn says_no_longer(access: &Access, words: &str) -> Result<()> {
    wait_for(&format!("end of “{words}”"), || {
        Ok((!access.widgets()?.iter().any(|widget| widget.name() == words)).then_some(()))
    })
}
