//! The one shape of every refusal and failure: what happened, whether it may have cost anything, what to do next.
//!
//! `{"error":{"code","message","param"?,"hint"?,"billed","cloudflare_code"?,"ray"?}}` with the fitting status. The service writes
//! it, clients read it.

use serde::{Deserialize, Serialize};

use crate::generate::Problem;

/// Whether a failure may have cost anything. The later, the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Billed {
    /// It surely did not run.
    No,
    /// It left, and its end is not known.
    Maybe,
    /// The picture was made.
    Yes,
}

/// What went wrong, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Code {
    /// The body is no JSON object.
    BadJson,
    /// A field is missing, of the wrong type, out of bounds, or unknown to the model; `param` names it.
    InvalidRequest,
    /// No model has that id.
    ModelNotFound,
    /// The model exists, but not in this home.
    ModelNotHere,
    /// No key, or a wrong one.
    Unauthorized,
    /// No such route.
    NotFound,
    /// The route exists, with another method.
    MethodNotAllowed,
    /// The home cannot send that format.
    NotAcceptable,
    /// The body is over the limit.
    BodyTooLarge,
    /// The job key was used for another request.
    KeyReused,
    /// The picture was made under this job key, and is no longer kept.
    ReplyGone,
    /// A request with this job key was cut off; how it ended is not known.
    Interrupted,
    /// A secret is missing.
    NotConfigured,
    /// The caller asks too often, or Cloudflare's limit of a minute is reached.
    RateLimited,
    /// The account has used its free neurons of the day.
    AllowanceUsed,
    /// Cloudflare has no room for the model right now.
    NoCapacity,
    /// Cloudflare's filter refused the prompt before anything was made.
    PromptFlagged,
    /// Cloudflare's filter held the picture back after it was made.
    PictureFlagged,
    /// Cloudflare does not take the request, though it is valid here.
    InputRefused,
    /// The model needs a paid plan at Cloudflare.
    NeedsPaidPlan,
    /// Cloudflare refuses the account or its token.
    AccountRefused,
    /// Cloudflare could not be reached.
    Unreachable,
    /// Cloudflare took too long.
    UpstreamTimeout,
    /// Cloudflare failed, or answered with no picture.
    Upstream,
    /// A fault of the service.
    Internal,
    /// A code of a newer version.
    #[serde(other)]
    Other,
}

impl Code {
    /// The HTTP status that goes with it.
    pub fn status(self) -> u16 {
        match self {
            Self::BadJson | Self::InvalidRequest | Self::InputRefused | Self::ModelNotHere => 400,
            Self::Unauthorized => 401,
            Self::NeedsPaidPlan => 402,
            Self::ModelNotFound | Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::NotAcceptable => 406,
            Self::Interrupted => 409,
            Self::ReplyGone => 410,
            Self::BodyTooLarge => 413,
            Self::KeyReused | Self::PromptFlagged | Self::PictureFlagged => 422,
            Self::RateLimited | Self::AllowanceUsed => 429,
            Self::Internal | Self::Other => 500,
            // Not 401: the caller's own key was right.
            Self::AccountRefused | Self::Unreachable | Self::Upstream => 502,
            Self::NotConfigured | Self::NoCapacity => 503,
            Self::UpstreamTimeout => 504,
        }
    }
}

/// A refusal or failure of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    /// For programs.
    pub code: Code,
    /// For people: what happened.
    pub message: String,
    /// The field or header that caused it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub param: Option<String>,
    /// For people: what to do next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Whether it may have cost anything.
    pub billed: Billed,
    /// Cloudflare's own code, where it gave one (facts, Cloudflare §2.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cloudflare_code: Option<u32>,
    /// Cloudflare's name for the request that it refused or failed, where it gave one: [`crate::ray()`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ray: Option<String>,
    /// Seconds until it is worth another try, where that is known: the reply's `Retry-After`, not in its body.
    #[serde(skip)]
    pub retry_after: Option<u32>,
}

/// The body of a failed reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// The error.
    pub error: ApiError,
}

impl ApiError {
    /// An error that surely cost nothing; [`Self::billed`] says otherwise.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            param: None,
            hint: None,
            billed: Billed::No,
            cloudflare_code: None,
            ray: None,
            retry_after: None,
        }
    }

    /// Names the field or header that caused it.
    #[must_use]
    pub fn param(mut self, param: impl Into<String>) -> Self {
        self.param = Some(param.into());
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says whether it may have cost anything.
    #[must_use]
    pub fn billed(mut self, billed: Billed) -> Self {
        self.billed = billed;
        self
    }

    /// Says which request of Cloudflare's it was, where no reply within that one has said it.
    #[must_use]
    pub fn ray(mut self, ray: Option<String>) -> Self {
        self.ray = self.ray.or(ray);
        self
    }

    /// Says when it is worth another try, in seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: Option<u32>) -> Self {
        self.retry_after = seconds;
        self
    }

    /// Whether the same request may be sent again at once, by itself: it surely did not run, and what stood in its way passes.
    pub fn passes(&self) -> bool {
        self.billed == Billed::No && matches!(self.code, Code::NoCapacity | Code::RateLimited | Code::Unreachable)
    }
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        let code = if problem.is_unknown_model() { Code::ModelNotFound } else { Code::InvalidRequest };
        Self::new(code, problem.to_string()).param(problem.field.name())
    }
}
