//! The metadata of a picture of these benchmarks: as much as one from FLUX has.

use contract::{Record, Size};
use jiff::Timestamp;
use library::{Meta, PictureId};

/// Of the picture with this number.
pub(crate) fn meta(n: u32, made: Timestamp, size: Size) -> Meta {
    let record = Record {
        prompt: format!("a red fox in the snow, number {n} of many, with pines and a long shadow"),
        width: size.width,
        height: size.height,
        dimensions: format!("{}x{}", size.width, size.height),
        model: "flux-2-klein-4b".to_owned(),
        seed: Some(n),
        steps: Some(4),
        guidance: Some(3.5),
        negative_prompt: None,
        content_type: Some("image/jpeg".to_owned()),
        neurons: Some(104.2),
        translated_prompt: None,
        prompt_neurons: None,
        prompt_failure: None,
        cached: false,
    };
    let id = PictureId::new(made, n.into());
    Meta { id, made, record, by: "a benchmark".to_owned(), job: format!("job {n}"), origin: None, estimate: None }
}
