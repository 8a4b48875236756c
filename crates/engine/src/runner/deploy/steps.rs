//! The steps, each done by Cloudflare's API so that doing it twice does no harm: what is there is found, not made again.

use contract::{Health, Key};
use home::make_key;
use remote::{Address, Client, Cloud, DeployFault, Error, Kind, Namespace, Standing, Upload};

use super::{Shared, bundle::Packed, counts::counts, locked, of_cloudflare, unsent};
use crate::{
    cause::{Cause, WorkerFault},
    connection::Target,
    deploy::{Ground, Made, Question, Step, is_newer},
    failure::Failure,
};

pub(super) async fn step(shared: &Shared, step: Step, ground: &Ground) -> Result<Made, Failure> {
    let cloud = shared.deploying.cloud()?;
    let made = match step {
        Step::Subdomain => subdomain(&cloud, ground).await,
        Step::Namespace => namespace(&cloud, ground).await.map(Made::Namespace),
        Step::Upload => return upload(shared, &cloud, ground).await,
        Step::Key => return key(shared, &cloud, ground).await,
        Step::Address => return address(&cloud, ground).await,
        Step::Health => return health(shared, ground).await,
        Step::OldKey => {
            let key = shared.deploying.key().ok_or_else(|| unsent(Cause::NoConnection))?;
            ours(&cloud, ground).await?;
            cloud.set_key(&ground.account, &ground.worker, &key).await.map(|()| Made::Nothing)
        }
        Step::Counts => return counts(shared, &cloud, ground).await,
        Step::RemoveWorker => match ours(&cloud, ground).await? {
            Some(_) => cloud.remove_worker(&ground.account, &ground.worker).await.map(|()| Made::Nothing),
            None => Ok(Made::Nothing),
        },
        Step::RemoveNamespace => remove_namespace(&cloud, ground).await,
        // They are the engine's.
        Step::Connection | Step::RemoveConnection => Ok(Made::Nothing),
    };
    made.map_err(of_cloudflare)
}

async fn subdomain(cloud: &Cloud, ground: &Ground) -> Result<Made, Error> {
    if let Some(there) = cloud.subdomain(&ground.account).await? {
        return Ok(Made::Subdomain(there));
    }
    let Some(wanted) = &ground.subdomain else { return Ok(Made::Asks(Question::SubdomainTaken)) };
    if !cloud.is_free(&ground.account, wanted).await? {
        return Ok(Made::Asks(Question::SubdomainTaken));
    }
    match cloud.claim(&ground.account, wanted).await {
        Ok(()) => Ok(Made::Subdomain(wanted.clone())),
        Err(Error { kind: Kind::Deploy(DeployFault::SubdomainTaken), .. }) => Ok(Made::Asks(Question::SubdomainTaken)),
        Err(error) => Err(error),
    }
}

/// The one that the Worker is bound to, else the one of that title, else a new one.
async fn namespace(cloud: &Cloud, ground: &Ground) -> Result<Namespace, Error> {
    match &ground.namespace {
        Some(bound) => Ok(bound.clone()),
        None => cloud.namespace(&ground.account, &ground.worker.namespace_title()).await,
    }
}

/// The same, where none is to be made.
pub(super) async fn found_namespace(cloud: &Cloud, ground: &Ground) -> Result<Option<Namespace>, Error> {
    match &ground.namespace {
        Some(bound) => Ok(Some(bound.clone())),
        None => cloud.find_namespace(&ground.account, &ground.worker.namespace_title()).await,
    }
}

/// What stands there, looked at right before it is changed or removed: somebody may have put another one there since the plan,
/// and that is left alone.
async fn ours(cloud: &Cloud, ground: &Ground) -> Result<Option<Standing>, Failure> {
    let standing = cloud.standing(&ground.account, &ground.worker).await.map_err(of_cloudflare)?;
    if standing.as_ref().is_some_and(|standing| !standing.is_ours) {
        return Err(of_cloudflare(DeployFault::NotOurs.into()));
    }
    Ok(standing)
}

/// The same, right before it would be overwritten: that the user may allow.
async fn upload(shared: &Shared, cloud: &Cloud, ground: &Ground) -> Result<Made, Failure> {
    let standing = cloud.standing(&ground.account, &ground.worker).await.map_err(of_cloudflare)?;
    if !ground.may_replace && standing.as_ref().is_some_and(|standing| !standing.is_ours) {
        return Ok(Made::Asks(Question::NotOurs));
    }
    let packed = locked(&shared.deploying.hand).packed.clone();
    let packed = packed.ok_or_else(|| unsent(Cause::Worker(WorkerFault::NoBundle)))?;
    if standing.as_ref().is_some_and(|standing| standing.is_ours) && is_newer_there(shared, ground, &packed).await {
        return Err(of_cloudflare(DeployFault::Newer.into()));
    }
    let namespace = namespace(cloud, ground).await.map_err(of_cloudflare)?;
    let upload =
        Upload { bundle: &packed.bundle, files: &packed.files, namespace: &namespace, standing: standing.as_ref() };
    let uploaded = cloud.upload(&ground.account, &ground.worker, upload).await;
    uploaded.map(|()| Made::Nothing).map_err(of_cloudflare)
}

/// Somebody may have updated it with a newer Easel since the plan. One that does not answer is what an update may mend.
async fn is_newer_there(shared: &Shared, ground: &Ground, packed: &Packed) -> bool {
    let Some(address) = &ground.address else { return false };
    let health = running(shared, address, None).await;
    health.is_ok_and(|health| is_newer(&health.version, &packed.bundle.version))
}

/// The key that this computer has opens beside the new one until the new one is kept, so that whatever ends in between, one of
/// them opens. Taken up again, it is the same new one.
async fn key(shared: &Shared, cloud: &Cloud, ground: &Ground) -> Result<Made, Failure> {
    let old = match &ground.target {
        // Without knowing it, it would be closed.
        Some(target) => shared.keys.key(target.clone()).await?,
        None => None,
    };
    let new = match shared.deploying.key() {
        Some(new) => new,
        None => new_key(shared)?,
    };
    let both = old.filter(|old| *old != new).and_then(|old| beside(&new, &old));
    let secret = both.as_ref().unwrap_or(&new);
    ours(cloud, ground).await?;
    cloud.set_key(&ground.account, &ground.worker, secret).await.map_err(of_cloudflare)?;
    Ok(Made::Key { beside_old: both.is_some() })
}

/// Held until the deployment ends.
fn new_key(shared: &Shared) -> Result<Key, Failure> {
    let new = random_key()?;
    locked(&shared.deploying.hand).key = Some(new.clone());
    Ok(new)
}

fn random_key() -> Result<Key, Failure> {
    make_key().map_err(|_none| unsent(Cause::Worker(WorkerFault::NoRandomness)))
}

/// A Worker takes a list of keys.
fn beside(new: &Key, old: &Key) -> Option<Key> {
    Key::parse(&format!("{},{}", new.expose(), old.expose())).ok()
}

async fn address(cloud: &Cloud, ground: &Ground) -> Result<Made, Failure> {
    cloud.enable(&ground.account, &ground.worker).await.map_err(of_cloudflare)?;
    let subdomain = match &ground.subdomain {
        Some(known) => Some(known.clone()),
        None => cloud.subdomain(&ground.account).await.map_err(of_cloudflare)?,
    };
    let subdomain = subdomain.ok_or_else(|| of_cloudflare(DeployFault::NoSubdomain.into()))?;
    Ok(Made::Address(cloud.worker_address(&ground.worker, &subdomain)))
}

/// Looks until the Worker answers as it should, a key that is new included. A new address, and a new version, take a while to
/// be known everywhere.
async fn health(shared: &Shared, ground: &Ground) -> Result<Made, Failure> {
    let address = ground.address.as_ref().ok_or_else(|| unsent(Cause::NoConnection))?;
    let means = &shared.deploying.means;
    let mut looked = look(shared, address, ground.target.as_ref()).await;
    for _ in 1..means.looks {
        if looked.is_ok() {
            break;
        }
        tokio::time::sleep(means.pause).await;
        looked = look(shared, address, ground.target.as_ref()).await;
    }
    looked.map(|()| Made::Nothing)
}

async fn look(shared: &Shared, address: &Address, target: Option<&Target>) -> Result<(), Failure> {
    let of_worker = |error| Failure::of_service(address.host(), error);
    let health = running(shared, address, target).await?;
    let packed = locked(&shared.deploying.hand).packed.clone();
    if packed.is_some_and(|packed| packed.bundle.version != health.version) {
        return Err(unsent(Cause::Worker(WorkerFault::OldVersion)).detail(health.version));
    }
    match shared.deploying.key() {
        Some(key) => client(shared, address, key).check().await.map(drop).map_err(of_worker),
        None => Ok(()),
    }
}

/// What the service at this address says of itself.
pub(super) async fn running(shared: &Shared, address: &Address, target: Option<&Target>) -> Result<Health, Failure> {
    // It is asked without a key, and a client has one: any will do that belongs there.
    let asked = match (shared.deploying.key(), target) {
        (Some(key), _) => client(shared, address, key),
        (None, Some(target)) => shared.keys.link(Some(target.clone())).client().await?,
        (None, None) => client(shared, address, random_key()?),
    };
    asked.health().await.map_err(|error| Failure::of_service(address.host(), error))
}

fn client(shared: &Shared, address: &Address, key: Key) -> Client {
    let https = std::sync::Arc::<remote::Https>::clone(&shared.deploying.https);
    let timeouts = https.timeouts();
    Client::to(address.clone(), key, https).with(timeouts)
}

/// Only the one of the name that was confirmed: what a Worker is bound to may be somebody else's too, and stays.
async fn remove_namespace(cloud: &Cloud, ground: &Ground) -> Result<Made, Error> {
    let there = cloud.namespaces(&ground.account).await?;
    let title = ground.worker.namespace_title();
    let named = there.iter().find(|(known, _)| *known == title).map(|(_, namespace)| namespace);
    if let Some(bound) = ground.namespace.as_ref().filter(|bound| named != Some(bound)) {
        let kept = there.iter().find(|(_, namespace)| namespace == bound);
        return Ok(kept.map_or(Made::Nothing, |(title, _)| Made::Left(title.clone())));
    }
    if let Some(named) = named {
        cloud.remove_namespace(&ground.account, named).await?;
    }
    Ok(Made::Nothing)
}
