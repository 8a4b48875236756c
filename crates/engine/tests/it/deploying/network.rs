//! The network goes at each call that a deployment, an update, another key and a removal make, and Cloudflare refuses what it can
//! refuse: taken up again, each ends as if nothing had been, and nothing is there twice.

use std::time::Duration;

use contract::Key;
use engine::{
    Cause, ConnectionId, DeployFault, Kind,
    deploy::{BundleState, Deployment, Phase, Progress, Question, Step, Task, Wish},
};
use fake::{FIRST, Fault, refusal::deploy, token};
use remote::Subdomain;

use super::session::Ground;
use crate::{
    desk::Desk,
    own_worker::{keys, serve},
};

impl Desk {
    /// To the end, by what a patient user does at each stop. How often it stopped.
    fn drive(&mut self, task: Task) -> usize {
        self.wish(Wish::Begin(task));
        let is_still = |deployment: &Deployment| {
            let looks = deployment.phase() == Phase::Plan && deployment.bundle == BundleState::Looking;
            !(deployment.is_busy() || deployment.uploads() && looks)
        };
        let mut stops = 0;
        for _ in 0..20 {
            self.until_deployment("still", is_still);
            let deployment = self.deployment();
            stops += usize::from(deployment.failure().is_some());
            let wish = match (deployment.phase(), deployment.at()) {
                (Phase::Done, _) => return stops,
                (Phase::Token, _) => Wish::Token(Key::parse(token::DEPLOYER).unwrap()),
                (Phase::Plan, _) if deployment.wants_subdomain() => {
                    Wish::Subdomain(Subdomain::parse("studio").unwrap())
                }
                (Phase::Plan, _) => Wish::Start,
                (_, Some((_, Progress::Asks(Question::SaveCounts)))) => Wish::LeaveCounts,
                _ => Wish::Retry,
            };
            self.wish(wish);
        }
        panic!("it does not end: {:?}", self.deployment());
    }
}

/// Calls that are made for it, each once.
fn calls(ground: &Ground, from: usize) -> Vec<fake::Step> {
    let mut calls = Vec::new();
    for call in ground.fake.deploy_steps().into_iter().skip(from) {
        if !calls.contains(&call) {
            calls.push(call);
        }
    }
    calls
}

fn ground() -> Ground {
    let ground = Ground::new();
    ground.fake.set_subdomain(FIRST, None);
    ground
}

const TASKS: [fn(ConnectionId) -> Task; 4] = [|_| Task::New, Task::Update, Task::Rotate, Task::Remove];

#[test]
fn a_network_that_goes_at_any_call_costs_a_second_try_and_nothing_else() {
    for task in TASKS {
        let is_new = task(ConnectionId::BUILT_IN) == Task::New;
        let begun = |ground: &Ground| {
            let mut desk = ground.open();
            if !is_new {
                desk.drive(Task::New);
            }
            let day = r#"{"date":"2026-11-21","count":12}"#;
            ground.fake.place_namespace(
                FIRST,
                if is_new { "other" } else { "easel-usage" },
                &[("usage:2026-11-21", day)],
            );
            let id = desk.state().current;
            (desk, id)
        };
        let known = ground();
        let (mut desk, id) = begun(&known);
        let before = known.fake.deploy_steps().len();
        assert_eq!(desk.drive(task(id)), 0);
        let calls = calls(&known, before);
        assert!(calls.len() >= 4, "{calls:?}");
        for (call, fault) in calls.iter().flat_map(|call| [(*call, Fault::BreakOffRefusal), (*call, Fault::BreakOff)]) {
            let ground = ground();
            let (mut desk, id) = begun(&ground);
            let task = task(id);
            ground.fake.answer_deploy(call, fault);
            let stops = desk.drive(task);
            assert!(stops <= 1, "{task:?} {call:?} {fault:?}: {stops}");
            let name = format!("{task:?} {call:?} {fault:?}");
            if matches!(task, Task::Remove(_)) {
                assert!(ground.fake.workers(FIRST).is_empty() && ground.fake.namespaces(FIRST).is_empty(), "{name}");
                assert_eq!(desk.state().connections.len(), 1, "{name}");
                continue;
            }
            let namespaces = ground.fake.namespaces(FIRST);
            assert_eq!(namespaces.iter().filter(|title| title.starts_with("easel")).count(), 1, "{name}");
            assert_eq!((ground.fake.workers(FIRST).len(), desk.state().connections.len()), (1, 2), "{name}");
            assert_eq!((keys(&ground.fake).len(), ground.keychain.keys()), (1, keys(&ground.fake)), "{name}");
        }
    }
}

#[test]
fn a_worker_that_cannot_be_reached_for_a_while_is_waited_for_again() {
    let ground = Ground::new();
    ground.fake.serve_workers_at(None);
    let mut desk = ground.open();
    desk.plan(token::DEPLOYER);
    desk.wish(Wish::Start);
    assert_eq!(desk.until_stopped().0, Step::Health);
    serve(&ground.fake, Vec::new());
    desk.wish(Wish::Retry);
    desk.until_phase(Phase::Done);
    assert_eq!(ground.keychain.keys(), keys(&ground.fake));
}

#[test]
fn what_cloudflare_does_not_take_is_said_and_taken_up_once_it_does() {
    for (call, refusal, step, fault) in [
        (fake::Step::MakeNamespace, deploy::TOO_MANY_NAMESPACES, Step::Namespace, DeployFault::Refused),
        (fake::Step::Upload, deploy::TOO_MANY, Step::Upload, DeployFault::Refused),
        (fake::Step::Upload, deploy::NEEDS_PAID, Step::Upload, DeployFault::NeedsPaid),
        (fake::Step::Upload, deploy::INVALID, Step::Upload, DeployFault::Invalid),
        (fake::Step::Upload, deploy::TOO_LARGE, Step::Upload, DeployFault::TooLarge),
    ] {
        let ground = Ground::new();
        ground.fake.answer_deploy(call, Fault::Refuse(refusal));
        let mut desk = ground.open();
        desk.plan(token::DEPLOYER);
        desk.wish(Wish::Start);
        let (stopped, why) = desk.until_stopped();
        let cause = Cause::Service { service: "Cloudflare".to_owned(), kind: Kind::Deploy(fault) };
        assert_eq!((stopped, why.cause), (step, cause), "{}", refusal.name);
        assert!(why.detail.is_some_and(|words| words.contains(refusal.message)), "{}", refusal.name);
        desk.wish(Wish::Retry);
        desk.until_phase(Phase::Done);
        assert_eq!((ground.fake.workers(FIRST).len(), ground.fake.namespaces(FIRST).len()), (1, 1), "{}", refusal.name);
    }
}

/// A reply that never comes is no deployment that never ends.
#[test]
fn whoever_leaves_while_a_call_hangs_can_begin_again() {
    let ground = Ground::new();
    ground.fake.answer_deploy(fake::Step::Upload, Fault::Slow(Duration::from_secs(3600)));
    let mut desk = ground.open();
    desk.plan(token::DEPLOYER);
    desk.wish(Wish::Start);
    desk.until("uploading", |_| ground.fake.deploy_steps().contains(&fake::Step::Upload));
    desk.wish(Wish::Leave);
    assert_eq!(desk.drive(Task::New), 0);
    assert_eq!((ground.fake.workers(FIRST).len(), ground.fake.namespaces(FIRST).len()), (1, 1));
}
