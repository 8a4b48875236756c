//! The shelf by job key: what a row says, and for how long. Blocking; the shelf's thread calls it.

use bytes::Bytes;
use contract::{ApiError, Billed, JobKey, Recipe};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior};
use service::{
    Facts, Made,
    shelf::{MAX_KEPT, OUTCOME_KEPT, PICTURE_KEPT},
};

use super::{as_json, tables::before};
use crate::picture::PictureFile;

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
    Gone(Facts),
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
        .query_row((key.as_str(), before(now, OUTCOME_KEPT)), |row| found(row, recipe, now))
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
            let recent = row.get::<_, i64>("at")? > before(now, PICTURE_KEPT);
            let picture = row.get::<_, Option<Vec<u8>>>("picture")?.filter(|_| recent);
            // The picture is worth more than what is known of it.
            let facts = row.get::<_, Option<String>>("facts")?.unwrap_or_default();
            let facts = serde_json::from_str(&facts).unwrap_or_default();
            Ok(match picture {
                Some(picture) => Found::Kept(Ok(Made { picture: PictureFile(Bytes::from(picture)), facts })),
                None => Found::Gone(facts),
            })
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
        Ok(Made { picture, facts }) => {
            let kept = Some(&picture.0[..]).filter(|bytes| bytes.len() <= MAX_KEPT);
            let update = "UPDATE shelf SET state = 'made', at = ?2, picture = ?3, facts = ?4 WHERE key = ?1";
            connection.execute(update, (key, now, kept, as_json(facts)))
        }
        Err(error) if error.billed == Billed::No => connection.execute("DELETE FROM shelf WHERE key = ?1", [key]),
        Err(error) => {
            let update = "UPDATE shelf SET state = 'failed', at = ?2, error = ?3 WHERE key = ?1";
            connection.execute(update, (key, now, as_json(error)))
        }
    };
    changed.map(drop)
}

/// Forgets pictures after a day, and outcomes after a month.
pub(super) fn forget(connection: &mut Connection, now: Timestamp) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute("DELETE FROM shelf WHERE at <= ?1", [before(now, OUTCOME_KEPT)])?;
    let pictures = "UPDATE shelf SET picture = NULL WHERE at <= ?1 AND picture IS NOT NULL";
    transaction.execute(pictures, [before(now, PICTURE_KEPT)])?;
    transaction.commit()
}
