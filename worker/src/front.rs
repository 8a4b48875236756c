//! A web request becomes one of axum's, and axum's reply a web response. A picture travels beside the reply, in its extensions,
//! and is joined with its headers here, so that it never enters wasm memory. A caller that goes away is heard of here too.

use std::{cell::OnceCell, io};

use axum::{
    Router,
    body::{Body, to_bytes},
    response::Response,
};
use futures_channel::oneshot;
use futures_util::{
    future::{Either, select},
    stream::once,
};
use http::{HeaderMap, HeaderName, HeaderValue, Request, header::CONTENT_LENGTH};
use js_sys::{Array, Uint8Array};
use service::Home as _;
use tower::ServiceExt as _;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{AbortSignal, ResponseInit};
use worker::{Env, send::SendFuture};

use crate::{body::whole, configuration, home::Cloudflare, picture::Payload};

/// Bytes; more than any reply has that is no picture: 400 days of usage have about 200 KB.
const MAX_REPLY_BYTES: usize = 8 << 20;

thread_local! {
    /// Built by the first request, for all that this instance answers.
    static ROUTER: OnceCell<Router> = const { OnceCell::new() };
}

/// Answers one request.
pub(crate) async fn answer(request: web_sys::Request, env: &Env) -> worker::Result<web_sys::Response> {
    let router = ROUTER.with(|router| router.get_or_init(|| router_of(env)).clone());
    let Some(response) = while_heard(&request.signal(), router.oneshot(incoming(&request))).await else {
        // It goes to nobody.
        return Ok(web_sys::Response::new()?);
    };
    let Ok(response) = response;
    Ok(outgoing(response).await?)
}

/// What `work` comes to, unless the caller goes away before. Then it ends where it stands, as it does in every other home, and no
/// further picture of a series is begun; only what it gave to `Home::finish` goes on. Without this it would go on beside that.
async fn while_heard<T>(signal: &AbortSignal, work: impl Future<Output = T>) -> Option<T> {
    let (leave, left) = oneshot::channel::<()>();
    let leave = Closure::once(|| drop(leave));
    signal.set_onabort(Some(leave.as_ref().unchecked_ref()));
    let done = match select(Box::pin(work), left).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    };
    signal.set_onabort(None);
    done
}

fn router_of(env: &Env) -> Router {
    service::router(Cloudflare::of(env), configuration::settings(env))
}

fn incoming(request: &web_sys::Request) -> Request<Body> {
    let mut incoming = Request::new(body(request));
    *incoming.method_mut() = request.method().parse().unwrap_or_default();
    // An address that axum cannot take is none of a route's, and neither is the root.
    *incoming.uri_mut() = request.url().parse().unwrap_or_default();
    *incoming.headers_mut() = headers(&request.headers());
    incoming
}

/// Read when the service asks for it, and in one piece: as a stream, each packet would cross the border for itself. The service
/// has the same bound, and the words for what is above it.
fn body(request: &web_sys::Request) -> Body {
    let (body, headers) = (request.body(), request.headers());
    if body.is_none() {
        return Body::empty();
    }
    Body::from_stream(once(SendFuture::new(async move {
        let read = whole(body, &headers, Cloudflare::MAX_BODY as u32).await;
        read.map(|bytes| bytes.to_vec()).map_err(|_told_by_the_service| io::Error::from(io::ErrorKind::InvalidData))
    })))
}

/// What cannot be a header is left out.
fn headers(from: &web_sys::Headers) -> HeaderMap {
    let pairs = from.entries().into_iter().flatten().map(|pair| Array::from(&pair));
    let pairs = pairs.filter_map(|pair| {
        let name = HeaderName::try_from(pair.get(0).as_string()?).ok()?;
        // workerd takes a header's bytes for UTF-8.
        Some((name, HeaderValue::try_from(pair.get(1).as_string()?).ok()?))
    });
    pairs.collect()
}

async fn outgoing(response: Response) -> Result<web_sys::Response, JsValue> {
    let (mut head, body) = response.into_parts();
    let payload = if let Some(Payload(payload)) = head.extensions.remove::<Payload>() {
        // axum counted the body that is not there.
        head.headers.remove(CONTENT_LENGTH);
        Some(payload.0)
    } else {
        let bytes = to_bytes(body, MAX_REPLY_BYTES).await.map_err(|error| error.to_string())?;
        (!bytes.is_empty()).then(|| Uint8Array::from(bytes.as_ref()))
    };
    let headers = web_sys::Headers::new()?;
    for (name, value) in &head.headers {
        // Ours are all ASCII.
        headers.append(name.as_str(), value.to_str().unwrap_or_default())?;
    }
    let init = ResponseInit::new();
    init.set_status(head.status.as_u16());
    init.set_headers(&headers);
    web_sys::Response::new_with_opt_js_u8_array_and_init(payload.as_ref(), &init)
}
