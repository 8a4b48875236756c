//! The request for a picture: loose [`Fields`], as a form or a JSON body has them, and the [`GenerateRequest`] that they
//! parse into, which is never half-valid. Everything that can be wrong with a request is a [`Problem`] that names its field.

use std::{fmt, sync::Arc};

use crate::{
    format::Format,
    model::{Model, References, SeedUse, Sizes},
    prompt::{MAX_PROMPT_CHARS, Prompt, PromptError},
    size::{MAX_SIDE, MIN_SIDE, Size},
};

mod problem;
mod reading;
mod recipe;
mod wire;

pub use problem::{Field, Problem, Wrong};
pub use recipe::Recipe;

/// The largest reference picture, in bytes.
pub const MAX_REFERENCE_BYTES: usize = 4 << 20;
/// Pixels; the largest side of a reference picture. Cloudflare documents 512; larger ones are sent as they are.
pub const MAX_REFERENCE_SIDE: u32 = 4096;

/// What was asked for, before it was looked at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fields {
    /// Required.
    pub prompt: Option<String>,
    /// A model's short id or full path; the home's first model when absent.
    pub model: Option<String>,
    /// Pixels; the model's default when absent.
    pub width: Option<i64>,
    /// Pixels; the model's default when absent.
    pub height: Option<i64>,
    /// 0..=4,294,967,295.
    pub seed: Option<i64>,
    /// Diffusion steps.
    pub steps: Option<i64>,
    /// How closely the prompt is followed.
    pub guidance: Option<f64>,
    /// What the picture should not show.
    pub negative_prompt: Option<String>,
    /// The files of reference pictures.
    pub images: Vec<Vec<u8>>,
    /// Whether a prompt that Cloudflare's filter refused is sent once more with a new seed; not when absent.
    pub reseed: Option<bool>,
    /// Whether a prompt that is not English is translated first; not when absent.
    pub translate: Option<bool>,
    /// Whether the prompt is first written with more of what can be seen; not when absent.
    pub enhance: Option<bool>,
}

/// A request that its model accepts. Made only by [`GenerateRequest::parse`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GenerateRequest {
    /// 1..=2000 characters.
    pub prompt: Prompt,
    /// A row of the catalogue.
    pub model: &'static Model,
    /// Pixels, 256..=1920 each; the model's own where it has one size.
    pub size: Size,
    /// Present only where the model has such a field.
    pub seed: Option<u32>,
    /// Present only where the model has such a field.
    pub steps: Option<u32>,
    /// Present only where the model has such a field.
    pub guidance: Option<f64>,
    /// Present only where the model has such a field.
    pub negative_prompt: Option<String>,
    /// As many as the model takes.
    pub images: Vec<Reference>,
    /// Whether a prompt that Cloudflare's filter refused is sent once more with a new seed. Set only where the model takes one.
    pub reseed: bool,
    /// Whether a prompt that is not English is translated first.
    pub translate: bool,
    /// Whether the prompt is first written with more of what can be seen.
    pub enhance: bool,
}

/// A reference picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Reference {
    /// The file.
    pub bytes: Arc<[u8]>,
    /// What it is.
    pub format: Format,
    /// Pixels.
    pub size: Size,
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reference({:?}, {}, {} bytes)", self.format, self.size, self.bytes.len())
    }
}

impl GenerateRequest {
    /// The request that `fields` mean, or all that is wrong with them. `default_model`: for fields that name none.
    pub fn parse(fields: Fields, default_model: &'static Model) -> Result<Self, Vec<Problem>> {
        let mut wrong = Collector::default();
        let model = match fields.model.as_deref() {
            None => default_model,
            // Nothing else can be judged without a model.
            Some(id) => Model::find(id).ok_or_else(|| vec![Field::Model.wrong(Wrong::UnknownModel(id.to_owned()))])?,
        };
        let prompt = wrong.keep(Field::Prompt, prompt(fields.prompt));
        let width = wrong.keep(Field::Width, side(model, fields.width, |size| size.width));
        let height = wrong.keep(Field::Height, side(model, fields.height, |size| size.height));
        let seed = wrong.keep(Field::Seed, seed(model, fields.seed));
        let steps = wrong.keep(Field::Steps, steps(model, fields.steps));
        let guidance = wrong.keep(Field::Guidance, guidance(model, fields.guidance));
        let negative_prompt = wrong.keep(Field::NegativePrompt, negative_prompt(model, fields.negative_prompt));
        let reseed = wrong.keep(Field::Reseed, reseed(model, fields.reseed));
        let images = wrong.keep(Field::Images, images(model.references, fields.images));
        let (translate, enhance) = (fields.translate.unwrap_or_default(), fields.enhance.unwrap_or_default());
        let size = width.zip(height).map(|(width, height)| Size::new(width, height));
        match (prompt, size, seed, steps, guidance, negative_prompt, images, reseed) {
            (
                Some(prompt),
                Some(size),
                Some(seed),
                Some(steps),
                Some(guidance),
                Some(negative_prompt),
                Some(images),
                Some(reseed),
            ) => Ok(Self {
                prompt,
                model,
                size,
                seed,
                steps,
                guidance,
                negative_prompt,
                images,
                reseed,
                translate,
                enhance,
            }),
            _ => Err(wrong.problems),
        }
    }

    /// The same picture of another prompt: what a text model made of the one that was typed. It is to be taken as it is, so that
    /// nothing is wished of it any more.
    #[must_use]
    pub fn with_prompt(&self, prompt: Prompt) -> Self {
        Self { prompt, translate: false, enhance: false, ..self.clone() }
    }
}

/// Keeps going after the first problem, so that a form can show all of them.
#[derive(Default)]
struct Collector {
    problems: Vec<Problem>,
}

impl Collector {
    fn keep<T>(&mut self, field: Field, parsed: Result<T, Wrong>) -> Option<T> {
        parsed.map_err(|wrong| self.problems.push(field.wrong(wrong))).ok()
    }
}

fn prompt(text: Option<String>) -> Result<Prompt, Wrong> {
    Prompt::parse(text.ok_or(Wrong::Missing)?).map_err(|error| match error {
        PromptError::Blank => Wrong::Blank,
        PromptError::TooLong { chars } => Wrong::TooLong { chars, max: MAX_PROMPT_CHARS },
    })
}

fn side(model: &Model, side: Option<i64>, of: fn(Size) -> u32) -> Result<u32, Wrong> {
    let Some(side) = side else { return Ok(of(model.default_size())) };
    let in_bounds = u32::try_from(side).ok().filter(|side| (MIN_SIDE..=MAX_SIDE).contains(side));
    let in_bounds = in_bounds.ok_or(Wrong::OutOfRange { min: MIN_SIDE.into(), max: MAX_SIDE.into() })?;
    match model.sizes {
        Sizes::Fixed(size) if of(size) != in_bounds => Err(Wrong::Fixed { model: model.id, size }),
        Sizes::Multiples { step } if in_bounds % step != 0 => Err(Wrong::NotMultiple { of: step }),
        Sizes::Fixed(_) | Sizes::Multiples { .. } | Sizes::Rounded { .. } => Ok(in_bounds),
    }
}

fn seed(model: &Model, seed: Option<i64>) -> Result<Option<u32>, Wrong> {
    match (seed, model.seed) {
        (None, _) => Ok(None),
        (Some(_), SeedUse::Absent) => Err(Wrong::NotTaken { model: model.id }),
        (Some(seed), SeedUse::NotHonoured | SeedUse::Unknown | SeedUse::Honoured) => {
            u32::try_from(seed).map(Some).or(Err(Wrong::OutOfRange { min: 0.0, max: u32::MAX.into() }))
        }
    }
}

fn steps(model: &Model, steps: Option<i64>) -> Result<Option<u32>, Wrong> {
    let Some(steps) = steps else { return Ok(None) };
    let range = model.steps.ok_or(Wrong::NotTaken { model: model.id })?;
    let in_bounds = u32::try_from(steps).ok().filter(|steps| (range.min..=range.max).contains(steps));
    in_bounds.map(Some).ok_or(Wrong::OutOfRange { min: range.min.into(), max: range.max.into() })
}

fn guidance(model: &Model, guidance: Option<f64>) -> Result<Option<f64>, Wrong> {
    let Some(guidance) = guidance else { return Ok(None) };
    let range = model.guidance.ok_or(Wrong::NotTaken { model: model.id })?;
    let in_bounds = Some(guidance).filter(|guidance| (range.min..=range.max).contains(guidance));
    // Adding zero takes the sign off a negative zero, so that equal requests have equal recipes.
    in_bounds.map(|guidance| Some(guidance + 0.0)).ok_or(Wrong::OutOfRange { min: range.min, max: range.max })
}

fn negative_prompt(model: &Model, text: Option<String>) -> Result<Option<String>, Wrong> {
    let Some(text) = text else { return Ok(None) };
    if !model.negative_prompt {
        return Err(Wrong::NotTaken { model: model.id });
    }
    prompt(Some(text)).map(|text| Some(text.as_str().to_owned()))
}

fn reseed(model: &Model, wished: Option<bool>) -> Result<bool, Wrong> {
    match (wished.unwrap_or_default(), model.seed) {
        (true, SeedUse::Absent) => Err(Wrong::NotTaken { model: model.id }),
        (wished, _) => Ok(wished),
    }
}

fn images(takes: Option<References>, files: Vec<Vec<u8>>) -> Result<Vec<Reference>, Wrong> {
    let (min, max) = takes.map_or((0, 0), |takes| (takes.min, takes.max));
    if !(min..=max).contains(&files.len()) {
        return Err(Wrong::Count { min, max });
    }
    files.into_iter().map(reference).collect()
}

fn reference(file: Vec<u8>) -> Result<Reference, Wrong> {
    if file.len() > MAX_REFERENCE_BYTES {
        return Err(Wrong::TooLarge { max: MAX_REFERENCE_BYTES });
    }
    let format = Format::sniff(&file).ok_or(Wrong::NotAPicture)?;
    let size = format.dimensions(&file).ok_or(Wrong::NotAPicture)?;
    let fits = |side| (1..=MAX_REFERENCE_SIDE).contains(&side);
    if !fits(size.width) || !fits(size.height) {
        return Err(Wrong::OutOfRange { min: 1.0, max: MAX_REFERENCE_SIDE.into() });
    }
    Ok(Reference { bytes: file.into(), format, size })
}
