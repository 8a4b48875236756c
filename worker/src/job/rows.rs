//! A job's tables: what its row says, and for how long.

use std::{fmt::Write as _, time::Duration};

use contract::{ApiError, Billed, GenerateRequest};
use jiff::Timestamp;
use serde::Deserialize;
use service::Made;
use worker::{Result, SqlStorage, console_error};

use super::reply::Reply;
use crate::picture::JsPicture;

/// How long a picture is kept.
pub(super) const PICTURE_KEPT: Duration = Duration::from_hours(24);
/// How long an outcome is kept.
const OUTCOME_KEPT: Duration = Duration::from_hours(30 * 24);

const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS job (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        recipe TEXT NOT NULL,       -- SHA-256 of the request
        at INTEGER NOT NULL,        -- milliseconds since 1970: when it began, then when it ended
        state TEXT NOT NULL CHECK (state IN ('running', 'made', 'failed')),
        neurons REAL,               -- made, where known
        seed INTEGER,               -- made, where known
        error TEXT                  -- failed: JSON
    ) STRICT";

/// The tables.
pub(super) struct Rows {
    sql: SqlStorage,
    reply: Reply,
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
    Gone,
}

#[derive(Deserialize)]
struct Row {
    recipe: String,
    at: i64,
    state: String,
    neurons: Option<f64>,
    seed: Option<u32>,
    error: Option<String>,
}

impl Rows {
    /// Makes them too, since they are gone whenever the object has forgotten all.
    pub(super) fn open(sql: SqlStorage) -> Result<Self> {
        sql.exec(TABLE, None)?;
        Ok(Self { reply: Reply::open(sql.clone())?, sql })
    }

    /// What stands here for `request`.
    pub(super) fn find(&self, request: &GenerateRequest, now: Timestamp) -> Result<Found> {
        let Some(row) = self.row()?.filter(|row| row.age(now) < OUTCOME_KEPT) else { return Ok(Found::Nothing) };
        if row.recipe != recipe(request) {
            return Ok(Found::AnotherRequest);
        }
        Ok(match row.state.as_str() {
            "made" => {
                let picture = if row.age(now) < PICTURE_KEPT { self.reply.read()? } else { None };
                let made = |picture| Found::Kept(Ok(Made { picture, neurons: row.neurons, seed: row.seed }));
                picture.map_or(Found::Gone, made)
            }
            // An error that cannot be read is as good as none: nobody knows how that run ended.
            "failed" => {
                let error = serde_json::from_str(&row.error.unwrap_or_default());
                error.map_or(Found::Unfinished, |error| Found::Kept(Err(error)))
            }
            _ => Found::Unfinished,
        })
    }

    /// Writes that `request` runs now.
    pub(super) fn claim(&self, request: &GenerateRequest, now: Timestamp) -> Result<()> {
        self.reply.forget()?;
        let values = vec![recipe(request).into(), now.as_millisecond().into()];
        self.sql.exec("INSERT OR REPLACE INTO job (id, recipe, at, state) VALUES (1, ?1, ?2, 'running')", values)?;
        Ok(())
    }

    /// Takes back what [`Self::claim`] wrote.
    pub(super) fn disclaim(&self) -> Result<()> {
        self.sql.exec("DELETE FROM job", None).map(drop)
    }

    /// Writes how it ended. `false`: it surely cost nothing, and all is to be forgotten, so that the key can be used again.
    pub(super) fn keep(&self, result: &std::result::Result<Made<JsPicture>, ApiError>, now: Timestamp) -> Result<bool> {
        let at = now.as_millisecond().into();
        match result {
            Ok(Made { picture, neurons, seed }) => {
                // The picture first: once it stands that it was made, what is here is told as all of it.
                if let Err(error) = self.reply.write(picture) {
                    console_error!("a picture could not be kept: {}", error);
                    self.reply.forget()?;
                }
                let values = vec![at, (*neurons).into(), seed.map(i64::from).into()];
                self.sql.exec("UPDATE job SET state = 'made', at = ?1, neurons = ?2, seed = ?3", values)?;
            }
            Err(error) if error.billed == Billed::No => return Ok(false),
            Err(error) => {
                // An error is strings: it always has a JSON form.
                let values = vec![at, serde_json::to_string(error).unwrap_or_default().into()];
                self.sql.exec("UPDATE job SET state = 'failed', at = ?1, error = ?2", values)?;
            }
        }
        Ok(true)
    }

    /// Forgets what is too old. How long until there is more of it; none where nothing is left.
    pub(super) fn forget(&self, now: Timestamp) -> Result<Option<Duration>> {
        let Some(age) = self.row()?.map(|row| row.age(now)) else { return Ok(None) };
        if age < PICTURE_KEPT {
            return Ok(Some(PICTURE_KEPT.saturating_sub(age)));
        }
        self.reply.forget()?;
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

fn recipe(request: &GenerateRequest) -> String {
    request.recipe().iter().fold(String::new(), |mut hex, byte| {
        // A string takes all that is written.
        write!(hex, "{byte:02x}").ok();
        hex
    })
}
