//! What holds for every reply, whatever the row: it tells no secret, and an error says in words what happened and what to do.

use contract::{ApiError, Billed, Code, error::ErrorBody};

use crate::{KEYS, Reply};

/// Bytes; an error is words for people, and repeats no more of a request than a name.
const MAX_ERROR: usize = 4 << 10;

/// What is not so.
pub(crate) fn faults(reply: &Reply) -> Vec<String> {
    let wordless = if reply.status < 400 { None } else { wordless(reply) };
    told(reply).into_iter().chain(wordless).collect()
}

/// The account's id and token, and the keys.
fn told(reply: &Reply) -> Option<String> {
    let body = String::from_utf8_lossy(&reply.body);
    let tells = |secret: &&str| {
        body.contains(*secret)
            || reply.headers.iter().any(|(name, value)| name.contains(*secret) || value.contains(*secret))
    };
    let secret = [fake::FIRST.id, fake::FIRST.token].into_iter().chain(KEYS).find(tells)?;
    Some(format!("it tells the secret {secret}: {}", reply.shown()))
}

fn wordless(reply: &Reply) -> Option<String> {
    let Ok(ErrorBody { error }) = serde_json::from_slice(&reply.body) else {
        return Some(format!("its error is not of our shape: {}", reply.shown()));
    };
    if reply.body.len() >= MAX_ERROR {
        return Some(format!("its error has {} bytes", reply.body.len()));
    }
    let ApiError { code, message, param, hint, billed, .. } = error;
    // OpenAI's own clients send again by themselves where nobody forbids it.
    if (billed == Billed::No) == (reply.header("x-should-retry") == Some("false")) {
        return Some(format!("x-should-retry does not go with its cost: {}", reply.shown()));
    }
    if code.status() != reply.status {
        return Some(format!("{code:?} has another status than {}", reply.status));
    }
    // Which field is wrong, and why, says what to do.
    let says_all = param.is_some() || code == Code::BadJson;
    let hinted = hint.map_or(says_all, |hint| !hint.trim().is_empty());
    if !message.trim().is_empty() && hinted { None } else { Some(format!("it says too little: {}", reply.shown())) }
}
