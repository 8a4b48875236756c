//! The key: to whom it goes, and where it never shows.

use std::sync::Arc;

use contract::{Billed, Key};
use remote::{Address, Client, Https, Kind};

use crate::{
    Broken, KEY, PATIENT, assert_presentable,
    broken::{head_of, reply},
    client_of, generate, picture,
};

#[tokio::test]
async fn the_key_goes_in_its_header_and_only_where_it_is_asked_for() {
    let server = Broken::answering(reply("200 OK", "")).await;
    let client = client_of(&server.url());
    client.health().await.unwrap_err();
    client.models().await.unwrap_err();
    client.usage(1).await.unwrap_err();
    generate(&client).await.unwrap_err();

    let header = format!("authorization: Bearer {KEY}\r\n");
    let [health, models, usage, generate] = server.seen().try_into().unwrap();
    for open in [health, models] {
        assert!(!open.contains(KEY), "{open}");
    }
    for signed in [usage, generate] {
        assert!(signed.contains(&header), "{signed}");
        assert!(!signed.replace(&header, "").contains(KEY), "{signed}");
    }
    assert_eq!(format!("{client:?}"), format!("Client({})", server.url()));
}

#[tokio::test]
async fn a_service_that_repeats_the_key_is_not_repeated() {
    let body = format!(
        r#"{{"error":{{"code":"unauthorized","message":"who is {KEY}?","param":"{KEY}","hint":"not {KEY}","billed":"no"}}}}"#
    );
    let server = Broken::answering(reply("401 Unauthorized", body)).await;
    let client = client_of(&server.url());
    for error in [picture(&client).await.unwrap_err(), client.usage(1).await.unwrap_err()] {
        assert_eq!(error.message, "who is …?");
        assert_presentable("repeated", &error);
    }
}

/// A key as short as a letter is in every sentence, and must not eat ours.
#[tokio::test]
async fn our_own_words_are_whole_whatever_the_key_is() {
    let client_of = |server: &Broken| {
        let wire = Arc::new(Https::with(PATIENT).unwrap());
        Client::to(Address::parse(&server.url()).unwrap(), Key::parse("k").unwrap(), wire).with(PATIENT)
    };
    let body = r#"{"error":{"code":"unauthorized","message":"what is k?","billed":"no"}}"#;
    let server = Broken::answering(reply("401 Unauthorized", body)).await;
    for error in [picture(&client_of(&server)).await.unwrap_err(), client_of(&server).usage(1).await.unwrap_err()] {
        assert_eq!(error.message, "what is …?");
        assert_eq!(error.hint.as_deref(), Some("check the key of this connection"));
    }
    let server = Broken::answering(reply("404 Not Found", "<html>")).await;
    let hint = picture(&client_of(&server)).await.unwrap_err().hint;
    assert_eq!(hint.as_deref(), Some("check the address: something else may be answering there"));
}

#[tokio::test]
async fn no_redirect_is_followed_and_the_message_names_the_host() {
    let other = Broken::answering(reply("200 OK", "")).await;
    let host = other.url().replace("http://", "");
    for (name, status) in [("moved", "301 Moved"), ("found", "302 Found"), ("keeps the method", "307 Temporary")] {
        let location = format!("{}/login?key={KEY}", other.url());
        let server = Broken::answering(head_of(&format!("{status}\nLocation: {location}\nContent-Length: 0"))).await;
        let client = client_of(&server.url());
        let error = picture(&client).await.expect_err(name);
        assert_eq!((error.kind, error.billed), (Kind::Redirected, Billed::Maybe), "{name}: {error:?}");
        assert!(error.message.contains(&host), "{name}: {error}");
        assert_presentable(name, &error);
        let error = client.health().await.expect_err(name);
        assert_eq!((error.kind, error.billed), (Kind::Redirected, Billed::No), "{name}: {error:?}");
    }
    assert_eq!(other.seen(), Vec::<String>::new());
}

#[tokio::test]
async fn a_redirect_to_itself_is_asked_once() {
    for location in ["\nLocation: /generate", "", "\nLocation: ://", "\nLocation: mailto:nobody"] {
        let server = Broken::answering(head_of(&format!("308 Round{location}\nContent-Length: 0"))).await;
        let error = picture(&client_of(&server.url())).await.unwrap_err();
        assert_eq!(error.kind, Kind::Redirected, "{location}: {error:?}");
        assert_eq!(server.seen().len(), 1, "{location}");
        assert_presentable(location, &error);
    }
}

/// Plain HTTP is for this machine; by way of a proxy it would leave it, with the key in it. The variables are read when a
/// process sends for the first time, so another one repeats a test that cannot pass through a proxy that is not there.
#[test]
fn a_proxy_never_sees_plain_http() {
    let nowhere = "http://127.0.0.1:1";
    let run = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "secrets::the_key_goes_in_its_header_and_only_where_it_is_asked_for"])
        .envs([("http_proxy", nowhere), ("HTTP_PROXY", nowhere), ("all_proxy", nowhere), ("ALL_PROXY", nowhere)])
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
}
