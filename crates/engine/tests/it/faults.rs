//! When things go wrong: each is told in the tile with what it may have cost, the prompt stays, nothing is lost.

use std::{
    fs,
    sync::{Arc, Barrier},
};

use contract::Billed;
use engine::{Again, Cause, Command, ConnectionId, Keep, Kind};

use crate::{
    crash::jpeg,
    desk::Desk,
    keychain::Mood,
    scripted::{Reply, Scripted},
};

/// What the service answers, what it may have cost, what Retry does.
fn faults() -> Vec<(&'static str, Reply, Billed, Again)> {
    let http = |text: &str| Reply::Raw(text.replace('\n', "\r\n").into_bytes());
    let refusal = r#"{"error":{"code":"unauthorized","message":"wrong key","hint":"check it","billed":"no"}}"#;
    let jpeg = jpeg();
    vec![
        (
            "401 in our shape",
            http(&format!(
                "HTTP/1.1 401 Unauthorized\ncontent-type: application/json\ncontent-length: {}\n\n{refusal}",
                refusal.len()
            )),
            Billed::No,
            Again::SameKey,
        ),
        ("500 with HTML", http("HTTP/1.1 500 Oops\ncontent-length: 6\n\n<html>"), Billed::Maybe, Again::SameKey),
        ("200 with HTML", http("HTTP/1.1 200 OK\ncontent-length: 6\n\n<html>"), Billed::Maybe, Again::SameKey),
        ("no answer", http(""), Billed::Maybe, Again::SameKey),
        ("bytes that are no picture", Reply::Picture(b"not a picture at all".to_vec()), Billed::Maybe, Again::SameKey),
        ("half a picture", Reply::Picture(jpeg[..jpeg.len() / 2].to_vec()), Billed::Maybe, Again::SameKey),
        ("a 30,000×30,000 bomb", Reply::Picture(bomb()), Billed::Yes, Again::Save),
    ]
}

#[test]
fn every_fault_of_a_service_is_told_in_its_tile() {
    for (fault, reply, billed, again) in faults() {
        let folder = tempfile::tempdir().unwrap();
        let service = Scripted::start(reply);
        let mut desk = Desk::open(folder.path());
        desk.connect(&service.address, "sesame");
        desk.prompt("stays where it is");
        desk.generate();
        let (job, failure) = desk.until_failed();
        assert_eq!((failure.billed, failure.again), (billed, again), "{fault}: {failure:?}");
        assert!(!format!("{failure:?}").contains("sesame"), "{fault}: {failure:?}");
        assert_eq!(desk.state().draft.prompt, "stays where it is", "{fault}");
        assert_eq!(desk.files(), [], "{fault}");
        assert_eq!(job.request.prompt.as_str(), "stays where it is", "{fault}");

        // And it is still told after a restart, in the same way.
        let mut desk = Desk::open(&desk.close());
        assert_eq!(desk.until_failed().1.cause, failure.cause, "{fault}");
    }
}

#[test]
fn a_service_that_is_down_costs_nothing_and_a_retry_works_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path());
    let down = desk.add("http://127.0.0.1:9", "k", Keep::Keychain);
    let failure = desk.until_not_connected(down);
    assert!(matches!(failure.cause, Cause::Service { kind: Kind::Connect, .. }), "{failure:?}");
    assert_eq!((failure.billed, desk.state().current), (Billed::No, ConnectionId::BUILT_IN));

    let service = Scripted::start(Reply::Raw(Vec::new()));
    desk.connect(&service.address, "k");
    desk.prompt("again");
    desk.generate();
    let first = service.asked();
    let (job, _) = desk.until_failed();
    service.reply_with(Reply::Picture(jpeg()));
    desk.send(Command::Retry(job.id));
    assert_eq!(service.asked(), first);
    desk.until_pictures(1);
}

#[test]
fn a_picture_of_another_size_than_asked_is_kept_with_its_real_size() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Picture(jpeg()));
    let mut desk = Desk::open(folder.path());
    desk.connect(&service.address, "k");
    desk.prompt("smaller");
    desk.generate();
    desk.until_pictures(1);
    assert_eq!(desk.state().gallery.pictures()[0].size, contract::Size::new(256, 256));
}

#[test]
fn a_picture_that_cannot_be_saved_is_held_and_saved_by_retry_without_asking_again() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Picture(jpeg()));
    let mut desk = Desk::open(folder.path());
    desk.connect(&service.address, "k");
    let incoming = folder.path().join("library/.incoming");
    fs::remove_dir(&incoming).unwrap();
    fs::write(&incoming, "a file where the folder was").unwrap();
    desk.prompt("paid for");
    desk.generate();
    service.asked();
    let (job, failure) = desk.until_failed();
    assert_eq!((failure.billed, failure.again), (Billed::Yes, Again::Save));

    fs::remove_file(&incoming).unwrap();
    desk.send(Command::Retry(job.id));
    desk.until_pictures(1);
    assert!(!service.was_asked_again());
    assert_eq!(desk.files().len(), 1);
}

#[test]
fn cancelling_says_whether_it_may_have_been_billed() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Hang);
    let mut desk = Desk::open(folder.path());
    desk.connect(&service.address, "k");
    desk.prompt("never mind");
    desk.count(3);
    desk.generate();
    service.asked();
    service.asked();
    let ids: Vec<_> = desk.state().gallery.jobs().iter().map(|job| job.id).collect();
    // The one that waits is gone at once; one that was sent stays and says so.
    desk.send(Command::Cancel(ids[2]));
    assert_eq!(desk.state().gallery.jobs().len(), 2);
    desk.send(Command::Cancel(ids[0]));
    let (_, failure) = desk.until_failed();
    assert_eq!(failure.billed, Billed::Maybe);
}

#[test]
fn a_picture_that_arrives_after_it_was_cancelled_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let late = Arc::new(Barrier::new(2));
    let service = Scripted::start(Reply::After(Arc::clone(&late), jpeg()));
    let mut desk = Desk::open(folder.path());
    desk.connect(&service.address, "k");
    desk.prompt("never mind");
    desk.generate();
    service.asked();
    let id = desk.state().gallery.jobs()[0].id;
    desk.send(Command::Cancel(id));
    let (_, failure) = desk.until_failed();
    assert_eq!((failure.cause, failure.billed), (Cause::Cancelled, Billed::Maybe));
    // Asked for again while it is still under way: that is waited for, and nothing is sent beside it.
    desk.send(Command::Retry(id));
    desk.send(Command::Cancel(id));
    desk.until_failed();
    desk.send(Command::Forget(id));
    late.wait();
    desk.until_pictures(1);
    assert_eq!(desk.state().gallery.pictures()[0].id, id);
    assert!(!service.was_asked_again());
    let desk = desk.reopen();
    assert_eq!((desk.state().gallery.pictures().len(), desk.state().gallery.jobs().len()), (1, 0));
}

/// Its key is in a keychain that does not answer.
#[test]
fn what_is_cancelled_before_it_was_sent_was_surely_not_billed_and_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let service = Scripted::start(Reply::Hang);
    let mut desk = Desk::open(folder.path());
    desk.connect(&service.address, "k");
    let keychain = desk.keychain.clone();
    keychain.be(Mood::Silent);
    let mut desk = desk.reopen();
    desk.prompt("never mind");
    desk.generate();
    let id = desk.state().gallery.jobs()[0].id;
    desk.send(Command::Cancel(id));
    desk.until("gone", |state| state.gallery.is_empty());
    keychain.be(Mood::Willing);
    let desk = desk.reopen();
    assert!(desk.state().gallery.is_empty() && !service.was_asked_again());
}

/// A whole PNG by its first and last bytes, of 900 million pixels by its header.
pub(crate) fn bomb() -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend_from_slice(&30_000_u32.to_be_bytes());
    png.extend_from_slice(&30_000_u32.to_be_bytes());
    png.extend_from_slice(b"\x08\x02\0\0\0\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82");
    png
}
