//! A field for a secret: what is typed or pasted goes into memory that is zeroed. It is taken out of egui's events before egui's
//! field reads them, which gets a mark in its place and dots to show: neither its history, nor a screen reader, nor a copy of its
//! own holds the text. Egui's password field alone would show dots, and keep the text in its undo history and in freed memory.
//! What the clipboard and the system's window keep of it is beyond us.

use std::{fmt, mem, ops::Range};

use contract::{Key, secret::KeyError};
use eframe::egui::{
    Event, Id, ImeEvent, InputState, Response, TextBuffer, TextEdit, Ui,
    epaint::text::{CharIndex, PASSWORD_REPLACEMENT_CHAR},
};
use zeroize::{Zeroize, Zeroizing};

use super::in_view;

/// Characters: one more than a key has, so that a paste that was cut is refused rather than sent.
const LONGEST: usize = 513;
/// The mark of the first text that came in a pass; that of the next is the next character. They are for private use: no key has
/// one.
const FIRST_MARK: char = '\u{e000}';

/// A secret that is being typed. `Debug` shows nothing of it.
pub(crate) struct Secret {
    /// It never grows beyond the room that it has from the beginning: growing would leave a copy behind.
    text: Zeroizing<String>,
    /// One for each character.
    dots: String,
    /// What came in this pass. Egui has a mark for each, and brings it to the caret's place.
    came: Vec<Zeroizing<String>>,
}

impl Secret {
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The key that it is, if it can be one.
    pub(crate) fn key(&self) -> Result<Key, KeyError> {
        Key::parse(&self.text)
    }

    /// Takes what is typed and pasted out of this pass's events, and marks where it was.
    fn take(&mut self, input: &mut InputState) {
        for text in input.events.iter_mut().filter_map(written) {
            let mark = u32::try_from(self.came.len()).ok().and_then(|n| char::from_u32(u32::from(FIRST_MARK) + n));
            let mark = mark.filter(|_| !text.is_empty()).map(String::from).unwrap_or_default();
            self.came.push(Zeroizing::new(mem::replace(text, mark)));
        }
        input.raw.events.iter_mut().filter_map(written).for_each(Zeroize::zeroize);
    }

    /// What a mark stands for.
    fn marked(&mut self, mark: &str) -> Option<Zeroizing<String>> {
        let n = u32::from(mark.chars().next()?).checked_sub(u32::from(FIRST_MARK))?;
        self.came.get_mut(usize::try_from(n).ok()?).map(mem::take)
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
        Self { text: Zeroizing::new(String::with_capacity(room)), dots: String::new(), came: Vec::new() }
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
        let marked = self.marked(text);
        let text = marked.as_ref().map_or(text, |marked| marked.as_str()).trim();
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
    if ui.memory(|memory| memory.has_focus(id)) {
        ui.input_mut(|input| secret.take(input));
    }
    let field = TextEdit::singleline(secret).id(id).password(true).hint_text(hint).char_limit(LONGEST);
    let mut output = field.desired_width(f32::INFINITY).show(ui);
    // It would bring back dots.
    output.state.clear_undoer();
    secret.came.clear();
    in_view(output.response.response.labelled_by(name))
}

/// The text that an event brings to whatever has the keyboard.
fn written(event: &mut Event) -> Option<&mut String> {
    match event {
        Event::Text(text)
        | Event::Paste(text)
        | Event::Ime(ImeEvent::Preedit { text, .. } | ImeEvent::Commit(text)) => Some(text),
        _ => None,
    }
}

/// Takes the first text that is pasted in this pass, if it is meant, and leaves no copy of it with egui.
pub(crate) fn take_pasted(input: &mut InputState, is_meant: impl Fn(&str) -> bool) -> Option<Zeroizing<String>> {
    let place = input.events.iter().position(|event| matches!(event, Event::Paste(text) if is_meant(text)))?;
    for event in &mut input.raw.events {
        if let Event::Paste(text) = event {
            text.zeroize();
        }
    }
    match input.events.remove(place) {
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
        let events = vec![Event::Copy, Event::Paste("sesame".to_owned()), Event::Paste("[list]".to_owned())];
        let mut input = InputState::default();
        (input.events, input.raw.events) = (events.clone(), events);
        let taken = take_pasted(&mut input, |text| text.starts_with('['));
        assert_eq!(taken.as_deref().map(String::as_str), Some("[list]"));
        assert_eq!(input.events, [Event::Copy, Event::Paste("sesame".to_owned())]);
        assert!(!format!("{:?}", input.raw.events).contains("list"));
    }

    #[test]
    fn what_comes_is_marked_in_the_events_and_goes_to_the_place_of_its_mark() {
        let (mut secret, mut input) = (Secret::default(), InputState::default());
        input.events = vec![
            Event::Text("open".to_owned()),
            Event::Ime(ImeEvent::Commit("-".to_owned())),
            Event::Paste(" sesame\n".to_owned()),
            Event::Text(String::new()),
        ];
        input.raw.events = input.events.clone();
        secret.take(&mut input);
        for events in [&input.events, &input.raw.events] {
            let left = format!("{events:?}");
            assert!(!left.contains("open") && !left.contains('-') && !left.contains("sesame"), "{left}");
        }
        for text in input.events.iter_mut().filter_map(written).rev() {
            secret.insert_text(text, CharIndex(0));
        }
        assert_eq!((secret.text.as_str(), secret.as_str()), ("open-sesame", "•••••••••••"));
    }
}
