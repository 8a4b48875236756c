//! What the user set and the window's place: `settings.toml`, written like a picture (a temporary file, synced, renamed). A
//! file that cannot be read is set aside, never a reason not to start; of one that another version or a slip of the pen made
//! strange, all is taken that can be. No secret is ever in here.

use std::{fs, io, ops::RangeInclusive, path::Path};

use contract::Size;
use serde::{Deserialize, Serialize};

use crate::ratio;

#[cfg(test)]
mod tests;

/// Bytes; a larger file is no settings of ours.
const MAX_BYTES: u64 = 1 << 20;

/// Points; the sides that a gallery's tile may have.
pub const TILE_SIDES: RangeInclusive<u16> = 96..=480;

/// The sizes that are kept as favourites, at most; one more is not taken.
pub const MAX_FAVOURITES: usize = 12;

/// What is remembered between runs, apart from the library and the journal.
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
    /// Where the window was.
    pub window: Option<WindowPlace>,
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
    Filmstrip(bool),
    Welcomed,
    PromptPanel(PanelPlace),
    InfoPanel(PanelPlace),
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
            window: None,
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
            Setting::Filmstrip(shown) => self.filmstrip = shown,
            Setting::Welcomed => self.welcomed = true,
            Setting::PromptPanel(place) => self.prompt_panel = place,
            Setting::InfoPanel(place) => self.info_panel = place,
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
        self.scale = self.scale.clamp(50, 300);
        self.tile = self.tile.clamp(96, 480);
        self.favourites.retain(|size| ratio::nearest(*size) == *size);
        self.favourites.truncate(MAX_FAVOURITES);
        for panel in [&mut self.prompt_panel, &mut self.info_panel] {
            panel.width = panel.width.filter(|points| points.is_finite() && *points > 0.0);
        }
    }

    /// The settings in `file`; the defaults when there is none, or none that can be read.
    pub fn load(file: &Path) -> Self {
        match read(file) {
            Ok(settings) => settings,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::default(),
            Err(error) => {
                tracing::warn!(%error, file = %file.display(), "the settings cannot be read; they are set aside");
                let aside = file.with_extension("toml.unreadable");
                if let Err(error) = fs::rename(file, aside) {
                    tracing::warn!(%error, "and cannot be moved either");
                }
                Self::default()
            }
        }
    }

    /// Writes them whole or not at all.
    pub fn save(&self, file: &Path) -> io::Result<()> {
        let text = toml::to_string_pretty(self).map_err(io::Error::other)?;
        let folder = file.parent().ok_or(io::ErrorKind::InvalidInput)?;
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        io::Write::write_all(&mut temporary, text.as_bytes())?;
        temporary.as_file().sync_all()?;
        temporary.persist(file)?;
        Ok(())
    }
}

fn read(file: &Path) -> io::Result<Settings> {
    if fs::metadata(file)?.len() > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    parse(&fs::read_to_string(file)?).map_err(io::Error::other)
}

/// Each setting by itself, so that one that cannot be read does not take the others with it.
fn parse(text: &str) -> Result<Settings, toml::de::Error> {
    let mut table: toml::Table = toml::from_str(text)?;
    table.retain(|name, value| {
        let alone = toml::Table::from_iter([(name.to_owned(), value.clone())]);
        let read = Settings::deserialize(alone);
        if let Err(error) = &read {
            tracing::warn!(%error, name, "a setting cannot be read; it is as it was at first");
        }
        read.is_ok()
    });
    let mut settings = Settings::deserialize(table)?;
    settings.bound();
    Ok(settings)
}
