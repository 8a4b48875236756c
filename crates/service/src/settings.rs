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
    /// What `/health` says of this one instance, so that a test knows whom it talks to. Nothing secret.
    pub instance: Option<String>,
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

impl Settings {
    /// For programs on this machine: these keys, and no web page.
    pub fn keyed(keys: Vec<Key>) -> Self {
        Self { keys, origins: Origins::None, instance: None }
    }
}

impl Origins {
    /// From a setting: `*`, or origins separated by commas. What is no origin is left out, so that a slip lets nobody in.
    pub fn parse(text: &str) -> Self {
        let mut parts = text.split(',').map(str::trim).filter(|part| !part.is_empty()).peekable();
        if parts.peek().is_none() {
            return Self::None;
        }
        let list: Vec<_> = parts.collect();
        if list.contains(&"*") { Self::Any } else { Self::List(list.into_iter().filter_map(origin).collect()) }
    }
}

/// Browsers send it without a slash at the end, and in lower case.
fn origin(text: &str) -> Option<HeaderValue> {
    let text = text.trim_end_matches('/').to_ascii_lowercase();
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let fits = !host.is_empty() && !host.contains(['/', '*', '?', '#', '@', ' ']);
    HeaderValue::try_from(text.as_str()).ok().filter(|_| fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_names_origins_and_a_slip_lets_nobody_in() {
        let list =
            |origins: &[&'static str]| Origins::List(origins.iter().map(|o| HeaderValue::from_static(o)).collect());
        for (text, origins) in [
            ("", Origins::None),
            (" , ", Origins::None),
            ("*", Origins::Any),
            ("https://a.example, *", Origins::Any),
            (" https://A.example/,http://localhost:5173 ", list(&["https://a.example", "http://localhost:5173"])),
            ("a.example,https://*.example,https://b.example/path,null", list(&[])),
        ] {
            assert_eq!(Origins::parse(text), origins, "{text}");
        }
    }
}
