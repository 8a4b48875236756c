//! Another prompt for the one that was typed: what a text model is to do, the service's reply to that, and where a prompt came
//! from that was made so. The service and the desktop program agree on it here; nothing here asks anybody.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    GenerateRequest, Neurons, Prompt,
    english::is_english,
    price::Estimate,
    text::{MAX_ANSWER_TOKENS, TextModel},
};

/// Bytes; about as long as the words by which a service tells a text model what to do.
const TASK_BYTES: usize = 500;
/// A usual answer, as a part of the longest one.
const USUAL_PART: f64 = 0.1;

/// What is to be done with a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Into English.
    Translate,
    /// Written with more of what can be seen, in its own language.
    Enhance,
    /// Both at once: one answer costs half of two.
    TranslateAndEnhance,
}

/// The reply of `POST /prompt`, as far as it is believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Rewritten {
    /// The new prompt.
    pub prompt: Prompt,
    /// Workers AI's unit of cost; absent where the service said nothing that can be one.
    pub neurons: Option<Neurons>,
}

/// Where a prompt came from that a text model wrote and its user took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// As it was typed, before anything was done to it.
    pub prompt: String,
    /// What was done to it.
    pub task: Task,
    /// What that cost, in neurons; absent where nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neurons: Option<f64>,
    /// What it was in between, where it was translated and enhanced one after the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub between: Option<Between>,
}

/// A prompt on its way from what was typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Between {
    /// It.
    pub prompt: String,
    /// What had been done by then.
    pub task: Task,
}

impl Task {
    /// What these wishes come to for `prompt`: what is English already is not translated.
    pub fn of(prompt: &Prompt, translate: bool, enhance: bool) -> Option<Self> {
        match (translate && !is_english(prompt.as_str()), enhance) {
            (true, true) => Some(Self::TranslateAndEnhance),
            (true, false) => Some(Self::Translate),
            (false, true) => Some(Self::Enhance),
            (false, false) => None,
        }
    }

    /// Whether the result is English.
    pub fn translates(self) -> bool {
        self != Self::Enhance
    }

    /// Whether the result says more.
    pub fn enhances(self) -> bool {
        self != Self::Translate
    }

    /// This one and then `next`.
    #[must_use]
    pub fn and(self, next: Self) -> Self {
        if self == next { self } else { Self::TranslateAndEnhance }
    }

    /// The body of `POST /prompt`.
    pub fn to_json(self, prompt: &Prompt) -> Value {
        json!({"prompt": prompt.as_str(), "translate": self.translates(), "enhance": self.enhances()})
    }
}

impl Origin {
    /// `typed` has become another prompt by `task`, at this cost; `before`: where it had come from itself.
    pub fn after(before: Option<&Self>, typed: &str, task: Task, neurons: Option<Neurons>) -> Self {
        let neurons = neurons.map(Neurons::get);
        let Some(before) = before else {
            return Self { prompt: typed.to_owned(), task, neurons, between: None };
        };
        let task = before.task.and(task);
        let between = || Between { prompt: typed.to_owned(), task: before.task };
        Self {
            prompt: before.prompt.clone(),
            task,
            neurons: before.neurons.zip(neurons).map(|(before, now)| before + now),
            between: if task == before.task { before.between.clone() } else { Some(between()) },
        }
    }
}

impl TextModel {
    /// What another prompt for one of so many bytes costs. A token is at least a byte, so that no text is dearer than the most; a
    /// usual answer is a tenth of the longest one, thoughts included.
    pub fn estimate(&self, bytes: usize) -> Estimate {
        let (read, wrote) = ((TASK_BYTES + bytes) as f64, f64::from(MAX_ANSWER_TOKENS));
        Estimate { likely: self.neurons(read * USUAL_PART, wrote * USUAL_PART), at_most: self.neurons(read, wrote) }
    }
}

impl GenerateRequest {
    /// What the text of its prompt will cost by `model`, beside the picture. One that wishes for a translation is taken to need it.
    pub fn text_estimate(&self, model: &TextModel) -> Estimate {
        if self.translate || self.enhance { model.estimate(self.prompt.as_str().len()) } else { Estimate::ZERO }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stood_in_between_is_kept_whatever_comes_after() {
        let after = |before: Option<&Origin>, typed: &str, task| Origin::after(before, typed, task, Neurons::new(1.0));
        for (first, then) in [(Task::Translate, Task::Enhance), (Task::Enhance, Task::Translate)] {
            let once = after(None, "typed", first);
            assert_eq!((&*once.prompt, once.task, &once.between), ("typed", first, &None));
            let twice = after(Some(&once), "first", first);
            assert_eq!((twice.task, &twice.between), (first, &None), "what was done again is not what was typed");
            let both = after(Some(&twice), "second", then);
            let between = Some(Between { prompt: "second".to_owned(), task: first });
            assert_eq!((&*both.prompt, both.task, both.neurons), ("typed", Task::TranslateAndEnhance, Some(3.0)));
            assert_eq!(both.between, between);
            assert_eq!(after(Some(&both), "third", then).between, between);
        }
        assert_eq!(
            after(None, "typed", Task::TranslateAndEnhance).between,
            None,
            "both at once have nothing in between"
        );
    }
}
