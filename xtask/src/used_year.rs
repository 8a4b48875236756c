//! A year of usage that nobody had, for the README's pictures: in the ledger of `state.db`, as the program has counted it for an account.

use std::path::Path;

use anyhow::{Context as _, Result};
use contract::AccountHash;
use engine::usage::utc_date;
use fastrand::Rng;
use jiff::{Timestamp, ToSpan as _};
use rusqlite::{Connection, params};

const DAYS: u16 = 365;
/// Days ago, of a holiday.
const AWAY: std::ops::Range<u16> = 200..214;
/// Each model, the most pictures that a day has of it, and neurons a picture.
const MODELS: [(&str, u32, f64); 3] =
    [("flux-2-klein-4b", 48, 104.2), ("flux-2-klein-9b", 5, 681.8), ("flux-1-schnell", 12, 57.6)];

/// Writes it into the file of a program that does not run.
pub(crate) fn count(state: &Path, account: &AccountHash) -> Result<()> {
    let now = Timestamp::now();
    // The same year in each picture.
    let mut chance = Rng::with_seed(2);
    let mut file = Connection::open(state).with_context(|| state.display().to_string())?;
    let ledger = file.transaction()?;
    for ago in 0..DAYS {
        let date = utc_date(now).saturating_sub(i32::from(ago).days()).to_string();
        // One in eight is without use.
        if AWAY.contains(&ago) || chance.u8(..8) == 0 {
            continue;
        }
        for (model, most, each) in MODELS {
            let count = chance.u32(..=most);
            let (cached, neurons) = (chance.u8(..2), f64::from(count) * each);
            let row = params![date, account.as_str(), model, count, cached, neurons, now.as_millisecond()];
            ledger.execute("INSERT INTO ledger VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, 0, ?7)", row)?;
        }
    }
    Ok(ledger.commit()?)
}
