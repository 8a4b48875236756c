//! The catalogue: every model, what it takes, what it sends back, what it costs. A new model is a row here and nothing else.
//!
//! The rows come from the facts about Cloudflare, §1 (fields, limits) and §4 (prices). Where those are silent, the row says
//! so in a comment and takes the narrower reading.

use serde::Serialize;

use crate::{price::Price, size::Size};

mod catalogue;
mod good_at;

pub use catalogue::{CATALOGUE, PAINTER};
pub use good_at::{GoodAt, Seconds};

/// One model.
#[derive(Debug, PartialEq, Serialize)]
pub struct Model {
    /// The short name that requests use: the last part of Cloudflare's path.
    pub id: &'static str,
    /// The name that people see.
    pub name: &'static str,
    /// Why one would choose it.
    pub good_at: GoodAt,
    /// How long a picture usually takes, where that was ever seen.
    pub typical: Option<Seconds>,
    /// Who makes the picture, and how they are asked.
    pub maker: Maker,
    /// Which sides it draws.
    pub sizes: Sizes,
    /// Diffusion steps, where a request may choose them.
    pub steps: Option<Steps>,
    /// How closely the prompt is followed, where a request may choose it.
    pub guidance: Option<Guidance>,
    /// Whether it can be told what not to show.
    pub negative_prompt: bool,
    /// What a seed means to it.
    pub seed: SeedUse,
    /// The pictures it can be given.
    pub references: Option<References>,
    /// What it costs.
    pub price: Price,
}

/// Who makes the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Maker {
    /// Workers AI.
    Cloudflare {
        /// `@cf/…`, placed unencoded in the URL.
        path: &'static str,
        /// How it is asked.
        request: Encoding,
        /// How it answers.
        reply: Answer,
    },
    /// This program's own painter, on this computer.
    Painter,
}

/// How Workers AI wants a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// A JSON object.
    Json,
    /// `multipart/form-data`; JSON is refused with 5006.
    Multipart,
}

/// How Workers AI answers. The declared type of a binary reply is not to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// `{"image": base64}`.
    JsonImage,
    /// The picture's bytes.
    Binary,
}

/// Which sides a model draws, within 256..=1920.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Sizes {
    /// Any; the reply is rounded down to a multiple of `step`.
    Rounded {
        /// Pixels.
        step: u32,
    },
    /// Only multiples of `step`; others are refused.
    Multiples {
        /// Pixels.
        step: u32,
    },
    /// One size; the model has no such field.
    Fixed(Size),
}

/// The steps that a request may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Steps {
    /// The field's name at Cloudflare.
    pub field: &'static str,
    /// The fewest.
    pub min: u32,
    /// The most.
    pub max: u32,
    /// What the model takes when none is sent; prices use it.
    pub default: u32,
}

/// The guidance that a request may choose.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Guidance {
    /// The least.
    pub min: f64,
    /// The most.
    pub max: f64,
    /// What the model takes when none is sent, where that is known.
    pub default: Option<f64>,
}

/// What a seed means to a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SeedUse {
    /// It has no such field.
    Absent,
    /// It takes one, and draws another picture each time all the same.
    NotHonoured,
    /// It takes one; whether it is honoured is not known.
    Unknown,
    /// The same seed gives the same picture.
    Honoured,
}

/// The pictures that a model can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct References {
    /// The fewest it needs.
    pub min: usize,
    /// The most it takes.
    pub max: usize,
    /// How they are sent.
    pub form: ReferenceForm,
}

/// How reference pictures are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceForm {
    /// Files named `input_image_0`, `input_image_1`, …; a wrong name is ignored in silence.
    InputImages,
    /// `image_b64`.
    Image,
    /// `image_b64`, and the second picture as `mask`, an array of its file's bytes.
    ImageAndMask,
}

impl Model {
    /// The model with this short id or full `@cf/…` path.
    pub fn find(id_or_path: &str) -> Option<&'static Self> {
        std::iter::once(&PAINTER)
            .chain(CATALOGUE)
            .find(|model| model.id == id_or_path || model.path() == Some(id_or_path))
    }

    /// `@cf/…`, for a model of Workers AI.
    pub fn path(&self) -> Option<&'static str> {
        match self.maker {
            Maker::Cloudflare { path, .. } => Some(path),
            Maker::Painter => None,
        }
    }

    /// Whether it draws nothing without a picture to begin with.
    pub fn needs_references(&self) -> bool {
        self.references.is_some_and(|references| references.min > 0)
    }

    /// The size that is drawn when none is asked for.
    pub fn default_size(&self) -> Size {
        match self.sizes {
            Sizes::Fixed(size) => size,
            Sizes::Rounded { .. } | Sizes::Multiples { .. } => Size::DEFAULT,
        }
    }
}
