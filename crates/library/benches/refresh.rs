//! How fast a folder is indexed from nothing: 2,000 small pictures with Easel's metadata inside, after the index was
//! deleted. The budget is 2,000 pictures a second, which is the whole of a second here.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

#[path = "../../../benches/measure/mod.rs"]
mod measure;
mod sample;

use std::{error::Error, fs, time::Instant};

use contract::Size;
use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use jiff::{SignedDuration, Timestamp};
use library::{Library, Places};
use measure::Times;
use sample::meta;

const PICTURES: u32 = 2000;
/// Pictures a second.
const BUDGET: f64 = 2000.0;
const ROUNDS: usize = 9;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    let places = Places { root: at("library"), index: at("index.db"), thumbnails: at("thumbnails") };
    fill(&places)?;
    let times = Times::of(ROUNDS, |_| {
        fs::remove_file(&places.index)?;
        let start = Instant::now();
        index(&places).map(|()| start.elapsed())
    })?;
    times.say("2000 pictures indexed", f64::from(PICTURES) / BUDGET * 1e3);
    let a_second = f64::from(PICTURES) / times.median() * 1e3;
    println!("  {a_second:.0} pictures a second, {:.1} times the budget of {BUDGET}", a_second / BUDGET);
    Ok(())
}

/// Opens the library, as a start does, and brings its index up to date with the folder.
fn index(places: &Places) -> Result<(), Box<dyn Error>> {
    let (mut library, mut entries) = Library::open(places.clone())?;
    let mut refresh = library.refresh()?;
    while let Some(changes) = library.step(&mut refresh)? {
        entries.extend(changes.added);
    }
    if entries.len() == PICTURES as usize { Ok(()) } else { Err(format!("{} were found", entries.len()).into()) }
}

/// 20 days of pictures, each a little other than the last.
fn fill(places: &Places) -> Result<(), Box<dyn Error>> {
    let (mut library, _) = Library::open(places.clone())?;
    let first: Timestamp = "2026-01-01T12:00:00Z".parse()?;
    for n in 0..PICTURES {
        let mut file = Vec::new();
        JpegEncoder::new(&mut file).encode(&[n as u8; 64 * 48 * 3], 64, 48, ExtendedColorType::Rgb8)?;
        let made =
            first + SignedDuration::from_hours(24) * (n / 100).cast_signed() + SignedDuration::from_secs(n.into());
        library.add(&file, &meta(n, made, Size::new(64, 48)))?;
    }
    Ok(())
}
