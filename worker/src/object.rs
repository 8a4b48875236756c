//! How the service asks one of its own Durable Objects: one question by POST, one answer.

use wasm_bindgen::JsValue;
use web_sys::{Headers, RequestInit, Response};
use worker::{ObjectNamespace, Request};

use crate::fault::message;

/// What the object `name` of the class `objects` answers to `question`, which is JSON. Why it did not, otherwise.
pub(crate) async fn ask(objects: &ObjectNamespace, name: &str, question: String) -> Result<Response, String> {
    // A stub belongs to the request that made it, so that it is made anew each time.
    let stub = objects.get_by_name(name).map_err(|error| error.to_string())?;
    let request = request(&question).map_err(|thrown| message(&thrown))?;
    // JavaScript has it now, and it may hold megabytes of reference pictures.
    drop(question);
    let response = stub.fetch_with_request(Request::from(request)).await.map_err(|error| error.to_string())?;
    let response: Response = response.into();
    if response.ok() { Ok(response) } else { Err(format!("it answered with the status {}", response.status())) }
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
