//! What a window has to bear and only a real one meets: to be made tiny, to change its colours under an open menu, to get
//! 200 KB from the clipboard. It must live, show what it did before, and come to rest.

use anyhow::{Context as _, Result, ensure};
use atspi::Role;

use super::{Check, keyboard};
use crate::{
    access::{Access, Widget},
    hands::Window,
    patience::wait_for,
    program::Running,
    screen::Screen,
};

/// Characters, a hundred times what a prompt may have.
const MUCH_TEXT: usize = 200_000;

/// More than any menu has.
const MENU_ENTRIES: usize = 100;

/// Levels of 255 between a dark window and a light one, with the same pictures.
const BRIGHTER: f32 = 40.0;

/// The palette's text field. The focus is said to be on the entry that Enter would choose.
fn is_palette(widget: &Widget) -> bool {
    widget.role() == Role::Entry && widget.name().starts_with("Command palette")
}

impl Check<'_> {
    pub(super) fn bears(&self, running: &mut Running, window: &Window, access: &Access) -> Result<()> {
        self.bears_being_tiny(window, access)?;
        self.done("made 300×200 and large again, it shows what it did");
        self.bears_other_colours(window, access)?;
        self.done("the colours change while a menu is open");
        self.bears_much_text(access)?;
        self.done("200 KB are pasted, selected and deleted");
        ensure!(!running.has_ended()?, "the program ended");
        Ok(())
    }

    fn bears_being_tiny(&self, window: &Window, access: &Access) -> Result<()> {
        let before = Screen::settled(self.desktop, window)?;
        let (width, height) = before.size();
        for (width, height) in [(300, 200), (width, height)] {
            let (width, height) = (width.to_string(), height.to_string());
            self.desktop.run("xdotool", ["windowsize", &window.0, &width, &height])?;
            Screen::settled(self.desktop, window)?;
        }
        access.find("the prompt", keyboard::is_prompt)?;
        wait_for("window as large as before", || {
            let now = Screen::settled(self.desktop, window)?;
            Ok((now.size() == before.size()).then_some(()))
        })
    }

    fn bears_other_colours(&self, window: &Window, access: &Access) -> Result<()> {
        self.desktop.press("ctrl+l")?;
        access.find_focused("the prompt", keyboard::is_prompt)?;
        let dark = Screen::settled(self.desktop, window)?.brightness();
        for (key, entry) in [("F10", "Quit"), ("Right", "Select all"), ("Right", "Follow the system's theme")] {
            self.desktop.press(key)?;
            access.find(&format!("open menu with “{entry}”"), |widget| widget.name() == entry)?;
        }
        let mut entries = 0;
        while self.presses("Down", access)?.name() != "Light" {
            entries += 1;
            ensure!(entries < MENU_ENTRIES, "“Light” is not in the menu");
        }
        self.desktop.press("Return")?;
        wait_for("light window", || {
            Ok((Screen::settled(self.desktop, window)?.brightness() > dark + BRIGHTER).then_some(()))
        })?;
        self.chooses("Dark", access)
    }

    /// An entry of the command palette.
    fn chooses(&self, name: &str, access: &Access) -> Result<()> {
        self.desktop.press("ctrl+k")?;
        // What is typed before the palette has the keys goes to where they were.
        access.find_focused("an entry of the command palette", |widget| widget.role() == Role::ListItem)?;
        self.desktop.type_keys(name)?;
        access.find_focused("what was typed", |widget| widget.name() == name)?;
        self.desktop.press("Return")?;
        wait_for("end of the palette", || Ok((!access.widgets()?.iter().any(is_palette)).then_some(())))
    }

    fn bears_much_text(&self, access: &Access) -> Result<()> {
        self.desktop.press("ctrl+l")?;
        let prompt = access.find_focused("the prompt", keyboard::is_prompt)?;
        let before = access.characters(&prompt)?;
        let text = "snow 雪 ".repeat(MUCH_TEXT / 7);
        self.desktop.press("ctrl+End")?;
        self.desktop.paste(&text)?;
        wait_for("pasted text", || Ok((access.characters(&prompt)? > before).then_some(())))?;
        self.desktop.press("ctrl+a")?;
        self.desktop.press("Delete")?;
        wait_for("empty prompt", || Ok((access.characters(&prompt)? == 0).then_some(()))).context("after select all")
    }
}
