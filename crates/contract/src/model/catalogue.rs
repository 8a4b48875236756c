//! The rows of the catalogue: the eleven image models of Workers AI, and the painter. Data only.

use super::{
    Answer::{Binary, JsonImage},
    Encoding::{Json, Multipart},
    GoodAt, Guidance, Maker, Model, ReferenceForm, References, Seconds, SeedUse, Sizes, Steps,
};
use crate::{price::Price, size::Size};

/// FLUX.2 rounds sides down to a multiple of 16 (1080 → 1072).
const ROUNDED: Sizes = Sizes::Rounded { step: 16 };
/// No grid is known for these; the reply is as asked.
const ANY: Sizes = Sizes::Rounded { step: 1 };
/// The Stable Diffusion family refuses other sizes.
const EIGHTS: Sizes = Sizes::Multiples { step: 8 };

/// FLUX.2 documents neither range nor default of `guidance`; this range is ours.
const FLUX_GUIDANCE: Option<Guidance> = Some(Guidance { min: 0.0, max: 20.0, default: None });
/// The Stable Diffusion family documents a default and no range; this range is ours.
const SD_GUIDANCE: Option<Guidance> = Some(Guidance { min: 0.0, max: 20.0, default: Some(7.5) });
const SD_STEPS: Option<Steps> = Some(Steps { field: "num_steps", min: 1, max: 20, default: 20 });
const FLUX_REFERENCES: Option<References> = Some(References { min: 0, max: 4, form: ReferenceForm::InputImages });

/// The painter: what a newcomer has before they have an account. It costs nothing and is no model of Cloudflare's.
pub static PAINTER: Model = Model {
    id: "painter",
    name: "Painter",
    good_at: GoodAt::TryingOut,
    // 85 ms for 1024×1024 by our benchmark; the largest has three and a half times the pixels.
    typical: Some(Seconds { least: 0.1, most: Some(0.5) }),
    maker: Maker::Painter,
    sizes: ANY,
    steps: None,
    guidance: None,
    negative_prompt: false,
    seed: SeedUse::Honoured,
    references: None,
    price: Price::Free,
};

/// The image models of Workers AI, the default first.
pub static CATALOGUE: &[Model] = &[
    Model {
        id: "flux-2-klein-4b",
        name: "FLUX.2 klein 4B",
        good_at: GoodAt::Everyday,
        // Seen: 2 to 28 s (facts, Cloudflare §1.2, which has the next two as well).
        typical: Some(Seconds { least: 2.0, most: Some(28.0) }),
        maker: flux_2("@cf/black-forest-labs/flux-2-klein-4b"),
        sizes: ROUNDED,
        steps: None,
        guidance: FLUX_GUIDANCE,
        negative_prompt: false,
        // Three independent reports: the same seed, another picture.
        seed: SeedUse::NotHonoured,
        references: FLUX_REFERENCES,
        price: Price::Tiles { input: 5.37, output: 26.05 },
    },
    Model {
        id: "flux-2-klein-9b",
        name: "FLUX.2 klein 9B",
        good_at: GoodAt::Finer,
        typical: Some(Seconds { least: 2.7, most: Some(3.5) }),
        maker: flux_2("@cf/black-forest-labs/flux-2-klein-9b"),
        sizes: ROUNDED,
        steps: None,
        guidance: FLUX_GUIDANCE,
        negative_prompt: false,
        seed: SeedUse::Honoured,
        references: FLUX_REFERENCES,
        price: Price::Megapixels { first: 1363.64, next: 181.82, input: 181.82 },
    },
    Model {
        id: "flux-2-dev",
        name: "FLUX.2 dev",
        good_at: GoodAt::Realism,
        // "Often more than 30 s", and at large sizes Cloudflare may give up.
        typical: Some(Seconds { least: 30.0, most: None }),
        maker: flux_2("@cf/black-forest-labs/flux-2-dev"),
        sizes: ROUNDED,
        // 7,500 neurons at the default size give 50 steps as the default; no range is documented.
        steps: Some(Steps { field: "steps", min: 1, max: 50, default: 50 }),
        guidance: FLUX_GUIDANCE,
        negative_prompt: false,
        seed: SeedUse::Unknown,
        references: FLUX_REFERENCES,
        price: Price::StepTiles { input: 18.75, output: 37.50 },
    },
    Model {
        id: "flux-1-schnell",
        name: "FLUX.1 schnell",
        good_at: GoodAt::Sketches,
        typical: None,
        maker: json("@cf/black-forest-labs/flux-1-schnell", JsonImage),
        sizes: Sizes::Fixed(Size::new(1024, 1024)),
        steps: Some(Steps { field: "steps", min: 1, max: 8, default: 4 }),
        guidance: None,
        negative_prompt: false,
        seed: SeedUse::Absent,
        references: None,
        price: Price::TilesTimesSteps { tile: 4.80, step: 9.60 },
    },
    Model {
        id: "lucid-origin",
        name: "Leonardo Lucid Origin",
        good_at: GoodAt::Design,
        typical: None,
        maker: json("@cf/leonardo/lucid-origin", JsonImage),
        sizes: ANY,
        // The schema gives no default; 15 fits the bill of a default call exactly.
        steps: Some(Steps { field: "steps", min: 1, max: 40, default: 15 }),
        guidance: Some(Guidance { min: 0.0, max: 10.0, default: Some(4.5) }),
        negative_prompt: false,
        seed: SeedUse::Honoured,
        references: None,
        price: Price::TilesTimesSteps { tile: 636.0, step: 12.0 },
    },
    Model {
        id: "phoenix-1.0",
        name: "Leonardo Phoenix 1.0",
        good_at: GoodAt::Words,
        typical: None,
        maker: json("@cf/leonardo/phoenix-1.0", Binary),
        sizes: ANY,
        steps: Some(Steps { field: "num_steps", min: 1, max: 50, default: 25 }),
        guidance: Some(Guidance { min: 2.0, max: 10.0, default: Some(2.0) }),
        negative_prompt: true,
        seed: SeedUse::Honoured,
        references: None,
        price: Price::TilesTimesSteps { tile: 530.0, step: 10.0 },
    },
    stable("stable-diffusion-xl-base-1.0", "SDXL base", "@cf/stabilityai/stable-diffusion-xl-base-1.0"),
    Model {
        good_at: GoodAt::Sketches,
        ..stable("stable-diffusion-xl-lightning", "SDXL Lightning", "@cf/bytedance/stable-diffusion-xl-lightning")
    },
    Model {
        good_at: GoodAt::Photographs,
        ..stable("dreamshaper-8-lcm", "DreamShaper 8 LCM", "@cf/lykon/dreamshaper-8-lcm")
    },
    Model {
        good_at: GoodAt::Redrawing,
        references: Some(References { min: 1, max: 1, form: ReferenceForm::Image }),
        ..stable(
            "stable-diffusion-v1-5-img2img",
            "Stable Diffusion 1.5 (from a picture)",
            "@cf/runwayml/stable-diffusion-v1-5-img2img",
        )
    },
    Model {
        good_at: GoodAt::Repairs,
        references: Some(References { min: 2, max: 2, form: ReferenceForm::ImageAndMask }),
        ..stable(
            "stable-diffusion-v1-5-inpainting",
            "Stable Diffusion 1.5 (inpainting)",
            "@cf/runwayml/stable-diffusion-v1-5-inpainting",
        )
    },
];

const fn flux_2(path: &'static str) -> Maker {
    Maker::Cloudflare { path, request: Multipart, reply: JsonImage }
}

const fn json(path: &'static str, reply: super::Answer) -> Maker {
    Maker::Cloudflare { path, request: Json, reply }
}

/// What the Stable Diffusion family has in common.
const fn stable(id: &'static str, name: &'static str, path: &'static str) -> Model {
    Model {
        id,
        name,
        good_at: GoodAt::Experiments,
        typical: None,
        maker: json(path, Binary),
        sizes: EIGHTS,
        steps: SD_STEPS,
        guidance: SD_GUIDANCE,
        negative_prompt: true,
        seed: SeedUse::Unknown,
        references: None,
        price: Price::Free,
    }
}
