//! A job's tables: what its row says, and for how long.

use std::time::Duration;

use contract::{ApiError, Billed, Recipe};
use jiff::Timestamp;
use serde::Deserialize;
use service::{
    Facts, Made, Picture as _,
    shelf::{MAX_KEPT, OUTCOME_KEPT, PICTURE_KEPT},
};
use worker::{Result, SqlStorage, console_error};

use crate::{picture::JsPicture, pieces::Pieces};

/// The picture's number: a job has one.
const PICTURE: i64 = 0;

const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS job (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        recipe TEXT NOT NULL,       -- SHA-256 of the request
        at INTEGER NOT NULL,        -- milliseconds since 1970: when it began, then when it ended
        state TEXT NOT NULL CHECK (state IN ('running', 'made', 'failed')),
        facts TEXT,                 -- made: JSON
        error TEXT                  -- failed: JSON
    ) STRICT";

/// The tables.
pub(super) struct Rows {
    sql: SqlStorage,
    pieces: Pieces,
}

/// What stands here.
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// A row that says that it runs.
    Unfinished,
    /// A row of another request.
    AnotherRequest,
    /// How it ended.
    Kept(std::result::Result<Made<JsPicture>, ApiError>),
    /// It was made; the picture is no longer here.
    Gone(Facts),
}

#[derive(Deserialize)]
struct Row {
    recipe: String,
    at: i64,
    state: String,
    facts: Option<String>,
    error: Option<String>,
}

/// What was kept of how it ended.
pub(super) enum Kept {
    /// All of it.
    Whole,
    /// That it was made, and not the picture: it is too large, or could not be written.
    WithoutPicture,
    /// Nothing: it surely cost nothing, and all is to be forgotten, so that the key can be used again.
    Nothing,
}

impl Rows {
    /// Makes them too, since they are gone whenever the object has forgotten all.
    pub(super) fn open(sql: SqlStorage) -> Result<Self> {
        sql.exec(TABLE, None)?;
        Ok(Self { pieces: Pieces::open(sql.clone()), sql })
    }

    /// What stands here for `recipe`.
    pub(super) fn find(&self, recipe: &Recipe, now: Timestamp) -> Result<Found> {
        let Some(row) = self.row()?.filter(|row| row.age(now) < OUTCOME_KEPT) else { return Ok(Found::Nothing) };
        if row.recipe != recipe.to_string() {
            return Ok(Found::AnotherRequest);
        }
        Ok(match row.state.as_str() {
            "made" => {
                let picture = if row.age(now) < PICTURE_KEPT { self.pieces.read(PICTURE)? } else { None };
                // Facts that cannot be read are a reply with less beside its picture.
                let facts: Facts = serde_json::from_str(&row.facts.unwrap_or_default()).unwrap_or_default();
                match picture {
                    Some(picture) => Found::Kept(Ok(Made { picture, facts })),
                    None => Found::Gone(facts),
                }
            }
            // An error that cannot be read is as good as none: nobody knows how that run ended.
            "failed" => {
                let error = serde_json::from_str(&row.error.unwrap_or_default());
                error.map_or(Found::Unfinished, |error| Found::Kept(Err(error)))
            }
            _ => Found::Unfinished,
        })
    }

    /// Writes that `recipe` runs now.
    pub(super) fn claim(&self, recipe: &Recipe, now: Timestamp) -> Result<()> {
        self.pieces.forget(PICTURE)?;
        let values = vec![recipe.to_string().into(), now.as_millisecond().into()];
        self.sql.exec("INSERT OR REPLACE INTO job (id, recipe, at, state) VALUES (1, ?1, ?2, 'running')", values)?;
        Ok(())
    }

    /// Takes back what [`Self::claim`] wrote.
    pub(super) fn disclaim(&self) -> Result<()> {
        self.sql.exec("DELETE FROM job", None).map(drop)
    }

    /// Writes how it ended.
    pub(super) fn keep(&self, result: &std::result::Result<Made<JsPicture>, ApiError>, now: Timestamp) -> Result<Kept> {
        // Strings and finite numbers: both always have a JSON form.
        let json = match result {
            Ok(made) => serde_json::to_string(&made.facts),
            Err(error) => serde_json::to_string(error),
        };
        let values = vec![now.as_millisecond().into(), json.unwrap_or_default().into()];
        match result {
            Ok(made) => {
                // The picture first: once it stands that it was made, what is here is told as all of it.
                let kept = self.keep_picture(&made.picture)?;
                self.sql.exec("UPDATE job SET state = 'made', at = ?1, facts = ?2", values)?;
                Ok(kept)
            }
            Err(error) if error.billed == Billed::No => Ok(Kept::Nothing),
            Err(_) => {
                self.sql.exec("UPDATE job SET state = 'failed', at = ?1, error = ?2", values)?;
                Ok(Kept::Whole)
            }
        }
    }

    fn keep_picture(&self, picture: &JsPicture) -> Result<Kept> {
        if picture.length() > MAX_KEPT {
            return Ok(Kept::WithoutPicture);
        }
        if let Err(error) = self.pieces.write(PICTURE, picture) {
            console_error!("a picture could not be kept: {}", error);
            self.pieces.forget(PICTURE)?;
            return Ok(Kept::WithoutPicture);
        }
        Ok(Kept::Whole)
    }

    /// Forgets what is too old. How long until there is more of it; none where nothing is left.
    pub(super) fn forget(&self, now: Timestamp) -> Result<Option<Duration>> {
        let Some(age) = self.row()?.map(|row| row.age(now)) else { return Ok(None) };
        if age < PICTURE_KEPT {
            return Ok(Some(PICTURE_KEPT.saturating_sub(age)));
        }
        self.pieces.forget(PICTURE)?;
        Ok(Some(OUTCOME_KEPT.saturating_sub(age)).filter(|left| !left.is_zero()))
    }

    fn row(&self) -> Result<Option<Row>> {
        Ok(self.sql.exec("SELECT * FROM job", None)?.to_array()?.pop())
    }
}

impl Row {
    fn age(&self, now: Timestamp) -> Duration {
        Duration::from_millis(now.as_millisecond().saturating_sub(self.at).max(0) as u64)
    }
}
