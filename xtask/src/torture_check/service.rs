//! The service that outlives every kill: the real one, on the stand-in for Cloudflare, behind a slow wire. It remembers what it
//! was asked, so that a picture that was paid for twice is seen.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use anyhow::Result;
use contract::{Account, AccountId, Key};
use engine::{ConnectionId, Saved, SavedConnection, Settings, USUAL_PARALLEL};
use fake::{Fake, Fault};
use home::{BuiltIn, Socket};
use jiff::Timestamp;
use library::PictureId;
use remote::{Address, Https, WorkersAi};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use super::{
    user::model,
    wire::{Asked, Wire},
};

/// What opens it.
pub(super) const KEY: &str = "the-tortured-user's-own-key";
/// How long the model takes.
const MODEL: Duration = Duration::from_millis(80);
/// More than any number of rounds uses.
const NEURONS: f64 = 1e12;

/// A picture as it was asked for: no two wishes have the same words, and no two pictures of a wish the same seed.
type Recipe = (String, u64);

pub(super) struct Service {
    fake: Fake,
    wire: Wire,
    // They last as long as it does.
    _runtime: Runtime,
    _folder: TempDir,
}

impl Service {
    pub(super) fn start(seed: u64) -> Result<Self> {
        let fake = Fake::start()?;
        fake.set_allowance(fake::FIRST, NEURONS);
        fake.answer_always(Some(Fault::Slow(MODEL)));
        let folder = tempfile::tempdir()?;
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let account = Account { id: AccountId::parse(fake::FIRST.id)?, token: Key::parse(fake::FIRST.token)? };
        let account = WorkersAi::at(Address::parse(&fake.rest())?, account, Arc::new(Https::new()?));
        let home =
            BuiltIn::on_workers_ai(&folder.path().join("state.db"), vec![account], None, Arc::new(Timestamp::now))?;
        let socket = runtime.block_on(Socket::bind(0))?;
        let address: SocketAddr = socket.address();
        let settings = home::Settings::keyed(vec![Key::parse(KEY)?]);
        runtime.spawn(async move { socket.serve(&home, settings, std::future::pending()).await });
        let wire = Wire::to(address, seed)?;
        Ok(Self { fake, wire, _runtime: runtime, _folder: folder })
    }

    /// Where it is asked.
    pub(super) fn address(&self) -> SocketAddr {
        self.wire.address()
    }

    /// What is set by a user who has added the service at this address.
    pub(super) fn settings(address: SocketAddr) -> Result<Settings> {
        let id = ConnectionId(1);
        let connection = SavedConnection {
            id,
            name: "Slow".to_owned(),
            service: Some(format!("http://{address}")),
            account: None,
            models: vec![model()?.id.to_owned()],
            text_model: None,
            stands_in: false,
            parallel: USUAL_PARALLEL,
            deployed: None,
            others: toml::Table::new(),
        };
        Ok(Settings { connections: vec![Saved::Connection(connection)], connection: Some(id), ..Settings::default() })
    }

    /// From now on the wire is as quick as it can be, or slow.
    pub(super) fn be_quick(&self, quick: bool) {
        self.wire.be_quick(quick);
    }

    /// The jobs that it was asked for, each once for each time, beginning with the `from`th.
    pub(super) fn asked_since(&self, from: usize) -> Vec<PictureId> {
        self.wire.asked().into_iter().skip(from).map(|asked| asked.job).collect()
    }

    /// Pictures that were asked for under two keys, or made twice, a line each. `remade`: the jobs that the user wanted made
    /// again, each of which allows it once more.
    pub(super) fn paid_twice(&self, remade: &BTreeSet<PictureId>) -> Vec<String> {
        let mut keys = BTreeMap::<Recipe, BTreeSet<PictureId>>::new();
        for Asked { job, prompt, seed } in self.wire.asked() {
            keys.entry((prompt, seed)).or_default().insert(job);
        }
        let mut runs = BTreeMap::<Recipe, usize>::new();
        for asked in self.fake.asked() {
            let prompt = asked.fields.get("prompt").and_then(|prompt| prompt.as_str()).unwrap_or_default();
            // A form's parts are text.
            let seed = asked.fields.get("seed").and_then(|seed| seed.as_str()?.parse().ok()).unwrap_or_default();
            *runs.entry((prompt.to_owned(), seed)).or_default() += 1;
        }
        let mut faults = Vec::new();
        for (recipe, keys) in &keys {
            let allowed = 1 + keys.intersection(remade).count();
            let runs = runs.remove(recipe).unwrap_or_default();
            if keys.len() > allowed || runs > allowed {
                faults.push(format!("{recipe:?}: made {runs} times under the keys {keys:?}"));
            }
        }
        faults.extend(
            runs.into_iter().map(|(recipe, runs)| format!("{recipe:?}: made {runs} times, asked for by nobody")),
        );
        faults
    }
}
