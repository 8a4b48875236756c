//! The index: a table of what the files said when they were last looked at, so that a start reads one file and not
//! 100,000. It can be lost, old or garbage at any time; then it is thrown away, and the folder fills it again.

use std::{
    collections::HashSet,
    fs, io,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use contract::Size;
use jiff::Timestamp;
use rusqlite::{Connection, Row, ffi, params};

use crate::{Entry, Error, PictureId};

/// The table's shape, in `user_version`. An index of another one is made anew.
const VERSION: i64 = 1;

/// One table, and no index beside it: a start reads all of it, which proves it whole on the way.
const TABLE: &str = "
    CREATE TABLE pictures (
        file   TEXT PRIMARY KEY,
        len    INTEGER NOT NULL,
        mtime  INTEGER NOT NULL,
        id     BLOB NOT NULL,
        made   INTEGER NOT NULL,
        width  INTEGER NOT NULL,
        height INTEGER NOT NULL,
        model  TEXT NOT NULL,
        prompt TEXT NOT NULL
    ) STRICT, WITHOUT ROWID";

/// The open index.
pub(crate) struct Index {
    connection: Connection,
}

impl Index {
    /// The index at `path` and what is in it, in no order. One that is not ours, or broken, is removed first; where none
    /// can be written, one in memory serves until the program ends.
    pub(crate) fn open(path: &Path, words: &mut Words) -> Result<(Self, Vec<Entry>), Error> {
        Self::read(path, words).or_else(|error| {
            tracing::warn!(path = %path.display(), %error, "the index is made anew");
            remove(path);
            Self::read(path, words).or_else(|error| {
                tracing::warn!(path = %path.display(), %error, "the index is kept in memory");
                Self::read(Path::new(":memory:"), words)
            })
        })
    }

    fn read(path: &Path, words: &mut Words) -> Result<(Self, Vec<Entry>), Error> {
        let folder = path.parent().unwrap_or(path);
        fs::create_dir_all(folder).map_err(Error::at(folder))?;
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version != VERSION {
            // Zero is a new file; in a file of another version the table exists already, or has another shape.
            connection.execute_batch(TABLE)?;
            connection.pragma_update(None, "user_version", VERSION)?;
        }
        let entries = connection
            .prepare("SELECT file, len, mtime, id, made, width, height, model, prompt FROM pictures")?
            .query_map([], |row| entry(row, words))?
            .collect::<Result<_, _>>()?;
        Ok((Self { connection }, entries))
    }

    /// What is known of the files, without their words.
    pub(crate) fn known(&self) -> Result<Vec<Known>, Error> {
        let mut statement = self.connection.prepare("SELECT file, len, mtime, id FROM pictures")?;
        let rows = statement.query_map([], |row| {
            Ok(Known {
                file: row.get(0)?,
                len: row.get(1)?,
                mtime: row.get(2)?,
                id: PictureId::from_bytes(row.get(3)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Those of `ids` that have a file, with it: relative to the root.
    pub(crate) fn which_are_there(&self, ids: &[PictureId]) -> rusqlite::Result<Vec<(PictureId, PathBuf)>> {
        // No index on the id: this is asked once a start, and an index would cost every start more.
        let wanted: HashSet<&PictureId> = ids.iter().collect();
        let mut statement = self.connection.prepare("SELECT id, file FROM pictures")?;
        let mut rows = statement.query([])?;
        let mut there = Vec::new();
        while let Some(row) = rows.next()? {
            let id = PictureId::from_bytes(row.get(0)?);
            if wanted.contains(&id) {
                there.push((id, row.get::<_, String>(1)?.into()));
            }
        }
        Ok(there)
    }

    /// Takes these pictures out. What has got the place of one since stays.
    pub(crate) fn forget(&mut self, entries: &[Entry]) -> Result<(), Error> {
        let transaction = self.connection.transaction()?;
        {
            let mut delete = transaction.prepare_cached("DELETE FROM pictures WHERE file = ? AND id = ?")?;
            for entry in entries {
                delete.execute(params![entry.file.to_str(), entry.id.as_bytes()])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// Takes `gone` out and puts `entries` in, all or none.
    pub(crate) fn change(&mut self, gone: &[String], entries: &[Entry]) -> Result<(), Error> {
        let transaction = self.connection.transaction()?;
        {
            let mut delete = transaction.prepare_cached("DELETE FROM pictures WHERE file = ?")?;
            for file in gone {
                delete.execute([file])?;
            }
            let mut insert = transaction.prepare_cached(
                "INSERT OR REPLACE INTO pictures (file, len, mtime, id, made, width, height, model, prompt)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?;
            for entry in entries {
                insert.execute(params![
                    entry.file.to_str(),
                    number(entry.len),
                    nanoseconds(entry.mtime),
                    entry.id.as_bytes(),
                    nanoseconds(entry.made),
                    entry.size.width,
                    entry.size.height,
                    &*entry.model,
                    &*entry.prompt,
                ])?;
            }
        }
        Ok(transaction.commit()?)
    }
}

/// A file as it was when it was last looked at.
pub(crate) struct Known {
    pub(crate) file: String,
    pub(crate) len: i64,
    pub(crate) mtime: i64,
    pub(crate) id: PictureId,
}

/// Model names are few and entries many: each name is kept once.
#[derive(Default)]
pub(crate) struct Words(HashSet<Arc<str>>);

impl Words {
    pub(crate) fn one(&mut self, word: &str) -> Arc<str> {
        if let Some(known) = self.0.get(word) {
            return Arc::clone(known);
        }
        let new: Arc<str> = word.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}

/// As the index counts: SQLite has no larger numbers.
pub(crate) fn number(len: u64) -> i64 {
    i64::try_from(len).unwrap_or(i64::MAX)
}

/// As the index counts: nanoseconds since 1970, which reach to the year 2262.
pub(crate) fn nanoseconds(time: Timestamp) -> i64 {
    i64::try_from(time.as_nanosecond()).unwrap_or(if time > Timestamp::UNIX_EPOCH { i64::MAX } else { i64::MIN })
}

fn entry(row: &Row<'_>, words: &mut Words) -> rusqlite::Result<Entry> {
    let time = |column| -> rusqlite::Result<Timestamp> {
        Timestamp::from_nanosecond(row.get::<_, i64>(column)?.into()).or(Err(corrupt()))
    };
    let file = Path::new(row.get_ref(0)?.as_str()?);
    // The index is a file like any other: it must not lead out of the library.
    if !file.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(corrupt());
    }
    Ok(Entry {
        file: file.into(),
        len: u64::try_from(row.get::<_, i64>(1)?).or(Err(corrupt()))?,
        mtime: time(2)?,
        id: PictureId::from_bytes(row.get(3)?),
        made: time(4)?,
        size: Size::new(row.get(5)?, row.get(6)?),
        model: words.one(row.get_ref(7)?.as_str()?),
        prompt: row.get_ref(8)?.as_str()?.into(),
    })
}

fn corrupt() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CORRUPT), None)
}

/// With the two files that SQLite puts beside it: a journal without its database would spoil the next one.
fn remove(path: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(ending);
        let file = PathBuf::from(file);
        if let Err(error) = fs::remove_file(&file)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(path = %file.display(), %error, "the old index was not removed");
        }
    }
}
