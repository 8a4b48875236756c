//! Whole deployments against the stand-in for Cloudflare: made, updated, given another key, removed, and taken up after each
//! call that went wrong.

use std::{fs, path::Path, sync::Arc};

use contract::Key;
use engine::{
    Address, Cause, Command, ConnectionId, KeychainFault,
    deploy::{Deployment, Obstacle, Phase, Progress, Question, Step, Task, Wish},
};
use fake::{FIRST, Fake, Fault, token};
use remote::{Subdomain, WorkerName};
use tempfile::TempDir;

use crate::{
    desk::Desk,
    keychain::{Mood, TestKeychain},
    own_worker::{cloudflare, keys, means, pack_as, serve},
};

pub(super) struct Ground {
    pub(super) folder: TempDir,
    pub(super) fake: Arc<Fake>,
    pub(super) keychain: TestKeychain,
}

impl Ground {
    pub(super) fn new() -> Self {
        Self::on(cloudflare())
    }

    pub(super) fn on(fake: Arc<Fake>) -> Self {
        fake.set_subdomain(FIRST, Some("studio"));
        Self { folder: tempfile::tempdir().unwrap(), fake, keychain: TestKeychain::default() }
    }

    pub(super) fn open(&self) -> Desk {
        let api = Address::parse(&self.fake.rest()).unwrap();
        let means = means(&self.folder.path().join("worker-bundle"));
        Desk::open_to_deploy(&self.folder.path().join("data"), self.keychain.clone(), api, means)
    }
}

impl Desk {
    pub(super) fn wish(&mut self, wish: Wish) {
        self.send(Command::Deploy(wish));
    }

    pub(super) fn deployment(&self) -> &Deployment {
        self.state().deployment.as_ref().unwrap()
    }

    pub(super) fn until_deployment(&mut self, what: &str, is: impl Fn(&Deployment) -> bool) {
        self.until(what, |state| state.deployment.as_ref().is_some_and(&is));
    }

    pub(super) fn until_phase(&mut self, phase: Phase) {
        self.until_deployment(&format!("{phase:?}"), |deployment| deployment.phase() == phase);
    }

    pub(super) fn plan(&mut self, token: &str) {
        self.wish(Wish::Begin(Task::New));
        self.wish(Wish::Token(Key::parse(token).unwrap()));
        self.until_deployment("planned", Deployment::can_start);
    }

    /// Deploys; what is used then.
    pub(super) fn deploy(&mut self) -> ConnectionId {
        self.plan(token::DEPLOYER);
        self.wish(Wish::Start);
        self.until_phase(Phase::Done);
        self.state().current
    }

    /// The same with the token kept, and off the page.
    pub(super) fn deploy_and_keep_token(&mut self) -> ConnectionId {
        self.plan(token::DEPLOYER);
        self.wish(Wish::KeepToken(true));
        self.wish(Wish::Start);
        self.until_phase(Phase::Done);
        self.wish(Wish::Leave);
        self.state().current
    }

    pub(super) fn until_stopped(&mut self) -> (Step, engine::Failure) {
        let stopped = |deployment: &Deployment| match deployment.at() {
            Some((step, Progress::Failed(failure))) => Some((step, failure.clone())),
            _ => None,
        };
        self.until_deployment("stopped", |deployment| stopped(deployment).is_some());
        stopped(self.deployment()).unwrap()
    }
}

fn holds(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        let has = |bytes: Vec<u8>| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        if path.is_dir() { holds(&path, text) } else { fs::read(path).is_ok_and(has) }
    })
}

#[test]
fn a_token_becomes_a_worker_with_a_key_that_makes_pictures() {
    let ground = Ground::new();
    ground.fake.delay_workers(3);
    let mut desk = ground.open();
    let id = desk.deploy();
    assert_ne!(id, ConnectionId::BUILT_IN);
    let upload = ground.fake.uploaded().unwrap();
    assert_eq!((upload.account, upload.name.as_str()), (FIRST, "easel"));
    assert_eq!(ground.fake.namespaces(FIRST), ["easel-usage"]);
    // The key that the Worker asks for is in the keychain, and the token is nowhere.
    assert_eq!(keys(&ground.fake), ground.keychain.keys());
    let told = format!("{:?}", desk.state());
    assert!(!told.contains(token::DEPLOYER) && !told.contains(&keys(&ground.fake)[0]), "{told}");
    desk.wish(Wish::Leave);
    desk.small();
    desk.picture();
    // As after a restart, by what the settings and the keychain have.
    let mut desk = desk.reopen();
    assert_eq!(desk.state().current, id);
    assert_eq!(desk.connection(id).deployed.as_ref().unwrap().worker.as_str(), "easel");
    desk.picture();
    let folder = desk.close();
    for secret in [token::DEPLOYER.to_owned(), keys(&ground.fake)[0].clone()] {
        assert!(!holds(&folder, &secret), "{secret} is in a file");
    }
}

#[test]
fn each_call_that_goes_wrong_stops_there_and_is_taken_up_without_a_second_of_anything() {
    for (call, step) in [
        (fake::Step::Claim, Step::Subdomain),
        (fake::Step::MakeNamespace, Step::Namespace),
        (fake::Step::Upload, Step::Upload),
        (fake::Step::SetSecret, Step::Key),
        (fake::Step::Enable, Step::Address),
    ] {
        for fault in [Fault::BreakOff, Fault::NotJson] {
            let ground = Ground::new();
            ground.fake.set_subdomain(FIRST, None);
            ground.fake.answer_deploy(call, fault);
            let mut desk = ground.open();
            desk.wish(Wish::Begin(Task::New));
            desk.wish(Wish::Token(Key::parse(token::DEPLOYER).unwrap()));
            desk.until_phase(Phase::Plan);
            desk.wish(Wish::Subdomain(Subdomain::parse("studio").unwrap()));
            desk.until_deployment("planned", Deployment::can_start);
            desk.wish(Wish::Start);
            // A namespace whose making was not told is found at once.
            let stops = !(call == fake::Step::MakeNamespace && fault == Fault::BreakOff);
            desk.until_deployment("ended", |deployment| {
                matches!(deployment.at(), None | Some((_, Progress::Failed(_))))
            });
            if let Some((stopped, _)) = desk.deployment().at() {
                assert!(stops || stopped == step, "{call:?} {fault:?}");
                assert_eq!(stopped, step, "{call:?} {fault:?}");
                desk.wish(Wish::Retry);
            }
            desk.until_phase(Phase::Done);
            assert_eq!(ground.fake.namespaces(FIRST), ["easel-usage"], "{call:?} {fault:?}");
            assert_eq!((ground.fake.workers(FIRST).len(), ground.keychain.keys()), (1, keys(&ground.fake)));
        }
    }
}

#[test]
fn a_permission_that_lacks_is_named_and_a_better_token_goes_on() {
    for (lacking, fault) in [
        (token::WITHOUT_SCRIPTS, engine::TokenFault::NoScripts),
        (token::WITHOUT_KV, engine::TokenFault::NoKv),
        (token::READING_KV, engine::TokenFault::NoKv),
        (token::READING_SCRIPTS, engine::TokenFault::NoScripts),
    ] {
        let ground = Ground::new();
        let mut desk = ground.open();
        desk.wish(Wish::Begin(Task::New));
        desk.wish(Wish::Token(Key::parse(lacking).unwrap()));
        desk.until_deployment("looked", |deployment| deployment.can_start() || deployment.failure().is_some());
        if desk.deployment().failure().is_none() {
            desk.wish(Wish::Start);
        }
        desk.until_deployment("refused", |deployment| deployment.failure().is_some());
        let kind = engine::Kind::Token(fault);
        let cause = engine::Cause::Service { service: "Cloudflare".to_owned(), kind };
        assert_eq!(desk.deployment().failure().map(|failure| &failure.cause), Some(&cause), "{lacking}");
        desk.wish(Wish::Token(Key::parse(token::DEPLOYER).unwrap()));
        desk.until_deployment("goes on", |deployment| deployment.can_start() || deployment.phase() == Phase::Done);
        desk.wish(Wish::Start);
        desk.until_phase(Phase::Done);
    }
}

#[test]
fn a_token_that_lists_no_account_deploys_to_the_one_that_is_typed() {
    let ground = Ground::new();
    let mut desk = ground.open();
    desk.wish(Wish::Begin(Task::New));
    desk.wish(Wish::Token(Key::parse(token::WITHOUT_SETTINGS).unwrap()));
    desk.until_phase(Phase::Account);
    desk.wish(Wish::Account(contract::AccountId::parse(FIRST.id).unwrap()));
    desk.until_deployment("planned", Deployment::can_start);
    desk.wish(Wish::Start);
    desk.until_phase(Phase::Done);
}

#[test]
fn a_taken_subdomain_and_somebody_elses_worker_are_asked_about() {
    let ground = Ground::new();
    ground.fake.set_subdomain(FIRST, None);
    ground.fake.take_subdomain("easel");
    ground.fake.place_worker(FIRST, "easel");
    let mut desk = ground.open();
    desk.wish(Wish::Begin(Task::New));
    desk.wish(Wish::Token(Key::parse(token::DEPLOYER).unwrap()));
    desk.until_phase(Phase::Plan);
    assert_eq!(desk.deployment().obstacle(), Some(Obstacle::HasObjects));
    desk.wish(Wish::Name(WorkerName::parse("easel-2").unwrap()));
    desk.until_phase(Phase::Plan);
    desk.wish(Wish::Subdomain(Subdomain::parse("easel").unwrap()));
    desk.until_deployment("planned", Deployment::can_start);
    desk.wish(Wish::Start);
    desk.until_deployment("asked", |deployment| {
        matches!(deployment.at(), Some((Step::Subdomain, Progress::Asks(Question::SubdomainTaken))))
    });
    desk.wish(Wish::Subdomain(Subdomain::parse("studio").unwrap()));
    desk.until_phase(Phase::Done);
    assert_eq!(ground.fake.workers(FIRST), ["easel", "easel-2"]);
    assert_eq!(ground.fake.namespaces(FIRST), ["easel-2-usage"]);
}

#[test]
fn another_key_takes_the_place_of_the_first_and_a_kept_token_is_used_for_it() {
    let ground = Ground::new();
    let mut desk = ground.open();
    let id = desk.deploy_and_keep_token();
    let first = keys(&ground.fake);
    let keychain = ground.keychain.clone();
    let has_token = move || keychain.keys().contains(&token::DEPLOYER.to_owned());
    desk.until("kept", |_| has_token());

    // The last call goes wrong: both open until it is taken up.
    desk.wish(Wish::Begin(Task::Rotate(id)));
    desk.until_deployment("planned", Deployment::can_start);
    ground.fake.answer_deploy(fake::Step::SetSecret, Fault::Slow(std::time::Duration::ZERO));
    ground.fake.answer_deploy(fake::Step::SetSecret, Fault::NotJson);
    desk.wish(Wish::Start);
    assert_eq!(desk.until_stopped().0, Step::OldKey);
    let both = keys(&ground.fake);
    assert!(both.len() == 2 && both[1] == first[0] && both[0] != first[0]);
    assert_eq!(ground.keychain.key(id), Some(both[0].clone()), "the new one is kept already");
    desk.wish(Wish::Retry);
    desk.until_phase(Phase::Done);
    assert_eq!(keys(&ground.fake), [both[0].clone()]);
    desk.wish(Wish::Leave);
    desk.small();
    desk.picture();
}

#[test]
fn all_of_it_is_removed_after_its_counts_are_saved() {
    let ground = Ground::new();
    let mut desk = ground.open();
    let id = desk.deploy();
    let day = r#"{"date":"2026-11-21","count":12,"neurons":312.5,"lastUpdated":"2026-11-21T10:00:00Z"}"#;
    ground.fake.place_namespace(FIRST, "easel-usage", &[("usage:2026-11-21", day)]);
    desk.wish(Wish::Begin(Task::Remove(id)));
    desk.until_phase(Phase::Token);
    desk.until_deployment("asked", |deployment| !deployment.is_busy());
    desk.wish(Wish::Token(Key::parse(token::DEPLOYER).unwrap()));
    desk.until_deployment("planned", Deployment::can_start);
    desk.wish(Wish::Start);
    desk.until_deployment("asked", |deployment| {
        matches!(deployment.at(), Some((Step::Counts, Progress::Asks(Question::SaveCounts))))
    });
    assert_eq!(ground.fake.workers(FIRST), ["easel"], "nothing is removed before");
    let target = ground.folder.path().join("counts.json");
    ground.fake.answer_deploy(fake::Step::RemoveNamespace, Fault::NotJson);
    desk.wish(Wish::SaveCounts(target.clone()));
    assert_eq!(desk.until_stopped().0, Step::RemoveNamespace);
    desk.wish(Wish::Retry);
    desk.until_phase(Phase::Done);
    assert!(fs::read_to_string(target).unwrap().contains("312.5"));
    assert!(ground.fake.workers(FIRST).is_empty() && ground.fake.namespaces(FIRST).is_empty());
    assert_eq!((desk.state().connections.len(), desk.state().current), (1, ConnectionId::BUILT_IN));
    let keychain = ground.keychain.clone();
    desk.until("forgotten", |_| keychain.keys().is_empty());
}

#[test]
fn without_a_keychain_the_key_is_kept_for_the_session_once_that_was_said() {
    let ground = Ground::new();
    ground.keychain.be(Mood::Refusing(KeychainFault::Absent));
    let mut desk = ground.open();
    desk.plan(token::DEPLOYER);
    desk.wish(Wish::Start);
    let (step, why) = desk.until_stopped();
    assert_eq!((step, why.cause), (Step::Connection, Cause::Keychain(KeychainFault::Absent)));
    let id = desk.deployment().connection.unwrap();
    desk.send(Command::KeepForSession(id));
    desk.until_phase(Phase::Done);
    assert!(ground.keychain.keys().is_empty() && desk.state().current == id);
}

#[test]
fn a_worker_that_never_answers_is_given_up_and_found_again() {
    let ground = Ground::new();
    ground.fake.delay_workers(25);
    let mut desk = ground.open();
    desk.plan(token::DEPLOYER);
    desk.wish(Wish::Start);
    assert_eq!(desk.until_stopped().0, Step::Health);
    desk.wish(Wish::Retry);
    desk.until_phase(Phase::Done);
}

/// Between the plan and the upload, somebody has updated it with a newer Easel.
#[test]
fn a_worker_that_became_newer_meanwhile_is_not_put_back() {
    let ground = Ground::new();
    let mut desk = ground.open();
    let id = desk.deploy();
    pack_as(&ground.folder.path().join("worker-bundle"), "0.0.1");
    ground.fake.serve_workers_at(None);
    desk.wish(Wish::Begin(Task::Update(id)));
    desk.until_deployment("asked for the token", |deployment| !deployment.is_busy());
    desk.wish(Wish::Token(Key::parse(token::DEPLOYER).unwrap()));
    desk.until_deployment("planned", Deployment::can_start);
    serve(&ground.fake, Vec::new());
    desk.wish(Wish::Start);
    let (step, why) = desk.until_stopped();
    let kind = engine::Kind::Deploy(engine::DeployFault::Newer);
    assert_eq!((step, why.cause), (Step::Upload, Cause::Service { service: "Cloudflare".to_owned(), kind }));
    assert_eq!(ground.fake.deploy_steps().iter().filter(|step| **step == fake::Step::Upload).count(), 1);
}
