//! The journal of jobs, and the draft: tables of `state.db`. A job is written here before its request leaves, and closed
//! after its picture is in the library; what has no ending after a crash is told to the user, never sent again unasked.

use std::path::Path;

use contract::{Billed, Fields, GenerateRequest, Origin, model::PAINTER};
use home::database::{self, StoreError};
use jiff::Timestamp;
use library::PictureId;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    cause::Cause,
    connection::ConnectionId,
    draft::Draft,
    failure::{Again, Failure},
    job::Job,
};

mod usage;

const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        asked INTEGER NOT NULL,      -- microseconds since 1970
        request TEXT NOT NULL,       -- the JSON body
        over TEXT NOT NULL,          -- the connection's name
        billed TEXT NOT NULL,        -- what it may have cost so far: no, maybe, yes
        state TEXT NOT NULL,         -- waiting, sent, done, failed, forgotten
        failure TEXT                 -- JSON, when failed
    ) STRICT;
    CREATE INDEX open_jobs ON jobs (id) WHERE state IN ('waiting', 'sent', 'failed');
    CREATE TABLE draft (only INTEGER PRIMARY KEY CHECK (only = 1), draft TEXT NOT NULL) STRICT;
    ",
    // The id of the connection; empty for jobs of earlier versions, where only its name is known.
    "ALTER TABLE jobs ADD COLUMN connection TEXT NOT NULL DEFAULT ''",
    // Where that leads: an address or the id of an account; empty for the painter, and where an earlier version did not say.
    "ALTER TABLE jobs ADD COLUMN place TEXT NOT NULL DEFAULT ''",
    // The order in which those that wait are sent.
    "ALTER TABLE jobs ADD COLUMN turn INTEGER NOT NULL DEFAULT 0",
    // What the service at a place has counted, as JSON.
    "CREATE TABLE usage (place TEXT PRIMARY KEY, count TEXT NOT NULL) STRICT",
    // Where the prompt came from, as JSON, if a text model wrote it.
    "ALTER TABLE jobs ADD COLUMN origin TEXT",
];

/// The journal of jobs, and the draft.
pub(crate) struct Journal {
    db: Connection,
}

/// A job that an earlier run left without an ending.
pub(crate) struct Left {
    pub(crate) id: PictureId,
    pub(crate) request: GenerateRequest,
    /// Where its prompt came from.
    pub(crate) origin: Option<Origin>,
    /// Its picture was made then or later.
    pub(crate) asked: Timestamp,
    pub(crate) turn: i64,
    pub(crate) connection: Option<ConnectionId>,
    pub(crate) over: String,
    pub(crate) place: String,
    /// What it may have cost so far.
    pub(crate) billed: Billed,
    pub(crate) end: LeftEnd,
}

/// How far a job of an earlier run had come.
pub(crate) enum LeftEnd {
    /// Its turn had not come.
    Waiting,
    /// Sent, or about to be; nothing more is known.
    Sent,
    /// It had failed, and was not put away.
    Failed(Failure),
}

impl Journal {
    pub(crate) fn open(state_db: &Path) -> Result<Self, StoreError> {
        Ok(Self { db: database::open(state_db, "journal", MIGRATIONS)? })
    }

    /// Writes jobs that wait, all or none. One that is known already waits again.
    pub(crate) fn queue(&mut self, jobs: &[Job]) -> rusqlite::Result<()> {
        let transaction = self.db.transaction()?;
        jobs.iter().try_for_each(|job| write(&transaction, job))?;
        transaction.commit()
    }

    /// The same in place of those that the user put away.
    pub(crate) fn replace(&mut self, old: &[PictureId], jobs: &[Job]) -> rusqlite::Result<()> {
        let transaction = self.db.transaction()?;
        old.iter().try_for_each(|id| set_state(&transaction, *id, "forgotten"))?;
        jobs.iter().try_for_each(|job| write(&transaction, job))?;
        transaction.commit()
    }

    /// The order of those that wait.
    pub(crate) fn order(&mut self, turns: &[(PictureId, i64)]) -> rusqlite::Result<()> {
        let transaction = self.db.transaction()?;
        {
            let mut update = transaction.prepare_cached("UPDATE jobs SET turn = ?2 WHERE id = ?1")?;
            turns.iter().try_for_each(|(id, turn)| update.execute(params![id.to_string(), turn]).map(drop))?;
        }
        transaction.commit()
    }

    /// The last thing before a request leaves, with where it goes: only there may it be asked for again. `lost`: what it may have
    /// cost when nothing more is heard. An error when the job is not in the journal: then nothing may be sent.
    pub(crate) fn sent(&mut self, job: &Job, lost: Billed) -> rusqlite::Result<()> {
        let mut update = self.db.prepare_cached(
            "UPDATE jobs SET state = 'sent', billed = ?2, connection = ?3, over = ?4, place = ?5 WHERE id = ?1",
        )?;
        match update.execute(params![job.id.to_string(), name(lost), connection(job), job.over, job.place])? {
            0 => Err(rusqlite::Error::QueryReturnedNoRows),
            _ => Ok(()),
        }
    }

    /// The picture is in the library.
    pub(crate) fn done(&mut self, id: PictureId) -> rusqlite::Result<()> {
        set_state(&self.db, id, "done")
    }

    /// The user put these jobs away: all of them or none.
    pub(crate) fn forget(&mut self, ids: &[PictureId]) -> rusqlite::Result<()> {
        let transaction = self.db.transaction()?;
        ids.iter().try_for_each(|id| set_state(&transaction, *id, "forgotten"))?;
        transaction.commit()
    }

    /// `failure`: with what the job may have cost in all. That is known now, where it was only feared when it was sent.
    pub(crate) fn fail(&mut self, id: PictureId, failure: &Failure) -> rusqlite::Result<()> {
        let billed = name(failure.billed);
        let failure = serde_json::to_string(failure).unwrap_or_default();
        let mut statement =
            self.db.prepare_cached("UPDATE jobs SET state = 'failed', failure = ?2, billed = ?3 WHERE id = ?1")?;
        statement.execute(params![id.to_string(), failure, billed])?;
        Ok(())
    }

    /// The jobs that have no ending, oldest first. A row that cannot be read is left alone and told in the log.
    pub(crate) fn left(&self) -> rusqlite::Result<Vec<Left>> {
        let mut statement = self.db.prepare(
            "SELECT id, request, over, billed, state, failure, asked, connection, place, turn, origin FROM jobs
             WHERE state IN ('waiting', 'sent', 'failed') ORDER BY asked, id",
        )?;
        let mut rows = statement.query([])?;
        let mut jobs = Vec::new();
        while let Some(row) = rows.next()? {
            if let Some(job) = left(row)? {
                jobs.push(job);
            } else {
                tracing::warn!(id = row.get::<_, String>(0)?, "a job in the journal cannot be read");
            }
        }
        Ok(jobs)
    }

    pub(crate) fn save_draft(&mut self, draft: &Draft) -> rusqlite::Result<()> {
        let draft = serde_json::to_string(draft).unwrap_or_default();
        self.db.prepare_cached("INSERT OR REPLACE INTO draft (only, draft) VALUES (1, ?1)")?.execute([draft])?;
        Ok(())
    }

    pub(crate) fn draft(&self) -> rusqlite::Result<Option<Draft>> {
        let draft: Option<String> = self.db.query_row("SELECT draft FROM draft", [], |row| row.get(0)).optional()?;
        Ok(draft.and_then(|draft| serde_json::from_str(&draft).ok()))
    }
}

/// Writes a job that waits.
fn write(db: &Connection, job: &Job) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO jobs (id, asked, request, over, billed, connection, place, turn, origin, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'waiting')
             ON CONFLICT (id) DO UPDATE
             SET over = ?4, billed = ?5, connection = ?6, place = ?7, turn = ?8, state = 'waiting', failure = NULL",
        params![
            job.id.to_string(),
            job.at.as_microsecond(),
            job.request.to_json().to_string(),
            job.over,
            name(job.before),
            connection(job),
            job.place,
            job.turn,
            job.origin.as_ref().and_then(|origin| serde_json::to_string(origin).ok()),
        ],
    )?;
    Ok(())
}

fn set_state(db: &Connection, id: PictureId, state: &str) -> rusqlite::Result<()> {
    let mut update = db.prepare_cached("UPDATE jobs SET state = ?2 WHERE id = ?1")?;
    update.execute(params![id.to_string(), state]).map(drop)
}

fn left(row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<Left>> {
    let (id, request, failure) = (row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<String>>(5)?);
    let end = match row.get::<_, String>(4)?.as_str() {
        "waiting" => LeftEnd::Waiting,
        "sent" => LeftEnd::Sent,
        _ => {
            let failure = failure.and_then(|json| serde_json::from_str(&json).ok());
            // A failure that nobody can read is one all the same.
            let unread = || Failure::new(Cause::Other(String::new()), Billed::Maybe, Again::SameKey);
            LeftEnd::Failed(failure.unwrap_or_else(unread))
        }
    };
    let request =
        Fields::from_json(request.as_bytes()).ok().and_then(|fields| GenerateRequest::parse(fields, &PAINTER).ok());
    Ok(match (id.parse().ok(), request) {
        (Some(id), Some(request)) => {
            let asked = Timestamp::from_microsecond(row.get(6)?).unwrap_or(Timestamp::MIN);
            let connection = row.get::<_, String>(7)?.parse().ok();
            let (over, place, turn, billed) =
                (row.get(2)?, row.get(8)?, row.get(9)?, billed(&row.get::<_, String>(3)?));
            // What a newer version wrote there is not worth the job.
            let origin = row.get::<_, Option<String>>(10)?.and_then(|json| serde_json::from_str(&json).ok());
            Some(Left { id, request, origin, asked, turn, connection, over, place, billed, end })
        }
        _ => None,
    })
}

/// As the table has it.
fn connection(job: &Job) -> String {
    job.connection.map(|id| id.to_string()).unwrap_or_default()
}

fn name(billed: Billed) -> &'static str {
    match billed {
        Billed::No => "no",
        Billed::Maybe => "maybe",
        Billed::Yes => "yes",
    }
}

/// The other way; what cannot be read may have cost something.
fn billed(name: &str) -> Billed {
    [Billed::No, Billed::Yes].into_iter().find(|billed| self::name(*billed) == name).unwrap_or(Billed::Maybe)
}

#[cfg(test)]
mod tests {
    use contract::GenerateRequest;
    use jiff::Timestamp;

    use super::*;
    use crate::{failure::Again, job::JobState};

    /// Over the connection with this id.
    fn job(connection: u64) -> Job {
        let at = Timestamp::now();
        let draft = Draft { prompt: "a boat".to_owned(), ..Draft::default() };
        Job {
            id: PictureId::new(at, 1),
            request: GenerateRequest::try_from(&draft).unwrap(),
            origin: None,
            at,
            turn: 0,
            connection: Some(ConnectionId(connection)),
            over: "Mine".to_owned(),
            place: "https://easel.example".to_owned(),
            texts: contract::Texts::Unsaid,
            before: Billed::No,
            state: JobState::Waiting,
        }
    }

    #[test]
    fn what_was_feared_when_a_job_was_sent_is_forgotten_when_it_is_known_to_have_cost_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("state.db")).unwrap();
        let job = job(7);
        journal.queue(std::slice::from_ref(&job)).unwrap();
        journal.sent(&job, Billed::Maybe).unwrap();
        assert_eq!(journal.left().unwrap()[0].billed, Billed::Maybe);
        journal.fail(job.id, &Failure::new(Cause::Cancelled, Billed::No, Again::SameKey)).unwrap();
        assert_eq!(journal.left().unwrap()[0].billed, Billed::No);
    }

    #[test]
    fn a_job_comes_back_with_the_connection_that_it_was_sent_over_last() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("state.db")).unwrap();
        let first = job(7);
        journal.queue(std::slice::from_ref(&first)).unwrap();
        assert_eq!(journal.left().unwrap()[0].place, "https://easel.example");
        // Handed over, and the journal could not be told until now.
        let other = Job { connection: Some(ConnectionId(8)), over: "Other".to_owned(), place: String::new(), ..first };
        journal.sent(&other, Billed::Maybe).unwrap();
        let left = journal.left().unwrap();
        assert_eq!(
            (left[0].connection, left[0].over.as_str(), left[0].place.as_str()),
            (Some(ConnectionId(8)), "Other", "")
        );
    }

    #[test]
    fn where_a_jobs_prompt_came_from_comes_back_and_what_cannot_be_read_of_it_does_not_lose_the_job() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("state.db")).unwrap();
        let origin =
            Origin { prompt: "船".to_owned(), task: contract::Task::Translate, neurons: Some(4.5), between: None };
        journal.queue(&[Job { origin: Some(origin.clone()), ..job(7) }]).unwrap();
        assert_eq!(journal.left().unwrap()[0].origin, Some(origin));
        journal.db.execute("UPDATE jobs SET origin = '{\"task\":\"sing\"}'", []).unwrap();
        assert_eq!(journal.left().unwrap()[0].origin, None);
    }

    #[test]
    fn a_job_of_an_earlier_version_is_read_without_a_connection_and_its_database_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.db");
        let job = job(7);
        let earlier = database::open(&path, "journal", &MIGRATIONS[..1]).unwrap();
        let row = params![job.id.to_string(), 1_000, job.request.to_json().to_string(), job.over];
        earlier.execute("INSERT INTO jobs VALUES (?1, ?2, ?3, ?4, 'maybe', 'sent', NULL)", row).unwrap();
        drop(earlier);
        let left = Journal::open(&path).unwrap().left().unwrap();
        assert_eq!((left[0].id, left[0].connection, left[0].over.as_str()), (job.id, None, job.over.as_str()));
        assert_eq!((left[0].billed, &left[0].request), (Billed::Maybe, &job.request));
        assert!(folder.path().join("state.db.before-journal-1").exists());
    }
}
