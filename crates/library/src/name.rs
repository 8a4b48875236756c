//! File names from prompts: they read well, keep any language, and are safe on Windows, where a library may be copied to.

use std::path::{Path, PathBuf};

/// Characters; the longest name.
const MAX_CHARS: usize = 60;
/// Bytes of UTF-8; the longest name. Two thirds of the 255 that file systems allow are left for what others put around it.
const MAX_BYTES: usize = 120;

/// A name for a copy of the picture. `extension`: without the dot.
pub fn suggested_name(prompt: &str, extension: &str) -> String {
    format!("{}.{extension}", stem(prompt))
}

/// The `n`th name of a file whose own may be taken: `fox.jpg`, `fox (2).jpg`, …
pub(crate) fn namesake(file: &Path, n: u32) -> PathBuf {
    if n == 1 {
        return file.to_owned();
    }
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(format!(" ({n})"));
    if let Some(extension) = file.extension() {
        name.push(".");
        name.push(extension);
    }
    file.with_file_name(name)
}

/// The name without its ending: never empty, at most 120 bytes.
pub(crate) fn stem(prompt: &str) -> String {
    let readable: String = prompt.chars().map(|c| if is_safe(c) { c } else { ' ' }).collect();
    let words = readable.split_whitespace().collect::<Vec<_>>().join(" ");
    // A leading dot hides a file, a leading dash is an option to many commands; Windows drops dots and spaces at the end.
    let words = words.trim_start_matches(['.', ' ', '-']);
    let name = shorten(words).trim_end_matches(['.', ' ', ',', ';', '\u{200d}']);
    match name {
        "" => "picture".to_owned(),
        name if is_reserved(name) => format!("_{name}"),
        name => name.to_owned(),
    }
}

/// Whether `c` may stand in a name everywhere. Marks that turn the writing direction are left out: they can make a name
/// look like another.
fn is_safe(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*')
        && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Cut to the limits, at a word where there are words: Chinese has none, and is cut at a character.
fn shorten(words: &str) -> &str {
    let end = words
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take(MAX_CHARS)
        .take_while(|&end| end < MAX_BYTES)
        .last()
        .unwrap_or(0);
    let (kept, rest) = words.split_at_checked(end).unwrap_or((words, ""));
    match kept.rfind(' ') {
        Some(space) if !rest.is_empty() && !rest.starts_with(' ') && space >= end / 3 => {
            kept.split_at_checked(space).map_or(kept, |(whole, _)| whole)
        }
        _ => kept,
    }
}

/// Whether Windows keeps the name for a device, whatever follows the first dot.
fn is_reserved(name: &str) -> bool {
    let base = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    match base.as_str() {
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" => true,
        base => base.strip_prefix("COM").or(base.strip_prefix("LPT")).is_some_and(|port| {
            let mut port = port.chars();
            matches!((port.next(), port.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_read_well() {
        let long = "an astronaut riding a horse through the quiet streets of a city of glass, photograph";
        for (prompt, name) in [
            ("a red fox in the snow", "a red fox in the snow.jpg"),
            ("a cat: \"watercolour\"\non paper?", "a cat watercolour on paper.jpg"),
            (long, "an astronaut riding a horse through the quiet streets of a.jpg"),
            ("雪の中の赤い狐", "雪の中の赤い狐.jpg"),
            ("../../etc/passwd", "etc passwd.jpg"),
            ("…", "….jpg"),
            ("???", "picture.jpg"),
            ("Con", "_Con.jpg"),
            ("nul .art", "_nul .art.jpg"),
            ("com1", "_com1.jpg"),
            ("company", "company.jpg"),
            ("--help", "help.jpg"),
        ] {
            assert_eq!(suggested_name(prompt, "jpg"), name);
        }
        assert_eq!(stem(&"猫".repeat(2000)), "猫".repeat(39));
        assert_eq!(stem(&"x".repeat(2000)), "x".repeat(60));
    }

    proptest! {
        #[test]
        fn any_prompt_has_a_name_that_windows_takes(prompt in any::<String>(), device in "(?i)(con|nul|lpt9|com²)[. ]{0,3}") {
            for prompt in [&prompt, &device, &format!("{device}{prompt}")] {
                let name = stem(prompt);
                prop_assert!(!name.is_empty() && name.len() <= MAX_BYTES && name.chars().count() <= MAX_CHARS + 1);
                prop_assert!(name.chars().all(|c| !c.is_control() && !"<>:\"/\\|?*".contains(c)), "{name:?}");
                prop_assert!(!name.ends_with(['.', ' ']) && !name.starts_with(['.', ' ']), "{name:?}");
                prop_assert!(!is_reserved(&name), "{name:?}");
            }
        }
    }
}
