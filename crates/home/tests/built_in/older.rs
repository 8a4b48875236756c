//! The shelf of an older Easel: what was kept then is found now, and a copy of how it was stays.

use contract::{GenerateRequest, Model, Record};
use rusqlite::Connection;

use crate::{
    exchange::{Reply, generate, in_process},
    studio::{JPEG, Studio},
};

const FOX: &str = r#"{"prompt": "a fox"}"#;

/// As the first version wrote it: one picture with all that was known of it, one without, a failure, and one cut off.
fn first_version(connection: &Connection) {
    connection
        .execute_batch(
            "CREATE TABLE schema (owner TEXT PRIMARY KEY, version INTEGER NOT NULL CHECK (version >= 0)) STRICT;
            INSERT INTO schema VALUES ('shelf', 1);
            CREATE TABLE shelf (
                key TEXT PRIMARY KEY,
                recipe BLOB NOT NULL,
                at INTEGER NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('running', 'made', 'failed')),
                picture BLOB,
                neurons REAL,
                seed INTEGER,
                error TEXT
            ) STRICT;
            CREATE INDEX shelf_at ON shelf (at);",
        )
        .unwrap();
    let fields = contract::Fields::from_json(FOX.as_bytes()).unwrap();
    let recipe = GenerateRequest::parse(fields, Model::find("flux-2-klein-4b").unwrap()).unwrap().recipe();
    let at = "2026-11-21T11:00:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond();
    let error = r#"{"code":"upstream","message":"cut off","billed":"maybe"}"#;
    let mut row = connection.prepare("INSERT INTO shelf VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)").unwrap();
    for (key, state, picture, neurons, seed, error) in [
        ("known", "made", Some(JPEG), Some(104.2), Some(u32::MAX), None),
        ("unknown", "made", Some(JPEG), None, None, None),
        ("failed", "failed", None, None, None, Some(error)),
        ("cut-off", "running", None, None, None, None),
    ] {
        row.execute((key, recipe.0, at, state, picture, neurons, seed, error)).unwrap();
    }
}

async fn ask(studio: &Studio, job: &str) -> Reply {
    in_process(&studio.router(), generate(Some(job), FOX)).await
}

#[tokio::test]
async fn what_was_kept_is_found_with_its_neurons_and_its_seed() {
    let studio = Studio::left_by(first_version);
    for (job, neurons, seed) in [("known", Some(104.2), Some(u32::MAX)), ("unknown", None, None)] {
        let reply = ask(&studio, job).await;
        assert_eq!((reply.header("idempotency-replayed"), reply.body.as_slice()), (Some("true"), JPEG), "{job}");
        let record = Record::from_header(reply.header("x-easel-record").unwrap()).unwrap();
        assert_eq!((record.neurons, record.seed, record.cached), (neurons, seed, false), "{job}");
    }
    assert_eq!(ask(&studio, "failed").await.code(), (502, "upstream".to_owned(), "maybe".to_owned()));
    assert_eq!(ask(&studio, "cut-off").await.code(), (409, "interrupted".to_owned(), "maybe".to_owned()));
    assert_eq!(studio.runs(), 0);

    let copy = Connection::open(studio.folder.path().join("state.db.before-shelf-1")).unwrap();
    let neurons: f64 = copy.query_row("SELECT neurons FROM shelf WHERE key = 'known'", [], |row| row.get(0)).unwrap();
    assert!((neurons - 104.2).abs() < 1e-9, "{neurons}");
}

/// A picture is worth more than what is known of it.
#[tokio::test]
async fn a_picture_whose_facts_are_damaged_is_still_given_out() {
    let studio = Studio::left_by(first_version);
    studio.sql("UPDATE shelf SET facts = 'no JSON' WHERE key = 'known'");
    let reply = ask(&studio, "known").await;
    assert_eq!((reply.status.as_u16(), reply.body.as_slice(), studio.runs()), (200, JPEG, 0));
}
