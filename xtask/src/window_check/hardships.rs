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
        self.opens_a_menu(access)?;
        self.chooses("Light", access)?;
        wait_for("light window", || {
            Ok((Screen::settled(self.desktop, window)?.brightness() > dark + 40.0).then_some(()))
        })?;
        self.desktop.press("Escape")?;
        self.chooses("Dark", access)
    }

    /// The list of models, by keys.
    fn opens_a_menu(&self, access: &Access) -> Result<()> {
        for _ in 0..20 {
            let stop = self.presses("Tab", access)?;
            if stop.role() == Role::ComboBox {
                return self.desktop.press("space");
            }
        }
        anyhow::bail!("Tab reaches no list");
    }

    /// An entry of the command palette.
    fn chooses(&self, name: &str, access: &Access) -> Result<()> {
        let is_palette = |widget: &Widget| widget.role() == Role::Entry && !keyboard::is_prompt(widget);
        self.desktop.press("ctrl+k")?;
        access.find_focused("the command palette", is_palette)?;
        self.desktop.type_keys(name)?;
        access.find("what was typed", |widget| widget.name() == name && widget.can_be_used())?;
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
