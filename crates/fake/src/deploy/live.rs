//! `NAME.SUBDOMAIN.workers.dev`, below the API instead of at its own host: what is asked there goes to whoever serves for the
//! Workers, once one was uploaded and enabled, and its answer comes back as it is.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, Request, State},
    response::{Html, IntoResponse as _, Response},
};
use http::{HeaderValue, StatusCode, Uri, header::HOST, uri::PathAndQuery};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::land::Land;

pub(super) async fn answer(
    State(land): State<Arc<Land>>,
    Path(path): Path<Vec<(String, String)>>,
    request: Request,
) -> Response {
    let host = path.first().map(|(_, host)| host.clone()).unwrap_or_default();
    match server(&land, &host) {
        Ok(server) => {
            pass_on(&server, &host, request).await.unwrap_or_else(|_| page(StatusCode::BAD_GATEWAY, "error code: 1101"))
        }
        Err((status, text)) => page(status, text),
    }
}

/// Who answers there; or what Cloudflare says where nobody does.
fn server(land: &Land, host: &str) -> Result<String, (StatusCode, &'static str)> {
    let mut estates = land.estates();
    let nothing = (StatusCode::NOT_FOUND, "There is nothing here yet");
    let worker = estates.at(host).filter(|worker| worker.is_enabled).ok_or(nothing)?;
    // facts, Cloudflare §6.6: it takes a while.
    if worker.delay > 0 {
        worker.delay -= 1;
        return Err(nothing);
    }
    estates.served_by.clone().ok_or((StatusCode::INTERNAL_SERVER_ERROR, "error code: 1101"))
}

fn page(status: StatusCode, text: &'static str) -> Response {
    (status, Html(format!("<!DOCTYPE html><title>{text}</title><h1>{text}</h1>"))).into_response()
}

/// `server`: `http://HOST:PORT`, with or without a slash.
async fn pass_on(
    server: &str,
    host: &str,
    mut request: Request,
) -> Result<Response, Box<dyn std::error::Error + Send + Sync>> {
    let server = server.trim_start_matches("http://").trim_end_matches('/');
    let asked = request.uri().path_and_query().map(PathAndQuery::as_str).unwrap_or_default();
    let (_, below) = asked.split_once(host).unwrap_or_default();
    *request.uri_mut() = if below.starts_with('/') { below.parse()? } else { format!("/{below}").parse::<Uri>()? };
    request.headers_mut().insert(HOST, HeaderValue::try_from(server)?);
    let (mut sender, connection) = http1::handshake::<_, Body>(TokioIo::new(TcpStream::connect(server).await?)).await?;
    // It lives as long as the answer; what ends it is seen there.
    tokio::spawn(connection);
    Ok(sender.send_request(request).await?.map(Body::new))
}
