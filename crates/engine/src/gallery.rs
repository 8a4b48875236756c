//! The pictures and the jobs that have none yet, as one list of tiles, newest first. 100,000 pictures are held here; nothing
//! in this file looks at all of them to draw a frame.

use std::{collections::HashSet, ops::Range};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use library::{Entry, PictureId};

use crate::{job::Job, usage::local_day};

#[cfg(test)]
mod tests;

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

    /// The newest picture of a day in UTC. Where it has none, the next older one; where there is none either, the oldest of all.
    /// Cheap enough for a frame.
    pub fn of_day(&self, date: Date) -> Option<&Entry> {
        let (_, end) = local_day(date, &TimeZone::UTC);
        let older = self.pictures.partition_point(|entry| entry.made < end.timestamp());
        self.pictures.get(older.saturating_sub(1))
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

    /// Those that have no picture. Where they stand must not change.
    pub(crate) fn jobs_mut(&mut self) -> &mut [Job] {
        &mut self.jobs
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

/// Which neighbour in a list that has the newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Towards {
    /// Further down.
    Older,
    /// Further up.
    Newer,
}
