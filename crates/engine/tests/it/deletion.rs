//! Deleting and bringing back, by the engine alone.

use std::path::Path;

use contract::{Billed, Size, model::PAINTER};
use engine::{
    Again, Cause, Command, DeletionId, DraftEdit, Effect, Engine, Event, Failure, FileFault, Gallery, Notice, Now,
    Select, Settings, Undoable,
};
use jiff::Timestamp;
use library::{Entry, PictureId};

const NOW: Now = Now { at: Timestamp::UNIX_EPOCH, random: 7 };

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn id(second: i64) -> PictureId {
    PictureId::new(at(second), 0)
}

fn entry(second: i64) -> Entry {
    Entry {
        id: id(second),
        made: at(second),
        size: Size::new(256, 256),
        file: Path::new(&format!("{second}.jpg")).into(),
        prompt: "a prompt".into(),
        model: "painter".into(),
        len: 1,
        mtime: at(second),
    }
}

/// With pictures 1 to 5, and no look at the folder under way.
fn engine() -> Engine {
    let gallery = Gallery::new((1..=5).map(entry).collect());
    let mut engine = Engine::new(Settings::default(), None, gallery, vec![&PAINTER]);
    engine.event(Event::Recovered { jobs: Vec::new(), unknown: 0 }, NOW);
    engine
}

fn delete(engine: &mut Engine, seconds: &[i64]) -> DeletionId {
    let effects = engine.command(Command::Delete(seconds.iter().map(|second| id(*second)).collect()), NOW);
    let bins = effects.iter().find_map(|effect| match effect {
        Effect::Bin(deletion, entries) if entries.len() == seconds.len() => Some(*deletion),
        _ => None,
    });
    bins.unwrap_or_else(|| panic!("{effects:?}"))
}

fn binned(engine: &mut Engine, id: DeletionId) -> Vec<Effect> {
    engine.event(Event::Binned { id, failed: Vec::new() }, NOW)
}

fn restores(effects: &[Effect]) -> Vec<PictureId> {
    match effects {
        [Effect::Restore(_, entries)] => entries.iter().map(|entry| entry.id).collect(),
        _ => Vec::new(),
    }
}

fn seconds(engine: &Engine) -> Vec<i64> {
    engine.state().gallery.pictures().iter().map(|entry| entry.made.as_second()).collect()
}

fn no_bin() -> Failure {
    let fault = FileFault::NoBin { path: "2.jpg".to_owned() };
    Failure::new(Cause::File(fault), Billed::No, Again::Save)
}

/// Pictures that Undo would bring back.
fn undoable(engine: &Engine) -> usize {
    match engine.state().undoable {
        Some(Undoable::Deletion { pictures }) => pictures,
        Some(Undoable::Settings) | None => 0,
    }
}

#[test]
fn what_is_deleted_last_comes_back_first() {
    let mut engine = engine();
    engine.command(Command::Select(Select::All), NOW);
    let first = delete(&mut engine, &[2, 4]);
    assert_eq!((seconds(&engine), undoable(&engine)), (vec![1, 3, 5], 2), "gone at once");
    assert!(!engine.state().selection.contains(id(2)) && engine.state().selection.contains(id(3)));
    assert!(binned(&mut engine, first).is_empty());
    assert_eq!(engine.state().notice, Some(Notice::Deleted { pictures: 2 }));
    let second = delete(&mut engine, &[5]);
    binned(&mut engine, second);
    assert_eq!(undoable(&engine), 1);

    assert_eq!(restores(&engine.command(Command::Undo, NOW)), [id(5)]);
    assert_eq!(undoable(&engine), 2, "pressed again, it is about the one before");
    engine.event(Event::Restored { id: second, restored: vec![entry(5)], failed: Vec::new() }, NOW);
    assert_eq!(engine.state().notice, Some(Notice::Restored { pictures: 1 }));
    assert_eq!(restores(&engine.command(Command::Undo, NOW)), [id(2), id(4)]);
    engine.event(Event::Restored { id: first, restored: vec![entry(4), entry(2)], failed: Vec::new() }, NOW);
    assert_eq!((seconds(&engine), undoable(&engine)), (vec![1, 2, 3, 4, 5], 0));
    assert!(engine.command(Command::Undo, NOW).is_empty(), "nothing is left");
}

#[test]
fn undo_waits_for_a_bin_that_is_still_at_work() {
    let mut engine = engine();
    let deletion = delete(&mut engine, &[1, 2, 3]);
    assert!(engine.command(Command::Undo, NOW).is_empty());
    assert_eq!(undoable(&engine), 0);
    assert!(engine.command(Command::Undo, NOW).is_empty(), "once is enough");
    let effects = engine.event(Event::Binned { id: deletion, failed: vec![(id(2), no_bin())] }, NOW);
    assert_eq!(restores(&effects), [id(1), id(3)], "only what is in the bin");
    assert_eq!(seconds(&engine), [2, 4, 5]);
    engine.event(Event::Restored { id: deletion, restored: vec![entry(1), entry(3)], failed: Vec::new() }, NOW);
    assert_eq!(seconds(&engine), [1, 2, 3, 4, 5]);
}

#[test]
fn what_the_bin_refuses_comes_back_and_says_why() {
    let mut engine = engine();
    let deletion = delete(&mut engine, &[2]);
    engine.event(Event::Binned { id: deletion, failed: vec![(id(2), no_bin())] }, NOW);
    assert_eq!((seconds(&engine), undoable(&engine)), (vec![1, 2, 3, 4, 5], 0));
    assert_eq!(engine.state().notice, Some(Notice::Trouble(no_bin())));

    // What does not come back does not stand in the way of the deletion before it.
    let older = delete(&mut engine, &[1]);
    binned(&mut engine, older);
    let newer = delete(&mut engine, &[2]);
    binned(&mut engine, newer);
    engine.command(Command::Undo, NOW);
    engine.event(Event::Restored { id: newer, restored: Vec::new(), failed: vec![(id(2), no_bin())] }, NOW);
    assert_eq!(restores(&engine.command(Command::Undo, NOW)), [id(1)]);
    // And what comes twice changes nothing.
    engine.event(Event::Restored { id: newer, restored: vec![entry(2)], failed: Vec::new() }, NOW);
    assert_eq!(seconds(&engine), [3, 4, 5]);
}

#[test]
fn the_viewer_moves_on_to_what_stays() {
    let mut engine = engine();
    let open = |engine: &Engine| engine.state().open.as_ref().map(|opened| opened.id);
    engine.command(Command::Open(id(4)), NOW);
    delete(&mut engine, &[4, 3]);
    assert_eq!(open(&engine), Some(id(2)), "the next older one");
    let effects = engine.command(Command::Delete(vec![id(1), id(2)]), NOW);
    assert!(
        matches!(&effects[0], Effect::Describe(entry) if entry.id == id(5)),
        "else the next newer one: {effects:?}"
    );
    assert_eq!(open(&engine), Some(id(5)));
    delete(&mut engine, &[5]);
    assert_eq!(open(&engine), None);
}

#[test]
fn jobs_are_not_deleted() {
    let mut engine = engine();
    engine.command(Command::Edit(DraftEdit::Prompt("a prompt".to_owned())), NOW);
    engine.command(Command::Generate, NOW);
    let job = engine.state().gallery.jobs()[0].id;
    assert!(engine.command(Command::Delete(vec![job, id(99)]), NOW).is_empty());
    assert_eq!((engine.state().gallery.jobs().len(), undoable(&engine)), (1, 0));
}

#[test]
fn a_look_at_the_folder_does_not_bring_back_what_is_leaving() {
    let mut engine = engine();
    let deletion = delete(&mut engine, &[2]);
    let seen = Event::Changed { removed: vec![id(2)], added: vec![entry(2), entry(6)] };
    engine.event(seen.clone(), NOW);
    assert_eq!(seconds(&engine), [1, 3, 4, 5, 6]);
    binned(&mut engine, deletion);
    // Somebody took it out of the bin: then it is there again.
    engine.event(seen, NOW);
    assert_eq!(seconds(&engine), [1, 2, 3, 4, 5, 6]);
}
