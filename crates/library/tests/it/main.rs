//! The library as the engine uses it: real files in a temporary folder. One binary, so that there is one link.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod exactness;
mod exporting;
mod folder;
mod hostile;
mod index;
mod samples;
mod thumbnails;
