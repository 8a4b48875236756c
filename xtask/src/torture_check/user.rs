//! The user of Easel who is killed: a process of its own with a real session on a data folder. Hasty, it asks for pictures,
//! changes and doubles what waits, cancels, tries again, forgets and takes back at random, and says each thing that it was shown.

use std::{
    collections::BTreeSet,
    io,
    path::Path,
    sync::Arc,
    task::{Wake, Waker},
    thread::{self, Thread},
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use contract::{Billed, Key, Model};
use engine::{
    Address, Cause, Command, DataFolder, DraftEdit, Job, JobState, Keychain, KeychainError, Means, Outside, Session,
    Settings, Timeouts,
};
use fastrand::Rng;
use library::PictureId;

use super::{service, told::Told};

/// Between two looks at what there is; news wakes it earlier.
const LOOK: Duration = Duration::from_millis(10);
/// Between two wishes, at most.
const PAUSE: u64 = 50;
/// Nobody is asked for more while so many are not there.
const MOST_JOBS: usize = 10;
/// It is killed long before, unless whoever should is gone.
const LONGEST: Duration = Duration::from_secs(60);

/// The process itself. `part`: `hasty` goes on until it is killed; `finish` has all brought that is missing, and leaves; `look`
/// leaves when it has seen what there is.
pub(crate) fn act(part: &str, folder: &str, seed: &str) -> Result<()> {
    let mut user = User::open(Path::new(folder), seed.parse()?)?;
    user.until(|user| user.session.state().indexing.is_none())?;
    user.tell_unasked();
    user.tell_all();
    println!("{}", Told::Recovered);
    user.has_recovered = true;
    match part {
        "hasty" => user.hurry(),
        "finish" => user.finish(),
        "look" => Ok(()),
        _ => bail!("no part: {part}"),
    }
}

struct User {
    session: Session,
    has_recovered: bool,
    told: BTreeSet<String>,
    /// Jobs that undo may take out again: what was changed or doubled.
    put: BTreeSet<PictureId>,
    chance: Rng,
    wishes: u64,
    begun: Instant,
}

impl User {
    fn open(dir: &Path, seed: u64) -> Result<Self> {
        let folder = DataFolder::open(Some(dir))?;
        let settings = Settings::load(folder.settings());
        let outside = Outside {
            show: Box::new(|_| Err(io::ErrorKind::Unsupported.into())),
            keychain: Box::new(OneKey),
            // Where nobody listens.
            cloudflare: Address::parse("http://127.0.0.1:9")?,
            timeouts: Timeouts::default(),
            means: Means::default(),
        };
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let session = Session::open(folder, settings, outside, &waker)?;
        let chance = Rng::with_seed(seed);
        let (told, put, begun) = (BTreeSet::new(), BTreeSet::new(), Instant::now());
        Ok(Self { session, has_recovered: false, told, put, chance, wishes: 0, begun })
    }

    fn until(&mut self, done: impl Fn(&Self) -> bool) -> Result<()> {
        while !done(self) {
            self.look()?;
        }
        Ok(())
    }

    fn look(&mut self) -> Result<()> {
        if self.begun.elapsed() > LONGEST {
            bail!("still here after {LONGEST:?}");
        }
        thread::park_timeout(LOOK);
        self.session.drain();
        if self.has_recovered {
            self.tell_all();
        }
        Ok(())
    }

    /// Nobody has wished anything yet. Here every job goes where it may be billed.
    fn tell_unasked(&self) {
        let runs = |job: &&Job| matches!(job.state, JobState::Running { .. });
        for job in self.session.state().gallery.jobs().iter().filter(runs) {
            println!("{}", Told::Fault(format!("{} runs unasked", job.id)));
        }
    }

    /// Each thing that is shown, once.
    fn tell_all(&mut self) {
        let gallery = &self.session.state().gallery;
        let pictures = gallery.pictures().iter().map(|entry| Told::Picture(entry.id));
        let jobs = gallery.jobs().iter().map(told_of);
        let faults = gallery.jobs().iter().filter_map(fault);
        for told in pictures.chain(jobs).chain(faults) {
            let line = told.to_string();
            if self.told.insert(line.clone()) {
                println!("{line}");
            }
        }
    }

    fn hurry(&mut self) -> Result<()> {
        let edits = [DraftEdit::Model(model()?), DraftEdit::Width(256), DraftEdit::Height(256)];
        for edit in edits {
            self.session.send(Command::Edit(edit));
        }
        loop {
            self.wish();
            let until = Instant::now() + Duration::from_millis(self.chance.u64(0..PAUSE));
            while Instant::now() < until {
                self.look()?;
            }
        }
    }

    /// Whatever comes to mind.
    fn wish(&mut self) {
        // As every start leaves it when something waits.
        if self.session.state().pause.is_some() && self.chance.u8(0..3) == 0 {
            self.session.send(Command::Resume);
        }
        let failed = self.ids(|job| matches!(job.state, JobState::Failed(_)));
        let open = self.ids(|job| !matches!(job.state, JobState::Failed(_)));
        let waiting = self.ids(|job| job.state == JobState::Waiting);
        let first = |id| Command::MoveJobs { ids: vec![id], to: 0 };
        let has_room = failed.len() + open.len() < MOST_JOBS;
        match self.chance.u8(0..100) {
            0..38 if has_room || self.session.state().editing.is_some() => self.ask(),
            38..45 => self.about(&open, Told::LettingGo, Command::Cancel),
            45..70 => self.choose(&failed).into_iter().for_each(|id| self.session.send(Command::Retry(id))),
            70..75 => self.session.send(Command::RetryFailed),
            75..78 => drop(self.replace(&failed, Told::Remaking, Command::Remake)),
            78..81 => drop(self.replace(&failed, Told::Replacing, Command::Reseed)),
            81..83 => self.about(&failed, Told::LettingGo, Command::Forget),
            83..85 => self.session.send(Command::Pause),
            85..88 => self.choose(&waiting).into_iter().for_each(|id| self.session.send(first(id))),
            88..92 => self.choose(&waiting).into_iter().for_each(|id| self.session.send(Command::EditJob(id))),
            92 => self.session.send(Command::LeaveJob),
            93..95 if has_room => self.double(&open),
            95 => self.clear(),
            96.. => self.take_back(),
            _ => {}
        }
    }

    fn ids(&self, is_so: impl Fn(&Job) -> bool) -> Vec<PictureId> {
        self.session.state().gallery.jobs().iter().filter(|job| is_so(job)).map(|job| job.id).collect()
    }

    /// For a picture that nobody has asked for before; or for such ones in place of the job that is being changed.
    fn ask(&mut self) {
        self.wishes += 1;
        let prompt = format!("wish {} of {:016x}", self.wishes, self.chance.u64(..));
        self.session.send(Command::Edit(DraftEdit::Prompt(prompt)));
        self.session.send(Command::Edit(DraftEdit::Count(self.chance.i64(1..=8))));
        match self.session.state().editing.as_ref().map(|editing| editing.id) {
            Some(changed) => {
                let put = self.replace(&[changed], Told::Replacing, |_| Command::Generate);
                self.put.extend(put);
            }
            None => self.session.send(Command::Generate),
        }
        // Before any of it can have arrived.
        self.tell_all();
    }

    /// The same as one of `ids`, with another seed.
    fn double(&mut self, ids: &[PictureId]) {
        if let Some(id) = self.choose(ids) {
            let put = self.adds(Command::DuplicateJobs(vec![id]));
            self.put.extend(put);
        }
    }

    /// All that does not run.
    fn clear(&mut self) {
        for id in self.ids(|job| !matches!(job.state, JobState::Running { .. })) {
            println!("{}", Told::LettingGo(id));
        }
        self.session.send(Command::ClearQueue);
    }

    /// Whatever was done last. What that has put into the queue goes, while nothing was sent of it.
    fn take_back(&mut self) {
        for id in self.ids(|job| job.is_editable() && self.put.contains(&job.id)) {
            println!("{}", Told::LettingGo(id));
        }
        self.session.send(Command::Undo);
    }

    /// Says which of `ids` is about to give way to others, has it do so, and says to which.
    fn replace(
        &mut self,
        ids: &[PictureId],
        what: fn(PictureId) -> Told,
        how: fn(PictureId) -> Command,
    ) -> Vec<PictureId> {
        let Some(old) = self.choose(ids) else { return Vec::new() };
        println!("{}", what(old));
        let put = self.adds(how(old));
        for new in &put {
            println!("{}", Told::InPlaceOf(*new, old));
        }
        put
    }

    /// The jobs that are new after it.
    fn adds(&mut self, command: Command) -> Vec<PictureId> {
        let before = self.ids(|_| true);
        self.session.send(command);
        self.ids(|job| !before.contains(&job.id))
    }

    /// Says what is about to be done to one of `ids`, and does it.
    fn about(&mut self, ids: &[PictureId], what: fn(PictureId) -> Told, how: fn(PictureId) -> Command) {
        if let Some(id) = self.choose(ids) {
            println!("{}", what(id));
            self.session.send(how(id));
        }
    }

    fn choose(&mut self, ids: &[PictureId]) -> Option<PictureId> {
        self.chance.choice(ids).copied()
    }

    /// Until nothing is missing.
    fn finish(&mut self) -> Result<()> {
        while !self.session.state().gallery.jobs().is_empty() {
            self.session.send(Command::RetryFailed);
            self.session.send(Command::Resume);
            self.look()?;
        }
        Ok(())
    }
}

fn told_of(job: &Job) -> Told {
    let billed = match &job.state {
        JobState::Waiting => job.before,
        JobState::Running { .. } => Billed::Maybe,
        JobState::Failed(failure) => failure.billed,
    };
    if billed == Billed::No { Told::FreeJob(job.id) } else { Told::Job(job.id) }
}

/// A failure that is neither the kill's doing nor the user's.
fn fault(job: &Job) -> Option<Told> {
    match &job.state {
        JobState::Failed(failure) => match failure.cause {
            Cause::Unknown { .. } | Cause::Cancelled => None,
            _ => Some(Told::Fault(format!("{}: {failure:?}", job.id))),
        },
        JobState::Waiting | JobState::Running { .. } => None,
    }
}

/// Who draws.
pub(super) fn model() -> Result<&'static Model> {
    Model::find("flux-2-klein-4b").ok_or_else(|| anyhow::anyhow!("the catalogue has another name for it"))
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// A keychain that has the one key that there is.
struct OneKey;

impl Keychain for OneKey {
    fn read(&mut self, _: &str) -> Result<Option<Key>, KeychainError> {
        Ok(Key::parse(service::KEY).ok())
    }

    fn write(&mut self, _: &str, _: &Key) -> Result<(), KeychainError> {
        Ok(())
    }

    fn remove(&mut self, _: &str) -> Result<(), KeychainError> {
        Ok(())
    }
}
