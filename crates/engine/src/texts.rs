//! The texts that were asked for in this run and have not been told: whatever became of the wish for one, it is paid for, and
//! budgets reckon with it until its end. Nothing here asks anybody.

use contract::{Neurons, price::Estimate};

use crate::{rewriting::RewritingId, state::State, usage::Payer};

/// The texts that are under way.
#[derive(Debug, Clone, Default)]
pub struct TextBook {
    texts: Vec<Text>,
    last: RewritingId,
}

/// A text that was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    id: RewritingId,
    /// Where it was asked for (see [`crate::ConnectionKind::place`]), and is counted.
    pub(crate) place: String,
    pub(crate) estimate: Estimate,
}

impl TextBook {
    /// The name of another one.
    pub(crate) fn next(&mut self) -> RewritingId {
        self.last = RewritingId(self.last.0.wrapping_add(1));
        self.last
    }

    /// One is asked for from now on.
    pub(crate) fn ask(&mut self, place: String, estimate: Estimate) -> RewritingId {
        let id = self.next();
        self.texts.push(Text { id, place, estimate });
        id
    }

    /// It was told: once only.
    pub(crate) fn end(&mut self, id: RewritingId) -> Option<Text> {
        let place = self.texts.iter().position(|text| text.id == id)?;
        Some(self.texts.remove(place))
    }
}

impl State {
    /// What the texts that are under way for a payer may come to, at most.
    pub(crate) fn texts_under_way(&self, payer: &Payer) -> Neurons {
        let at_most = |text: &Text| Neurons::new(text.estimate.at_most).unwrap_or_default();
        let places = self.paid_by(payer).map(|known| known.kind.place());
        places.flat_map(|place| self.texts.texts.iter().filter(move |text| text.place == place)).map(at_most).sum()
    }
}
