//! What a picture promises: the same bytes again, the asked size, colours and subjects in three languages, no panic.

use image::RgbImage;

use super::lexicon::{Hue, Meaning, Mood, Reading, Subject};
use super::paint;
use super::words::WORDS;

fn picture(prompt: &str, width: u32, height: u32, seed: u64) -> RgbImage {
    let bytes = paint(prompt, width, height, seed).unwrap();
    assert_eq!(&bytes[..3], [0xff, 0xd8, 0xff], "a JPEG");
    image::load_from_memory(&bytes).unwrap().to_rgb8()
}

/// The mean red, green and blue over four seeds.
fn mean(prompt: &str) -> [f64; 3] {
    let mut sum = [0.0; 3];
    let mut count = 0.0;
    for seed in 0..4 {
        for pixel in picture(prompt, 256, 256, seed).pixels() {
            for (sum, part) in sum.iter_mut().zip(pixel.0) {
                *sum += f64::from(part);
            }
            count += 1.0;
        }
    }
    sum.map(|part| part / count)
}

#[test]
fn same_prompt_size_and_seed_give_the_same_bytes() {
    for prompt in ["a cat at night", "zxcvb", "山と海"] {
        assert_eq!(paint(prompt, 320, 256, 7).unwrap(), paint(prompt, 320, 256, 7).unwrap());
    }
    assert_eq!(paint("A CAT", 256, 256, 7).unwrap(), paint("a cat", 256, 256, 7).unwrap());
}

#[test]
fn other_prompts_and_seeds_give_other_pictures() {
    let first = paint("a cat", 256, 256, 1).unwrap();
    assert_ne!(first, paint("a cat", 256, 256, 2).unwrap());
    assert_ne!(first, paint("a cat.", 256, 256, 1).unwrap());
}

#[test]
fn the_picture_has_the_asked_size() {
    for (width, height) in [(256, 256), (256, 1920), (1920, 256), (1000, 992), (257, 511)] {
        for prompt in ["boat at sea", "unknown", "forest river mountain city", "flower", "planet", "fish", "desert"] {
            assert_eq!(picture(prompt, width, height, 3).dimensions(), (width, height), "{prompt}");
        }
    }
}

#[test]
fn red_is_redder_than_blue_in_every_language() {
    let lead = |prompt| {
        let [red, _, blue] = mean(prompt);
        red - blue
    };
    for (red, blue) in [("red", "blue"), ("红色", "蓝色"), ("紅色", "藍色"), ("赤い", "青い")] {
        assert!(lead(red) > lead(blue) + 20.0, "{red} {}, {blue} {}", lead(red), lead(blue));
    }
    for (red, blue) in [("red mountains", "blue mountains"), ("红色的花", "蓝色的花"), ("赤い海", "青い海")]
    {
        assert!(lead(red) > lead(blue) + 8.0, "{red} {}, {blue} {}", lead(red), lead(blue));
    }
}

#[test]
fn night_is_darker_than_noon() {
    let light = |prompt| mean(prompt).iter().sum::<f64>();
    for (night, noon) in [("mountains at night", "mountains at noon"), ("夜晚的海", "正午的海"), ("夜の街", "昼の街")]
    {
        assert!(light(night) + 60.0 < light(noon), "{night} {}, {noon} {}", light(night), light(noon));
    }
}

#[test]
fn a_cat_is_a_cat_in_every_language() {
    for prompt in ["a cat", "two Cats", "CAT!", "一只猫", "一隻貓", "かわいい猫", "ねこ", "cat猫"] {
        assert_eq!(Reading::of(prompt).subjects, [Subject::Cat], "{prompt}");
    }
}

#[test]
fn english_words_stand_alone() {
    for prompt in ["scatter", "category", "redo", "seasoned", "catsx", "infrared2", "start"] {
        assert_eq!(Reading::of(prompt), Reading::default(), "{prompt}");
    }
    assert_eq!(Reading::of("red-haired").hues, [Hue::Red]);
    assert_eq!(Reading::of("foxes").subjects, [Subject::Fox]);
}

#[test]
fn the_longest_word_counts() {
    assert_eq!(Reading::of("a lighthouse").subjects, [Subject::Lighthouse]);
    assert_eq!(Reading::of("hot-air balloon").subjects, [Subject::Balloon]);
    assert_eq!(Reading::of("上海").subjects, [Subject::City]);
    assert_eq!(Reading::of("黄昏").moods, [Mood::Sunset]);
    assert!(Reading::of("黄昏").hues.is_empty());
}

#[test]
fn no_word_is_in_two_rows_and_each_is_found() {
    let mut seen = Vec::<&str>::new();
    for (words, meanings) in WORDS {
        for word in words.split(' ') {
            assert!(!seen.contains(&word), "{word} twice");
            seen.push(word);
            let reading = Reading::of(&word.replace('_', " "));
            for meaning in *meanings {
                let found = match *meaning {
                    Meaning::Hue(hue) => reading.hues.contains(&hue),
                    Meaning::Mood(mood) => reading.moods.contains(&mood),
                    Meaning::Subject(subject) => reading.subjects.contains(&subject),
                };
                assert!(found, "{word}: {reading:?}");
            }
        }
    }
}

#[test]
fn every_subject_and_mood_can_be_painted() {
    for (words, _) in WORDS {
        let word = words.split(' ').next().unwrap();
        picture(word, 256, 320, 5);
        picture(&format!("{word} cat boat night city mountain"), 320, 256, 6);
    }
}

#[test]
fn nothing_in_a_prompt_can_stop_it() {
    let emoji = "🐈‍⬛".repeat(2000);
    let long = "cat ".repeat(20_000);
    for prompt in ["", " ", "\0", "a\0cat", "\u{202e}قطة على السطح", "חתול", "\u{feff}", "İstanbul ß ǅ", &emoji, &long]
    {
        picture(prompt, 256, 256, u64::MAX);
    }
    picture("cat", 1, 1, 0);
    picture("city", 3, 40, 0);
}
