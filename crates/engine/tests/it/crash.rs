//! After a crash: what arrived is there, what has no ending is told, and nothing is sent again by itself.

use std::fs;

use contract::Billed;
use engine::{Again, Command, Notice, Pause};

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
fn jobs_whose_turn_had_not_come_wait_again_in_their_order_and_nothing_is_sent_before_the_user_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Hang);
    let mut desk = Desk::open(folder.path());
    desk.connect(&service.address, "k");
    desk.prompt("many");
    desk.count(5);
    desk.generate();
    let sent = [service.asked(), service.asked()];
    let waiting = |desk: &Desk| desk.state().queue().iter().map(|job| job.id).collect::<Vec<_>>();
    let last = waiting(&desk)[2];
    desk.send(Command::MoveJobs { ids: vec![last], to: 0 });
    let order = waiting(&desk);
    assert_eq!((order.len(), order[0]), (3, last));

    let mut desk = desk.reopen();
    assert_eq!((waiting(&desk), desk.state().pause.clone()), (order, Some(Pause::Restarted)));
    assert_eq!(desk.state().notice, Some(Notice::Unknown { jobs: 2 }));
    let keys: Vec<String> = desk.state().gallery.jobs().iter().map(|job| job.key().to_string()).collect();
    assert!(!service.was_asked_again());
    service.reply_with(Reply::Picture(jpeg()));
    desk.send(Command::Resume);
    desk.until("three pictures", |state| state.gallery.pictures().len() == 3);
    let asked = [service.asked(), service.asked(), service.asked()];
    assert!(asked.iter().all(|key| keys.contains(key) && !sent.contains(key)), "{asked:?}");
    // What was sent is asked for again under its own key, once its user wishes so.
    let unknown = desk.state().gallery.jobs().iter().map(|job| job.id).collect::<Vec<_>>();
    for id in unknown {
        desk.send(Command::Retry(id));
    }
    desk.until_pictures(5);
    let again = [service.asked(), service.asked()];
    assert!(again.iter().all(|key| sent.contains(key)), "{again:?}");
}

/// Nothing of them could be billed.
#[test]
fn what_the_painter_was_to_draw_goes_on_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path());
    desk.prompt("many");
    desk.small();
    desk.count(6);
    desk.send(Command::Pause);
    desk.generate();
    assert_eq!(desk.state().queue().len(), 6);
    let mut desk = desk.reopen();
    assert_eq!(desk.state().pause, None);
    desk.until_pictures(6);
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
