//! The shelf's table: what a row says, and for how long. Blocking; the shelf's thread calls it.

use bytes::Bytes;
use contract::{ApiError, Billed, JobKey, Recipe};
use jiff::{Timestamp, ToSpan as _};
use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior};
use service::{Facts, Made};

use crate::picture::PictureFile;

pub(super) const OWNER: &str = "shelf";

pub(super) const MIGRATIONS: &[&str] = &["
    CREATE TABLE shelf (
        key TEXT PRIMARY KEY,
        recipe BLOB NOT NULL,       -- SHA-256 of the request
        at INTEGER NOT NULL,        -- milliseconds since 1970: when it began, then when it ended
        state TEXT NOT NULL CHECK (state IN ('running', 'made', 'failed')),
        picture BLOB,               -- made: the file, while it is kept
        neurons REAL,               -- made, where known
        seed INTEGER,               -- made, where known
        error TEXT                  -- failed: JSON
    ) STRICT;
    CREATE INDEX shelf_at ON shelf (at);
"];

/// Hours; how long a picture is kept.
const PICTURE_HOURS: i64 = 24;
/// Hours; how long an outcome is kept.
const OUTCOME_HOURS: i64 = 30 * 24;
/// Bytes; a larger picture is not kept. FLUX sends 0.2 to 1.5 MB.
const MAX_KEPT: usize = 8 << 20;

/// What stands under a key.
pub(super) enum Found {
    /// Nothing did; now a row says that it runs.
    Nothing,
    /// A row that says that it runs.
    Unfinished,
    /// A row of another request.
    AnotherRequest,
    /// How it ended.
    Kept(Result<Made<PictureFile>, ApiError>),
    /// It was made; the picture is no longer here.
    Gone,
}

/// What stands under `key`, and if nothing does, the row that says that it runs now.
pub(super) fn find_or_claim(
    connection: &mut Connection,
    key: &JobKey,
    recipe: Recipe,
    now: Timestamp,
) -> rusqlite::Result<Found> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = transaction
        .prepare_cached("SELECT * FROM shelf WHERE key = ?1 AND at > ?2")?
        .query_row((key.as_str(), before(now, OUTCOME_HOURS)), |row| found(row, recipe, now))
        .optional()?;
    if found.is_none() {
        transaction
            .prepare_cached("INSERT OR REPLACE INTO shelf (key, recipe, at, state) VALUES (?1, ?2, ?3, 'running')")?
            .execute((key.as_str(), recipe.0, now.as_millisecond()))?;
    }
    transaction.commit()?;
    Ok(found.unwrap_or(Found::Nothing))
}

fn found(row: &Row<'_>, recipe: Recipe, now: Timestamp) -> rusqlite::Result<Found> {
    if row.get::<_, [u8; 32]>("recipe")? != recipe.0 {
        return Ok(Found::AnotherRequest);
    }
    match row.get::<_, String>("state")?.as_str() {
        "made" => {
            let recent = row.get::<_, i64>("at")? > before(now, PICTURE_HOURS);
            let picture = row.get::<_, Option<Vec<u8>>>("picture")?.filter(|_| recent);
            let (neurons, seed) = (row.get("neurons")?, row.get("seed")?);
            Ok(picture.map_or(Found::Gone, |picture| {
                let facts = Facts { neurons, seed, ..Facts::default() };
                Found::Kept(Ok(Made { picture: PictureFile(Bytes::from(picture)), facts }))
            }))
        }
        // An error that cannot be read is as good as none: nobody knows how that run ended.
        "failed" => {
            let error = serde_json::from_str(&row.get::<_, String>("error")?);
            Ok(error.map_or(Found::Unfinished, |error| Found::Kept(Err(error))))
        }
        _ => Ok(Found::Unfinished),
    }
}

/// Writes how the run under `key` ended. What surely cost nothing is forgotten, so that the key can be used again.
pub(super) fn keep(
    connection: &mut Connection,
    key: &JobKey,
    result: &Result<Made<PictureFile>, ApiError>,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let (key, now) = (key.as_str(), now.as_millisecond());
    let changed = match result {
        Ok(Made { picture, facts: Facts { neurons, seed, .. } }) => {
            let kept = Some(&picture.0[..]).filter(|bytes| bytes.len() <= MAX_KEPT);
            connection.execute(
                "UPDATE shelf SET state = 'made', at = ?2, picture = ?3, neurons = ?4, seed = ?5 WHERE key = ?1",
                (key, now, kept, neurons, seed),
            )
        }
        Err(error) if error.billed == Billed::No => connection.execute("DELETE FROM shelf WHERE key = ?1", [key]),
        Err(error) => {
            // An error is strings: it always has a JSON form.
            let error = serde_json::to_string(error).unwrap_or_default();
            let update = "UPDATE shelf SET state = 'failed', at = ?2, error = ?3 WHERE key = ?1";
            connection.execute(update, (key, now, error))
        }
    };
    changed.map(drop)
}

/// Forgets pictures after a day, and outcomes after a month.
pub(super) fn forget(connection: &mut Connection, now: Timestamp) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute("DELETE FROM shelf WHERE at <= ?1", [before(now, OUTCOME_HOURS)])?;
    let pictures = "UPDATE shelf SET picture = NULL WHERE at <= ?1 AND picture IS NOT NULL";
    transaction.execute(pictures, [before(now, PICTURE_HOURS)])?;
    transaction.commit()
}

/// Milliseconds since 1970.
fn before(now: Timestamp, hours: i64) -> i64 {
    now.saturating_sub(hours.hours()).map_or(i64::MIN, Timestamp::as_millisecond)
}
