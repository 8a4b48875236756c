//! How the service asks one of its own Durable Objects: one question, one answer.

use js_sys::{decode_uri_component, encode_uri_component};
use wasm_bindgen::JsValue;
use web_sys::{Headers, RequestInit, Response};
use worker::{ObjectNamespace, Request};

use crate::{body::discard, fault::message};

/// What the object `name` of the class `objects` answers to `question`, which is JSON. Why it did not, otherwise.
pub(crate) async fn ask(objects: &ObjectNamespace, name: &str, question: String) -> Result<Response, String> {
    // A stub belongs to the request that made it, so that it is made anew each time.
    let stub = objects.get_by_name(name).map_err(|error| error.to_string())?;
    let request = request(&question).map_err(|thrown| message(&thrown))?;
    // JavaScript has it now, and it may hold megabytes of reference pictures.
    drop(question);
    answered(stub.fetch_with_request(Request::from(request)).await)
}

/// The same for a question of a few hundred bytes, which stands in the address: a body costs both ends a request, headers and a
/// stream, and its reader a wait.
pub(crate) async fn ask_by_address(objects: &ObjectNamespace, name: &str, question: &str) -> Result<Response, String> {
    let stub = objects.get_by_name(name).map_err(|error| error.to_string())?;
    let address = format!("https://object/?{}", String::from(encode_uri_component(question)));
    answered(stub.fetch_with_str(&address).await)
}

/// The other end of [`ask_by_address`]: the question; empty where there is none.
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

fn request(question: &str) -> Result<web_sys::Request, JsValue> {
    let headers = Headers::new()?;
    headers.append("content-type", "application/json")?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&question.into());
    // Objects look at no address.
    web_sys::Request::new_with_str_and_init("https://object/", &init)
}
