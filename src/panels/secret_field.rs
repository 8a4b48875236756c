//! A field for a secret: what is typed or pasted goes into memory that is zeroed, and all that egui ever sees of it are dots, so
//! that neither its history, nor a screen reader, nor a copy of its own holds the text. Egui's password field alone would show
//! dots, and keep the text in its undo history and in freed memory.

use std::{fmt, ops::Range};

use contract::{Key, secret::KeyError};
use eframe::egui::{
    Event, Id, Response, TextBuffer, TextEdit, Ui,
    epaint::text::{CharIndex, PASSWORD_REPLACEMENT_CHAR},
    text::{CCursor, CCursorRange},
    text_edit::TextEditState,
};
use zeroize::Zeroizing;

use super::in_view;

/// Characters: one more than a key has, so that a paste that was cut is refused rather than sent.
const LONGEST: usize = 513;

/// A secret that is being typed. `Debug` shows nothing of it.
pub(crate) struct Secret {
    /// It never grows beyond the room that it has from the beginning: growing would leave a copy behind.
    text: Zeroizing<String>,
    /// One for each character.
    dots: String,
}

impl Secret {
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The key that it is, if it can be one.
    pub(crate) fn key(&self) -> Result<Key, KeyError> {
        Key::parse(&self.text)
    }

    /// Where a character begins, or the end.
    fn at(&self, place: CharIndex) -> usize {
        self.text.char_indices().nth(place.0).map_or(self.text.len(), |(at, _)| at)
    }

    fn count(&mut self) {
        self.dots = self.text.chars().map(|_| PASSWORD_REPLACEMENT_CHAR).collect();
    }
}

impl Default for Secret {
    fn default() -> Self {
        let room = LONGEST * char::MAX.len_utf8();
        Self { text: Zeroizing::new(String::with_capacity(room)), dots: String::new() }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl TextBuffer for Secret {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        &self.dots
    }

    /// Without the spaces and newlines that pasting brings.
    fn insert_text(&mut self, text: &str, place: CharIndex) -> usize {
        let room = LONGEST.saturating_sub(self.text.chars().count());
        let text = text.trim();
        let end = text.char_indices().nth(room).map_or(text.len(), |(end, _)| end);
        let text = text.get(..end).unwrap_or_default();
        let at = self.at(place);
        self.text.insert_str(at, text);
        self.count();
        text.chars().count()
    }

    fn delete_char_range(&mut self, range: Range<CharIndex>) {
        let (start, end) = (self.at(range.start), self.at(range.end));
        if start < end {
            self.text.drain(start..end);
            self.count();
        }
    }

    fn type_id(&self) -> std::any::TypeId {
        std::any::TypeId::of::<Self>()
    }
}

/// The field. `hint`: what stands there while nothing is typed.
pub(crate) fn secret_field(ui: &mut Ui, id: Id, name: Id, secret: &mut Secret, hint: &str) -> Response {
    let pasted = ui.memory(|memory| memory.has_focus(id)) && paste(ui, id, secret);
    let field = TextEdit::singleline(secret).id(id).password(true).hint_text(hint).char_limit(LONGEST);
    let mut output = field.desired_width(f32::INFINITY).show(ui);
    // It would bring back dots.
    output.state.clear_undoer();
    let mut response = output.response.response.labelled_by(name);
    if pasted {
        response.mark_changed();
    }
    in_view(response)
}

/// Takes what is pasted before egui does, which would leave copies of it behind. Whether there was something.
fn paste(ui: &Ui, id: Id, secret: &mut Secret) -> bool {
    let pasted = ui.input_mut(|input| take_pasted(&mut input.events, |_| true));
    let Some(pasted) = pasted else { return false };
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let end = CCursor::new(secret.dots.chars().count());
    let chosen = state.cursor.char_range().unwrap_or(CCursorRange::one(end));
    let mut cursor = secret.delete_selected(&chosen);
    secret.insert_text_at(&mut cursor, pasted.trim(), LONGEST);
    state.cursor.set_char_range(Some(CCursorRange::one(cursor)));
    state.store(ui.ctx(), id);
    true
}

/// Takes the first text that is pasted in this pass, if it is meant.
pub(crate) fn take_pasted(events: &mut Vec<Event>, is_meant: impl Fn(&str) -> bool) -> Option<Zeroizing<String>> {
    let place = events.iter().position(|event| matches!(event, Event::Paste(text) if is_meant(text)))?;
    match events.remove(place) {
        Event::Paste(text) => Some(Zeroizing::new(text)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_kept_apart_from_what_egui_sees() {
        let mut secret = Secret::default();
        let room = secret.text.capacity();
        assert_eq!(secret.insert_text(" sesäme\n", CharIndex(0)), 6);
        assert_eq!(secret.insert_text("-open", CharIndex(3)), 5);
        secret.delete_char_range(CharIndex(0)..CharIndex(1));
        assert_eq!((secret.text.as_str(), secret.as_str()), ("es-openäme", "••••••••••"));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        // What is too long is cut to a length that no key has, and nothing grows.
        secret.insert_text(&"長".repeat(2000), CharIndex(99));
        assert_eq!((secret.text.chars().count(), secret.text.capacity()), (LONGEST, room));
        secret.delete_char_range(CharIndex(400)..CharIndex(9000));
        secret.delete_char_range(CharIndex(7)..CharIndex(2));
        assert_eq!(secret.as_str().chars().count(), 400);
        secret.clear();
        secret.insert_text(" k\t", CharIndex(0));
        assert_eq!(secret.key(), Key::parse("k"));
    }

    #[test]
    fn only_what_is_meant_is_taken_from_what_is_pasted() {
        let mut events = vec![Event::Copy, Event::Paste("sesame".to_owned()), Event::Paste("[list]".to_owned())];
        let taken = take_pasted(&mut events, |text| text.starts_with('['));
        assert_eq!(taken.as_deref().map(String::as_str), Some("[list]"));
        assert_eq!(events, [Event::Copy, Event::Paste("sesame".to_owned())]);
    }
}
