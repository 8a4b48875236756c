//! `settings.toml`, read at the start and written like a picture (a temporary file, synced, renamed). A file that is no
//! settings is set aside, never a reason not to start; of one that another version or a slip of the pen made strange, all is
//! taken that can be; one that cannot be looked at is left alone.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize as _;
use toml::{Table, Value};

use super::Settings;

/// Bytes; a larger file is no settings of ours.
const MAX_BYTES: u64 = 1 << 20;

impl Settings {
    /// The settings in `file`; the defaults when there is none, or none that can be read.
    pub fn load(file: &Path) -> Self {
        let error = match read(file) {
            Ok(settings) => return settings,
            Err(error) => error,
        };
        match error.kind() {
            io::ErrorKind::NotFound => Self::default(),
            io::ErrorKind::InvalidData | io::ErrorKind::FileTooLarge => {
                tracing::warn!(%error, file = %file.display(), "these are no settings; they are set aside");
                if let Err(error) = fs::rename(file, aside(file)) {
                    tracing::warn!(%error, "and cannot be moved either");
                }
                Self::default()
            }
            // Refused, or a disk that was away for a moment.
            _ => {
                tracing::warn!(%error, file = %file.display(), "the settings cannot be looked at; they are left alone");
                Self { unread: Some(error.to_string()), ..Self::default() }
            }
        }
    }

    /// Writes them whole or not at all.
    pub fn save(&self, file: &Path) -> io::Result<()> {
        if let Some(reason) = &self.unread {
            return Err(io::Error::other(format!("{} could not be read at the start: {reason}", file.display())));
        }
        let text = toml::to_string_pretty(self).map_err(io::Error::other)?;
        let folder = file.parent().ok_or(io::ErrorKind::InvalidInput)?;
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        io::Write::write_all(&mut temporary, text.as_bytes())?;
        temporary.as_file().sync_all()?;
        temporary.persist(file)?;
        Ok(())
    }
}

/// A free name beside `file`: what was set aside before stays too.
fn aside(file: &Path) -> PathBuf {
    let first = file.with_extension("toml.unreadable");
    let others = (2_u32..).map(|n| file.with_extension(format!("toml.unreadable-{n}")));
    std::iter::once(first.clone()).chain(others).find(|name| !name.exists()).unwrap_or(first)
}

/// `InvalidData`: that is no TOML, or no text.
fn read(file: &Path) -> io::Result<Settings> {
    if fs::metadata(file)?.len() > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    parse(&fs::read_to_string(file)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Each setting by itself, so that one that cannot be read does not take the others with it.
pub(super) fn parse(text: &str) -> Result<Settings, toml::de::Error> {
    let table: Table = toml::from_str(text)?;
    let table: Table =
        table.into_iter().filter_map(|(name, value)| readable(&name, value).map(|value| (name, value))).collect();
    let mut settings = Settings::deserialize(table)?;
    settings.bound();
    Ok(settings)
}

/// What of a setting can be read: all of it, or else each part of a list or table by itself.
fn readable(name: &str, value: Value) -> Option<Value> {
    let reads = |value: &Value| Settings::deserialize(Table::from_iter([(name.to_owned(), value.clone())])).is_ok();
    if reads(&value) {
        return Some(value);
    }
    tracing::warn!(name, "a setting cannot be read, or not all of it");
    let parts = match value {
        Value::Array(parts) => {
            let reads = |part: &Value| reads(&Value::Array(vec![part.clone()]));
            Value::Array(parts.into_iter().filter(reads).collect())
        }
        Value::Table(parts) => {
            let reads =
                |(key, part): &(String, Value)| reads(&Value::Table(Table::from_iter([(key.clone(), part.clone())])));
            Value::Table(parts.into_iter().filter(reads).collect())
        }
        _ => return None,
    };
    reads(&parts).then_some(parts)
}
