//! Any request that is valid, over all models: what the property tests draw from. It reads the catalogue, so that a new row
//! is covered by every property at once.

use contract::{
    Fields, GenerateRequest, Size,
    model::{CATALOGUE, Model, PAINTER, SeedUse, Sizes},
};
use proptest::{collection::vec, option::of, prelude::*};

/// Any of any model.
pub(crate) fn any_request() -> impl Strategy<Value = GenerateRequest> {
    any_fields().prop_map(|fields| GenerateRequest::parse(fields, &PAINTER).unwrap())
}

/// Fields that parse: every optional one present or absent, the model by its id or its path.
pub(crate) fn any_fields() -> impl Strategy<Value = Fields> {
    (0..=CATALOGUE.len()).prop_flat_map(|row| fields_of(CATALOGUE.get(row).unwrap_or(&PAINTER)))
}

/// A small file with the header of a picture of that many pixels; the rest is noise.
pub(crate) fn any_picture() -> impl Strategy<Value = Vec<u8>> {
    (0..3, 1..=4096_u16, 1..=4096_u16, vec(any::<u8>(), 0..40)).prop_map(|(format, width, height, noise)| {
        let (w, h) = (width.to_be_bytes(), height.to_be_bytes());
        let header = match format {
            0 => [b"\xff\xd8\xff\xc2\0\x11\x08".as_slice(), &h, &w].concat(),
            1 => [b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0".as_slice(), &w, &[0, 0], &h].concat(),
            _ => {
                let (w, h) = ((width - 1).to_le_bytes(), (height - 1).to_le_bytes());
                [b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".as_slice(), &w, &[0], &h, &[0]].concat()
            }
        };
        [header, noise].concat()
    })
}

fn fields_of(model: &'static Model) -> impl Strategy<Value = Fields> {
    let side = move |of: fn(Size) -> u32| match model.sizes {
        Sizes::Fixed(size) => Just(i64::from(of(size))).boxed(),
        Sizes::Multiples { step } => (256 / step..=1920 / step).prop_map(move |n| i64::from(n * step)).boxed(),
        Sizes::Rounded { .. } => (256..=1920_i64).boxed(),
    };
    let steps = model.steps.map_or(Just(None).boxed(), |steps| of(i64::from(steps.min)..=i64::from(steps.max)).boxed());
    let guidance = model.guidance.map_or(Just(None).boxed(), |range| of(range.min..=range.max).boxed());
    let (seed, reseed) = match model.seed {
        SeedUse::Absent => (Just(None).boxed(), Just(None).boxed()),
        _ => (of(0..=i64::from(u32::MAX)).boxed(), of(any::<bool>()).boxed()),
    };
    let negative = if model.negative_prompt { of(any_prompt()).boxed() } else { Just(None).boxed() };
    let (fewest, most) = model.references.map_or((0, 0), |references| (references.min, references.max));
    let name = prop_oneof![Just(model.id), Just(model.path().unwrap_or(model.id))];
    let (width, height) = (of(side(|size| size.width)), of(side(|size| size.height)));
    let images = vec(any_picture(), fewest..=most);
    let wishes = (of(any::<bool>()), of(any::<bool>()));
    (any_prompt(), name, width, height, (seed, reseed), steps, guidance, negative, (images, wishes)).prop_map(
        |(
            prompt,
            name,
            width,
            height,
            (seed, reseed),
            steps,
            guidance,
            negative_prompt,
            (images, (translate, enhance)),
        )| Fields {
            prompt: Some(prompt),
            model: Some(name.to_owned()),
            width,
            height,
            seed,
            steps,
            guidance,
            negative_prompt,
            images,
            reseed,
            translate,
            enhance,
        },
    )
}

/// Any scalar values: controls, quotes, right-to-left, emoji. Not blank.
fn any_prompt() -> impl Strategy<Value = String> {
    vec(any::<char>(), 1..30)
        .prop_map(|chars| chars.into_iter().collect())
        .prop_filter("blank", |text: &String| !text.trim().is_empty())
}
