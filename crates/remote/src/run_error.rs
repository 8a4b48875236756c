//! Why Workers AI made no picture or text, or none that arrived; and what that means to whoever asked the service. `home` turns it
//! into the service's own error.

use contract::{AiError, ApiError, Billed, Code, call::NoPicture, text::NoText};
use jiff::Timestamp;

use crate::{Error, Kind};

/// A call to Workers AI that brought neither picture nor text. No text in it holds the account's token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct RunError {
    /// What happened.
    pub why: Box<NotRun>,
    /// Cloudflare's name for the call, where it answered.
    pub ray: Option<String>,
}

/// Why a call brought nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRun {
    /// Cloudflare answered, and said why not.
    #[error("Cloudflare refused: {}", .0.message)]
    Refused(AiError),
    /// Cloudflare said that it went well, and sent no picture.
    #[error(transparent)]
    NoPicture(NoPicture),
    /// Cloudflare said that it went well, and sent no text.
    #[error(transparent)]
    NoText(NoText),
    /// Nothing came that could be read as its answer.
    #[error(transparent)]
    Exchange(#[from] Error),
}

impl RunError {
    /// What it means for whoever asked. `now`: for the reset of the allowance.
    pub fn into_error(self, now: Timestamp) -> ApiError {
        let error = match *self.why {
            NotRun::Refused(refusal) => refusal.into_error(now),
            NotRun::NoPicture(no_picture) => no_picture.into_error(now),
            NotRun::NoText(no_text) => no_text.into_error(now),
            NotRun::Exchange(error) => no_answer(error),
        };
        error.ray(self.ray)
    }
}

/// Of what did not get as far as an answer.
impl From<Error> for RunError {
    fn from(error: Error) -> Self {
        Self { why: Box::new(error.into()), ray: None }
    }
}

/// The wire's own words stay, since they name the host. What it advises holds only where nothing was sent: after that, the
/// bill is what matters.
fn no_answer(error: Error) -> ApiError {
    let Error { kind, message, hint, billed, .. } = error;
    let (code, what) = match (kind, billed) {
        (Kind::Internal, _) => (Code::Internal, "the request to Cloudflare failed"),
        // A refused connection passes, and so does being offline; a name that is not found, or a wrong certificate, does not.
        (Kind::Connect | Kind::Offline, Billed::No) => (Code::Unreachable, "Cloudflare could not be reached"),
        (_, Billed::No) => (Code::Upstream, "Cloudflare could not be reached"),
        (Kind::Timeout, _) => (Code::UpstreamTimeout, "Cloudflare took too long"),
        _ => (Code::Upstream, "Cloudflare's answer cannot be used"),
    };
    let hint = match billed {
        Billed::No => hint,
        Billed::Maybe | Billed::Yes => {
            Some("it may have been billed; see the usage before you send it again".to_owned())
        }
    };
    ApiError { hint, ..ApiError::new(code, format!("{what}: {message}")).billed(billed) }
}
