//! Pictures on the graphics card: those that are shown, and as many of the last shown as the budget allows. Asked each frame
//! for what is visible; what is missing is decoded by the engine's loader, the most wanted first.

use std::collections::HashMap;

use eframe::egui::{Color32, ColorImage, Context, TextureHandle, TextureOptions};
use engine::{Loaded, Loader, Want};
use library::{Entry, PictureId, Pixels, Thumb};

use crate::look::motion::Arrival;

/// Bytes of pixels that are kept; a full screen of large thumbnails at 3840×2160 is about half of this.
const BUDGET: usize = 160 << 20;
/// Pictures that one frame uploads: about 4 MiB of thumbnails.
const UPLOADS_A_FRAME: usize = 8;

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
    arrival: Arrival,
}

/// A picture as far as it is there.
#[derive(Clone)]
pub(crate) enum Shown {
    Ready(TextureHandle),
    /// It cannot be shown, and why.
    Broken(String),
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
        let (picture, bytes) = match pixels {
            Ok(pixels) => {
                let bytes = pixels.rgba.len();
                let image = image(&pixels);
                (Shown::Ready(context.load_texture("picture", image, TextureOptions::LINEAR)), bytes)
            }
            Err(error) => (Shown::Broken(error.to_string()), 0),
        };
        self.bytes += bytes;
        let arrival = self.arrival(context, slot.0);
        if let Some(old) = self.slots.insert(slot, Held { picture, bytes, used: self.frame, arrival }) {
            self.bytes -= old.bytes;
        }
    }

    /// A sharper one of a picture that is there already takes its place at once.
    fn arrival(&self, context: &Context, id: PictureId) -> Arrival {
        let others = [None, Some(Thumb::Small), Some(Thumb::Large)];
        let is_there = others.into_iter().any(|thumb| self.slots.contains_key(&(id, thumb)));
        if is_there { Arrival::LONG_AGO } else { Arrival::now(context) }
    }

    /// What to draw a picture with, so that it fades in when it has just come.
    pub(crate) fn tint(&self, context: &Context, entry: &Entry, thumb: Option<Thumb>) -> Color32 {
        let held = self.slots.get(&(entry.id, thumb));
        held.map_or(Color32::WHITE, |held| Color32::WHITE.gamma_multiply(held.arrival.opacity(context)))
    }

    /// Lets go of what was not shown for longest. What this or the last frame showed stays, whatever the budget.
    fn evict(&mut self) {
        if self.bytes <= BUDGET {
            return;
        }
        let shown_since = self.frame.saturating_sub(1);
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
        if let Some(held) = self.slots.get_mut(&(entry.id, thumb)) {
            held.used = self.frame;
            return Some(held.picture.clone());
        }
        self.wants.push(Want { entry: entry.clone(), thumb, longest_side: self.longest_side });
        None
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
