//! The day's count, where only the real objects, KV and clock can get it wrong: two hundred at once reach KV, and a day that
//! ends while requests run is two days, each with its own. That the object counts two hundred exactly is a row of the suite.

use std::{thread::sleep, time::Duration};

use anyhow::{Context as _, Result, bail, ensure};
use contract::Day;
use fake::{Fake, Fault};
use serde_json::json;

use super::{Asking, Check};
use crate::worker::Workerd;

/// Before a day ends by more than workerd takes to start.
const EVENING: &str = "2026-12-31T23:59:30Z";
const LAST_DAY: &str = "2026-12-31";
const FIRST_DAY: &str = "2027-01-01";

/// Rounds of a second or more: they reach far beyond midnight.
const ROUNDS: usize = 120;

/// How long KV may be behind: three minutes between two writes, and a little.
const BEHIND: Duration = Duration::from_secs(200);

pub(super) fn two_hundred_at_once(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    let mut workerd = Workerd::start(&check.options(&fake))?;
    let asking = Asking::of(check, &workerd)?;
    let made = asking.pictures(200)?;
    ensure!(made == 200, "of two hundred pictures at once there are {made}");
    let day = asking.usage(1)?.days.pop().context("no day in /usage")?;
    ensure!(fake.runs() == 200, "Cloudflare made {} of them", fake.runs());
    mirrored(&mut workerd, &day)?;
    check.done(&format!("KV has all of two hundred at once, as the object has them: {}", day.count));
    Ok(())
}

pub(super) fn a_day_that_ends(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    fake.answer_always(Some(Fault::Slow(Duration::from_secs(1))));
    let mut options = check.options(&fake);
    options.clock = Some(EVENING.parse()?);
    let mut workerd = Workerd::start(&options)?;
    let asking = Asking::of(check, &workerd)?;
    let (made, evening, morning) = over_midnight(&asking)?;
    ensure!(evening.count > 0, "it took until {FIRST_DAY} to start: {evening:?}");
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

/// Asks for pictures until both days have some: how many were made, and each day's count.
fn over_midnight(asking: &Asking<'_>) -> Result<(u64, Day, Day)> {
    let mut made = 0;
    for _ in 0..ROUNDS {
        made += asking.pictures(4)?;
        let mut days = asking.usage(2)?.days.into_iter();
        let (Some(yesterday), Some(today)) = (days.next(), days.next()) else { bail!("/usage has not two days") };
        match today.date.to_string().as_str() {
            LAST_DAY => {}
            // Some more on the new day, so that it surely has some.
            FIRST_DAY if today.count < 8 => {}
            FIRST_DAY => return Ok((made, yesterday, today)),
            other => bail!("the Worker takes this day to be {other}"),
        }
    }
    bail!("after {ROUNDS} rounds it is still {LAST_DAY}")
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
    bail!("KV has {key} as {kept:?} and not as {}", json!(day))
}
