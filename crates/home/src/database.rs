//! Opens `state.db`, which several parts of the program share: the ledger, the shelf, the engine's journal. Each owns its
//! tables and their migrations, and has a connection of its own. What stands in the file is never deleted here: a file that
//! cannot be read is reported, and a copy is made before a migration changes anything.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OptionalExtension as _, TransactionBehavior};

/// How long a statement waits for another connection's transaction.
const BUSY: Duration = Duration::from_secs(5);

/// Why a database cannot be opened. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It is damaged, or something else.
    #[error("{} is damaged or no database", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
    },
    /// A newer Easel wrote it.
    #[error("{} was written by a newer version of Easel ({owner}: version {found}, known here: {known})", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Whose tables.
        owner: String,
        /// Their version.
        found: usize,
        /// The newest version that this program knows.
        known: usize,
    },
    /// The copy before a migration could not be made, so that nothing was migrated.
    #[error("no copy of {} could be made before its migration: {source}", path.display())]
    Backup {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Anything else that SQLite says.
    #[error("{} cannot be opened: {source}", path.display())]
    Sql {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// For people: what to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Corrupt { .. } => "move the file away, or put a copy of it back; Easel does not delete it",
            Self::Newer { .. } => "start the newer version of Easel",
            Self::Backup { .. } => "make room on the disk, and see that the folder can be written to",
            Self::Sql { .. } => "see that the folder exists, can be written to, and that the disk has room",
        }
    }

    /// What SQLite's error means for the file at `path`.
    pub fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Corrupt { path },
            _ => Self::Sql { path, source },
        }
    }
}

/// Opens or makes the database at `path` and brings the tables of `owner` up to date. Migration `n` leads from version `n` to
/// `n + 1`; one that was released is never changed. Every commit is on disk when it returns (`synchronous=FULL`).
pub fn open(path: &Path, owner: &str, migrations: &[&str]) -> Result<Connection, StoreError> {
    let failed = |source| StoreError::of(path, source);
    let mut connection = Connection::open(path).map_err(failed)?;
    let version = prepare(&connection, owner).map_err(failed)?;
    if version > migrations.len() {
        let (path, owner) = (path.to_owned(), owner.to_owned());
        return Err(StoreError::Newer { path, owner, found: version, known: migrations.len() });
    }
    if version > 0 && version < migrations.len() {
        back_up(&connection, path, &format!("{owner}-{version}"))?;
    }
    migrate(&mut connection, owner, migrations).map_err(failed)?;
    Ok(connection)
}

/// Sets the connection up and reads the version of `owner`'s tables; 0 where there are none.
fn prepare(connection: &Connection, owner: &str) -> rusqlite::Result<usize> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS schema (owner TEXT PRIMARY KEY, version INTEGER NOT NULL CHECK (version >= 0)) STRICT",
    )?;
    version(connection, owner)
}

fn version(connection: &Connection, owner: &str) -> rusqlite::Result<usize> {
    let version = connection
        .query_row("SELECT version FROM schema WHERE owner = ?1", [owner], |row| row.get::<_, u32>(0))
        .optional()?;
    Ok(version.unwrap_or(0) as usize)
}

/// All or nothing: a migration that fails leaves the version, and the tables, that were there.
fn migrate(connection: &mut Connection, owner: &str, migrations: &[&str]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Read again inside: another process may have been faster.
    let version = version(&transaction, owner)?;
    for migration in migrations.iter().skip(version) {
        transaction.execute_batch(migration)?;
    }
    transaction.execute(
        "INSERT INTO schema VALUES (?1, ?2) ON CONFLICT DO UPDATE SET version = max(version, excluded.version)",
        (owner, migrations.len()),
    )?;
    transaction.commit()
}

/// Copies the whole database to `{path}.before-{label}`. It has that name only when it is whole and on disk.
fn back_up(connection: &Connection, path: &Path, label: &str) -> Result<(), StoreError> {
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".before-{label}{ending}"));
        PathBuf::from(name)
    };
    let (partial, whole) = (beside(".partial"), beside(""));
    copy(connection, &partial)
        .and_then(|()| fs::rename(&partial, &whole))
        .map_err(|source| StoreError::Backup { path: path.to_owned(), source })
}

fn copy(connection: &Connection, to: &Path) -> io::Result<()> {
    // SQLite refuses to write over a file, and a start that was cut off may have left one.
    match fs::remove_file(to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Err(_) | Ok(()) => {}
    }
    let name = to.to_str().ok_or_else(|| io::Error::other("the folder's name is not Unicode"))?;
    connection.execute("VACUUM INTO ?1", [name]).map_err(io::Error::other)?;
    // SQLite does not sync this file. Opened for writing, since Windows syncs no other.
    fs::File::options().write(true).open(to)?.sync_all()
}

#[cfg(test)]
mod tests;
