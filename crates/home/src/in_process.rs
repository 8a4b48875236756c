//! The wire of the built-in connection: a request goes straight into the router, with no socket between.

use axum::{Router, body::Body};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http_body_util::BodyExt as _;
use remote::{Error, Kind, Wire, WireBody};
use tower::ServiceExt as _;

/// A router as a [`Wire`].
pub(crate) struct InProcess(Router);

impl InProcess {
    pub(crate) fn new(router: Router) -> Self {
        Self(router)
    }
}

impl Wire for InProcess {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<WireBody>, Error>> {
        let router = self.0.clone();
        Box::pin(async move {
            let Ok(response) = router.oneshot(request.map(Body::from)).await;
            Ok(response.map(|body| body.map_err(|error| broken(&error)).boxed_unsync()))
        })
    }
}

fn broken(error: &axum::Error) -> Error {
    Error::sent(Kind::Broken, format!("the built-in service's reply broke off: {error}"))
}
