//! The dev build of `easel`, running on a [`Desktop`] of ours.

use std::{
    env,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
};

use anyhow::{Context as _, Result, bail};
use engine::{DataFolder, Settings};

use crate::{
    access::Access,
    cargo,
    desktop::Desktop,
    hands::Window,
    patience::wait_for,
    screen::{self, Screen},
};

/// The program, and where it keeps everything.
pub(crate) struct Easel {
    binary: PathBuf,
    data: PathBuf,
    log: PathBuf,
    environment: Vec<(&'static str, String)>,
}

/// A start of it; killed when dropped.
pub(crate) struct Running {
    process: Child,
}

/// Builds it, unless `EASEL_PROGRAM` names one that is built: `.ci/run` has it from the tests, and building it for itself would
/// compile half the tree again with other features.
pub(crate) fn built() -> Result<PathBuf> {
    if let Some(built) = env::var_os("EASEL_PROGRAM") {
        return fs::canonicalize(&built).with_context(|| format!("EASEL_PROGRAM={}", built.display()));
    }
    cargo::run(&["build", "--package", "easel"])?;
    Ok(env::current_exe()?.with_file_name("easel"))
}

impl Easel {
    /// The one that is [`built`].
    pub(crate) fn build(data: &Path) -> Result<Self> {
        Ok(Self::at(built()?, data))
    }

    /// `data`: where it keeps everything; its log goes beside that.
    pub(crate) fn at(binary: PathBuf, data: &Path) -> Self {
        Self { binary, data: data.to_owned(), log: data.with_extension("log"), environment: Vec::new() }
    }

    /// Sets a variable for each start from now on.
    pub(crate) fn environment(&mut self, name: &'static str, value: String) {
        self.environment.push((name, value));
    }

    /// Starts it. Its window comes a moment later: [`Running::window`].
    pub(crate) fn start(&self, desktop: &Desktop) -> Result<Running> {
        let process = self.command(desktop)?.spawn().with_context(|| self.binary.display().to_string())?;
        Ok(Running { process })
    }

    /// Starts it where it should leave by itself.
    pub(crate) fn run(&self, desktop: &Desktop) -> Result<ExitStatus> {
        let mut process = self.command(desktop)?.spawn()?;
        let ended = wait_for("end of the program", || Ok(process.try_wait()?));
        process.kill().and_then(|()| process.wait()).context("a program that has ended")?;
        ended
    }

    fn command(&self, desktop: &Desktop) -> Result<Command> {
        let log = File::options().create(true).append(true).open(&self.log)?;
        let mut command = desktop.command(&self.binary);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.arg("--data-dir").arg(&self.data).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        Ok(command)
    }

    /// Writes its settings, while it is not running.
    pub(crate) fn set(&self, settings: &Settings) -> Result<()> {
        let folder = DataFolder::open(Some(&self.data))?;
        settings.save(folder.settings()).context("settings.toml")
    }

    /// The file that has its jobs and what was counted.
    pub(crate) fn state(&self) -> Result<PathBuf> {
        Ok(DataFolder::open(Some(&self.data))?.state().to_owned())
    }

    /// Forgets the prompt and the jobs of the last run, while it is not running. Its pictures and settings stay.
    pub(crate) fn forget_state(&self) -> Result<()> {
        let state = self.state()?;
        // SQLite's log beside it would be taken for the next one's.
        for ending in ["db", "db-wal", "db-shm"] {
            let file = state.with_extension(ending);
            match fs::remove_file(&file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(error).with_context(|| file.display().to_string());
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Says of an error what the display shows and what the program has logged. While the program still runs.
    pub(crate) fn explained<T>(&self, desktop: &Desktop, result: Result<T>) -> Result<T> {
        if result.is_err() {
            let kept = env::current_exe()?.with_file_name("xtask-failed.png");
            screen::keep(desktop, &kept)?;
            let log = fs::read_to_string(&self.log).unwrap_or_default();
            println!("what the display shows: {}\nwhat the program says:\n{log}", kept.display());
        }
        result
    }

    /// The pictures in its library, oldest first.
    pub(crate) fn pictures(&self) -> Result<Vec<PathBuf>> {
        let mut pictures = Vec::new();
        let library = self.data.join("library");
        for day in fs::read_dir(&library).with_context(|| library.display().to_string())? {
            let day = day?.path();
            let hidden = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if hidden(&day) || !day.is_dir() {
                continue;
            }
            for file in fs::read_dir(day)? {
                let file = file?;
                if !hidden(&file.path()) {
                    pictures.push((file.metadata()?.modified()?, file.path()));
                }
            }
        }
        pictures.sort();
        Ok(pictures.into_iter().map(|(_, path)| path).collect())
    }

    /// Waits until its library has as many pictures, and answers them, oldest first.
    pub(crate) fn wait_for_pictures(&self, count: usize) -> Result<Vec<PathBuf>> {
        let pictures = wait_for(&format!("picture number {count}"), || {
            Ok(Some(self.pictures()?).filter(|pictures| pictures.len() >= count))
        })?;
        if pictures.len() > count {
            bail!("{} pictures instead of {count}", pictures.len());
        }
        Ok(pictures)
    }
}

impl Running {
    /// Waits until its window is drawn and has the keys.
    pub(crate) fn window(&self, desktop: &Desktop) -> Result<Window> {
        let window = desktop.window("Easel", Some(self.process.id()))?;
        Screen::settled(desktop, &window)?;
        Ok(window)
    }

    /// What a screen reader is told of it.
    pub(crate) fn access(&self, desktop: &Desktop) -> Result<Access> {
        Access::of(desktop, self.process.id())
    }

    /// Of its process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// As a crash would end it: no destructor runs.
    pub(crate) fn kill(&mut self) -> Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }

    pub(crate) fn has_ended(&mut self) -> Result<bool> {
        Ok(self.process.try_wait()?.is_some())
    }

    /// Hundredths of a second that it has worked so far.
    pub(crate) fn worked(&self) -> Result<u64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        // The program's name stands in parentheses and may hold anything; user and system time are the 12th and 13th
        // after it.
        let after_name = stat.rsplit_once(')').context("no name in /proc/PID/stat")?.1;
        let times: Vec<u64> =
            after_name.split_whitespace().skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
        Ok(times.iter().sum())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.process.kill().and_then(|()| self.process.wait());
    }
}
