//! The fields that are written in: the prompt, and what to leave out. They take any text of any length that somebody may
//! paste, and stay as large as they are: what is longer scrolls within them.

use std::{any::TypeId, ops::Range};

use eframe::egui::text::CharIndex;
use eframe::egui::{Frame, Id, Margin, Memory, Response, ScrollArea, Stroke, TextBuffer, TextEdit, TextStyle, Ui};

use super::super::{in_view, problem};
use crate::{
    look::{colour::Palette, space},
    msg::Msg,
};

/// Characters that a field holds, three times what a request may have: enough to cut a long text down in it, and few enough
/// to be laid out anew at each key.
const MOST: usize = 6_000;

/// A text without what is neither seen nor meant, such as the NUL of a broken clipboard.
struct Written<'a>(&'a mut String);

impl TextBuffer for Written<'_> {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        self.0
    }

    fn insert_text(&mut self, text: &str, at: CharIndex) -> usize {
        let seen: String = text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
        TextBuffer::insert_text(self.0, &seen, at)
    }

    fn delete_char_range(&mut self, range: Range<CharIndex>) {
        self.0.delete_char_range(range);
    }

    fn type_id(&self) -> TypeId {
        TypeId::of::<String>()
    }
}

/// A field of so many rows for `text`, named by the widget `name`.
pub(super) fn writing_ui(ui: &mut Ui, salt: &str, name: Id, text: &mut String, hint: Msg<'_>, rows: usize) -> Response {
    let palette = Palette::shown(ui);
    let id = ui.make_persistent_id(salt);
    let focused = ui.memory(Memory::focused) == Some(id);
    let edge = if focused { Stroke::new(space::RING, palette.focus) } else { Stroke::new(1.0, palette.line) };
    let frame = Frame::new().fill(palette.field).stroke(edge).corner_radius(space::RADIUS);
    // A frame makes room for its edge, and this one gets thicker: nothing moves when the caret comes.
    let frame = frame.inner_margin(space::RING - edge.width);
    let height = ui.text_style_height(&TextStyle::Body) * rows as f32 + 2.0 * f32::from(space::FIELD);
    let mut written = Written(text);
    let field = TextEdit::multiline(&mut written)
        .id(id)
        .frame(Frame::new().inner_margin(Margin::same(space::FIELD)))
        .hint_text(hint.text())
        .char_limit(MOST)
        .desired_rows(rows)
        .desired_width(f32::INFINITY);
    let scroll = ScrollArea::vertical().id_salt((salt, "scroll")).max_height(height).auto_shrink(false);
    let response = frame.show(ui, |ui| scroll.show(ui, |ui| ui.add(field)).inner).inner.labelled_by(name);
    if text.chars().nth(MOST.saturating_sub(1)).is_some() {
        problem(ui, Msg::FieldFull { most: MOST });
    }
    in_view(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_not_taken_and_the_caret_goes_as_far_as_the_rest() {
        let mut text = "ab".to_owned();
        let taken = Written(&mut text).insert_text("\0é\r\n\u{7}猫\t\u{1b}", CharIndex(1));
        assert_eq!((text.as_str(), taken), ("aé\n猫\tb", 4));
    }
}
