//! The eleven picture models that Cloudflare hosts, with what each takes and answers: facts, Cloudflare §1.1 to §1.3.

use crate::{json_rules::Kind, neurons::Price, refusal};

/// A model of the task Text-to-Image.
#[derive(Debug)]
pub(crate) struct Model {
    /// `@cf/…`.
    pub(crate) path: &'static str,
    pub(crate) takes: Takes,
    pub(crate) answers: Answers,
    pub(crate) price: Price,
    /// Whether the same seed gives the same picture.
    pub(crate) reproduces: Reproduces,
}

/// How the request has to look.
#[derive(Debug)]
pub(crate) enum Takes {
    /// `multipart/form-data` only, by the rules of FLUX.2.
    Form,
    Json(JsonRules),
}

/// What a model that takes JSON allows.
#[derive(Debug)]
pub(crate) struct JsonRules {
    /// The fields that it has beside `prompt`.
    pub(crate) fields: &'static [(&'static str, Kind)],
    /// Characters of the longest prompt.
    pub(crate) longest_prompt: usize,
    pub(crate) unknown: Unknown,
    /// Pixels: width and height where none is asked.
    pub(crate) side: u32,
    /// Each side has to be a multiple.
    pub(crate) multiple_of: u32,
    pub(crate) picture: Picture,
}

/// What becomes of fields that the model does not have.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unknown {
    Ignored,
    Refused,
}

/// What the model does with `image` and `image_b64`.
#[derive(Debug)]
pub(crate) enum Picture {
    /// It has no such field.
    Unknown,
    Refused(refusal::Refusal),
    /// It cannot do without, nor without these.
    Needed(&'static [&'static str]),
}

/// How a picture comes back.
#[derive(Debug)]
pub(crate) enum Answers {
    /// As base64 in JSON.
    Json,
    /// As JPEG bytes, declared as this type.
    Binary { declared: &'static str },
}

/// What a seed is worth.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reproduces {
    Always,
    Never,
}

impl Model {
    /// `path`: `@cf/…`.
    pub(crate) fn find(path: &str) -> Option<&'static Self> {
        ALL.iter().find(|model| model.path == path)
    }

    /// Whether replies say what the picture cost. facts, Cloudflare §2.2: absent on phoenix-1.0.
    pub(crate) fn says_neurons(&self) -> bool {
        !matches!(self.price, Price::Phoenix)
    }
}

const SEED: (&str, Kind) = ("seed", Kind::Int { least: 0, most: i64::MAX });

/// facts, Cloudflare §1.3. Where it has no lower bound, no model does less than one step.
const SCHNELL: JsonRules = JsonRules {
    fields: &[("steps", Kind::Int { least: 1, most: 8 })],
    longest_prompt: 2048,
    unknown: Unknown::Refused,
    side: 1024,
    multiple_of: 1,
    picture: Picture::Unknown,
};

const LUCID: JsonRules = JsonRules {
    fields: &[
        SEED,
        ("steps", Kind::Int { least: 1, most: 40 }),
        ("num_steps", Kind::Int { least: 1, most: 40 }),
        ("guidance", Kind::Number { least: 0.0, most: 10.0 }),
        ("width", Kind::Int { least: 0, most: 2500 }),
        ("height", Kind::Int { least: 0, most: 2500 }),
    ],
    longest_prompt: usize::MAX,
    unknown: Unknown::Ignored,
    side: 1120,
    multiple_of: 1,
    picture: Picture::Unknown,
};

const PHOENIX: JsonRules = JsonRules {
    fields: &[
        SEED,
        ("negative_prompt", Kind::Text),
        ("num_steps", Kind::Int { least: 1, most: 50 }),
        ("guidance", Kind::Number { least: 2.0, most: 10.0 }),
        ("width", Kind::Int { least: 0, most: 2048 }),
        ("height", Kind::Int { least: 0, most: 2048 }),
    ],
    side: 1024,
    ..LUCID
};

const STABLE_DIFFUSION: JsonRules = JsonRules {
    fields: &[
        ("seed", Kind::Int { least: i64::MIN, most: i64::MAX }),
        ("negative_prompt", Kind::Text),
        ("num_steps", Kind::Int { least: 1, most: 20 }),
        ("guidance", Kind::Number { least: f64::MIN, most: f64::MAX }),
        ("width", Kind::Int { least: 256, most: 2048 }),
        ("height", Kind::Int { least: 256, most: 2048 }),
        ("image", Kind::Bytes),
        ("image_b64", Kind::Base64),
        ("mask", Kind::Bytes),
        ("strength", Kind::Number { least: 0.0, most: 1.0 }),
    ],
    side: 512,
    ..LUCID
};

/// facts, Cloudflare §1.3: multiples of 8, and `image` is refused with these words.
const SDXL: JsonRules =
    JsonRules { side: 1024, multiple_of: 8, picture: Picture::Refused(refusal::INVALID_INPUT), ..STABLE_DIFFUSION };

const fn flux_2(path: &'static str, price: Price, reproduces: Reproduces) -> Model {
    Model { path, takes: Takes::Form, answers: Answers::Json, price, reproduces }
}

const fn json(path: &'static str, rules: JsonRules, price: Price) -> Model {
    Model { path, takes: Takes::Json(rules), answers: Answers::Json, price, reproduces: Reproduces::Always }
}

const fn binary(path: &'static str, rules: JsonRules, price: Price, declared: &'static str) -> Model {
    let answers = Answers::Binary { declared };
    Model { path, takes: Takes::Json(rules), answers, price, reproduces: Reproduces::Always }
}

/// Free, and declared as PNG although the bytes are JPEG (facts, Cloudflare §1.1).
const fn free(path: &'static str, rules: JsonRules) -> Model {
    binary(path, rules, Price::Free, "image/png")
}

/// facts, Cloudflare §1.1; §1.2: klein-4b makes another picture each time.
pub(crate) static ALL: [Model; 11] = [
    flux_2("@cf/black-forest-labs/flux-2-klein-4b", Price::Klein4b, Reproduces::Never),
    flux_2("@cf/black-forest-labs/flux-2-klein-9b", Price::Klein9b, Reproduces::Always),
    flux_2("@cf/black-forest-labs/flux-2-dev", Price::Dev, Reproduces::Always),
    json("@cf/black-forest-labs/flux-1-schnell", SCHNELL, Price::Schnell),
    json("@cf/leonardo/lucid-origin", LUCID, Price::Lucid),
    binary("@cf/leonardo/phoenix-1.0", PHOENIX, Price::Phoenix, "image/jpeg"),
    free("@cf/stabilityai/stable-diffusion-xl-base-1.0", SDXL),
    free("@cf/bytedance/stable-diffusion-xl-lightning", SDXL),
    // §1.3: with an image, a shape error.
    free(
        "@cf/lykon/dreamshaper-8-lcm",
        JsonRules { picture: Picture::Refused(refusal::WRONG_SHAPE), ..STABLE_DIFFUSION },
    ),
    free("@cf/runwayml/stable-diffusion-v1-5-img2img", JsonRules { picture: Picture::Needed(&[]), ..STABLE_DIFFUSION }),
    // §1.3: needs a mask.
    free(
        "@cf/runwayml/stable-diffusion-v1-5-inpainting",
        JsonRules { picture: Picture::Needed(&["mask"]), ..STABLE_DIFFUSION },
    ),
];
