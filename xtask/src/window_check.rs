//! `cargo xtask check window`: the main job in the real window, as a newcomer does it who has no mouse. A prompt is typed,
//! the picture awaited, found on disk with its prompt inside and seen in the window; opened, and saved through the system's
//! own dialog; and all of it is there after a crash. What has the focus is asked of what a screen reader is told.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};
use contract::{Format, Size};
use image::RgbImage;
use library::Found;

use crate::{
    desktop::Desktop,
    hands::Window,
    patience::{PATIENCE, wait_for},
    program::{Easel, Running},
    screen::{Place, Screen},
};

mod hardships;
mod keyboard;
mod notified;

const PROMPT: &str = "A red fox under a yellow moon, 3 pines & \"snow\"; 50% blue";
/// Typed after the first picture was asked for: only the draft knows it.
const MORE: &str = " at dawn";
const SIZE: Size = Size { width: 1024, height: 1024 };
/// Hundredths of a second that an idle window may work in [`REST`].
const RESTING_WORK: u64 = 2;
const REST: Duration = Duration::from_secs(3);

pub(crate) fn run() -> Result<()> {
    let desktop = Desktop::start()?;
    let easel = Easel::build(&desktop.folder().join("data"))?;
    let mut running = easel.start(&desktop)?;
    let check = Check { desktop: &desktop, easel: &easel, begun: Instant::now() };
    easel.explained(&desktop, check.run(&mut running))
}

struct Check<'a> {
    desktop: &'a Desktop,
    easel: &'a Easel,
    begun: Instant,
}

impl Check<'_> {
    fn run(&self, running: &mut Running) -> Result<()> {
        let picture = self.first_picture(running)?;

        self.starts_once(running)?;
        self.done("a second start leaves, and the first stays");

        running.kill()?;
        *running = self.easel.start(self.desktop)?;
        let window = running.window(self.desktop)?;
        let access = running.access(self.desktop)?;
        access.find("tile of the first picture", keyboard::is_tile)?;
        self.seen(&window, &picture, 0)?;
        self.done("killed and started again, it shows the picture");

        self.desktop.press("ctrl+Return")?;
        let second = self.made(3, &format!("{PROMPT}{MORE}"))?;
        self.seen(&window, &second, 0)?;
        self.done("and the prompt that was being written becomes the next one");

        self.bears(running, &window, &access)?;
        self.tells_the_desktop(&window, &access, 3)?;
        self.done("while it is away, the desktop is told once that pictures are ready, and not of what they are");
        self.rests(running)?;
        self.done("an idle window does no work");
        Ok(())
    }

    /// The main job.
    fn first_picture(&self, running: &Running) -> Result<RgbImage> {
        let window = running.window(self.desktop)?;
        let access = running.access(self.desktop)?;
        access.find_focused("the prompt", keyboard::is_prompt)?;
        keyboard::all_is_named(&access)?;
        self.done("the window opens, the caret in the prompt");

        self.easel.wait_for_pictures(1)?;
        access.find("way out of the welcome", |widget| widget.name() == "Start")?;
        keyboard::all_is_named(&access)?;
        let welcome = Screen::settled(self.desktop, &window)?;
        self.done("the welcome draws its example at once, and everything in it has a name");

        // Over the example, which is selected.
        self.desktop.type_keys(PROMPT)?;
        self.desktop.press("ctrl+Return")?;
        let picture = self.made(2, PROMPT)?;
        self.done("a typed prompt becomes a whole JPEG in the library, with the prompt inside");

        ensure!(welcome.find(&picture)?.is_none(), "the picture is seen before it was made");
        let tile = self.seen(&window, &picture, 0)?;
        access.find("tile of this name", keyboard::is_tile)?;
        self.done("it is seen in the gallery, and its name is the prompt");

        let stops = self.walks_round(&access)?;
        self.done(&format!("{stops} presses of Tab go through the panel from top to bottom, the gallery, and back"));

        self.desktop.press("ctrl+End")?;
        self.desktop.type_keys(MORE)?;
        self.goes_to_tile(&window, &access)?;
        self.desktop.press("Return")?;
        self.seen(&window, &picture, tile.width + 1)?;
        keyboard::all_is_named(&access)?;
        self.done("Tab and the arrow keys go to it, and Enter opens it, with a name for everything");

        self.saved(&picture)?;
        self.done("Save as, through the system's dialog, writes a PNG with the same pixels and the prompt inside");

        self.desktop.press("Escape")?;
        access.find_focused("the tile again", keyboard::is_tile)?;
        keyboard::all_is_named(&access)?;
        self.done("Escape goes back to its tile");
        Ok(picture)
    }

    fn done(&self, what: &str) {
        println!("{:5.1} s  {what}", self.begun.elapsed().as_secs_f32());
    }

    /// The newest of `count` pictures, when it is in the library and as it should be.
    fn made(&self, count: usize, prompt: &str) -> Result<RgbImage> {
        let pictures = self.easel.wait_for_pictures(count)?;
        let file = pictures.last().context("no picture")?;
        let bytes = fs::read(file)?;
        ensure!(Format::sniff(&bytes) == Some(Format::Jpeg), "{} is no JPEG", file.display());
        ensure!(Format::Jpeg.is_whole(&bytes), "{} is cut off", file.display());
        decoded(file, prompt)
    }

    /// Waits until the picture is seen in the window, at least as wide, and answers where.
    fn seen(&self, window: &Window, picture: &RgbImage, width: u32) -> Result<Place> {
        wait_for("sight of the picture in the window", || {
            let place = Screen::settled(self.desktop, window)?.find(picture)?;
            Ok(place.filter(|place| place.width >= width))
        })
    }

    fn saved(&self, picture: &RgbImage) -> Result<()> {
        let copies = self.desktop.folder().join("copies");
        fs::create_dir(&copies)?;
        self.desktop.press("ctrl+s")?;
        self.desktop.window("Save picture", None)?;
        self.desktop.press("ctrl+a")?;
        self.desktop.type_keys(&copies.join("fox").display().to_string())?;
        self.desktop.press("Return")?;
        let file = copies.join("fox.png");
        wait_for("saved fox.png", || Ok(file.exists().then_some(())))?;
        ensure!(fs::read_dir(&copies)?.count() == 1, "there is more than the saved picture in its folder");
        ensure!(Format::sniff(&fs::read(&file)?) == Some(Format::Png), "fox.png is no PNG");
        ensure!(decoded(&file, PROMPT)? == *picture, "the saved picture has other pixels");
        // The keys go back where they came from.
        self.desktop.window("Easel", None).map(drop)
    }

    fn starts_once(&self, running: &mut Running) -> Result<()> {
        let status = self.easel.run(self.desktop)?;
        ensure!(status.success(), "the second start ended with {status}");
        ensure!(!running.has_ended()?, "the first start ended");
        Ok(())
    }

    /// Once it has come to rest, which may take it a while.
    fn rests(&self, running: &Running) -> Result<()> {
        self.desktop.mouse_away()?;
        let begun = Instant::now();
        let mut least = u64::MAX;
        while least > RESTING_WORK {
            ensure!(begun.elapsed() < PATIENCE, "an idle window works {least} hundredths of a second in {REST:?}");
            let before = running.worked()?;
            thread::sleep(REST);
            least = least.min(running.worked()? - before);
        }
        Ok(())
    }
}

/// The pixels of a picture of the size that was asked for, made from this prompt.
fn decoded(file: &Path, prompt: &str) -> Result<RgbImage> {
    let Some(Found::Easel(meta)) = library::read_meta(file)? else {
        bail!("{} does not know its prompt", file.display())
    };
    ensure!(meta.record.prompt == prompt, "the prompt inside is {:?}", meta.record.prompt);
    let pixels = image::open(file)?.into_rgb8();
    let size = Size::new(pixels.width(), pixels.height());
    ensure!(size == SIZE, "{} is {size}", file.display());
    Ok(pixels)
}
