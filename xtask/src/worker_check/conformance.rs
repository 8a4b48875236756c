//! The suite that every home runs, on the wasm Worker, and on Workers AI over REST beside it: they must not differ.

use std::{net::SocketAddr, sync::Arc};

use anyhow::{Result, ensure};
use conformance::{KEYS, ORIGIN, Said, Socket, differences};
use contract::{Account, AccountId, Key, text::TEXT_MODELS};
use fake::Fake;
use home::{BuiltIn, Origins, Settings};
use jiff::Timestamp;
use remote::{Address, Https, WorkersAi};

use super::Check;
use crate::worker::Workerd;

pub(super) fn run(check: &Check) -> Result<()> {
    let (worker, home) = check.runtime.block_on(async { tokio::join!(at_cloudflare(check), at_home()) });
    let (worker, home) = (worker?, home?);
    let rows = worker.exchanges.len();
    let faults: Vec<_> = [worker.faults.clone(), home.faults.clone(), differences(&worker, &home)].concat();
    ensure!(faults.is_empty(), "the Worker does not say what every home says:\n- {}", faults.join("\n- "));
    check.done(&format!("it says what every home says, in {rows} rows, and counts two hundred at once as two hundred"));
    Ok(())
}

async fn at_cloudflare(check: &Check) -> Result<Said> {
    let fake = Fake::start()?;
    let mut options = check.options(&fake);
    options.var("API_KEY", &KEYS.join(","));
    options.var("ALLOWED_ORIGINS", ORIGIN);
    // So that `/usage` names the account as it does at home.
    options.var("ACCOUNT_ID", fake::FIRST.id);
    let workerd = Workerd::start(&options)?;
    Ok(conformance::run(&Socket(workerd.address()?), &fake).await)
}

async fn at_home() -> Result<Said> {
    let (fake, folder) = (Fake::start()?, tempfile::tempdir()?);
    let account = Account { id: AccountId::parse(fake::FIRST.id)?, token: Key::parse(fake::FIRST.token)? };
    let account = WorkersAi::at(Address::parse(&fake.rest())?, account, Arc::new(Https::new()?));
    let db = folder.path().join("state.db");
    let home = BuiltIn::on_workers_ai(&db, vec![account], TEXT_MODELS.first(), Arc::new(Timestamp::now))?;
    let keys = KEYS.iter().map(|key| Key::parse(key)).collect::<Result<_, _>>()?;
    let settings = Settings { origins: Origins::parse(ORIGIN), ..Settings::keyed(keys) };
    let socket = home::Socket::bind(0).await?;
    let address: SocketAddr = socket.address();
    let serving = tokio::spawn(async move { socket.serve(&home, settings, std::future::pending()).await });
    let said = conformance::run(&Socket(address), &fake).await;
    serving.abort();
    Ok(said)
}
