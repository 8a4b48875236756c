//! Each step of a deployment fails once, and is taken up again: what is done is not done twice, and nothing is left out.

use contract::{Billed, Key};
use engine::{
    Again, Cause, Event, Failure, Kind, TokenFault,
    deploy::{BundleState, Made, Phase, Progress, Question, Step, Task, Wish, Work, Worked},
};
use remote::WorkerName;

use super::{ALL, TOKEN, account, connected, deployment, empty_site, made, planned, step_of, walk, wish, worked};
use crate::pure::{NOW, engine};

fn failure(kind: Kind) -> Failure {
    Failure::new(Cause::Service { service: "Cloudflare".to_owned(), kind }, Billed::No, Again::SameKey)
}

#[test]
fn each_step_that_fails_is_taken_up_where_it_stopped() {
    for fails in ALL {
        let mut engine = planned(empty_site());
        let mut work = wish(&mut engine, Wish::Start);
        while let Some(step) = step_of(&work).filter(|step| *step != fails) {
            work = worked(&mut engine, Worked::Step(step, Ok(made(step))));
        }
        let broken = failure(Kind::Broken);
        if fails == Step::Connection {
            let id = deployment(&engine).connection.unwrap();
            let known = engine::KeyState::Known { tail: String::new(), keep: engine::Keep::Keychain };
            engine.event(Event::Key(id, known), NOW);
            engine.event(Event::NotConnected(id, broken.clone()), NOW);
        } else {
            assert!(worked(&mut engine, Worked::Step(fails, Err(broken.clone()))).is_empty(), "{fails:?}");
        }
        assert_eq!(deployment(&engine).at(), Some((fails, &Progress::Failed(broken))));
        let before = ALL.iter().position(|step| *step == fails).unwrap();
        assert_eq!(deployment(&engine).done().count(), before, "what was made is said");

        let again = wish(&mut engine, Wish::Retry);
        if fails == Step::Connection {
            assert!(matches!(&connected(&mut engine)[..], [Work::Forget]));
        } else {
            assert_eq!(walk(&mut engine, again), ALL[before..], "{fails:?}");
        }
        assert_eq!(deployment(&engine).phase(), Phase::Done);
    }
}

#[test]
fn a_step_that_lacks_a_permission_goes_on_with_another_token() {
    let mut engine = planned(empty_site());
    wish(&mut engine, Wish::Start);
    worked(&mut engine, Worked::Step(Step::Subdomain, Ok(made(Step::Subdomain))));
    worked(&mut engine, Worked::Step(Step::Namespace, Err(failure(Kind::Token(TokenFault::NoKv)))));
    assert!(deployment(&engine).doubts_token());
    let asked = wish(&mut engine, Wish::Token(Key::parse(TOKEN).unwrap()));
    assert!(matches!(&asked[..], [Work::Token(_)]));
    let work = worked(&mut engine, Worked::Accounts(Ok(vec![account("a", "Studio")])));
    assert_eq!(walk(&mut engine, work), ALL[1..]);
}

#[test]
fn what_is_looked_at_first_can_fail_too() {
    let mut engine = engine();
    wish(&mut engine, Wish::Begin(Task::New));
    wish(&mut engine, Wish::Token(Key::parse(TOKEN).unwrap()));
    worked(&mut engine, Worked::Accounts(Err(failure(Kind::Token(TokenFault::Expired)))));
    assert_eq!(deployment(&engine).phase(), Phase::Token);
    assert!(deployment(&engine).doubts_token());
    wish(&mut engine, Wish::Token(Key::parse(TOKEN).unwrap()));
    worked(&mut engine, Worked::Accounts(Ok(vec![account("a", "Studio")])));
    // A network that goes is looked at again; a permission that lacks is about the token.
    worked(&mut engine, Worked::Site(Err(failure(Kind::Offline))));
    assert_eq!(deployment(&engine).phase(), Phase::Looking);
    assert!(matches!(&wish(&mut engine, Wish::Retry)[..], [Work::Look(_)]));
    worked(&mut engine, Worked::Site(Err(failure(Kind::Token(TokenFault::NoScripts)))));
    assert_eq!(deployment(&engine).phase(), Phase::Token);
}

#[test]
fn a_worker_that_is_not_packed_is_packed_in_a_checkout_only() {
    let mut engine = planned(empty_site());
    let told = |state: BundleState, can_pack| Worked::Bundle { state, can_pack };
    worked(&mut engine, told(BundleState::Missing, false));
    assert!(wish(&mut engine, Wish::Start).is_empty() && wish(&mut engine, Wish::Pack).is_empty());
    worked(&mut engine, told(BundleState::Missing, true));
    assert!(matches!(&wish(&mut engine, Wish::Pack)[..], [Work::Pack]));
    assert!(wish(&mut engine, Wish::Pack).is_empty(), "it is at work");
    let stopped = wish(&mut engine, Wish::StopPacking);
    assert!(matches!(&stopped[..], [Work::StopPacking, Work::FindBundle]), "{stopped:?}");
}

/// Somebody's Worker came between the plan and the upload, and another name is taken.
#[test]
fn the_namespace_of_a_name_that_was_given_up_is_named() {
    let mut engine = planned(empty_site());
    wish(&mut engine, Wish::Start);
    for step in [Step::Subdomain, Step::Namespace] {
        worked(&mut engine, Worked::Step(step, Ok(made(step))));
    }
    worked(&mut engine, Worked::Step(Step::Upload, Ok(Made::Asks(Question::NotOurs))));
    for (name, left) in [("easel-2", &["easel-usage"][..]), ("easel", &[]), ("easel-2", &["easel-usage"])] {
        wish(&mut engine, Wish::Name(WorkerName::parse(name).unwrap()));
        assert!(deployment(&engine).left().eq(left.iter().copied()), "{name}");
    }
    worked(&mut engine, Worked::Site(Ok(empty_site())));
    let start = wish(&mut engine, Wish::Start);
    assert_eq!(walk(&mut engine, start), ALL);
    assert!(deployment(&engine).left().eq(["easel-usage"]), "also when all is done");
}
