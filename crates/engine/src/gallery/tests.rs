//! Where tiles stand, by themselves and as pictures and jobs come and go.

use super::*;
use crate::{connection::ConnectionId, job::JobState};
use contract::{Fields, GenerateRequest, Size, model::PAINTER};

fn id(second: i64) -> PictureId {
    PictureId::new(at(second), 0)
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn picture(second: i64) -> Entry {
    Entry {
        id: id(second),
        made: at(second),
        size: Size::new(256, 256),
        file: std::path::Path::new("a.jpg").into(),
        prompt: "".into(),
        model: "painter".into(),
        len: 1,
        mtime: at(second),
    }
}

fn job(second: i64) -> Job {
    let fields = Fields { prompt: Some("a".to_owned()), ..Fields::default() };
    let request = GenerateRequest::parse(fields, &PAINTER).unwrap();
    Job {
        id: id(second),
        request,
        origin: None,
        at: at(second),
        turn: 0,
        connection: Some(ConnectionId::BUILT_IN),
        over: String::new(),
        place: String::new(),
        texts: contract::Texts::Unsaid,
        before: contract::Billed::No,
        state: JobState::Waiting,
    }
}

/// The seconds of the tiles at these places; jobs are negative.
fn seconds(gallery: &Gallery, places: Range<usize>) -> Vec<i64> {
    let second = |tile: Tile<'_>| match tile {
        Tile::Picture(entry) => entry.made.as_second(),
        Tile::Job(job) => -job.at.as_second(),
    };
    gallery.tiles(places).map(|(_, tile)| second(tile)).collect()
}

#[test]
fn jobs_stand_among_the_pictures_where_theirs_will_be() {
    let mut gallery = Gallery::new([10, 30, 20, 50].map(picture).to_vec());
    for second in [40, 60, 5] {
        gallery.put_job(job(second));
    }
    let all = [-60, 50, -40, 30, 20, 10, -5];
    assert_eq!(seconds(&gallery, 0..7), all);
    for start in 0..=7 {
        for end in start..=9 {
            assert_eq!(seconds(&gallery, start..end), all[start..end.min(7)], "{start}..{end}");
        }
    }
    // Its picture takes the job's place, so that nothing jumps.
    gallery.put_picture(picture(40));
    assert_eq!(seconds(&gallery, 0..7), [-60, 50, 40, 30, 20, 10, -5]);
}

#[test]
fn a_place_is_found_by_its_time_whether_a_tile_stands_there_or_not() {
    let mut gallery = Gallery::new([10, 20, 40].map(picture).to_vec());
    gallery.put_job(job(30));
    let before = gallery.revision();
    for (place, second) in [40, 30, 20, 10].into_iter().enumerate() {
        assert_eq!(gallery.place_of(at(second), id(second)), place, "{second}");
        assert_eq!(gallery.since(at(second)), place + 1, "{second}");
    }
    gallery.change_pictures(&[id(40)], Vec::new());
    assert_eq!(gallery.place_of(at(40), id(40)), 0);
    assert_ne!(gallery.revision(), before);
}

#[test]
fn what_changes_in_the_folder_is_taken_over_once() {
    let mut gallery = Gallery::new([10, 20, 30].map(picture).to_vec());
    gallery.change_pictures(&[id(20)], [25, 10, 5].map(picture).to_vec());
    assert_eq!(seconds(&gallery, 0..9), [30, 25, 10, 5]);
}

#[test]
fn only_so_many_neighbours_are_told() {
    let gallery = Gallery::new((0..9).map(picture).collect());
    let seconds = |pictures: &[Entry]| pictures.iter().map(|entry| entry.made.as_second()).collect::<Vec<_>>();
    let beside = |at: i64, most| {
        let (older, newer) = gallery.beside(&picture(at), most);
        (seconds(older), seconds(newer))
    };
    assert_eq!(beside(4, 2), (vec![2, 3], vec![5, 6]));
    assert_eq!(beside(0, 2), (vec![], vec![1, 2]));
    assert_eq!(beside(8, usize::MAX), ((0..8).collect(), vec![]));
    assert_eq!(beside(77, 2), (vec![], vec![]));
}

#[test]
fn neighbours_end_at_both_ends() {
    let gallery = Gallery::new([10, 20].map(picture).to_vec());
    let next = |second, towards| gallery.neighbour(at(second), id(second), towards).map(|entry| entry.made.as_second());
    assert_eq!(next(20, Towards::Older), Some(10));
    assert_eq!(next(20, Towards::Newer), None);
    assert_eq!(next(10, Towards::Older), None);
}

#[test]
fn a_day_leads_to_its_newest_picture_or_to_the_one_nearest() {
    const DAY: i64 = 86_400;
    let gallery = Gallery::new([0, 2 * DAY, 3 * DAY - 1, 3 * DAY, 9 * DAY].map(picture).to_vec());
    let of_day = |date: &str| gallery.of_day(date.parse().unwrap()).map(|entry| entry.made.as_second());
    assert_eq!(of_day("1970-01-03"), Some(3 * DAY - 1));
    assert_eq!(of_day("1970-01-04"), Some(3 * DAY));
    assert_eq!(of_day("1970-01-02"), Some(0), "the next older one");
    assert_eq!(of_day("1969-12-31"), Some(0), "the oldest of all");
    assert_eq!(of_day("9999-12-31"), Some(9 * DAY));
    assert_eq!(of_day("-009999-01-01"), Some(0));
    assert_eq!(Gallery::default().of_day(Date::ZERO), None);
}
