//! Where a key must never be found: every file that was written on the desktop, what the program says of itself, what is on the
//! clipboard, what a screen reader is told. A key is looked for as it is, in base64, in hexadecimal and as UTF-16; its halves too,
//! since a text may have been cut.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

use crate::{access::Access, desktop::Desktop};

/// The search for some keys.
pub(super) struct Leaks<'a> {
    desktop: &'a Desktop,
    /// Each way to write each key, and its halves.
    sought: Vec<Vec<u8>>,
}

impl<'a> Leaks<'a> {
    /// `tokens`: looked for as a whole, since their ends are nothing but zeros.
    pub(super) fn of(desktop: &'a Desktop, keys: &[&str], tokens: &[&str]) -> Self {
        let pieces = keys.iter().flat_map(|key| halves(key)).chain(tokens.iter().copied());
        Self { desktop, sought: pieces.flat_map(spellings).collect() }
    }

    /// Nowhere on the desktop, nor in the process. How many files and bytes were searched.
    pub(super) fn search(&self, process: u32) -> Result<(usize, u64)> {
        for of_process in ["environ", "cmdline"] {
            let file = format!("/proc/{process}/{of_process}");
            self.refuse(&file, &fs::read(&file)?)?;
        }
        self.search_files()
    }

    /// Nowhere in a file of the desktop. How many, and their bytes.
    pub(super) fn search_files(&self) -> Result<(usize, u64)> {
        let (mut files, mut bytes) = (0, 0);
        let mut folders = vec![self.desktop.folder().to_owned()];
        while let Some(folder) = folders.pop() {
            for path in entries(&folder)? {
                let Some(kind) = there(&path, fs::symlink_metadata(&path))?.map(|metadata| metadata.file_type()) else {
                    continue;
                };
                if kind.is_dir() && !is_mounted(&path) {
                    folders.push(path);
                } else if kind.is_file() {
                    let Some(content) = there(&path, fs::read(&path))? else { continue };
                    self.refuse(&path.display().to_string(), &content)?;
                    self.refuse("the name of a file", path.as_os_str().as_encoded_bytes())?;
                    (files, bytes) = (files + 1, bytes + content.len() as u64);
                }
            }
        }
        Ok((files, bytes))
    }

    /// Nor is a screen reader told: names, descriptions, what stands in fields.
    pub(super) fn unspoken(&self, access: &Access) -> Result<()> {
        for widget in access.widgets()? {
            let text = if widget.has_text() { access.text(&widget).unwrap_or_default() } else { String::new() };
            let told = format!("{widget} {} {text}", widget.description());
            self.refuse("what a screen reader is told", told.as_bytes())?;
        }
        Ok(())
    }

    /// That it would find a key: one is laid where the program writes, found, and taken away.
    pub(super) fn would_find(&self, key: &str) -> Result<()> {
        let bait = self.desktop.folder().join("data").join("bait");
        fs::write(&bait, format!("cut short: {}", &key[..key.len() - 1]))?;
        let found = self.search_files();
        fs::remove_file(&bait)?;
        ensure!(found.is_err(), "the search does not find a key that is there");
        Ok(())
    }

    /// An error where one of the keys stands in `bytes`.
    pub(super) fn refuse(&self, place: &str, bytes: &[u8]) -> Result<()> {
        let is_there = |key: &Vec<u8>| bytes.windows(key.len()).any(|window| window == key);
        ensure!(!self.sought.iter().any(is_there), "a key stands in {place}");
        Ok(())
    }
}

/// Base64 at each of its three phases, without the ends that depend on what stands beside.
fn spellings(key: &str) -> Vec<Vec<u8>> {
    let hexadecimal = key.bytes().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let wide = key.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let phases = (0..3).map(|phase| {
        let text = STANDARD_NO_PAD.encode([&vec![0; phase][..], key.as_bytes()].concat());
        text.as_bytes().get(4..text.len() - 4).unwrap_or_default().to_vec()
    });
    [key.as_bytes().to_vec(), hexadecimal.into_bytes(), wide].into_iter().chain(phases).collect()
}

/// All of a key, and each end of it.
fn halves(key: &str) -> [&str; 3] {
    let (first, last) = key.split_at(key.len() / 2);
    [key, first, last]
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = there(folder, fs::read_dir(folder))?;
    entries.into_iter().flatten().map(|entry| Ok(entry?.path())).collect()
}

/// `None` for what is gone since its folder was read.
fn there<T>(path: &Path, result: io::Result<T>) -> Result<Option<T>> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        result => result.map(Some).with_context(|| path.display().to_string()),
    }
}

/// The portal's own view of documents, which is no folder of files.
fn is_mounted(path: &Path) -> bool {
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    mounts.lines().any(|line| line.split(' ').nth(1) == Some(&*path.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_however_it_is_written() {
        let key = "right-key-0123456789abcdef";
        for text in [
            format!("a {key} b"),
            STANDARD_NO_PAD.encode(format!("Bearer {key}!")),
            STANDARD_NO_PAD.encode(format!("is {key}")),
        ] {
            let found =
                spellings(key).iter().any(|spelling| text.as_bytes().windows(spelling.len()).any(|w| w == spelling));
            assert!(found, "{text}");
        }
        assert!(
            !spellings(key)
                .iter()
                .any(|spelling| b"wrong-key-0123456789abcdef".windows(spelling.len()).any(|w| w == spelling))
        );
    }
}
