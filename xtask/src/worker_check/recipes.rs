//! The shelf by recipe, on its real object: a request with a seed is answered from it, over restarts, for a month, and as long as
//! there is room.

use std::{fs, path::Path};

use anyhow::{Result, ensure};
use conformance::Reply;
use fake::Fake;
use jiff::{Span, Timestamp};
use serde_json::{Value, json};

use super::{Asking, Check};
use crate::worker::Workerd;

const HIT: &str = "easel; hit";
const MISS: &str = "easel; fwd=uri-miss";
const PASSED: &str = "easel; fwd=request";
const NO_CACHE: (&str, &str) = ("cache-control", "no-cache");

/// Bytes of the largest picture that is kept, and of all together.
const LARGEST: usize = 8 << 20;
const ROOM: u64 = 256 << 20;
/// So many of the largest fit.
const FIT: u32 = 32;

pub(super) fn run(check: &Check) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let recipes = Recipes { check, fake: Fake::start()?, folder: folder.path() };
    let fox = recipes.a_day()?;
    recipes.later(&fox)?;
    recipes.room()
}

/// One stand-in and one folder, over all restarts.
struct Recipes<'a> {
    check: &'a Check,
    fake: Fake,
    folder: &'a Path,
}

impl Recipes<'_> {
    /// The Worker over what was kept, with its clock so much later.
    fn start(&self, later: Span) -> Result<Workerd> {
        let mut options = self.check.options(&self.fake);
        options.kept = Some(self.folder.to_owned());
        options.clock = Some(Timestamp::now().checked_add(later)?);
        Workerd::start(&options)
    }

    /// That the reply is a picture, that it came so, and that so many were made by then.
    fn came(&self, reply: &Reply, from: Option<&str>, runs: u64) -> Result<()> {
        let says = reply.header("cache-status");
        ensure!(reply.status == 200 && says == from, "{} {:?} and not {from:?}", reply.status, reply.headers);
        ensure!(self.fake.runs() == runs, "{says:?}: {} pictures were made, and not {runs}", self.fake.runs());
        Ok(())
    }

    fn a_day(&self) -> Result<Reply> {
        let workerd = self.start(Span::new())?;
        let asking = Asking::of(self.check, &workerd)?;
        let first = asking.with(&[], &fox(7))?;
        self.came(&first, Some(MISS), 1)?;
        let again = asking.with(&[], &fox(7))?;
        self.came(&again, Some(HIT), 1)?;
        ensure!(again.body == first.body, "the same recipe gives another picture");
        let day = asking.usage(1)?.days.pop();
        ensure!(day.as_ref().is_some_and(|day| (day.count, day.cached) == (1, 1)), "counted as {day:?}");
        self.came(&asking.with(&[], &fox(8))?, Some(MISS), 2)?;
        self.came(&asking.with(&[], &json!({"prompt": "a fox", "width": 256, "height": 256}))?, None, 3)?;

        let new = asking.with(&[NO_CACHE], &fox(7))?;
        self.came(&new, Some(PASSED), 4)?;
        ensure!(new.body != first.body, "a picture that was to be made anew is the old one");
        // The job's own object asks the shelf as well, and hears what the caller wants.
        let with_key = asking.job("fox", &fox(7))?;
        self.came(&with_key, Some(HIT), 4)?;
        ensure!(with_key.body == new.body, "the newest picture of a recipe does not take the older one's place");
        let with_key = asking.with(&[("idempotency-key", "fox-2"), NO_CACHE], &fox(7))?;
        self.came(&with_key, Some(PASSED), 5)?;
        Ok(with_key)
    }

    fn later(&self, fox_7: &Reply) -> Result<()> {
        let workerd = self.start(Span::new().hours(29 * 24))?;
        let reply = Asking::of(self.check, &workerd)?.with(&[], &fox(7))?;
        self.came(&reply, Some(HIT), 5)?;
        ensure!(reply.body == fox_7.body, "another picture comes back after a restart");
        drop(workerd);
        let workerd = self.start(Span::new().hours(31 * 24))?;
        self.came(&Asking::of(self.check, &workerd)?.with(&[], &fox(7))?, Some(MISS), 6)?;
        self.check.done("a seed finds its picture again, over restarts and for a month, unless it is to be made anew");
        Ok(())
    }

    /// One more than there is room for, and then the first of them is not there any more.
    fn room(&self) -> Result<()> {
        self.fake.forget();
        self.fake.set_picture_bytes(Some(LARGEST));
        let workerd = self.start(Span::new().hours(31 * 24))?;
        let asking = Asking::of(self.check, &workerd)?;
        for seed in 0..=FIT {
            self.came(&asking.with(&[], &fox(100 + seed))?, Some(MISS), u64::from(seed) + 1)?;
        }
        let runs = u64::from(FIT) + 1;
        for seed in [FIT, 1] {
            self.came(&asking.with(&[], &fox(100 + seed))?, Some(HIT), runs)?;
        }
        self.came(&asking.with(&[], &fox(100))?, Some(MISS), runs + 1)?;
        drop(workerd);
        let kept = kept(self.folder)?;
        // A tenth for what SQLite needs beside them.
        ensure!((ROOM / 2..ROOM + ROOM / 10).contains(&kept), "the shelf by recipe has {kept} bytes on disk");
        self.check
            .done(&format!("the oldest pictures make room: {} MB for the shelf by recipe on disk", kept / 1_000_000));
        Ok(())
    }
}

fn fox(seed: u32) -> Value {
    json!({"prompt": "a fox", "width": 256, "height": 256, "seed": seed})
}

/// Bytes of the databases of the class `Recipes`.
fn kept(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for class in fs::read_dir(folder.join("objects"))? {
        let class = class?;
        if class.file_name().to_string_lossy().ends_with("Recipes") {
            for file in fs::read_dir(class.path())? {
                let file = file?;
                if file.path().extension().is_some_and(|extension| extension == "sqlite") {
                    bytes += file.metadata()?.len();
                }
            }
        }
    }
    Ok(bytes)
}
