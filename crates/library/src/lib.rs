//! The folder of pictures: files, the metadata inside them, their thumbnails, and an index over it all.
//!
//! The engine uses it, from one named thread for [`Library`], one for [`Bin`], and from a pool for pixels; every call blocks. The folder is
//! the truth: index and thumbnails can be deleted at any time and come back. A picture keeps the exact bytes that it came
//! with, and no file is ever replaced but by [`export`], which the user asked for.

mod adopt;
mod deletion;
mod entry;
mod error;
mod exif;
mod export;
mod guard;
mod head;
mod id;
mod index;
mod meta;
mod name;
mod parameters;
mod pixels;
mod refresh;
mod splice;
mod store;
mod thumbnail;
mod write;
mod xmp;

pub use deletion::{Bin, Binned, Returning};
pub use entry::{Entry, Places};
pub use error::Error;
pub use export::{export, save_text};
pub use head::{Found, read_meta};
pub use id::PictureId;
pub use meta::Meta;
pub use name::suggested_name;
pub use pixels::{MAX_PIXELS, Pixels, decode, decode_bytes};
pub use refresh::{Changes, Refresh};
pub use store::Library;
pub use thumbnail::{Thumb, thumbnail};
