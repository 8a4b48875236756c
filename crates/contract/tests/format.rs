//! What bytes are, on files as other programs write them: the format, the sides, and whether the file is all there. No input
//! panics, whatever was cut, and a file that was cut is never taken for a whole one.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io::Cursor;

use contract::{Format, Size};
use image::{ImageFormat, RgbImage, codecs::jpeg::JpegEncoder};
use proptest::{collection::vec, prelude::*};

/// Something to compress: a gradient with an edge.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| image::Rgb([(x * 7) as u8, (y * 11) as u8, if x > y { 255 } else { 0 }]))
}

fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture(width, height).write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// A file of each format, as the `image` crate writes it: baseline JPEG, PNG, lossless WebP.
fn files(width: u32, height: u32) -> [(Format, Vec<u8>); 3] {
    [
        (Format::Jpeg, encoded(width, height, ImageFormat::Jpeg)),
        (Format::Png, encoded(width, height, ImageFormat::Png)),
        (Format::WebP, encoded(width, height, ImageFormat::WebP)),
    ]
}

fn webp(chunk: &str, payload: &[u8]) -> Vec<u8> {
    let len = (payload.len() as u32).to_le_bytes();
    let riff = (payload.len() as u32 + 12).to_le_bytes();
    [b"RIFF", riff.as_slice(), b"WEBP", chunk.as_bytes(), &len, payload].concat()
}

/// A JPEG of these segments: the marker, and what follows its length.
fn jpeg(segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    for (marker, payload) in segments {
        file.extend([0xff, *marker]);
        file.extend((payload.len() as u16 + 2).to_be_bytes());
        file.extend(*payload);
    }
    file
}

/// 8 bits, 768 high, 1024 wide, three components.
const FRAME: &[u8] = &[8, 3, 0, 4, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
const SIDES: Option<Size> = Some(Size::new(1024, 768));

#[test]
fn real_files_are_known_measured_and_whole() {
    for (width, height) in [(1, 1), (17, 5), (640, 481), (1024, 768)] {
        for (format, file) in files(width, height) {
            assert_eq!(Format::sniff(&file), Some(format));
            assert_eq!(Format::sniff(&file[..12]), Some(format), "twelve bytes are enough");
            assert_eq!(format.dimensions(&file), Some(Size::new(width, height)), "{format:?}");
            assert!(format.is_whole(&file), "{format:?}");
        }
    }
}

#[test]
fn a_file_cut_anywhere_is_not_whole_and_its_sides_are_right_or_none() {
    for (format, file) in files(61, 47) {
        let measured: Vec<_> = (0..file.len()).map(|cut| format.dimensions(&file[..cut])).collect();
        for cut in 0..file.len() {
            assert!(!format.is_whole(&file[..cut]), "{format:?} {cut}");
            let sniffed = Format::sniff(&file[..cut]);
            assert!(sniffed == Some(format) || (cut < 12 && sniffed.is_none()), "{format:?} {cut}");
        }
        let first = measured.iter().position(Option::is_some).unwrap();
        assert!(measured[first..].iter().all(|size| *size == Some(Size::new(61, 47))), "{format:?}");
    }
}

#[test]
fn bytes_behind_the_end_are_no_fault() {
    for (format, file) in files(61, 47) {
        for behind in [b"\n".as_slice(), b"\0", b"a note of some program", &[0; 4000]] {
            assert!(format.is_whole(&[&file, behind].concat()), "{format:?} {}", behind.len());
            // What is behind a cut ends nothing.
            assert!(!format.is_whole(&[&file[..file.len() / 2], b"\n"].concat()), "{format:?}");
        }
    }
}

#[test]
fn a_jpeg_is_measured_whatever_stands_before_its_frame() {
    let thumbnail = jpeg(&[(0xc0, &[8, 0, 160, 0, 120, 3])]);
    for file in [
        jpeg(&[(0xc0, FRAME)]),
        jpeg(&[(0xc1, FRAME)]),
        // Progressive.
        jpeg(&[(0xe0, b"JFIF\0\x01\x01"), (0xdb, &[0; 65]), (0xc2, FRAME)]),
        // Huffman tables and arithmetic conditioning look like frames by their markers.
        jpeg(&[(0xc4, &[0xff; 30]), (0xcc, &[1, 2]), (0xc0, FRAME)]),
        // An Exif thumbnail is a JPEG within a segment.
        jpeg(&[(0xe1, &thumbnail), (0xfe, b"a comment"), (0xc0, FRAME)]),
        jpeg(&[(0xe2, &vec![0; 65533]), (0xc0, FRAME)]),
        // Fill bytes and markers without a length.
        [b"\xff\xd8\xff\xff\xff\x01\xff\xd0".as_slice(), &jpeg(&[(0xc2, FRAME)])[2..]].concat(),
    ] {
        assert_eq!(Format::sniff(&file), Some(Format::Jpeg));
        assert_eq!(Format::Jpeg.dimensions(&file), SIDES);
    }
}

#[test]
fn a_jpeg_without_a_frame_has_no_sides() {
    for file in [
        b"\xff\xd8".to_vec(),
        b"\xff\xd8\xff\xd9".to_vec(),
        b"\xff\xd8\xff\xff\xff".to_vec(),
        b"\xff\xd8 text".to_vec(),
        b"\xff\xd8\xff\xe0\0\0\xff\xe0\0\0".to_vec(),
        // A scan before any frame.
        jpeg(&[(0xda, &[0; 10]), (0xc0, FRAME)]),
        jpeg(&[(0xc0, &FRAME[..4])]),
    ] {
        assert_eq!(Format::Jpeg.dimensions(&file), None, "{file:?}");
    }
}

#[test]
fn the_kinds_of_webp_are_measured() {
    let lossy = webp("VP8 ", &[0, 0, 0, 0x9d, 0x01, 0x2a, 0x00, 0x04, 0x00, 0x03, 9, 9]);
    // The upper two bits of each side are a scale.
    let scaled = webp("VP8 ", &[0, 0, 0, 0x9d, 0x01, 0x2a, 0x00, 0x44, 0x00, 0xc3, 9, 9]);
    let lossless = webp("VP8L", &[0x2f, 0xff, 0xc3, 0xbf, 0x00]);
    let extended = webp("VP8X", &[0x10, 0, 0, 0, 0xff, 0x03, 0x00, 0xff, 0x02, 0x00]);
    for file in [lossy, scaled, lossless, extended] {
        assert_eq!(Format::sniff(&file), Some(Format::WebP));
        assert_eq!(Format::WebP.dimensions(&file), SIDES, "{file:?}");
        assert!(Format::WebP.is_whole(&file));
        assert!(!Format::WebP.is_whole(&file[..file.len() - 1]));
    }
    let largest = webp("VP8X", &[0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    assert_eq!(Format::WebP.dimensions(&largest), Some(Size::new(1 << 24, 1 << 24)));
}

#[test]
fn a_malformed_header_has_no_sides() {
    let mut png = encoded(4, 4, ImageFormat::Png);
    png[12..16].copy_from_slice(b"CgBI");
    assert_eq!(Format::Png.dimensions(&png), None, "the first chunk is another");
    for file in [
        webp("VP8 ", &[0, 0, 0, 1, 2, 3, 0x00, 0x04, 0x00, 0x03]),
        webp("VP8L", &[0x2e, 0xff, 0xc3, 0xbf, 0x00]),
        webp("ALPH", &[0; 20]),
    ] {
        assert_eq!(Format::WebP.dimensions(&file), None, "{file:?}");
    }
}

#[test]
fn other_files_are_none() {
    let jpeg = encoded(4, 4, ImageFormat::Jpeg);
    for bytes in [
        b"".as_slice(),
        b"\xff\xd8",
        &jpeg[1..],
        b"\x89PNG\r\n\x1a",
        b"\x89PNG\n\n\x1a\n",
        b"RIFF\0\0\0\0WEB",
        b"RIFF\0\0\0\0WAVEfmt ",
        b"GIF89a\x01\0\x01\0\0\0",
        b"\0\0\0\x20ftypavif",
        b"BM",
        b"<svg xmlns=",
        b"{\"image\":\"\"}",
    ] {
        assert_eq!(Format::sniff(bytes), None, "{bytes:?}");
    }
}

#[test]
fn names_for_the_wire_and_for_files() {
    for (format, content_type, extension) in
        [(Format::Jpeg, "image/jpeg", "jpg"), (Format::Png, "image/png", "png"), (Format::WebP, "image/webp", "webp")]
    {
        assert_eq!((format.content_type(), format.extension()), (content_type, extension));
    }
}

const ALL: [Format; 3] = [Format::Jpeg, Format::Png, Format::WebP];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// With the start of each format too, since noise alone never gets past it.
    #[test]
    fn noise_never_panics(noise in vec(any::<u8>(), 0..80), start in 0..6_usize) {
        let start = [
            b"".as_slice(), b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 ", b"RIFF\0\0\0\0WEBPVP8L",
            b"RIFF\0\0\0\0WEBPVP8X",
        ][start];
        let file = [start, &noise].concat();
        prop_assert!(start.is_empty() || Format::sniff(&file).is_some());
        for format in ALL {
            let whole = format.is_whole(&file);
            prop_assert!(!whole || file.len() >= 2);
            format.dimensions(&file);
        }
    }
}

proptest! {
    // Each case encodes pictures, which takes time.
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_damaged_file_never_panics(at in any::<proptest::sample::Index>(), byte in any::<u8>()) {
        for (format, mut file) in files(9, 7) {
            let at = at.index(file.len());
            file[at] = byte;
            Format::sniff(&file);
            format.is_whole(&file);
            format.dimensions(&file);
        }
    }

    #[test]
    fn sides_are_what_was_encoded(width in 1..99_u32, height in 1..99_u32, quality in 1..=100_u8) {
        let mut file = Vec::new();
        JpegEncoder::new_with_quality(&mut file, quality).encode_image(&picture(width, height)).unwrap();
        prop_assert_eq!(Format::Jpeg.dimensions(&file), Some(Size::new(width, height)));
        prop_assert!(Format::Jpeg.is_whole(&file));
        for (format, file) in files(width, height) {
            prop_assert_eq!(format.dimensions(&file), Some(Size::new(width, height)));
        }
    }
}
