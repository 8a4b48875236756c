//! Files from anywhere: bombs, lies, noise, and the pictures of other programs.

use std::fs;

use contract::{Format, Size};
use library::{Error, Found, decode, decode_bytes, read_meta};
use png::{BitDepth, ColorType, Encoder};
use proptest::prelude::*;

use crate::samples::{FORMATS, meta, open, picture, places};

const PARAMETERS: &str = "a café, at night\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, \
                          Size: 512x512, Model: dreamshaper";

/// What `read_meta` makes of a file with these bytes.
fn read(bytes: &[u8]) -> Result<Option<Found>, Error> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    read_meta(file.path())
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let (_folder, places) = places();
    let (mut library, _) = open(&places);
    let mut png = picture(Format::Png, 8, 8);
    png[16..20].copy_from_slice(&30_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&30_000_u32.to_be_bytes());
    let mut jpeg = picture(Format::Jpeg, 8, 8);
    let frame = jpeg.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 7].copy_from_slice(&30_000_u16.to_be_bytes());
    jpeg[frame + 7..frame + 9].copy_from_slice(&30_000_u16.to_be_bytes());
    for bomb in [png, jpeg] {
        for refused in [library.add(&bomb, &meta("x")).map(|_| ()), decode_bytes(&bomb, Some(512)).map(|_| ())] {
            let error = refused.unwrap_err();
            assert!(matches!(error, Error::TooLarge(size) if size == Size::new(30_000, 30_000)), "{error}");
            assert!(error.to_string().contains("30000×30000"), "{error}");
        }
        assert_eq!(read(&bomb).unwrap(), None, "it is listed, not decoded");
    }
}

#[test]
fn pngs_of_other_programs_are_read() {
    let png = |write: &dyn Fn(&mut Encoder<'_, &mut Vec<u8>>)| {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, 2, 1);
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        write(&mut encoder);
        encoder.write_header().unwrap().write_image_data(&[0; 6]).unwrap();
        file
    };
    let latin1 = png(&|png| png.add_text_chunk("parameters".to_owned(), PARAMETERS.to_owned()).unwrap());
    let utf8 = png(&|png| png.add_itxt_chunk("parameters".to_owned(), PARAMETERS.to_owned()).unwrap());
    // UTF-8 where Latin-1 should be, as many write it.
    let mistaken: String = PARAMETERS.bytes().map(char::from).collect();
    let mistaken = png(&|png| png.add_text_chunk("parameters".to_owned(), mistaken.clone()).unwrap());
    for file in [latin1, utf8, mistaken] {
        let Some(Found::Other(record)) = read(&file).unwrap() else { panic!("nothing found") };
        assert_eq!((record.prompt.as_str(), record.negative_prompt.as_deref()), ("a café, at night", Some("fog")));
        assert_eq!((record.seed, record.size(), record.model.as_str()), (Some(42), Size::new(2, 1), "dreamshaper"));
    }
    assert_eq!(read(&png(&|_| {})).unwrap(), None);
}

#[test]
fn jpegs_of_other_programs_are_read() {
    // As piexif writes it: fill bytes before a marker, little-endian TIFF, big-endian text.
    let text: Vec<u8> = PARAMETERS.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0\x01\0\x86\x92\x07\0".to_vec();
    tiff.extend((8 + text.len() as u32).to_le_bytes());
    tiff.extend(b"\x2c\0\0\0\0\0\0\0UNICODE\0");
    tiff.extend(&text);
    let jpeg = picture(Format::Jpeg, 64, 48);
    let len = (2 + 6 + tiff.len() as u16).to_be_bytes();
    let file = [&jpeg[..2], b"\xff\xff\xff\xe1", &len, b"Exif\0\0", &tiff, &jpeg[2..]].concat();
    let Some(Found::Other(record)) = read(&file).unwrap() else { panic!("nothing found") };
    assert_eq!((record.prompt.as_str(), record.steps), ("a café, at night", Some(20)));
    assert_eq!(record.size(), Size::new(64, 48));
}

#[test]
fn our_words_are_read_after_another_program_wrote_the_packet_again() {
    let (_folder, places) = places();
    let (mut library, _) = open(&places);
    let meta = meta("a \"fox\" & <b>");
    let entry = library.add(&picture(Format::Jpeg, 64, 48), &meta).unwrap();
    let file = fs::read(places.file(&entry)).unwrap();
    let json = serde_json::to_string(&meta).unwrap();
    let attribute = json.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let packet = format!(
        "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><r:RDF xmlns:r=\"http://www.w3.org/1999/02/\
         22-rdf-syntax-ns#\"><r:Description xmlns:e=\"urn:easel:1.0/\" e:meta=\"{attribute}\"/></r:RDF></x:xmpmeta>"
    );
    let len = (2 + packet.len() as u16).to_be_bytes();
    let again = [&file[..2], b"\xff\xe1", &len, packet.as_bytes(), &picture(Format::Jpeg, 64, 48)[2..]].concat();
    assert_eq!(read(&again).unwrap(), Some(Found::Easel(meta)));
}

#[test]
fn a_photograph_on_its_side_is_put_on_its_feet() {
    let jpeg = picture(Format::Jpeg, 64, 48);
    let tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let len = (2 + 6 + tiff.len() as u16).to_be_bytes();
    let file = [&jpeg[..2], b"\xff\xe1", &len, b"Exif\0\0", tiff, &jpeg[2..]].concat();
    let (_folder, places) = places();
    let (mut library, mut entries) = open(&places);
    fs::write(places.root.join("photo.jpg"), &file).unwrap();
    crate::samples::refresh(&mut library, &mut entries);
    let pixels = decode(&places.file(&entries[0]), None).unwrap();
    assert_eq!((pixels.width, pixels.height), (48, 64));
    assert_eq!(entries[0].size, Size::new(48, 64));
}

#[test]
fn deep_and_endless_files_end() {
    let nested = "<a>".repeat(20_000);
    let packet = format!("http://ns.adobe.com/xap/1.0/\0{nested}");
    let len = (2 + packet.len() as u16).to_be_bytes();
    let jpeg = picture(Format::Jpeg, 8, 8);
    let deep = [&jpeg[..2], b"\xff\xe1", &len, packet.as_bytes(), &jpeg[2..]].concat();
    assert_eq!(read(&deep).unwrap(), None);
    let closed = format!("http://ns.adobe.com/xap/1.0/\0{}{}", "<a>".repeat(9000), "</a>".repeat(9000));
    let len = (2 + closed.len() as u16).to_be_bytes();
    assert_eq!(read(&[&jpeg[..2], b"\xff\xe1", &len, closed.as_bytes(), &jpeg[2..]].concat()).unwrap(), None);
    let endless = [b"\xff\xd8".as_slice(), &b"\xff\xfe\0\x02".repeat(100_000)].concat();
    assert!(matches!(read(&endless), Err(Error::Broken(_))));
    let fill = [b"\xff\xd8".as_slice(), &vec![0xff; 100_000]].concat();
    assert!(matches!(read(&fill), Err(Error::Broken(_))));
    assert!(matches!(read_meta(std::env::temp_dir().as_path()), Err(Error::Io { .. })), "a folder is no file");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn noise_never_panics(kind in 0..4_usize, noise in proptest::collection::vec(any::<u8>(), 0..300)) {
        let heads: [&[u8]; 4] = [b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"RIFF\x40\0\0\0WEBPVP8X", b""];
        let file = [heads[kind], &noise].concat();
        drop((read(&file), decode_bytes(&file, Some(64))));
    }

    #[test]
    fn a_damaged_picture_never_panics(kind in 0..3_usize, at in any::<prop::sample::Index>(), bytes in any::<[u8; 3]>(), cut in any::<prop::sample::Index>()) {
        let (_folder, places) = places();
        let (mut library, _) = open(&places);
        let entry = library.add(&picture(FORMATS[kind], 16, 16), &meta("fox 狐")).unwrap();
        let mut file = fs::read(places.file(&entry)).unwrap();
        let at = at.index(file.len() - 3);
        file[at..at + 3].copy_from_slice(&bytes);
        drop((read(&file), decode_bytes(&file, None), library.add(&file, &meta("again"))));
        file.truncate(cut.index(file.len()));
        drop((read(&file), decode_bytes(&file, None)));
    }
}
