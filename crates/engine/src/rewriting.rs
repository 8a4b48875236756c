//! A prompt that a text model writes anew: from the wish to the user's word on it; what stands in the way of that, and what it
//! will cost. The prompt panel draws it; nothing here asks anybody.

use contract::{
    Neurons, Origin, Prompt, Task, TextModel,
    english::{English, english},
    price::{self, Estimate},
    prompt::PromptError,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    connection::{Connection, ConnectionKind},
    failure::Failure,
    state::State,
    usage::{OverBudget, Purses},
};

/// Names a rewriting within a run of the program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RewritingId(pub u32);

/// A prompt that is being written anew, or was and waits for the user's word.
#[derive(Debug, Clone, PartialEq)]
pub struct Rewriting {
    /// Which.
    pub id: RewritingId,
    /// What is done to it.
    pub task: Task,
    /// The prompt as it was when it was sent.
    pub from: String,
    /// Where it will have come from once it is taken; what it has cost itself comes on top.
    pub(crate) origin: Origin,
    /// Whether it was there already, so that it costs nothing more.
    pub is_known: bool,
    /// How far it is.
    pub progress: Progress,
}

/// How far a rewriting is.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// It was sent.
    Asked {
        /// When.
        since: Timestamp,
    },
    /// Here is another prompt, to be taken or refused.
    Proposed {
        /// It.
        prompt: String,
        /// What it has cost; `None` where nobody said.
        cost: Option<Neurons>,
    },
    /// There is none.
    Failed(Failure),
}

/// When prompts are translated as they are sent with Generate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Translate {
    /// A prompt is used as it was typed.
    #[default]
    Never,
    /// Where a prompt is in another language; in doubt it is used as it was typed.
    WhenForeign,
    /// Whatever is not surely English; in doubt it is translated.
    Always,
}

impl Translate {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Never, Self::WhenForeign, Self::Always];
}

/// Why a prompt cannot be written anew now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRewritten {
    /// The painter is no text model.
    Painter,
    /// The service has said that it has none.
    NoTextModel,
    /// The connection cannot be used yet.
    NotConnected,
    /// There is nothing to write anew, or too much.
    Prompt(PromptError),
    /// It is English already.
    English,
    /// Another one is under way.
    UnderWay,
    /// What comes of it is proposed already.
    Proposed,
    /// It might pass this limit.
    Budget(OverBudget),
}

impl State {
    /// By which model prompts are translated over the connection in use, as far as is known; `None` where nothing does that.
    pub fn text_model(&self) -> Option<&'static TextModel> {
        self.connection()?.texts.model()
    }

    /// Whether the prompt will be translated as it is sent.
    pub fn translates(&self) -> bool {
        let is_taken = self.draft.origin.as_ref().is_some_and(|origin| origin.task.translates());
        if is_taken || self.text_model().is_none() {
            return false;
        }
        match self.draft.translate {
            Translate::Never => false,
            Translate::WhenForeign => english(&self.draft.prompt) == English::No,
            Translate::Always => english(&self.draft.prompt) != English::Surely,
        }
    }

    /// What one picture of the draft would cost now, with what its prompt will.
    pub(crate) fn estimate_of_one(&self) -> Estimate {
        let picture = price::estimate(self.draft.model, self.draft.size(), self.draft.steps(), &[]);
        if self.translates() { picture.plus(self.rewriting_estimate()) } else { picture }
    }

    /// What it costs to have the prompt written anew now: nothing where the answer is there, or on its way.
    pub fn rewriting_cost(&self, task: Task) -> Estimate {
        if self.known_text(task).is_some() { Estimate::ZERO } else { self.rewriting_estimate() }
    }

    /// What it would cost to ask for another prompt once.
    pub fn rewriting_estimate(&self) -> Estimate {
        self.text_model().map_or(Estimate::ZERO, |model| model.estimate(self.draft.prompt.len()))
    }

    /// What stands in the way of having the prompt written anew.
    pub fn why_not_rewritten(&self, task: Task, now: Timestamp) -> Option<NotRewritten> {
        let shown = self.rewriting.as_ref();
        if matches!(shown, Some(Rewriting { progress: Progress::Asked { .. }, .. })) {
            return Some(NotRewritten::UnderWay);
        }
        match self.known_text(task) {
            Some(known) => shown.filter(|shown| shown.id == known.id).map(|_| NotRewritten::Proposed),
            None => self.why_not_asked(task, now),
        }
    }

    /// What stands in the way of asking a text model, whatever has come already.
    pub fn why_not_asked(&self, task: Task, now: Timestamp) -> Option<NotRewritten> {
        let Some(connection) = self.connection() else { return Some(NotRewritten::NotConnected) };
        if connection.kind == ConnectionKind::BuiltIn {
            return Some(NotRewritten::Painter);
        }
        if !connection.is_usable() {
            return Some(NotRewritten::NotConnected);
        }
        if self.text_model().is_none() {
            return Some(NotRewritten::NoTextModel);
        }
        if let Err(wrong) = Prompt::parse(self.draft.prompt.as_str()) {
            return Some(NotRewritten::Prompt(wrong));
        }
        if task == Task::Translate && english(&self.draft.prompt) == English::Surely {
            return Some(NotRewritten::English);
        }
        self.over_budget_by_text(connection, now).map(NotRewritten::Budget)
    }

    fn over_budget_by_text(&self, connection: &Connection, now: Timestamp) -> Option<OverBudget> {
        let cost = Neurons::new(self.rewriting_estimate().at_most).unwrap_or_default();
        Purses::new(now).over_by_text(self, connection.id, cost)
    }
}
