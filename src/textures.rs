//! Pictures on the graphics card: those that are shown, and as many of the last shown as the budget allows. Asked each frame
//! for what is visible; what is missing is decoded by the engine's loader, the most wanted first.

use std::collections::HashMap;

use eframe::egui::{Color32, ColorImage, Context, TextureFilter, TextureHandle, TextureOptions};
use engine::{Failure, Loaded, Loader, Want};
use library::{Entry, PictureId, Pixels, Thumb};

use crate::look::motion::Arrival;

/// Bytes of pixels that are kept; a full screen of large thumbnails at 3840×2160 is about half of this.
const BUDGET: usize = 160 << 20;
/// Pictures that one frame uploads: about 4 MiB of thumbnails.
const UPLOADS_A_FRAME: usize = 8;

/// The longest picture that is decoded before it is asked for: it and both neighbours leave room for the rest.
const PRELOADED: usize = BUDGET / 4;

/// Whole pictures, shrunk by any factor without a shimmer.
const SMOOTH: TextureOptions = TextureOptions { mipmap_mode: Some(TextureFilter::Linear), ..TextureOptions::LINEAR };
/// Whole pictures, seen pixel by pixel.
const SQUARES: TextureOptions = TextureOptions { magnification: TextureFilter::Nearest, ..TextureOptions::LINEAR };

type Slot = (PictureId, Option<Thumb>);

/// Pictures on the graphics card.
#[derive(Default)]
pub(crate) struct Textures {
    slots: HashMap<Slot, Held>,
    bytes: usize,
    frame: u64,
    /// Pixels; the longest side that the graphics card takes.
    longest_side: u32,
    wants: Vec<Want>,
}

struct Held {
    picture: Shown,
    bytes: usize,
    used: u64,
    /// Of a whole picture; a thumbnail's is its tile's to know.
    arrival: Arrival,
    /// How the graphics card reads it, and its first pixel, by which that is changed.
    options: TextureOptions,
    first: Color32,
}

/// How the graphics card reads a texture that is seen larger than it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Smooth,
    Squares,
}

/// A picture as far as it is there.
#[derive(Clone)]
pub(crate) enum Shown {
    Ready(TextureHandle),
    /// It cannot be shown, and why.
    Broken(Failure),
}

/// The open picture, as far as it is there.
pub(crate) struct Whole {
    /// `None` as long as it is not decoded.
    pub(crate) picture: Option<Shown>,
    /// 0..=1; less while the picture has only just come.
    pub(crate) opacity: f32,
    /// A thumbnail that stands in until the picture hides it.
    pub(crate) stand_in: Option<TextureHandle>,
}

impl Textures {
    /// Takes what was decoded; before anything is drawn.
    pub(crate) fn begin(&mut self, context: &Context, loader: &Loader) {
        self.frame += 1;
        self.longest_side = context.input(|input| u32::try_from(input.max_texture_side).unwrap_or(u32::MAX));
        let loaded = loader.take(UPLOADS_A_FRAME);
        if loaded.len() == UPLOADS_A_FRAME {
            // More may be waiting than one frame should upload.
            context.request_repaint();
        }
        for Loaded { id, thumb, pixels } in loaded {
            self.put(context, (id, thumb), pixels);
        }
        self.evict();
    }

    fn put(&mut self, context: &Context, slot: Slot, pixels: Result<Pixels, library::Error>) {
        let (options, arrival) = match slot.1 {
            None => (SMOOTH, self.arrival(context, slot.0)),
            Some(_) => (TextureOptions::LINEAR, Arrival::LONG_AGO),
        };
        let (picture, bytes, first) = match pixels {
            Ok(pixels) => {
                let image = image(&pixels);
                // The shrunk copies of a whole picture are a third more.
                let bytes = if slot.1.is_none() { pixels.rgba.len() / 3 * 4 } else { pixels.rgba.len() };
                let first = image.pixels.first().copied().unwrap_or_default();
                (Shown::Ready(context.load_texture("picture", image, options)), bytes, first)
            }
            Err(error) => (Shown::Broken(Failure::from(&error)), 0, Color32::default()),
        };
        self.bytes += bytes;
        let held = Held { picture, bytes, used: self.frame, arrival, options, first };
        if let Some(old) = self.slots.insert(slot, held) {
            self.bytes -= old.bytes;
        }
    }

    /// A sharper one of a picture that is there already takes its place at once.
    fn arrival(&self, context: &Context, id: PictureId) -> Arrival {
        let others = [None, Some(Thumb::Small), Some(Thumb::Large)];
        let is_there = others.into_iter().any(|thumb| self.slots.contains_key(&(id, thumb)));
        if is_there { Arrival::LONG_AGO } else { Arrival::now(context) }
    }

    /// Lets go of what was not shown for longest. What this or the last frame showed stays, whatever the budget.
    fn evict(&mut self) {
        let shown_since = self.frame.saturating_sub(1);
        // A file that could not be shown may be there again when it is next looked at.
        self.slots.retain(|_, held| held.used >= shown_since || !matches!(held.picture, Shown::Broken(_)));
        if self.bytes <= BUDGET {
            return;
        }
        let mut old: Vec<(u64, Slot)> = self
            .slots
            .iter()
            .filter(|(_, held)| held.used < shown_since)
            .map(|(slot, held)| (held.used, *slot))
            .collect();
        old.sort_unstable_by_key(|(used, _)| *used);
        for (_, slot) in old {
            if self.bytes <= BUDGET / 4 * 3 {
                break;
            }
            if let Some(held) = self.slots.remove(&slot) {
                self.bytes -= held.bytes;
            }
        }
    }

    /// The picture, when it is there; else it is asked for, after those that were asked for before it in this frame.
    pub(crate) fn get(&mut self, entry: &Entry, thumb: Option<Thumb>) -> Option<Shown> {
        if let Some(shown) = self.held(entry, thumb) {
            return Some(shown);
        }
        self.wants.push(Want { entry: entry.clone(), thumb, longest_side: self.longest_side });
        None
    }

    /// The picture itself, for the viewer. Until it is there, a thumbnail that happens to be there stands in, or else the
    /// large one, which is decoded after it.
    pub(crate) fn whole(&mut self, context: &Context, entry: &Entry) -> Whole {
        let picture = self.get(entry, None);
        let arrival = self.slots.get(&(entry.id, None)).map(|held| held.arrival);
        let opacity = arrival.map_or(0.0, |arrival| arrival.opacity(context));
        let stand_in = if opacity < 1.0 { self.stand_in(entry) } else { None };
        Whole { picture, opacity, stand_in }
    }

    fn stand_in(&mut self, entry: &Entry) -> Option<TextureHandle> {
        let small = self.slots.contains_key(&(entry.id, Some(Thumb::Small)));
        let large = self.slots.contains_key(&(entry.id, Some(Thumb::Large)));
        match self.get(entry, Some(if small && !large { Thumb::Small } else { Thumb::Large })) {
            Some(Shown::Ready(texture)) => Some(texture),
            _ => None,
        }
    }

    /// Has the picture ready for when it is asked for, unless it is so large that others would have to go.
    pub(crate) fn preload(&mut self, entry: &Entry) {
        if entry.size.pixels().saturating_mul(4) <= PRELOADED as u64 {
            self.get(entry, None);
        }
    }

    /// Shows single pixels as squares from now on, or smoothly. The graphics card learns how to read a texture with any part
    /// of it: its first pixel is sent again.
    pub(crate) fn read_as(&mut self, entry: &Entry, reading: Reading) {
        let options = match reading {
            Reading::Smooth => SMOOTH,
            Reading::Squares => SQUARES,
        };
        let Some(held) = self.slots.get_mut(&(entry.id, None)).filter(|held| held.options != options) else { return };
        if let Shown::Ready(texture) = &mut held.picture {
            texture.set_partial([0, 0], ColorImage::filled([1, 1], held.first), options);
            held.options = options;
        }
    }

    /// The picture, if it is there. It is not asked for.
    pub(crate) fn held(&mut self, entry: &Entry, thumb: Option<Thumb>) -> Option<Shown> {
        let held = self.slots.get_mut(&(entry.id, thumb))?;
        held.used = self.frame;
        Some(held.picture.clone())
    }

    /// Asks for what was missing in this frame.
    pub(crate) fn end(&mut self, loader: &Loader) {
        loader.want(self.wants.drain(..));
    }
}

pub(crate) fn image(pixels: &Pixels) -> ColorImage {
    let size = [pixels.width as usize, pixels.height as usize];
    ColorImage::from_rgba_unmultiplied(size, &pixels.rgba)
}

#[cfg(test)]
mod tests {
    use contract::Size;
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_picture_is_read_as_squares_by_its_first_pixel() {
        let (context, mut textures) = (Context::default(), Textures::default());
        let made = Timestamp::UNIX_EPOCH;
        let entry = Entry {
            id: PictureId::new(made, 7),
            made,
            size: Size::new(2, 1),
            file: std::path::Path::new("a.jpg").into(),
            prompt: "".into(),
            model: "".into(),
            len: 1,
            mtime: made,
        };
        let pixels = Pixels { width: 2, height: 1, rgba: vec![10, 20, 30, 255, 40, 50, 60, 255] };
        textures.put(&context, (entry.id, None), Ok(pixels));
        let Some(Shown::Ready(texture)) = textures.get(&entry, None) else { panic!("it was put there") };
        let sent = |textures: &mut Textures, reading| {
            textures.read_as(&entry, reading);
            let mut delta = context.tex_manager().write().take_delta();
            // The letters' own texture may be sent beside it.
            let ours = delta.set.get(&texture.id()).into_iter().flatten().last();
            let last = ours.map(|delta| (delta.pos, delta.image.size(), delta.options));
            delta.clear();
            last
        };
        // The whole picture, smooth.
        assert_eq!(sent(&mut textures, Reading::Smooth), Some((None, [2, 1], SMOOTH)));
        assert_eq!(sent(&mut textures, Reading::Squares), Some((Some([0, 0]), [1, 1], SQUARES)));
        assert_eq!(sent(&mut textures, Reading::Squares), None);
        assert_eq!(sent(&mut textures, Reading::Smooth), Some((Some([0, 0]), [1, 1], SMOOTH)));
        assert!(textures.slots.values().all(|held| held.first.to_array() == [10, 20, 30, 255]));
    }
}
