//! What is known of a picture, one thing at a time, in the words that are shown and copied.

use std::borrow::Cow;

use contract::Model;
use engine::{Connection, Opened};
use jiff::tz::TimeZone;
use library::Entry;

use crate::msg::Msg;

/// One thing that is known of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fact {
    Prompt,
    NegativePrompt,
    TranslatedPrompt,
    Size,
    Model,
    Seed,
    Steps,
    Guidance,
    Cost,
    By,
    Made,
    File,
}

impl Fact {
    pub(super) fn name(self) -> Msg<'static> {
        match self {
            Self::Prompt => Msg::Prompt,
            Self::NegativePrompt => Msg::NegativePrompt,
            Self::TranslatedPrompt => Msg::TranslatedPrompt,
            Self::Size => Msg::Size,
            Self::Model => Msg::Model,
            Self::Seed => Msg::Seed,
            Self::Steps => Msg::Steps,
            Self::Guidance => Msg::Guidance,
            Self::Cost => Msg::Cost,
            Self::By => Msg::By,
            Self::Made => Msg::Made,
            Self::File => Msg::File,
        }
    }
}

/// All that is known, in the order in which it is shown. What is not known, as of a picture of another program, is left out.
pub(super) fn facts<'a>(opened: &'a Opened, entry: &'a Entry) -> Vec<(Fact, Cow<'a, str>)> {
    let meta = opened.meta.as_ref().and_then(|meta| meta.as_ref().ok());
    let record = meta.map(|meta| &meta.record);
    let text = |text: Option<&'a String>| text.map(|text| Cow::Borrowed(text.as_str()));
    let model = Model::find(&entry.model)
        .map_or(Cow::Borrowed(&*entry.model), |model| Cow::Owned(Msg::ModelName(model).text()));
    let cost = record.and_then(|record| record.neurons).map(|neurons| Msg::RealCost { neurons });
    let likely = || meta.and_then(|meta| meta.estimate).map(|neurons| Msg::LikelyCost { neurons });
    let made = entry.made.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    let facts = [
        (Fact::Prompt, Some(Cow::Borrowed(&*entry.prompt))),
        (Fact::NegativePrompt, text(record.and_then(|record| record.negative_prompt.as_ref()))),
        (Fact::TranslatedPrompt, text(record.and_then(|record| record.translated_prompt.as_ref()))),
        (Fact::Size, Some(Cow::Owned(entry.size.to_string()))),
        (Fact::Model, Some(model)),
        (Fact::Seed, record.and_then(|record| record.seed).map(|seed| Cow::Owned(seed.to_string()))),
        (Fact::Steps, record.and_then(|record| record.steps).map(|steps| Cow::Owned(steps.to_string()))),
        (Fact::Guidance, record.and_then(|record| record.guidance).map(|guidance| Cow::Owned(guidance.to_string()))),
        (Fact::Cost, cost.or_else(likely).map(|cost| Cow::Owned(cost.text()))),
        (Fact::By, meta.map(|meta| by(&meta.by))),
        (Fact::Made, Some(Cow::Owned(made))),
        (Fact::File, Some(entry.file.to_string_lossy())),
    ];
    let known = facts.into_iter().filter_map(|(fact, value)| Some((fact, value?)));
    known.filter(|(_, value)| !value.trim().is_empty()).collect()
}

/// Who made it: the painter has a name in each language.
fn by(label: &str) -> Cow<'_, str> {
    if label == Connection::PAINTER { Cow::Owned(Msg::PainterConnection.text()) } else { Cow::Borrowed(label) }
}
