//! One frame of the page of usage over a year of data of three connections, beside the frame of an empty gallery: the page at rest,
//! the frame in which it opens, and the one in which its report is made anew for a year. All are to be within a frame of 60 a second.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod measure;
mod window;
mod year_of_usage;

use std::{
    convert::Infallible,
    error::Error,
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use eframe::egui::{Event, Key, Modifiers};
use measure::Times;
use window::Window;

/// Milliseconds.
const BUDGET: f64 = 16.6;
const FRAMES: usize = 300;
const ROUNDS: usize = 40;
/// Frames after which the window is at rest.
const CALM: usize = 20;
/// Stops of the keyboard from the chart back to "90 days" and to "365 days": behind them are three units and three shapes.
const TO_90_DAYS: usize = 8;
const DAYS: usize = 365;

const COMMAND_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    year_of_usage::start(folder.path())?;
    let mut window = Window::open(folder.path())?;
    rest(&mut window);
    let empty = measure("frame of an empty gallery", FRAMES, |_| window.draw(Vec::new()).0);

    window.draw(press(COMMAND_SHIFT, Key::U));
    told(&mut window)?;
    let say = |median: f64| println!("  {:.2} × the frame of an empty gallery", median / empty);
    say(measure("page of usage at rest, 30 days", FRAMES, |_| window.draw(Vec::new()).0));
    say(measure("page of usage, the frame in which it opens", ROUNDS, |_| {
        window.draw(press(Modifiers::NONE, Key::Escape));
        rest(&mut window);
        window.draw(press(COMMAND_SHIFT, Key::U));
        let took = window.draw(Vec::new()).0;
        rest(&mut window);
        took
    }));

    for _ in 0..TO_90_DAYS {
        window.draw(press(Modifiers::SHIFT, Key::Tab));
    }
    say(measure("page of usage, the frame with a new report of a year", ROUNDS, |_| {
        window.draw(press(Modifiers::NONE, Key::Space));
        window.draw(press(Modifiers::NONE, Key::Tab));
        window.draw(press(Modifiers::NONE, Key::Space));
        let took = window.draw(Vec::new()).0;
        window.draw(press(Modifiers::SHIFT, Key::Tab));
        took
    }));
    say(measure("page of usage at rest, a year", FRAMES, |_| window.draw(Vec::new()).0));
    is_a_year(&mut window, folder.path())
}

/// The median, in milliseconds.
fn measure(what: &str, rounds: usize, mut work: impl FnMut(usize) -> Duration) -> f64 {
    let Ok(times) = Times::of(rounds, |round| Ok::<_, Infallible>(work(round)));
    times.say(what, BUDGET);
    times.median()
}

fn rest(window: &mut Window) {
    for _ in 0..CALM {
        window.draw(Vec::new());
    }
}

/// Draws until all services have told.
fn told(window: &mut Window) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    loop {
        rest(window);
        let state = window.app.session().state();
        let told =
            |known: &engine::Connection| state.usage.count(&known.kind).is_some_and(|count| count.days.len() >= DAYS);
        if state.connections.len() > 3 && state.connections.iter().all(told) {
            return Ok(());
        }
        if start.elapsed() > Duration::from_secs(30) {
            return Err(format!("the services did not tell: {:?}", state.usage).into());
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// What was measured last was of a year, by the table that is saved of it.
fn is_a_year(window: &mut Window, folder: &Path) -> Result<(), Box<dyn Error>> {
    window.draw(press(Modifiers::COMMAND, Key::S));
    rest(window);
    window.draw(press(Modifiers::NONE, Key::Enter));
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(30) {
        rest(window);
        let mut files = fs::read_dir(folder)?.flatten().map(|file| file.path());
        if let Some(table) = files.find(|file| file.extension().is_some_and(|extension| extension == "csv")) {
            let lines = fs::read_to_string(table)?.lines().count();
            return if lines == DAYS + 1 {
                Ok(())
            } else {
                Err(format!("{lines} lines are in the table of a year").into())
            };
        }
    }
    Err("the table was not saved".into())
}

fn press(modifiers: Modifiers, key: Key) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![Event::ModifiersChanged(modifiers), event(true), event(false), Event::ModifiersChanged(Modifiers::NONE)]
}
