//! The usage ledger in SQLite: one row a day, account and model, as [`service::ledger`] adds them up. `GET /usage` reads it. Those
//! who share it and are not to see each other's days have a part each.

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

/// The ledger, or an account's part of it. Clones share it.
#[derive(Clone)]
pub struct SqliteLedger {
    store: Store,
    /// Whose part it is; `None`: all of it.
    account: Option<AccountHash>,
}

impl SqliteLedger {
    /// Opens the ledger in the database at `path`, which others may share.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Ok(Self { store: Store::open(path, "ledger", MIGRATIONS)?, account: None })
    }

    /// The part of one account: it sees no others, and what it counts is this account's, such as a picture from the shelf, which
    /// was asked of none. The empty one stands for all that needs no account.
    #[must_use]
    pub fn of(&self, account: AccountHash) -> Self {
        Self { store: self.store.clone(), account: Some(account) }
    }
}

impl Ledger for SqliteLedger {
    async fn record(&self, entry: Entry) -> Result<(), ApiError> {
        let account = self.account.clone().unwrap_or_else(|| entry.account.clone());
        let entry = Entry { account, ..entry };
        self.store.call(move |connection| add(connection, &entry)).await
    }

    async fn counted(&self, first: Date, last: Date) -> Result<Counted, ApiError> {
        let account = self.account.clone();
        self.store.call(move |connection| read(connection, account.as_ref(), first, last)).await
    }
}

fn add(connection: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    let Row { date, account, model, count, cached, failed, neurons, estimated, last_updated } = Row::of(entry);
    let row = (date.to_string(), account.as_str(), model, count, cached, failed, neurons, estimated, last_updated);
    connection.prepare_cached(ledger::ADD)?.execute(row).map(drop)
}

/// `account`: only its rows; `None`: all.
fn read(connection: &Connection, account: Option<&AccountHash>, first: Date, last: Date) -> rusqlite::Result<Counted> {
    let account = account.map(AccountHash::as_str);
    let total = "SELECT coalesce(sum(count), 0) FROM ledger WHERE ?1 IS NULL OR account = ?1";
    let total = connection.query_row(total, [account], |row| row.get(0))?;
    let rows = "SELECT * FROM ledger WHERE (?1 IS NULL OR account = ?1) AND date BETWEEN ?2 AND ?3";
    let mut rows = connection.prepare_cached(rows)?;
    let rows = rows.query_map((account, first.to_string(), last.to_string()), row)?.collect::<Result<Vec<_>, _>>()?;
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
