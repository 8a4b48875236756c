//! What a picture costs, in neurons (Workers AI's unit) and dollars: before it is made as an estimate with a safe upper
//! bound, since Cloudflare does not document how parts of a tile are rounded (facts, Cloudflare §4.2).

use serde::Serialize;

use crate::{generate::GenerateRequest, model::Model, size::Size};

/// Millionths of a US dollar a neuron, list price, before the free allowance: $0.011 a thousand (facts, Cloudflare §4).
pub const MICRODOLLARS_PER_NEURON: u32 = 11;

/// How a model is paid, in neurons. A tile is 512×512 pixels, a megapixel 1024×1024.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Price {
    /// Nothing.
    Free,
    /// A tile of the picture, and a tile of each reference.
    Tiles {
        /// Neurons a tile of a reference.
        input: f64,
        /// Neurons a tile of the picture.
        output: f64,
    },
    /// The same for each step.
    StepTiles {
        /// Neurons a tile of a reference and step.
        input: f64,
        /// Neurons a tile of the picture and step.
        output: f64,
    },
    /// Tiles × (`tile` + steps × `step`). The additive reading is refuted by the measured bills.
    TilesTimesSteps {
        /// Neurons a tile.
        tile: f64,
        /// Neurons a tile and step.
        step: f64,
    },
    /// The first megapixel or less at one price, what is beyond it by the part.
    Megapixels {
        /// Neurons for the first.
        first: f64,
        /// Neurons for each further one.
        next: f64,
        /// Neurons for each of a reference.
        input: f64,
    },
}

/// Neurons before a picture is made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// What it will most likely be: by the fraction of a tile.
    pub likely: f64,
    /// What it will not exceed, whatever the rounding: by whole tiles.
    pub at_most: f64,
}

impl Estimate {
    /// Nothing.
    pub const ZERO: Self = Self { likely: 0.0, at_most: 0.0 };

    /// Both.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { likely: self.likely + other.likely, at_most: self.at_most + other.at_most }
    }

    /// `count` such pictures.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self { likely: self.likely * f64::from(count), at_most: self.at_most * f64::from(count) }
    }
}

/// US dollars at list price, of an estimate; what was used has [`crate::Neurons::dollars`].
pub fn dollars(neurons: f64) -> f64 {
    neurons * f64::from(MICRODOLLARS_PER_NEURON) / 1_000_000.0
}

impl GenerateRequest {
    /// What this request will cost.
    pub fn estimate(&self) -> Estimate {
        let references: Vec<Size> = self.images.iter().map(|image| image.size).collect();
        estimate(self.model, self.size, self.steps, &references)
    }
}

/// What a picture of `size` by `model` will cost. `steps`: none means the model's default.
pub fn estimate(model: &Model, size: Size, steps: Option<u32>, references: &[Size]) -> Estimate {
    let steps = f64::from(steps.or(model.steps.map(|steps| steps.default)).unwrap_or(0));
    Estimate {
        likely: model.price.neurons(
            steps,
            size.tiles(),
            size.megapixels(),
            references.iter().map(|r| (r.tiles(), r.megapixels())),
        ),
        // A whole tile or megapixel is the most that any rounding can count for a part of one.
        at_most: model.price.neurons(
            steps,
            size.tiles().ceil(),
            size.megapixels().ceil(),
            references.iter().map(|r| (r.tiles().ceil(), r.megapixels().ceil())),
        ),
    }
}

impl Price {
    /// `references`: tiles and megapixels of each.
    fn neurons(self, steps: f64, tiles: f64, megapixels: f64, references: impl Iterator<Item = (f64, f64)>) -> f64 {
        let (reference_tiles, reference_megapixels) =
            references.fold((0.0, 0.0), |sum, reference| (sum.0 + reference.0, sum.1 + reference.1));
        match self {
            Self::Free => 0.0,
            Self::Tiles { input, output } => output * tiles + input * reference_tiles,
            Self::StepTiles { input, output } => steps * (output * tiles + input * reference_tiles),
            Self::TilesTimesSteps { tile, step } => tiles * (tile + steps * step),
            Self::Megapixels { first, next, input } => {
                first + next * (megapixels - 1.0).max(0.0) + input * reference_megapixels
            }
        }
    }
}
