//! What the stand-in's text models write. It is the same for any system message, and whatever the user's text says: nothing in
//! it is an instruction here. Some texts it knows, so that tests can tell a translation.

use serde_json::{Value, json};

use crate::{
    text_answer::TextAnswer,
    text_model::{TextModel, Thinks},
    text_rules::TextOrder,
};

/// Bytes that are read as one token.
const TOKEN: u64 = 4;
/// Characters of an unknown text that come back.
const SHOWN: usize = 200;
const THOUGHTS: &str = "The text says what is to be seen.";

/// Texts that it knows, and their English.
const KNOWN: [(&str, &str); 14] = [
    ("狐狸在雪地里，水墨画", "a fox in the snow, ink wash painting"),
    ("夜の海", "the sea at night"),
    ("ثعلب في الثلج", "a fox in the snow"),
    ("Ein Löwe im Café", "a lion in a cafe"),
    ("eine grüne Tür", "a green door"),
    ("une forêt enchantée", "an enchanted forest"),
    ("un niño bajo la lluvia", "a boy in the rain"),
    ("um cão na praia", "a dog on the beach"),
    ("кот на крыше", "a cat on the roof"),
    ("눈 속의 여우", "a fox in the snow"),
    ("μια γάτα στον ήλιο", "a cat in the sun"),
    ("שועל בשלג", "a fox in the snow"),
    ("बर्फ में लोमड़ी", "a fox in the snow"),
    ("🦊❄\u{fe0f}", "a fox, snow"),
];

/// A text that was written.
#[derive(Debug)]
pub(crate) struct Written {
    /// None where it is left out.
    pub(crate) text: Option<String>,
    /// What some models say beside it.
    pub(crate) thoughts: Option<&'static str>,
    /// Tokens.
    pub(crate) read: u64,
    /// Tokens.
    pub(crate) wrote: u64,
    /// Whether there was more to say.
    pub(crate) cut: bool,
}

impl Written {
    /// What `model` writes to `order`, as it was told to.
    pub(crate) fn of(model: &TextModel, order: &TextOrder, told: Option<&TextAnswer>) -> Self {
        let thinks = match model.thinks {
            Thinks::Never => false,
            Thinks::Always => true,
            Thinks::UntilTold => order.thinking != Some(false),
        };
        let thoughts = thinks.then_some(THOUGHTS);
        let (text, longest) = (answer(&order.matter, told), order.longest.unwrap_or(model.longest));
        let cut = words(&text) > longest;
        let text =
            if cut { text.split_whitespace().take(longest as usize).collect::<Vec<_>>().join(" ") } else { text };
        let wrote = words(&text) + words(thoughts.unwrap_or_default());
        let text = (told != Some(&TextAnswer::NoText)).then_some(text);
        Self { text, thoughts, read: order.bytes.div_ceil(TOKEN), wrote, cut }
    }
}

/// Tokens that are written: one a word.
fn words(text: &str) -> u64 {
    text.split_whitespace().count() as u64
}

fn answer(matter: &str, told: Option<&TextAnswer>) -> String {
    let usual = english(matter);
    match told {
        Some(TextAnswer::Exact(text)) => text.clone(),
        Some(TextAnswer::ThinkingAloud) => format!("<think>\n{THOUGHTS}\n</think>\n\n{usual}"),
        Some(TextAnswer::ThinkingForever) => format!("<think>\n{}", [THOUGHTS; 100].join(" ")),
        Some(TextAnswer::Empty) => String::new(),
        Some(TextAnswer::TooLong) => ["snowflakes"; 200].join(", "),
        Some(TextAnswer::Json) => json!({"prompt": usual}).to_string(),
        Some(TextAnswer::Quoted) => Value::from(usual).to_string(),
        Some(TextAnswer::NotJson | TextAnswer::NoText | TextAnswer::Fails(_)) | None => usual,
    }
}

/// The English of what a message asks to have in English: the whole of it, or the field `prompt` of a JSON object.
fn english(matter: &str) -> String {
    let field = serde_json::from_str::<Value>(matter).ok();
    let text = field.as_ref().and_then(|object| object.get("prompt")?.as_str()).unwrap_or(matter);
    let known = KNOWN.iter().find(|(known, _)| *known == text).map(|(_, english)| (*english).to_owned());
    known.unwrap_or_else(|| {
        let seen = |c: char| if c.is_ascii_graphic() || c == ' ' { c } else { '?' };
        format!("a picture of \"{}\"", text.chars().take(SHOWN).map(seen).collect::<String>())
    })
}
