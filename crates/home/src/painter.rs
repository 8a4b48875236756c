//! The painter: draws a picture from a prompt on this computer, for those who have no Cloudflare account yet.
//!
//! The built-in service uses it as its picture model when it has no token. A prompt is read for the words that it knows,
//! the words become a scene, the scene is painted from back to front and leaves as JPEG, like FLUX's pictures do. It
//! must never touch the network, a file or a clock: the same prompt, size and seed give the same bytes.

#![expect(clippy::many_single_char_names, reason = "x, y, w, h, r, s and t are what geometry calls them")]

mod brush;
mod canvas;
mod chance;
mod colour;
mod draw;
mod lexicon;
mod palette;
mod path;
mod scene;
// One scheme a line or two, to be compared; rustfmt would give each number its own.
#[rustfmt::skip]
mod schemes;
#[cfg(test)]
mod tests;
mod words;

use image::{ExtendedColorType, ImageEncoder, ImageError, codecs::jpeg::JpegEncoder};

use brush::Brush;
use canvas::Canvas;
use chance::Chance;
use lexicon::Reading;
use palette::Palette;
use scene::Scene;

/// At 88 flat colour shows no blocks, and 1024×1024 takes about 200 KB.
const QUALITY: u8 = 88;

/// Draws `prompt` and returns JPEG bytes. `width`, `height`: pixels, 256..=1920; other sizes are drawn too, from 1 pixel
/// to what memory and JPEG hold. `seed` varies the composition. The only errors are the encoder's.
pub fn paint(prompt: &str, width: u32, height: u32, seed: u64) -> Result<Vec<u8>, ImageError> {
    let reading = Reading::of(prompt);
    let mut chance = Chance::of(prompt, seed);
    let palette = Palette::of(&reading, &mut chance);
    let scene = Scene::plan(&reading, &mut chance);
    let mut canvas = Canvas::new(width.max(1), height.max(1));
    let grain = chance.next() as u32;
    Brush::new(&mut canvas, &palette, chance).paint(&scene);
    let pixels = canvas.finish(grain);
    let mut jpeg = Vec::with_capacity(pixels.len() / 8);
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).write_image(
        &pixels,
        width.max(1),
        height.max(1),
        ExtendedColorType::Rgb8,
    )?;
    Ok(jpeg)
}
