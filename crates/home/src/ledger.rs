//! The usage ledger in SQLite: one row a day, account and model, as [`service::ledger`] adds them up. `GET /usage` reads it.

use std::path::Path;

use contract::{AccountHash, ApiError};
use jiff::civil::Date;
use rusqlite::{Connection, types::Type};
use service::{
    Counted, Entry, Ledger,
    ledger::{self, Row},
};

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
    let Row { date, account, model, count, cached, failed, neurons, estimated, last_updated } = Row::of(entry);
    let row = (date.to_string(), account.as_str(), model, count, cached, failed, neurons, estimated, last_updated);
    connection.prepare_cached(ledger::ADD)?.execute(row).map(drop)
}

fn read(connection: &Connection, first: Date, last: Date) -> rusqlite::Result<Counted> {
    let total = connection.query_row("SELECT coalesce(sum(count), 0) FROM ledger", [], |row| row.get(0))?;
    let mut rows = connection.prepare_cached("SELECT * FROM ledger WHERE date BETWEEN ?1 AND ?2")?;
    let rows: Vec<_> = rows.query_map((first.to_string(), last.to_string()), row)?.collect::<Result<_, _>>()?;
    Ok(Counted { total, days: ledger::days(rows) })
}

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        date: date(row)?,
        account: AccountHash::kept(row.get::<_, String>("account")?),
        model: row.get("model")?,
        count: row.get("count")?,
        cached: row.get("cached")?,
        failed: row.get("failed")?,
        neurons: row.get("neurons")?,
        estimated: row.get("estimated")?,
        last_updated: row.get("last_updated")?,
    })
}

/// SQLite does not check that it is one.
fn date(row: &rusqlite::Row<'_>) -> rusqlite::Result<Date> {
    let text: String = row.get("date")?;
    text.parse().or(Err(rusqlite::Error::InvalidColumnType(0, "date".to_owned(), Type::Text)))
}
