//! Services on the loopback, until the test's process ends.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
};

use contract::{AccountHash, Health, Key, Usage, model::CATALOGUE};
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
    with_models(None)
}

/// The same, on an account that has no allowance left.
pub(crate) fn without_allowance() -> String {
    let body = r#"{"error":{"code":"allowance_used","message":"nothing is left","billed":"no"}}"#;
    with_models(Some(("429 Too Many Requests", body)))
}

/// `generates`: the status and body of the answer to whoever asks for a picture.
fn with_models(generates: Option<(&'static str, &'static str)>) -> String {
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
            std::io::copy(&mut reader.take(length.unwrap_or(0)), &mut std::io::sink()).unwrap();
            let path = head.split(' ').nth(1);
            let asks = path.is_some_and(|path| path.starts_with("/generate"));
            if asks && generates.is_none() {
                unanswered.push(stream);
                continue;
            }
            let (status, refusal) = generates.filter(|_| asks).unwrap_or(("200 OK", ""));
            let body = match path {
                Some(_) if asks => Ok(refusal.to_owned()),
                Some("/health") => serde_json::to_string(&Health::ours()),
                Some("/models") => serde_json::to_string(&serde_json::json!({ "models": CATALOGUE })),
                _ => serde_json::to_string(&Usage { total: 0, account: AccountHash::default(), days: Vec::new() }),
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
