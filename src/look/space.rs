//! The spacing scale, in points, and the sizes that are made of it.

use std::ops::RangeInclusive;

use eframe::egui::{Margin, Rangef, Vec2, vec2};

use super::type_scale;

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
/// Around what a bar holds.
pub(crate) const BAR_MARGIN: Margin = Margin::symmetric(8, 4);
/// The same above the gallery, whose tiles it stands in line with.
pub(crate) const GALLERY_BAR: Margin = Margin::symmetric(10, 4);
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
/// Between a picture and its tile's edge.
pub(crate) const MAT: f32 = 4.0;
/// A tile narrower than this has room for icons, not for words on buttons.
pub(crate) const SMALL_TILE: f32 = 168.0;
/// A wider one has room for every word of a card.
pub(crate) const ROOMY_TILE: f32 = 290.0;
/// The mark of a selected tile.
pub(crate) const MARK: f32 = 16.0;
/// How many pictures there are, above the gallery; room for the longest that is usual.
pub(crate) const COUNT: f32 = 130.0;
/// A button with an icon alone.
pub(crate) const ICON_BUTTON: f32 = type_scale::ICON + 2.0 * BUTTON.x;
/// The same, and the room to the next one.
pub(crate) const ICON_STEP: f32 = ICON_BUTTON + ITEMS.x;
/// The slider for the tile's size, with a button on either side.
pub(crate) const TILE_SLIDER: f32 = 200.0;
/// Of the focus ring and the selection ring.
pub(crate) const RING: f32 = 2.0;
/// The prompt panel.
pub(crate) const PROMPT_PANEL: f32 = 310.0;
pub(crate) const PROMPT_PANEL_RANGE: Rangef = Rangef { min: 260.0, max: 520.0 };
/// Points; in a narrower window the prompt panel has all of it, and the gallery comes when it is folded.
pub(crate) const NARROW_WINDOW: f32 = 560.0;
/// Points; the least of the gallery beside the prompt panel.
pub(crate) const GALLERY_LEAST: f32 = 240.0;
/// Points; in a lower panel what is pinned to its foot scrolls with the rest.
pub(crate) const PINNED_FROM: f32 = 320.0;
/// The names of settings, in a column.
pub(crate) const NAME_WIDTH: f32 = 62.0;
/// The least that a slider is of use with.
pub(crate) const SLIDER_LEAST: f32 = 40.0;
/// Of a shape to choose; its height.
pub(crate) const CHIP: f32 = 46.0;
/// The outline on it.
pub(crate) const CHIP_OUTLINE: f32 = 22.0;
/// The outline on a size to choose.
pub(crate) const SIZE_OUTLINE: f32 = 14.0;
/// Lines of the prompt's field, by the panel's height.
pub(crate) const PROMPT_ROWS: RangeInclusive<usize> = 3..=14;
/// The part of a panel's height that the prompt's field has.
pub(crate) const PROMPT_PART: f32 = 0.15;
/// Around what a side panel holds.
pub(crate) const PANEL: i8 = 12;
/// Around what is typed.
pub(crate) const FIELD: i8 = 8;
/// The panel with a picture's settings.
pub(crate) const INFO_PANEL: f32 = 280.0;
pub(crate) const INFO_PANEL_RANGE: Rangef = Rangef { min: 200.0, max: 520.0 };
/// In less, what the banner offers stands below its words.
pub(crate) const BANNER_WORDS: f32 = 240.0;
/// The queue panel, a row and a heading of its list, and the part of its height that a job's details have at most.
pub(crate) const QUEUE_PANEL: f32 = 340.0;
pub(crate) const QUEUE_PANEL_RANGE: Rangef = Rangef { min: 250.0, max: 560.0 };
pub(crate) const QUEUE_ROW: f32 = 48.0;
pub(crate) const QUEUE_HEADING: f32 = 30.0;
pub(crate) const QUEUE_DETAILS: f32 = 0.5;
/// A row that is dragged nearer to the list's edge scrolls it.
pub(crate) const DRAG_EDGE: f32 = 24.0;
/// A picture in the strip below the open one.
pub(crate) const FILM: f32 = 64.0;
/// What stands for the zoom, with room for four digits.
pub(crate) const ZOOM_LEVEL: f32 = 54.0;
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
/// A message that is too long for the status bar, on its sheet above it; its narrowest words, and the rows before it
/// scrolls.
pub(crate) const MESSAGE: f32 = 800.0;
pub(crate) const NARROW_MESSAGE: f32 = 120.0;
pub(crate) const MESSAGE_ROWS: f32 = 4.0;
/// A bar that says how far something is.
pub(crate) const PROGRESS: Vec2 = vec2(120.0, 6.0);
/// From the top of what is said in an empty gallery to its middle.
pub(crate) const EMPTY: f32 = 60.0;
/// What the welcome says, and the largest and smallest side of its picture.
pub(crate) const WELCOME: f32 = 560.0;
pub(crate) const WELCOME_PICTURE: Rangef = Rangef { min: 120.0, max: 440.0 };
/// How high the welcome's words are, above and below its picture.
pub(crate) const WELCOME_WORDS: f32 = 330.0;
/// The table of usage: a row, its head of two lines, the height from which on it scrolls, and the widths of its columns: the days',
/// and what is counted.
pub(crate) const USAGE_ROW: f32 = 26.0;
pub(crate) const USAGE_HEAD: f32 = 48.0;
pub(crate) const USAGE_TABLE: f32 = 420.0;
pub(crate) const USAGE_DAY: f32 = 224.0;
pub(crate) const USAGE_COLUMN: f32 = 104.0;
/// The list of connections, a row of it, and what is between rows.
pub(crate) const CONNECTIONS: f32 = 280.0;
pub(crate) const CONNECTION_ROW: f32 = 46.0;
pub(crate) const ROW_GAP: f32 = 2.0;
/// The widest that the form of a connection becomes.
pub(crate) const CONNECTION_FORM: f32 = 520.0;
/// On the page of usage: whose it is, the chart, what its axes are written in and the room for their figures, and the mark of a day
/// without use.
pub(crate) const SUBJECT: f32 = 170.0;
pub(crate) const CHART: f32 = 260.0;
pub(crate) const AXIS: f32 = 12.0;
pub(crate) const FIGURES: f32 = 44.0;
pub(crate) const NO_USE: f32 = 1.5;
/// A day in the calendar, with the room to the next one; that room, its corners, and the room of the weekdays and the months.
pub(crate) const DAY: Rangef = Rangef { min: 12.0, max: 20.0 };
pub(crate) const DAY_GAP: f32 = 3.0;
pub(crate) const DAY_RADIUS: f32 = 2.0;
pub(crate) const WEEKDAYS: Vec2 = vec2(34.0, 18.0);
/// The colour before a model's name.
pub(crate) const SWATCH: f32 = 12.0;
/// The column of what is told of a sum, and the column of a sum.
pub(crate) const FACT: f32 = 180.0;
pub(crate) const SUM: f32 = 110.0;
/// Around what scrolls, so that the focus ring is not cut off.
pub(crate) const RING_ROOM: Margin = Margin { left: 4, right: 14, top: 4, bottom: 4 };
/// A window that is narrower has no room for the connection's name in the status bar; the prompt panel has it too.
pub(crate) const ROOM_FOR_CONNECTION: f32 = 860.0;
/// A narrower one has none for what today has used.
pub(crate) const ROOM_FOR_TODAY: f32 = 640.0;
/// The smallest window that everything is right in.
pub(crate) const SMALLEST_WINDOW: Vec2 = vec2(900.0, 600.0);
/// The window on a first run.
pub const FIRST_WINDOW: Vec2 = vec2(1200.0, 800.0);
