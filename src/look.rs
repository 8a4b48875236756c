//! How Easel looks. Colours, sizes and type stand here and nowhere else in the window.

pub(crate) mod colour;
pub(crate) mod gallery_grid;
pub(crate) mod space;

use eframe::egui::{Context, FontFamily, FontId, Stroke, Style, TextStyle, Theme, Visuals};

use colour::Palette;

/// Puts the looks in place, for dark and light. Which of the two is shown follows the system.
pub(crate) fn apply(context: &Context) {
    for theme in [Theme::Dark, Theme::Light] {
        context.style_mut_of(theme, |style| set(style, theme));
    }
}

fn set(style: &mut Style, theme: Theme) {
    style.visuals = visuals(theme);
    style.spacing.item_spacing = space::ITEMS;
    style.spacing.button_padding = space::BUTTON;
    style.spacing.interact_size.y = space::CONTROL_HEIGHT;
    style.text_styles = [
        (TextStyle::Small, 11.5),
        (TextStyle::Body, 14.0),
        (TextStyle::Button, 14.0),
        (TextStyle::Monospace, 13.0),
        (TextStyle::Heading, 19.0),
    ]
    .map(|(style, size)| (style, FontId::new(size, FontFamily::Proportional)))
    .into();
}

fn visuals(theme: Theme) -> Visuals {
    let palette = Palette::of(theme);
    let mut visuals = theme.default_visuals();
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.panel;
    visuals.extreme_bg_color = palette.field;
    visuals.faint_bg_color = palette.tile;
    visuals.override_text_color = Some(palette.text);
    visuals.weak_text_color = Some(palette.weak);
    visuals.hyperlink_color = palette.accent;
    visuals.error_fg_color = palette.error;
    visuals.warn_fg_color = palette.warning;
    visuals.selection.bg_fill = palette.accent.gamma_multiply(0.45);
    visuals.selection.stroke = Stroke::new(1.0, palette.accent);
    // A blinking caret would repaint an idle window twice a second.
    visuals.text_cursor.blink = false;
    for widget in [
        &mut visuals.widgets.noninteractive,
        &mut visuals.widgets.inactive,
        &mut visuals.widgets.hovered,
        &mut visuals.widgets.active,
        &mut visuals.widgets.open,
    ] {
        widget.corner_radius = space::RADIUS.into();
    }
    visuals.widgets.noninteractive.bg_stroke.color = palette.line;
    visuals.widgets.inactive.weak_bg_fill = palette.control;
    visuals.widgets.inactive.bg_fill = palette.control;
    visuals.widgets.hovered.weak_bg_fill = palette.control_hovered;
    visuals.widgets.hovered.bg_fill = palette.control_hovered;
    visuals
}
