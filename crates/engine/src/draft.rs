//! The request that is being written. It can be wrong; `GenerateRequest::try_from(&draft)` is the only way from it to a
//! request, and its problems are shown beside the field that caused them.

use contract::{
    Fields, GenerateRequest, Model, Origin, Problem, Size,
    model::{PAINTER, SeedUse, Sizes},
    size::snap_side,
};
use serde::{Deserialize, Serialize};

use crate::{ratio::Ratio, rewriting::Translate};

/// The most pictures that one press of Generate asks for.
pub const MAX_COUNT: u32 = 8;

/// The request that is being written; saved as it changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// As typed.
    pub prompt: String,
    /// Where that came from, if a text model wrote it.
    pub origin: Option<Origin>,
    /// When it is translated as it is sent; kept while nothing can translate.
    pub translate: Translate,
    /// Who draws.
    #[serde(with = "model_id")]
    pub model: &'static Model,
    /// Pixels; kept while a model of fixed size is chosen.
    pub width: u32,
    /// Pixels; kept while a model of fixed size is chosen.
    pub height: u32,
    /// Pixels in all, as last typed: a chosen shape keeps them about.
    pub area: u64,
    /// The shape that a changed side keeps.
    pub lock: Option<Ratio>,
    /// Diffusion steps; `None`: as the model likes. Kept while a model without them is chosen, as the next two are.
    pub steps: Option<u32>,
    /// How closely the prompt is followed; `None`: as the model likes.
    pub guidance: Option<f64>,
    /// What not to show.
    pub negative_prompt: String,
    /// Which seed.
    pub seed: Seed,
    /// How many pictures, 1..=[`MAX_COUNT`].
    pub count: u32,
}

/// Which seed a picture gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seed {
    /// Another one for each picture.
    Random,
    /// This one for the first picture, the next number for the next.
    Fixed(u32),
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            prompt: String::new(),
            origin: None,
            translate: Translate::Never,
            model: &PAINTER,
            width: 1024,
            height: 1024,
            area: 1024 * 1024,
            lock: None,
            steps: None,
            guidance: None,
            negative_prompt: String::new(),
            seed: Seed::Random,
            count: 1,
        }
    }
}

impl TryFrom<&Draft> for GenerateRequest {
    type Error = Vec<Problem>;

    /// The first picture's request; a random seed is still absent.
    fn try_from(draft: &Draft) -> Result<Self, Self::Error> {
        let sides = match draft.model.sizes {
            Sizes::Fixed(_) => (None, None),
            Sizes::Rounded { .. } | Sizes::Multiples { .. } => (Some(draft.width.into()), Some(draft.height.into())),
        };
        let seed = match (draft.model.seed, draft.seed) {
            (SeedUse::NotHonoured | SeedUse::Unknown | SeedUse::Honoured, Seed::Fixed(seed)) => Some(seed.into()),
            (SeedUse::Absent, _) | (_, Seed::Random) => None,
        };
        let fields = Fields {
            prompt: Some(draft.prompt.clone()),
            model: Some(draft.model.id.to_owned()),
            width: sides.0,
            height: sides.1,
            seed,
            steps: draft.steps().map(i64::from),
            guidance: draft.guidance.filter(|_| draft.model.guidance.is_some()),
            negative_prompt: Some(draft.negative_prompt.clone())
                .filter(|text| draft.model.negative_prompt && !text.trim().is_empty()),
            ..Fields::default()
        };
        Self::parse(fields, draft.model)
    }
}

impl Draft {
    /// The size that will be asked for: the model's own, where it has one.
    pub fn size(&self) -> Size {
        self.size_by(self.model)
    }

    /// The size that would be asked for if `model` drew.
    pub fn size_by(&self, model: &Model) -> Size {
        match model.sizes {
            Sizes::Fixed(size) => size,
            Sizes::Rounded { .. } | Sizes::Multiples { .. } => Size::new(self.width, self.height),
        }
    }

    /// The steps that will be asked for, where the model takes any.
    pub(crate) fn steps(&self) -> Option<u32> {
        self.steps.filter(|_| self.model.steps.is_some())
    }

    /// Another model draws. A number that it does not take gives way to what it likes, since it may not be seen.
    pub(crate) fn choose(&mut self, model: &'static Model) {
        self.model = model;
        let takes = |steps: &u32| model.steps.is_none_or(|range| (range.min..=range.max).contains(steps));
        self.steps = self.steps.filter(takes);
        let takes = |guidance: &f64| model.guidance.is_none_or(|range| (range.min..=range.max).contains(guidance));
        self.guidance = self.guidance.filter(takes);
    }

    /// A draft that was saved by another version, or is not what it was: within the bounds that every edit keeps.
    pub(crate) fn bounded(mut self) -> Self {
        (self.width, self.height) = (snap_side(self.width.into()), snap_side(self.height.into()));
        self.count = self.count.clamp(1, MAX_COUNT);
        self.choose(self.model);
        self
    }

    /// The requests that Generate means, in order. `random`: a fresh number for each picture whose seed is random.
    pub fn requests(&self, mut random: impl FnMut() -> u32) -> Result<Vec<GenerateRequest>, Vec<Problem>> {
        let first = GenerateRequest::try_from(self)?;
        let takes_seed = self.model.seed != SeedUse::Absent;
        let requests = (0..self.count).map(|n| {
            let mut request = first.clone();
            request.seed = match self.seed {
                _ if !takes_seed => None,
                Seed::Random => Some(random()),
                Seed::Fixed(seed) => Some(seed.wrapping_add(n)),
            };
            request
        });
        Ok(requests.collect())
    }
}

/// A model is saved by its id; one that this build does not know becomes the painter.
mod model_id {
    use contract::{Model, model::PAINTER};
    use serde::{Deserialize as _, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
    pub(super) fn serialize<S: Serializer>(model: &&'static Model, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(model.id)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<&'static Model, D::Error> {
        Ok(Model::find(&String::deserialize(from)?).unwrap_or(&PAINTER))
    }
}

#[cfg(test)]
mod tests {
    use contract::{Field, model::CATALOGUE};

    use super::*;

    fn draft(model: &str) -> Draft {
        Draft { prompt: "猫".into(), model: Model::find(model).unwrap(), ..Draft::default() }
    }

    #[test]
    fn every_model_can_be_asked_by_a_plain_draft_unless_it_needs_a_picture() {
        for model in CATALOGUE.iter().filter(|model| !model.needs_references()) {
            assert!(GenerateRequest::try_from(&draft(model.id)).is_ok(), "{}", model.id);
        }
    }

    #[test]
    fn a_batch_has_a_seed_of_its_own_for_each_picture() {
        let fixed = Draft { seed: Seed::Fixed(u32::MAX), count: 3, ..draft("painter") };
        let seeds: Vec<_> = fixed.requests(|| 9).unwrap().iter().map(|r| r.seed).collect();
        assert_eq!(seeds, [Some(u32::MAX), Some(0), Some(1)]);

        let mut next = 0;
        let random = Draft { count: 2, ..draft("painter") };
        let seeds: Vec<_> = random
            .requests(|| {
                next += 1;
                next
            })
            .unwrap()
            .iter()
            .map(|r| r.seed)
            .collect();
        assert_eq!(seeds, [Some(1), Some(2)]);

        let absent = draft("flux-1-schnell").requests(|| 9).unwrap();
        assert_eq!(absent[0].seed, None);
    }

    #[test]
    fn a_wrong_draft_names_its_field() {
        let blank = Draft { prompt: " ".into(), ..draft("painter") };
        assert_eq!(blank.requests(|| 0).unwrap_err()[0].field, Field::Prompt);
    }

    #[test]
    fn a_saved_draft_comes_back_even_from_another_version() {
        let saved = serde_json::to_string(&Draft { seed: Seed::Fixed(3), ..draft("lucid-origin") }).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&saved).unwrap().model.id, "lucid-origin");
        let other = serde_json::from_str::<Draft>(r#"{"model":"gone","prompt":"x","new":1}"#).unwrap();
        assert_eq!((other.model.id, other.prompt.as_str()), ("painter", "x"));
    }

    #[test]
    fn a_number_that_a_model_does_not_take_does_not_stand_in_the_way() {
        let mut draft = Draft { steps: Some(50), guidance: Some(20.0), ..draft("flux-2-dev") };
        draft.choose(&PAINTER);
        assert_eq!((draft.steps, draft.guidance), (Some(50), Some(20.0)), "kept while they mean nothing");
        for model in CATALOGUE.iter().filter(|model| !model.needs_references()) {
            draft.choose(model);
            assert!(GenerateRequest::try_from(&draft).is_ok(), "{}", model.id);
        }
        assert_eq!((draft.steps, draft.guidance), (None, None));
    }

    #[test]
    fn a_saved_draft_out_of_bounds_is_brought_back() {
        let saved = r#"{"prompt":"x","model":"flux-1-schnell","width":7,"height":1000,"count":0,"steps":99,"lock":{"width":0,"height":0}}"#;
        let draft = serde_json::from_str::<Draft>(saved).unwrap().bounded();
        assert_eq!((draft.width, draft.height, draft.count, draft.steps), (256, 992, 1, None));
        assert_eq!(draft.requests(|| 0).unwrap().len(), 1);
    }
}
