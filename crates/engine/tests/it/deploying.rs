//! A deployment in the engine alone: what is asked, which step follows which, and what is left when one of them stops. No network,
//! no keychain.

mod failing;
mod kept_token;
mod network;
mod removing;
mod session;
mod theirs;

use contract::{AccountId, Key};
use engine::{
    Address, Command, ConnectionId, Effect, Engine, Event, Failure, Keep, KeyState, Notice, Now,
    deploy::{
        BundleState, Counts, Deployment, Made, Phase, Progress, Question, Seen, Step, Task, TokenState, Wish, Work,
        Worked,
    },
};
use remote::{Checked, CloudAccount, Namespace, Standing, Subdomain};

use crate::pure::{NOW, engine};

pub(crate) const TOKEN: &str = "cfut_open-sesame-open-sesame-open-sesame";

pub(crate) fn wish(engine: &mut Engine, wish: Wish) -> Vec<Work> {
    works(engine.command(Command::Deploy(wish), Now { random: 77, ..NOW }))
}

pub(crate) fn worked(engine: &mut Engine, worked: Worked) -> Vec<Work> {
    let run = deployment(engine).run;
    works(engine.event(Event::Deploy(run, Box::new(worked)), NOW))
}

fn works(effects: Vec<Effect>) -> Vec<Work> {
    effects
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Deploy(_, work) => Some(*work),
            _ => None,
        })
        .collect()
}

pub(crate) fn deployment(engine: &Engine) -> &Deployment {
    engine.state().deployment.as_ref().unwrap()
}

fn account(digit: &str, name: &str) -> CloudAccount {
    CloudAccount { id: AccountId::parse(&digit.repeat(32)).unwrap(), name: name.to_owned() }
}

fn subdomain(name: &str) -> Subdomain {
    Subdomain::parse(name).unwrap()
}

pub(crate) fn address() -> Address {
    Address::parse("https://easel.studio.workers.dev").unwrap()
}

fn ready() -> Worked {
    Worked::Bundle { state: BundleState::Ready { version: "0.1.0".to_owned(), gzip: 7 }, can_pack: false }
}

fn empty_site() -> Seen {
    Seen { subdomain: Some(subdomain("studio")), standing: None, running: None, address: Some(address()) }
}

fn standing(is_ours: bool) -> Standing {
    Standing {
        is_ours,
        is_alike: is_ours,
        migration_tag: None,
        has_key: true,
        namespace: Namespace::parse(&"a".repeat(32)),
    }
}

/// Up to the plan, on an account where this stands.
pub(crate) fn planned(seen: Seen) -> Engine {
    let mut engine = engine();
    wish(&mut engine, Wish::Begin(Task::New));
    worked(&mut engine, ready());
    wish(&mut engine, Wish::Token(Key::parse(TOKEN).unwrap()));
    worked(&mut engine, Worked::Accounts(Ok(vec![account("a", "Studio")])));
    worked(&mut engine, Worked::Site(Ok(seen)));
    assert_eq!(deployment(&engine).phase(), Phase::Plan);
    engine
}

/// What the runner would tell of a step that goes well.
pub(crate) fn made(step: Step) -> Made {
    match step {
        Step::Subdomain => Made::Subdomain(subdomain("studio")),
        Step::Namespace => Made::Namespace(Namespace::parse(&"b".repeat(32)).unwrap()),
        Step::Key => Made::Key { beside_old: false },
        Step::Address => Made::Address(address()),
        _ => Made::Nothing,
    }
}

/// The step that the work is, if it is one.
pub(crate) fn step_of(work: &[Work]) -> Option<Step> {
    work.iter().find_map(|work| match work {
        Work::Step(step, _) => Some(*step),
        Work::Connect(..) => Some(Step::Connection),
        _ => None,
    })
}

/// Says of the connection that it is kept and right.
pub(crate) fn connected(engine: &mut Engine) -> Vec<Work> {
    let id = deployment(engine).connection.unwrap();
    let known = KeyState::Known { tail: String::new(), keep: Keep::Keychain };
    engine.event(Event::Key(id, known), NOW);
    let checked = Checked { models: contract::model::CATALOGUE.iter().collect(), ..Checked::default() };
    works(engine.event(Event::Connected(id, checked), NOW))
}

/// All steps in a row, each going well. In which order they were.
pub(crate) fn walk(engine: &mut Engine, mut work: Vec<Work>) -> Vec<Step> {
    let mut steps = Vec::new();
    while let Some(step) = step_of(&work) {
        steps.push(step);
        work = if step == Step::Connection {
            connected(engine)
        } else {
            worked(engine, Worked::Step(step, Ok(made(step))))
        };
    }
    assert!(matches!(work.last(), Some(Work::Forget)), "the token is forgotten at the end: {work:?}");
    steps
}

const ALL: [Step; 7] =
    [Step::Subdomain, Step::Namespace, Step::Upload, Step::Key, Step::Address, Step::Health, Step::Connection];

#[test]
fn a_new_worker_is_made_step_by_step_and_used() {
    let mut engine = planned(empty_site());
    let start = wish(&mut engine, Wish::Start);
    assert_eq!(walk(&mut engine, start), ALL);
    assert_eq!(deployment(&engine).phase(), Phase::Done);
    let connection = engine.state().connection().unwrap();
    assert_eq!((connection.name.as_str(), connection.kind.place()), ("easel", address().to_string()));
    let deployed = connection.deployed.clone().unwrap();
    assert_eq!((deployed.account, deployed.worker.as_str()), (AccountId::parse(&"a".repeat(32)).unwrap(), "easel"));
    let told = format!("{:?}", engine.state());
    assert!(!told.contains("sesame"), "{told}");
}

#[test]
fn one_of_several_accounts_is_asked_for_and_one_that_is_not_told_is_typed() {
    let mut engine = engine();
    wish(&mut engine, Wish::Begin(Task::New));
    wish(&mut engine, Wish::Token(Key::parse(TOKEN).unwrap()));
    let accounts = vec![account("a", "Studio"), account("b", "Workshop")];
    assert!(worked(&mut engine, Worked::Accounts(Ok(accounts))).is_empty());
    assert_eq!(deployment(&engine).phase(), Phase::Account);
    // Not one of them.
    assert!(wish(&mut engine, Wish::Account(account("c", "").id)).is_empty());
    let work = wish(&mut engine, Wish::Account(account("b", "").id));
    assert!(matches!(&work[..], [Work::Look(ground)] if ground.account == account("b", "").id), "{work:?}");

    wish(&mut engine, Wish::Begin(Task::New));
    wish(&mut engine, Wish::Token(Key::parse(TOKEN).unwrap()));
    worked(&mut engine, Worked::Accounts(Ok(Vec::new())));
    assert_eq!(deployment(&engine).phase(), Phase::Account);
    assert!(matches!(&wish(&mut engine, Wish::Account(account("c", "").id))[..], [Work::Look(_)]));
}

#[test]
fn a_subdomain_is_asked_for_and_asked_again_when_it_is_taken() {
    let mut engine = planned(Seen { subdomain: None, address: None, ..empty_site() });
    assert!(deployment(&engine).wants_subdomain() && wish(&mut engine, Wish::Start).is_empty());
    wish(&mut engine, Wish::Subdomain(subdomain("easel")));
    assert_eq!(step_of(&wish(&mut engine, Wish::Start)), Some(Step::Subdomain));
    assert!(worked(&mut engine, Worked::Step(Step::Subdomain, Ok(Made::Asks(Question::SubdomainTaken)))).is_empty());
    assert_eq!(deployment(&engine).at(), Some((Step::Subdomain, &Progress::Asks(Question::SubdomainTaken))));
    let work = wish(&mut engine, Wish::Subdomain(subdomain("studio")));
    assert!(
        matches!(&work[..], [Work::Step(Step::Subdomain, ground)] if ground.subdomain == Some(subdomain("studio")))
    );
    assert_eq!(walk(&mut engine, work), ALL);
}

#[test]
fn what_work_of_an_earlier_deployment_tells_changes_nothing() {
    let mut engine = planned(empty_site());
    let before = deployment(&engine).clone();
    let late = Worked::Site(Ok(Seen { standing: Some(standing(false)), ..empty_site() }));
    engine.event(Event::Deploy(before.run.wrapping_add(1), Box::new(late)), NOW);
    worked(&mut engine, Worked::Step(Step::Upload, Ok(Made::Nothing)));
    assert_eq!(*deployment(&engine), before);
}

#[test]
fn a_token_stays_only_where_that_was_asked_for() {
    let mut engine = planned(empty_site());
    wish(&mut engine, Wish::KeepToken(true));
    let mut work = wish(&mut engine, Wish::Start);
    while let Some(step) = step_of(&work).filter(|step| *step != Step::Connection) {
        work = worked(&mut engine, Worked::Step(step, Ok(made(step))));
    }
    let end = connected(&mut engine);
    assert!(matches!(&end[..], [Work::KeepToken(_, true), Work::Forget]), "{end:?}");

    // Leaving forgets it at once, whatever was asked for.
    let mut engine = planned(empty_site());
    wish(&mut engine, Wish::KeepToken(true));
    let left = wish(&mut engine, Wish::Leave);
    assert!(matches!(&left[..], [Work::Forget]), "{left:?}");
    assert!(engine.state().deployment.is_none() && engine.state().notice.is_none());
}

#[test]
fn whoever_leaves_in_between_is_told_what_is_done() {
    let mut engine = planned(empty_site());
    wish(&mut engine, Wish::Start);
    worked(&mut engine, Worked::Step(Step::Subdomain, Ok(made(Step::Subdomain))));
    worked(&mut engine, Worked::Step(Step::Namespace, Ok(made(Step::Namespace))));
    wish(&mut engine, Wish::Leave);
    let done = vec![Step::Subdomain, Step::Namespace];
    assert_eq!(engine.state().notice, Some(Notice::DeploymentLeft(done)));
}

/// With a Worker that was deployed from here, and stands.
fn deployed(task: fn(ConnectionId) -> Task, seen: Seen) -> Engine {
    let mut engine = planned(empty_site());
    let start = wish(&mut engine, Wish::Start);
    walk(&mut engine, start);
    let id = engine.state().current;
    wish(&mut engine, Wish::Leave);
    let begun = wish(&mut engine, Wish::Begin(task(id)));
    assert!(begun.iter().any(|work| matches!(work, Work::ReadToken(_))), "{begun:?}");
    worked(&mut engine, ready());
    let looked = worked(&mut engine, Worked::KeptToken(true));
    assert!(matches!(&looked[..], [Work::Look(_)]), "{looked:?}");
    worked(&mut engine, Worked::Site(Ok(seen)));
    engine
}

fn ours() -> Seen {
    Seen { standing: Some(standing(true)), running: Some("0.0.9".to_owned()), ..empty_site() }
}

#[test]
fn an_update_leaves_key_and_counts_alone() {
    let mut engine = deployed(Task::Update, ours());
    let mut work = wish(&mut engine, Wish::Start);
    let mut steps = Vec::new();
    while let Some(step) = step_of(&work) {
        if let Some(Work::Step(_, ground)) = work.first() {
            assert!(ground.namespace == Namespace::parse(&"a".repeat(32)) || step != Step::Namespace, "{ground:?}");
        }
        steps.push(step);
        work = worked(&mut engine, Worked::Step(step, Ok(made(step))));
    }
    assert_eq!(steps, [Step::Subdomain, Step::Namespace, Step::Upload, Step::Address, Step::Health]);
    assert_eq!(deployment(&engine).at(), Some((Step::Connection, &Progress::Running)), "it is tried");
    connected(&mut engine);
    assert_eq!(deployment(&engine).phase(), Phase::Done);
    assert_eq!(engine.state().connections.len(), 2, "no second connection");
}

#[test]
fn the_old_key_is_closed_only_when_the_new_one_is_kept_and_works() {
    let mut engine = deployed(Task::Rotate, ours());
    let start = wish(&mut engine, Wish::Start);
    assert!(matches!(&start[..], [Work::Step(Step::Key, ground)] if ground.target.is_some()), "{start:?}");
    let work = worked(&mut engine, Worked::Step(Step::Key, Ok(Made::Key { beside_old: true })));
    assert_eq!(step_of(&work), Some(Step::Health));
    let work = worked(&mut engine, Worked::Step(Step::Health, Ok(Made::Nothing)));
    assert!(matches!(&work[..], [Work::Connect(..)]), "{work:?}");

    // The keychain does not take it: the old one still opens, and what to do is there.
    let id = deployment(&engine).connection.unwrap();
    let refused =
        Failure::new(engine::Cause::Keychain(engine::KeychainFault::Locked), contract::Billed::No, engine::Again::Save);
    assert!(works(engine.event(Event::Key(id, KeyState::Failed(refused.clone())), NOW)).is_empty());
    assert_eq!(deployment(&engine).failure(), Some(&refused));
    let again = engine.command(Command::Deploy(Wish::Retry), NOW);
    assert!(matches!(&again[..], [Effect::AskKeychain(_)]), "{again:?}");
    let work = connected(&mut engine);
    assert_eq!(step_of(&work), Some(Step::OldKey));
    worked(&mut engine, Worked::Step(Step::OldKey, Ok(Made::Nothing)));
    assert_eq!(deployment(&engine).phase(), Phase::Done);
}

#[test]
fn counts_are_saved_before_anything_is_removed_and_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut engine = deployed(Task::Remove, ours());
    assert_eq!(step_of(&wish(&mut engine, Wish::Start)), Some(Step::Counts));
    let counts = Made::Counts(Some(Counts { text: "{}".to_owned(), is_exact: true, oddities: 0 }));
    assert!(worked(&mut engine, Worked::Step(Step::Counts, Ok(counts))).is_empty());
    let target = folder.path().join("counts.json");
    let saving = engine.command(Command::Deploy(Wish::SaveCounts(target.clone())), NOW);
    assert!(matches!(&saving[..], [Effect::SaveText { text, .. }] if text == "{}"), "{saving:?}");
    assert!(works(engine.event(Event::Saved(folder.path().join("another")), NOW)).is_empty());
    let work = works(engine.event(Event::Saved(target), NOW));
    assert_eq!(step_of(&work), Some(Step::RemoveWorker));
    assert_eq!(
        step_of(&worked(&mut engine, Worked::Step(Step::RemoveWorker, Ok(Made::Nothing)))),
        Some(Step::RemoveNamespace)
    );
    let end = worked(&mut engine, Worked::Step(Step::RemoveNamespace, Ok(Made::Nothing)));
    // It is the account's last one: its token is of no use any more.
    assert!(matches!(&end[..], [Work::KeepToken(_, false), Work::Forget]), "{end:?}");
    assert_eq!((engine.state().connections.len(), deployment(&engine).phase()), (1, Phase::Done));
    assert!(!deployment(&engine).keeps_token, "nor said to be kept");
    assert_eq!(engine.state().current, ConnectionId::BUILT_IN);
}

#[test]
fn without_a_kept_token_it_is_asked_for_again_and_must_reach_the_account() {
    let mut engine = deployed(Task::Rotate, ours());
    let id = deployment(&engine).connection.unwrap();
    wish(&mut engine, Wish::Begin(Task::Rotate(id)));
    worked(&mut engine, Worked::KeptToken(false));
    assert_eq!((deployment(&engine).phase(), &deployment(&engine).token), (Phase::Token, &TokenState::Wanted));
    wish(&mut engine, Wish::Token(Key::parse(TOKEN).unwrap()));
    worked(&mut engine, Worked::Accounts(Ok(vec![account("b", "Workshop")])));
    assert!(deployment(&engine).doubts_token());
    wish(&mut engine, Wish::Token(Key::parse(TOKEN).unwrap()));
    let work = worked(&mut engine, Worked::Accounts(Ok(vec![account("b", "Workshop"), account("a", "Studio")])));
    assert!(matches!(&work[..], [Work::Look(_)]), "{work:?}");
}
