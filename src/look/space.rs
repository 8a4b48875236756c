//! The spacing scale, in points, and the sizes that are made of it.

use eframe::egui::{Rangef, Vec2, vec2};

pub(crate) const XS: f32 = 4.0;
pub(crate) const S: f32 = 8.0;
pub(crate) const M: f32 = 12.0;
pub(crate) const L: f32 = 20.0;

/// Between things in a panel.
pub(crate) const ITEMS: Vec2 = vec2(S, 6.0);
/// Around a button's label.
pub(crate) const BUTTON: Vec2 = vec2(10.0, 5.0);
/// Of buttons and fields.
pub(crate) const CONTROL_HEIGHT: f32 = 28.0;
/// Corners of controls and tiles.
pub(crate) const RADIUS: f32 = 5.0;
/// Corners of menus and dialogs.
pub(crate) const RADIUS_LARGE: f32 = 8.0;
/// Around what a menu holds.
pub(crate) const MENU: i8 = 6;
/// Around what a dialog holds.
pub(crate) const DIALOG: i8 = 16;
/// Thickness of a slider's rail.
pub(crate) const RAIL: f32 = 4.0;
/// Of a box to tick, and of the tick.
pub(crate) const BOX: f32 = 16.0;
pub(crate) const BOX_MARK: f32 = 10.0;
/// Between an icon or a box and its words.
pub(crate) const ICON_GAP: f32 = 6.0;
/// The widest a tooltip becomes before its words wrap.
pub(crate) const TOOLTIP: f32 = 360.0;
/// The highest a list that drops down becomes before it scrolls.
pub(crate) const DROP_DOWN: f32 = 320.0;
/// Of the focus ring and the selection ring.
pub(crate) const RING: f32 = 2.0;
/// The prompt panel.
pub(crate) const PROMPT_PANEL: f32 = 310.0;
pub(crate) const PROMPT_PANEL_RANGE: Rangef = Rangef { min: 260.0, max: 520.0 };
/// The panel with a picture's settings.
pub(crate) const INFO_PANEL: f32 = 280.0;
/// What one press of an arrow key moves a picture by.
pub(crate) const PAN: f32 = 80.0;
/// A number field.
pub(crate) const NUMBER_WIDTH: f32 = 64.0;
/// The smallest window that everything is right in.
pub(crate) const SMALLEST_WINDOW: Vec2 = vec2(900.0, 600.0);
/// The window on a first run.
pub const FIRST_WINDOW: Vec2 = vec2(1200.0, 800.0);
