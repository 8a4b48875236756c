//! What the accounts have at Cloudflare beside models: subdomains, namespaces, Workers. It stands behind one lock, which is
//! never held across an `await`.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use serde_json::Value;

use super::step::Step;
use crate::{account::Account, fault::Fault};

/// All accounts, shared by the server and the tests.
#[derive(Debug, Default)]
pub(crate) struct Land(Mutex<Estates>);

/// What lies behind the lock.
#[derive(Debug, Default)]
pub(crate) struct Estates {
    by_account: BTreeMap<Account, Estate>,
    /// By accounts that the stand-in does not have.
    pub(crate) taken: BTreeSet<String>,
    pub(crate) faults: Vec<(Step, Fault)>,
    pub(crate) steps: Vec<(Account, Step)>,
    /// Who answers for every Worker.
    pub(crate) served_by: Option<String>,
    /// How often a Worker that was just enabled is not there yet.
    pub(crate) delay: u32,
    /// Namespaces that were ever made.
    pub(crate) made: u64,
    pub(crate) last_upload: Option<(Account, String)>,
}

/// What one account has.
#[derive(Debug, Default)]
pub(crate) struct Estate {
    pub(crate) subdomain: Option<String>,
    pub(crate) namespaces: Vec<Namespace>,
    pub(crate) workers: BTreeMap<String, Worker>,
}

/// A KV namespace.
#[derive(Debug)]
pub(crate) struct Namespace {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) values: BTreeMap<String, String>,
}

/// A Worker.
#[derive(Debug, Clone, Default)]
pub(crate) struct Worker {
    pub(crate) metadata: Value,
    pub(crate) modules: Vec<UploadedModule>,
    pub(crate) secrets: BTreeMap<String, String>,
    pub(crate) migration_tag: Option<String>,
    /// Classes whose objects it has.
    pub(crate) classes: BTreeSet<String>,
    pub(crate) is_enabled: bool,
    /// How often it still says that it is not there.
    pub(crate) delay: u32,
}

/// A Worker as it was last uploaded.
#[derive(Debug, Clone, PartialEq)]
pub struct Upload {
    /// By which account.
    pub account: Account,
    /// What it is called.
    pub name: String,
    /// As the form's part of that name had it.
    pub metadata: Value,
    /// The other parts, in their order.
    pub modules: Vec<UploadedModule>,
    /// All that it has by now, by name.
    pub secrets: BTreeMap<String, String>,
}

/// A part of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedModule {
    /// The part's name, and its file's.
    pub name: String,
    /// As declared.
    pub content_type: String,
    /// What it holds.
    pub bytes: Bytes,
}

impl Land {
    pub(crate) fn estates(&self) -> MutexGuard<'_, Estates> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Estates {
    pub(crate) fn of(&mut self, account: Account) -> &mut Estate {
        self.by_account.entry(account).or_default()
    }

    pub(crate) fn has_subdomain(&self, name: &str) -> bool {
        let theirs = || self.by_account.values().filter_map(|estate| estate.subdomain.as_deref());
        self.taken.contains(name) || theirs().any(|taken| taken == name)
    }

    /// The fault that waits for `step`, which happens once.
    pub(crate) fn fault(&mut self, step: Step) -> Option<Fault> {
        let waiting = self.faults.iter().position(|(own, _)| *own == step)?;
        Some(self.faults.remove(waiting).1)
    }

    /// The Worker that answers at `NAME.SUBDOMAIN`.
    pub(crate) fn at(&mut self, host: &str) -> Option<&mut Worker> {
        let (name, subdomain) = host.split_once('.')?;
        let of = |estate: &&mut Estate| estate.subdomain.as_deref() == Some(subdomain);
        self.by_account.values_mut().find(of)?.workers.get_mut(name)
    }

    pub(crate) fn uploaded(&mut self) -> Option<Upload> {
        let (account, name) = self.last_upload.clone()?;
        let worker = self.of(account).workers.get(&name)?.clone();
        let Worker { metadata, modules, secrets, .. } = worker;
        Some(Upload { account, name, metadata, modules, secrets })
    }
}

impl Estate {
    pub(crate) fn namespace(&mut self, id: &str) -> Option<&mut Namespace> {
        self.namespaces.iter_mut().find(|namespace| namespace.id == id)
    }
}

impl Namespace {
    /// `nth`: of all that were ever made.
    pub(crate) fn new(nth: u64, title: &str) -> Self {
        Self { id: format!("{nth:032x}"), title: title.to_owned(), values: BTreeMap::new() }
    }
}
