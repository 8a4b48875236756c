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
    engine.event(Event::Binned { id, gone: Vec::new(), failed: Vec::new() }, NOW)
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

fn fault(fault: FileFault) -> Failure {
    Failure::new(Cause::File(fault), Billed::No, Again::Save)
}

fn no_bin() -> Failure {
    fault(FileFault::NoBin { path: "2.jpg".to_owned() })
}

fn not_in_bin() -> FileFault {
    FileFault::NotInBin { path: "3.jpg".to_owned() }
}

/// Pictures that Undo would bring back.
fn undoable(engine: &Engine) -> usize {
    match engine.state().undoable {
        Some(Undoable::Deletion { pictures }) => pictures,
        Some(Undoable::Settings | Undoable::Prompt | Undoable::Connection | Undoable::Queue) | None => 0,
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
fn undo_is_passed_on_while_the_bin_is_still_at_work() {
    let mut engine = engine();
    let deletion = delete(&mut engine, &[1, 2, 3]);
    let effects = engine.command(Command::Undo, NOW);
    assert_eq!(restores(&effects), [id(1), id(2), id(3)], "at once: the window may be closed next");
    assert_eq!(undoable(&engine), 0);
    assert!(engine.command(Command::Undo, NOW).is_empty(), "once is enough");
    let binned = Event::Binned { id: deletion, gone: vec![id(3)], failed: vec![(id(2), no_bin())] };
    assert!(engine.event(binned, NOW).is_empty());
    assert_eq!((seconds(&engine), engine.state().notice.clone()), (vec![2, 4, 5], None), "the end is still to come");
    let failed = vec![(id(2), fault(not_in_bin())), (id(3), fault(not_in_bin()))];
    engine.event(Event::Restored { id: deletion, restored: vec![entry(1)], failed }, NOW);
    assert_eq!(seconds(&engine), [1, 2, 4, 5]);
    assert_eq!(engine.state().notice, Some(Notice::Restored { pictures: 1 }), "nobody misses what was gone before");
    assert_eq!(undoable(&engine), 0);
}

#[test]
fn what_could_not_be_brought_back_can_be_tried_again_after_the_others() {
    let mut engine = engine();
    let older = delete(&mut engine, &[1]);
    binned(&mut engine, older);
    let newer = delete(&mut engine, &[2, 3, 4]);
    binned(&mut engine, newer);
    engine.command(Command::Undo, NOW);
    let failed = vec![(id(2), no_bin()), (id(3), fault(not_in_bin()))];
    engine.event(Event::Restored { id: newer, restored: vec![entry(4)], failed: failed.clone() }, NOW);
    assert_eq!(engine.state().notice, Some(Notice::Trouble(no_bin())));
    assert_eq!((seconds(&engine), undoable(&engine)), (vec![4, 5], 1));
    // What comes twice changes nothing.
    engine.event(Event::Restored { id: newer, restored: vec![entry(2)], failed }, NOW);
    assert_eq!(seconds(&engine), [4, 5]);
    assert_eq!(restores(&engine.command(Command::Undo, NOW)), [id(1)], "the other one first");
    assert_eq!(restores(&engine.command(Command::Undo, NOW)), [id(2)], "but not what the bin has no more");
    engine.event(Event::Restored { id: newer, restored: vec![entry(2)], failed: Vec::new() }, NOW);
    assert_eq!((seconds(&engine), undoable(&engine)), (vec![2, 4, 5], 0));
}

#[test]
fn what_was_gone_already_is_neither_counted_nor_brought_back() {
    let mut engine = engine();
    let deletion = delete(&mut engine, &[1, 2]);
    engine.event(Event::Binned { id: deletion, gone: vec![id(2)], failed: Vec::new() }, NOW);
    assert_eq!(engine.state().notice, Some(Notice::Deleted { pictures: 1 }));
    assert_eq!(undoable(&engine), 1);
    assert_eq!(restores(&engine.command(Command::Undo, NOW)), [id(1)]);
    let deletion = delete(&mut engine, &[3]);
    engine.event(Event::Binned { id: deletion, gone: vec![id(3)], failed: Vec::new() }, NOW);
    assert_eq!((seconds(&engine), undoable(&engine)), (vec![4, 5], 0));
}

#[test]
fn what_the_bin_refuses_comes_back_and_says_why() {
    let mut engine = engine();
    let deletion = delete(&mut engine, &[2]);
    engine.event(Event::Binned { id: deletion, gone: Vec::new(), failed: vec![(id(2), no_bin())] }, NOW);
    assert_eq!((seconds(&engine), undoable(&engine)), (vec![1, 2, 3, 4, 5], 0));
    assert_eq!(engine.state().notice, Some(Notice::Trouble(no_bin())));

    // Of several, both numbers are told.
    let revision = engine.state().gallery.revision();
    let deletion = delete(&mut engine, &[1, 2, 3]);
    assert_ne!(engine.state().gallery.revision(), revision);
    engine.event(Event::Binned { id: deletion, gone: Vec::new(), failed: vec![(id(2), no_bin())] }, NOW);
    let told = Notice::DeletedSome { pictures: 2, failed: 1, failure: no_bin() };
    assert_eq!((engine.state().notice.clone(), undoable(&engine)), (Some(told), 2));
    assert_eq!(seconds(&engine), [2, 4, 5]);

    // And the gallery is left as it is when nothing comes back.
    let deletion = delete(&mut engine, &[2]);
    let revision = engine.state().gallery.revision();
    binned(&mut engine, deletion);
    assert_eq!(engine.state().gallery.revision(), revision);
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
    // Somebody moved it before the bin got hold of it: that one is seen.
    let moved = Entry { file: Path::new("elsewhere.jpg").into(), ..entry(2) };
    engine.event(Event::Changed { removed: Vec::new(), added: vec![moved] }, NOW);
    assert_eq!(seconds(&engine), [1, 2, 3, 4, 5, 6]);
    binned(&mut engine, deletion);
    // Somebody took it out of the bin: then it is there again.
    engine.event(seen, NOW);
    assert_eq!(seconds(&engine), [1, 2, 3, 4, 5, 6]);
}
