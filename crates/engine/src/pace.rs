//! How long pictures take, so that one that is being made says when to expect it. Kept for this run of the program only: a
//! service that was slow yesterday says little about today.

use std::{collections::VecDeque, time::Duration};

use contract::{GenerateRequest, model::Seconds};

use crate::job::Job;

/// Pictures that are remembered of each model of a service.
const ALIKE: usize = 7;
/// Pictures that are remembered in all.
const MOST: usize = 256;
/// No picture takes longer: the computer slept meanwhile, or its clock was set.
const LONGEST: Duration = Duration::from_secs(600);

/// How long pictures took lately.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pace {
    /// Oldest first.
    taken: VecDeque<Taken>,
}

#[derive(Debug, Clone, PartialEq)]
struct Taken {
    over: String,
    model: &'static str,
    work: f64,
    seconds: f64,
}

impl Pace {
    /// How long a picture like this one usually takes: as the last ones over the same connection and by the same model did,
    /// or as the catalogue says; `None` where that is not known either.
    pub fn usual(&self, job: &Job) -> Option<Duration> {
        let wanted = work(&job.request);
        // A part of the time is the network's and the queue's: four times the pixels take about twice as long.
        let scaled = |taken: &Taken| taken.seconds * (wanted / taken.work).sqrt();
        let mut seconds: Vec<f64> = self.taken.iter().filter(|taken| taken.is_like(job)).map(scaled).collect();
        seconds.sort_unstable_by(f64::total_cmp);
        let typical = || job.request.model.typical.map(Seconds::expected);
        let middle = seconds.get(seconds.len() / 2).copied().or_else(typical)?;
        Duration::try_from_secs_f64(middle).ok()
    }

    /// Remembers that this job's picture took so long, by the wall clock.
    pub(crate) fn took(&mut self, job: &Job, time: Duration) {
        if time > LONGEST {
            return;
        }
        let alike = |taken: &Taken| taken.is_like(job);
        if self.taken.iter().filter(|taken| alike(taken)).count() >= ALIKE {
            self.taken.iter().position(alike).and_then(|oldest| self.taken.remove(oldest));
        } else if self.taken.len() >= MOST {
            self.taken.pop_front();
        }
        let (over, model) = (job.over.clone(), job.request.model.id);
        self.taken.push_back(Taken { over, model, work: work(&job.request), seconds: time.as_secs_f64() });
    }
}

impl Taken {
    fn is_like(&self, job: &Job) -> bool {
        self.model == job.request.model.id && self.over == job.over
    }
}

/// Pixels, as often as there are steps; never nothing.
fn work(request: &GenerateRequest) -> f64 {
    let steps = request.steps.or(request.model.steps.map(|steps| steps.default)).unwrap_or(1);
    request.size.pixels() as f64 * f64::from(steps)
}

#[cfg(test)]
mod tests {
    use contract::{Billed, Fields, Model};
    use jiff::Timestamp;
    use library::PictureId;

    use super::*;
    use crate::job::JobState;

    fn job(model: &str, side: i64) -> Job {
        let model = Model::find(model).unwrap();
        let sides = Some(side).filter(|_| model.id != "flux-1-schnell");
        let fields = Fields { prompt: Some("a".to_owned()), width: sides, height: sides, ..Fields::default() };
        Job {
            id: PictureId::new(Timestamp::UNIX_EPOCH, 0),
            request: GenerateRequest::parse(fields, model).unwrap(),
            origin: None,
            at: Timestamp::UNIX_EPOCH,
            turn: 0,
            connection: None,
            over: "https://one.example".to_owned(),
            place: "https://one.example".to_owned(),
            texts: contract::Texts::Unsaid,
            before: Billed::No,
            state: JobState::Waiting,
        }
    }

    fn seconds(pace: &Pace, job: &Job) -> Option<f64> {
        pace.usual(job).map(|usual| usual.as_secs_f64())
    }

    #[test]
    fn before_any_picture_the_catalogue_is_believed() {
        let pace = Pace::default();
        assert_eq!(seconds(&pace, &job("flux-2-klein-4b", 1024)), Some(15.0));
        assert_eq!(seconds(&pace, &job("flux-1-schnell", 1024)), None);
    }

    #[test]
    fn a_picture_takes_as_long_as_the_middle_one_of_the_last_like_it() {
        let mut pace = Pace::default();
        let like = job("flux-2-klein-4b", 1024);
        for time in [500, 500, 500, 500, 3, 4, 5, 6, 60] {
            pace.took(&like, Duration::from_secs(time));
        }
        assert_eq!(seconds(&pace, &like), Some(6.0), "of 500, 500, 3, 4, 5, 6 and 60; older ones are forgotten");
        assert_eq!(seconds(&pace, &job("flux-2-klein-4b", 512)), Some(3.0));
        assert_eq!(seconds(&pace, &job("flux-2-klein-9b", 1024)), Some(3.1), "another model");
        let elsewhere = Job { over: "https://two.example".to_owned(), ..like };
        assert_eq!(seconds(&pace, &elsewhere), Some(15.0), "another service");
    }

    #[test]
    fn many_services_do_not_fill_the_memory() {
        let mut pace = Pace::default();
        for n in 0..1000 {
            let job = Job { over: n.to_string(), ..job("painter", 256) };
            pace.took(&job, Duration::from_secs(1));
        }
        assert_eq!(pace.taken.len(), MOST);
    }

    #[test]
    fn a_night_that_the_computer_slept_is_no_ones_pace() {
        let mut pace = Pace::default();
        let like = job("flux-2-klein-4b", 1024);
        for time in [Duration::from_secs(8 * 3600), Duration::MAX] {
            pace.took(&like, time);
        }
        assert_eq!(seconds(&pace, &like), Some(15.0));
    }
}
