//! One frame of the whole window over 100,000 pictures of many days, scrolling, at the top, in the middle and at the
//! bottom, and with all of them selected: state drained, panels laid out, shapes tessellated, nothing rendered. The
//! budget of a frame is 2.5 ms (design §4), wherever the view stands.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod many_pictures;
mod measure;
#[path = "../crates/library/benches/sample/mod.rs"]
mod sample;
mod window;

use std::{
    convert::Infallible,
    error::Error,
    thread,
    time::{Duration, Instant},
};

use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, TouchPhase, pos2, vec2};
use measure::Times;
use window::Window;

const PICTURES: usize = 100_000;
/// Milliseconds.
const BUDGET: f64 = 2.5;
const FRAMES: usize = 600;
/// Points; half of a scroll up and down again, so that rows come and go and the place stays.
const NUDGE: f32 = 60.0;
/// Frames without anything new, after which all that is seen is there.
const CALM: usize = 40;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    many_pictures::make(folder.path(), PICTURES)?;
    let mut window = Window::open(folder.path())?;
    window.draw(vec![Event::PointerMoved(pos2(800.0, 400.0))]);
    settle(&mut window)?;
    // Points: half of the height, which is 5,500,000 at this width, and more than the rest.
    for (place, down) in [("top", 0.0), ("middle", 2_750_000.0), ("bottom", 9_000_000.0)] {
        window.draw(vec![wheel(-down)]);
        settle(&mut window)?;
        measure(&mut window, &format!("frame at the {place} of {PICTURES} pictures"));
    }
    select_all(&mut window)?;
    measure(&mut window, &format!("frame with all of {PICTURES} pictures selected"));
    Ok(())
}

fn measure(window: &mut Window, what: &str) {
    let Ok(times) = Times::of(FRAMES, |frame| {
        let up = if frame % 4 < 2 { NUDGE } else { -NUDGE };
        let (took, _) = window.draw(vec![wheel(up)]);
        Ok::<_, Infallible>(took)
    });
    times.say(what, BUDGET);
}

/// By a click, which leaves the prompt, and Ctrl+A.
fn select_all(window: &mut Window) -> Result<(), Box<dyn Error>> {
    let (pos, button, modifiers) = (pos2(800.0, 400.0), PointerButton::Primary, Modifiers::NONE);
    for pressed in [true, false] {
        window.draw(vec![Event::PointerButton { pos, button, pressed, modifiers }]);
    }
    let (key, modifiers) = (Key::A, Modifiers::COMMAND);
    window.draw(vec![Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }]);
    settle(window)?;
    let selected = window.app.session().state().selection.len();
    if selected == PICTURES { Ok(()) } else { Err(format!("{selected} pictures are selected").into()) }
}

/// Draws until the folder was compared with the index and every thumbnail in view is there.
fn settle(window: &mut Window) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let mut calm = 0;
    while calm < CALM {
        let (_, uploads) = window.draw(Vec::new());
        let still = uploads > 0 || window.app.session().state().indexing.is_some();
        calm = if still { 0 } else { calm + 1 };
        if start.elapsed() > Duration::from_mins(2) {
            return Err("the window did not come to rest".into());
        }
        thread::sleep(Duration::from_millis(5));
    }
    let there = window.app.session().state().gallery.len();
    if there == PICTURES { Ok(()) } else { Err(format!("{there} pictures are in the gallery").into()) }
}

/// A turn of the wheel over the gallery; positive turns go up.
fn wheel(points: f32) -> Event {
    let (unit, delta, source) = (MouseWheelUnit::Point, vec2(0.0, points), MouseWheelSource::Unknown);
    Event::MouseWheel { unit, delta, phase: TouchPhase::Move, source, modifiers: Modifiers::NONE }
}
