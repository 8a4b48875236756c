//! What can be wrong with a request, field by field. The service says it in English; the window says it beside the field, in
//! the user's language.

use std::fmt;

use crate::size::Size;

/// A field of a request, by its name in the JSON body.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the field of its name")]
pub enum Field {
    Prompt,
    Model,
    Width,
    Height,
    Seed,
    Steps,
    Guidance,
    NegativePrompt,
    Images,
    Reseed,
    Translate,
    Enhance,
    /// A field that the API does not have, by the name it came under, cut to 64 characters.
    Unknown(String),
}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Where.
    pub field: Field,
    /// What.
    pub wrong: Wrong,
}

/// What can be wrong with a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Wrong {
    /// It is required.
    Missing,
    /// It has another type; this is the one that it should have.
    Type(&'static str),
    /// Only white space.
    Blank,
    /// Too many characters.
    TooLong {
        /// As counted.
        chars: usize,
        /// The most.
        max: usize,
    },
    /// A number outside its bounds, both included; of pictures, a side in pixels.
    OutOfRange {
        /// The least.
        min: f64,
        /// The most.
        max: f64,
    },
    /// The model draws only multiples of this.
    NotMultiple {
        /// Pixels.
        of: u32,
    },
    /// The model draws one size only.
    Fixed {
        /// Its id.
        model: &'static str,
        /// The size.
        size: Size,
    },
    /// The model has no such field.
    NotTaken {
        /// Its id.
        model: &'static str,
    },
    /// No model has this id.
    UnknownModel(String),
    /// The API has no such field.
    UnknownField,
    /// Too few or too many pictures.
    Count {
        /// The fewest.
        min: usize,
        /// The most.
        max: usize,
    },
    /// The bytes are neither JPEG, PNG nor WebP.
    NotAPicture,
    /// The file is too large.
    TooLarge {
        /// Bytes.
        max: usize,
    },
}

impl Field {
    /// The name in the JSON body.
    pub fn name(&self) -> &str {
        match self {
            Self::Prompt => "prompt",
            Self::Model => "model",
            Self::Width => "width",
            Self::Height => "height",
            Self::Seed => "seed",
            Self::Steps => "steps",
            Self::Guidance => "guidance",
            Self::NegativePrompt => "negative_prompt",
            Self::Images => "images",
            Self::Reseed => "reseed",
            Self::Translate => "translate",
            Self::Enhance => "enhance",
            Self::Unknown(name) => name,
        }
    }

    /// `wrong`, here.
    pub fn wrong(self, wrong: Wrong) -> Problem {
        Problem { field: self, wrong }
    }
}

impl Problem {
    /// Whether the model itself does not exist, which has an error code of its own.
    pub fn is_unknown_model(&self) -> bool {
        matches!(self.wrong, Wrong::UnknownModel(_))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.field.name();
        match &self.wrong {
            Wrong::Missing => write!(f, "`{name}` is missing"),
            Wrong::Type(wanted) => write!(f, "`{name}` must be {wanted}"),
            Wrong::Blank => write!(f, "`{name}` is empty"),
            Wrong::TooLong { chars, max } => write!(f, "`{name}` has {chars} characters; the most is {max}"),
            Wrong::OutOfRange { min, max } if self.field == Field::Images => {
                write!(f, "`{name}` must have sides from {min} to {max} pixels")
            }
            Wrong::OutOfRange { min, max } => write!(f, "`{name}` must be from {min} to {max}"),
            Wrong::NotMultiple { of } => write!(f, "`{name}` must be a multiple of {of} for this model"),
            Wrong::Fixed { model, size } => write!(f, "`{name}` cannot be chosen: {model} draws {size} only"),
            Wrong::NotTaken { model } => write!(f, "`{name}` is not taken by {model}"),
            Wrong::UnknownModel(id) => write!(f, "there is no model `{}`", id.chars().take(64).collect::<String>()),
            Wrong::UnknownField => write!(f, "there is no field `{name}`"),
            Wrong::Count { max: 0, .. } => write!(f, "`{name}` are not taken by this model"),
            Wrong::Count { min: 1, max: 1 } => write!(f, "`{name}` must hold 1 picture for this model"),
            Wrong::Count { min, max } if min == max => write!(f, "`{name}` must hold {max} pictures for this model"),
            Wrong::Count { min, max } => write!(f, "`{name}` must hold {min} to {max} pictures for this model"),
            Wrong::NotAPicture => write!(f, "`{name}` must hold JPEG, PNG or WebP files"),
            Wrong::TooLarge { max } => write!(f, "`{name}` must be files of at most {max} bytes"),
        }
    }
}
