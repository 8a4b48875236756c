//! The name that Cloudflare gives to each request, which its support asks for. It comes from outside and is shown to people,
//! kept in journals and sent on in errors: whoever takes one in asks [`ray`] first, so that nothing else comes in that way.

/// The header that has it in a reply (facts, Cloudflare §2.2).
pub const RAY_HEADER: &str = "cf-ray";
/// Characters; twice what was ever seen.
const MAX_CHARS: usize = 40;

/// `text` if it can be such a name: a few letters, digits and dashes, as in `8f2b6c0a1d3e4f50-FRA`.
pub fn ray(text: &str) -> Option<&str> {
    let is_name = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    Some(text).filter(|text| (1..=MAX_CHARS).contains(&text.len()) && is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_a_name_is_one() {
        let long = "a".repeat(41);
        assert_eq!(ray("8f2b6c0a1d3e4f50-FRA"), Some("8f2b6c0a1d3e4f50-FRA"));
        for wrong in ["", " ", "8f2b6c0a1d3e4f50 FRA", "me@example.com", "/home/me", "8f\n", "ré", &long] {
            assert_eq!(ray(wrong), None, "{wrong:?}");
        }
    }
}
