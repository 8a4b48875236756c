//! The colours: neutral greys, since pictures are judged beside them, and one accent. Each use has its token; whoever draws
//! takes the token of its use, and never another that happens to look right in one theme.

use eframe::egui::{Color32, Stroke, Theme, Ui};

/// The colours of one theme.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Palette {
    /// Of bars, side panels, menus and dialogs.
    pub(crate) panel: Color32,
    /// Behind the gallery, and behind a picture that fills the window.
    pub(crate) backdrop: Color32,
    /// Around a picture that has the whole screen.
    pub(crate) stage: Color32,
    /// Of what is typed into.
    pub(crate) field: Color32,
    pub(crate) tile: Color32,
    /// Under the mouse.
    pub(crate) tile_hovered: Color32,
    /// Where a picture will be.
    pub(crate) coming: Color32,
    /// Around that.
    pub(crate) edge: Color32,
    /// Of buttons, sliders and boxes.
    pub(crate) control: Color32,
    pub(crate) control_hovered: Color32,
    pub(crate) control_pressed: Color32,
    /// The same on a tile: see [`on_tile`].
    pub(crate) tile_control: Color32,
    pub(crate) tile_control_hovered: Color32,
    /// Of what has no words of its own: the rail of a slider, a box to tick, a scroll bar.
    pub(crate) rail: Color32,
    /// Between things, and around controls.
    pub(crate) line: Color32,
    pub(crate) text: Color32,
    pub(crate) weak: Color32,
    /// Of the main button, and of words that lead somewhere.
    pub(crate) accent: Color32,
    pub(crate) accent_hovered: Color32,
    pub(crate) on_accent: Color32,
    /// Behind selected words and the chosen one of several.
    pub(crate) selected: Color32,
    pub(crate) on_selected: Color32,
    /// Around a selected picture.
    pub(crate) selection: Color32,
    /// Around what the keyboard is on.
    pub(crate) focus: Color32,
    pub(crate) warning: Color32,
    pub(crate) error: Color32,
    /// Of what is as one would wish it.
    pub(crate) good: Color32,
    /// Behind words that stand on a picture.
    pub(crate) veil: Color32,
    pub(crate) on_veil: Color32,
    /// Over everything behind a dialog.
    pub(crate) scrim: Color32,
    /// Of what stands for one of several models in a chart: see [`Palette::series`].
    models: [Color32; SERIES],
    /// Of all the models that have none of those.
    pub(crate) other: Color32,
    /// Of a day in a chart that nobody told of, or that is empty.
    pub(crate) unknown: Color32,
    /// From little to much: see [`Palette::heat`].
    heat: [Color32; HEAT],
}

/// Models that a chart tells apart by their colours.
pub(crate) const SERIES: usize = 6;
/// Steps from little to much.
pub(crate) const HEAT: usize = 5;

const fn grey(level: u8) -> Color32 {
    Color32::from_rgb(level, level, level)
}

const fn black(alpha: u8) -> Color32 {
    Color32::from_rgba_premultiplied(0, 0, 0, alpha)
}

const DARK: Palette = Palette {
    panel: grey(0x1f),
    backdrop: grey(0x17),
    stage: grey(0x0a),
    field: grey(0x13),
    tile: grey(0x27),
    tile_hovered: grey(0x2e),
    coming: grey(0x36),
    edge: grey(0x4c),
    control: grey(0x32),
    control_hovered: grey(0x3c),
    control_pressed: grey(0x2a),
    tile_control: grey(0x3a),
    tile_control_hovered: grey(0x44),
    rail: grey(0x4a),
    line: grey(0x40),
    text: grey(0xe8),
    weak: grey(0xb3),
    accent: Color32::from_rgb(0x6a, 0xa9, 0xf7),
    accent_hovered: Color32::from_rgb(0x86, 0xba, 0xfa),
    on_accent: grey(0x0c),
    selected: Color32::from_rgb(0x27, 0x4e, 0x84),
    on_selected: Color32::from_rgb(0xc4, 0xde, 0xff),
    selection: Color32::from_rgb(0x6a, 0xa9, 0xf7),
    focus: Color32::from_rgb(0x9c, 0xc8, 0xff),
    warning: Color32::from_rgb(0xe8, 0xb8, 0x5c),
    error: Color32::from_rgb(0xf8, 0x9c, 0x92),
    good: Color32::from_rgb(0x86, 0xcf, 0x9a),
    veil: black(0xb8),
    on_veil: grey(0xf2),
    scrim: black(0x99),
    models: [
        Color32::from_rgb(0x56, 0xb4, 0xe9),
        Color32::from_rgb(0xe6, 0x9f, 0x00),
        Color32::from_rgb(0x00, 0xa8, 0x7a),
        Color32::from_rgb(0xd8, 0x86, 0xb4),
        Color32::from_rgb(0xf0, 0xe4, 0x42),
        Color32::from_rgb(0xe0, 0x6a, 0x1c),
    ],
    other: grey(0x8c),
    unknown: grey(0x2a),
    heat: [
        Color32::from_rgb(0x20, 0x3d, 0x5f),
        Color32::from_rgb(0x2a, 0x58, 0x8a),
        Color32::from_rgb(0x38, 0x76, 0xb5),
        Color32::from_rgb(0x58, 0x98, 0xda),
        Color32::from_rgb(0x92, 0xc4, 0xff),
    ],
};

const LIGHT: Palette = Palette {
    panel: grey(0xf6),
    backdrop: grey(0xe9),
    stage: grey(0x0a),
    field: grey(0xff),
    tile: grey(0xdd),
    tile_hovered: grey(0xd6),
    coming: grey(0xe4),
    edge: grey(0xb4),
    control: grey(0xe8),
    control_hovered: grey(0xde),
    control_pressed: grey(0xd6),
    tile_control: grey(0xf4),
    tile_control_hovered: grey(0xff),
    rail: grey(0xd2),
    line: grey(0xc6),
    text: grey(0x1b),
    weak: grey(0x52),
    accent: Color32::from_rgb(0x1a, 0x5c, 0xb4),
    accent_hovered: Color32::from_rgb(0x14, 0x4c, 0x98),
    on_accent: grey(0xff),
    selected: Color32::from_rgb(0xb5, 0xd2, 0xf7),
    on_selected: Color32::from_rgb(0x0e, 0x3c, 0x7c),
    selection: Color32::from_rgb(0x1a, 0x5c, 0xb4),
    focus: Color32::from_rgb(0x0b, 0x4f, 0xb3),
    warning: Color32::from_rgb(0x7a, 0x4d, 0x00),
    error: Color32::from_rgb(0xab, 0x22, 0x1b),
    good: Color32::from_rgb(0x1b, 0x5e, 0x33),
    veil: black(0xb8),
    on_veil: grey(0xf2),
    scrim: black(0x66),
    models: [
        Color32::from_rgb(0x00, 0x72, 0xb2),
        Color32::from_rgb(0xb8, 0x74, 0x00),
        Color32::from_rgb(0x00, 0x85, 0x62),
        Color32::from_rgb(0xb0, 0x52, 0x88),
        Color32::from_rgb(0x7d, 0x77, 0x00),
        Color32::from_rgb(0xc4, 0x4e, 0x00),
    ],
    other: grey(0x70),
    unknown: grey(0xe2),
    heat: [
        Color32::from_rgb(0xb8, 0xd3, 0xf2),
        Color32::from_rgb(0x86, 0xb2, 0xe4),
        Color32::from_rgb(0x50, 0x8c, 0xd0),
        Color32::from_rgb(0x24, 0x66, 0xb0),
        Color32::from_rgb(0x0c, 0x40, 0x7e),
    ],
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

    /// Of a model by its place in a chart, the most used first; from Okabe and Ito's series, which those who see fewer colours tell
    /// apart. Models without one are [`Self::other`].
    pub(crate) fn series(&self, model: usize) -> Color32 {
        self.models.get(model).copied().unwrap_or(self.other)
    }

    /// `step`: 0..[`HEAT`].
    pub(crate) fn heat(&self, step: usize) -> Color32 {
        self.heat.get(step).copied().unwrap_or(self.unknown)
    }
}

/// The same for what goes on, and has an edge.
pub(crate) fn running(colour: Color32) -> Color32 {
    colour.gamma_multiply(0.35)
}

/// From here on this `ui` stands on a tile, whose grey is near that of controls: they take a clearer one.
pub(crate) fn on_tile(ui: &mut Ui) {
    let palette = Palette::shown(ui);
    let widgets = &mut ui.visuals_mut().widgets;
    for (widget, fill) in [
        (&mut widgets.inactive, palette.tile_control),
        (&mut widgets.hovered, palette.tile_control_hovered),
        (&mut widgets.open, palette.tile_control_hovered),
    ] {
        widget.weak_bg_fill = fill;
    }
}

/// From here on this `ui` holds a main button: no edge, and clearer under the mouse.
pub(crate) fn on_accent(ui: &mut Ui) {
    let palette = Palette::shown(ui);
    let widgets = &mut ui.visuals_mut().widgets;
    for (widget, fill) in [
        (&mut widgets.inactive, palette.accent),
        (&mut widgets.hovered, palette.accent_hovered),
        (&mut widgets.active, palette.accent_hovered),
    ] {
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::NONE;
        widget.fg_stroke.color = palette.on_accent;
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

    /// WCAG's: 1..=21.
    #[track_caller]
    fn at_least(least: f64, mark: Color32, ground: Color32) {
        let (a, b) = (luminance(mark), luminance(ground));
        let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
        assert!(contrast >= least, "{mark:?} on {ground:?}: {contrast:.2} < {least}");
    }

    /// What words and marks stand on, but for the accent and the selection.
    fn grounds(palette: &Palette) -> [Color32; 11] {
        [
            palette.panel,
            palette.backdrop,
            palette.field,
            palette.tile,
            palette.tile_hovered,
            palette.coming,
            palette.control,
            palette.control_hovered,
            palette.control_pressed,
            palette.tile_control,
            palette.tile_control_hovered,
        ]
    }

    #[test]
    fn text_can_be_read_on_everything_it_stands_on() {
        for palette in [DARK, LIGHT] {
            for ground in grounds(&palette) {
                for text in [palette.text, palette.weak, palette.error, palette.warning, palette.good] {
                    at_least(4.5, text, ground);
                }
            }
            for ground in [palette.panel, palette.backdrop, palette.field, palette.tile] {
                at_least(4.5, palette.accent, ground);
            }
            at_least(4.5, palette.on_accent, palette.accent);
            at_least(4.5, palette.on_accent, palette.accent_hovered);
            at_least(4.5, palette.on_selected, palette.selected);
            at_least(4.5, palette.text, palette.selected);
            // On a white picture, which shows through the veil most.
            let white = 0xff - palette.veil.a();
            at_least(4.5, palette.on_veil, grey(white));
        }
    }

    #[test]
    fn rings_and_edges_can_be_seen_on_everything_they_stand_on() {
        for palette in [DARK, LIGHT] {
            for ground in [palette.panel, palette.backdrop, palette.field, palette.tile] {
                for mark in [palette.focus, palette.selection, palette.accent, palette.accent_hovered] {
                    at_least(3.0, mark, ground);
                }
            }
            at_least(3.0, palette.focus, palette.selected);
            // A tick, and the edge of a slider's handle.
            at_least(3.0, palette.text, palette.rail);
        }
    }

    #[test]
    fn bars_can_be_seen_and_a_stronger_square_is_a_busier_day() {
        for palette in [DARK, LIGHT] {
            for bar in palette.models.into_iter().chain([palette.other]) {
                at_least(3.0, bar, palette.field);
                at_least(3.0, bar, palette.panel);
            }
            let away = |colour: Color32| (luminance(colour) - luminance(palette.panel)).abs();
            assert!(palette.heat.is_sorted_by(|less, more| away(*less) < away(*more)), "{:?}", palette.heat);
            for pair in palette.heat.windows(2) {
                at_least(1.25, pair[0], pair[1]);
            }
        }
    }

    #[test]
    fn the_greys_do_not_tint() {
        for palette in [DARK, LIGHT] {
            let greys = grounds(&palette).into_iter().chain([
                palette.rail,
                palette.line,
                palette.text,
                palette.weak,
                palette.on_veil,
                palette.stage,
                palette.other,
                palette.unknown,
            ]);
            for grey in greys.chain([palette.veil, palette.scrim]) {
                assert!(grey.r() == grey.g() && grey.g() == grey.b(), "{grey:?}");
            }
        }
    }
}
