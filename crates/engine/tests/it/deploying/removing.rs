//! A Worker is removed: what it has counted is had first, as exactly as it can be; and what is not ours stays.

use std::fs;

use contract::{Key, usage::Day};
use engine::{
    Cause, ConnectionId, DeployFault, Kind,
    deploy::{Deployment, Obstacle, Phase, Progress, Question, Step, Task, Wish},
};
use fake::{FIRST, Fault, token};
use serde_json::Value;

use super::session::Ground;
use crate::{
    desk::Desk,
    own_worker::{cloudflare_counting, keys},
};

fn day(date: &str, count: u64) -> Day {
    Day { count, neurons: 1.5, ..Day::empty(date.parse().unwrap()) }
}

impl Desk {
    fn plan_for(&mut self, task: Task) {
        self.wish(Wish::Begin(task));
        self.until_deployment("asked for the token", |deployment| !deployment.is_busy());
        self.wish(Wish::Token(Key::parse(token::DEPLOYER).unwrap()));
        self.until_phase(Phase::Plan);
    }

    /// Up to the counts; what is saved of them.
    fn counts(&mut self, id: ConnectionId, ground: &Ground) -> (bool, usize, Value) {
        self.plan_for(Task::Remove(id));
        self.wish(Wish::Start);
        self.until_deployment("asked", |deployment: &Deployment| {
            matches!(deployment.at(), Some((Step::Counts, Progress::Asks(Question::SaveCounts))))
        });
        let counts = self.deployment().counts.clone().unwrap();
        let target = ground.folder.path().join("counts.json");
        self.wish(Wish::SaveCounts(target.clone()));
        self.until_phase(Phase::Done);
        let saved = serde_json::from_str(&fs::read_to_string(target).unwrap()).unwrap();
        (counts.is_exact, counts.oddities, saved)
    }
}

/// Where the copy differs, it is behind.
#[test]
fn the_worker_itself_is_asked_for_its_counts_and_its_copy_only_for_older_days() {
    let days = vec![day("2026-11-20", 0), day("2026-11-21", 12), Day::empty("2026-11-22".parse().unwrap())];
    let ground = Ground::on(cloudflare_counting(days));
    let mut desk = ground.open();
    let id = desk.deploy();
    let copied = |date: &str, count| serde_json::to_string(&day(date, count)).unwrap();
    let (old, behind) = (copied("2024-02-03", 5), copied("2026-11-21", 9));
    let values = [("usage:2024-02-03", &*old), ("usage:2026-11-21", &*behind), ("usage:2024-02-04", "no day")];
    ground.fake.place_namespace(FIRST, "easel-usage", &values);
    let (is_exact, oddities, saved) = desk.counts(id, &ground);
    assert!(is_exact && oddities == 1);
    let told: Vec<_> = saved["days"].as_array().unwrap().iter().map(|day| (&day["date"], &day["count"])).collect();
    let expected = [("2024-02-03", 5), ("2026-11-20", 0), ("2026-11-21", 12)];
    assert_eq!(told.len(), expected.len(), "{saved}");
    for (told, expected) in told.iter().zip(expected) {
        assert_eq!((told.0.as_str(), told.1.as_u64()), (Some(expected.0), Some(expected.1)), "{saved}");
    }
    assert_eq!(saved["source"], "the Worker itself; days before 2026-11-20 from its copy in Workers KV");
    assert_eq!(saved["odd"][0]["why"], "unreadable");
}

#[test]
fn a_worker_that_does_not_answer_leaves_its_copy_which_is_said() {
    let ground = Ground::on(cloudflare_counting(vec![day("2026-11-21", 12)]));
    let mut desk = ground.open();
    let id = desk.deploy();
    let behind = serde_json::to_string(&day("2026-11-21", 9)).unwrap();
    ground.fake.place_namespace(FIRST, "easel-usage", &[("usage:2026-11-21", &behind)]);
    ground.fake.serve_workers_at(None);
    let (is_exact, oddities, saved) = desk.counts(id, &ground);
    assert!(!is_exact && oddities == 0);
    assert_eq!(saved["days"][0]["count"], 9, "{saved}");
    assert!(saved["source"].as_str().unwrap().contains("the Worker did not answer"), "{saved}");
}

/// Somebody has put another Worker there since what stands there was looked at.
#[test]
fn a_worker_that_is_not_ours_any_more_is_left_alone() {
    for task in [Task::Remove, Task::Rotate] {
        let ground = Ground::new();
        let mut desk = ground.open();
        let id = desk.deploy();
        desk.plan_for(task(id));
        ground.fake.place_worker(FIRST, "easel");
        desk.wish(Wish::Start);
        let (step, why) = desk.until_stopped();
        assert_eq!(why.cause, theirs(), "{step:?}");
        assert_eq!((ground.fake.workers(FIRST).len(), keys(&ground.fake).len()), (1, 0), "{step:?}");
        assert!(!ground.fake.deploy_steps().contains(&fake::Step::RemoveWorker));

        // And what is seen to be theirs before is not even offered, whatever is said to it.
        desk.plan_for(task(id));
        assert_eq!(desk.deployment().obstacle(), Some(Obstacle::Theirs));
        desk.wish(Wish::Replace);
        desk.wish(Wish::Start);
        assert_eq!(desk.deployment().phase(), Phase::Plan);
    }
}

fn theirs() -> Cause {
    Cause::Service { service: "Cloudflare".to_owned(), kind: Kind::Deploy(DeployFault::NotOurs) }
}

/// What a Worker is bound to may be another program's too.
#[test]
fn a_namespace_of_another_name_stays_and_is_named() {
    let ground = Ground::new();
    let mut desk = ground.open();
    let id = desk.deploy();
    ground.fake.retitle_namespace(FIRST, "easel-usage", "of-my-own");
    // The first answer about it is lost, and the second says the same.
    desk.plan_for(Task::Remove(id));
    ground.fake.answer_deploy(fake::Step::RemoveWorker, Fault::BreakOff);
    desk.wish(Wish::Start);
    assert_eq!(desk.until_stopped().0, Step::RemoveWorker);
    desk.wish(Wish::Retry);
    desk.until_phase(Phase::Done);
    assert_eq!((ground.fake.workers(FIRST).len(), ground.fake.namespaces(FIRST)), (0, vec!["of-my-own".to_owned()]));
    assert!(desk.deployment().left().eq(["of-my-own"]));
    assert!(desk.deployment().done().all(|step| step != Step::RemoveNamespace), "it is not said to be removed");
}
