//! Whether a prompt is English already, so that no text model has to be asked. To be wrong costs the user the translation in one
//! direction and about five neurons in the other: what is not surely English is not. The service judges by it what it is to
//! translate, the desktop program what that would cost, and where in doubt it is not to ask at all.
//!
//! It goes by lists of words. A detector of languages (whatlang was tried) goes by how often three letters follow each other,
//! and a prompt has too few: it holds "a red fox" and "Drache, digital art" for English alike, with little trust in either.
//! Names, emoji and what is in quotation marks, as the words on a sign are, are nobody's language.

use std::{collections::HashMap, sync::LazyLock};

/// What a word says about the text that it stands in.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Word {
    /// Only English sentences have it.
    Sentence,
    /// It is English, and means nothing else in German, French, Spanish, Italian, Dutch or Portuguese.
    English,
    /// Prompts of all languages have it: `masterpiece`.
    Style,
    /// A word of other languages too, which means something else there: `Hut`, `fine`, `red`. It speaks for none.
    Little,
    Unknown,
}

static WORDS: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
    let lists = [
        (include_str!("english/sentence.txt"), Word::Sentence),
        (include_str!("english/words.txt"), Word::English),
        (include_str!("english/style.txt"), Word::Style),
        (include_str!("english/little.txt"), Word::Little),
    ];
    lists.into_iter().flat_map(|(list, word)| list.split_whitespace().map(move |text| (text, word))).collect()
});

/// What an English word may end in beside its own letters.
const ENDINGS: [&str; 7] = ["s", "es", "d", "ed", "ing", "y", "ly"];
/// So many known words make up for an unknown one, which may be a name, in a text that has English sentences.
const FOR_A_NAME: usize = 3;

/// Whether a text is English, as far as that can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum English {
    /// It is, or it has no words at all.
    Surely,
    /// It has words that only English sentences have, and too many that are not known: names, or another language.
    Perhaps,
    /// It has letters of another script, or nothing that only English has.
    No,
}

/// Whether `text` is surely English, or has no words at all.
pub fn is_english(text: &str) -> bool {
    english(text) == English::Surely
}

/// Whether `text` is English.
pub fn english(text: &str) -> English {
    let text = outside_quotes(text);
    if text.chars().any(|c| c.is_alphabetic() && !is_latin(c)) {
        return English::No;
    }
    let words: Vec<_> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| counts(word)).map(judge).collect();
    let count = |wanted| words.iter().filter(|word| **word == wanted).count();
    let (sentence, english, unknown) = (count(Word::Sentence), count(Word::English), count(Word::Unknown));
    let is_english = if unknown == 0 {
        words.is_empty() || sentence + english + count(Word::Style) > 0
    } else {
        sentence > 0 && sentence + english >= FOR_A_NAME * unknown
    };
    match (is_english, sentence) {
        (true, _) => English::Surely,
        (false, 1..) => English::Perhaps,
        (false, 0) => English::No,
    }
}

/// Without what is quoted. In JSON everything is, and so it is where nothing else is left.
fn outside_quotes(text: &str) -> String {
    let parts: Vec<_> = text.split(['"', '“', '”', '「', '」']).collect();
    let outside: Vec<_> = parts.iter().copied().step_by(2).collect();
    let outside = outside.join(" ");
    let is_json = text.trim_start().starts_with(['{', '[']);
    let paired = parts.len() % 2 == 1;
    if is_json || !paired || !outside.contains(char::is_alphabetic) { text.to_owned() } else { outside }
}

/// Up to the end of Latin Extended-B, and the block of Vietnamese.
fn is_latin(c: char) -> bool {
    matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Sizes, weights and single letters (`8k`, `1girl`, `f/1.8`) say nothing.
fn counts(word: &str) -> bool {
    word.len() > 1 && !word.contains(|c: char| c.is_ascii_digit())
}

fn judge(word: &str) -> Word {
    let word = word.to_lowercase();
    let listed = |text: &str| WORDS.get(text).copied();
    // `glow`, `glows`, `glowing`; `smile`, `smiled`, `smiling`. What speaks for no language does so with any ending.
    let stems = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending)).filter(|stem| stem.len() > 2);
    let mut of_stems = stems
        .flat_map(|stem| [stem.to_owned(), format!("{stem}e")])
        .filter_map(|stem| listed(&stem))
        .filter(|word| matches!(word, Word::English | Word::Little));
    listed(&word).or_else(|| of_stems.next()).unwrap_or(Word::Unknown)
}

#[cfg(test)]
mod tests;
