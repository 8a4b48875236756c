//! The one EXIF field that is written, `UserComment`, where programs look for the prompt of a JPEG or WebP; and the two
//! that are read, that one and the orientation. Bytes from anywhere: every offset is checked.

/// Where the comment's bytes begin in what [`write`] makes: an 8-byte header and two folders of one entry each.
const COMMENT_AT: u32 = 8 + 18 + 18;
const ORIENTATION: u16 = 0x0112;
const EXIF_FOLDER: u16 = 0x8769;
const USER_COMMENT: u16 = 0x9286;
const UNICODE: &[u8; 8] = b"UNICODE\0";

/// What an EXIF block says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Exif {
    /// The `UserComment`.
    pub(crate) comment: Option<String>,
    /// Whether it is shown on its side, so that width and height change places.
    pub(crate) sideways: bool,
}

/// A TIFF block with `comment` as its `UserComment`. Big-endian, so that those who follow the block's byte order and those
/// who take UTF-16BE for granted read the same. `comment`: under 32,000 UTF-16 units, which [`crate::Meta`] sees to.
pub(crate) fn write(comment: &str) -> Vec<u8> {
    let text: Vec<u8> = comment.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let len = (UNICODE.len() + text.len()) as u32;
    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    folder_of_one(&mut tiff, EXIF_FOLDER, 4, 1, 8 + 18);
    folder_of_one(&mut tiff, USER_COMMENT, 7, len, COMMENT_AT);
    tiff.extend(UNICODE);
    tiff.extend(text);
    tiff
}

fn folder_of_one(tiff: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: u32) {
    tiff.extend(1_u16.to_be_bytes());
    tiff.extend(tag.to_be_bytes());
    tiff.extend(kind.to_be_bytes());
    tiff.extend(count.to_be_bytes());
    tiff.extend(value.to_be_bytes());
    tiff.extend(0_u32.to_be_bytes());
}

/// What `tiff` says, as far as it can be read.
pub(crate) fn read(tiff: &[u8]) -> Exif {
    let big_endian = match tiff.get(..4) {
        Some(b"MM\0*") => true,
        Some(b"II*\0") => false,
        _ => return Exif::default(),
    };
    let tiff = Tiff { bytes: tiff, big_endian };
    Exif { comment: tiff.comment(), sideways: tiff.sideways().unwrap_or(false) }
}

struct Tiff<'a> {
    bytes: &'a [u8],
    big_endian: bool,
}

impl Tiff<'_> {
    fn comment(&self) -> Option<String> {
        let folder = self.u32(self.entry(self.u32(4)?, EXIF_FOLDER)?.checked_add(8)?)?;
        let entry = self.entry(folder, USER_COMMENT)?;
        let (len, at) = (self.u32(entry.checked_add(4)?)?, self.u32(entry.checked_add(8)?)?);
        let value = self.bytes.get(at as usize..)?.get(..len as usize)?;
        let (code, text) = value.split_first_chunk::<8>()?;
        Some(if code == UNICODE { utf16(text) } else { String::from_utf8_lossy(text).into_owned() })
    }

    fn sideways(&self) -> Option<bool> {
        let entry = self.entry(self.u32(4)?, ORIENTATION)?;
        Some((5..=8).contains(&self.u16(entry.checked_add(8)?)?))
    }

    /// Where the entry of `tag` begins in the folder at `folder`.
    fn entry(&self, folder: u32, tag: u16) -> Option<u32> {
        let count = u32::from(self.u16(folder)?);
        let first = folder.checked_add(2)?;
        (0..count).map_while(|n| first.checked_add(12 * n)).find(|&at| self.u16(at) == Some(tag))
    }

    fn u16(&self, at: u32) -> Option<u16> {
        let bytes = *self.bytes.get(at as usize..)?.first_chunk()?;
        Some(if self.big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn u32(&self, at: u32) -> Option<u32> {
        let bytes = *self.bytes.get(at as usize..)?.first_chunk()?;
        Some(if self.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }
}

/// UTF-16 of either order. Programs disagree whether it follows the block's; but a text of settings has ASCII in it, and
/// the order that puts the zeros first is its own.
fn utf16(text: &[u8]) -> String {
    let pairs = || text.as_chunks::<2>().0.iter().copied();
    let zeros_first = pairs().filter(|[first, _]| *first == 0).count();
    let zeros_last = pairs().filter(|[_, last]| *last == 0).count();
    let order = if zeros_first >= zeros_last { u16::from_be_bytes } else { u16::from_le_bytes };
    let units: Vec<u16> = pairs().map(order).collect();
    String::from_utf16_lossy(&units).trim_start_matches('\u{feff}').to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn little_endian_blocks_of_other_programs_are_read() {
        let text: Vec<u8> = "a fox 狐\nSteps: 4".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut tiff = b"II*\0\x08\0\0\0".to_vec();
        tiff.extend([2, 0]);
        tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
        tiff.extend([0x69, 0x87, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
        tiff.extend([0; 4]);
        tiff.extend([1, 0, 0x86, 0x92, 7, 0]);
        tiff.extend((8 + text.len() as u32).to_le_bytes());
        tiff.extend(56_u32.to_le_bytes());
        tiff.extend([0; 4]);
        tiff.extend(UNICODE);
        tiff.extend(text);
        assert_eq!(read(&tiff), Exif { comment: Some("a fox 狐\nSteps: 4".to_owned()), sideways: true });
    }

    proptest! {
        #[test]
        fn a_comment_comes_back(text in "[a-z]{4}\\PC{0,200}") {
            prop_assert_eq!(read(&write(&text)).comment, Some(text));
        }

        #[test]
        fn no_bytes_make_it_panic(big in any::<bool>(), bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut tiff = if big { b"MM\0*".to_vec() } else { b"II*\0".to_vec() };
            tiff.extend(bytes);
            read(&tiff);
        }
    }
}
