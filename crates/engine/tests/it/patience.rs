//! How long a picture usually takes, as a tile that is being made says it.

use std::time::Duration;

use contract::Billed;
use engine::{Again, Command, Engine, Event, Now};
use jiff::SignedDuration;
use library::PictureId;

use crate::pure::{NOW, connect, engine, entry, fail, generate};

/// What the tile of the next picture says, in milliseconds.
fn usual(engine: &mut Engine) -> Option<u128> {
    let id = generate(engine);
    let state = engine.state();
    let usual = state.pace.usual(state.gallery.job(id).unwrap());
    engine.command(Command::Cancel(id), NOW);
    usual.as_ref().map(Duration::as_millis)
}

/// Its turn came a second after the epoch for each tile before it, and one.
fn arrive(engine: &mut Engine, id: PictureId, after: i64) {
    let at = engine.state().gallery.job(id).unwrap().at + SignedDuration::from_millis(after);
    engine.event(Event::Arrived(Box::new(entry(id))), Now { at, ..NOW });
}

#[test]
fn what_is_expected_is_learnt_from_pictures_that_arrived() {
    let mut engine = engine();
    assert_eq!(usual(&mut engine), Some(300), "as the catalogue says of the painter");
    let id = generate(&mut engine);
    arrive(&mut engine, id, 70);
    assert_eq!(usual(&mut engine), Some(70));
    connect(&mut engine, "https://one.example");
    assert_eq!(usual(&mut engine), Some(15_000), "another service takes its own time");
}

#[test]
fn a_clock_that_was_set_back_and_an_answer_that_was_kept_teach_nothing() {
    let mut engine = engine();
    let id = generate(&mut engine);
    arrive(&mut engine, id, -60_000);
    assert_eq!(usual(&mut engine), Some(300));

    connect(&mut engine, "https://one.example");
    let id = generate(&mut engine);
    fail(&mut engine, id, Billed::Maybe, Again::SameKey);
    engine.command(Command::Retry(id), NOW);
    arrive(&mut engine, id, 5);
    assert_eq!(usual(&mut engine), Some(15_000));

    // One that was there and only had to be saved again.
    let id = generate(&mut engine);
    fail(&mut engine, id, Billed::No, Again::Save);
    engine.command(Command::Retry(id), NOW);
    arrive(&mut engine, id, 5);
    assert_eq!(usual(&mut engine), Some(15_000));
}
