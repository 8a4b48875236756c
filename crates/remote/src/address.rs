//! Where a service is: its base URL, checked once, so that nothing after it can send a key over plain HTTP to another
//! machine. Read by the same parser that the wire connects with, so that the two cannot disagree about the host.

use std::{fmt, net::IpAddr};

use reqwest::Url;
use serde::{Deserialize, Serialize};

/// Bytes; the longest address that is looked at.
const MAX_LENGTH: usize = 1024;

/// `https://host[:port][/path]`, or `http://` to this machine; no slash at the end.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address(String);

/// Why a text is no address. It repeats nothing of the text, which may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AddressError {
    /// Nothing, or only white space.
    #[error("the address is empty")]
    Empty,
    /// No URL, or over 1024 bytes.
    #[error("this is not an address; one looks like https://easel.example.workers.dev")]
    Malformed,
    /// Neither `https` nor `http`.
    #[error("the address must begin with https://")]
    Scheme,
    /// `http://` to another machine, where anyone on the way could read the key.
    #[error("the address must begin with https://; http:// is for this computer only")]
    PlainHttp,
    /// `user:password@`.
    #[error("the address must not hold a user name or password; the key has a field of its own")]
    UserInfo,
    /// `?…` or `#…`.
    #[error("the address must end before any ? or #")]
    Query,
}

impl Address {
    /// Accepts a bare host too: `https://` is added, or `http://` if it is this machine, as `easel serve` has no TLS.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if text.len() > MAX_LENGTH {
            return Err(AddressError::Malformed);
        }
        let url = if text.contains("://") { read(text)? } else { read_bare(text)? };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::UserInfo);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(AddressError::Query);
        }
        match url.scheme() {
            "https" => {}
            "http" if is_this_machine(&url) => {}
            "http" => return Err(AddressError::PlainHttp),
            _ => return Err(AddressError::Scheme),
        }
        // Requests are built from this text: what URLs allow and requests do not is told here, not at the first send.
        url.as_str().parse::<http::Uri>().or(Err(AddressError::Malformed))?;
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// Of the service within this process, whose wire looks at paths only.
    pub fn in_process() -> Self {
        Self("http://localhost".to_owned())
    }

    /// Of Cloudflare's REST API.
    pub fn cloudflare() -> Self {
        Self("https://api.cloudflare.com/client/v4".to_owned())
    }

    /// Of a Worker at Cloudflare: `NAME.SUBDOMAIN`, both of which are checked names.
    pub(crate) fn workers_dev(labels: &str) -> Self {
        Self(format!("https://{labels}.workers.dev"))
    }

    /// Of what stands at `path` below, which begins with a slash and needs no escapes.
    pub(crate) fn below(&self, path: &str) -> Self {
        Self(self.at(path))
    }

    /// The host, with its port if it is not the usual one.
    pub fn host(&self) -> &str {
        let after_scheme = self.0.split_once("://").map_or("", |(_, rest)| rest);
        after_scheme.split_once('/').map_or(after_scheme, |(host, _)| host)
    }

    /// The URL of `path`, which begins with a slash.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The host, with its port if it is not the usual one, that a `Location` from here points to.
    pub(crate) fn host_of(&self, location: &str) -> Option<String> {
        let url = Url::parse(&self.0).ok()?.join(location).ok()?;
        let host = url.host_str()?;
        Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
    }
}

fn read(text: &str) -> Result<Url, AddressError> {
    Url::parse(text).or(Err(AddressError::Malformed))
}

fn read_bare(text: &str) -> Result<Url, AddressError> {
    let url = read(&format!("https://{text}"))?;
    if is_this_machine(&url) { read(&format!("http://{text}")) } else { Ok(url) }
}

fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_becomes_a_base_without_a_slash() {
        for (typed, address) in [
            ("https://easel.example.workers.dev", "https://easel.example.workers.dev"),
            (" https://Example.COM:443/ \n", "https://example.com"),
            ("https://example.com/easel//", "https://example.com/easel"),
            ("https://例え.example", "https://xn--r8jz45g.example"),
            ("example.com:8443/a", "https://example.com:8443/a"),
            ("http://localhost:8787/", "http://localhost:8787"),
            ("http://127.9.9.9", "http://127.9.9.9"),
            ("http://[::1]:8787", "http://[::1]:8787"),
            ("localhost:8787", "http://localhost:8787"),
            ("127.0.0.1:8787", "http://127.0.0.1:8787"),
            // The parser's reading of an odd spelling is also the one that is connected to.
            ("http://127.1:80", "http://127.0.0.1"),
        ] {
            assert_eq!(Address::parse(typed).map(|address| address.to_string()), Ok(address.to_owned()), "{typed}");
        }
    }

    #[test]
    fn what_would_leak_or_mislead_is_refused() {
        use AddressError::{Empty, Malformed, PlainHttp, Query, Scheme, UserInfo};
        let long = format!("https://{}", "a".repeat(2000));
        for (typed, error) in [
            (" ", Empty),
            ("https://", Malformed),
            ("two words", Malformed),
            ("https://exa mple.com", Malformed),
            ("https://example.com:99999", Malformed),
            (long.as_str(), Malformed),
            ("ftp://example.com", Scheme),
            ("file:///etc/passwd", Scheme),
            ("http://example.com", PlainHttp),
            ("http://localhost.example.com", PlainHttp),
            ("http://0.0.0.0:8787", PlainHttp),
            ("http://192.168.1.2", PlainHttp),
            ("http://[::ffff:127.0.0.1]", PlainHttp),
            ("http://127.0.0.1@example.com", UserInfo),
            ("https://user:sesame@example.com", UserInfo),
            ("https://example.com/?key=sesame", Query),
            ("https://example.com#a", Query),
        ] {
            assert_eq!(Address::parse(typed), Err(error), "{typed}");
            assert!(!error.to_string().contains("sesame"), "{typed}");
        }
    }

    #[test]
    fn the_host_is_told_from_the_rest() {
        let address = Address::parse("https://example.com:8443/easel").unwrap();
        assert_eq!(address.host(), "example.com:8443");
        assert_eq!(address.host_of("/login"), Some("example.com:8443".to_owned()));
        assert_eq!(address.host_of("https://user:pw@other.example/x?y"), Some("other.example".to_owned()));
        assert_eq!(address.host_of("mailto:a"), None);
    }
}
