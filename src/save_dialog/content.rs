//! What a save dialog saves: as what it can be saved, what a file of it is called, and the command that does it.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use contract::Format;
use engine::{Command, deploy::Wish};
use library::PictureId;

use crate::msg::Msg;

/// What is saved.
pub(crate) enum Content {
    /// A copy of a picture, in the format that its file's name says.
    Picture(PictureId),
    /// A table.
    Csv(String),
    /// The same for programs.
    Json(String),
    /// What a Worker has counted, before it is removed.
    Counts,
}

/// A kind of file: what a dialog calls it, and the extensions that mean it, the usual one first.
pub(super) type Kind = (&'static str, &'static [&'static str]);

impl Content {
    /// The first one is meant where no extension was typed.
    pub(super) fn kinds(&self) -> &'static [Kind] {
        match self {
            Self::Picture(_) => &[("PNG", &["png"]), ("JPEG", &["jpg", "jpeg"]), ("WebP", &["webp"])],
            Self::Csv(_) => &[("CSV", &["csv"])],
            Self::Json(_) | Self::Counts => &[("JSON", &["json"])],
        }
    }

    /// The usual one.
    pub(crate) fn extension(&self) -> &'static str {
        self.extensions().next().unwrap_or_default()
    }

    fn extensions(&self) -> impl Iterator<Item = &'static str> {
        self.kinds().iter().flat_map(|(_, extensions)| *extensions).copied()
    }

    pub(super) fn title(&self) -> Msg<'static> {
        match self {
            Self::Picture(_) => Msg::SaveTitle,
            Self::Csv(_) | Self::Json(_) | Self::Counts => Msg::SaveUsageTitle,
        }
    }

    /// The file that a typed path means: where it has no extension of these kinds the first one is added, and then a number
    /// rather than replacing a file that the dialog did not ask about.
    pub(super) fn target(&self, path: PathBuf) -> PathBuf {
        let typed = path.extension().and_then(OsStr::to_str);
        if typed.is_some_and(|typed| self.extensions().any(|known| typed.eq_ignore_ascii_case(known))) {
            return path;
        }
        let usual = self.extension();
        let named = |number: String| {
            let mut name = path.file_name().unwrap_or_default().to_owned();
            name.push(format!("{number}.{usual}"));
            path.with_file_name(name)
        };
        let numbered = (2..).map(|n| named(format!(" ({n})")));
        let free = std::iter::once(named(String::new())).chain(numbered).find(|target| !target.exists());
        free.unwrap_or(path)
    }

    /// Saves it to what [`Self::target`] has answered.
    pub(super) fn save(&self, target: PathBuf) -> Command {
        match self {
            Self::Picture(picture) => Command::SaveAs { picture: *picture, format: format(&target), target },
            Self::Csv(text) | Self::Json(text) => Command::SaveText { text: text.clone(), target },
            Self::Counts => Command::Deploy(Wish::SaveCounts(target)),
        }
    }
}

fn format(target: &Path) -> Format {
    let is = |extension| target.extension().is_some_and(|typed| typed.eq_ignore_ascii_case(extension));
    if is("jpg") || is("jpeg") {
        Format::Jpeg
    } else if is("webp") {
        Format::WebP
    } else {
        Format::Png
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn the_extension_decides_and_png_is_added_where_none_was_typed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let picture = Content::Picture(PictureId::new(Timestamp::UNIX_EPOCH, 0));
        let target = |path| {
            let target = picture.target(path);
            let format = format(&target);
            (target, format)
        };
        assert_eq!(target(at("a.PNG")), (at("a.PNG"), Format::Png));
        assert_eq!(target(at("a.jpeg")), (at("a.jpeg"), Format::Jpeg));
        assert_eq!(target(at("a.webp")), (at("a.webp"), Format::WebP));
        assert_eq!(target(at("猫")), (at("猫.png"), Format::Png));
        assert_eq!(target(at("v1.2")), (at("v1.2.png"), Format::Png));
        std::fs::write(at("猫.png"), "mine").unwrap();
        assert_eq!(target(at("猫")), (at("猫 (2).png"), Format::Png));
    }

    #[test]
    fn a_text_has_the_extension_of_its_kind() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (csv, json) = (Content::Csv(String::new()), Content::Json(String::new()));
        assert_eq!(csv.target(at("usage.CSV")), at("usage.CSV"));
        assert_eq!(csv.target(at("usage 2026.11")), at("usage 2026.11.csv"));
        assert_eq!(json.target(at("usage.csv")), at("usage.csv.json"));
    }
}
