//! Services on the loopback, until the test's process ends.

use std::{
    collections::HashSet,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
};

use contract::{AccountHash, Billed, Code, Health, Key, Usage, model::CATALOGUE};
use home::{BuiltIn, Settings, Socket};

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

/// The same, on an account that has no allowance left.
pub(crate) fn without_allowance() -> String {
    let body = r#"{"error":{"code":"allowance_used","message":"nothing is left","billed":"no"}}"#;
    with_models(|_| Some(("429 Too Many Requests".to_owned(), body.to_owned())))
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

/// `answer`: the status and body for whoever asks for a picture with this body; `None`: it is never done.
fn with_models(mut answer: impl FnMut(&str) -> Option<(String, String)> + Send + 'static) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answering = std::thread::Builder::new().spawn(move || {
        let mut unanswered = Vec::new();
        for mut stream in listener.incoming().flatten() {
            let mut head = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap() > 0 {}
            // Hanging up on what was not read would break the reply.
            let length = head
                .to_lowercase()
                .split("content-length: ")
                .nth(1)
                .and_then(|rest| rest.split('\r').next()?.parse().ok());
            let mut asked = String::new();
            reader.take(length.unwrap_or(0)).read_to_string(&mut asked).unwrap();
            let path = head.split(' ').nth(1);
            let (status, body) = match path {
                Some(path) if path.starts_with("/generate") => {
                    let Some((status, body)) = answer(&asked) else {
                        unanswered.push(stream);
                        continue;
                    };
                    (status, Ok(body))
                }
                Some("/health") => ("200 OK".to_owned(), serde_json::to_string(&Health::ours())),
                Some("/models") => {
                    ("200 OK".to_owned(), serde_json::to_string(&serde_json::json!({ "models": CATALOGUE })))
                }
                _ => {
                    let usage = Usage { total: 0, account: AccountHash::default(), days: Vec::new() };
                    ("200 OK".to_owned(), serde_json::to_string(&usage))
                }
            };
            let (body, head) = (body.unwrap(), "content-type: application/json\r\nconnection: close");
            write!(
                stream,
                "HTTP/1.1 {status}\r\n{head}\r\nx-easel-api: 1\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            )
            .unwrap();
        }
    });
    answering.unwrap();
    address
}
