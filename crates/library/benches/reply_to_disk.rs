//! From the last byte of a reply to the picture being safe: checked, its metadata spliced in, synced under its name, in the
//! index, both thumbnails made. Beside it the least that anybody must do with the same bytes in the same folder: decode,
//! write, sync. The budget is that and 30 ms.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

#[path = "../../../benches/measure/mod.rs"]
mod measure;
mod sample;

use std::{error::Error, fs::File, io::Write as _, time::Instant};

use contract::Size;
use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use jiff::Timestamp;
use library::{Library, Places, decode_bytes};
use measure::Times;
use sample::meta;

/// Milliseconds over decode, write and sync.
const BUDGET: f64 = 30.0;
const ROUNDS: usize = 41;
/// Pixels.
const SIDE: u32 = 1024;

fn main() -> Result<(), Box<dyn Error>> {
    for bytes in [300_000, 1_500_000] {
        beside_the_least(&jpeg(bytes)?)?;
    }
    Ok(())
}

fn beside_the_least(jpeg: &[u8]) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    let places = Places { root: at("library"), index: at("index.db"), thumbnails: at("thumbnails") };
    let (mut library, _) = Library::open(places.clone())?;
    let least = Times::of(ROUNDS, |round| -> Result<_, Box<dyn Error>> {
        let start = Instant::now();
        decode_bytes(jpeg, None)?;
        let mut file = File::create_new(places.root.join(format!("{round}.jpg")))?;
        file.write_all(jpeg)?;
        file.sync_all()?;
        Ok(start.elapsed())
    })?;
    let added = Times::of(ROUNDS, |round| {
        let meta = meta(round as u32, Timestamp::now(), Size::new(SIDE, SIDE));
        let start = Instant::now();
        library.add(jpeg, &meta).map(|_| start.elapsed())
    })?;
    let (what, budget) = (format!("{} KB added", jpeg.len() / 1000), least.median() + BUDGET);
    added.say(&what, budget);
    let (least, added) = (least.median(), added.median());
    let (ratio, difference) = (added / least, added - least);
    println!(
        "  decode, write and sync alone: {least:.2} ms; {ratio:.2} times as long, {difference:.2} ms more, of {BUDGET} ms"
    );
    Ok(())
}

/// A picture of about so many bytes: the finer the noise in it, the longer the file, at one quality as a service has it.
fn jpeg(bytes: usize) -> Result<Vec<u8>, image::ImageError> {
    let mut nearest = Vec::new();
    for amount in (0..=255).step_by(3) {
        let mut file = Vec::new();
        JpegEncoder::new_with_quality(&mut file, 90).encode(&noisy(amount), SIDE, SIDE, ExtendedColorType::Rgb8)?;
        if file.len().abs_diff(bytes) < nearest.len().abs_diff(bytes) {
            nearest = file;
        }
    }
    Ok(nearest)
}

/// A gradient with noise over it. `amount`: of 255.
fn noisy(amount: u32) -> Vec<u8> {
    let mut random = 0x9E37_79B9_u32;
    let pixel = (0..SIDE * SIDE).flat_map(|at| {
        let (x, y) = (at % SIDE, at / SIDE);
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        let [_, red, green, blue] = random.to_be_bytes().map(|noise| u32::from(noise) * amount / 255);
        [x / 8 + red, y / 8 + green, (x + y) / 16 + blue].map(|colour| colour.min(255) as u8)
    });
    pixel.collect()
}
