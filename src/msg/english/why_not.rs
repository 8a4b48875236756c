//! Why the window cannot open and what to do about it, in English.

use engine::{Failure, FolderError, OpenError};
use home::StoreError;

use super::failure::{address, failure, with};
use crate::fault::WhyNot;

pub(super) fn why_not(why: &WhyNot) -> String {
    match why {
        WhyNot::Cloudflare(error) => {
            format!("CLOUDFLARE_API_BASE_URL is set and cannot be used. {} Start Easel without it.", address(*error))
        }
        WhyNot::Folder(error) => folder(error),
        WhyNot::Session(OpenError::Store(error) | OpenError::BuiltIn(home::OpenError::Store(error))) => store(error),
        WhyNot::Session(OpenError::Library(error)) => failure(&Failure::from(error)),
        WhyNot::Session(
            error @ (OpenError::BuiltIn(_) | OpenError::Journal(_) | OpenError::Network(_) | OpenError::System(_)),
        ) => {
            let why = with("A part of Easel could not start", Some(&error.to_string()));
            format!("{why} Close other programs, then start Easel again.")
        }
    }
}

fn folder(error: &FolderError) -> String {
    match error {
        FolderError::Taken { .. } => "Easel is already open with this data. Use the window that is open.".to_owned(),
        FolderError::NoHome => {
            "This system does not say where your files are kept. Start Easel with --data-dir DIR.".to_owned()
        }
        FolderError::Io { path, source } => format!(
            "{} Check that you may write there and that the disk has room, or start Easel with --data-dir DIR.",
            with(&format!("The folder {} cannot be used", path.display()), Some(&source.to_string()))
        ),
    }
}

fn store(error: &StoreError) -> String {
    match error {
        StoreError::Corrupt { path } => format!(
            "{} is damaged, or is not a database. Move the file away, or put a copy of it back. Easel does not delete it.",
            path.display()
        ),
        StoreError::Newer { path, .. } => {
            format!("{} was written by a newer version of Easel. Start the newer version.", path.display())
        }
        StoreError::Backup { path, source } => format!(
            "{} Make room on the disk, and check that you may write to the folder.",
            with(&format!("{} could not be copied before its update", path.display()), Some(&source.to_string()))
        ),
        StoreError::Sql { path, source } => format!(
            "{} Check that the folder exists, that you may write to it, and that the disk has room.",
            with(&format!("{} cannot be opened", path.display()), Some(&source.to_string()))
        ),
    }
}
