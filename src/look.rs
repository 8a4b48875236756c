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

use eframe::egui::{
    Context, Frame, Id, Margin, Modal, Stroke, Style, Theme, ThemePreference, Ui, Visuals,
    style::{HandleShape, WidgetVisuals},
};

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
    style.spacing.slider_rail_height = space::RAIL;
    style.spacing.icon_width = space::BOX;
    style.spacing.icon_width_inner = space::BOX_MARK;
    style.spacing.icon_spacing = space::ICON_GAP;
    style.spacing.tooltip_width = space::TOOLTIP;
    style.spacing.combo_height = space::DROP_DOWN;
    style.spacing.menu_margin = Margin::same(space::MENU);
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
    // What cannot be used now is still to be read.
    visuals.disabled_alpha = 0.6;
    visuals.weak_text_color = Some(palette.weak);
    visuals.hyperlink_color = palette.accent;
    visuals.error_fg_color = palette.error;
    visuals.warn_fg_color = palette.warning;
    visuals.selection.bg_fill = palette.selected;
    // Of selected words, and of the edge of the text field that has the keyboard.
    visuals.selection.stroke = Stroke::new(space::RING, palette.on_selected);
    visuals.slider_trailing_fill = true;
    visuals.handle_shape = HandleShape::Rect { aspect_ratio: 0.42 };
    // A blinking caret would repaint an idle window twice a second.
    visuals.text_cursor.blink = false;
    visuals.text_cursor.stroke = Stroke::new(space::RING, palette.focus);
    widgets(&mut visuals, palette);
    visuals
}

fn widgets(visuals: &mut Visuals, palette: Palette) {
    let widgets = &mut visuals.widgets;
    let widget = |fill, edge| WidgetVisuals {
        bg_fill: palette.rail,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, edge),
        corner_radius: space::RADIUS.into(),
        fg_stroke: Stroke::new(1.5, palette.text),
        expansion: 0.0,
    };
    widgets.noninteractive = widget(palette.panel, palette.line);
    widgets.inactive = widget(palette.control, palette.line);
    widgets.hovered = widget(palette.control_hovered, palette.line);
    // Pressed, or what the keyboard is on, around which `focus` draws its ring.
    widgets.active = widget(palette.control_pressed, palette.focus);
    widgets.open = widget(palette.control_hovered, palette.line);
}

/// A dialog in the middle of the window, with room around what it says, and the rest behind a scrim.
pub(crate) fn dialog(context: &Context, id: &str) -> Modal {
    let frame = Frame::popup(&context.global_style()).inner_margin(space::DIALOG);
    Modal::new(Id::unique(id)).frame(frame).backdrop_color(Palette::of(context.theme()).scrim)
}

/// From here on this `ui` scrolls pictures: no edge fades over them, and the bar says even at rest how far there is to go.
pub(crate) fn scrolls_pictures(ui: &mut Ui) {
    let scroll = &mut ui.spacing_mut().scroll;
    scroll.fade.strength = 0.0;
    scroll.dormant_handle_opacity = 0.5;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_decides_until_the_artist_does() {
        let context = Context::default();
        apply(&context);
        let light = SystemLooks { theme: Some(Theme::Light), motion: Motion::None };
        follow(&context, light);
        assert_eq!(context.theme(), Theme::Light);
        assert_eq!(motion::of(&context), Motion::None);

        show(&context, engine::Theme::Dark);
        follow(&context, light);
        assert_eq!(context.theme(), Theme::Dark);
        assert_eq!(motion::of(&context), Motion::None, "the theme has nothing to do with motion");

        show(&context, engine::Theme::System);
        follow(&context, SystemLooks::default());
        assert_eq!((context.theme(), motion::of(&context)), (Theme::Dark, Motion::Full));
    }
}
