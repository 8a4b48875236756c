//! A start, from `main` to a session that takes commands, and to the first frame with the caret in the prompt: with an empty
//! library, and with 100,000 pictures in the index. Each is a process of its own, as a start is. What a window system and
//! a graphics driver add is not in here; the budgets, 0.5 s and 1.0 s (design §4), are for all of it.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod many_pictures;
mod measure;
#[path = "../crates/library/benches/sample/mod.rs"]
mod sample;
mod window;

use std::{
    error::Error,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use measure::Times;
use window::Window;

const ROUNDS: usize = 15;
/// How this program calls itself: with a data folder, to start on it once.
const ONCE: &str = "--once";

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip_while(|arg| arg != ONCE).skip(1);
    if let Some(data_dir) = args.next() {
        return once(data_dir.as_ref());
    }
    // Milliseconds.
    for (pictures, budget) in [(0, 500.0), (100_000, 1000.0)] {
        let folder = tempfile::tempdir()?;
        if pictures > 0 {
            many_pictures::make(folder.path(), pictures)?;
        }
        for (until, which) in [("a session", 0), ("the first frame", 1)] {
            let times = Times::of(ROUNDS, |_| start(folder.path(), which))?;
            times.say(&format!("start to {until}, {pictures} pictures"), budget);
        }
    }
    Ok(())
}

/// Starts, and prints the nanoseconds to the session and to the first frame.
fn once(data_dir: &Path) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let mut window = Window::open(data_dir)?;
    let session = start.elapsed();
    window.draw(Vec::new());
    println!("{} {}", session.as_nanos(), start.elapsed().as_nanos());
    Ok(())
}

/// One start in a process of its own. `which` of the times that it prints.
fn start(data_dir: &Path, which: usize) -> Result<Duration, Box<dyn Error>> {
    let ended = Command::new(std::env::current_exe()?).arg(ONCE).arg(data_dir).output()?;
    let said = String::from_utf8_lossy(&ended.stdout);
    let time = said.split_whitespace().nth(which).ok_or_else(|| String::from_utf8_lossy(&ended.stderr).into_owned())?;
    Ok(Duration::from_nanos(time.parse()?))
}
