//! The usage ledger in SQLite: one row a day, account and model, added to in one statement, so that parallel requests cannot lose a
//! count. `GET /usage` reads it.

use std::{collections::BTreeMap, path::Path};

use contract::{ApiError, Day, usage::ModelDay};
use jiff::{Timestamp, civil::Date};
use rusqlite::{Connection, Row, types::Type};
use service::{Counted, Entry, Ledger, Outcome};

use crate::{built_in::OpenError, store::Store};

const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE ledger (
        date TEXT NOT NULL,                 -- UTC, YYYY-MM-DD
        model TEXT NOT NULL,                -- short id
        count INTEGER NOT NULL,
        cached INTEGER NOT NULL,
        failed INTEGER NOT NULL,
        neurons REAL NOT NULL,
        estimated REAL NOT NULL,            -- the part of neurons that is ours
        last_updated INTEGER NOT NULL,      -- milliseconds since 1970
        PRIMARY KEY (date, model)
    ) STRICT, WITHOUT ROWID;
    ",
    // SQLite cannot change a primary key.
    "
    ALTER TABLE ledger RENAME TO old_ledger;
    CREATE TABLE ledger (
        date TEXT NOT NULL,                 -- UTC, YYYY-MM-DD
        account TEXT NOT NULL,              -- a hash; empty where there is none
        model TEXT NOT NULL,                -- short id
        count INTEGER NOT NULL,
        cached INTEGER NOT NULL,
        failed INTEGER NOT NULL,
        neurons REAL NOT NULL,
        estimated REAL NOT NULL,            -- the part of neurons that is ours
        last_updated INTEGER NOT NULL,      -- milliseconds since 1970
        PRIMARY KEY (date, account, model)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO ledger
        SELECT date, '', model, count, cached, failed, neurons, estimated, last_updated FROM old_ledger;
    DROP TABLE old_ledger;
    ",
];

const ADD: &str = "
    INSERT INTO ledger VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    ON CONFLICT DO UPDATE SET
        count = count + excluded.count,
        cached = cached + excluded.cached,
        failed = failed + excluded.failed,
        neurons = neurons + excluded.neurons,
        estimated = estimated + excluded.estimated,
        last_updated = max(last_updated, excluded.last_updated)";

/// The ledger. Clones share it.
#[derive(Clone)]
pub struct SqliteLedger(Store);

impl SqliteLedger {
    /// Opens the ledger in the database at `path`, which others may share.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Store::open(path, "ledger", MIGRATIONS).map(Self)
    }
}

impl Ledger for SqliteLedger {
    async fn record(&self, entry: Entry) -> Result<(), ApiError> {
        self.0.call(move |connection| add(connection, &entry)).await
    }

    async fn counted(&self, first: Date, last: Date) -> Result<Counted, ApiError> {
        self.0.call(move |connection| read(connection, first, last)).await
    }
}

fn add(connection: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    let (count, cached, failed, neurons, estimated) = match entry.outcome {
        Outcome::Made { neurons } => (1, 0, 0, neurons, 0.0),
        Outcome::MadeAtAbout { estimate } => (1, 0, 0, estimate, estimate),
        Outcome::Cached => (0, 1, 0, 0.0, 0.0),
        Outcome::Failed { estimate } => (0, 0, 1, estimate, estimate),
    };
    let (date, at) = (entry.date().to_string(), entry.at.as_millisecond());
    let row = (date, entry.account.as_str(), entry.model, count, cached, failed, neurons, estimated, at);
    connection.prepare_cached(ADD)?.execute(row).map(drop)
}

fn read(connection: &Connection, first: Date, last: Date) -> rusqlite::Result<Counted> {
    let total = connection.query_row("SELECT coalesce(sum(count), 0) FROM ledger", [], |row| row.get(0))?;
    let mut days = BTreeMap::new();
    let mut rows = connection.prepare_cached("SELECT * FROM ledger WHERE date BETWEEN ?1 AND ?2")?;
    let mut rows = rows.query((first.to_string(), last.to_string()))?;
    while let Some(row) = rows.next()? {
        let date = parse(row, "date", |text: String| text.parse().ok())?;
        join(days.entry(date).or_insert_with(|| Day::empty(date)), row)?;
    }
    Ok(Counted { total, days })
}

/// Adds the row of one account and model to its day.
fn join(day: &mut Day, row: &Row<'_>) -> rusqlite::Result<()> {
    let (count, neurons): (u64, f64) = (row.get("count")?, row.get("neurons")?);
    day.count += count;
    day.cached += row.get::<_, u64>("cached")?;
    day.failed += row.get::<_, u64>("failed")?;
    day.neurons += neurons;
    day.estimated += row.get::<_, f64>("estimated")?;
    day.last_updated =
        day.last_updated.max(Some(parse(row, "last_updated", |ms| Timestamp::from_millisecond(ms).ok())?));
    // What failed may have cost something too.
    if count > 0 || neurons > 0.0 {
        let model = day.by_model.entry(row.get("model")?).or_default();
        *model = ModelDay { count: model.count + count, neurons: model.neurons + neurons };
    }
    Ok(())
}

/// A column whose value SQLite cannot check.
fn parse<S: rusqlite::types::FromSql, T>(
    row: &Row<'_>,
    column: &str,
    parse: impl FnOnce(S) -> Option<T>,
) -> rusqlite::Result<T> {
    let wrong = || rusqlite::Error::InvalidColumnType(0, column.to_owned(), Type::Text);
    parse(row.get(column)?).ok_or_else(wrong)
}
