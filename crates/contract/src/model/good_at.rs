//! What people choose a model by, beside its price and limits: what it is good at, and how long it takes. The window says it
//! in the user's language, so that each variant stands for one sentence.

use serde::Serialize;

/// What a model is good at: what Cloudflare's page on it says first, or what sets it apart from the others in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GoodAt {
    /// Everyday pictures, quickly and for little.
    Everyday,
    /// Finer pictures than the small model's, nearly as quickly.
    Finer,
    /// Realistic pictures, rich in detail.
    Realism,
    /// Quick sketches.
    Sketches,
    /// Graphic design, in many styles.
    Design,
    /// Keeping to the prompt, and words in pictures.
    Words,
    /// Trying prompts out without cost.
    Experiments,
    /// Photographs.
    Photographs,
    /// Drawing a given picture anew.
    Redrawing,
    /// Replacing a part of a given picture.
    Repairs,
    /// Trying Easel out without an account.
    TryingOut,
}

/// How long a picture usually takes, from the request to its last byte.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Seconds {
    /// Of the quick ones.
    pub least: f64,
    /// Of the slow ones; `None` where no end is known.
    pub most: Option<f64>,
}

impl Seconds {
    /// What to expect of one picture: the middle, or the least where no end is known.
    pub fn expected(self) -> f64 {
        self.most.map_or(self.least, |most| f64::midpoint(self.least, most))
    }
}
