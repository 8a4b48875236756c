//! From the last byte of a reply to the picture being safe: checked, its metadata spliced in, synced under its name, in the
//! index, both thumbnails made. Beside it the least that anybody must do with the same bytes in the same folder: decode,
//! write, sync. The budget is that and 30 ms.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

#[path = "../../../benches/measure/mod.rs"]
mod measure;
mod sample;

use std::{error::Error, fs::File, io::Write as _, time::Instant};

use contract::Size;
use image::{ExtendedColorType, ImageError, codecs::jpeg::JpegEncoder};
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
    // By turns, so that what else this machine does slows both.
    let mut least = Vec::new();
    let added = Times::of(ROUNDS, |round| -> Result<_, Box<dyn Error>> {
        let start = Instant::now();
        decode_bytes(jpeg, None)?;
        let mut file = File::create_new(places.root.join(format!("{round}.jpg")))?;
        file.write_all(jpeg)?;
        file.sync_all()?;
        least.push(start.elapsed());
        let meta = meta(round as u32, Timestamp::now(), Size::new(SIDE, SIDE));
        let start = Instant::now();
        library.add(jpeg, &meta)?;
        Ok(start.elapsed())
    })?;
    let least = Times::sorted(least);
    let (what, budget) = (format!("{} KB added", jpeg.len() / 1000), least.median() + BUDGET);
    added.say(&what, budget);
    let (least, added) = (least.median(), added.median());
    let (ratio, difference) = (added / least, added - least);
    println!(
        "  decode, write and sync alone: {least:.2} ms; {ratio:.2} times as long, {difference:.2} ms more, of {BUDGET} ms"
    );
    Ok(())
}

/// A picture of almost so many bytes, at one quality as a service has it: the stronger the noise, the longer the file.
fn jpeg(bytes: usize) -> Result<Vec<u8>, ImageError> {
    let (mut fits, mut too_long) = (0, 256);
    while too_long - fits > 1 {
        let between = u32::midpoint(fits, too_long);
        if encoded(between)?.len() > bytes { too_long = between } else { fits = between }
    }
    encoded(fits)
}

/// `noise`: of 255.
fn encoded(noise: u32) -> Result<Vec<u8>, ImageError> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 90).encode(&noisy(noise), SIDE, SIDE, ExtendedColorType::Rgb8)?;
    Ok(file)
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
