//! The pictures and the jobs that have none yet, as one list of tiles, newest first. 100,000 pictures are held here; nothing
//! in this file looks at all of them to draw a frame.

use std::{collections::HashSet, ops::Range};

use jiff::Timestamp;
use library::{Entry, PictureId};

use crate::job::{Job, JobState};

/// Pictures and jobs, each oldest first, so that a new one is pushed at the end.
#[derive(Debug, Clone, Default)]
pub struct Gallery {
    pictures: Vec<Entry>,
    jobs: Vec<Job>,
    revision: u64,
}

/// What one place in the gallery shows.
#[derive(Debug, Clone, Copy)]
pub enum Tile<'a> {
    /// A picture that is there.
    Picture(&'a Entry),
    /// A picture that waits, is being made, or failed.
    Job(&'a Job),
}

impl Tile<'_> {
    /// The same before and after the picture arrives.
    pub fn id(&self) -> PictureId {
        match self {
            Self::Picture(entry) => entry.id,
            Self::Job(job) => job.id,
        }
    }

    /// When it was made or asked for: what the gallery is sorted by, before the id.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Picture(entry) => entry.made,
            Self::Job(job) => job.at,
        }
    }
}

impl Gallery {
    /// `pictures`: in any order.
    pub fn new(mut pictures: Vec<Entry>) -> Self {
        pictures.sort_by_key(|entry| (entry.made, entry.id));
        Self { pictures, jobs: Vec::new(), revision: 0 }
    }

    /// Another number after each change of what stands where, so that what is computed from all tiles is kept until then.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Tiles in all.
    pub fn len(&self) -> usize {
        self.pictures.len() + self.jobs.len()
    }

    /// Whether nothing was ever made here.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Pictures that are there.
    pub fn pictures(&self) -> &[Entry] {
        &self.pictures
    }

    /// Jobs that have no picture, oldest first.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// The tiles at these places, place 0 being the newest.
    pub fn tiles(&self, places: Range<usize>) -> impl Iterator<Item = (usize, Tile<'_>)> {
        let mut jobs =
            self.jobs.iter().rev().enumerate().map(|(newer, job)| (self.newer_than(job) + newer, job)).peekable();
        let mut passed = 0;
        while jobs.next_if(|(place, _)| *place < places.start).is_some() {
            passed += 1;
        }
        places.map_while(move |place| {
            if let Some((_, job)) = jobs.next_if(|(at, _)| *at == place) {
                passed += 1;
                return Some((place, Tile::Job(job)));
            }
            let newest_first = place - passed;
            let index = self.pictures.len().checked_sub(newest_first + 1)?;
            Some((place, Tile::Picture(self.pictures.get(index)?)))
        })
    }

    /// Where a tile stands, place 0 being the newest: a look at all of them, so not for a frame.
    pub fn place(&self, id: PictureId) -> Option<usize> {
        self.tiles(0..self.len()).find(|(_, tile)| tile.id() == id).map(|(place, _)| place)
    }

    /// Where the tile of that time and id stands, or would: how many are newer. Cheap enough for a frame.
    pub fn place_of(&self, at: Timestamp, id: PictureId) -> usize {
        self.pictures_since(at, id) + self.jobs.len() - self.jobs.partition_point(|job| (job.at, job.id) <= (at, id))
    }

    /// How many tiles are of this time or newer. Cheap enough for a frame.
    pub fn since(&self, at: Timestamp) -> usize {
        let pictures = self.pictures.len() - self.pictures.partition_point(|entry| entry.made < at);
        pictures + self.jobs.len() - self.jobs.partition_point(|job| job.at < at)
    }

    /// Pictures that stand before this job.
    fn newer_than(&self, job: &Job) -> usize {
        self.pictures_since(job.at, job.id)
    }

    /// Pictures that are newer.
    fn pictures_since(&self, at: Timestamp, id: PictureId) -> usize {
        self.pictures.len() - self.pictures.partition_point(|entry| (entry.made, entry.id) <= (at, id))
    }

    /// The picture with this id, wherever it stands: a look at all of them, so not for a frame.
    pub fn find(&self, id: PictureId) -> Option<&Entry> {
        self.pictures.iter().rev().find(|entry| entry.id == id)
    }

    /// The picture that was made then and has this id.
    pub fn picture(&self, made: Timestamp, id: PictureId) -> Option<&Entry> {
        self.pictures.get(self.index(made, id)?)
    }

    /// The pictures beside this one, at most `most` older and as many newer, each oldest first.
    pub fn beside(&self, entry: &Entry, most: usize) -> (&[Entry], &[Entry]) {
        let Some(index) = self.index(entry.made, entry.id) else { return (&[], &[]) };
        let newer_end = index.saturating_add(1).saturating_add(most).min(self.pictures.len());
        let older = self.pictures.get(index.saturating_sub(most)..index);
        (older.unwrap_or_default(), self.pictures.get(index + 1..newer_end).unwrap_or_default())
    }

    fn index(&self, made: Timestamp, id: PictureId) -> Option<usize> {
        self.pictures.binary_search_by_key(&(made, id), |entry| (entry.made, entry.id)).ok()
    }

    /// The job with this id.
    pub fn job(&self, id: PictureId) -> Option<&Job> {
        self.jobs.iter().find(|job| job.id == id)
    }

    pub(crate) fn job_mut(&mut self, id: PictureId) -> Option<&mut Job> {
        self.jobs.iter_mut().find(|job| job.id == id)
    }

    /// The picture next to `id`: `Older` by one place, or `Newer`.
    pub(crate) fn neighbour(&self, made: Timestamp, id: PictureId, towards: Towards) -> Option<&Entry> {
        let index = self.index(made, id)?;
        match towards {
            Towards::Older => self.pictures.get(index.checked_sub(1)?),
            Towards::Newer => self.pictures.get(index + 1),
        }
    }

    pub(crate) fn running(&self) -> usize {
        self.jobs.iter().filter(|job| matches!(job.state, JobState::Running { .. })).count()
    }

    /// Puts a job in its place; one with the same id is replaced.
    pub(crate) fn put_job(&mut self, job: Job) {
        self.remove_job(job.id);
        self.revision += 1;
        let place = self.jobs.partition_point(|other| (other.at, other.id) < (job.at, job.id));
        self.jobs.insert(place, job);
    }

    pub(crate) fn remove_job(&mut self, id: PictureId) -> Option<Job> {
        let place = self.jobs.iter().position(|job| job.id == id)?;
        self.revision += 1;
        Some(self.jobs.remove(place))
    }

    /// Puts a picture in its place, and its job away.
    pub(crate) fn put_picture(&mut self, entry: Entry) {
        self.remove_job(entry.id);
        self.revision += 1;
        let place = self.pictures.partition_point(|other| (other.made, other.id) < (entry.made, entry.id));
        match self.pictures.get_mut(place) {
            Some(same) if same.id == entry.id => *same = entry,
            _ => self.pictures.insert(place, entry),
        }
    }

    /// Takes over what changed in the folder. `removed` comes first; `added` is in any order.
    pub(crate) fn change_pictures(&mut self, removed: &[PictureId], mut added: Vec<Entry>) {
        self.revision += 1;
        if !removed.is_empty() {
            let removed: HashSet<&PictureId> = removed.iter().collect();
            self.pictures.retain(|entry| !removed.contains(&entry.id));
        }
        // One that arrived while the folder was walked is in both.
        let known: HashSet<PictureId> = added.iter().map(|entry| entry.id).collect();
        self.pictures.retain(|entry| !known.contains(&entry.id));
        added.sort_by_key(|entry| (entry.made, entry.id));
        self.pictures.append(&mut added);
        // Two sorted runs: the standard sort merges them in one pass.
        self.pictures.sort_by_key(|entry| (entry.made, entry.id));
    }
}

/// Which neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Towards {
    Older,
    Newer,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::ConnectionId;
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
            at: at(second),
            connection: Some(ConnectionId::BUILT_IN),
            over: String::new(),
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
        let next =
            |second, towards| gallery.neighbour(at(second), id(second), towards).map(|entry| entry.made.as_second());
        assert_eq!(next(20, Towards::Older), Some(10));
        assert_eq!(next(20, Towards::Newer), None);
        assert_eq!(next(10, Towards::Older), None);
    }
}
