//! The tables of the shelf by recipe. No statement looks at all rows: Cloudflare counts those that are read, 5 million a day on
//! the free plan (facts, Cloudflare §7).

use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;
use service::{
    Made,
    shelf::{MAX_RECIPES, RECIPE_KEPT},
};
use worker::{Result, SqlStorage, SqlStorageValue as Value, console_error};

use crate::{picture::JsPicture, pieces::Pieces};

/// Bytes; what all pictures may have together.
const ROOM: i64 = MAX_RECIPES.cast_signed() as i64;

/// The total is kept by triggers, so that it is right whatever removed a picture.
const TABLES: [&str; 6] = [
    "CREATE TABLE IF NOT EXISTS picture (
        number INTEGER PRIMARY KEY,
        recipe TEXT NOT NULL UNIQUE,        -- SHA-256 of the request
        at INTEGER NOT NULL,                -- milliseconds since 1970
        facts TEXT NOT NULL,                -- JSON
        bytes INTEGER NOT NULL
    ) STRICT",
    "CREATE INDEX IF NOT EXISTS by_age ON picture (at)",
    "CREATE TABLE IF NOT EXISTS total (id INTEGER PRIMARY KEY CHECK (id = 1), bytes INTEGER NOT NULL) STRICT",
    "INSERT OR IGNORE INTO total VALUES (1, 0)",
    "CREATE TRIGGER IF NOT EXISTS comes AFTER INSERT ON picture BEGIN
        UPDATE total SET bytes = bytes + new.bytes;
    END",
    "CREATE TRIGGER IF NOT EXISTS goes AFTER DELETE ON picture BEGIN
        UPDATE total SET bytes = bytes - old.bytes;
    END",
];

/// The tables.
pub(super) struct Rows {
    sql: SqlStorage,
    pieces: Pieces,
}

#[derive(Deserialize)]
struct Row {
    number: i64,
    facts: String,
    bytes: u32,
}

#[derive(Deserialize)]
struct Number {
    number: Option<i64>,
}

impl Rows {
    pub(super) fn open(sql: SqlStorage) -> Self {
        for table in TABLES {
            // Where this fails, the next statement says so to whoever asked.
            sql.exec(table, None).ok();
        }
        Self { pieces: Pieces::open(sql.clone()), sql }
    }

    /// The picture of `recipe`, if there is one that is young enough.
    pub(super) fn find(&self, recipe: &str, now: Timestamp) -> Result<Option<Made<JsPicture>>> {
        let query = "SELECT number, facts, bytes FROM picture WHERE recipe = ?1 AND at > ?2";
        let found = self.sql.exec(query, vec![recipe.into(), too_old(now).into()])?.to_array::<Row>()?.pop();
        let Some(Row { number, facts, bytes }) = found else { return Ok(None) };
        // One that could not be written whole is none.
        let picture = self.pieces.read(number)?.filter(|picture| picture.file().length() == bytes);
        Ok(picture.map(|picture| Made { picture, facts: serde_json::from_str(&facts).unwrap_or_default() }))
    }

    /// Keeps the picture of `recipe` in the place of an earlier one, and makes room for it.
    pub(super) fn keep(&self, recipe: &str, made: &Made<JsPicture>, now: Timestamp) -> Result<()> {
        let bytes = i64::from(made.picture.file().length());
        self.forget_where("recipe = ?1", recipe.into())?;
        self.forget(now)?;
        self.make_room(bytes)?;
        // Strings and finite numbers: they always have a JSON form.
        let facts = serde_json::to_string(&made.facts).unwrap_or_default();
        let values = vec![recipe.into(), now.as_millisecond().into(), facts.into(), bytes.into()];
        let insert = "INSERT INTO picture (recipe, at, facts, bytes) VALUES (?1, ?2, ?3, ?4) RETURNING number";
        let Number { number } = self.sql.exec(insert, values)?.one()?;
        let number = number.unwrap_or_default();
        self.pieces.write(number, &made.picture).inspect_err(|_| {
            if let Err(error) = self.forget_where("number = ?1", number.into()) {
                console_error!("a picture that was not written whole stays: {}", error);
            }
        })
    }

    /// Forgets what is too old.
    pub(super) fn forget(&self, now: Timestamp) -> Result<()> {
        self.forget_where("at <= ?1", too_old(now).into())
    }

    /// How long until the oldest is too old.
    pub(super) fn due(&self, now: Timestamp) -> Result<Option<Duration>> {
        let oldest = self.number("SELECT min(at) AS number FROM picture")?;
        Ok(oldest.map(|at| Duration::from_millis(at.saturating_sub(too_old(now)).max(0) as u64)))
    }

    /// The oldest go, until `bytes` more are not too many.
    fn make_room(&self, bytes: i64) -> Result<()> {
        while self.number("SELECT bytes AS number FROM total")?.unwrap_or_default() + bytes > ROOM {
            let Some(oldest) = self.number("SELECT min(at) AS number FROM picture")? else { return Ok(()) };
            self.forget_where("at = ?1", oldest.into())?;
        }
        Ok(())
    }

    /// With all that belongs to them.
    fn forget_where(&self, condition: &str, value: Value) -> Result<()> {
        let gone = self.sql.exec(&format!("DELETE FROM picture WHERE {condition} RETURNING number"), vec![value])?;
        gone.to_array::<Number>()?
            .into_iter()
            .filter_map(|gone| gone.number)
            .try_for_each(|number| self.pieces.forget(number))
    }

    fn number(&self, query: &str) -> Result<Option<i64>> {
        Ok(self.sql.exec(query, None)?.one::<Number>()?.number)
    }
}

/// Milliseconds since 1970; what was kept then or before is too old.
fn too_old(now: Timestamp) -> i64 {
    now.as_millisecond().saturating_sub(RECIPE_KEPT.as_millis() as i64)
}
