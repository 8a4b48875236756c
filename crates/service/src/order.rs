//! What is to be made, and what may stand for it: a request, and whether the picture of an earlier one will do.

use contract::{GenerateRequest, Recipe, model::Maker};
use serde::{Deserialize, Serialize};

/// A request for a picture, as the service carries it out.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// What is to be made.
    pub request: GenerateRequest,
    /// Whether it has to be made now.
    pub freshness: Freshness,
}

/// Whether a picture has to be made now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// One that an earlier request made will do.
    #[default]
    Any,
    /// It has to: the caller said `Cache-Control: no-cache`.
    New,
}

impl Order {
    /// What finds the picture of the very same request. Only a request with a seed has one: without, another picture each time
    /// is what is asked for. The painter's cost nothing and are made again.
    pub(crate) fn recipe(&self) -> Option<Recipe> {
        let finds = self.request.seed.is_some() && self.request.model.maker != Maker::Painter;
        finds.then(|| self.request.recipe())
    }
}
