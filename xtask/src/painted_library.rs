//! The library of the README's pictures: painted by the program's own painter, the same at every run, over a few days.

use std::path::Path;

use anyhow::{Context as _, Result};
use contract::{Model, Record, Size, model::PAINTER};
use engine::DataFolder;
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use library::{Library, Meta, PictureId};

/// When the newest was made.
const NEWEST: &str = "2026-11-21T14:03:22Z";

/// Prompt, seed, size, and how many minutes before the one above it was made. Newest first; each seed was chosen by eye.
const PICTURES: [(&str, u32, (u32, u32), i64); 17] = [
    ("A black cat on a roof under a full moon", 3, (1024, 1024), 0),
    ("雪山下的湖，金色的黄昏", 2, (1280, 720), 9),
    ("Hot air balloons over the hills at dawn", 5, (768, 1024), 4),
    ("A lighthouse on a cliff in a storm", 1, (1024, 768), 16),
    ("A city at night in the rain, neon lights", 4, (1344, 576), 21),
    ("樱花树下的小屋，春天", 6, (1024, 1024), 7),
    ("A coral reef with orange fish", 2, (1024, 768), 12),
    ("A red fox in the snow", 7, (768, 1024), 25 * 60),
    ("An old castle on a hill in autumn", 3, (1024, 768), 6),
    ("竹林里的晨雾", 1, (768, 1024), 11),
    ("A sailing boat on a green sea at sunset", 8, (1280, 720), 3),
    ("A ringed planet among the stars", 5, (1024, 1024), 18),
    ("Sand dunes under a crescent moon", 2, (1344, 576), 5),
    ("A bouquet of poppies, pastel", 4, (768, 1024), 44 * 60),
    ("夜空中的极光和雪山", 3, (1024, 768), 14),
    ("Deep forest in the morning mist", 9, (1024, 1024), 8),
    ("A white rabbit in a summer meadow", 2, (1024, 768), 10),
];

/// Fills the library below `data_dir`.
pub(crate) fn paint(data_dir: &Path) -> Result<()> {
    let folder = DataFolder::open(Some(data_dir))?;
    let (library, _) = Library::open(folder.library().clone())?;
    let mut library = library.in_zone(TimeZone::UTC);
    let mut made: Timestamp = NEWEST.parse()?;
    for (prompt, seed, (width, height), minutes) in PICTURES {
        made = made.checked_sub(minutes.minutes())?;
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
        },
        by: "Built-in painter".to_owned(),
        job: id.to_string(),
        estimate: None,
    }
}
