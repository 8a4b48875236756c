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
/// The bar of menus, and the status bar.
pub(crate) const BAR: f32 = 36.0;
/// A row of a menu, and its narrowest width.
pub(crate) const MENU_ROW: Vec2 = vec2(220.0, 24.0);
/// The command palette.
pub(crate) const COMMANDS: f32 = 560.0;
/// From the window's top to the command palette.
pub(crate) const COMMANDS_TOP: f32 = 72.0;
/// A row of the command palette.
pub(crate) const COMMAND_ROW: f32 = 32.0;
/// Rows of the command palette that are seen at once, at most.
pub(crate) const COMMAND_ROWS: f32 = 11.0;
/// A column of the list of shortcuts.
pub(crate) const SHORTCUT_COLUMN: f32 = 380.0;
/// A bar that says how far something is.
pub(crate) const PROGRESS: Vec2 = vec2(120.0, 6.0);
/// What the welcome says, and the largest and smallest side of its picture.
pub(crate) const WELCOME: f32 = 560.0;
pub(crate) const WELCOME_PICTURE: Rangef = Rangef { min: 120.0, max: 440.0 };
/// How high the welcome's words are, above and below its picture.
pub(crate) const WELCOME_WORDS: f32 = 330.0;
/// A window that is narrower has no room for the connection's name in the status bar.
pub(crate) const ROOM_FOR_CONNECTION: f32 = 760.0;
/// The smallest window that everything is right in.
pub(crate) const SMALLEST_WINDOW: Vec2 = vec2(900.0, 600.0);
/// The window on a first run.
pub const FIRST_WINDOW: Vec2 = vec2(1200.0, 800.0);
