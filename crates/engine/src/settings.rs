//! What the user set and the window's place: `settings.toml`, written like a picture (a temporary file, synced, renamed). A
//! file that cannot be read is set aside, never a reason not to start. No secret is ever in here.

use std::{fs, io, path::Path};

use serde::{Deserialize, Serialize};

/// Bytes; a larger file is no settings of ours.
const MAX_BYTES: u64 = 1 << 20;

/// What is remembered between runs, apart from the library and the journal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Where the window was.
    pub window: Option<WindowPlace>,
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
    toml::from_str(&fs::read_to_string(file)?).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_and_a_broken_file_is_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.toml");
        assert_eq!(Settings::load(&file), Settings::default());

        let place = WindowPlace { width: 900.0, height: 600.0, x: Some(-3.0), y: None, maximized: true };
        let settings = Settings { window: Some(place) };
        settings.save(&file).unwrap();
        assert_eq!(Settings::load(&file), settings);

        fs::write(&file, "window = [[[").unwrap();
        assert_eq!(Settings::load(&file), Settings::default());
        assert_eq!(fs::read_to_string(folder.path().join("settings.toml.unreadable")).unwrap(), "window = [[[");
    }
}
