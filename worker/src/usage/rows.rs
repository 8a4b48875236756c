//! The count's tables, and which days KV does not have yet. All of it is in the tables and nothing in memory, since an object
//! is put away when nobody asks it.

use contract::Day;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, de::DeserializeOwned};
use service::ledger::{self, Row};
use worker::{Result, SqlStorage, SqlStorageValue as Value};

/// Milliseconds; how long the first change of a day waits, for others to come with it.
const FIRST_WAIT: i64 = 2_000;
/// Milliseconds between two writes of a day. KV has 1,000 writes a day on the free plan (facts, Cloudflare §7).
const PACE: i64 = 180_000;

const TABLES: [&str; 2] = [
    "CREATE TABLE IF NOT EXISTS ledger (
        date TEXT NOT NULL,                 -- UTC, YYYY-MM-DD
        account TEXT NOT NULL,              -- a hash; empty where it is not known
        model TEXT NOT NULL,                -- short id
        count INTEGER NOT NULL,
        cached INTEGER NOT NULL,
        failed INTEGER NOT NULL,
        neurons REAL NOT NULL,
        estimated REAL NOT NULL,            -- the part of neurons that is ours
        last_updated INTEGER NOT NULL,      -- milliseconds since 1970
        PRIMARY KEY (date, account, model)
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS day (
        date TEXT PRIMARY KEY,
        changes INTEGER NOT NULL,           -- how often it was added to
        mirrored INTEGER NOT NULL,          -- how many of them KV has
        tried_at INTEGER NOT NULL           -- milliseconds since 1970: the last attempt to write it to KV
    ) STRICT, WITHOUT ROWID",
];

const CHANGE: &str = "
    INSERT INTO day VALUES (?1, 1, 0, 0) ON CONFLICT DO UPDATE SET changes = changes + 1
    RETURNING changes - mirrored AS behind, tried_at";

/// The tables.
pub(super) struct Rows(SqlStorage);

/// A day that KV does not have as it is.
pub(super) struct Behind {
    /// As it is.
    pub(super) day: Day,
    /// How often it had been added to then.
    pub(super) changes: i64,
}

/// How a day stands in KV, after a change.
pub(super) enum Mirror {
    /// KV had all of it till now.
    FirstBehind,
    /// KV was to have all of it by now.
    Late,
    /// It has its turn later.
    Waits,
}

#[derive(Deserialize)]
struct Change {
    behind: i64,
    tried_at: i64,
}

#[derive(Deserialize)]
struct Number {
    number: Option<i64>,
}

#[derive(Deserialize)]
struct Changed {
    date: Date,
    changes: i64,
}

impl Rows {
    pub(super) fn open(sql: SqlStorage) -> Self {
        for table in TABLES {
            // Where this fails, the next statement says so to whoever asked.
            sql.exec(table, None).ok();
        }
        Self(sql)
    }

    /// Adds `row`, and answers how its day stands in KV.
    pub(super) fn add(&self, row: &Row, now: Timestamp) -> Result<Mirror> {
        let date = row.date.to_string();
        let values = vec![
            date.as_str().into(),
            row.account.as_str().into(),
            row.model.as_str().into(),
            row.count.cast_signed().into(),
            row.cached.cast_signed().into(),
            row.failed.cast_signed().into(),
            row.neurons.into(),
            row.estimated.into(),
            row.last_updated.into(),
        ];
        // The change first: should the second fail, a day is written once too often, and not left behind.
        let change: Change = self.0.exec(CHANGE, vec![date.into()])?.one()?;
        self.0.exec(ledger::ADD, values)?;
        Ok(match change {
            Change { behind: 1, .. } => Mirror::FirstBehind,
            Change { tried_at, .. } if tried_at + PACE < now.as_millisecond() => Mirror::Late,
            Change { .. } => Mirror::Waits,
        })
    }

    pub(super) fn total(&self) -> Result<u64> {
        Ok(self.number("SELECT sum(count) AS number FROM ledger", vec![])?.unwrap_or_default() as u64)
    }

    /// From `first` to `last`, both included; those without use are absent.
    pub(super) fn days(&self, first: Date, last: Date) -> Result<Vec<Day>> {
        let between = vec![first.to_string().into(), last.to_string().into()];
        let rows = self.all("SELECT * FROM ledger WHERE date BETWEEN ?1 AND ?2", between)?;
        Ok(ledger::days(rows).into_values().collect())
    }

    /// The days that KV does not have as they are; an attempt to write them begins now.
    pub(super) fn behind(&self, now: Timestamp) -> Result<Vec<Behind>> {
        let tried = "UPDATE day SET tried_at = ?1 WHERE changes > mirrored RETURNING date, changes";
        let mut behind = Vec::new();
        for Changed { date, changes } in self.all(tried, vec![now.as_millisecond().into()])? {
            behind.extend(self.days(date, date)?.into_iter().map(|day| Behind { day, changes }));
        }
        Ok(behind)
    }

    /// KV has the first `changes` of `date`. There may be more by now.
    pub(super) fn mirrored(&self, date: Date, changes: i64) -> Result<()> {
        let values = vec![changes.into(), date.to_string().into()];
        self.0.exec("UPDATE day SET mirrored = ?1 WHERE date = ?2", values).map(drop)
    }

    /// Milliseconds until days must be written; none where KV has all. A day of the past is written like any other: what was
    /// counted last before midnight reaches KV soon after it.
    pub(super) fn due(&self, now: Timestamp) -> Result<Option<u64>> {
        let last = self.number("SELECT min(tried_at) AS number FROM day WHERE changes > mirrored", vec![])?;
        Ok(last.map(|last| (last + PACE - now.as_millisecond()).max(FIRST_WAIT) as u64))
    }

    fn number(&self, query: &str, values: Vec<Value>) -> Result<Option<i64>> {
        Ok(self.0.exec(query, values)?.one::<Number>()?.number)
    }

    fn all<T: DeserializeOwned>(&self, query: &str, values: Vec<Value>) -> Result<Vec<T>> {
        self.0.exec(query, values)?.to_array()
    }
}
