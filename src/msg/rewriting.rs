//! What is said of a prompt that a text model writes anew, of when that is done by itself, and of models that are not there.

use std::time::Duration;

use contract::{Neurons, Task, price::Estimate};
use engine::{Failure, NotRewritten, Translate};

use super::Msg;

/// One thing to say of it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum RewritingMsg<'a> {
    /// Of another prompt: what it is.
    Title(Task),
    /// It is under way, since then.
    Asking(Task, Duration),
    /// Not to wait for it any more.
    Cancel,
    /// To put away why there is none.
    Close,
    /// Above the prompt that was sent.
    AsTyped,
    /// What another prompt has cost, where the service said it.
    Cost(Option<Neurons>),
    /// The prompt is another one by now.
    TypedOn,
    /// Why there is none.
    Failed(&'a Failure),
    /// Why it cannot be asked for now.
    WhyNot(NotRewritten),
    /// What it will cost to ask for it.
    WillCost(Estimate),
    /// What of a picture's estimate is for its prompt.
    Included(Estimate),

    /// The setting of when a prompt is translated as it is sent.
    OnGenerate,
    Translate(Translate),
    /// What that means.
    TranslateTip(Translate),

    /// Of a model that the connection in use has not.
    NotHere,
    /// Models that the connection in use has and this program does not know.
    UnknownModels {
        count: usize,
    },
}

impl RewritingMsg<'_> {
    /// The words, in the language that is spoken.
    pub(crate) fn text(self) -> String {
        Msg::OfRewriting(self).text()
    }
}
