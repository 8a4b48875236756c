//! What an inference can be told to do instead of answering with a picture; [`crate::TextAnswer::Fails`] has it for a text.

use std::time::Duration;

use crate::refusal::Refusal;

/// How an inference goes wrong. It happens to requests that keep to the rules; one that breaks a rule is refused for that,
/// and the fault waits for the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// One of Cloudflare's own refusals: [`crate::refusal`] has all that are known.
    Refuse(Refusal),
    /// No answer, until the caller hangs up.
    Hang,
    /// The usual answer, so much later. The picture is made, and paid for, whether the caller waits or not.
    Slow(Duration),
    /// Half of the usual answer, then the connection dies. The picture is made, and paid for.
    BreakOff,
    /// Half of [`crate::refusal::FLAGGED`], then the connection dies. The picture is made, and paid for.
    BreakOffRefusal,
    /// The usual answer with a type that it does not have: a JPEG as `image/png` or `application/octet-stream`, JSON as
    /// `text/plain`. facts, Cloudflare §1.1 and §2.2.
    WrongType,
    /// JSON that says `success: false`, under status 200. facts, Cloudflare §2.2.
    FailureUnder200,
    /// `{"result":{},"success":true}`, or `{}` by the binding. facts, Cloudflare §1.4.
    EmptyResult,
    /// A page of HTML under status 502, as a proxy on the way writes it.
    NotJson,
    /// An error without any `errors`. facts, Cloudflare §2.2.
    NoErrors,
    /// An error whose list of `errors` is empty. facts, Cloudflare §2.2.
    EmptyErrors,
    /// An error with the code 0. facts, Cloudflare §2.2.
    CodeZero,
    /// Where the picture should be, something that is none; it is paid for.
    NotAPicture,
    /// Where the base64 should be, text that is none; a binary answer is empty. It is paid for.
    NotBase64,
}
