//! The `parameters` text that Stable Diffusion web UI began and most programs read: the prompt, `Negative prompt: …`, and
//! a last line of settings. Written beside our own JSON for those programs, read from their pictures.

use contract::{Record, Size};

use crate::meta::cut;

/// Characters; the most that is kept of another program's prompt. Theirs may be longer than ours.
const MAX_THEIRS: usize = 8000;
/// The settings that tell a last line of settings from a last line of prompt.
const TELLING: [&str; 8] = ["Steps", "Sampler", "CFG scale", "Seed", "Size", "Model", "Model hash", "Version"];

/// `Easel 0.1.0`.
pub(crate) const CREATOR: &str = concat!("Easel ", env!("CARGO_PKG_VERSION"));

/// The text of `record`. A NUL ends the text in some of its carriers, so there is none.
pub(crate) fn write(record: &Record) -> String {
    let settings = [
        ("Steps", record.steps.map(|steps| steps.to_string())),
        ("Seed", record.seed.map(|seed| seed.to_string())),
        ("Size", Some(format!("{}x{}", record.width, record.height))),
        ("Model", Some(record.model.clone())),
        ("CFG scale", record.guidance.map(|guidance| guidance.to_string())),
        ("Version", Some(CREATOR.to_owned())),
    ];
    let settings: Vec<String> =
        settings.into_iter().filter_map(|(name, value)| Some(format!("{name}: {}", value?))).collect();
    let negative = record.negative_prompt.as_ref().map(|text| format!("\nNegative prompt: {text}")).unwrap_or_default();
    format!("{}{negative}\n{}", record.prompt, settings.join(", ")).replace('\0', "")
}

/// What another program's text says; `size`: of the file, which is to be believed before the text.
pub(crate) fn read(text: &str, size: Size) -> Record {
    let (body, settings) = split_settings(text);
    let (prompt, negative) = match body.split_once("\nNegative prompt:") {
        Some((prompt, negative)) => (prompt, Some(negative)),
        None => body.strip_prefix("Negative prompt:").map_or((body, None), |negative| ("", Some(negative))),
    };
    let setting = |wanted| pairs(settings).find(|(name, _)| *name == wanted).map(|(_, value)| value);
    Record {
        prompt: cut(prompt.trim(), MAX_THEIRS),
        width: size.width,
        height: size.height,
        dimensions: format!("{}x{}", size.width, size.height),
        model: cut(setting("Model").unwrap_or_default(), 256),
        seed: setting("Seed").and_then(|value| value.parse().ok()),
        steps: setting("Steps").and_then(|value| value.parse().ok()),
        guidance: setting("CFG scale")
            .and_then(|value| value.parse().ok())
            .filter(|guidance: &f64| guidance.is_finite()),
        negative_prompt: negative.map(|text| cut(text.trim(), MAX_THEIRS)).filter(|text| !text.is_empty()),
        content_type: None,
        neurons: None,
        translated_prompt: None,
        prompt_neurons: None,
        prompt_failure: None,
        cached: false,
    }
}

/// The text before the line of settings, and that line, which may be missing.
fn split_settings(text: &str) -> (&str, &str) {
    let text = text.trim_end();
    let (body, last) = text.rsplit_once('\n').unwrap_or(("", text));
    let telling = pairs(last).filter(|(name, _)| TELLING.contains(name)).count();
    if telling >= 2 { (body, last) } else { (text, "") }
}

fn pairs(line: &str) -> impl Iterator<Item = (&str, &str)> {
    line.split(", ").filter_map(|pair| pair.split_once(':')).map(|(name, value)| (name.trim(), value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size::new(512, 768);

    #[test]
    fn another_programs_text_is_read() {
        let text = "a castle, on a hill: at dawn\n(second line:1.2)\nNegative prompt: people,\nfog\nSteps: 20, Sampler: \
                    Euler a, CFG scale: 7.5, Seed: 965400086, Size: 512x512, Model hash: d8722b4a4d, Model: dreamshaper";
        let record = read(text, SIZE);
        assert_eq!(record.prompt, "a castle, on a hill: at dawn\n(second line:1.2)");
        assert_eq!(record.negative_prompt.as_deref(), Some("people,\nfog"));
        assert_eq!((record.steps, record.seed, record.guidance), (Some(20), Some(965_400_086), Some(7.5)));
        assert_eq!((record.model.as_str(), record.size()), ("dreamshaper", SIZE));
    }

    #[test]
    fn a_prompt_without_settings_is_a_prompt() {
        let record = read("Note: a cat, and a dog", SIZE);
        assert_eq!((record.prompt.as_str(), record.negative_prompt), ("Note: a cat, and a dog", None));
        assert_eq!(read("Negative prompt: fog\nSteps: 4, Seed: 7", SIZE).negative_prompt.as_deref(), Some("fog"));
        assert_eq!(read("", SIZE).prompt, "");
    }

    #[test]
    fn what_is_known_is_written_and_read_again() {
        let record = Record {
            seed: Some(7),
            ..read("雪の中の赤い狐\nNegative prompt: 霧\nSteps: 4, CFG scale: 3.5", SIZE)
        };
        let text = write(&Record { model: "flux-2-klein-4b".to_owned(), ..record.clone() });
        assert_eq!(
            text,
            format!(
                "雪の中の赤い狐\nNegative prompt: 霧\nSteps: 4, Seed: 7, Size: 512x768, Model: flux-2-klein-4b, CFG scale: 3.5, Version: {CREATOR}"
            )
        );
        assert_eq!(read(&text, SIZE), Record { model: "flux-2-klein-4b".to_owned(), ..record });
    }
}
