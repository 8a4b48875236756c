//! Why a picture is not there, with what it may have cost, what can be done, and what the reply said for those who look into
//! it. No sentence stands in here: the window says each cause in the user's language.

use contract::{Billed, Code};
use remote::{Kind, Trace};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::cause::Cause;

/// Why a picture is not there. Kept in the journal, so it holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Failure {
    /// What happened.
    pub cause: Cause,
    /// What only a service or the system can say about it, in its words.
    pub detail: Option<String>,
    /// Whether it may have cost anything.
    pub billed: Billed,
    /// What Retry does.
    pub again: Again,
    /// Seconds until it is worth another try, where the service said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait: Option<u32>,
    /// What the reply said for those who look into it. Boxed, since failures are handed on a lot.
    #[serde(skip_serializing_if = "Trace::is_empty")]
    pub trace: Box<Trace>,
}

/// What Retry does, so that nothing is paid twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// Asks the same service under the same key: no answer came or nothing was run, and a service never runs a key twice.
    SameKey,
    /// Asks under a new key: the service answered, and keeps that answer under the old one.
    NewKey,
    /// Saves the picture, which is held in memory.
    Save,
}

impl Failure {
    /// A failure of which nobody else has said anything.
    pub fn new(cause: Cause, billed: Billed, again: Again) -> Self {
        Self { cause, detail: None, billed, again, wait: None, trace: Box::default() }
    }

    /// Adds what only a service or the system can say.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Of a request to `service`, which is the connection's name.
    pub(crate) fn of_service(service: &str, error: remote::Error) -> Self {
        let again = match (error.kind, error.billed) {
            // The service keeps this answer under the key.
            (Kind::Refused(Code::ReplyGone | Code::Interrupted | Code::KeyReused), _)
            | (Kind::Refused(_), Billed::Maybe | Billed::Yes) => Again::NewKey,
            // What cost nothing is not kept: the key stays good.
            _ => Again::SameKey,
        };
        let cause = Cause::Service { service: service.to_owned(), kind: error.kind };
        let remote::Error { detail, billed, retry_after: wait, trace, .. } = error;
        Self { cause, detail, billed, again, wait, trace }
    }
}

/// A copy costs nothing, and Save as is there to be pressed again.
impl From<library::Error> for Failure {
    fn from(error: library::Error) -> Self {
        Self::from(&error)
    }
}

impl From<&library::Error> for Failure {
    fn from(error: &library::Error) -> Self {
        let (cause, detail) = Cause::of_library(error);
        Self { detail, ..Self::new(cause, Billed::No, Again::Save) }
    }
}

impl From<home::ThreadGone> for Failure {
    fn from(gone: home::ThreadGone) -> Self {
        Self::new(Cause::ThreadGone, Billed::No, Again::Save).detail(gone.name)
    }
}

/// As journals have it: those of earlier versions have sentences and no cause, those of later ones may have words that this
/// version does not know. A job must not be lost for that.
#[derive(Deserialize)]
struct Stored {
    cause: Option<Value>,
    detail: Option<String>,
    message: Option<String>,
    hint: Option<String>,
    billed: Option<Value>,
    again: Option<Value>,
    wait: Option<Value>,
    trace: Option<Value>,
}

impl From<Stored> for Failure {
    fn from(stored: Stored) -> Self {
        let cause = known(stored.cause).unwrap_or_else(|| Cause::Other(stored.message.unwrap_or_default()));
        let (billed, again) = (known(stored.billed), known(stored.again));
        // What cannot be read may have cost something, and under the same key nothing is paid twice.
        let (billed, again) = (billed.unwrap_or(Billed::Maybe), again.unwrap_or(Again::SameKey));
        let trace: Box<Trace> = known(stored.trace).unwrap_or_default();
        Self { cause, detail: stored.detail.or(stored.hint), billed, again, wait: known(stored.wait), trace }
    }
}

/// `None` for a word of another version.
fn known<T: DeserializeOwned>(stored: Option<Value>) -> Option<T> {
    stored.and_then(|value| serde_json::from_value(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::FileFault;

    fn read(json: &str) -> Failure {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn what_the_journal_has_is_read_whichever_version_wrote_it() {
        let kind = Kind::Refused(Code::ReplyGone);
        let cause = Cause::Service { service: "https://one.example".to_owned(), kind };
        let failure = Failure::new(cause, Billed::Yes, Again::NewKey).detail("in its words");
        assert_eq!(read(&serde_json::to_string(&failure).unwrap()), failure);

        let earlier = read(r#"{"message":"the disk is full","hint":"Make room.","billed":"yes","again":"save"}"#);
        let other = |words: &str| Cause::Other(words.to_owned());
        assert_eq!(earlier, Failure::new(other("the disk is full"), Billed::Yes, Again::Save).detail("Make room."));
        let later = read(r#"{"cause":{"struck":{"by":"lightning"}},"billed":"maybe","again":"same_key"}"#);
        assert_eq!(later, Failure::new(other(""), Billed::Maybe, Again::SameKey));
        for later in [r#"{"cause":"cut_short","billed":"half","again":{"at":"noon"}}"#, r#"{"cause":"cut_short"}"#] {
            assert_eq!(read(later), Failure::new(Cause::CutShort, Billed::Maybe, Again::SameKey));
        }
    }

    #[test]
    fn a_trace_is_kept_and_only_one_that_can_be_one_is_read() {
        let trace = |ray: &str| Trace { status: Some(502), code: Some(3025), ray: Some(ray.to_owned()) };
        let failure = |trace: Trace| Failure {
            trace: trace.into(),
            ..Failure::new(Cause::CutShort, Billed::Maybe, Again::SameKey)
        };
        let json = serde_json::to_string(&failure(trace("8f2b6c0a1d3e4f50-FRA"))).unwrap();
        assert!(json.ends_with(r#""trace":{"status":502,"code":3025,"ray":"8f2b6c0a1d3e4f50-FRA"}}"#), "{json}");
        assert_eq!(read(&json), failure(trace("8f2b6c0a1d3e4f50-FRA")));
        assert!(!serde_json::to_string(&failure(Trace::default())).unwrap().contains("trace"));

        let planted = serde_json::to_string(&failure(trace("my key is sesame"))).unwrap();
        assert_eq!(read(&planted), failure(Trace { ray: None, ..trace("") }));
        for wrong in ["7", r#"{"status":70000}"#, r#"{"code":-1}"#, r#"{"ray":["a"]}"#, "null"] {
            let stored = format!(r#"{{"cause":"cut_short","billed":"maybe","again":"same_key","trace":{wrong}}}"#);
            assert_eq!(read(&stored), failure(Trace::default()), "{wrong}");
        }
    }

    #[test]
    fn the_names_in_the_journal_stay() {
        let name = |cause: Cause| serde_json::to_string(&cause).unwrap();
        assert_eq!(name(Cause::CutShort), r#""cut_short""#);
        assert_eq!(name(Cause::File(FileFault::Full { path: "a".to_owned() })), r#"{"file":{"full":{"path":"a"}}}"#);
        let refused = Cause::Service { service: "a".to_owned(), kind: Kind::Refused(Code::Unauthorized) };
        assert_eq!(name(refused), r#"{"service":{"service":"a","kind":{"refused":"unauthorized"}}}"#);
    }
}
