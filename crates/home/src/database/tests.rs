//! What a user's `state.db` goes through: first start, update, going back, damage, two parts in one file.

use super::*;

const FIRST: &str = "CREATE TABLE notes (text TEXT NOT NULL) STRICT";
const SECOND: &str = "ALTER TABLE notes ADD COLUMN stars INTEGER NOT NULL DEFAULT 0";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn db(&self) -> PathBuf {
        self.0.path().join("state.db")
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> =
            self.0.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn notes(connection: &Connection) -> Vec<String> {
    let mut statement = connection.prepare("SELECT text FROM notes").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn what_was_written_is_there_after_another_start_and_a_first_start_needs_no_copy() {
    let folder = Folder::new();
    open(&folder.db(), "notes", &[FIRST]).unwrap().execute("INSERT INTO notes VALUES ('a')", []).unwrap();
    let again = open(&folder.db(), "notes", &[FIRST]).unwrap();
    assert_eq!(notes(&again), ["a"]);
    drop(again);
    assert_eq!(folder.names(), ["state.db"]);
}

#[test]
fn every_commit_is_synced_and_foreign_keys_hold() {
    let connection = open(&Folder::new().db(), "notes", &[FIRST]).unwrap();
    for (pragma, wanted) in
        [("synchronous", "2"), ("foreign_keys", "1"), ("journal_mode", "wal"), ("busy_timeout", "5000")]
    {
        let value: rusqlite::types::Value = connection.pragma_query_value(None, pragma, |row| row.get(0)).unwrap();
        let value = match value {
            rusqlite::types::Value::Text(text) => text,
            rusqlite::types::Value::Integer(n) => n.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(value, wanted, "{pragma}");
    }
}

#[test]
fn a_migration_keeps_what_is_there_and_leaves_a_copy_of_how_it_was() {
    let folder = Folder::new();
    open(&folder.db(), "notes", &[FIRST]).unwrap().execute("INSERT INTO notes VALUES ('a')", []).unwrap();
    fs::write(folder.0.path().join("state.db.before-notes-1.partial"), "cut off").unwrap();
    let migrated = open(&folder.db(), "notes", &[FIRST, SECOND]).unwrap();
    assert_eq!(
        migrated.query_row("SELECT text, stars FROM notes", [], |r| Ok((r.get(0)?, r.get(1)?))),
        Ok(("a".to_owned(), 0))
    );
    drop(migrated);
    assert_eq!(folder.names(), ["state.db", "state.db.before-notes-1"]);
    let copy = open(&folder.0.path().join("state.db.before-notes-1"), "notes", &[FIRST]).unwrap();
    assert_eq!(notes(&copy), ["a"]);
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let folder = Folder::new();
    open(&folder.db(), "notes", &[FIRST]).unwrap().execute("INSERT INTO notes VALUES ('a')", []).unwrap();
    let failed = open(&folder.db(), "notes", &[FIRST, SECOND, "no SQL"]);
    assert!(matches!(failed, Err(StoreError::Sql { .. })), "{failed:?}");
    let before = open(&folder.db(), "notes", &[FIRST]).unwrap();
    assert_eq!(notes(&before), ["a"]);
    assert!(before.prepare("SELECT stars FROM notes").is_err(), "half a migration was kept");
}

#[test]
fn a_file_of_a_newer_version_is_refused_and_left_alone() {
    let folder = Folder::new();
    drop(open(&folder.db(), "notes", &[FIRST, SECOND]).unwrap());
    let error = open(&folder.db(), "notes", &[FIRST]).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("newer version") && text.contains("state.db") && text.contains("version 2"), "{text}");
    assert!(open(&folder.db(), "notes", &[FIRST, SECOND]).is_ok());
}

#[test]
fn a_damaged_file_is_named_and_never_deleted() {
    let folder = Folder::new();
    drop(open(&folder.db(), "notes", &[FIRST]).unwrap());
    let mut overwritten = fs::read(folder.db()).unwrap();
    overwritten[100..4096].fill(0xff);
    let something_else = b"this is not a database, but somebody's only copy of something".repeat(100);
    for damaged in [something_else, overwritten] {
        fs::write(folder.db(), &damaged).unwrap();
        let error = open(&folder.db(), "notes", &[FIRST, SECOND]).unwrap_err();
        assert!(matches!(&error, StoreError::Corrupt { path } if *path == folder.db()), "{error:?}");
        assert!(error.to_string().contains("state.db"));
        assert_eq!(fs::read(folder.db()).unwrap(), damaged);
    }
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let error = open(&Folder::new().0.path().join("gone/state.db"), "notes", &[FIRST]).unwrap_err();
    assert!(matches!(error, StoreError::Sql { .. }), "{error:?}");
    assert!(error.hint().contains("folder"));
}

#[test]
fn owners_share_the_file_and_have_versions_of_their_own() {
    let folder = Folder::new();
    let first = open(&folder.db(), "notes", &[FIRST, SECOND]).unwrap();
    let second = open(&folder.db(), "stamps", &["CREATE TABLE stamps (n INTEGER) STRICT"]).unwrap();
    first.execute("INSERT INTO notes (text) VALUES ('a')", []).unwrap();
    second.execute("INSERT INTO stamps VALUES (1)", []).unwrap();
    assert_eq!(notes(&second), ["a"]);
}
