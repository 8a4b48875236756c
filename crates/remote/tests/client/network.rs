//! What happens before a service is reached, which never costs anything; and a wire that is no network at all.

use std::{future::ready, sync::Arc};

use bytes::Bytes;
use contract::{Billed, Key, MAX_PICTURE_BYTES};
use futures_util::{FutureExt as _, future::BoxFuture};
use http_body_util::{BodyExt as _, Full};
use remote::{Address, Client, Error, Kind, Wire, WireBody};

use crate::{Broken, KEY, assert_presentable, broken::Step, client_of, picture, record};

#[tokio::test]
async fn what_never_left_cost_nothing() {
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let down = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let plain = Broken::start(vec![Step::Send(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()), Step::Hang]).await;
    let not_tls = plain.url().replace("http:", "https:");
    for (name, address, kind) in [("server down", down, Kind::Connect), ("no TLS there", not_tls, Kind::Tls)] {
        let client = client_of(&address);
        for error in [picture(&client).await.expect_err(name), client.health().await.expect_err(name)] {
            assert_eq!((error.kind, error.billed), (kind, Billed::No), "{name}: {error:?}");
            assert!(error.hint.is_some(), "{name}: nothing is advised");
            assert_presentable(name, &error);
        }
    }
}

/// A service within the process, with a JPEG of so many bytes.
struct Within {
    sent: usize,
    declared: Option<usize>,
}

impl Wire for Within {
    fn send(&self, _: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<WireBody>, Error>> {
        let mut jpeg = b"\xff\xd8\xff".to_vec();
        jpeg.resize(self.sent, 0);
        let mut response = http::Response::new(Full::from(jpeg).map_err(|never| match never {}).boxed_unsync());
        response.headers_mut().insert("content-type", "image/jpeg".parse().unwrap());
        response.headers_mut().insert("x-easel-record", record().to_header().parse().unwrap());
        if let Some(declared) = self.declared {
            response.headers_mut().insert("content-length", declared.into());
        }
        ready(Ok(response)).boxed()
    }
}

#[tokio::test]
async fn the_bounds_hold_on_any_wire() {
    let most = MAX_PICTURE_BYTES;
    for (sent, declared, outcome) in [
        (most, None, Ok(most)),
        (most + 1, None, Err(Kind::TooLarge)),
        (99, Some(99), Ok(99)),
        (99, Some(100), Err(Kind::Broken)),
    ] {
        let wire = Arc::new(Within { sent, declared });
        let client = Client::to(Address::in_process(), Key::parse(KEY).unwrap(), wire);
        let received = picture(&client).await.map(|bytes| bytes.len());
        assert_eq!(received.map_err(|error| error.kind), outcome, "{sent} of {declared:?}");
    }
}
