//! One frame of the whole window with 500 jobs in a paused queue and its panel open, beside the same frame with nothing in it:
//! at the list's top, and scrolling. The budget of a frame is the gallery's (design §4).
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod measure;
mod window;

use std::{convert::Infallible, error::Error};

use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, pos2, vec2};
use measure::Times;
use window::Window;

const JOBS: usize = 500;
/// Milliseconds.
const BUDGET: f64 = 2.5;
const FRAMES: usize = 600;
/// Frames after which the window is at rest.
const CALM: usize = 40;
/// Points; half of a scroll up and down again.
const NUDGE: f32 = 60.0;
/// Over the list: the window is 1200 points wide, and the panel stands at its right.
const LIST: (f32, f32) = (1050.0, 400.0);

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut window = Window::open(folder.path())?;
    // The caret is in the prompt then.
    for _ in 0..CALM {
        window.draw(Vec::new());
    }
    window.draw(vec![Event::Text("many".to_owned())]);
    window.draw(vec![Event::PointerMoved(pos2(LIST.0, LIST.1))]);
    window.draw(press(Key::P));
    window.draw(press(Key::J));
    let empty = measure(&mut window, "frame with an empty queue", 0.0);
    for _ in 0..JOBS {
        window.draw(press(Key::Enter));
    }
    let there = window.app.session().state().gallery.jobs().len();
    if there != JOBS {
        return Err(format!("{there} jobs are in the queue").into());
    }
    for (what, nudge) in [("at rest", 0.0), ("scrolling", NUDGE)] {
        let full = measure(&mut window, &format!("frame with {JOBS} in the queue, {what}"), nudge);
        println!("  {:.2} × the frame with an empty queue", full / empty);
    }
    Ok(())
}

/// The median, in milliseconds.
fn measure(window: &mut Window, what: &str, nudge: f32) -> f64 {
    let Ok(times) = Times::of(FRAMES, |frame| {
        let up = if frame % 4 < 2 { nudge } else { -nudge };
        let (took, _) = window.draw(if nudge > 0.0 { vec![wheel(up)] } else { Vec::new() });
        Ok::<_, Infallible>(took)
    });
    times.say(what, BUDGET);
    times.median()
}

/// With Ctrl, pressed and let go: a key that is held asks once.
fn press(key: Key) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::COMMAND };
    vec![event(true), event(false)]
}

fn wheel(points: f32) -> Event {
    let (unit, delta, source) = (MouseWheelUnit::Point, vec2(0.0, points), MouseWheelSource::Unknown);
    Event::MouseWheel { unit, delta, phase: TouchPhase::Move, source, modifiers: Modifiers::NONE }
}
