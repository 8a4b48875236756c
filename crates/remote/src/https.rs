//! The wire to another machine, over HTTPS; and to this one, over plain HTTP. One is made and shared by the whole program,
//! so that connections are. It sends each request once: no redirect is followed, nothing is tried again.

use std::sync::OnceLock;

use bytes::Bytes;
use futures_util::{FutureExt as _, future::BoxFuture};
use http::{HeaderMap, HeaderValue, Request, Response, Uri, header::ACCEPT_ENCODING, uri::Scheme};
use http_body_util::BodyExt as _;
use reqwest::{ClientBuilder, redirect, retry};

use crate::{Error, Kind, Timeouts, Wire, WireBody, fault, route};

/// The wire over the network. Needs a tokio runtime when it sends.
pub struct Https {
    timeouts: Timeouts,
    /// To this machine only, and never by way of a proxy: that would be another machine, reached without encryption.
    plain: reqwest::Client,
    /// To other machines, by the system's proxy if it has one. Made when it is first needed: it reads the system's
    /// certificates, and a computer without any must still reach its own service.
    secure: OnceLock<reqwest::Client>,
    /// Whether this computer has no network; the tests' own answer does not depend on the machine.
    is_offline: fn() -> bool,
}

impl Https {
    /// With the usual timeouts.
    pub fn new() -> Result<Self, Error> {
        Self::with(Timeouts::default())
    }

    /// Of `timeouts`, `connect` is the wire's part; the rest is the [`crate::Client`]'s.
    pub fn with(timeouts: Timeouts) -> Result<Self, Error> {
        // An error says that a provider was there before, which is as good.
        rustls::crypto::ring::default_provider().install_default().ok();
        let plain =
            builder(timeouts).no_proxy().tls_certs_only([]).build().map_err(|error| {
                Error::unsent(Kind::Internal, format!("the HTTP client could not be set up: {error}"))
            })?;
        Ok(Self { timeouts, plain, secure: OnceLock::new(), is_offline: route::is_offline })
    }

    /// What it was made with, so that whoever speaks over it waits as long.
    pub fn timeouts(&self) -> Timeouts {
        self.timeouts
    }

    fn client(&self, uri: &Uri) -> Result<&reqwest::Client, Error> {
        if uri.scheme() == Some(&Scheme::HTTP) {
            return Ok(&self.plain);
        }
        if let Some(secure) = self.secure.get() {
            return Ok(secure);
        }
        // Not kept when it fails: certificates can be installed while the program runs.
        let secure = builder(self.timeouts).https_only(true).build().map_err(|_no_certificates| {
            Error::unsent(Kind::Tls, "this computer's certificates for secure connections could not be read")
                .hint("install the system's package of certificates, often called ca-certificates")
        })?;
        Ok(self.secure.get_or_init(|| secure))
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<WireBody>, Error> {
        let host = request.uri().authority().map(ToString::to_string).unwrap_or_default();
        let client = self.client(request.uri())?;
        // Without a network this machine still reaches itself.
        let is_offline = if request.uri().scheme() == Some(&Scheme::HTTP) { || false } else { self.is_offline };
        let sending = async { client.execute(request.try_into()?).await };
        let response = Response::from(sending.await.map_err(|error| fault::meaning(&error, &host, is_offline))?);
        Ok(response.map(|body| body.map_err(move |error| fault::meaning(&error, &host, is_offline)).boxed_unsync()))
    }
}

/// What both clients have in common.
fn builder(timeouts: Timeouts) -> ClientBuilder {
    reqwest::Client::builder()
        .user_agent(concat!("easel/", env!("CARGO_PKG_VERSION")))
        // A bound on compressed bytes is none, and pictures do not shrink.
        .default_headers(HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static("identity"))]))
        .connect_timeout(timeouts.connect)
        // A record in a header: two prompts of 2000 characters, four bytes each, as JSON in base64.
        .http2_max_header_list_size(64 << 10)
        .redirect(redirect::Policy::none())
        // By default a request is sent again after an HTTP/2 GOAWAY, which does not say that it has not run.
        .retry(retry::never())
}

impl Wire for Https {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<WireBody>, Error>> {
        self.exchange(request).boxed()
    }
}

#[cfg(test)]
mod tests {
    use std::{io, sync::Arc};

    use contract::{Account, AccountId, Billed, Key};
    use reqwest::dns::{Name, Resolve, Resolving};

    use super::*;
    use crate::{Address, Client, WorkersAi};

    /// Knows no name, and needs no network to say so.
    struct Nowhere;

    impl Resolve for Nowhere {
        fn resolve(&self, _: Name) -> Resolving {
            Box::pin(async { Err(io::Error::other("no such name").into()) })
        }
    }

    fn nowhere(is_offline: fn() -> bool) -> Arc<Https> {
        let wire = Https::with(Timeouts::default()).unwrap();
        let client = builder(wire.timeouts).no_proxy().tls_certs_only([]).dns_resolver(Arc::new(Nowhere));
        let client = client.build().unwrap();
        Arc::new(Https { plain: client.clone(), secure: OnceLock::from(client), is_offline, ..wire })
    }

    #[tokio::test]
    async fn a_name_that_nobody_knows_is_told_from_a_network_that_is_not_there() {
        let address = Address::parse("https://easel.invalid").unwrap();
        let key = Key::parse("sesame").unwrap();
        let account = Account { id: AccountId::parse(&"0".repeat(32)).unwrap(), token: key.clone() };
        for (is_offline, kind) in [((|| false) as fn() -> bool, Kind::NameNotFound), (|| true, Kind::Offline)] {
            let service = Client::to(address.clone(), key.clone(), nowhere(is_offline));
            let workers_ai = WorkersAi::at(address.clone(), account.clone(), nowhere(is_offline));
            for error in [service.check().await.unwrap_err(), workers_ai.check().await.unwrap_err()] {
                assert_eq!((error.kind, error.billed), (kind, Billed::No));
                assert!(error.message.contains("easel.invalid") && error.hint.is_some(), "{error:?}");
            }
        }
    }

    #[tokio::test]
    async fn who_refuses_is_there_and_this_machine_always_is() {
        let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = gone.local_addr().unwrap();
        drop(gone);
        for (url, kind) in [
            (format!("http://{host}"), Kind::Connect),
            (format!("https://{host}"), Kind::Connect),
            ("http://localhost".to_owned(), Kind::NameNotFound),
        ] {
            let client = Client::to(Address::parse(&url).unwrap(), Key::parse("sesame").unwrap(), nowhere(|| true));
            assert_eq!(client.check().await.unwrap_err().kind, kind, "{url}");
        }
    }
}
