//! What Cloudflare's own API says to a question that is free: its envelope around a result, or why not. Only
//! [`crate::WorkersAi::check`] asks such questions; what answers in no words of Cloudflare's is not believed.

use contract::{Account, AiError, Code, Model};
use http::{Response, StatusCode, header::DATE};
use jiff::{Timestamp, fmt::rfc2822::DateTimeParser, tz::TimeZone};
use serde::Deserialize;
use serde_json::Value;

use crate::{Address, Error, Kind, TokenFault, Trace, WireBody, reply};

/// An answer in Cloudflare's words.
pub(crate) enum Answer {
    /// What was asked for.
    Granted(Granted),
    /// The token or the account is not let in there.
    Refused(AiError),
}

/// The result of a question.
pub(crate) struct Granted {
    result: Value,
    /// Rows in all, where it is a list and they were counted.
    total: Option<usize>,
    /// By the clock that also judges tokens: this computer's may be wrong.
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

#[derive(Deserialize)]
struct Page {
    total_count: Option<usize>,
}

impl Answer {
    /// From the reply of `api`. What is neither an answer nor about the token or the account is an error.
    pub(crate) async fn of(response: Response<WireBody>, api: &Address, account: &Account) -> Result<Self, Error> {
        let ray = reply::ray(response.headers(), &account.token);
        Self::read(response, api, account).await.map_err(|error| error.ray(ray))
    }

    async fn read(response: Response<WireBody>, api: &Address, account: &Account) -> Result<Self, Error> {
        let response = reply::direct(response, api, &account.token)?;
        let status = response.status();
        if status.is_server_error() {
            return Err(down(status));
        }
        let wait = reply::retry_after(response.headers());
        let now =
            reply::text(response.headers(), DATE).and_then(|date| DateTimeParser::new().parse_timestamp(date).ok());
        let body = reply::read(response.into_body(), reply::MAX_JSON_BYTES).await?;
        match serde_json::from_slice(&body) {
            Ok(Envelope { success: true, result, result_info }) if status == StatusCode::OK => {
                Ok(Self::Granted(Granted { result, total: result_info.and_then(|page| page.total_count), now }))
            }
            // Whoever counts requests may do so before anybody who writes envelopes.
            Err(_) if status != StatusCode::TOO_MANY_REQUESTS => Err(not_cloudflare(api, status)),
            _ => {
                let refusal = AiError::from_reply(status.as_u16(), &body).retry_after(wait).without(account);
                Self::refused(refusal, status)
            }
        }
    }

    fn refused(refusal: AiError, status: StatusCode) -> Result<Self, Error> {
        match refusal.meaning() {
            // facts, Cloudflare §2.3.
            Code::AccountRefused if refusal.code == 3023 => Err(TokenFault::AccountBlocked.into()),
            // A question holds nothing else that Cloudflare could dislike.
            Code::AccountRefused | Code::InputRefused => Ok(Self::Refused(refusal)),
            // facts, Cloudflare §2.2: also under 200.
            Code::Upstream | Code::UpstreamTimeout => Err(down(status)),
            code => {
                let words = Some(refusal.said()).filter(|said| !said.is_empty()).unwrap_or_else(|| status.to_string());
                let error = Error::sent(Kind::Refused(code), format!("Cloudflare refused: {words}")).detail(words);
                let code = Some(refusal.code).filter(|code| *code != 0);
                let trace = Box::new(Trace { code, ..Trace::default() });
                let error = Error { retry_after: refusal.retry_after, trace, ..error };
                Err(error.status(status).hint("wait a minute, and try again"))
            }
        }
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
        let is_whole = listed > 0 && self.total.is_none_or(|total| total <= listed);
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

    fn texts<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.result.as_array().into_iter().flatten().filter_map(move |row| row.get(name)?.as_str())
    }
}

fn down(status: StatusCode) -> Error {
    let error = Error::sent(Kind::CloudflareDown, format!("Cloudflare's API is in trouble: it answered {status}"));
    error.hint("wait a while, and try again").detail(status.to_string()).status(status)
}

fn not_cloudflare(api: &Address, status: StatusCode) -> Error {
    let message = format!("{} answered {status}, not in the words of Cloudflare's API", api.host());
    let hint = "this computer's network may stand between: sign in to it, or try another one";
    let error = Error::sent(Kind::NotCloudflare, message).hint(hint).detail(status.to_string());
    if status == StatusCode::OK { error } else { error.status(status) }
}
