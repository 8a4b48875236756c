//! Reads a prompt for what the painter knows to paint: colours, moods and subjects, in English, Chinese and Japanese.
//!
//! `painter` reads every prompt with it. The words are in `words.rs`. It never guesses: what it does not know it passes
//! over, and a prompt without a known word is painted as an abstract.

use super::words::WORDS;

/// A colour that was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hue {
    Red,
    Orange,
    Gold,
    Yellow,
    Lime,
    Green,
    Teal,
    Cyan,
    Blue,
    Indigo,
    Purple,
    Pink,
    Brown,
    Beige,
    White,
    Grey,
    Black,
}

/// A time, season, weather or feeling: the light of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    Dawn,
    Noon,
    Sunset,
    Night,
    Storm,
    Rain,
    Fog,
    Winter,
    Spring,
    Summer,
    Autumn,
    Dreamy,
    Neon,
}

/// A thing or place to paint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Abstract,
    Balloon,
    Bird,
    Boat,
    Castle,
    Cat,
    City,
    Cloud,
    Desert,
    Field,
    Fish,
    Flower,
    Forest,
    Fox,
    House,
    Lighthouse,
    Moon,
    Mountain,
    Person,
    Planet,
    Portrait,
    Rabbit,
    River,
    Sea,
    Star,
    Sun,
    Tree,
    Underwater,
}

/// What one word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Hue(Hue),
    Mood(Mood),
    Subject(Subject),
}

/// What a prompt asks for, in the order in which it was said, each thing once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) hues: Vec<Hue>,
    pub(crate) moods: Vec<Mood>,
    pub(crate) subjects: Vec<Subject>,
}

/// Longer texts than this are read to here; prompts end at 2000 characters.
const LIMIT: usize = 4000;

impl Reading {
    /// Reads a prompt. Of words that overlap the longest counts: a lighthouse is no house.
    pub(crate) fn of(prompt: &str) -> Self {
        let text = prompt.chars().take(LIMIT).flat_map(char::to_lowercase).collect::<String>();
        let mut reading = Self::default();
        let (mut rest, mut before) = (text.as_str(), ' ');
        while let Some(first) = rest.chars().next() {
            let found = if joins(before) && joins(first) { None } else { longest(rest) };
            let step = found.map_or(first.len_utf8(), |(len, _)| len);
            for &meaning in found.map_or(&[][..], |(_, meanings)| meanings) {
                reading.note(meaning);
            }
            let (passed, left) = rest.split_at(step);
            before = passed.chars().next_back().unwrap_or(first);
            rest = left;
        }
        reading
    }

    pub(crate) fn has(&self, subject: Subject) -> bool {
        self.subjects.contains(&subject)
    }

    pub(crate) fn feels(&self, mood: Mood) -> bool {
        self.moods.contains(&mood)
    }

    fn note(&mut self, meaning: Meaning) {
        match meaning {
            Meaning::Hue(hue) => once(&mut self.hues, hue),
            Meaning::Mood(mood) => once(&mut self.moods, mood),
            Meaning::Subject(subject) => once(&mut self.subjects, subject),
        }
    }
}

fn once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// The longest known word that `rest` starts with: its length in bytes, plural ending included, and what it means.
fn longest(rest: &str) -> Option<(usize, &'static [Meaning])> {
    WORDS
        .iter()
        .flat_map(|&(words, meanings)| words.split(' ').map(move |word| (word, meanings)))
        .filter_map(|(word, meanings)| Some((reach(rest, word)?, meanings)))
        .max_by_key(|&(len, _)| len)
}

/// How far `word` goes at the start of `rest`. Letters must end there, or after a plural; Chinese and Japanese need not.
fn reach(rest: &str, word: &str) -> Option<usize> {
    // A phrase is written with `_` in the table, since spaces part its words.
    let mut left = rest;
    for part in word.split_inclusive('_') {
        left = match part.strip_suffix('_') {
            Some(part) => left.strip_prefix(part)?.strip_prefix([' ', '-'])?,
            None => left.strip_prefix(part)?,
        };
    }
    let whole = |tail: &str| !tail.chars().next().is_some_and(joins);
    if !word.is_ascii() {
        return Some(rest.len() - left.len());
    }
    ["", "s", "es"]
        .iter()
        .filter_map(|ending| left.strip_prefix(ending))
        .find(|tail| whole(tail))
        .map(|tail| rest.len() - tail.len())
}

/// Whether a character grows together with its neighbours to a word that spaces part from others.
fn joins(c: char) -> bool {
    c.is_alphanumeric() && !matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}
