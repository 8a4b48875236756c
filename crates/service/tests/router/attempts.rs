//! What is tried again, how often, after which wait, and on which account; and what is never sent twice.

use std::time::Duration;

use contract::{ApiError, Billed, Code};

use crate::memory::{RANDOM, Reply, Service};

const FOX: &str = r#"{"prompt": "a fox", "seed": 40}"#;
const RESEEDED_FOX: &str = r#"{"prompt": "a fox", "seed": 40, "reseed": true}"#;

fn error(code: Code) -> ApiError {
    ApiError::new(code, "refused")
}

/// A service whose model first fails with these.
fn failing(errors: impl IntoIterator<Item = ApiError>) -> Service {
    let service = Service::new();
    service.home.0.model_fails.lock().unwrap().extend(errors);
    service
}

/// The seconds that were waited, rounded.
fn waits(service: &Service) -> Vec<u64> {
    service.home.0.waits.lock().unwrap().iter().map(|wait| wait.as_secs_f64().round() as u64).collect()
}

/// The accounts and seeds that the model was asked with.
fn asked(service: &Service) -> Vec<(String, u32)> {
    let asked = service.home.0.asked.lock().unwrap();
    asked.iter().map(|(account, seed)| (account.as_str().to_owned(), seed.unwrap())).collect()
}

fn retry_after(reply: &Reply) -> Option<&str> {
    reply.header("retry-after")
}

#[tokio::test]
async fn what_surely_did_not_run_is_tried_again_three_times_with_growing_waits() {
    for code in [Code::NoCapacity, Code::RateLimited, Code::Unreachable] {
        let service = failing(vec![error(code); 3]);
        assert_eq!(service.generate(FOX).await.status, 200, "{code:?}");
        // 1, 2 and 4 seconds, and a quarter more by chance.
        assert_eq!((service.home.runs(), waits(&service)), (4, vec![1, 3, 5]));

        let service = failing(vec![error(code); 4]);
        service.generate(FOX).await.failed(code, None);
        assert_eq!(service.home.runs(), 4);
    }
}

#[tokio::test]
async fn what_may_have_run_is_never_tried_again() {
    let codes = [
        Code::Upstream,
        Code::UpstreamTimeout,
        Code::PictureFlagged,
        Code::PromptFlagged,
        Code::AllowanceUsed,
        Code::NoCapacity,
    ];
    for (code, billed) in codes.into_iter().flat_map(|code| [(code, Billed::Maybe), (code, Billed::Yes)]) {
        let service = failing([error(code).billed(billed)]);
        assert_eq!(service.generate(RESEEDED_FOX).await.failed(code, None).billed, billed);
        assert_eq!(service.home.runs(), 1, "{code:?} {billed:?}");
    }
}

#[tokio::test]
async fn what_will_not_pass_is_not_tried_again() {
    for code in [Code::InputRefused, Code::AccountRefused, Code::NeedsPaidPlan, Code::ModelNotHere, Code::Internal] {
        let service = failing([error(code)]);
        service.generate(FOX).await.failed(code, None);
        assert_eq!(service.home.runs(), 1, "{code:?}");
    }
}

#[tokio::test]
async fn a_wait_that_cloudflare_asks_for_is_kept_or_passed_on() {
    let service = failing([error(Code::RateLimited).retry_after(Some(30))]);
    assert_eq!(service.generate(FOX).await.status, 200);
    assert_eq!(waits(&service), [30]);
    // Longer than a caller waits.
    for (seconds, told) in [(Some(61), "61"), (Some(u32::MAX), "4294967295")] {
        let service = failing([error(Code::RateLimited).retry_after(seconds)]);
        let reply = service.generate(FOX).await;
        assert_eq!((reply.failed(Code::RateLimited, None).code, retry_after(&reply)), (Code::RateLimited, Some(told)));
        assert_eq!((service.home.runs(), waits(&service).len()), (1, 0));
    }
    // Twice 40 seconds are more than a minute.
    let service = failing(vec![error(Code::NoCapacity).retry_after(Some(40)); 2]);
    assert_eq!(retry_after(&service.generate(FOX).await), Some("40"));
    assert_eq!(waits(&service), [40]);
}

#[tokio::test]
async fn who_is_refused_for_good_is_told_when_to_come_back() {
    for (code, told) in [(Code::NoCapacity, Some("15")), (Code::RateLimited, Some("60")), (Code::Unreachable, None)] {
        assert_eq!(retry_after(&failing(vec![error(code); 4]).generate(FOX).await), told, "{code:?}");
    }
    assert_eq!(retry_after(&failing([error(Code::InputRefused)]).generate(FOX).await), None);
}

#[tokio::test]
async fn a_refused_prompt_is_sent_once_more_with_a_new_seed_where_the_request_allows_it() {
    let service = failing([error(Code::PromptFlagged)]);
    let reply = service.generate(RESEEDED_FOX).await;
    assert_eq!((reply.status.as_u16(), &reply.json()["seed"]), (200, &RANDOM.into()));
    assert_eq!(asked(&service), [("account".to_owned(), 40), ("account".to_owned(), RANDOM)]);

    let service = failing(vec![error(Code::PromptFlagged); 2]);
    service.generate(RESEEDED_FOX).await.failed(Code::PromptFlagged, None);
    assert_eq!(service.home.runs(), 2);

    let service = failing([error(Code::PromptFlagged)]);
    service.generate(FOX).await.failed(Code::PromptFlagged, None);
    assert_eq!(service.home.runs(), 1);
}

#[tokio::test]
async fn another_account_takes_over_when_one_has_used_its_allowance() {
    let spent = || error(Code::AllowanceUsed).retry_after(Some(3600));
    let service = failing([spent()]);
    assert_eq!(service.generate(FOX).await.status, 200);
    assert_eq!(asked(&service), [("account".to_owned(), 40), ("another".to_owned(), 40)]);
    assert_eq!(service.home.0.entries.lock().unwrap()[0].account.as_str(), "another");

    // The tries are counted over both.
    let busy = || error(Code::NoCapacity);
    let service = failing([busy(), busy(), spent(), busy(), busy()]);
    service.generate(FOX).await.failed(Code::NoCapacity, None);
    assert_eq!(service.home.runs(), 5);

    let service = failing([spent(), spent().retry_after(Some(7))]);
    let reply = service.generate(FOX).await;
    reply.failed(Code::AllowanceUsed, None);
    assert_eq!((retry_after(&reply), waits(&service).len()), (Some("3600"), 0));
    assert_eq!(service.home.0.entries.lock().unwrap()[0].account.as_str(), "account");
}

#[tokio::test]
async fn the_time_that_a_prompt_took_is_part_of_the_pictures() {
    let renard = r#"{"prompt": "un renard", "translate": true}"#;
    for (seconds, runs) in [(20, 2), (21, 1)] {
        let service = failing([error(Code::NoCapacity).retry_after(Some(40))]);
        *service.home.0.writes_for.lock().unwrap() = Duration::from_secs(seconds);
        service.generate(renard).await;
        assert_eq!(service.home.runs(), runs, "{seconds}");
    }
}
