//! The shelf by recipe: the pictures of requests with a seed, for whoever sends the very same one again. It may be lost at any
//! time: what is not found here, or is damaged, is made again. Blocking; the shelf's thread calls it.

use bytes::Bytes;
use contract::Recipe;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};
use service::{
    Made,
    shelf::{MAX_RECIPES, RECIPE_KEPT},
};

use super::{as_json, tables::before};
use crate::picture::PictureFile;

/// The picture of `recipe`, if it is here, young enough and whole.
pub(super) fn find(
    connection: &Connection,
    recipe: Recipe,
    now: Timestamp,
) -> rusqlite::Result<Option<Made<PictureFile>>> {
    let row = connection
        .prepare_cached("SELECT length, facts, picture FROM recipes WHERE recipe = ?1 AND at > ?2")?
        .query_row((recipe.0, before(now, RECIPE_KEPT)), |row| {
            Ok((row.get::<_, usize>(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?))
        })
        .optional()?;
    Ok(row.and_then(|(length, facts, picture)| {
        let facts = serde_json::from_str(&facts).ok()?;
        (picture.len() == length).then(|| Made { picture: PictureFile(Bytes::from(picture)), facts })
    }))
}

/// Keeps the picture of `recipe` in the place of an earlier one. The oldest make room.
pub(super) fn keep(
    connection: &mut Connection,
    recipe: Recipe,
    Made { picture, facts }: &Made<PictureFile>,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute(
        "INSERT OR REPLACE INTO recipes (recipe, at, length, facts, picture) VALUES (?1, ?2, ?3, ?4, ?5)",
        (recipe.0, now.as_millisecond(), picture.0.len(), as_json(facts), &picture.0[..]),
    )?;
    // A sum over all, from the index alone: a thousand rows of FLUX's size, and a picture has just taken seconds. A total kept in
    // a row of its own would be one more thing that can be wrong.
    transaction.execute(
        "DELETE FROM recipes WHERE id IN (
            SELECT id FROM (SELECT id, sum(length) OVER (ORDER BY at DESC, id DESC) AS total FROM recipes)
            WHERE total > ?1
        )",
        [MAX_RECIPES],
    )?;
    transaction.commit()
}

/// Forgets what is too old.
pub(super) fn forget(connection: &Connection, now: Timestamp) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM recipes WHERE at <= ?1", [before(now, RECIPE_KEPT)]).map(drop)
}
