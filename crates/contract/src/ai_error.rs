//! What Workers AI says in place of a picture, and what that means for whoever asked: an error of ours, with whether it was
//! billed, what to do next, and when to come back. Used by every home that asks Cloudflare.
//!
//! The codes are those of the facts about Cloudflare, §2.3.

use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value;

use crate::{
    account::Account,
    error::{ApiError, Billed, Code},
};

/// Characters; the longest text of Cloudflare's that is passed on.
const MAX_MESSAGE_CHARS: usize = 300;
/// Seconds after 00:00 UTC, and how long is waited when the allowance is still refused then. It has been refused for up to 75
/// minutes into the new day (facts, Cloudflare §2.3): whoever comes back as told probes at once, then after 5, 15 and 30
/// minutes, with no state to keep. Later than this the new day's own allowance is used up.
const AFTER_MIDNIGHT: [(i64, u32); 3] = [(5 * 60, 5 * 60), (20 * 60, 15 * 60), (2 * 60 * 60, 30 * 60)];

/// A refusal or failure of Workers AI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AiError {
    /// The HTTP status; none where only a thrown message is known.
    pub status: Option<u16>,
    /// Cloudflare's own code; 0 where there is none.
    pub code: u32,
    /// Cloudflare's own words, on one line, as long as they are; may be empty.
    pub message: String,
    /// Seconds, as the reply's `Retry-After` says them.
    pub retry_after: Option<u32>,
}

impl AiError {
    /// From a reply without a picture: the REST envelope (`errors[0]`), or the binding's `internalCode` and `description`. Every
    /// part has been seen missing; a body that is no JSON says nothing but its status.
    pub fn from_reply(status: u16, body: &[u8]) -> Self {
        let json: Value = serde_json::from_slice(body).unwrap_or_default();
        let code = ["/errors/0/code", "/internalCode"].into_iter().find_map(|at| json.pointer(at)?.as_u64());
        let text =
            ["/errors/0/message", "/description", "/message"].into_iter().find_map(|at| json.pointer(at)?.as_str());
        let said = Self::from_message(text.unwrap_or_default());
        let code = code.and_then(|code| u32::try_from(code).ok()).filter(|code| *code != 0);
        Self { status: Some(status), code: code.unwrap_or(said.code), ..said }
    }

    /// From the message of what the AI binding throws: `3030: …`.
    pub fn from_message(message: &str) -> Self {
        let message = message.trim();
        let (code, said) = match message.split_once(':') {
            Some((code, rest)) if !code.is_empty() => match code.trim().parse() {
                Ok(code) => (code, rest),
                Err(_) => (0, message),
            },
            _ => (0, message),
        };
        Self { status: None, code, message: tidy(said), retry_after: None }
    }

    /// The same with the seconds of `Retry-After`, where the reply had it.
    #[must_use]
    pub fn retry_after(self, seconds: Option<u32>) -> Self {
        Self { retry_after: seconds, ..self }
    }

    /// The same without the id and the token of `account`, should Cloudflare's words repeat them.
    #[must_use]
    pub fn without(self, account: &Account) -> Self {
        let message = self.message.replace(account.token.expose(), "…").replace(account.id.as_str(), "…");
        Self { message, ..self }
    }

    /// What it means. `now`: for the reset of the allowance, at 00:00 UTC.
    pub fn into_error(self, now: Timestamp) -> ApiError {
        let code = self.meaning();
        let billed = match code {
            Code::PictureFlagged => Billed::Yes,
            Code::UpstreamTimeout | Code::Upstream => Billed::Maybe,
            _ => Billed::No,
        };
        let wait = match code {
            Code::AllowanceUsed => Some(until_allowance(now)),
            Code::NoCapacity | Code::RateLimited => self.retry_after,
            _ => None,
        };
        let error = ApiError::new(code, self.words(code)).billed(billed).retry_after(wait);
        let error = ApiError { cloudflare_code: Some(self.code).filter(|code| *code != 0), ..error };
        match hint(code) {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }

    /// What it means, for programs: [`Self::into_error`] has it with words.
    pub fn meaning(&self) -> Code {
        let says = |words: &str| self.message.to_lowercase().contains(words);
        match self.code {
            // 4006 is what was seen, 3036 what is documented.
            3036 | 4006 => Code::AllowanceUsed,
            3040 => Code::NoCapacity,
            3021 => Code::RateLimited,
            3030 if says("flagged") => Code::PictureFlagged,
            // Words are at times missing, and then the picture may have been made.
            3030 if !says("not valid") => Code::Upstream,
            8007 => Code::PromptFlagged,
            // 7000: a body that was not even read.
            3003 | 3010 | 3030 | 3039 | 5004..=5006 | 5019 | 7000 | 7001 => Code::InputRefused,
            3006 => Code::BodyTooLarge,
            3042 | 5007 => Code::ModelNotHere,
            2021 | 5035 => Code::NeedsPaidPlan,
            1000 | 3023 | 3041 | 5016 | 5018 | 7003 | 10000 => Code::AccountRefused,
            3007 | 3008 => Code::UpstreamTimeout,
            _ if self.status.is_none_or(|status| status == 429) && says("daily free allocation") => Code::AllowanceUsed,
            _ if says("output has been flagged") => Code::PictureFlagged,
            _ => self.status.map_or(Code::Upstream, meaning_of_status),
        }
    }

    /// Cloudflare's own words, as much of them as is passed on; may be empty. Cut only here: half a token at the end of a text
    /// would not be found by whoever takes it out.
    pub fn said(&self) -> String {
        self.message.chars().take(MAX_MESSAGE_CHARS).collect()
    }

    fn words(&self, code: Code) -> String {
        let what = match code {
            Code::AllowanceUsed => "the account has used its free neurons of the day",
            Code::NoCapacity => "Cloudflare has no room for this model right now",
            Code::RateLimited => "Cloudflare takes no more requests this minute",
            Code::PictureFlagged => "Cloudflare made the picture and holds it back",
            Code::PromptFlagged => "Cloudflare's filter refuses this prompt",
            Code::InputRefused | Code::BodyTooLarge => "Cloudflare does not take this request",
            Code::ModelNotHere => "Cloudflare does not have this model",
            Code::NeedsPaidPlan => "this model needs a paid plan at Cloudflare",
            Code::AccountRefused => "Cloudflare refuses the account or its token",
            Code::UpstreamTimeout => "Cloudflare took too long",
            _ => "Cloudflare failed",
        };
        let number = if self.code == 0 { String::new() } else { format!(" ({})", self.code) };
        let said = self.said();
        if said.is_empty() { format!("{what}{number}") } else { format!("{what}{number}: {said}") }
    }
}

/// For a code that is not in the facts.
fn meaning_of_status(status: u16) -> Code {
    match status {
        400 | 405 | 422 => Code::InputRefused,
        401 | 403 | 404 => Code::AccountRefused,
        402 => Code::NeedsPaidPlan,
        408 => Code::UpstreamTimeout,
        413 => Code::BodyTooLarge,
        429 => Code::RateLimited,
        _ => Code::Upstream,
    }
}

fn hint(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::AllowanceUsed => {
            "wait until 00:00 UTC (at times an hour more), use another account, or take Cloudflare's paid plan"
        }
        Code::NoCapacity | Code::RateLimited => "send it again after the time in `Retry-After`",
        Code::PictureFlagged => "the same prompt often passes with another seed; the picture that was made is billed",
        Code::PromptFlagged => {
            "say it in other words, or send it again with another seed (`\"reseed\": true` does that once)"
        }
        Code::InputRefused => "change the request; Cloudflare's own words say what it does not take",
        Code::BodyTooLarge => "send fewer or smaller reference pictures",
        Code::ModelNotHere | Code::NeedsPaidPlan => "choose another model",
        Code::AccountRefused => "check the account id, and that its token may read and edit Workers AI",
        Code::UpstreamTimeout => "it may have been billed; fewer steps or a smaller picture take less time",
        Code::Upstream => "it may have been billed; see the usage before you send it again",
        _ => return None,
    })
}

/// Seconds until the day's allowance is worth another try: 00:00 UTC, and a little later each time in the first two hours
/// after it.
pub fn until_allowance(now: Timestamp) -> u32 {
    let time = TimeZone::UTC.to_datetime(now).time();
    let passed = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    let waiting = AFTER_MIDNIGHT.into_iter().find(|(until, _)| passed < *until);
    waiting.map_or((24 * 3600 - passed) as u32, |(_, wait)| wait)
}

/// Cloudflare's words without the prefixes and the request's id that it wraps around them, on one line.
fn tidy(message: &str) -> String {
    let mut message = message.trim();
    while let Some(rest) = message.strip_prefix("AiError:") {
        message = rest.trim_start();
    }
    if let Some((before, id)) = message.rsplit_once(" (") {
        let is_id = id.len() == 37 && id.ends_with(')') && id.matches('-').count() == 4;
        message = if is_id { before } else { message };
    }
    message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
