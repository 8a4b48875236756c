//! A Worker of the wanted name is somebody else's, or newer: what is asked then, and that nothing is overwritten without a clear yes.

use engine::deploy::{Made, Obstacle, Question, Seen, Step, Wish, Work, Worked};
use remote::{Standing, WorkerName};

use super::{ALL, deployment, empty_site, made, ours, planned, standing, walk, wish, worked};

#[test]
fn a_worker_that_is_not_ours_is_never_overwritten_without_a_clear_yes() {
    let foreign = Seen { standing: Some(standing(false)), ..empty_site() };
    let mut engine = planned(foreign.clone());
    assert_eq!(deployment(&engine).obstacle(), Some(Obstacle::NotOurs));
    assert!(wish(&mut engine, Wish::Start).is_empty());
    // Another name is looked at anew.
    let other = WorkerName::parse("easel-2").unwrap();
    let work = wish(&mut engine, Wish::Name(other.clone()));
    assert!(matches!(&work[..], [Work::Look(ground)] if ground.worker == other && !ground.may_replace), "{work:?}");
    worked(&mut engine, Worked::Site(Ok(empty_site())));
    let start = wish(&mut engine, Wish::Start);
    assert_eq!(walk(&mut engine, start), ALL);

    // A yes.
    let mut engine = planned(foreign);
    wish(&mut engine, Wish::Replace);
    let start = wish(&mut engine, Wish::Start);
    assert!(matches!(&start[..], [Work::Step(_, ground)] if ground.may_replace), "{start:?}");

    // One that came meanwhile stops the upload, and asks.
    let mut engine = planned(empty_site());
    wish(&mut engine, Wish::Start);
    for step in [Step::Subdomain, Step::Namespace] {
        worked(&mut engine, Worked::Step(step, Ok(made(step))));
    }
    worked(&mut engine, Worked::Step(Step::Upload, Ok(Made::Asks(Question::NotOurs))));
    assert!(wish(&mut engine, Wish::Retry).is_empty(), "only an answer goes on");
    let work = wish(&mut engine, Wish::Replace);
    assert!(matches!(&work[..], [Work::Step(Step::Upload, ground)] if ground.may_replace), "{work:?}");
}

/// A yes does not help where Cloudflare would refuse, or where a newer Easel has been.
#[test]
fn what_has_objects_of_its_own_and_what_is_newer_is_left_alone_under_another_name() {
    let with_objects = Standing { migration_tag: Some("v1".to_owned()), ..standing(false) };
    let has_objects = Seen { standing: Some(with_objects), ..empty_site() };
    let newer = Seen { running: Some("0.1.1".to_owned()), ..ours() };
    for (seen, obstacle) in [(has_objects, Obstacle::HasObjects), (newer, Obstacle::Newer)] {
        let mut engine = planned(seen);
        wish(&mut engine, Wish::Replace);
        assert_eq!(deployment(&engine).obstacle(), Some(obstacle));
        assert!(wish(&mut engine, Wish::Start).is_empty());
        wish(&mut engine, Wish::Name(WorkerName::parse("easel-2").unwrap()));
        worked(&mut engine, Worked::Site(Ok(empty_site())));
        assert!(deployment(&engine).can_start());
    }
    for same_or_older in ["0.1.0", "0.0.9", "of my own"] {
        let engine = planned(Seen { running: Some(same_or_older.to_owned()), ..ours() });
        assert!(deployment(&engine).can_start(), "{same_or_older}");
    }
}
