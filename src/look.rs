//! How Easel looks. Colours, sizes and type stand here and nowhere else in the window.

pub(crate) mod colour;
pub(crate) mod focus;
pub(crate) mod fonts;
pub(crate) mod gallery_grid;
pub(crate) mod icon;
pub(crate) mod motion;
pub(crate) mod shape;
pub(crate) mod space;
pub(crate) mod type_scale;

use eframe::egui::{Color32, Context, Margin, Stroke, Style, Theme, ThemePreference, Visuals, style::WidgetVisuals};

use crate::system::SystemLooks;
use colour::Palette;
use motion::Motion;

/// Puts the looks in place, for dark and light. Which of the two is shown follows the system until [`show`] says otherwise.
pub(crate) fn apply(context: &Context) {
    fonts::install(context);
    for theme in [Theme::Dark, Theme::Light] {
        context.style_mut_of(theme, |style| set(style, theme));
    }
}

/// Dark, light, or as the system has it.
pub(crate) fn show(context: &Context, theme: engine::Theme) {
    context.set_theme(match theme {
        engine::Theme::System => ThemePreference::System,
        engine::Theme::Dark => ThemePreference::Dark,
        engine::Theme::Light => ThemePreference::Light,
    });
}

/// Takes over what the system says of looks. Cheap where nothing is new, so it may be called every frame.
pub(crate) fn follow(context: &Context, system: SystemLooks) {
    // What winit knows comes first: on Windows and macOS it knows, on Linux it says nothing.
    let theme = system.theme.unwrap_or(Theme::Dark);
    if context.options(|options| options.fallback_theme) != theme {
        context.options_mut(|options| options.fallback_theme = theme);
        context.request_repaint();
    }
    if motion::of(context) != system.motion {
        context.all_styles_mut(|style| motion::set(style, system.motion));
    }
}

fn set(style: &mut Style, theme: Theme) {
    style.visuals = visuals(theme);
    style.text_styles = type_scale::scale();
    style.spacing.item_spacing = space::ITEMS;
    style.spacing.button_padding = space::BUTTON;
    style.spacing.interact_size.y = space::CONTROL_HEIGHT;
    style.spacing.menu_margin = Margin::same(space::MENU);
    style.spacing.window_margin = Margin::same(space::DIALOG);
    motion::set(style, Motion::Full);
}

fn visuals(theme: Theme) -> Visuals {
    let palette = Palette::of(theme);
    let mut visuals = theme.default_visuals();
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.panel;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.window_corner_radius = space::RADIUS_LARGE.into();
    visuals.menu_corner_radius = space::RADIUS_LARGE.into();
    visuals.extreme_bg_color = palette.field;
    visuals.text_edit_bg_color = Some(palette.field);
    visuals.code_bg_color = palette.field;
    visuals.faint_bg_color = palette.tile;
    visuals.weak_text_color = Some(palette.weak);
    visuals.hyperlink_color = palette.accent;
    visuals.error_fg_color = palette.error;
    visuals.warn_fg_color = palette.warning;
    visuals.selection.bg_fill = palette.selected;
    // Of selected words, and of the edge of the text field that has the keyboard.
    visuals.selection.stroke = Stroke::new(space::RING, palette.on_selected);
    visuals.slider_trailing_fill = true;
    // A blinking caret would repaint an idle window twice a second.
    visuals.text_cursor.blink = false;
    visuals.text_cursor.stroke = Stroke::new(space::RING, palette.focus);
    widgets(&mut visuals, palette);
    visuals
}

fn widgets(visuals: &mut Visuals, palette: Palette) {
    let widgets = &mut visuals.widgets;
    let edge = Stroke::new(1.0, palette.line);
    widgets.noninteractive = widget(palette.panel, edge, palette.text);
    widgets.inactive = widget(palette.control, edge, palette.text);
    widgets.hovered = widget(palette.control_hovered, edge, palette.text);
    // Pressed, or what the keyboard is on, around which `focus` draws its ring.
    widgets.active = widget(palette.control_pressed, Stroke::new(1.0, palette.focus), palette.text);
    widgets.open = widget(palette.control_hovered, edge, palette.text);
}

fn widget(fill: Color32, edge: Stroke, text: Color32) -> WidgetVisuals {
    WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: edge,
        corner_radius: space::RADIUS.into(),
        fg_stroke: Stroke::new(1.5, text),
        expansion: 0.0,
    }
}
