//! The client as its user sees it, against a server on this machine that does everything wrong. No network but loopback.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

mod account_diagnoses;
mod analytics;
mod broken;
mod deploying;
mod deploying_refused;
mod diagnoses;
mod generate;
mod network;
mod reads;
mod rewriting;
mod secrets;
mod texts;
mod traces;
mod workers_ai;

use std::sync::Arc;

use contract::{Fields, GenerateRequest, JobKey, Key, Record, model::PAINTER};
use remote::{Address, Client, Error, Https, Incoming, Timeouts};

use broken::{Broken, PATIENT};

/// What no error and no debug text may ever hold.
const KEY: &str = "sesame-open-7";

fn client_of(address: &str) -> Client {
    client_with(address, PATIENT)
}

fn client_with(address: &str, timeouts: Timeouts) -> Client {
    let wire = Arc::new(Https::with(timeouts).unwrap());
    Client::to(Address::parse(address).unwrap(), Key::parse(KEY).unwrap(), wire).with(timeouts)
}

fn request() -> GenerateRequest {
    let fields = Fields { prompt: Some("雨の中の猫".to_owned()), seed: Some(7), ..Fields::default() };
    GenerateRequest::parse(fields, &PAINTER).unwrap()
}

fn record() -> Record {
    Record { content_type: Some("image/jpeg".to_owned()), ..Record::of(&request(), request().size) }
}

async fn generate(client: &Client) -> Result<Incoming, Error> {
    client.generate(&request(), &JobKey::parse("job-1").unwrap()).await
}

/// The whole picture, as a caller would take it.
async fn picture(client: &Client) -> Result<Vec<u8>, Error> {
    let mut incoming = generate(client).await?;
    let mut bytes = Vec::new();
    while let Some(chunk) = incoming.chunk().await? {
        assert!(!chunk.is_empty(), "an empty chunk says nothing");
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// What holds for every error, whatever its kind.
fn assert_presentable(name: &str, error: &Error) {
    let shown = format!("{error} {error:?}");
    assert!(!error.message.trim().is_empty(), "{name}: nothing is said");
    assert!(!shown.contains(KEY), "{name}: the key is shown: {shown}");
    assert!(!error.message.contains('\n'), "{name}: one line, please: {shown}");
}
