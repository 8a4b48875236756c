//! What a failure of the network means: an error of `reqwest` is read by the types in its chain, not by its text, which is
//! in no user's words and holds the URL. The only place that looks into such errors.

use std::{error::Error as StdError, io, iter};

use crate::{Error, Kind};

/// Characters; the names in a wrong certificate are whoever's who sends it, and as many as they like.
const MAX_SAID_CHARS: usize = 300;

/// What `error`, on the way to `host`, means, and whether the request had left by then. `is_offline`: asked only about what
/// never left.
pub(crate) fn meaning(error: &reqwest::Error, host: &str, is_offline: fn() -> bool) -> Error {
    if error.is_builder() {
        Error::unsent(Kind::Internal, "the request could not be built")
    } else if error.is_connect() {
        before_it_left(error, host, is_offline)
    } else {
        after_it_left(error, host)
    }
}

fn before_it_left(error: &reqwest::Error, host: &str, is_offline: fn() -> bool) -> Error {
    // Somebody was there to refuse or to disagree; all else looks alike without a network.
    if let Some(tls) = find::<rustls::Error>(error) {
        insecure(tls, host)
    } else if find::<io::Error>(error).is_some_and(|io| io.kind() == io::ErrorKind::ConnectionRefused) {
        Error::unsent(Kind::Connect, format!("{host} refused the connection"))
            .hint("check the address, and that the service is running")
    } else if is_offline() {
        Error::unsent(Kind::Offline, format!("{host} could not be reached: this computer is offline"))
            .hint("connect this computer to a network, and try again")
    } else if error.is_dns() {
        Error::unsent(Kind::NameNotFound, format!("the name of {host} could not be looked up"))
            .hint("check the address, and that this computer is online")
    } else if error.is_timeout() {
        Error::unsent(Kind::Timeout, format!("{host} could not be reached in time"))
            .hint("check that this computer is online, and try again")
    } else {
        Error::unsent(Kind::Connect, format!("{host} could not be reached"))
            .hint("check the address, and that this computer is online")
    }
}

fn insecure(tls: &rustls::Error, host: &str) -> Error {
    let hint = match tls {
        rustls::Error::InvalidCertificate(_) => {
            "check the address and this computer's clock; on a watched network, its certificate must be installed"
        }
        _ => "check the address: what answers there may not speak HTTPS",
    };
    let said: String = tls.to_string().chars().take(MAX_SAID_CHARS).collect();
    Error::unsent(Kind::Tls, format!("no secure connection to {host}: {said}")).hint(hint).detail(said)
}

fn after_it_left(error: &reqwest::Error, host: &str) -> Error {
    if error.is_timeout() {
        Error::sent(Kind::Timeout, format!("the connection to {host} went silent"))
    } else if find::<hyper::Error>(error).is_some_and(hyper::Error::is_parse) {
        Error::sent(Kind::NotOurs, format!("what {host} answered is not HTTP")).hint("check the address and its port")
    } else {
        Error::sent(Kind::Broken, format!("the connection to {host} broke before the reply was whole"))
    }
}

/// The first `E` in the chain of `error`.
fn find<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    iter::successors(Some(error), |&error| cause(error)).find_map(|error| error.downcast_ref())
}

/// What is behind `error`. `io::Error` skips the error that it wraps, where rustls' own is.
fn cause<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    wrapped.map(|wrapped| wrapped as _).or_else(|| error.source())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_certificate_says_is_not_repeated_without_end() {
        let error = insecure(&rustls::Error::General("名".repeat(5000)), "easel.example");
        assert!(error.message.chars().count() < 400 && error.message.contains("名"), "{error}");
        assert!(error.detail.is_some_and(|detail| detail.chars().count() == 300));
    }
}
