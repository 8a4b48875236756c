//! What another prompt adds to the typed one and leaves out, word by word; in Chinese and Japanese character by character. Marked
//! by a line under or through the words, and by colour beside that.

use std::{sync::Arc, time::Duration};

use eframe::egui::{FontSelection, Id, Stroke, TextFormat, TextStyle, Ui, text::LayoutJob};
use engine::{Rewriting, RewritingId};
use similar::{Algorithm, ChangeTag, TextDiff};

use crate::look::colour::Palette;

/// Texts with less in common than this are easier to read one above the other.
const MUCH: f32 = 0.3;
/// Two texts of 2000 characters without a word in common take as long; what is found by then is coarser, and still true.
const PATIENCE: Duration = Duration::from_millis(20);

/// How two texts are best seen together.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Compared {
    /// As one, in parts.
    Changes(Vec<(Change, String)>),
    /// One above the other.
    Whole,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Kept,
    Added,
    Removed,
}

/// Compared once, not in each frame.
pub(super) fn compared(ui: &Ui, rewriting: &Rewriting, prompt: &str) -> Arc<Compared> {
    let at = Id::unique("compared prompts");
    let known: Option<(RewritingId, Arc<Compared>)> = ui.data(|data| data.get_temp(at));
    if let Some((_, compared)) = known.filter(|(id, _)| *id == rewriting.id) {
        return compared;
    }
    let compared = Arc::new(compare(&rewriting.from, prompt));
    ui.data_mut(|data| data.insert_temp(at, (rewriting.id, Arc::clone(&compared))));
    compared
}

fn compare(from: &str, to: &str) -> Compared {
    let mut config = TextDiff::configure();
    let diff = config.algorithm(Algorithm::Patience).timeout(PATIENCE).diff_unicode_words(from, to);
    if diff.ratio() < MUCH {
        return Compared::Whole;
    }
    let mut changes: Vec<(Change, String)> = Vec::new();
    for part in diff.iter_all_changes() {
        let change = match part.tag() {
            ChangeTag::Equal => Change::Kept,
            ChangeTag::Insert => Change::Added,
            ChangeTag::Delete => Change::Removed,
        };
        match changes.last_mut() {
            Some((last, text)) if *last == change => text.push_str(part.value()),
            _ => changes.push((change, part.value().to_owned())),
        }
    }
    Compared::Changes(changes)
}

pub(super) fn marked(ui: &Ui, changes: &[(Change, String)]) -> LayoutJob {
    let palette = Palette::shown(ui);
    let font_id = FontSelection::Style(TextStyle::Body).resolve(ui.style());
    let plain = TextFormat { font_id, color: palette.text, ..TextFormat::default() };
    let mut job = LayoutJob::default();
    for (change, text) in changes {
        let format = match change {
            Change::Kept => plain.clone(),
            Change::Added => {
                TextFormat { color: palette.good, underline: Stroke::new(1.0, palette.good), ..plain.clone() }
            }
            Change::Removed => {
                TextFormat { color: palette.weak, strikethrough: Stroke::new(1.0, palette.weak), ..plain.clone() }
            }
        };
        job.append(text, 0.0, format);
    }
    job
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(from: &str, to: &str) -> Vec<(Change, String)> {
        match compare(from, to) {
            Compared::Changes(changes) => changes,
            Compared::Whole => panic!("{from} and {to} have much in common"),
        }
    }

    #[test]
    fn words_that_came_and_went_are_told_and_both_texts_are_whole() {
        for (from, to) in [
            ("a fox in the snow", "a red fox in deep snow, at dawn"),
            ("雪中的狐狸", "黎明时分，雪中的红色狐狸，水墨画"),
            ("a fox\nin the snow", "a fox in the snow"),
            ("same", "same"),
        ] {
            let parts = parts(from, to);
            let without = |gone| parts.iter().filter(|(change, _)| *change != gone).map(|(_, text)| &**text).collect();
            let texts: [String; 2] = [without(Change::Added), without(Change::Removed)];
            assert_eq!(texts, [from, to]);
        }
        let added: Vec<_> = parts("a fox in snow", "a red fox in snow");
        assert!(added.contains(&(Change::Added, "red ".to_owned())), "{added:?}");
        assert!(!added.iter().any(|(change, _)| *change == Change::Removed), "{added:?}");
    }

    #[test]
    fn a_translation_is_another_text() {
        assert_eq!(compare("雪中的狐狸", "a fox in the snow"), Compared::Whole);
    }

    #[test]
    fn the_longest_texts_without_anything_in_common_end_too() {
        let long = |word: &str| (0..400).map(|n| format!("{word}{n}")).collect::<Vec<_>>().join(" ");
        assert_eq!(compare(&long("a"), &long("b")), Compared::Whole);
    }
}
