//! What is known of a picture, one thing at a time, in the words that are shown and copied.

use std::borrow::Cow;

use contract::{Model, Neurons, Task};
use engine::{Connection, Opened};
use jiff::tz::TimeZone;
use library::{Entry, Meta};

use crate::msg::Msg;

/// One thing that is known of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Fact {
    /// As it was typed, before a text model wrote the prompt.
    TypedPrompt,
    /// What it was after this, before the rest was done.
    BetweenPrompt(Task),
    Prompt,
    /// The same where a text model wrote it.
    WrittenPrompt(Task),
    /// What that cost, apart from the picture.
    WritingCost,
    NegativePrompt,
    TranslatedPrompt,
    /// Why there is none.
    NotTranslated,
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
            Self::TypedPrompt => Msg::TypedPrompt,
            Self::Prompt => Msg::Prompt,
            Self::BetweenPrompt(task) | Self::WrittenPrompt(task) => Msg::WrittenPrompt(task),
            Self::WritingCost => Msg::WritingCost,
            Self::NegativePrompt => Msg::NegativePrompt,
            Self::TranslatedPrompt => Msg::TranslatedPrompt,
            Self::NotTranslated => Msg::NotTranslated,
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
    let made = entry.made.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    let origin = meta.and_then(|meta| meta.origin.as_ref());
    let between = origin.and_then(|origin| origin.between.as_ref());
    let prompt = origin.map_or(Fact::Prompt, |origin| Fact::WrittenPrompt(origin.task));
    let writing = origin.and_then(|origin| Neurons::new(origin.neurons?));
    let writing = writing.map(|cost| Msg::RealCost { neurons: cost.get(), prompt: 0.0 });
    let facts = [
        (Fact::TypedPrompt, origin.map(|origin| Cow::Borrowed(&*origin.prompt))),
        (
            Fact::BetweenPrompt(between.map_or(Task::Translate, |between| between.task)),
            between.map(|between| Cow::Borrowed(&*between.prompt)),
        ),
        (prompt, Some(Cow::Borrowed(&*entry.prompt))),
        (Fact::WritingCost, writing.map(|cost| Cow::Owned(cost.text()))),
        (Fact::NegativePrompt, text(record.and_then(|record| record.negative_prompt.as_ref()))),
        (Fact::TranslatedPrompt, text(record.and_then(|record| record.translated_prompt.as_ref()))),
        (Fact::NotTranslated, text(record.and_then(|record| record.prompt_failure.as_ref()))),
        (Fact::Size, Some(Cow::Owned(entry.size.to_string()))),
        (Fact::Model, Some(model)),
        (Fact::Seed, record.and_then(|record| record.seed).map(|seed| Cow::Owned(seed.to_string()))),
        (Fact::Steps, record.and_then(|record| record.steps).map(|steps| Cow::Owned(steps.to_string()))),
        (Fact::Guidance, record.and_then(|record| record.guidance).map(|guidance| Cow::Owned(guidance.to_string()))),
        (Fact::Cost, meta.and_then(cost).map(|cost| Cow::Owned(cost.text()))),
        (Fact::By, meta.map(|meta| by(&meta.by))),
        (Fact::Made, Some(Cow::Owned(made))),
        (Fact::File, Some(entry.file.to_string_lossy())),
    ];
    let known = facts.into_iter().filter_map(|(fact, value)| Some((fact, value?)));
    known.filter(|(_, value)| !value.trim().is_empty()).collect()
}

/// What it cost, as Cloudflare counted it, or as it was estimated where nobody said.
fn cost(meta: &Meta) -> Option<Msg<'static>> {
    let Meta { record, estimate, .. } = meta;
    let prompt = record.prompt_neurons.unwrap_or_default();
    match (record.neurons, estimate) {
        _ if record.cached => Some(Msg::FromTheShelf),
        (Some(neurons), _) => Some(Msg::RealCost { neurons, prompt }),
        (None, Some(neurons)) => Some(Msg::LikelyCost { neurons: *neurons, prompt }),
        (None, None) => None,
    }
}

/// Who made it: the painter has a name in each language.
fn by(label: &str) -> Cow<'_, str> {
    if label == Connection::PAINTER { Cow::Owned(Msg::PainterConnection.text()) } else { Cow::Borrowed(label) }
}

#[cfg(test)]
mod tests {
    use contract::{Record, model::CATALOGUE};
    use jiff::Timestamp;
    use library::PictureId;

    use super::*;
    use crate::msg::Tongue;

    fn meta(neurons: Option<f64>, prompt_neurons: Option<f64>, cached: bool) -> Meta {
        let record = Record {
            prompt: "boat".to_owned(),
            width: 1024,
            height: 1024,
            dimensions: "1024x1024".to_owned(),
            model: CATALOGUE[0].id.to_owned(),
            seed: None,
            steps: None,
            guidance: None,
            negative_prompt: None,
            content_type: None,
            neurons,
            translated_prompt: None,
            prompt_neurons,
            prompt_failure: None,
            cached,
        };
        let made = Timestamp::UNIX_EPOCH;
        let id = PictureId::new(made, 1);
        Meta { id, made, record, by: "studio".to_owned(), job: String::new(), origin: None, estimate: Some(104.2) }
    }

    #[test]
    fn a_picture_says_what_it_really_cost_and_what_its_prompt_did() {
        let said = |neurons, prompt, cached| {
            let msg = cost(&meta(neurons, prompt, cached)).unwrap();
            [Tongue::English, Tongue::Chinese].map(|tongue| msg.text_in(tongue))
        };
        assert_eq!(said(Some(103.79), None, false), ["$0.00114 (103.79 neurons)", "$0.00114（103.79 个神经元）"]);
        assert_eq!(
            said(Some(104.2), Some(3.4), false),
            [
                "$0.00118 (107.60 neurons, 3.40 of them for the prompt)",
                "$0.00118（107.60 个神经元，其中提示词 3.40 个）"
            ]
        );
        assert_eq!(said(None, None, false)[0], "≈ $0.00115 (104 neurons, estimated)");
        assert_eq!(said(None, Some(3.4), false)[0], "≈ $0.00118 (108 neurons, 3.40 of them for the prompt, estimated)");
        assert_eq!(said(Some(0.0), Some(0.0), false), ["Free", "免费"]);
        let [english, chinese] = said(Some(0.0), None, true);
        assert!(english.contains("from the shelf") && chinese.contains("取自存货"), "{english} {chinese}");
    }
}
