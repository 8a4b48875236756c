//! What a sentence is made of, in both languages.

use engine::{Again, Cause, Connection, OpenError};
use home::StoreError;

use super::*;

#[test]
fn days_are_called_as_people_call_them() {
    let today: Date = "2026-11-22".parse().unwrap();
    let said = |date: &str| {
        let msg = Msg::Day { date: date.parse().unwrap(), today };
        (english::text(msg), chinese::text(msg))
    };
    assert_eq!(said("2026-11-22"), ("Today".to_owned(), "今天".to_owned()));
    assert_eq!(said("2026-11-21"), ("Yesterday".to_owned(), "昨天".to_owned()));
    let long_ago = said("2024-02-29");
    assert_eq!(long_ago, ("Thursday 29 February 2024".to_owned(), "2024年2月29日 星期四".to_owned()));
}

#[test]
fn why_there_is_no_window_is_said_in_both_languages() {
    let damaged = WhyNot::Session(OpenError::Store(StoreError::Corrupt { path: "state.db".into() }));
    let msg = Msg::WhyNot(&damaged);
    assert!(english::text(msg).starts_with("state.db is damaged"), "{}", english::text(msg));
    assert!(chinese::text(msg).starts_with("state.db 已损坏"), "{}", chinese::text(msg));
}

#[test]
fn the_painter_has_a_chinese_name_where_a_record_has_its_english_one() {
    let cause = Cause::Unknown { service: Connection::PAINTER.to_owned() };
    let said = chinese::text(Msg::Failure(&Failure::new(cause, Billed::No, Again::SameKey)));
    assert!(said.contains("内置画师") && !said.contains("painter"), "{said}");
}
