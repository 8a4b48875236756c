//! After a crash: what arrived is there, what has no ending is told, and nothing is sent again by itself.

use std::fs;

use contract::Billed;
use engine::{Again, Command, Notice};

use crate::{
    desk::{Desk, files, try_open},
    scripted::{Reply, Scripted},
};

#[test]
fn a_job_that_was_cut_off_is_told_and_asked_for_again_only_by_the_user_and_under_the_same_key() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Hang);
    let mut desk = Desk::open(folder.path());
    desk.connect(&service.address, "k");
    desk.prompt("slow");
    desk.generate();
    let key = service.asked();

    // The connection is there again, and its key is asked of the keychain when it is needed.
    let mut desk = desk.reopen();
    let (job, failure) = desk.until_failed();
    assert_eq!((failure.billed, failure.again), (Billed::Maybe, Again::SameKey));
    assert_eq!(job.connection, Some(desk.state().current));
    assert_eq!(desk.state().notice, Some(Notice::Unknown { jobs: 1 }));
    assert!(!service.was_asked_again());

    service.reply_with(Reply::Picture(jpeg()));
    desk.send(Command::Retry(job.id));
    assert_eq!(service.asked(), key);
    desk.until_pictures(1);
    assert_eq!(desk.files().len(), 1);

    // The journal is closed: nothing is told at the next start.
    let desk = desk.reopen();
    assert_eq!((desk.state().gallery.jobs().len(), desk.state().gallery.len()), (0, 1));
}

#[test]
fn jobs_whose_turn_had_not_come_were_surely_not_billed() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Hang);
    let mut desk = Desk::open(folder.path());
    desk.connect(&service.address, "k");
    desk.prompt("many");
    desk.count(5);
    desk.generate();
    service.asked();
    service.asked();
    let mut desk = desk.reopen();
    desk.until("five told", |state| state.gallery.jobs().len() == 5);
    let words = format!("{:?}", desk.state().gallery.jobs());
    assert_eq!(words.matches("billed: Maybe").count(), 2, "{words}");
    assert_eq!(words.matches("billed: No").count(), 3, "{words}");
    let ids: Vec<_> = desk.state().gallery.jobs().iter().map(|job| job.id).collect();
    for id in ids {
        desk.send(Command::Forget(id));
    }
    assert!(desk.reopen().state().gallery.is_empty());
}

#[test]
fn a_whole_picture_without_a_name_is_adopted_and_half_of_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path());
    desk.prompt("found again");
    desk.small();
    desk.generate();
    desk.until_pictures(1);
    let id = desk.state().gallery.pictures()[0].id;
    let library = desk.close().join("library");

    // As a crash just before the rename leaves it.
    let file = files(&library).remove(0);
    let bytes = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    fs::write(library.join(".incoming/.easel-a.tmp"), &bytes).unwrap();
    fs::write(library.join(".incoming/.easel-b.tmp"), &bytes[..bytes.len() / 2]).unwrap();

    let desk = Desk::open(folder.path());
    assert_eq!(desk.state().gallery.pictures().iter().map(|entry| entry.id).collect::<Vec<_>>(), [id]);
    assert_eq!(desk.files()[0].1, "found again");
    assert_eq!(fs::read_dir(library.join(".incoming")).unwrap().count(), 0);
}

#[test]
fn a_lost_or_broken_index_costs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path());
    desk.prompt("still here");
    desk.small();
    desk.count(4);
    desk.generate();
    desk.until_pictures(4);
    let before: Vec<_> = desk.state().gallery.pictures().iter().map(|entry| (entry.id, entry.made)).collect();
    let dir = desk.close();
    for broken in [&b"garbage, and no database"[..], b""] {
        fs::remove_dir_all(dir.join("cache")).unwrap();
        fs::create_dir(dir.join("cache")).unwrap();
        fs::write(dir.join("cache/index.db"), broken).unwrap();
        let desk = Desk::open(&dir);
        let after: Vec<_> = desk.state().gallery.pictures().iter().map(|entry| (entry.id, entry.made)).collect();
        assert_eq!(after, before);
    }
}

#[test]
fn a_broken_journal_is_told_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state.db");
    fs::write(&state, "this is no database, but it may be somebody's").unwrap();
    let error = try_open(folder.path()).err().unwrap();
    assert!(error.to_string().contains("state.db"), "{error}");
    assert!(!error.hint().is_empty());
    assert_eq!(fs::read_to_string(state).unwrap(), "this is no database, but it may be somebody's");
}

/// As FLUX sends it.
pub(crate) fn jpeg() -> Vec<u8> {
    home::painter::paint("anything", 256, 256, 1).unwrap()
}
