//! Any reply of Cloudflare: it is a picture or an error of ours, and no panic.
#![no_main]

use contract::{AiError, call::decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((status, body)) = data.split_first_chunk::<2>() else { return };
    let error = AiError::from_reply(u16::from_be_bytes(*status), body).into_error("2026-11-21T00:00:00Z".parse().unwrap());
    assert!(!error.message.is_empty());
    AiError::from_message(&String::from_utf8_lossy(body));
    if let Ok((format, file)) = decode(body.to_vec()) {
        let (_, _) = (format.dimensions(&file), format.is_whole(&file));
    }
});
