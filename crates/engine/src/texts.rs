//! The texts that were asked for in this run. Those under way are reckoned with by budgets until they are told, whatever became of
//! the wish for them; the answers are remembered, so that the same wish is not paid for twice. Nothing here asks anybody.

use contract::{Neurons, Task, price::Estimate};

use crate::{
    rewriting::{Progress, RewritingId},
    state::State,
    usage::Payer,
};

/// Answers, at most; the oldest one goes.
const REMEMBERED: usize = 16;

/// The texts that are under way, and the last answers. A wish is a task for a prompt at a place.
#[derive(Debug, Clone, Default)]
pub struct TextBook {
    /// In the order in which they were asked for, or told.
    texts: Vec<Text>,
    last: RewritingId,
}

/// A text that was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) id: RewritingId,
    /// Where it was asked for (see [`crate::ConnectionKind::place`]), and is counted.
    pub(crate) place: String,
    pub(crate) task: Task,
    /// The prompt as it was sent.
    pub(crate) from: String,
    pub(crate) estimate: Estimate,
    /// What has failed is forgotten.
    pub(crate) progress: Progress,
}

impl Text {
    fn is_under_way(&self) -> bool {
        matches!(self.progress, Progress::Asked { .. })
    }

    fn is_for(&self, place: &str, task: Task, from: &str) -> bool {
        self.task == task && self.from == from && self.place == place
    }
}

impl TextBook {
    /// The name of another one.
    pub(crate) fn next(&mut self) -> RewritingId {
        self.last = RewritingId(self.last.0.wrapping_add(1));
        self.last
    }

    /// One is asked for from now on.
    pub(crate) fn ask(&mut self, text: Text) {
        self.texts.push(text);
    }

    /// One was told: it is under way once only.
    pub(crate) fn end(&mut self, id: RewritingId) -> Option<Text> {
        let place = self.texts.iter().position(|text| text.id == id && text.is_under_way())?;
        Some(self.texts.remove(place))
    }

    /// An answer takes the place of an earlier one to the same wish.
    pub(crate) fn remember(&mut self, answer: Text) {
        let Text { place, task, from, .. } = &answer;
        self.texts.retain(|text| text.is_under_way() || !text.is_for(place, *task, from));
        self.texts.push(answer);
        let mut answers = self.texts.iter().filter(|text| !text.is_under_way());
        let oldest = answers.next().map(|text| text.id);
        if answers.count() >= REMEMBERED {
            self.texts.retain(|text| Some(text.id) != oldest);
        }
    }
}

impl State {
    /// What was asked for last, of what is there already for the draft's prompt: an answer, or one that is on its way. It costs
    /// nothing more.
    pub(crate) fn known_text(&self, task: Task) -> Option<&Text> {
        let place = self.connection()?.kind.place();
        self.texts.texts.iter().rev().find(|text| text.is_for(&place, task, &self.draft.prompt))
    }

    /// What the texts that are under way for a payer may come to, at most.
    pub(crate) fn texts_under_way(&self, payer: &Payer) -> Neurons {
        let at_most = |text: &Text| Neurons::new(text.estimate.at_most).unwrap_or_default();
        let under_way = || self.texts.texts.iter().filter(|text| text.is_under_way());
        let places = self.paid_by(payer).map(|known| known.kind.place());
        places.flat_map(|place| under_way().filter(move |text| text.place == place)).map(at_most).sum()
    }
}
