//! The promise of the folder: the exact bytes that came, with all that is known of them inside, in any language.

use std::fs;

use contract::{Between, Format, Origin, Record, Size, Task};
use library::{Found, Meta, decode_bytes, read_meta};
use proptest::prelude::*;

use crate::samples::{FORMATS, LOSSY_WEBP, meta, open, picture, places, transparent};

/// Adds the picture and reads its file back.
fn added(bytes: &[u8], meta: &Meta) -> (Vec<u8>, Option<Found>) {
    let (_folder, places) = places();
    let (mut library, _) = open(&places);
    let entry = library.add(bytes, meta).unwrap();
    assert_eq!(library.meta(&entry).unwrap(), as_kept(bytes, meta));
    let file = places.file(&entry);
    (fs::read(&file).unwrap(), read_meta(&file).unwrap())
}

/// `meta`, with what the bytes themselves say.
fn as_kept(bytes: &[u8], meta: &Meta) -> Meta {
    let format = Format::sniff(bytes).unwrap();
    let Size { width, height } = format.dimensions(bytes).unwrap();
    let (dimensions, content_type) = (format!("{width}x{height}"), Some(format.content_type().to_owned()));
    Meta { record: Record { width, height, dimensions, content_type, ..meta.record.clone() }, ..meta.clone() }
}

/// The file without the segments that we put in, found by their place alone.
fn without_ours(file: &[u8]) -> Vec<u8> {
    let be = |at: usize| usize::from(u16::from_be_bytes([file[at], file[at + 1]]));
    let long = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
    let skip = |at: usize, count: usize, len: &dyn Fn(usize) -> usize| (0..count).fold(at, |at, _| at + len(at));
    match Format::sniff(file).unwrap() {
        Format::Jpeg => {
            let start = if file[3] == 0xe0 { 4 + be(4) } else { 2 };
            let end = skip(start, 2, &|at| {
                assert_eq!(file[at..at + 2], [0xff, 0xe1]);
                2 + be(at + 2)
            });
            [&file[..start], &file[end..]].concat()
        }
        Format::Png => {
            let end = skip(33, 2, &|at| {
                assert_eq!(&file[at + 4..at + 8], b"iTXt");
                12 + long(at)
            });
            [&file[..33], &file[end..]].concat()
        }
        Format::WebP => {
            assert_eq!(&file[12..16], b"VP8X");
            let pixels = 12 + 18;
            let len = u32::from_le_bytes(file[pixels + 4..pixels + 8].try_into().unwrap()).next_multiple_of(2);
            let chunk = &file[pixels..pixels + 8 + len as usize];
            [b"RIFF", (chunk.len() as u32 + 4).to_le_bytes().as_slice(), b"WEBP", chunk].concat()
        }
    }
}

#[test]
fn the_bytes_that_came_are_all_there() {
    let samples = FORMATS.map(|format| picture(format, 64, 48)).into_iter();
    let samples = samples.chain([transparent(Format::Png), transparent(Format::WebP), LOSSY_WEBP.to_vec()]);
    // A JPEG whose EXIF is its own, and with no JFIF segment.
    let jpeg = picture(Format::Jpeg, 64, 48);
    let own = [&jpeg[..2], b"\xff\xe1\0\x0aExif\0\0MM", &jpeg[20..]].concat();
    for bytes in samples.chain([own]) {
        let meta = meta("雪の中の赤い狐 🦊");
        let (file, found) = added(&bytes, &meta);
        assert!(without_ours(&file) == bytes, "bytes were changed");
        assert_eq!(decode_bytes(&file, None).unwrap(), decode_bytes(&bytes, None).unwrap());
        assert_eq!(found, Some(Found::Easel(as_kept(&bytes, &meta))));
        let format = Format::sniff(&file).unwrap();
        assert!(format.is_whole(&file));
        assert_eq!(format.dimensions(&file), format.dimensions(&bytes));
    }
}

#[test]
fn a_service_that_lies_about_its_picture_is_not_believed() {
    let mut lie = meta("fox");
    (lie.record.width, lie.record.height, lie.record.dimensions) = (1920, 1080, "huge".to_owned());
    lie.record.content_type = Some("text/html".to_owned());
    let Some(Found::Easel(found)) = added(&picture(Format::Png, 30, 20), &lie).1 else { panic!("no words") };
    let Record { width, height, dimensions, content_type, prompt, .. } = found.record;
    assert_eq!((width, height, dimensions.as_str()), (30, 20, "30x20"));
    assert_eq!((content_type.as_deref(), prompt.as_str()), (Some("image/png"), "fox"));
}

#[test]
fn what_stands_behind_a_file_stays_behind_it() {
    let webps = [transparent(Format::WebP), LOSSY_WEBP.to_vec()];
    for bytes in FORMATS.map(|format| picture(format, 64, 48)).into_iter().chain(webps) {
        for behind in [b"\n".as_slice(), b"a note of some program"] {
            let meta = meta("fox");
            let (alone, _) = added(&bytes, &meta);
            let (file, found) = added(&[&bytes, behind].concat(), &meta);
            assert!(file == [&alone, behind].concat(), "more was changed");
            assert_eq!(found, Some(Found::Easel(as_kept(&bytes, &meta))));
            assert_eq!(decode_bytes(&file, None).unwrap(), decode_bytes(&bytes, None).unwrap());
        }
    }
}

#[test]
fn a_webp_with_words_of_its_own_keeps_them_behind_ours() {
    let (once, _) = added(&transparent(Format::WebP), &meta("first"));
    let (twice, found) = added(&once, &meta("second"));
    let words = once.windows(4).position(|id| id == b"EXIF").unwrap();
    assert_eq!(twice[12..words], once[12..words]);
    assert!(twice.ends_with(&once[words..]));
    assert_eq!(decode_bytes(&twice, None).unwrap(), decode_bytes(&once, None).unwrap());
    let Some(Found::Easel(found)) = found else { panic!("no words") };
    assert_eq!(found.record.prompt, "second");
}

#[test]
fn other_programs_find_the_prompt() {
    let meta = meta("a red fox <in> the \"snow\" & 雪");
    let text = "a red fox <in> the \"snow\" & 雪\nNegative prompt: fog\nSteps: 4, Seed: 7, Size: 64x48, Model: \
                flux-2-klein-4b, CFG scale: 3.5, Version: Easel ";
    for format in FORMATS {
        let (file, _) = added(&picture(format, 64, 48), &meta);
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (words, description): (&[u8], &[u8]) = match format {
            Format::Png => (text.as_bytes(), b"parameters"),
            Format::Jpeg | Format::WebP => {
                (&utf16, "x-default\">a red fox &lt;in&gt; the \"snow\" &amp; 雪<".as_bytes())
            }
        };
        assert!(file.windows(words.len()).any(|window| window == words), "{format:?}");
        assert!(file.windows(description.len()).any(|window| window == description), "{format:?}");
    }
}

#[test]
fn words_longer_than_any_request_are_cut_and_the_picture_is_kept() {
    let mut long = meta(&"&\u{1}<\r".repeat(5000));
    long.record.negative_prompt = Some("\u{3}".repeat(100_000));
    long.record.content_type = Some("\u{4}".repeat(100_000));
    long.record.prompt_failure = Some("\u{6}".repeat(100_000));
    long.origin = Some(Origin {
        prompt: "\u{7}".repeat(100_000),
        task: Task::TranslateAndEnhance,
        neurons: Some(f64::MAX),
        between: Some(Between { prompt: "\u{8}".repeat(100_000), task: Task::Translate }),
    });
    // What no service of ours makes of it: a prompt that was translated twice.
    let mut longest = long.clone();
    longest.record.translated_prompt = Some("\u{2}".repeat(100_000));
    (long.by, longest.by) = ("\u{5}".repeat(100_000), "\u{5}".repeat(100_000));
    for (long, format) in [&long, &longest].into_iter().flat_map(|long| FORMATS.map(|format| (long, format))) {
        let (_folder, places) = places();
        let (mut library, _) = open(&places);
        let entry = library.add(&picture(format, 64, 48), long).unwrap();
        let kept = library.meta(&entry).unwrap();
        assert_eq!((kept.id, kept.record.prompt.chars().count()), (long.id, 2000));
        let origin = kept.origin.unwrap();
        assert_eq!(origin.prompt.chars().count(), 2000);
        let of_both = [kept.record.translated_prompt, origin.between.map(|between| between.prompt)];
        assert_eq!(of_both.iter().flatten().map(|prompt| prompt.chars().count()).collect::<Vec<_>>(), [2000]);
        assert_eq!(*entry.prompt, *kept.record.prompt);
    }
}

fn prompts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\x00-\\x20\"'<>&\\]\\\\/{}\u{7f}-\u{9f}]{0,80}",
        "[\u{fffd}-\u{ffff}\u{feff}\u{202e}\u{2028}🦊👩‍🎨狐שׁ]{0,40}",
        Just("]]><easel:meta>{\"id\":1}</easel:meta>\r\n\0Negative prompt: x".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_words_come_back(prompt in prompts(), negative in prompts(), by in prompts(), guidance in 0.0..20.0, tenth in 0..3_usize) {
        let mut meta = meta(&prompt);
        meta.record.negative_prompt = Some(negative);
        meta.record.guidance = Some(guidance);
        meta.origin = Some(Origin { prompt: by.clone(), task: Task::TranslateAndEnhance, neurons: Some(guidance), between: None });
        meta.origin.as_mut().unwrap().between = Some(Between { prompt: by.clone(), task: Task::Enhance });
        meta.by = by;
        let bytes = picture(FORMATS[tenth], 4, 4);
        let (_, found) = added(&bytes, &meta);
        prop_assert_eq!(found, Some(Found::Easel(as_kept(&bytes, &meta))));
    }
}
