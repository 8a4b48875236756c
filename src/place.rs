//! Where the window is: what is remembered of it, how much of that is believed at the next start, and the way back for a
//! window that no screen shows. `app.rs` follows the window with it, `window.rs` opens one. It never moves a window that can
//! be seen.

use eframe::egui::{Context, InputState, Pos2, Rect, ViewportBuilder, ViewportCommand, pos2, vec2};
use engine::WindowPlace;

use crate::look::space::{FIRST_WINDOW, SMALLEST_WINDOW};

/// Points; no screen reaches further.
const FARTHEST: f32 = 16384.0;
/// Pixels of a window's top, by which it is moved.
const GRIP: f32 = 40.0;
/// Passes in which a new window settles: it is looked at in each.
const FIRST_PASSES: u64 = 5;
/// Seconds between two looks for a screen that shows the window: one may be taken away at any time.
const LOOK_EVERY: f64 = 2.0;
/// The window on a first run.
const FIRST: WindowPlace =
    WindowPlace { width: FIRST_WINDOW.x, height: FIRST_WINDOW.y, x: None, y: None, maximized: false };

/// A window where the last one was.
pub fn window_at(place: Option<WindowPlace>) -> ViewportBuilder {
    let place = place.and_then(believed).unwrap_or(FIRST);
    let size = vec2(place.width, place.height).max(SMALLEST_WINDOW / 3.0);
    let window = ViewportBuilder::default().with_inner_size(size).with_maximized(place.maximized);
    match (place.x, place.y) {
        (Some(x), Some(y)) => window.with_position(pos2(x, y)),
        _ => window,
    }
}

/// As far as it can be true: the file may say anything.
fn believed(place: WindowPlace) -> Option<WindowPlace> {
    // Not so for NaN either.
    let possible = |points: &f32| points.abs() <= FARTHEST;
    let (x, y) = (place.x.filter(possible), place.y.filter(possible));
    (possible(&place.width) && possible(&place.height)).then_some(WindowPlace { x, y, ..place })
}

/// Where the window is, once it rests. A maximized one keeps the place that it had before. `known`: what is remembered;
/// `zoom`: how much larger a point is drawn than the system says, since a window is opened before that is known.
pub(crate) fn now(input: &InputState, known: Option<WindowPlace>, zoom: f32) -> Option<WindowPlace> {
    let viewport = input.viewport();
    if input.pointer.any_down() || viewport.fullscreen == Some(true) || viewport.minimized == Some(true) {
        return None;
    }
    if viewport.maximized == Some(true) {
        return Some(WindowPlace { maximized: true, ..known.and_then(believed).unwrap_or(FIRST) });
    }
    let inner = viewport.inner_rect?;
    let corner = viewport.outer_rect.map(|outer| outer.min);
    Some(WindowPlace {
        width: inner.width() * zoom,
        height: inner.height() * zoom,
        x: corner.map(|c| c.x * zoom),
        y: corner.map(|c| c.y * zoom),
        maximized: false,
    })
}

/// Whether the window fills the screen, without the system's bars.
pub(crate) fn is_full_screen(context: &Context) -> bool {
    context.input(|input| input.viewport().fullscreen == Some(true))
}

/// When a screen was last looked for.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// egui's time, in seconds.
    looked: Option<f64>,
}

impl Watch {
    /// Whether it is time to look again. A drag is never disturbed.
    fn is_due(&mut self, input: &InputState) -> bool {
        let due = self.looked.is_none_or(|looked| input.time - looked > LOOK_EVERY) && !input.pointer.any_down();
        if due {
            self.looked = Some(input.time);
        }
        due
    }
}

/// Brings a window to where it is seen: its screen may be gone since the last run, or taken away while it is open. The
/// toolkit's own monitor size does not say where that monitor stands, so all monitors are asked; Wayland places windows
/// itself and tells nothing.
pub(crate) fn bring_back(watch: &mut Watch, context: &Context, frame: &eframe::Frame) {
    let due = context.input(|input| watch.is_due(input)) || context.cumulative_pass_nr() < FIRST_PASSES;
    let Some(window) = frame.winit_window().filter(|_| due) else { return };
    let Ok(corner) = window.outer_position() else { return };
    let width = window.outer_size().width as f32;
    let top = Rect::from_min_size(pos2(corner.x as f32, corner.y as f32), vec2(width, GRIP));
    let monitors = window.available_monitors().map(|monitor| {
        let (corner, size) = (monitor.position(), monitor.size());
        Rect::from_min_size(pos2(corner.x as f32, corner.y as f32), vec2(size.width as f32, size.height as f32))
    });
    let back = way_back(top, &monitors.collect::<Vec<_>>());
    if let Some(corner) = back.filter(|_| window.is_minimized() != Some(true)) {
        // The command takes points.
        context.send_viewport_cmd(ViewportCommand::OuterPosition(corner / context.pixels_per_point()));
    }
}

/// Where a window goes whose top none of the monitors shows: into the corner of the first one, which need not stand at 0, 0.
/// With no monitor known, it stays.
fn way_back(top: Rect, monitors: &[Rect]) -> Option<Pos2> {
    let is_seen = monitors.iter().any(|monitor| monitor.intersects(top.shrink(GRIP / 4.0)));
    monitors.first().filter(|_| !is_seen).map(|monitor| monitor.min + vec2(GRIP, GRIP))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_opens_where_it_was_unless_that_cannot_be() {
        let place = WindowPlace { width: 1000.0, height: 700.0, x: Some(-3.0), y: Some(9.0), maximized: true };
        let window = window_at(Some(place));
        let seen = (window.inner_size, window.position, window.maximized);
        assert_eq!(seen, (Some(vec2(1000.0, 700.0)), Some(pos2(-3.0, 9.0)), Some(true)));

        for impossible in [f32::NAN, f32::NEG_INFINITY, 1e9] {
            let window = window_at(Some(WindowPlace { height: impossible, ..place }));
            assert_eq!((window.inner_size, window.position), (Some(FIRST_WINDOW), None));
            let window = window_at(Some(WindowPlace { y: Some(impossible), ..place }));
            assert_eq!((window.inner_size, window.position), (Some(vec2(1000.0, 700.0)), None));
        }
    }

    #[test]
    fn a_maximized_window_keeps_the_place_that_it_had_before() {
        let mut input = InputState::default();
        let viewport = input.raw.viewports.entry(input.raw.viewport_id).or_default();
        viewport.maximized = Some(true);
        viewport.inner_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(3840.0, 2160.0)));
        let before = WindowPlace { width: 1000.0, height: 700.0, x: Some(5.0), y: Some(9.0), maximized: false };
        assert_eq!(now(&input, Some(before), 1.0), Some(WindowPlace { maximized: true, ..before }));
        assert_eq!(now(&input, None, 1.0), Some(WindowPlace { maximized: true, ..FIRST }));
    }

    #[test]
    fn a_window_with_larger_text_is_as_large_at_the_next_start() {
        let mut input = InputState::default();
        let viewport = input.raw.viewports.entry(input.raw.viewport_id).or_default();
        viewport.inner_rect = Some(Rect::from_min_size(pos2(10.0, 20.0), vec2(800.0, 500.0)));
        viewport.outer_rect = viewport.inner_rect;
        let place = now(&input, None, 1.5).unwrap();
        assert_eq!((place.width, place.height, place.x, place.y), (1200.0, 750.0, Some(15.0), Some(30.0)));
    }

    #[test]
    fn a_screen_is_looked_for_now_and_then_and_not_in_every_frame() {
        let (mut watch, mut input) = (Watch::default(), InputState::default());
        assert!(watch.is_due(&input) && !watch.is_due(&input));
        input.time += 2.0 * LOOK_EVERY;
        assert!(watch.is_due(&input) && !watch.is_due(&input));
    }

    #[test]
    fn only_a_window_that_no_monitor_shows_is_brought_back() {
        let at = |x, y, width, height| Rect::from_min_size(pos2(x, y), vec2(width, height));
        let monitors = [at(0.0, 1080.0, 1920.0, 1080.0), at(1920.0, 1080.0, 1920.0, 1080.0)];
        let back = |x, y| way_back(at(x, y, 1200.0, GRIP), &monitors);
        assert_eq!([back(-3.0, 1077.0), back(2500.0, 1400.0)], [None; 2]);
        // Not to 40, 40, where this desk has no screen.
        let corner = Some(pos2(40.0, 1120.0));
        assert_eq!([back(4000.0, 1080.0), back(0.0, 2200.0), back(300.0, 300.0)], [corner; 3]);
        assert_eq!(way_back(at(9e3, 9e3, 1200.0, GRIP), &[]), None);
    }
}
