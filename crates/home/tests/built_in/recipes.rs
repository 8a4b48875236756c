//! The shelf by recipe: the very same request with a seed is made once, costs once, and is made again as soon as there is any
//! doubt.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use contract::Record;
use serde_json::json;

use crate::{
    exchange::{Reply, generate, get, in_process},
    studio::{JPEG, Studio},
};

const FOX: &str = r#"{"prompt": "a fox", "seed": 7}"#;
const HIT: Option<&str> = Some("easel; hit");
const MISS: Option<&str> = Some("easel; fwd=uri-miss");

async fn ask(studio: &Studio, body: &str) -> Reply {
    in_process(&studio.router(), generate(None, body)).await
}

fn status(reply: &Reply) -> Option<&str> {
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
    reply.header("cache-status")
}

fn record(reply: &Reply) -> Record {
    Record::from_header(reply.header("x-easel-record").unwrap()).unwrap()
}

/// A PNG's first bytes; the last of them tells it from others.
fn reference(last: u8) -> String {
    STANDARD.encode([b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x02\0\0\0\x02\0".as_slice(), &[last]].concat())
}

#[tokio::test]
async fn the_second_time_it_is_found_costs_nothing_and_is_counted_apart() {
    let studio = Studio::new();
    let first = ask(&studio, FOX).await;
    assert_eq!((status(&first), record(&first).neurons, record(&first).cached), (MISS, Some(2.5), false));
    // With a key as without, and after another start.
    for (studio, job) in [(&studio, None), (&studio, Some("job-1")), (&studio.again(), None)] {
        let found = in_process(&studio.router(), generate(job, FOX)).await;
        assert_eq!((status(&found), found.body.as_slice()), (HIT, JPEG));
        let expected = Record { neurons: Some(0.0), cached: true, ..record(&first) };
        assert_eq!(record(&found), expected);
    }
    assert_eq!(studio.runs(), 1);
    let day = in_process(&studio.router(), get("/usage?days=1")).await.json()["days"][0].clone();
    assert_eq!((&day["count"], &day["cached"], &day["neurons"]), (&json!(1), &json!(3), &json!(2.5)));
}

#[tokio::test]
async fn a_job_that_was_answered_from_it_cost_nothing_even_when_it_is_no_longer_kept() {
    let studio = Studio::new();
    let under = async |job| in_process(&studio.router(), generate(Some(job), FOX)).await;
    assert_eq!((status(&under("made").await), status(&under("found").await)), (MISS, HIT));
    studio.clock.set("2026-11-22T12:00:00Z");
    let gone = |billed: &str| (410, "reply_gone".to_owned(), billed.to_owned());
    assert_eq!((under("made").await.code(), under("found").await.code()), (gone("yes"), gone("no")));
    assert_eq!(status(&under("anew").await), HIT);
}

#[tokio::test]
async fn what_differs_in_anything_is_another_picture() {
    let studio = Studio::new();
    let base = json!({"prompt": "a fox", "seed": 7});
    let with = |field: &str, value: serde_json::Value| {
        let mut body = base.clone();
        body[field] = value;
        body
    };
    let bodies = [
        base.clone(),
        with("prompt", json!("a Fox")),
        with("seed", json!(8)),
        with("width", json!(512)),
        with("height", json!(512)),
        with("guidance", json!(3.5)),
        with("enhance", json!(true)),
        with("images", json!([reference(1)])),
        with("images", json!([reference(2)])),
        with("images", json!([reference(1), reference(1)])),
    ];
    for body in &bodies {
        assert_eq!(status(&ask(&studio, &body.to_string()).await), MISS, "{body}");
    }
    for body in &bodies {
        assert_eq!(status(&ask(&studio, &body.to_string()).await), HIT, "{body}");
    }
    assert_eq!(studio.runs(), 10);
}

#[tokio::test]
async fn without_a_seed_and_by_the_painter_each_is_made_anew() {
    let studio = Studio::new();
    for body in [r#"{"prompt": "a fox"}"#, r#"{"prompt": "a fox", "seed": 7, "model": "painter"}"#] {
        for _ in 0..2 {
            assert_eq!(status(&ask(&studio, body).await), None, "{body}");
        }
    }
    assert_eq!((studio.runs(), studio.count("SELECT count(*) FROM recipes")), (4, 0));
}

#[tokio::test]
async fn who_wants_it_made_now_gets_it_made_and_it_takes_the_place_of_the_old_one() {
    let studio = Studio::new();
    ask(&studio, FOX).await;
    let other = [JPEG, b"other"].concat();
    *studio.sitter.makes.lock().unwrap() = Bytes::from(other.clone());
    let mut now = generate(None, FOX);
    now.headers_mut().insert("cache-control", "no-cache".parse().unwrap());
    let made = in_process(&studio.router(), now).await;
    assert_eq!((status(&made), &made.body), (Some("easel; fwd=request"), &other));
    let found = ask(&studio, FOX).await;
    assert_eq!((status(&found), &found.body), (HIT, &other));
    assert_eq!((studio.runs(), studio.count("SELECT count(*) FROM recipes")), (2, 1));
}

#[tokio::test]
async fn it_is_kept_a_month_from_when_it_was_made() {
    let studio = Studio::new();
    ask(&studio, FOX).await;
    studio.clock.set("2026-12-21T11:59:59Z");
    assert_eq!(status(&ask(&studio, FOX).await), HIT);
    studio.clock.set("2026-12-21T12:00:00Z");
    assert_eq!(status(&ask(&studio, FOX).await), MISS);
    // What nobody asks for again leaves the disk too: on a start, and when an hour has passed.
    studio.clock.set("2027-01-20T12:00:00Z");
    let again = studio.again();
    assert_eq!(studio.count("SELECT count(*) FROM recipes"), 0);
    ask(&again, FOX).await;
    studio.clock.set("2027-02-19T12:00:00Z");
    ask(&again, r#"{"prompt": "a hare", "seed": 7}"#).await;
    assert_eq!(studio.count("SELECT count(*) FROM recipes"), 1);
}

/// The lengths are claimed, so that nobody has to write 256 MiB.
#[tokio::test]
async fn the_oldest_make_room() {
    let studio = Studio::new();
    for (name, seconds, mib) in [("newer", 3, 100), ("old", 2, 100), ("oldest", 1, 56), ("new", 4, 100)] {
        studio.sql(&format!(
            "INSERT INTO recipes (recipe, at, length, facts, picture)
             VALUES (CAST('{name}' AS BLOB), unixepoch('2026-11-21T11:00:00Z') * 1000 + {seconds}, {mib} << 20, '{{}}', x'')"
        ));
    }
    ask(&studio, FOX).await;
    let left =
        |name: &str| studio.count(&format!("SELECT count(*) FROM recipes WHERE recipe = CAST('{name}' AS BLOB)"));
    assert_eq!(["new", "newer", "old", "oldest"].map(left), [1, 1, 0, 0]);
    assert_eq!(status(&ask(&studio, FOX).await), HIT);
    // To the byte: what was just kept, and these, are all that there is room for.
    studio.sql(&format!("UPDATE recipes SET length = (128 << 20) - {} WHERE picture = x''", JPEG.len()));
    ask(&studio, r#"{"prompt": "a hare", "seed": 7}"#).await;
    assert_eq!(["new", "newer"].map(left), [1, 1]);
    ask(&studio, r#"{"prompt": "a bear", "seed": 7}"#).await;
    assert_eq!(["new", "newer"].map(left), [1, 0]);
    assert_eq!(status(&ask(&studio, FOX).await), HIT);
}

#[tokio::test]
async fn what_is_damaged_is_as_good_as_none() {
    let studio = Studio::new();
    ask(&studio, FOX).await;
    for damage in [
        "UPDATE recipes SET facts = '{'",
        "UPDATE recipes SET facts = '[]'",
        "UPDATE recipes SET picture = substr(picture, 1, 4)",
        "UPDATE recipes SET picture = x''",
        "DELETE FROM recipes",
    ] {
        studio.sql(damage);
        assert_eq!(status(&ask(&studio, FOX).await), MISS, "{damage}");
        assert_eq!(status(&ask(&studio, FOX).await), HIT, "{damage}: it was mended");
    }
    studio.sql("DROP TABLE recipes");
    let reply = ask(&studio, FOX).await;
    assert_eq!((status(&reply), reply.body.as_slice()), (MISS, JPEG));
}

#[tokio::test]
async fn what_is_too_large_or_cannot_be_kept_goes_out_and_is_made_again() {
    let studio = Studio::new();
    studio.sql("CREATE TRIGGER full BEFORE INSERT ON recipes BEGIN SELECT raise(ABORT, 'disk full'); END");
    assert_eq!(status(&ask(&studio, FOX).await), MISS);
    studio.sql("DROP TRIGGER full");
    let mut large = JPEG.to_vec();
    large.resize((8 << 20) + 1, 0);
    *studio.sitter.makes.lock().unwrap() = Bytes::from(large.clone());
    for _ in 0..2 {
        let reply = ask(&studio, FOX).await;
        assert_eq!((status(&reply), reply.body.len()), (MISS, large.len()));
    }
    assert_eq!(studio.runs(), 3);
}

#[tokio::test]
async fn what_became_of_its_prompt_is_kept_with_it_on_both_shelves() {
    let studio = Studio::new();
    let body = r#"{"prompt": "红狐狸", "seed": 7, "translate": true}"#;
    let first = in_process(&studio.router(), generate(Some("job-1"), body)).await;
    let made = record(&first);
    // This text model finds every prompt good as it is.
    assert_eq!((made.translated_prompt.as_deref(), made.prompt_neurons), (Some("红狐狸"), Some(1.5)));
    let replayed = in_process(&studio.again().router(), generate(Some("job-1"), body)).await;
    assert_eq!((replayed.header("idempotency-replayed"), record(&replayed)), (Some("true"), made.clone()));
    let found = ask(&studio.again(), body).await;
    let free = Record { neurons: Some(0.0), prompt_neurons: Some(0.0), cached: true, ..made };
    assert_eq!((status(&found), record(&found)), (HIT, free));
}
