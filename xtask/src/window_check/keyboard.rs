//! Going through the window by keys: what Tab reaches and in which order, and that everything there has a name.

use anyhow::{Context as _, Result, bail, ensure};
use atspi::Role;

use super::{Check, PROMPT};
use crate::{
    access::{Access, Extents, Widget},
    hands::Window,
    patience::wait_for,
    screen::Screen,
};

/// More presses than any window of ours takes.
const MOST_STOPS: usize = 80;

pub(super) fn is_prompt(widget: &Widget) -> bool {
    widget.role() == Role::Entry && widget.name() == "Prompt"
}

pub(super) fn is_tile(widget: &Widget) -> bool {
    widget.role() == Role::ListItem && widget.name() == PROMPT
}

/// Whatever can be used says what it is. A scroll bar says it by its role, and no key stops there; the frame has the keys
/// where nothing else has.
pub(super) fn all_is_named(access: &Access) -> Result<()> {
    let widgets = access.widgets()?;
    let of_use = |widget: &&Widget| widget.can_be_used() && !matches!(widget.role(), Role::ScrollBar | Role::Frame);
    let used: Vec<&Widget> = widgets.iter().filter(of_use).collect();
    ensure!(!used.is_empty(), "a screen reader is told of nothing that can be used");
    let unnamed = |widget: &&&Widget| {
        widget.name().trim().is_empty() || matches!(widget.role(), Role::Unknown | Role::Invalid | Role::Section)
    };
    if let Some(widget) = used.iter().find(unnamed) {
        bail!("{widget} at {:?} has no name or no role", access.extents(widget)?);
    }
    Ok(())
}

impl Check<'_> {
    /// From the prompt by Tab until the prompt comes again. Answers how many presses that took.
    pub(super) fn walks_round(&self, access: &Access) -> Result<usize> {
        let mut stops = vec![access.find_focused("the prompt", is_prompt)?];
        let panel = access.extents(stops.first().context("no stop")?)?;
        loop {
            ensure!(stops.len() < MOST_STOPS, "Tab does not come back to the prompt: {}", list(&stops));
            let before = stops.last().context("no stop")?;
            let stop = self.presses("Tab", access)?;
            if is_prompt(&stop) {
                break;
            }
            let places = (access.extents(before)?, access.extents(&stop)?);
            if is_within(panel, places.0) && is_within(panel, places.1) {
                ensure!(reads_on(places.0, places.1), "Tab goes up, from {before} to {stop}: {places:?}");
            }
            stops.push(stop);
        }
        for reached in ["Generate", PROMPT] {
            let is_reached = stops.iter().any(|stop| stop.name().contains(reached));
            ensure!(is_reached, "Tab does not reach “{reached}”: {}", list(&stops));
        }
        Ok(stops.len())
    }

    /// By Tab to the gallery, which is one stop, and in it by arrow keys to the example and back to the picture.
    pub(super) fn goes_to_tile(&self, window: &Window, access: &Access) -> Result<()> {
        for _ in 0..MOST_STOPS {
            let stop = self.presses("Tab", access)?;
            if stop.role() == Role::ListItem {
                // Nobody presses an arrow within the frame that brings the keys here.
                Screen::settled(self.desktop, window)?;
                let other = self.presses("Right", access)?;
                ensure!(other.role() == Role::ListItem, "the arrow key leaves the gallery for {other}");
                Screen::settled(self.desktop, window)?;
                let back = self.presses("Left", access)?;
                ensure!(is_tile(&back), "the arrow keys go from {other} to {back}, not to the picture");
                return Ok(());
            }
        }
        bail!("Tab does not reach the gallery");
    }

    /// Presses a key that moves the focus, and answers where it goes.
    pub(super) fn presses(&self, key: &str, access: &Access) -> Result<Widget> {
        let before = access.focused()?;
        self.desktop.press(key)?;
        wait_for(&format!("other focus after {key}"), || {
            Ok(access.focused()?.filter(|now| Some(now) != before.as_ref()))
        })
    }
}

/// Whether a widget stands in the column that the prompt fills.
fn is_within(panel: Extents, widget: Extents) -> bool {
    widget.top >= panel.top && widget.left >= panel.left && widget.right <= panel.right
}

/// Whether the eye comes from one to the other: in the same line to the right, else further down.
fn reads_on(before: Extents, after: Extents) -> bool {
    let same_line = after.top < before.bottom && before.top < after.bottom;
    if same_line { after.left >= before.left } else { after.top >= before.bottom }
}

fn list(stops: &[Widget]) -> String {
    stops.iter().map(Widget::to_string).collect::<Vec<_>>().join(", ")
}
