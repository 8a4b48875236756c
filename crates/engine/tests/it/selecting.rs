//! The selection, as a click, a key and a picture that comes or goes change it.

use contract::Billed;
use engine::{Again, Command, DraftEdit, Engine, Event, Gallery, Select, Settings};
use jiff::{SignedDuration, Timestamp};
use library::{Entry, PictureId};

use crate::pure::{NOW, engine, entry, fail, generate};

fn select(engine: &mut Engine, select: Select) -> Vec<PictureId> {
    engine.command(Command::Select(select), NOW);
    engine.state().targets()
}

/// The tiles, newest first.
fn tiles(engine: &Engine) -> Vec<PictureId> {
    let gallery = &engine.state().gallery;
    gallery.tiles(0..gallery.len()).map(|(_, tile)| tile.id()).collect()
}

/// A gallery of a job, a picture, a job and two pictures, newest first.
fn mixed() -> (Engine, Vec<PictureId>) {
    let mut engine = engine();
    let jobs: Vec<PictureId> = (0..5).map(|_| generate(&mut engine)).collect();
    for n in [0, 1, 3] {
        arrive(&mut engine, jobs[n]);
    }
    let tiles = tiles(&engine);
    assert_eq!(tiles, [jobs[4], jobs[3], jobs[2], jobs[1], jobs[0]]);
    (engine, tiles)
}

fn arrive(engine: &mut Engine, job: PictureId) {
    let made = engine.state().gallery.job(job).unwrap().at;
    engine.event(Event::Arrived(Box::new(Entry { made, ..entry(job) })), NOW);
}

#[test]
fn a_range_goes_over_pictures_and_jobs_in_both_directions() {
    let (mut engine, ids) = mixed();
    assert_eq!(select(&mut engine, Select::To(ids[2])), [ids[2]], "a range needs a beginning");
    assert_eq!(select(&mut engine, Select::To(ids[4])), ids[2..]);
    assert_eq!(select(&mut engine, Select::To(ids[0])), ids[..3], "and keeps it");
    assert_eq!(engine.state().selection.cursor(), Some(ids[0]));
    assert_eq!(select(&mut engine, Select::Toggle(ids[4])), [ids[0], ids[1], ids[2], ids[4]], "newest first");
    assert_eq!(select(&mut engine, Select::Toggle(ids[1])), [ids[0], ids[2], ids[4]]);
    assert_eq!(select(&mut engine, Select::All), ids);
    assert_eq!(select(&mut engine, Select::None), []);
    assert_eq!(engine.state().selection.cursor(), Some(ids[1]), "arrow keys go on from there");
    assert_eq!(select(&mut engine, Select::Only(ids[3])), [ids[3]]);
}

#[test]
fn a_picture_that_arrives_stays_selected_as_its_job_was() {
    let (mut engine, ids) = mixed();
    select(&mut engine, Select::Only(ids[2]));
    arrive(&mut engine, ids[2]);
    assert_eq!((engine.state().targets(), engine.state().selection.cursor()), (vec![ids[2]], Some(ids[2])));
}

#[test]
fn what_is_gone_is_not_selected_and_the_arrow_keys_go_on_beside_it() {
    let (mut engine, ids) = mixed();
    select(&mut engine, Select::Only(ids[1]));
    select(&mut engine, Select::To(ids[3]));
    // The last two are gone; the other picture is only not as it was.
    let changed = Entry { prompt: "rated".into(), ..engine.state().gallery.find(ids[1]).unwrap().clone() };
    engine.event(Event::Changed { removed: vec![ids[1], ids[3], ids[4]], added: vec![changed] }, NOW);
    assert_eq!(engine.state().targets(), ids[1..3]);
    assert_eq!(engine.state().selection.cursor(), Some(ids[2]), "nothing older is left");
    engine.command(Command::Cancel(ids[2]), NOW);
    assert_eq!(engine.state().targets(), ids[1..2]);
    assert_eq!(engine.state().selection.cursor(), Some(ids[1]));
    engine.event(Event::Changed { removed: vec![ids[1]], added: Vec::new() }, NOW);
    assert!(engine.state().targets().is_empty());
    assert_eq!(select(&mut engine, Select::To(ids[0])), [ids[0]], "a range does not begin where nothing is");
    engine.command(Command::Cancel(ids[0]), NOW);
    assert_eq!(engine.state().selection.cursor(), None);
}

#[test]
fn the_arrow_keys_go_on_at_the_next_older_tile_that_stays() {
    let (mut engine, ids) = mixed();
    select(&mut engine, Select::Only(ids[1]));
    engine.event(Event::Changed { removed: vec![ids[1], ids[3]], added: Vec::new() }, NOW);
    assert_eq!(engine.state().selection.cursor(), Some(ids[2]));
    assert!(engine.state().targets().is_empty(), "but nothing is chosen for the user");
}

#[test]
fn a_failed_picture_that_is_tried_again_stays_selected() {
    let mut engine = engine();
    let id = generate(&mut engine);
    fail(&mut engine, id, Billed::No, Again::NewKey);
    select(&mut engine, Select::Only(id));
    engine.command(Command::Retry(id), NOW);
    let again = tiles(&engine);
    assert_ne!(again, [id]);
    assert_eq!((engine.state().targets(), engine.state().selection.cursor()), (again.clone(), Some(again[0])));
}

#[test]
fn an_action_in_the_viewer_is_about_the_open_picture() {
    let (mut engine, ids) = mixed();
    select(&mut engine, Select::All);
    engine.command(Command::Open(ids[3]), NOW);
    assert_eq!(engine.state().targets(), [ids[3]]);
}

#[test]
fn a_hundred_thousand_pictures_are_selected_and_typing_goes_on() {
    let at = |n: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_secs(n);
    let pictures = (0..100_000).map(|n| Entry { made: at(n), ..entry(PictureId::new(at(n), 0)) }).collect();
    let mut engine = Engine::new(Settings::default(), None, Gallery::new(pictures), vec![&contract::model::PAINTER]);
    assert_eq!(select(&mut engine, Select::All), tiles(&engine));
    engine.command(Command::Edit(DraftEdit::Prompt("a".to_owned())), NOW);
    assert_eq!(engine.state().selection.len(), 100_000);
    let all = tiles(&engine);
    engine.event(Event::Changed { removed: all[1..].to_vec(), added: Vec::new() }, NOW);
    assert_eq!(engine.state().targets(), all[..1]);
}
