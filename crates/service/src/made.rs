//! A finished picture, and how a request ended: what is made, kept, handed from one object to another, and told.

use contract::ApiError;
use serde::{Deserialize, Serialize};

/// A finished picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Made<P> {
    /// The picture.
    pub picture: P,
    /// What only its maker knows of it.
    pub facts: Facts,
}

/// What only a picture's maker knows of it. Kept beside the picture, as JSON.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Workers AI's unit of cost, where the maker said it.
    pub neurons: Option<f64>,
    /// The seed that was really used, where it is known.
    pub seed: Option<u32>,
    /// What became of the prompt, where another one was wished for.
    pub rewriting: Option<Rewriting>,
    /// Whether it was made by an earlier request of the same recipe.
    #[serde(default)]
    pub cached: bool,
}

/// What became of a prompt that was to be translated or enhanced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rewriting {
    /// The model was given another one.
    Done {
        /// That one.
        prompt: String,
        /// Workers AI's unit of cost: what the text model took, or an estimate of it.
        neurons: f64,
    },
    /// The model was given the one that was typed.
    Failed {
        /// For people.
        why: String,
        /// Workers AI's unit of cost, where a text came that was no prompt; as for [`Self::Done`].
        #[serde(default)]
        neurons: Option<f64>,
    },
}

/// How a request ended, and what the reply must say about that.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended<P> {
    /// The picture, or why there is none.
    pub result: Result<Made<P>, ApiError>,
    /// What the reply's headers say.
    pub notes: Vec<Note>,
}

/// What a reply says about its own making. At Cloudflare it goes from one object to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// The ledger could not count it.
    Uncounted,
    /// It is not kept under its job key, which stands for it all the same.
    Unkept,
    /// It is kept from an earlier request with the same job key.
    Replayed,
    /// It was made by an earlier request of the same recipe.
    Cached,
    /// No request of the same recipe had made it.
    Uncached,
    /// The caller wanted it made now.
    CachePassed,
}

impl Rewriting {
    /// The same, where nothing had to be written for it.
    pub(crate) fn free(self) -> Self {
        match self {
            Self::Done { prompt, .. } => Self::Done { prompt, neurons: 0.0 },
            Self::Failed { why, .. } => Self::Failed { why, neurons: None },
        }
    }
}

impl<P> Ended<P> {
    /// Nothing to say of it.
    pub fn now(result: Result<Made<P>, ApiError>) -> Self {
        Self { result, notes: Vec::new() }
    }

    /// Kept from an earlier request.
    pub fn replayed(result: Result<Made<P>, ApiError>) -> Self {
        Self { result, notes: vec![Note::Replayed] }
    }

    /// Refused before anything was run.
    pub fn refused(error: ApiError) -> Self {
        Self::now(Err(error))
    }

    /// The same, with this said too.
    #[must_use]
    pub fn noting(mut self, note: Option<Note>) -> Self {
        self.notes.extend(note);
        self
    }
}
