//! `cargo xtask check torture`: a user's process is killed again and again, at random moments, while a service answers slowly.
//! After each kill no picture may be lost whose bytes had arrived, none asked for under two keys, nothing sent unasked, the
//! folder and its index must agree, and the next process must start. As if each kill were a power cut too (`disk.rs`): then
//! nothing may be lost either, and nothing that was sent said to have cost nothing; what would be paid after one is not tried.

mod books;
mod disk;
mod life;
mod rest;
mod service;
mod told;
mod user;
mod wire;

use std::{
    collections::BTreeSet,
    fmt,
    hash::{BuildHasher as _, RandomState},
    io::Read as _,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use fastrand::Rng;
use lexopt::{Parser, ValueExt as _};
use library::{Library, PictureId, Places};
use tempfile::TempDir;

use books::{Books, Faults};
use disk::Disk;
use life::Life;
use rest::Rest;
use service::Service;
use told::Told;

pub(crate) use user::act as user;

/// Then all that is missing is fetched, and the next data folder begins: first starts are killed too.
const ROUNDS_A_FOLDER: u32 = 10;
/// Milliseconds in which a process starts and recovers, about.
const START: u64 = 80;
/// Milliseconds that a user has after that, at most.
const LIFE: u64 = 1500;
/// From so many rounds up each moment that matters is met many times over.
const MEETS_ALL: u32 = 100;

/// Reads `--rounds N`, 20 if it is not there, and `--seed S`, by which the same chances are drawn again. No run is repeated by it:
/// what a kill meets is up to the machine too.
pub(crate) fn run(mut parser: Parser) -> Result<()> {
    ensure!(cfg!(target_os = "linux"), "this check needs Linux: its disk is a library for LD_PRELOAD");
    let (mut rounds, mut seed) = (20, RandomState::new().hash_one(()));
    while let Some(arg) = parser.next()? {
        match arg {
            lexopt::Arg::Long("rounds") => rounds = parser.value()?.parse()?,
            lexopt::Arg::Long("seed") => seed = parser.value()?.parse()?,
            _ => return Err(arg.unexpected().into()),
        }
    }
    println!("--seed {seed}");
    let mut torture = Torture::new(seed)?;
    let ended = torture.rounds(rounds).and_then(|()| torture.tally.met_all());
    let ended = ended.with_context(|| {
        format!(
            "--rounds {rounds} --seed {seed} draws the same chances again; what each kill meets is up to the machine"
        )
    });
    if ended.is_err() {
        let kept = torture.folder.path().to_owned();
        torture.folder.disable_cleanup(true);
        println!("{}what there was: {}", torture.tally.faults, kept.display());
    }
    let Met { starts, requests, nameless } = torture.tally.met;
    println!(
        "killed while it started: {starts} times; while a picture was asked for: {requests}, was whole and had no name: {nameless}"
    );
    println!("{}", torture.tally);
    ended
}

struct Torture {
    /// A folder for each data folder, and what they share.
    folder: TempDir,
    slow_disk: PathBuf,
    service: Service,
    /// In the service's place where nothing may be sent: it never waits for a caller.
    nobody: TcpListener,
    chance: Rng,
    /// Jobs that a user wanted made again, in any folder: the service forgets none.
    remade: BTreeSet<PictureId>,
    tally: Tally,
}

#[derive(Default)]
struct Tally {
    rounds: u32,
    /// In all folders that are done with.
    pictures: usize,
    met: Met,
    faults: Faults,
}

/// How often a kill came at a moment that matters.
#[derive(Default)]
struct Met {
    /// While it started.
    starts: usize,
    /// Requests that were on their way, their replies with them.
    requests: usize,
    /// Pictures that were whole and had no name.
    nameless: usize,
}

/// One data folder, and all that is known of it.
struct World {
    folder: PathBuf,
    data: PathBuf,
    disk: Disk,
    books: Books,
    /// What the service was asked before the last look.
    seen: usize,
}

impl Torture {
    fn new(seed: u64) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let slow_disk = Disk::build(folder.path())?;
        let service = Service::start(seed)?;
        let nobody = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        nobody.set_nonblocking(true)?;
        let (chance, remade, tally) = (Rng::with_seed(seed), BTreeSet::new(), Tally::default());
        Ok(Self { folder, slow_disk, service, nobody, chance, remade, tally })
    }

    fn rounds(&mut self, rounds: u32) -> Result<()> {
        while self.tally.rounds < rounds {
            let mut world = self.begin()?;
            for _ in 0..ROUNDS_A_FOLDER.min(rounds - self.tally.rounds) {
                self.tally.rounds += 1;
                self.round(&mut world).with_context(|| format!("round {}", self.tally.rounds))?;
            }
            self.finish(&mut world).with_context(|| format!("after round {}", self.tally.rounds))?;
        }
        Ok(())
    }

    fn begin(&self) -> Result<World> {
        let folder = self.folder.path().join(format!("after-{}", self.tally.rounds));
        let data = folder.join("data");
        std::fs::create_dir_all(&data)?;
        Service::settings(self.service.address())?.save(&data.join("settings.toml"))?;
        let disk = Disk::new(&self.slow_disk, folder.join("shadow"))?;
        Ok(World { folder, data, disk, books: Books::default(), seen: self.service.asked_since(0).len() })
    }

    /// A life and its end.
    fn round(&mut self, world: &mut World) -> Result<()> {
        let mut life = world.begin("hasty", self.chance.u64(..))?;
        let time = match self.chance.u8(0..6) {
            0 | 1 => self.chance.u64(0..START),
            later => {
                life.recovers()?;
                // At once too, so that nothing which comes later makes safe what recovery did not.
                if later == 2 { 0 } else { self.chance.u64(0..LIFE) }
            }
        };
        let told = life.killed_after(Duration::from_millis(time))?;
        self.tally.met.starts += usize::from(!told.contains(&Told::Recovered));
        world.books.hear(&told, &mut self.tally.faults);
        self.look(world)?;
        self.cut_power(world)?;
        self.judge()
    }

    fn look(&mut self, world: &mut World) -> Result<Rest> {
        let asked = self.service.asked_since(world.seen);
        world.seen += asked.len();
        let rest = Rest::of(&world.data.join("library"))?;
        self.tally.met.requests += asked.iter().filter(|id| !rest.all().contains(id)).count();
        self.tally.met.nameless += rest.nameless.len();
        world.books.look(&rest, asked, &mut self.tally.faults);
        self.remade.extend(&world.books.remade);
        self.tally.faults.paid_twice = self.service.paid_twice(&self.remade);
        Ok(rest)
    }

    /// What the next life would find if the power had failed with the last one.
    fn cut_power(&mut self, world: &World) -> Result<()> {
        let cut = world.folder.join("cut");
        world.disk.cut_power(&world.data, &cut)?;
        Service::settings(self.nobody.local_addr()?)?.save(&cut.join("settings.toml"))?;
        let told = Life::begin("look", &cut, 0, |process| world.disk.put_blind_under(process))?.ends();
        let told = told.context("after a power cut")?;
        let rest = Rest::of(&cut.join("library"))?;
        world.books.look_after_power_cut(&rest, &told, &mut self.tally.faults);
        self.judge()?;
        self.nobody_was_asked_for_a_picture()?;
        // Kept where something is wrong.
        Ok(std::fs::remove_dir_all(cut)?)
    }

    /// One that has left before its end is seen here too, whatever it said. What the days have used is asked at each start, at no cost.
    fn nobody_was_asked_for_a_picture(&self) -> Result<()> {
        const FREE: &[u8] = b"GET /usage";
        while let Ok((mut caller, _)) = self.nobody.accept() {
            caller.set_nonblocking(true)?;
            let mut begin = [0; FREE.len()];
            let said = caller.read(&mut begin).unwrap_or_default();
            let is_free = begin.get(..said).is_some_and(|said| FREE.starts_with(said));
            ensure!(is_free, "a start has sent something by itself: {}", begin.escape_ascii());
        }
        Ok(())
    }

    /// All that is missing is fetched: nothing that was asked for has vanished.
    fn finish(&mut self, world: &mut World) -> Result<()> {
        self.service.be_quick(true);
        let told = world.begin("finish", 0)?.ends()?;
        self.service.be_quick(false);
        world.books.hear(&told, &mut self.tally.faults);
        let rest = self.look(world)?;
        let (_, index) = Library::open(places(&world.data))?;
        world.books.close(&index.iter().map(|entry| entry.id).collect(), &mut self.tally.faults);
        self.tally.pictures += rest.named.len();
        self.judge()?;
        Ok(std::fs::remove_dir_all(&world.folder)?)
    }

    fn judge(&self) -> Result<()> {
        if self.tally.faults.is_empty() {
            return Ok(());
        }
        bail!("not all is as it must be");
    }
}

impl Tally {
    /// A run that has never met a moment says nothing about it.
    fn met_all(&self) -> Result<()> {
        let Met { starts, requests, nameless } = self.met;
        let moments = [
            (starts, "while it started"),
            (requests, "while a picture was asked for"),
            (nameless, "when one was whole and had no name"),
        ];
        let missed: Vec<&str> = moments.into_iter().filter(|(times, _)| *times == 0).map(|(_, when)| when).collect();
        let rounds = self.rounds;
        ensure!(
            missed.is_empty() || rounds < MEETS_ALL,
            "in {rounds} rounds it was never killed {}",
            missed.join(", nor ")
        );
        Ok(())
    }
}

impl World {
    fn begin(&self, part: &str, seed: u64) -> Result<Life> {
        Life::begin(part, &self.data, seed, |process: &mut Command| self.disk.put_under(process))
    }
}

/// As [`engine::DataFolder`] has them below a folder.
fn places(data: &Path) -> Places {
    let cache = data.join("cache");
    Places { root: data.join("library"), index: cache.join("index.db"), thumbnails: cache.join("thumbnails") }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rounds, pictures, faults, .. } = self;
        let (lost, paid_twice) = (faults.lost.len(), faults.paid_twice.len());
        write!(f, "torture: {rounds} rounds, {pictures} pictures, {lost} lost, {paid_twice} paid twice")?;
        match faults.others.len() {
            0 => Ok(()),
            wrong => write!(f, ", {wrong} wrong"),
        }
    }
}
