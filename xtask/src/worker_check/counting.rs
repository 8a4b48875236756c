//! The day's count, where only the real objects, KV and clock can get it wrong: two hundred at once reach KV, and a day that
//! ends while requests run is two days, each with its own.

use std::{thread::sleep, time::Duration};

use anyhow::{Context as _, Result, ensure};
use contract::Day;
use fake::{Fake, Fault};
use serde_json::json;

use super::{Asking, Check};
use crate::worker::Workerd;

/// Shortly before a day ends.
const EVENING: &str = "2026-12-31T23:59:52Z";
const LAST_DAY: &str = "2026-12-31";
const FIRST_DAY: &str = "2027-01-01";

/// How long KV may be behind: three minutes between two writes, and a little.
const BEHIND: Duration = Duration::from_secs(200);

pub(super) fn two_hundred_at_once(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    let mut workerd = Workerd::start(&check.options(&fake))?;
    let asking = Asking::of(check, &workerd)?;
    let made = asking.pictures(200)?;
    ensure!(made == 200, "of two hundred pictures at once there are {made}");
    let usage = asking.usage(1)?;
    let day = usage.days.first().context("no day in /usage")?;
    ensure!((usage.total, day.count) == (200, 200), "two hundred at once are counted as {day:?}");
    ensure!(fake.runs() == 200, "Cloudflare made {} of them", fake.runs());
    check.done("two hundred pictures at once are exactly two hundred in the object");
    mirrored(&mut workerd, day)?;
    check.done("and in KV");
    Ok(())
}

pub(super) fn a_day_that_ends(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    fake.answer_always(Some(Fault::Slow(Duration::from_millis(250))));
    let mut options = check.options(&fake);
    options.clock = Some(EVENING.parse()?);
    let mut workerd = Workerd::start(&options)?;
    let asking = Asking::of(check, &workerd)?;
    let mut made = 0;
    let (evening, morning) = loop {
        made += asking.pictures(4)?;
        let mut days = asking.usage(2)?.days.into_iter();
        let (Some(yesterday), Some(today)) = (days.next(), days.next()) else {
            anyhow::bail!("/usage has not two days")
        };
        // Some more on the new day, so that both have some.
        if today.date.to_string() == FIRST_DAY && today.count >= 8 {
            break (yesterday, today);
        }
    };
    ensure!(evening.date.to_string() == LAST_DAY && evening.count > 0, "the evening's count is {evening:?}");
    let counted = evening.count + morning.count;
    ensure!(counted == made, "{made} pictures over midnight are counted as {counted}: {evening:?} {morning:?}");
    check.done(&format!(
        "a day that ends while requests run: {} before midnight, {} after",
        evening.count, morning.count
    ));
    mirrored(&mut workerd, &evening)?;
    mirrored(&mut workerd, &morning)?;
    check.done("both days are in KV as they ended");
    Ok(())
}

/// Waits until KV has `day` as it is.
fn mirrored(workerd: &mut Workerd, day: &Day) -> Result<()> {
    let key = format!("usage:{}", day.date);
    let mut kept = None;
    for _ in 0..BEHIND.as_secs() {
        kept = workerd.kv(&key)?;
        let mirrored = kept.as_deref().map(serde_json::from_str::<Day>).transpose()?;
        if mirrored.as_ref() == Some(day) {
            return Ok(());
        }
        sleep(Duration::from_secs(1));
    }
    anyhow::bail!("KV has {key} as {kept:?} and not as {}", json!(day))
}
