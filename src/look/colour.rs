//! The colours: neutral greys, since pictures are judged beside them, and one accent.

use eframe::egui::{Color32, Theme, Ui};

/// The colours of one theme.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Palette {
    pub(crate) panel: Color32,
    pub(crate) backdrop: Color32,
    pub(crate) field: Color32,
    pub(crate) tile: Color32,
    pub(crate) control: Color32,
    pub(crate) control_hovered: Color32,
    pub(crate) line: Color32,
    pub(crate) text: Color32,
    pub(crate) weak: Color32,
    pub(crate) accent: Color32,
    pub(crate) on_accent: Color32,
    pub(crate) warning: Color32,
    pub(crate) error: Color32,
    /// Behind words that stand on a picture.
    pub(crate) veil: Color32,
    pub(crate) on_veil: Color32,
}

const fn grey(level: u8) -> Color32 {
    Color32::from_rgb(level, level, level)
}

const DARK: Palette = Palette {
    panel: grey(0x20),
    backdrop: grey(0x17),
    field: grey(0x14),
    tile: grey(0x26),
    control: grey(0x33),
    control_hovered: grey(0x40),
    line: grey(0x38),
    text: grey(0xe6),
    weak: grey(0xa6),
    accent: Color32::from_rgb(0x5b, 0x9d, 0xf0),
    on_accent: grey(0x0c),
    warning: Color32::from_rgb(0xe6, 0xb4, 0x50),
    error: Color32::from_rgb(0xf0, 0x82, 0x78),
    veil: Color32::from_rgba_premultiplied(0, 0, 0, 0xb8),
    on_veil: grey(0xf2),
};

const LIGHT: Palette = Palette {
    panel: grey(0xf4),
    backdrop: grey(0xe6),
    field: grey(0xff),
    tile: grey(0xdc),
    control: grey(0xe2),
    control_hovered: grey(0xd4),
    line: grey(0xcc),
    text: grey(0x1c),
    weak: grey(0x55),
    accent: Color32::from_rgb(0x1c, 0x5f, 0xb8),
    on_accent: grey(0xff),
    warning: Color32::from_rgb(0x80, 0x52, 0x00),
    error: Color32::from_rgb(0xb0, 0x26, 0x1e),
    veil: Color32::from_rgba_premultiplied(0, 0, 0, 0xb8),
    on_veil: grey(0xf2),
};

impl Palette {
    pub(crate) fn of(theme: Theme) -> Self {
        match theme {
            Theme::Dark => DARK,
            Theme::Light => LIGHT,
        }
    }

    /// Of the theme that is shown.
    pub(crate) fn shown(ui: &Ui) -> Self {
        Self::of(ui.theme())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: Color32) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_everything_it_stands_on() {
        for palette in [DARK, LIGHT] {
            for ground in [palette.panel, palette.backdrop, palette.tile, palette.field, palette.control] {
                for text in [palette.text, palette.weak, palette.error, palette.warning] {
                    assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}: {}", contrast(text, ground));
                }
            }
            assert!(contrast(palette.on_accent, palette.accent) >= 4.5);
        }
    }
}
