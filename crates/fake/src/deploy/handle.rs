//! What tests do with the accounts' Workers: set them up, have a step go wrong, see what is there.

use super::{Namespace, Step, Upload, land::Worker};
use crate::{Account, Fake, Fault};

impl Fake {
    /// The next call of that step goes wrong so: by [`Fault::Refuse`] and the others that make nothing, with nothing done; by
    /// [`Fault::BreakOffRefusal`] with nothing done and a reply that breaks off; by [`Fault::BreakOff`] it is done, and its reply
    /// breaks off; by [`Fault::Slow`] it is done, and its reply is late. Of several for a step, each happens once, in order.
    pub fn answer_deploy(&self, step: Step, fault: Fault) {
        self.land.estates().faults.push((step, fault));
    }

    /// Every call of that kind that a fitting token made, in order.
    pub fn deploy_steps(&self) -> Vec<Step> {
        self.land.estates().steps.iter().map(|(_, step)| *step).collect()
    }

    /// Gives the account a subdomain of workers.dev, or takes it away. No account has one at first.
    pub fn set_subdomain(&self, account: Account, subdomain: Option<&str>) {
        self.land.estates().of(account).subdomain = subdomain.map(str::to_owned);
    }

    /// Somebody else has that subdomain.
    pub fn take_subdomain(&self, subdomain: &str) {
        self.land.estates().taken.insert(subdomain.to_owned());
    }

    /// A Worker of that name stands on the account that is nobody's of ours, with objects and migrations of its own.
    pub fn place_worker(&self, account: Account, name: &str) {
        self.place_worker_at(account, name, Some("theirs-1"));
    }

    /// The same after the migration of that name; without one, it has no objects.
    pub fn place_worker_at(&self, account: Account, name: &str, migration: Option<&str>) {
        let metadata =
            serde_json::json!({"main_module": "worker.js", "compatibility_date": "2024-01-01", "bindings": []});
        let classes = migration.map(|_| "Theirs".to_owned()).into_iter().collect();
        let migration_tag = migration.map(str::to_owned);
        let worker = Worker { metadata, migration_tag, classes, ..Worker::default() };
        self.land.estates().of(account).workers.insert(name.to_owned(), worker);
    }

    /// The account's Worker of that name bears these tags, and no others.
    pub fn tag_worker(&self, account: Account, name: &str, tags: &[&str]) {
        let mut estates = self.land.estates();
        let worker = estates.of(account).workers.get_mut(name);
        if let Some(metadata) = worker.and_then(|worker| worker.metadata.as_object_mut()) {
            metadata.insert("tags".to_owned(), serde_json::json!(tags));
        }
    }

    /// A KV namespace of that title with these keys and values; a title that is there gets them too.
    pub fn place_namespace(&self, account: Account, title: &str, values: &[(&str, &str)]) {
        let mut estates = self.land.estates();
        if estates.of(account).namespaces.iter().all(|there| there.title != title) {
            estates.made += 1;
            let namespace = Namespace::new(estates.made, title);
            estates.of(account).namespaces.push(namespace);
        }
        let there = estates.of(account).namespaces.iter_mut().filter(|there| there.title == title);
        for namespace in there {
            namespace.values.extend(values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        }
    }

    /// The account's KV namespace of that title is called otherwise from now on.
    pub fn retitle_namespace(&self, account: Account, title: &str, to: &str) {
        let mut estates = self.land.estates();
        for namespace in estates.of(account).namespaces.iter_mut().filter(|there| there.title == title) {
            to.clone_into(&mut namespace.title);
        }
    }

    /// Titles of the account's KV namespaces, in the order in which they were made.
    pub fn namespaces(&self, account: Account) -> Vec<String> {
        self.land.estates().of(account).namespaces.iter().map(|namespace| namespace.title.clone()).collect()
    }

    /// Names of the account's Workers.
    pub fn workers(&self, account: Account) -> Vec<String> {
        self.land.estates().of(account).workers.keys().cloned().collect()
    }

    /// The Worker that was uploaded last, with the secrets that it has by now; none once it is removed.
    pub fn uploaded(&self) -> Option<Upload> {
        self.land.estates().uploaded()
    }

    /// Whoever asks an enabled Worker at `{rest}/workers.dev/NAME.SUBDOMAIN/…` is answered by the service at `url`, `http://` to
    /// this machine, which checks the key itself.
    pub fn serve_workers_at(&self, url: Option<&str>) {
        self.land.estates().served_by = url.map(str::to_owned);
    }

    /// A Worker that is enabled from now on is not there for so many requests.
    pub fn delay_workers(&self, requests: u32) {
        self.land.estates().delay = requests;
    }
}
