//! Pictures behind which Cloudflare has to stand: the stand-in does.

use std::path::Path;

use anyhow::Result;
use atspi::Role;
use fake::{FIRST, Fake, TextAnswer};

use super::write_prompt;
use crate::{
    access::{Access, Widget},
    deploy_check::window::to_plan,
    desktop::Desktop,
    program::Easel,
    screen::{self, Screen},
};

/// Where the packed Worker is found, as `cargo run` says it.
const CHECKOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// What is seen.
pub(super) enum Staged {
    /// A prompt of an account's, enhanced, before that is taken.
    Rewriting { prompt: &'static str, anew: &'static str },
    /// What a deployment will make.
    Plan,
}

impl Staged {
    pub(super) fn take(&self, desktop: &Desktop, easel: &mut Easel, file: &Path) -> Result<()> {
        let bundle = packer::pack()?;
        println!("{bundle}");
        let fake = Fake::start()?;
        easel.environment("CLOUDFLARE_API_BASE_URL", fake.rest());
        easel.environment("CARGO_MANIFEST_DIR", CHECKOUT.to_owned());
        let running = easel.start(desktop)?;
        let shown = || {
            let window = running.window(desktop)?;
            desktop.mouse_away()?;
            self.show(&fake, desktop, &running.access(desktop)?)?;
            Screen::settled(desktop, &window)?;
            screen::keep_small(desktop, &window, file)
        };
        easel.explained(desktop, shown())
    }

    fn show(&self, fake: &Fake, desktop: &Desktop, access: &Access) -> Result<()> {
        match self {
            Self::Rewriting { prompt, anew } => {
                connect(desktop, access)?;
                write_prompt(desktop, prompt)?;
                fake.answer_text_next(TextAnswer::Exact((*anew).to_owned()));
                desktop.press("ctrl+e")?;
                access.find("the new prompt", |widget| widget.name().contains("Take this prompt")).map(drop)
            }
            Self::Plan => {
                to_plan(desktop, access)?;
                desktop.paste("studio")
            }
        }
    }
}

/// An account at the stand-in, by the list that is pasted for it.
fn connect(desktop: &Desktop, access: &Access) -> Result<()> {
    desktop.press("ctrl+comma")?;
    press(desktop, access, Role::Button, "Add a connection…")?;
    press(desktop, access, Role::RadioButton, "Workers AI: ")?;
    access.find_focused("field of the account", Widget::has_text)?;
    desktop.paste(&format!(r#"[{{"account_id":"{}","token":"{}"}}]"#, FIRST.id, FIRST.token))?;
    access.find("the list, as it was read", |widget| widget.name().starts_with("This is a list of 1 account"))?;
    desktop.press("Return")?;
    access.find("All is right", |widget| widget.name().contains("All is right"))?;
    press(desktop, access, Role::Button, "Back to the pictures")?;
    access.find_focused("the prompt", Widget::has_text).map(drop)
}

/// Presses the widget of this role whose name begins so.
fn press(desktop: &Desktop, access: &Access, role: Role, name: &str) -> Result<()> {
    let is_it = |widget: &Widget| widget.role() == role && widget.name().starts_with(name);
    access.focus(&access.find(name, is_it)?)?;
    access.find_focused(name, is_it)?;
    desktop.press("space")
}
