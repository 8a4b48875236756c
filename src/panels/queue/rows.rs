//! What the list holds: jobs in sections, each section with a heading, and where each row stands. Pure arithmetic: a row is
//! found by its height, not by a walk over all.

use std::ops::Range;

use contract::price::Estimate;
use engine::{Job, JobState, State};
use library::PictureId;

use crate::look::space;

/// A part of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Running,
    Waiting,
    Failed,
}

/// How much there is of each.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Numbers {
    pub(crate) running: usize,
    pub(crate) waiting: usize,
    pub(crate) failed: usize,
}

/// The rows of a frame.
pub(super) struct Rows<'a> {
    /// In the order of the list.
    jobs: Vec<&'a Job>,
    numbers: Numbers,
}

impl<'a> Rows<'a> {
    pub(super) fn of(state: &'a State) -> Self {
        let with = |fits: fn(&JobState) -> bool| state.gallery.jobs().iter().filter(move |job| fits(&job.state));
        let mut jobs: Vec<&Job> = with(|state| matches!(state, JobState::Running { .. })).collect();
        let running = jobs.len();
        jobs.extend(state.queue());
        let waiting = jobs.len() - running;
        jobs.extend(with(|state| matches!(state, JobState::Failed(_))));
        let failed = jobs.len() - running - waiting;
        Self { jobs, numbers: Numbers { running, waiting, failed } }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.jobs.len()
    }

    pub(super) fn numbers(&self) -> Numbers {
        self.numbers
    }

    pub(super) fn job(&self, place: usize) -> Option<&'a Job> {
        self.jobs.get(place).copied()
    }

    pub(super) fn place(&self, id: PictureId) -> Option<usize> {
        self.jobs.iter().position(|job| job.id == id)
    }

    /// The places of those that wait.
    pub(super) fn waiting(&self) -> Range<usize> {
        self.numbers.running..self.numbers.running + self.numbers.waiting
    }

    /// A waiting job's place among those that wait; 0 is the next one.
    pub(super) fn turn(&self, id: PictureId) -> Option<usize> {
        let waiting = self.waiting();
        self.place(id).filter(|place| waiting.contains(place)).map(|place| place - waiting.start)
    }

    /// What all that waits will cost.
    pub(super) fn sum(&self) -> Estimate {
        let waiting = self.jobs.get(self.waiting()).unwrap_or_default();
        waiting.iter().map(|job| job.estimate()).fold(Estimate::ZERO, Estimate::plus)
    }

    /// The sections that have rows, with the place of their first.
    pub(super) fn sections(&self) -> impl Iterator<Item = (Section, usize)> {
        let Numbers { running, waiting, failed } = self.numbers;
        let all = [
            (Section::Running, 0, running),
            (Section::Waiting, running, waiting),
            (Section::Failed, running + waiting, failed),
        ];
        all.into_iter().filter(|(.., count)| *count > 0).map(|(section, first, _)| (section, first))
    }

    /// Points from the list's top to a row, which stands below the headings of its section and of those before.
    pub(super) fn top(&self, place: usize) -> f32 {
        let headings = self.sections().filter(|(_, first)| *first <= place).count();
        headings as f32 * space::QUEUE_HEADING + place as f32 * space::QUEUE_ROW
    }

    /// Points of the whole list.
    pub(super) fn height(&self) -> f32 {
        self.sections().count() as f32 * space::QUEUE_HEADING + self.len() as f32 * space::QUEUE_ROW
    }

    /// The places of the rows that stand between these heights, and perhaps one or two beside them.
    pub(super) fn seen(&self, top: f32, bottom: f32) -> Range<usize> {
        // Negative heights end at 0.
        let first = ((top - self.sections().count() as f32 * space::QUEUE_HEADING) / space::QUEUE_ROW) as usize;
        let end = (bottom / space::QUEUE_ROW).ceil() as usize;
        first.min(self.len())..end.min(self.len())
    }

    /// Which gap among those that wait is nearest to this height: 0 is before the first.
    pub(super) fn gap(&self, y: f32) -> usize {
        let waiting = self.waiting();
        let gap = ((y - self.top(waiting.start)) / space::QUEUE_ROW).round() as usize;
        gap.min(waiting.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(running: usize, waiting: usize, failed: usize) -> Rows<'static> {
        use contract::{GenerateRequest, Size};
        let draft = engine::Draft { prompt: "boat".to_owned(), ..engine::Draft::default() };
        let request = GenerateRequest::try_from(&draft).unwrap();
        assert!(request.size != Size::new(1, 1));
        let at = jiff::Timestamp::UNIX_EPOCH;
        let job = Job {
            id: PictureId::new(at, 1),
            request,
            origin: None,
            at,
            turn: 0,
            connection: None,
            over: String::new(),
            place: String::new(),
            texts: contract::Texts::Unsaid,
            before: contract::Billed::No,
            state: JobState::Waiting,
        };
        let job: &Job = Box::leak(Box::new(job));
        Rows { jobs: vec![job; running + waiting + failed], numbers: Numbers { running, waiting, failed } }
    }

    #[test]
    fn every_row_that_is_seen_is_laid_out_and_hardly_any_other() {
        for rows in [rows(2, 500, 3), rows(0, 7, 0), rows(0, 0, 9), rows(1, 0, 1)] {
            for top in [0.0_f32, 13.0, 480.0, 12_000.0] {
                let (bottom, seen) = (top + 400.0, rows.seen(top, top + 400.0));
                for place in 0..rows.len() {
                    let (from, to) = (rows.top(place), rows.top(place) + space::QUEUE_ROW);
                    let is_seen = from < bottom && to > top;
                    assert!(!is_seen || seen.contains(&place), "{place} at {top}");
                }
                assert!(seen.len() <= 12, "{seen:?}");
            }
            let last = rows.len() - 1;
            assert!((rows.top(last) + space::QUEUE_ROW - rows.height()).abs() < 0.01);
        }
    }

    #[test]
    fn a_gap_is_the_nearest_one_and_never_outside() {
        let rows = rows(2, 5, 1);
        let first = rows.top(2);
        assert_eq!(rows.gap(-100.0), 0);
        assert_eq!(rows.gap(first + space::QUEUE_ROW * 0.4), 0);
        assert_eq!(rows.gap(first + space::QUEUE_ROW * 0.6), 1);
        assert_eq!(rows.gap(f32::MAX), 5);
    }
}
