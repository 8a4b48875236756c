//! What lies in a library's folder between two lives, as its files say it, by themselves: no index is asked.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use contract::Format;
use library::{Found, PictureId, read_meta};

/// Where pictures lie before they have a name.
const INCOMING: &str = ".incoming";

/// The pictures whose bytes are all there.
#[derive(Debug, Default)]
pub(super) struct Rest {
    /// They have their names.
    pub(super) named: BTreeSet<PictureId>,
    /// They have none yet: the kill came between the last byte and the rename.
    pub(super) nameless: BTreeSet<PictureId>,
    /// What no library may hold, a line each.
    pub(super) faults: Vec<String>,
}

impl Rest {
    /// Of the library's folder, which may not be there yet.
    pub(super) fn of(library: &Path) -> Result<Self> {
        let mut rest = Self::default();
        for folder in list(library)? {
            let has_names = !folder.ends_with(INCOMING);
            for file in list(&folder)? {
                match picture(&file)? {
                    Some(id) if !has_names => drop(rest.nameless.insert(id)),
                    Some(id) if rest.named.insert(id) => {}
                    Some(id) => rest.faults.push(format!("{id} is in the folder twice, once as {}", file.display())),
                    None if has_names => rest.faults.push(format!("{} is no whole picture", file.display())),
                    None => {}
                }
            }
        }
        Ok(rest)
    }

    /// With a name or without.
    pub(super) fn all(&self) -> BTreeSet<PictureId> {
        self.named.union(&self.nameless).copied().collect()
    }
}

/// The picture in `file`, if it is whole.
fn picture(file: &Path) -> Result<Option<PictureId>> {
    let bytes = fs::read(file).with_context(|| file.display().to_string())?;
    if !Format::sniff(&bytes).is_some_and(|format| format.is_whole(&bytes)) {
        return Ok(None);
    }
    Ok(match read_meta(file)? {
        Some(Found::Easel(meta)) => Some(meta.id),
        _ => None,
    })
}

fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let paths: Result<Vec<_>, _> = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect();
    Ok(paths?)
}
