//! The main job: a prompt becomes a picture in a plain folder, and is there again after a restart.

use std::sync::mpsc::sync_channel;

use contract::{Code, Format, Key};
use engine::{Cause, Command, ConnectionId, DraftEdit, FolderError, Keep, Kind, Notice, Seed};
use home::{BuiltIn, Settings, Socket};
use library::{Found, read_meta};

use crate::desk::Desk;

#[test]
fn a_newcomer_makes_pictures_without_an_account() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path());
    assert!(desk.state().gallery.is_empty());
    desk.prompt("一只猫 in the moonlight, 夕焼け");
    desk.small();
    desk.count(3);
    desk.generate();
    desk.until_pictures(3);

    let files = desk.files();
    assert_eq!(files.len(), 3);
    assert!(files.iter().all(|(_, prompt)| prompt == "一只猫 in the moonlight, 夕焼け"));
    assert!(files[0].0.to_string_lossy().contains("一只猫"), "{files:?}");
    let shown = desk.state().gallery.pictures().iter().map(|entry| entry.id).collect::<Vec<_>>();

    // After a restart it is all there: pictures, draft, and nothing left over in the journal.
    let dir = desk.close();
    let desk = Desk::open(&dir);
    assert_eq!(desk.state().gallery.pictures().iter().map(|entry| entry.id).collect::<Vec<_>>(), shown);
    assert!(desk.state().gallery.jobs().is_empty());
    assert_eq!(desk.state().draft.prompt, "一只猫 in the moonlight, 夕焼け");
    assert_eq!((desk.state().draft.width, desk.state().draft.count), (256, 3));
}

#[test]
fn the_same_job_runs_against_a_service_over_http_with_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let address = serve("sesame");
    let mut desk = Desk::open(folder.path());
    desk.connect(&address, "sesame");
    assert!(matches!(desk.state().notice, Some(Notice::Connected(_))));
    desk.prompt("a boat");
    desk.small();
    desk.send(Command::Edit(DraftEdit::Seed(Seed::Fixed(41))));
    desk.count(2);
    desk.generate();
    desk.until_pictures(2);
    let mut seeds = Vec::new();
    for (file, _) in desk.files() {
        let Some(Found::Easel(meta)) = read_meta(&file).unwrap() else { panic!("{file:?} has no record") };
        assert_eq!(meta.by, address);
        assert!(!std::fs::read(file).unwrap().windows(6).any(|bytes| bytes == b"sesame"));
        seeds.extend(meta.record.seed);
    }
    seeds.sort_unstable();
    assert_eq!(seeds, [41, 42]);
}

#[test]
fn a_wrong_key_is_told_and_the_painter_stays() {
    let folder = tempfile::tempdir().unwrap();
    let address = serve("sesame");
    let mut desk = Desk::open(folder.path());
    let id = desk.add(&address, "guess", Keep::Keychain);
    let failure = desk.until_not_connected(id);
    let cause = Cause::Service { service: address, kind: Kind::Refused(Code::Unauthorized) };
    assert_eq!((failure.cause, desk.state().current), (cause, ConnectionId::BUILT_IN));
    let words = format!("{:?}", desk.state());
    assert!(!words.contains("guess"), "{words}");
}

#[test]
fn a_copy_is_saved_as_png_with_its_prompt_inside() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path());
    desk.prompt("ein Löwe 🦁");
    desk.small();
    desk.generate();
    desk.until_pictures(1);
    let id = desk.state().gallery.pictures()[0].id;
    desk.send(Command::Open(id));
    desk.until("its settings", |state| state.open.as_ref().is_some_and(|opened| opened.meta.is_some()));
    assert!(desk.state().open.as_ref().unwrap().meta.as_ref().unwrap().as_ref().unwrap().record.seed.is_some());

    let target = folder.path().join("copy.png");
    desk.send(Command::SaveAs { picture: id, target: target.clone(), format: Format::Png });
    desk.until("saved", |state| state.notice == Some(Notice::Saved(target.clone())));
    assert_eq!(Format::sniff(&std::fs::read(&target).unwrap()), Some(Format::Png));
    let Some(Found::Easel(meta)) = read_meta(&target).unwrap() else { panic!("no record in the copy") };
    assert_eq!(meta.record.prompt, "ein Löwe 🦁");

    let nowhere = folder.path().join("no such folder/copy.png");
    desk.send(Command::SaveAs { picture: id, target: nowhere, format: Format::Png });
    desk.until("told", |state| matches!(state.notice, Some(Notice::Trouble(_))));
}

#[test]
fn a_second_start_on_the_same_data_only_raises_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path());
    let Err(FolderError::Taken { instance }) = engine::DataFolder::open(Some(folder.path())) else {
        panic!("two have the same data")
    };
    engine::raise(&instance).unwrap();
    desk.until("raised", |_| true);
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !desk.session.was_raised() {
        assert!(std::time::Instant::now() < end, "the first was not raised");
        std::thread::yield_now();
    }
}

/// `easel serve` on a thread of its own, until the tests end.
pub(crate) fn serve(key: &str) -> String {
    let key = Key::parse(key).unwrap();
    let (sender, address) = sync_channel(1);
    let thread = std::thread::Builder::new();
    let serving = thread.spawn(move || {
        let folder = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async {
            let home = BuiltIn::open(&folder.path().join("serve.db")).unwrap();
            let socket = Socket::bind(0).await.unwrap();
            sender.send(format!("http://{}", socket.address())).unwrap();
            socket.serve(&home, Settings::keyed(vec![key]), std::future::pending()).await.unwrap();
        });
    });
    serving.unwrap();
    address.recv().unwrap()
}
