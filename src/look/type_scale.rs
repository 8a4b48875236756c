//! The type scale: the sizes that words are set in, and who is set in semibold. Everything that shows words takes its style
//! from here; `look::apply` puts it in place.

use std::collections::BTreeMap;

use eframe::egui::{FontFamily, FontId, TextStyle};

use super::fonts;

/// Points; of an icon on a control, a little more than the words beside it.
pub(crate) const ICON: f32 = 16.0;

const SMALL: f32 = 12.0;
const BODY: f32 = 14.0;
const MONOSPACE: f32 = 13.0;
const HEADING: f32 = 16.0;
const TITLE: f32 = 22.0;

/// Body text that stands out: the main button, the name of a state.
pub(crate) fn strong() -> TextStyle {
    TextStyle::Name("strong".into())
}

/// The one line that a whole screen is about.
pub(crate) fn title() -> TextStyle {
    TextStyle::Name("title".into())
}

pub(super) fn scale() -> BTreeMap<TextStyle, FontId> {
    [
        (TextStyle::Small, FontId::proportional(SMALL)),
        (TextStyle::Body, FontId::proportional(BODY)),
        (TextStyle::Button, FontId::proportional(BODY)),
        (TextStyle::Monospace, FontId::new(MONOSPACE, FontFamily::Monospace)),
        (strong(), FontId::new(BODY, fonts::semibold())),
        (TextStyle::Heading, FontId::new(HEADING, fonts::semibold())),
        (title(), FontId::new(TITLE, fonts::semibold())),
    ]
    .into()
}
