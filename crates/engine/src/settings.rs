//! What the user set and the window's place, as the window reads it and the engine changes it. Nothing is believed that could
//! not have been set. No secret is ever in here.

use std::{
    collections::{BTreeMap, HashSet},
    ops::RangeInclusive,
};

use contract::Size;
use serde::{Deserialize, Serialize};

use crate::{
    connection::ConnectionId,
    ratio,
    usage::{Budget, Payer},
};

mod connections;
mod file;
#[cfg(test)]
mod tests;

pub(crate) use connections::{LONGEST_NAME, name as connection_name};
pub use connections::{MAX_CONNECTIONS, Saved, SavedConnection, SavedDeployment};

/// Per cent of what the system says; how large the window's words may be.
const SCALES: RangeInclusive<u16> = 50..=300;

/// Points; the widths that a panel may have, whatever the window makes of them.
const PANEL_WIDTHS: RangeInclusive<f32> = 100.0..=2000.0;

/// Points; the sides that a gallery's tile may have.
pub const TILE_SIDES: RangeInclusive<u16> = 96..=480;

/// The sizes that are kept as favourites, at most; one more is not taken.
pub const MAX_FAVOURITES: usize = 12;

/// Entries of the keychain that are still to be given up; of more, the oldest are not asked for again.
pub(crate) const MAX_FORGOTTEN: usize = 200;

/// What is remembered between runs, apart from the library and the journal.
#[expect(clippy::struct_excessive_bools, reason = "switches, as the file has them")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Dark or light.
    pub theme: Theme,
    /// Of the window's words.
    pub language: Language,
    /// Per cent of what the system says; 50..=300.
    pub scale: u16,
    /// Points; a gallery tile's side, within [`TILE_SIDES`].
    pub tile: u16,
    /// The user's own beside the usual shapes, at most [`MAX_FAVOURITES`].
    pub favourites: Vec<Size>,
    /// Whether the pictures beside the open one are shown below it.
    pub filmstrip: bool,
    /// Whether the first run's screen was read.
    pub welcomed: bool,
    /// Whether it was said that this system cannot show Chinese.
    pub told_of_fonts: bool,
    /// The panel with the prompt.
    pub prompt_panel: PanelPlace,
    /// The panel with an open picture's settings.
    pub info_panel: PanelPlace,
    /// The panel with the queue.
    pub queue_panel: PanelPlace,
    /// Whether the queue goes on by itself when a new day's allowance is there.
    pub resume_after_reset: bool,
    /// Whether the system tells when a batch ends in a window that nobody looks at.
    pub notifications: bool,
    /// Where the window was.
    pub window: Option<WindowPlace>,
    /// The connections beside the painter, without their keys.
    pub connections: Vec<Saved>,
    /// The connection that is used; the painter, where it is none of those.
    pub connection: Option<ConnectionId>,
    /// What each who pays may spend.
    pub budgets: BTreeMap<Payer, Budget>,
    /// The entries of the keychain whose connections were removed, and that it has not given up yet.
    pub forget_keys: Vec<String>,
    /// What a newer version wrote and this one does not know; kept for it.
    #[serde(flatten)]
    pub others: toml::Table,
    /// Why the file could not be looked at. It may be good, so that nothing is written over it in this run.
    #[serde(skip)]
    pub unread: Option<String>,
}

/// Dark or light.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "they are what they are called")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    Dark,
    Light,
}

/// The language of the window's words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "they are what they are called")]
pub enum Language {
    /// As the system has it.
    #[default]
    System,
    English,
    /// 简体中文.
    Chinese,
}

/// A side panel that can be resized and folded.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PanelPlace {
    /// Points; `None` until it was resized.
    pub width: Option<f32>,
    /// Whether it is there.
    pub shown: bool,
}

/// One change of the settings.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the fields of `Settings`")]
pub enum Setting {
    Theme(Theme),
    Language(Language),
    /// Clamped to 50..=300.
    Scale(u16),
    /// Clamped to [`TILE_SIDES`].
    Tile(u16),
    /// Puts the size among the favourites, or takes it out.
    Favourite(Size),
    /// Shows the filmstrip, or folds it.
    Filmstrip,
    Welcomed,
    PromptPanel(PanelPlace),
    InfoPanel(PanelPlace),
    QueuePanel(PanelPlace),
    ResumeAfterReset(bool),
    Notifications(bool),
    Window(WindowPlace),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            language: Language::System,
            scale: 100,
            tile: 212,
            favourites: Vec::new(),
            filmstrip: false,
            welcomed: false,
            told_of_fonts: false,
            prompt_panel: PanelPlace::default(),
            info_panel: PanelPlace::default(),
            queue_panel: PanelPlace { shown: false, ..PanelPlace::default() },
            resume_after_reset: false,
            notifications: true,
            window: None,
            connections: Vec::new(),
            connection: None,
            budgets: BTreeMap::new(),
            forget_keys: Vec::new(),
            others: toml::Table::new(),
            unread: None,
        }
    }
}

impl Default for PanelPlace {
    fn default() -> Self {
        Self { width: None, shown: true }
    }
}

/// Size and place of the window, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "a rectangle on the screen")]
pub struct WindowPlace {
    pub width: f32,
    pub height: f32,
    /// Absent where the system does not tell (Wayland).
    pub x: Option<f32>,
    pub y: Option<f32>,
    /// Whether it filled the screen; the rest is as it was before.
    #[serde(default)]
    pub maximized: bool,
}

impl Settings {
    pub(crate) fn set(&mut self, setting: Setting) {
        match setting {
            Setting::Theme(theme) => self.theme = theme,
            Setting::Language(language) => self.language = language,
            Setting::Scale(scale) => self.scale = scale,
            Setting::Tile(tile) => self.tile = tile,
            Setting::Favourite(size) => self.toggle_favourite(size),
            Setting::Filmstrip => self.filmstrip = !self.filmstrip,
            Setting::Welcomed => self.welcomed = true,
            Setting::PromptPanel(place) => self.prompt_panel = place,
            Setting::InfoPanel(place) => self.info_panel = place,
            Setting::QueuePanel(place) => self.queue_panel = place,
            Setting::ResumeAfterReset(resumes) => self.resume_after_reset = resumes,
            Setting::Notifications(told) => self.notifications = told,
            Setting::Window(place) => self.window = Some(place),
        }
        self.bound();
    }

    fn toggle_favourite(&mut self, size: Size) {
        match self.favourites.iter().position(|favourite| *favourite == size) {
            Some(place) => {
                self.favourites.remove(place);
            }
            None => self.favourites.push(size),
        }
    }

    /// Nothing is believed that could not have been set: a file says what it likes. Of its window, the window judges.
    fn bound(&mut self) {
        self.scale = self.scale.clamp(*SCALES.start(), *SCALES.end());
        self.tile = self.tile.clamp(*TILE_SIDES.start(), *TILE_SIDES.end());
        let mut seen = HashSet::new();
        self.favourites.retain(|size| ratio::nearest(*size) == *size && seen.insert((size.width, size.height)));
        self.favourites.truncate(MAX_FAVOURITES);
        for budget in self.budgets.values_mut() {
            *budget = budget.bounded();
        }
        for panel in [&mut self.prompt_panel, &mut self.info_panel, &mut self.queue_panel] {
            let width = panel.width.filter(|points| points.is_finite() && *points > 0.0);
            panel.width = width.map(|points| points.clamp(*PANEL_WIDTHS.start(), *PANEL_WIDTHS.end()));
        }
    }
}
