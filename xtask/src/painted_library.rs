//! The library of the README's pictures: painted by the program's own painter, the same at every run, over a few days.

use std::path::Path;

use anyhow::{Context as _, Result};
use contract::{Model, Record, Size, model::PAINTER};
use engine::{Connection, DataFolder};
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use library::{Library, Meta, PictureId};

/// When the oldest was made.
const OLDEST: &str = "2026-11-18T16:20:41Z";

/// Prompt, seed, size, and how many minutes after the one above it was made. Oldest first; each seed was chosen by eye.
const PICTURES: [(&str, u32, (u32, u32), i64); 17] = [
    ("A white rabbit in a summer meadow", 5, (1024, 768), 0),
    ("Deep forest in the morning mist", 5, (1024, 1024), 10),
    ("夜空中的极光和雪山", 2, (1024, 768), 8),
    ("A bouquet of poppies, pastel", 6, (768, 1024), 14),
    ("Sand dunes under a crescent moon", 7, (1344, 576), 44 * 60),
    ("A ringed planet among the stars", 3, (1024, 1024), 5),
    ("A sailing boat on a green sea at sunset", 7, (1280, 720), 18),
    ("松林里的晨雾", 4, (768, 1024), 3),
    ("An old castle on a hill in autumn", 1, (1024, 768), 11),
    ("A red fox in the snow", 3, (768, 1024), 6),
    ("A coral reef with orange fish", 2, (1024, 768), 25 * 60),
    ("樱花树下的小屋，春天", 4, (1024, 1024), 12),
    ("A city at night in the rain, neon lights", 3, (1344, 576), 7),
    ("A lighthouse on a cliff in a storm", 8, (1024, 768), 21),
    ("Hot air balloons over the hills at dawn", 1, (768, 1024), 16),
    ("雪山下的小河，金色的黄昏", 2, (1280, 720), 4),
    ("A black cat under a full moon", 7, (1024, 1024), 9),
];

/// Fills the library below `data_dir`.
pub(crate) fn paint(data_dir: &Path) -> Result<()> {
    let folder = DataFolder::open(Some(data_dir))?;
    let (library, _) = Library::open(folder.library().clone())?;
    let mut library = library.in_zone(TimeZone::UTC);
    let mut made: Timestamp = OLDEST.parse()?;
    for (prompt, seed, (width, height), minutes) in PICTURES {
        made = made.checked_add(minutes.minutes())?;
        let picture = home::painter::paint(prompt, width, height, seed.into()).context(prompt)?;
        library.add(&picture, &meta(prompt, seed, Size::new(width, height), made))?;
    }
    Ok(())
}

/// What the window would have written beside it.
fn meta(prompt: &str, seed: u32, size: Size, made: Timestamp) -> Meta {
    let id = PictureId::new(made, seed.into());
    let model: &Model = &PAINTER;
    Meta {
        origin: None,
        id,
        made,
        record: Record {
            prompt: prompt.to_owned(),
            width: size.width,
            height: size.height,
            dimensions: format!("{}x{}", size.width, size.height),
            model: model.id.to_owned(),
            seed: Some(seed),
            steps: None,
            guidance: None,
            negative_prompt: None,
            content_type: None,
            neurons: Some(0.0),
            translated_prompt: None,
            prompt_neurons: None,
            prompt_failure: None,
            cached: false,
        },
        by: Connection::PAINTER.to_owned(),
        job: id.to_string(),
        estimate: None,
    }
}
