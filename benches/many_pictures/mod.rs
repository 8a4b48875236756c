//! A library of very many pictures, made by the library's own code, for benchmarks of the whole program. 64 small pictures
//! are painted and all others are hard links to them: each has its file, its row in the index and its own id, and a tile
//! that comes into view is decoded as any other.

use std::{error::Error, fs, path::Path};

use contract::Size;
use engine::DataFolder;
use jiff::{SignedDuration, Timestamp};
use library::Library;

use crate::sample;

/// Pictures that are not links; some file systems allow 65,000 links to one.
const ORIGINALS: usize = 64;
/// Pixels; a small picture, since it is thumbnails that tiles show.
const SIDE: u32 = 256;
const PICTURES_A_DAY: usize = 100;

/// Fills `data_dir` with so many pictures, and the index over them.
pub(crate) fn make(data_dir: &Path, count: usize) -> Result<(), Box<dyn Error>> {
    let folder = DataFolder::open(Some(data_dir))?;
    let places = folder.library();
    let (mut library, _) = Library::open(places.clone())?;
    let mut originals = Vec::new();
    for n in 0..ORIGINALS as u32 {
        // Each of a day of its own, and so are its links.
        let made = Timestamp::now() - SignedDuration::from_hours(24 * i64::from(n));
        let meta = sample::meta(n, made, Size::new(SIDE, SIDE));
        let picture = home::painter::paint(&meta.record.prompt, SIDE, SIDE, n.into())?;
        originals.push(places.file(&library.add(&picture, &meta)?));
    }
    for (n, original) in (ORIGINALS..count).zip(originals.iter().cycle()) {
        let day = places.root.join(format!("day {:05}", n / PICTURES_A_DAY));
        fs::create_dir_all(&day)?;
        fs::hard_link(original, day.join(format!("{n} a red fox in the snow.jpg")))?;
    }
    let mut refresh = library.refresh()?;
    while library.step(&mut refresh)?.is_some() {}
    Ok(())
}
