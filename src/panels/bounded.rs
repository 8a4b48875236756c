//! Words of any length and any content, where only so much can be shown or said: prompts are the user's, and those of other
//! programs' files are anybody's.

use std::{borrow::Cow, sync::Arc};

use eframe::egui::{Color32, Galley, TextStyle, Ui, text::LayoutJob};

/// Characters; more than any prompt that a model takes.
const MOST: usize = 2000;

/// The beginning of a text, without what is no letter: a screen reader's line takes no NUL.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let end = text.char_indices().nth(MOST).map_or(text.len(), |(end, _)| end);
    let text = text.get(..end).unwrap_or_default();
    if text.contains(char::is_control) { Cow::Owned(text.replace(char::is_control, " ")) } else { Cow::Borrowed(text) }
}

/// At most so many rows of it, `width` points wide; a word that is wider breaks anywhere.
pub(crate) fn rows(text: &str, style: &TextStyle, colour: Color32, width: f32, rows: usize, ui: &Ui) -> LayoutJob {
    let mut job = LayoutJob::simple(plain(text).into_owned(), style.resolve(ui.style()), colour, width);
    job.wrap.max_rows = rows;
    job
}

/// The same, ready to be painted.
pub(crate) fn galley(text: &str, style: &TextStyle, colour: Color32, width: f32, most: usize, ui: &Ui) -> Arc<Galley> {
    ui.painter().layout_job(rows(text, style, colour, width, most, ui))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_bounded_and_only_letters() {
        assert_eq!(plain("a\0red\nfox"), "a red fox");
        assert_eq!(plain(&"猫".repeat(200_000)).chars().count(), MOST);
        assert!(matches!(plain("شمس 🌞"), Cow::Borrowed(_)));
    }
}
