//! What a home's owner chooses: who may ask, and from which web pages.

use contract::Key;
use http::HeaderValue;

/// The choices that the router is built with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Each of them opens the routes that need a key; with none, those routes answer 503 `not_configured`.
    pub keys: Vec<Key>,
    /// Which web pages may call.
    pub origins: Origins,
}

/// Which web pages may call the service from a browser. Programs are not concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origins {
    /// None.
    None,
    /// Any: a key is needed all the same.
    Any,
    /// These, each as `https://host[:port]`.
    List(Vec<HeaderValue>),
}
