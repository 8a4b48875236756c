//! Services on the loopback, until the test's process ends.

use std::{
    collections::HashSet,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
};

use contract::{AccountHash, Billed, Code, Day, Health, Key, Usage, model::CATALOGUE};
use engine::usage::utc_date;
use home::{BuiltIn, Settings, Socket};
use jiff::Timestamp;
use serde_json::{Value, json};

/// The painter behind a socket. Its address.
pub(crate) fn serve(state: PathBuf, key: &str) -> String {
    let key = Key::parse(key).unwrap();
    let (sender, receiver) = std::sync::mpsc::sync_channel(1);
    let thread = std::thread::Builder::new().name("service".to_owned());
    let served = thread.spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let home = BuiltIn::open(&state).unwrap();
            let socket = Socket::bind(0).await.unwrap();
            sender.send(socket.address()).unwrap();
            socket.serve(&home, Settings::keyed(vec![key]), std::future::pending()).await.unwrap();
        });
    });
    served.unwrap();
    format!("http://{}", receiver.recv().unwrap())
}

/// A service with every model of Cloudflare's, that never has done with a picture.
pub(crate) fn with_all_models() -> String {
    with_models(|_| None)
}

/// The same, on an account that has used so many neurons today.
pub(crate) fn having_used(neurons: f64) -> String {
    let account = AccountHash::parse("0123456789abcdef").unwrap();
    with_usage(
        move |today| Usage { total: 12, account: account.clone(), days: vec![Day { neurons, ..today }] },
        |_| None,
    )
}

/// The same, on an account that has no allowance left. It says itself that this lasts into the next day: what is refused without
/// that in the first two hours of a day may still be the last day's.
pub(crate) fn without_allowance() -> String {
    let status = "429 Too Many Requests\r\nretry-after: 86400";
    let body = r#"{"error":{"code":"allowance_used","message":"nothing is left","billed":"no"}}"#;
    with_models(|_| Some((status.to_owned(), body.to_owned())))
}

/// The same, that refuses a picture by the code that its prompt is: `prompt_flagged`; once, and is not done with the next one.
pub(crate) fn refusing() -> String {
    let mut refused = HashSet::new();
    with_models(move |asked| {
        let asked: serde_json::Value = serde_json::from_str(asked).unwrap();
        let code: Code = serde_json::from_value(asked.get("prompt").unwrap().clone()).unwrap();
        if !refused.insert(code) {
            return None;
        }
        let billed = match code {
            Code::ReplyGone => Billed::Yes,
            Code::PictureFlagged | Code::Upstream | Code::Interrupted | Code::UpstreamTimeout => Billed::Maybe,
            _ => Billed::No,
        };
        let error =
            serde_json::json!({ "code": code, "message": "refused", "billed": billed, "ray": "8f3a2b1c0d9e7f65-FRA" });
        Some((format!("{} Refused", code.status()), serde_json::json!({ "error": error }).to_string()))
    })
}

/// The same, that tells this, a status and a body, when it is asked for the usage of more than a day, as no test of the connection does.
pub(crate) fn telling(status: &'static str, usage: String) -> String {
    let nothing = Usage { total: 0, account: AccountHash::default(), days: Vec::new() };
    let told = move |path: &str, _: Day| match path {
        "/usage?days=1" => ("200 OK", serde_json::to_string(&nothing).unwrap()),
        _ => (status, usage.clone()),
    };
    scripted(told, |_| None)
}

/// `answer`: the status and body for whoever asks for a picture with this body; `None`: it is never done.
fn with_models(answer: impl FnMut(&str) -> Option<(String, String)> + Send + 'static) -> String {
    with_usage(|_| Usage { total: 0, account: AccountHash::default(), days: Vec::new() }, answer)
}

/// `usage`: what it has counted, from a day of today's date on which nothing was.
fn with_usage(
    usage: impl Fn(Day) -> Usage + Send + 'static,
    answer: impl FnMut(&str) -> Option<(String, String)> + Send + 'static,
) -> String {
    scripted(move |_, today| ("200 OK", serde_json::to_string(&usage(today)).unwrap()), answer)
}

/// `usage`: the status and body for whoever asks for it by this path, on this day.
fn scripted(
    usage: impl Fn(&str, Day) -> (&'static str, String) + Send + 'static,
    mut answer: impl FnMut(&str) -> Option<(String, String)> + Send + 'static,
) -> String {
    having(json!({ "models": CATALOGUE }), usage, move |_, asked| answer(asked))
}

/// The same, that has every model and writes prompts so: a status and a body for who asks with this body; `None`: it is never done.
pub(crate) fn writing(mut answer: impl FnMut(&str) -> Option<(String, String)> + Send + 'static) -> String {
    let usage = Usage { total: 0, account: AccountHash::default(), days: Vec::new() };
    let usage = serde_json::to_string(&usage).unwrap();
    let written = move |path: &str, asked: &str| if path == "/prompt" { answer(asked) } else { None };
    having(json!({ "models": CATALOGUE }), move |_, _| ("200 OK", usage.clone()), written)
}

/// The same, that says this of its models.
pub(crate) fn saying(models: Value) -> String {
    let usage = Usage { total: 0, account: AccountHash::default(), days: Vec::new() };
    let usage = serde_json::to_string(&usage).unwrap();
    having(models, move |_, _| ("200 OK", usage.clone()), |_, _| None)
}

/// `answer`: by path and body.
fn having(
    models: Value,
    usage: impl Fn(&str, Day) -> (&'static str, String) + Send + 'static,
    mut answer: impl FnMut(&str, &str) -> Option<(String, String)> + Send + 'static,
) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answering = std::thread::Builder::new().spawn(move || {
        let mut unanswered = Vec::new();
        for mut stream in listener.incoming().flatten() {
            let mut head = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            // Who asks may hang up at any time, which ends nothing for the next one.
            while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).is_ok_and(|length| length > 0) {}
            // Hanging up on what was not read would break the reply.
            let length = head
                .to_lowercase()
                .split("content-length: ")
                .nth(1)
                .and_then(|rest| rest.split('\r').next()?.parse().ok());
            let mut asked = String::new();
            if reader.take(length.unwrap_or(0)).read_to_string(&mut asked).is_err() {
                continue;
            }
            let path = head.split(' ').nth(1);
            let (status, body) = match path {
                Some(path) if path.starts_with("/generate") || path == "/prompt" => {
                    let Some((status, body)) = answer(path, &asked) else {
                        unanswered.push(stream);
                        continue;
                    };
                    (status, Ok(body))
                }
                Some("/health") => ("200 OK".to_owned(), serde_json::to_string(&Health::ours())),
                Some("/models") => ("200 OK".to_owned(), Ok(models.to_string())),
                path => {
                    let (status, told) = usage(path.unwrap_or_default(), Day::empty(utc_date(Timestamp::now())));
                    (status.to_owned(), Ok(told))
                }
            };
            let (body, head) = (body.unwrap(), "content-type: application/json\r\nconnection: close");
            let length = body.len();
            let reply =
                format!("HTTP/1.1 {status}\r\n{head}\r\nx-easel-api: 1\r\ncontent-length: {length}\r\n\r\n{body}");
            stream.write_all(reply.as_bytes()).ok();
        }
    });
    answering.unwrap();
    address
}
