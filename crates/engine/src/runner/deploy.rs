//! Does the work of a deployment: it alone holds the token and the new key, for one deployment at a time, and forgets both when
//! the engine says so. Each end is told with the number of its deployment. No token or key is ever in an event or a log.

mod bundle;
mod counts;
mod keep;
mod packing;
mod steps;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use bundle::Packed;
use contract::{Billed, Key};
use remote::{Address, Cloud, Https};
use tokio::task::JoinSet;

use super::{Parts, Shared, locked};
use crate::{
    cause::Cause,
    deploy::{BundleState, Ground, Seen, Work, Worked},
    engine::CLOUDFLARE,
    event::Event,
    failure::{Again, Failure},
};

/// What a deployment needs of the computer around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Means {
    /// Folders in which the packed Worker may be, the first one first.
    pub bundles: Vec<PathBuf>,
    /// The checkout of Easel that this program was run from, which can pack it.
    pub checkout: Option<PathBuf>,
    /// Between two looks whether a new address answers.
    pub pause: Duration,
    /// Looks, at most.
    pub looks: u32,
}

impl Default for Means {
    /// Without a packed Worker. A new address and a new key are waited for about two minutes.
    fn default() -> Self {
        Self { bundles: Vec::new(), checkout: None, pause: Duration::from_secs(3), looks: 40 }
    }
}

impl Means {
    /// Of the program that runs: packages put the Worker beside it, and cargo says where a checkout is.
    pub fn of_this_program() -> Self {
        let program = std::env::current_exe().ok();
        let beside = program.as_deref().and_then(std::path::Path::parent);
        let packaged =
            beside.map(|folder| [folder.join(bundle::FOLDER), folder.join("../share/easel").join(bundle::FOLDER)]);
        let root = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let checkout = root.filter(|root| root.join("worker/wrangler.jsonc").is_file());
        let packed = checkout.as_ref().map(|root| root.join("target").join(bundle::FOLDER));
        Self {
            bundles: packed.into_iter().chain(packaged.into_iter().flatten()).collect(),
            checkout,
            ..Self::default()
        }
    }
}

/// What the runner has for deployments.
pub(super) struct Deploying {
    hand: Mutex<Hand>,
    means: Means,
    api: Address,
    https: Arc<Https>,
}

/// What is held for one deployment.
#[derive(Default)]
struct Hand {
    /// The number of that deployment: work of an earlier one puts nothing here.
    run: u64,
    token: Option<Key>,
    /// The new key, and the one that still opens beside it.
    key: Option<Key>,
    packed: Option<Arc<Packed>>,
    /// Ends when the hand is opened.
    tasks: JoinSet<()>,
    packing: JoinSet<()>,
}

impl Deploying {
    pub(super) fn new(parts: &Parts) -> Self {
        let (api, https) = (parts.cloudflare.clone(), Arc::clone(&parts.https));
        Self { hand: Mutex::default(), means: parts.means.clone(), api, https }
    }

    /// What is held for this deployment.
    fn hand(&self, run: u64) -> MutexGuard<'_, Hand> {
        let mut hand = locked(&self.hand);
        if hand.run != run {
            *hand = Hand { run, ..Hand::default() };
        }
        hand
    }

    /// Changes what is held, unless it is another deployment's by now.
    fn put(&self, run: u64, change: impl FnOnce(&mut Hand)) {
        let mut hand = locked(&self.hand);
        if hand.run == run {
            change(&mut hand);
        }
    }

    fn token(&self) -> Option<Key> {
        locked(&self.hand).token.clone()
    }

    fn key(&self) -> Option<Key> {
        locked(&self.hand).key.clone()
    }

    fn cloud(&self) -> Result<Cloud, Failure> {
        let token = self.token().ok_or_else(|| unsent(Cause::NoKey { service: CLOUDFLARE.to_owned() }))?;
        let https = Arc::<Https>::clone(&self.https);
        let timeouts = https.timeouts();
        Ok(Cloud::at(self.api.clone(), token, https).with(timeouts))
    }
}

/// Starts it, in the order of the effects.
pub(super) fn work(shared: &Arc<Shared>, run: u64, work: Work) {
    let deploying = &shared.deploying;
    match work {
        Work::Forget => *locked(&deploying.hand) = Hand::default(),
        Work::StopPacking => deploying.hand(run).packing.abort_all(),
        Work::Pack => {
            let task = packing::pack(Arc::clone(shared), run);
            deploying.hand(run).packing.spawn(task);
        }
        Work::KeepToken(account, keeps) => keep::keep_token(shared, &account, keeps),
        Work::Connect(target, keep) => {
            if let Some(key) = deploying.key() {
                shared.keys.wish(move |ring| ring.keep(target, key, keep));
            }
        }
        Work::Token(token) => {
            deploying.hand(run).token = Some(token);
            spawn(shared, run, Asked::Accounts);
        }
        Work::FindBundle => spawn(shared, run, Asked::Bundle),
        Work::ReadToken(account) => spawn(shared, run, Asked::KeptToken(account)),
        Work::Look(ground) => spawn(shared, run, Asked::Site(ground)),
        Work::Step(step, ground) => spawn(shared, run, Asked::Step(step, ground)),
    }
}

/// What takes a while.
enum Asked {
    Bundle,
    KeptToken(contract::AccountId),
    Accounts,
    Site(Box<Ground>),
    Step(crate::deploy::Step, Box<Ground>),
}

fn spawn(shared: &Arc<Shared>, run: u64, asked: Asked) {
    let task = tell(Arc::clone(shared), run, asked);
    shared.deploying.hand(run).tasks.spawn(task);
}

async fn tell(shared: Arc<Shared>, run: u64, asked: Asked) {
    let worked = match asked {
        Asked::Bundle => find_bundle(&shared, run).await,
        Asked::KeptToken(account) => {
            let token = keep::kept_token(&shared, &account).await;
            let is_kept = token.is_some();
            shared.deploying.put(run, |hand| hand.token = token);
            Worked::KeptToken(is_kept)
        }
        Asked::Accounts => Worked::Accounts(accounts(&shared).await),
        Asked::Site(ground) => Worked::Site(site(&shared, &ground).await),
        Asked::Step(step, ground) => Worked::Step(step, steps::step(&shared, step, &ground).await),
    };
    shared.outbox.send(Event::Deploy(run, Box::new(worked))).await;
}

async fn find_bundle(shared: &Shared, run: u64) -> Worked {
    let means = shared.deploying.means.clone();
    let can_pack = means.checkout.is_some();
    let found = tokio::task::spawn_blocking(move || bundle::find(&means.bundles)).await;
    let state = match found {
        Ok(Ok(Some(packed))) => {
            let state = BundleState::Ready { version: packed.bundle.version.clone(), gzip: packed.bundle.gzip };
            shared.deploying.put(run, |hand| hand.packed = Some(Arc::new(packed)));
            state
        }
        Ok(Ok(None)) => BundleState::Missing,
        Ok(Err(failure)) => BundleState::Failed(failure),
        Err(_panicked) => BundleState::Failed(unsent(Cause::ThreadGone)),
    };
    Worked::Bundle { state, can_pack }
}

async fn accounts(shared: &Shared) -> Result<Vec<remote::CloudAccount>, Failure> {
    shared.deploying.cloud()?.accounts().await.map_err(of_cloudflare)
}

async fn site(shared: &Shared, ground: &Ground) -> Result<Seen, Failure> {
    let cloud = shared.deploying.cloud()?;
    let subdomain = cloud.subdomain(&ground.account).await.map_err(of_cloudflare)?;
    let standing = cloud.standing(&ground.account, &ground.worker).await.map_err(of_cloudflare)?;
    let address = subdomain.as_ref().map(|subdomain| cloud.worker_address(&ground.worker, subdomain));
    let running = match (&address, &standing) {
        (Some(address), Some(_)) => steps::running(shared, address, None).await.ok().map(|health| health.version),
        _ => None,
    };
    Ok(Seen { subdomain, standing, running, address })
}

/// Before anything was sent.
fn unsent(cause: Cause) -> Failure {
    Failure::new(cause, Billed::No, Again::SameKey)
}

fn of_cloudflare(error: remote::Error) -> Failure {
    Failure::of_service(CLOUDFLARE, error)
}
