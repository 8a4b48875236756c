//! An account that has used its allowance rests: who is asked meanwhile, until when, and what ends it early.

use std::time::Duration;

use contract::{ApiError, Code};

use crate::memory::{Service, keyed};

const FOX: &str = r#"{"prompt": "a fox"}"#;
/// A model that costs nothing; it draws from a picture.
const FREE: &str = r#"{"prompt": "a fox", "model": "stable-diffusion-v1-5-img2img",
    "images": ["iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAA"]}"#;

fn spent() -> ApiError {
    ApiError::new(Code::AllowanceUsed, "spent").retry_after(Some(3600))
}

/// The accounts that the next `requests` asked, one letter each.
async fn asked(service: &Service, requests: &[&'static str]) -> String {
    let before = service.home.0.asked.lock().unwrap().len();
    for request in requests {
        service.send(keyed("POST", "/generate").body((*request).into()).unwrap()).await;
    }
    let asked = service.home.0.asked.lock().unwrap();
    asked.iter().skip(before).map(|(account, _)| if account.as_str() == "account" { '1' } else { '2' }).collect()
}

fn next(service: &Service, errors: impl IntoIterator<Item = ApiError>) {
    service.home.0.model_fails.lock().unwrap().extend(errors);
}

fn pass(service: &Service, seconds: u64) {
    service.home.0.waits.lock().unwrap().push(Duration::from_secs(seconds));
}

#[tokio::test]
async fn a_spent_account_is_asked_once_and_then_again_at_its_time() {
    let service = Service::new();
    next(&service, [spent()]);
    assert_eq!(asked(&service, &[FOX, FOX, FOX]).await, "1222");
    pass(&service, 3599);
    assert_eq!(asked(&service, &[FOX]).await, "2");
    pass(&service, 1);
    assert_eq!(asked(&service, &[FOX, FOX]).await, "11");
}

#[tokio::test]
async fn where_no_time_is_told_it_is_the_one_at_which_the_allowance_comes_back() {
    let service = Service::new();
    next(&service, [ApiError::new(Code::AllowanceUsed, "spent")]);
    assert_eq!(asked(&service, &[FOX, FOX]).await, "122");
    // A second to midnight.
    pass(&service, 600);
    assert_eq!(asked(&service, &[FOX]).await, "1");
}

#[tokio::test]
async fn where_all_rest_all_are_asked() {
    let service = Service::new();
    next(&service, [spent(), spent(), spent(), spent()]);
    assert_eq!(asked(&service, &[FOX, FOX]).await, "1212");
    // Somebody has paid for the second: it wakes, and the first rests on.
    next(&service, [spent()]);
    assert_eq!(asked(&service, &[FOX, FOX, FOX]).await, "1222");
}

#[tokio::test]
async fn only_what_is_paid_for_wakes() {
    let service = Service::new();
    next(&service, [spent()]);
    assert_eq!(asked(&service, &[FOX, FREE, FOX]).await, "1212", "what is free goes to the first, and wakes nobody");
}

#[tokio::test]
async fn a_text_that_is_refused_for_the_allowance_lets_the_account_rest_for_pictures_too() {
    let service = Service::new();
    service.home.0.answers.lock().unwrap().push_back(Err(spent()));
    assert_eq!(asked(&service, &[r#"{"prompt": "un renard", "translate": true}"#, FOX]).await, "22");
    let questions = service.home.0.questions.lock().unwrap();
    assert_eq!(questions.iter().map(|(account, _)| account.as_str()).collect::<Vec<_>>(), ["account", "another"]);
}
