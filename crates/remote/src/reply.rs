//! How a reply is judged before it is believed: its status, its encoding, its type, its size. Used by both clients for every
//! request; it knows the shapes of our own service and takes anything else for what it is: not ours.

use contract::{ApiError, Key, RAY_HEADER, error::ErrorBody};
use http::{
    HeaderMap, Response, StatusCode,
    header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName, LOCATION, RETRY_AFTER},
};

use crate::{Address, Error, Kind, Trace, WireBody, wire::next_bytes};

/// Bytes; the largest body of a refusal that is read.
const MAX_ERROR_BYTES: usize = 64 << 10;
/// Bytes; the largest JSON reply: 400 days of usage are far below it.
pub(crate) const MAX_JSON_BYTES: usize = 1 << 20;
/// Characters; the longest text of a service that is shown.
const MAX_SHOWN_CHARS: usize = 500;
const SOMETHING_ELSE: &str = "check the address: something else may be answering there";

/// `response` if its status is 200 and its bytes stand for themselves, else what it says instead. `key`: what was sent, which
/// no text of a service may repeat.
pub(crate) async fn accept(
    response: Response<WireBody>,
    address: &Address,
    key: &Key,
) -> Result<Response<WireBody>, Error> {
    let response = direct(response, address, key)?;
    let status = response.status();
    if status == StatusCode::OK {
        return Ok(response);
    }
    Err(refused(response, address, key).await.status(status))
}

/// `response` if it is an answer at all, whatever its status: no pointer to another address, and readable as it is.
pub(crate) fn direct(response: Response<WireBody>, address: &Address, key: &Key) -> Result<Response<WireBody>, Error> {
    let coding = text(response.headers(), CONTENT_ENCODING);
    let error = if response.status().is_redirection() {
        redirected(response.headers(), address, key)
    } else if coding.is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
        Error::sent(Kind::NotOurs, format!("what {} sent is compressed, which was not asked for", address.host()))
            .hint(SOMETHING_ELSE)
    } else {
        return Ok(response);
    };
    Err(error.status(response.status()))
}

/// The JSON of an accepted reply, as `parse` reads it.
pub(crate) async fn json<T>(
    response: Response<WireBody>,
    address: &Address,
    parse: impl FnOnce(&[u8]) -> Result<T, serde_json::Error>,
) -> Result<T, Error> {
    if !has_type(response.headers(), "application/json") {
        return Err(not_ours(address, "no JSON"));
    }
    let body = read(response.into_body(), MAX_JSON_BYTES).await?;
    parse(&body).map_err(|error| {
        if error.is_eof() {
            Error::sent(Kind::Broken, format!("the reply of {} was cut short", address.host()))
        } else {
            not_ours(address, "JSON of another shape")
        }
    })
}

/// Whether the declared type begins with `wanted`.
pub(crate) fn has_type(headers: &HeaderMap, wanted: &str) -> bool {
    let declared = text(headers, CONTENT_TYPE).unwrap_or_default();
    declared.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted))
}

/// That the reply is `what`, and so none of our service's.
pub(crate) fn not_ours(address: &Address, what: &str) -> Error {
    Error::sent(Kind::NotOurs, format!("what {} sent is not a reply of Easel's service: {what}", address.host()))
        .hint(SOMETHING_ELSE)
}

/// That there is no model that this program can ask for.
pub(crate) fn no_models(address: &Address) -> Error {
    Error::sent(Kind::NoModels, format!("{} has none of the models that this program knows", address.host()))
        .hint("update this program, and the service if it is yours")
}

/// The header's text, where it is ASCII.
pub(crate) fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// Cloudflare's name for the request of this reply. `key`: what was sent with it, which nothing that is shown may repeat.
pub(crate) fn ray(headers: &HeaderMap, key: &Key) -> Option<String> {
    name(text(headers, HeaderName::from_static(RAY_HEADER))?, key)
}

fn name(ray: &str, key: &Key) -> Option<String> {
    contract::ray(ray).filter(|ray| !ray.contains(key.expose())).map(str::to_owned)
}

fn redirected(headers: &HeaderMap, address: &Address, key: &Key) -> Error {
    let target = text(headers, LOCATION).and_then(|location| address.host_of(location));
    let target = target.map_or_else(|| "another address".to_owned(), |host| shown(&host, key));
    Error::sent(Kind::Redirected, format!("{} points to {target}, which is not followed", address.host()))
        .hint(format!("if {target} is yours, use its address instead"))
        .detail(target)
}

async fn refused(response: Response<WireBody>, address: &Address, key: &Key) -> Error {
    let status = response.status();
    let retry_after = retry_after(response.headers());
    let ours = refusal(response).await.ok().and_then(|body| serde_json::from_slice::<ErrorBody>(&body).ok());
    let error = ours.map_or_else(|| in_other_words(status, address), |body| in_our_words(body.error, status, key));
    Error { retry_after, ..error }
}

/// Seconds. The other form of the header is a date; without a clock of the sender's it would say little.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<u32> {
    text(headers, RETRY_AFTER)?.parse().ok()
}

/// The body of a refusal. One that cannot be read says nothing; the status still does.
pub(crate) async fn refusal(response: Response<WireBody>) -> Result<Vec<u8>, Error> {
    read(response.into_body(), MAX_ERROR_BYTES).await
}

fn in_our_words(error: ApiError, status: StatusCode, key: &Key) -> Error {
    let shown = |text: &str| shown(text, key);
    let ApiError { code, message, param, hint, billed, cloudflare_code, ray, .. } = error;
    let message = if message.trim().is_empty() { format!("the service answered {status}") } else { shown(&message) };
    let check_key = || (status == StatusCode::UNAUTHORIZED).then(|| "check the key of this connection".to_owned());
    let hint = hint.as_deref().map(shown).or_else(check_key);
    let detail = Some(message.clone());
    let ray = ray.and_then(|ray| name(&ray, key));
    let trace = Box::new(Trace { code: cloudflare_code, ray, ..Trace::default() });
    let param = param.as_deref().map(shown);
    Error { param, hint, billed, trace, detail, ..Error::sent(Kind::Refused(code), message) }
}

fn in_other_words(status: StatusCode, address: &Address) -> Error {
    let hint = if status.is_server_error() {
        "the service, or something in front of it, is in trouble: wait a while"
    } else {
        SOMETHING_ELSE
    };
    let host = address.host();
    Error::sent(Kind::NotOurs, format!("{host} answered {status}, not in the words of Easel's service"))
        .hint(hint)
        .detail(status.to_string())
}

/// All of `body`, which is at most `limit` bytes.
pub(crate) async fn read(mut body: WireBody, limit: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(more) = next_bytes(&mut body).await? {
        if bytes.len() + more.len() > limit {
            return Err(Error::sent(Kind::TooLarge, format!("the reply is over {limit} bytes")).hint(SOMETHING_ELSE));
        }
        bytes.extend_from_slice(&more);
    }
    Ok(bytes)
}

/// A service's text, fit to be shown: without the key, on one line, and bounded.
fn shown(text: &str, key: &Key) -> String {
    let text = text.replace(key.expose(), "…");
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_SHOWN_CHARS).collect()
}
