//! A comparison that the user stops at once still finds the pictures of the jobs that an earlier run left.

use std::{fs, path::Path};

use contract::{Billed, Fields, GenerateRequest, Record, model::PAINTER};
use library::Meta;
use tokio::sync::mpsc;

use super::*;
use crate::{
    effect::Effect,
    runner::{
        self,
        stage::{places, shared},
    },
};

/// More than one step.
const MANY: usize = 250;

/// Sent at `asked`, and then the program ended.
fn sent(asked: Timestamp, random: u64) -> Left {
    let fields = Fields { prompt: Some("a".to_owned()), ..Fields::default() };
    let request = GenerateRequest::parse(fields, &PAINTER).unwrap();
    let over = "https://one.example".to_owned();
    let id = PictureId::new(asked, random);
    let (connection, place, billed, end) = (None, String::new(), Billed::Maybe, LeftEnd::Sent);
    Left { id, request, origin: None, asked, turn: 0, connection, over, place, billed, end }
}

/// The picture of this job, in its folder and not in the index, as a crash right after the rename leaves it.
fn saved(dir: &Path, left: &Left, picture: &[u8]) {
    let record = Record {
        prompt: "a".to_owned(),
        width: 256,
        height: 256,
        dimensions: "256x256".to_owned(),
        model: PAINTER.id.to_owned(),
        seed: None,
        steps: None,
        guidance: None,
        negative_prompt: None,
        content_type: None,
        neurons: None,
        translated_prompt: None,
        prompt_neurons: None,
        prompt_failure: None,
        cached: false,
    };
    let over = left.over.clone();
    let meta =
        Meta { id: left.id, made: left.asked, record, by: over, job: String::new(), origin: None, estimate: None };
    Library::open(places(dir)).unwrap().0.add(picture, &meta).unwrap();
    fs::remove_file(places(dir).index).unwrap();
}

fn told(events: &mut mpsc::Receiver<Event>) -> (Vec<PictureId>, Vec<PictureId>, usize) {
    let (mut added, mut jobs, mut unknown) = (Vec::new(), Vec::new(), 0);
    while let Ok(event) = events.try_recv() {
        match event {
            Event::Changed { added: more, .. } => added.extend(more.iter().map(|entry| entry.id)),
            Event::Recovered { jobs: more, unknown: count } => {
                jobs.extend(more.iter().map(|job| job.id));
                unknown += count;
            }
            _ => {}
        }
    }
    (added, jobs, unknown)
}

#[tokio::test]
async fn a_picture_that_was_saved_before_the_crash_is_found_though_the_comparison_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let picture = home::painter::paint("anything", 256, 256, 1).unwrap();
    let asked: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
    let (there, lost) = (sent(asked, 1), sent(asked, 2));
    let (there_id, lost_id) = (there.id, lost.id);
    saved(dir, &there, &picture);
    // What stands in newer days is looked at before it, what stands in older ones after.
    for day in ["2027-01-01", "2020-01-01"] {
        let folder = places(dir).root.join(day);
        fs::create_dir(&folder).unwrap();
        (0..MANY).for_each(|n| fs::write(folder.join(format!("{n}.jpg")), &picture).unwrap());
    }

    let (shared, mut events) = shared(dir);
    runner::run(&shared, Effect::StopIndexing).await;
    recover(Arc::clone(&shared), vec![there, lost]).await;
    let (added, jobs, unknown) = told(&mut events);
    assert!(added.contains(&there_id));
    assert_eq!((jobs, unknown), (vec![lost_id], 1));
    assert_eq!(added.len(), 400, "and then it stopped");

    // Where nothing was left, it stops at once; the next one finds the rest.
    recover(Arc::clone(&shared), Vec::new()).await;
    assert!(told(&mut events).0.is_empty());
    runner::run(&shared, Effect::Refresh).await;
    let mut rest = 0;
    loop {
        match events.recv().await.unwrap() {
            Event::Changed { added, .. } => rest += added.len(),
            Event::Compared => break,
            _ => {}
        }
    }
    assert_eq!(rest, 2 * MANY + 1 - 400);
}
