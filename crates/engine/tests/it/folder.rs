//! Copying a picture, showing it in its folder, and looking through the folder again.

use std::{fs, path::Path};

use engine::{Command, Effect, Engine, Event, Gallery, Notice, Now, Settings};
use jiff::Timestamp;

use crate::{crash::jpeg, desk::Desk};

const NOW: Now = Now { at: Timestamp::UNIX_EPOCH, random: 7 };

/// The files of two pictures, as another program would put them there.
fn drop_in(desk: &Desk) {
    for name in ["a.jpg", "b.jpg"] {
        fs::write(desk.dir.join("library").join(name), jpeg()).unwrap();
    }
}

#[test]
fn a_look_again_finds_what_others_put_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path());
    drop_in(&desk);
    desk.send(Command::Refresh);
    assert!(desk.state().indexing.is_some());
    desk.until("looked through", |state| state.indexing.is_none());
    assert_eq!(desk.state().gallery.pictures().len(), 2);
}

#[test]
fn a_picture_is_copied_for_the_window_and_shown_where_it_is_and_one_that_is_gone_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path());
    drop_in(&desk);
    desk.send(Command::Refresh);
    desk.until("looked through", |state| state.indexing.is_none());
    let picture = desk.state().gallery.pictures()[0].clone();
    desk.send(Command::CopyPicture(picture.id));
    desk.until("copied", |state| state.clipboard.is_some());
    let pixels = desk.state().clipboard.clone().unwrap();
    assert_eq!((pixels.width, pixels.height), (picture.size.width, picture.size.height));
    assert_eq!(desk.state().notice, Some(Notice::Copied));
    desk.send(Command::ClipboardTaken);
    assert!(desk.state().clipboard.is_none());

    let file = desk.session.folder().library().file(&picture);
    let shown = [
        (Command::ShowInFolder(picture.id), file.clone()),
        (Command::ShowLibrary, desk.session.folder().library().root.clone()),
    ];
    for (command, path) in shown {
        desk.send(Command::DismissNotice);
        desk.send(command);
        let asked = Some(format!("asked to show {}", path.display()));
        desk.until("shown", |state| matches!(&state.notice, Some(Notice::Trouble(failure)) if failure.detail == asked));
    }

    fs::remove_file(file).unwrap();
    for command in [Command::CopyPicture(picture.id), Command::ShowInFolder(picture.id)] {
        desk.send(Command::DismissNotice);
        desk.send(command);
        desk.until("told", |state| matches!(state.notice, Some(Notice::Trouble(_))));
        assert!(format!("{:?}", desk.state().notice).contains(picture.file.to_str().unwrap()));
    }
    assert!(desk.state().clipboard.is_none());
}

#[test]
fn one_look_at_a_time_and_it_can_be_stopped() {
    let mut engine = Engine::new(Settings::default(), None, Gallery::default(), vec![]);
    assert!(engine.command(Command::Refresh, NOW).is_empty(), "every start looks through the folder");
    assert!(matches!(engine.command(Command::StopIndexing, NOW)[..], [Effect::StopIndexing]));
    assert_eq!(engine.state().notice, Some(Notice::IndexingStopped));
    engine.event(Event::Recovered { jobs: Vec::new(), unknown: 0 }, NOW);
    assert!(engine.command(Command::StopIndexing, NOW).is_empty(), "there is nothing to stop");

    assert!(matches!(engine.command(Command::Refresh, NOW)[..], [Effect::Refresh]));
    assert!(engine.command(Command::Refresh, NOW).is_empty());
    engine.event(Event::Compared, NOW);
    assert!(engine.state().indexing.is_none());
    let effects = engine.command(Command::ShowLibrary, NOW);
    assert!(matches!(&effects[..], [Effect::Reveal(path)] if path == Path::new("")));
}
