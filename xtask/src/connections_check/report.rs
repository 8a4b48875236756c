//! What is copied for whoever helps, of a picture that was refused: it goes elsewhere, so that no key may be in it.

use anyhow::{Result, ensure};
use atspi::Role;
use fake::{Fault, refusal};

use super::{Check, goes_to, says};
use crate::access::{Access, Widget};

impl Check<'_> {
    /// By keys: the tile, then the command palette.
    pub(super) fn copies_a_report(&self, access: &Access) -> Result<()> {
        self.fake.answer_next(Fault::Refuse(refusal::NSFW));
        self.fills(access, "Prompt", "a fox that is held back")?;
        self.desktop.press("ctrl+Return")?;
        let is_card = |widget: &Widget| widget.role() == Role::ListItem && widget.name().starts_with("Not made: ");
        goes_to(access, "the card", is_card)?;
        self.leaks.unspoken(access)?;
        self.desktop.press("ctrl+k")?;
        access.find_focused("an entry of the command palette", |widget| {
            widget.role() == Role::ListItem && !is_card(widget)
        })?;
        self.desktop.type_keys("Copy report")?;
        access.find_focused("what was typed", |widget| widget.name() == "Copy report")?;
        self.desktop.press("Return")?;
        says(access, "Report copied")?;
        let report = self.desktop.run("xclip", ["-selection", "clipboard", "-o"])?;
        ensure!(String::from_utf8_lossy(&report).contains("class: moderation"), "the clipboard holds no report");
        self.leaks.refuse("a report", &report)?;
        goes_to(access, "the card", is_card)?;
        self.desktop.press("Delete")?;
        self.done("a report of what the filter held back is copied, and holds none of the keys");
        Ok(())
    }
}
