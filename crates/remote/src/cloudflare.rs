//! What Cloudflare's own API says to a question that is free: its envelope around a result, or why not.
//! [`crate::WorkersAi::check`], [`crate::WorkersAi::analytics`] and [`crate::Cloud`] ask such questions; what answers in no words
//! of Cloudflare's is not believed.

use contract::{AccountId, AiError, Code, Key, Model};
use http::{Response, StatusCode, header::DATE};
use jiff::{Timestamp, fmt::rfc2822::DateTimeParser, tz::TimeZone};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Address, Error, Kind, TokenFault, Trace, WireBody, reply};

/// Who asks whom. What is secret of it, no answer may repeat.
#[derive(Clone, Copy)]
pub(crate) struct Asker<'a> {
    pub(crate) api: &'a Address,
    pub(crate) token: &'a Key,
    /// About which account, if it is about one.
    pub(crate) account: Option<&'a AccountId>,
}

/// An answer in Cloudflare's words.
pub(crate) enum Answer {
    /// What was asked for.
    Granted(Granted),
    /// The token or the account is not let in there.
    Refused(AiError),
}

/// A reply as it came.
pub(crate) struct Heard {
    pub(crate) status: StatusCode,
    /// Seconds.
    wait: Option<u32>,
    /// By the clock that also judges tokens: this computer's may be wrong.
    now: Option<Timestamp>,
    pub(crate) body: Vec<u8>,
}

/// The result of a question.
pub(crate) struct Granted {
    result: Value,
    page: Page,
    /// As [`Heard`] has it.
    now: Option<Timestamp>,
}

/// facts, Cloudflare §2.2: anything but `success` has been seen missing.
#[derive(Deserialize)]
struct Envelope {
    success: bool,
    #[serde(default)]
    result: Value,
    result_info: Option<Page>,
}

/// What is said about a list.
#[derive(Default, Deserialize)]
struct Page {
    /// Rows in all, where they were counted.
    total_count: Option<usize>,
    /// Where the next part begins, if there is one.
    cursor: Option<String>,
}

impl Answer {
    /// From the reply to `asker`. What is neither an answer nor about what was asked is an error.
    pub(crate) async fn of(response: Response<WireBody>, asker: Asker<'_>) -> Result<Self, Error> {
        Self::unless(response, asker, Heard::no).await
    }

    /// The same for whoever knows more codes than those of models: any refusal with a code, but for too many requests, is about
    /// what was asked.
    pub(crate) async fn of_workers(response: Response<WireBody>, asker: Asker<'_>) -> Result<Self, Error> {
        Self::unless(response, asker, Heard::no_worker).await
    }

    /// `no`: what it means that something was not granted.
    async fn unless(
        response: Response<WireBody>,
        asker: Asker<'_>,
        no: fn(&Heard, Asker<'_>) -> Result<AiError, Error>,
    ) -> Result<Self, Error> {
        let ray = reply::ray(response.headers(), asker.token);
        let heard = Heard::of(response, asker).await;
        let answer = heard.and_then(|heard| match heard.granted() {
            Some(granted) => Ok(Self::Granted(granted)),
            None => no(&heard, asker).map(Self::Refused),
        });
        answer.map_err(|error| error.ray(ray))
    }
}

impl Heard {
    /// All of the reply to `asker`, unless it says nothing but that Cloudflare is in trouble.
    pub(crate) async fn of(response: Response<WireBody>, asker: Asker<'_>) -> Result<Self, Error> {
        let response = reply::direct(response, asker.api, asker.token)?;
        let status = response.status();
        if status.is_server_error() {
            return Err(down(status));
        }
        let wait = reply::retry_after(response.headers());
        let now =
            reply::text(response.headers(), DATE).and_then(|date| DateTimeParser::new().parse_timestamp(date).ok());
        let body = reply::read(response.into_body(), reply::MAX_JSON_BYTES).await?;
        Ok(Self { status, wait, now, body })
    }

    /// What is in its envelope, where that says success.
    fn granted(&self) -> Option<Granted> {
        let Envelope { success, result, result_info } = serde_json::from_slice(&self.body).ok()?;
        let is_granted = success && self.status.is_success();
        is_granted.then(|| Granted { result, page: result_info.unwrap_or_default(), now: self.now })
    }

    /// What it says of the token or the account, being no success. What is about neither is an error.
    pub(crate) fn no(&self, asker: Asker<'_>) -> Result<AiError, Error> {
        let Self { status, .. } = *self;
        let is_envelope = serde_json::from_slice::<Envelope>(&self.body).is_ok();
        // Whoever counts requests may do so before anybody who writes envelopes.
        if !is_envelope && status != StatusCode::TOO_MANY_REQUESTS {
            return Err(not_cloudflare(asker.api, status));
        }
        let refusal = self.refusal(asker);
        match refusal.meaning() {
            // facts, Cloudflare §2.3.
            Code::AccountRefused if refusal.code == 3023 => Err(TokenFault::AccountBlocked.into()),
            // A question holds nothing else that Cloudflare could dislike.
            Code::AccountRefused | Code::InputRefused => Ok(refusal),
            // facts, Cloudflare §2.2: also under 200.
            Code::Upstream | Code::UpstreamTimeout => Err(down(status)),
            code => Err(refused(code, &refusal, status)),
        }
    }

    /// The same where codes are about Workers.
    fn no_worker(&self, asker: Asker<'_>) -> Result<AiError, Error> {
        match self.refusal(asker) {
            refusal if self.status.is_client_error() && refusal.code != 0 && self.status != 429 => Ok(refusal),
            _ => self.no(asker),
        }
    }

    /// Its words, taken for a refusal.
    pub(crate) fn refusal(&self, asker: Asker<'_>) -> AiError {
        let mut refusal = AiError::from_reply(self.status.as_u16(), &self.body).retry_after(self.wait);
        for secret in [asker.token.expose()].into_iter().chain(asker.account.map(AccountId::as_str)) {
            refusal.message = refusal.message.replace(secret, "…");
        }
        refusal
    }
}

impl Granted {
    /// Whether a list of models names one that is known here.
    pub(crate) fn has_a_model(&self) -> bool {
        self.texts("name").any(|name| Model::find(name).is_some())
    }

    /// Whether a list of accounts names this one. An empty list, or a part of one, says nothing (facts, Cloudflare §5.2).
    pub(crate) fn has_account(&self, id: &str) -> Option<bool> {
        let listed = self.texts("id").count();
        if self.texts("id").any(|listed| listed.eq_ignore_ascii_case(id)) {
            return Some(true);
        }
        let is_whole = listed > 0 && self.page.total_count.is_none_or(|total| total <= listed);
        is_whole.then_some(false)
    }

    /// Whether the token that was verified may be used now (facts, Cloudflare §5.2).
    pub(crate) fn judge_token(&self) -> Result<(), Error> {
        let text = |name: &str| self.result.get(name).and_then(Value::as_str);
        let time = |name: &str| text(name)?.parse::<Timestamp>().ok();
        let (from, until) = (time("not_before"), time("expires_on"));
        let fault = match text("status") {
            Some("active") if until.zip(self.now).is_some_and(|(until, now)| until <= now) => TokenFault::Expired,
            Some("active") if from.zip(self.now).is_some_and(|(from, now)| now < from) => TokenFault::NotYetValid,
            Some("active") => return Ok(()),
            Some("expired") => TokenFault::Expired,
            _ => TokenFault::Disabled,
        };
        let day = match fault {
            TokenFault::Expired => until,
            TokenFault::NotYetValid => from,
            _ => None,
        };
        let error = Error::from(fault);
        Err(match day {
            Some(day) => error.detail(day.to_zoned(TimeZone::UTC).date().to_string()),
            None => error,
        })
    }

    /// A part of the result.
    pub(crate) fn at(&self, name: &str) -> Option<&Value> {
        self.result.get(name)
    }

    /// A part of the result that is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.at(name)?.as_str()
    }

    /// The result as what it should be.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Option<T> {
        serde_json::from_value(self.result).ok()
    }

    /// Where the next part of a list begins, if there is one.
    pub(crate) fn cursor(&self) -> Option<&str> {
        self.page.cursor.as_deref().filter(|cursor| !cursor.is_empty())
    }

    /// The result as a list.
    pub(crate) fn rows(self) -> Vec<Value> {
        if let Value::Array(rows) = self.result { rows } else { Vec::new() }
    }

    fn texts<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.result.as_array().into_iter().flatten().filter_map(move |row| row.get(name)?.as_str())
    }
}

fn down(status: StatusCode) -> Error {
    let error = Error::sent(Kind::CloudflareDown, format!("Cloudflare's API is in trouble: it answered {status}"));
    error.hint("wait a while, and try again").detail(status.to_string()).status(status)
}

/// In Cloudflare's own words.
pub(crate) fn refused(code: Code, refusal: &AiError, status: StatusCode) -> Error {
    let words = Some(refusal.said()).filter(|said| !said.is_empty()).unwrap_or_else(|| status.to_string());
    let error = Error::sent(Kind::Refused(code), format!("Cloudflare refused: {words}")).detail(words);
    let code = Some(refusal.code).filter(|code| *code != 0);
    let trace = Box::new(Trace { code, ..Trace::default() });
    let error = Error { retry_after: refusal.retry_after, trace, ..error };
    error.status(status).hint("wait a minute, and try again")
}

pub(crate) fn not_cloudflare(api: &Address, status: StatusCode) -> Error {
    let message = format!("{} answered {status}, not in the words of Cloudflare's API", api.host());
    let hint = "this computer's network may stand between: sign in to it, or try another one";
    let error = Error::sent(Kind::NotCloudflare, message).hint(hint).detail(status.to_string());
    if status == StatusCode::OK { error } else { error.status(status) }
}
