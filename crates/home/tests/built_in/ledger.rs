//! The ledger is exact: under parallel requests, across midnight, across starts, and when the disk is not.

use contract::{ApiError, Billed, Code, Usage, usage::ModelDay};
use futures_util::future::join_all;
use serde_json::json;

use crate::{
    exchange::{generate, get, in_process},
    studio::{JPEG, Studio},
};

async fn usage(studio: &Studio, days: u16) -> Usage {
    let reply = in_process(&studio.router(), get(&format!("/usage?days={days}"))).await;
    serde_json::from_slice(&reply.body).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_parallel_requests_are_exactly_two_hundred() {
    let studio = Studio::new();
    let requests = (0..200).map(|n| {
        let router = studio.router();
        let model = if n % 4 == 0 { "painter" } else { "flux-2-klein-4b" };
        tokio::spawn(async move {
            let body = json!({"prompt": "a fox", "model": model});
            // With keys, so that the shelf writes to the same file meanwhile.
            in_process(&router, generate(Some(&format!("job-{n}")), &body.to_string())).await.status
        })
    });
    assert!(join_all(requests).await.into_iter().all(|status| status.unwrap() == 200));
    // And they are still there when the program is started again.
    for studio in [studio.clone(), studio.again()] {
        let Usage { total, days, .. } = usage(&studio, 1).await;
        assert_eq!((total, days[0].count, days[0].failed, days[0].cached), (200, 200, 0, 0));
        let by_model: Vec<_> = days[0].by_model.iter().map(|(id, day)| (id.as_str(), day.count, day.neurons)).collect();
        assert_eq!(by_model, [("flux-2-klein-4b", 150, 375.0), ("painter", 50, 125.0)]);
        assert_eq!((days[0].neurons, days[0].estimated), (500.0, 0.0));
        assert_eq!(days[0].last_updated, Some(studio.clock.now()));
    }
}

#[tokio::test]
async fn a_day_ends_at_midnight_utc_and_days_without_use_have_rows_too() {
    let studio = Studio::new();
    for at in ["2026-11-18T23:59:59.999Z", "2026-11-19T00:00:00Z", "2026-11-21T12:00:00Z"] {
        studio.clock.set(at);
        in_process(&studio.router(), generate(None, r#"{"prompt": "a fox"}"#)).await;
    }
    let Usage { total, days, .. } = usage(&studio, 4).await;
    let counts: Vec<_> = days.iter().map(|day| (day.date.to_string(), day.count)).collect();
    let wanted = [("2026-11-18", 1), ("2026-11-19", 1), ("2026-11-20", 0), ("2026-11-21", 1)];
    assert_eq!(counts, wanted.map(|(date, count)| (date.to_owned(), count)));
    assert_eq!(total, 3);
    assert_eq!(usage(&studio, 2).await.total, 3, "the total is of all days");
}

#[tokio::test]
async fn a_failure_counts_as_what_it_may_have_cost() {
    let studio = Studio::new();
    for billed in [Billed::No, Billed::Maybe] {
        *studio.sitter.fails.lock().unwrap() = Some(ApiError::new(Code::Internal, "cut off").billed(billed));
        in_process(&studio.router(), generate(None, r#"{"prompt": "a fox", "width": 1024, "height": 1024}"#)).await;
    }
    let Usage { total, days, .. } = usage(&studio, 1).await;
    assert_eq!((total, days[0].count, days[0].failed), (0, 0, 2));
    // Four tiles of 26.05, once.
    assert_eq!((days[0].neurons, days[0].estimated), (104.2, 104.2));
    assert_eq!(days[0].by_model["flux-2-klein-4b"], ModelDay { count: 0, neurons: 104.2 });
}

#[tokio::test]
async fn a_picture_goes_out_though_it_cannot_be_counted() {
    let studio = Studio::new();
    studio.sql("DROP TABLE ledger");
    let reply = in_process(&studio.router(), generate(None, r#"{"prompt": "a fox"}"#)).await;
    assert_eq!((reply.status.as_u16(), reply.body.as_slice()), (200, JPEG));
    assert_eq!(reply.header("x-easel-uncounted"), Some("true"));
    let usage = in_process(&studio.router(), get("/usage")).await;
    assert_eq!(usage.code(), (500, "internal".to_owned(), "no".to_owned()));
}
