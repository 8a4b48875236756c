//! How the service asks one of its own Durable Objects: one question, one answer.

use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use js_sys::{decode_uri_component, encode_uri_component};
use wasm_bindgen::JsValue;
use web_sys::{Headers, RequestInit, Response};
use worker::{Delay, ObjectNamespace, Request, wasm_bindgen_futures::spawn_local};

use crate::{body::discard, fault::message};

/// How long an object may take that runs no model, before the service goes on without it.
const PATIENCE: Duration = Duration::from_secs(5);

/// What `work` comes to, if it does so in time: an object that hangs must hold back no picture that is paid for.
pub(crate) async fn in_time<T>(work: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    match select(Box::pin(work), Delay::from(PATIENCE)).await {
        Either::Left((done, _)) => done,
        Either::Right(_) => Err(format!("it took longer than {} seconds", PATIENCE.as_secs())),
    }
}

/// What the object `name` of the class `objects` answers to `question`, which stands in the address and has a few hundred bytes,
/// with `body` beside it. Why it did not, otherwise.
pub(crate) async fn ask(
    objects: &ObjectNamespace,
    name: &str,
    question: &str,
    headers: &Headers,
    body: JsValue,
) -> Result<Response, String> {
    // A stub belongs to the request that made it, so that it is made anew each time.
    let stub = objects.get_by_name(name).map_err(|error| error.to_string())?;
    let request = request(question, headers, &body).map_err(|thrown| message(&thrown))?;
    // The request has it now, and it may hold megabytes.
    drop(body);
    answered(stub.fetch_with_request(Request::from(request)).await)
}

/// The same for a question that is all: a body costs both ends a request, headers and a stream, and its reader a wait. Whoever
/// asks may stop waiting: what is answered then is let go of.
pub(crate) async fn ask_by_address(objects: &ObjectNamespace, name: &str, question: &str) -> Result<Response, String> {
    let stub = objects.get_by_name(name).map_err(|error| error.to_string())?;
    let address = address(question);
    let (tell, told) = oneshot::channel();
    spawn_local(async move {
        if let Err(Ok(late)) = tell.send(answered(stub.fetch_with_str(&address).await)) {
            discard(late.body());
        }
    });
    told.await.unwrap_or_else(|cut_off| Err(cut_off.to_string()))
}

/// The other end of both: the question; empty where there is none.
pub(crate) fn asked_by_address(request: &Request) -> String {
    let request: &web_sys::Request = request.inner();
    let address = request.url();
    let question = address.split_once('?').map(|(_, question)| question).unwrap_or_default();
    decode_uri_component(question).map(String::from).unwrap_or_default()
}

fn answered(response: worker::Result<worker::Response>) -> Result<Response, String> {
    let response: Response = response.map_err(|error| error.to_string())?.into();
    if response.ok() {
        return Ok(response);
    }
    discard(response.body());
    Err(format!("it answered with the status {}", response.status()))
}

fn request(question: &str, headers: &Headers, body: &JsValue) -> Result<web_sys::Request, JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(headers);
    init.set_body(body);
    web_sys::Request::new_with_str_and_init(&address(question), &init)
}

fn address(question: &str) -> String {
    format!("https://object/?{}", String::from(encode_uri_component(question)))
}
