//! A reply that dies on the way.

use axum::{
    body::{Body, to_bytes},
    response::Response,
};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http::header::CONTENT_LENGTH;

/// Sends half of the body that was promised, then closes the connection.
pub(crate) async fn break_off(reply: Response) -> Response {
    let (mut head, body) = reply.into_parts();
    // The body is one of ours, in memory.
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    head.headers.insert(CONTENT_LENGTH, whole.len().into());
    let half = stream::iter([Ok(whole.slice(..whole.len() / 2))]);
    let end = stream::once(async {
        // The half leaves while this waits for its next turn; hyper drops what it has not sent when the body fails.
        tokio::task::yield_now().await;
        Err::<Bytes, _>(std::io::Error::other("broken off as told"))
    });
    Response::from_parts(head, Body::from_stream(half.chain(end)))
}
