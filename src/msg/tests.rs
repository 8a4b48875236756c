//! What a sentence is made of, in both languages.

use engine::{Again, Cause, Connection, Kind, OpenError, TokenFault};
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

/// What is wrong, and in the next sentence what to do: each diagnosis of a connection has its own, in both languages.
#[test]
fn each_diagnosis_of_a_connection_says_what_to_do() {
    let said = |kind: Kind, detail: Option<&str>| {
        let failure = Failure::new(Cause::Service { service: "Studio".to_owned(), kind }, Billed::No, Again::SameKey);
        let failure = detail.into_iter().fold(failure, Failure::detail);
        (english::text(Msg::Failure(&failure)), chinese::text(Msg::Failure(&failure)))
    };
    let mut seen = Vec::new();
    for (kind, detail, english, chinese) in [
        (Kind::Offline, None, "Connect it to a network", "请先连接网络"),
        (Kind::NoModels, None, "Update Easel", "请更新 Easel"),
        (
            Kind::NotCloudflare,
            Some("403 Forbidden"),
            "403 Forbidden. Your network",
            "（403 Forbidden）。可能是所在网络",
        ),
        (Kind::CloudflareDown, Some("502 Bad Gateway"), "502 Bad Gateway. Wait", "（502 Bad Gateway）。请稍后"),
        (Kind::Token(TokenFault::Unknown), None, "Copy it again", "请重新复制"),
        (Kind::Token(TokenFault::Disabled), None, "Enable it", "启用它"),
        (Kind::Token(TokenFault::Expired), Some("2026-01-31"), "on 2026-01-31. Make a new one", "（2026-01-31）。请"),
        (Kind::Token(TokenFault::Expired), None, "expired. Make a new one", "已过期。请"),
        (Kind::Token(TokenFault::NotYetValid), Some("2200-01-01"), "until 2200-01-01. Wait", "从 2200-01-01 起"),
        (Kind::Token(TokenFault::WrongAccount), None, "Check the account ID", "请检查账户 ID"),
        (Kind::Token(TokenFault::NoPermission), None, "Workers AI Read", "读取和编辑权限"),
        (Kind::Token(TokenFault::AccountOrPermission), None, "Check the account ID; the token", "账户 ID；令牌需要"),
        (Kind::Token(TokenFault::AccountBlocked), None, "Cloudflare's support", "请联系 Cloudflare 支持"),
    ] {
        let said = said(kind, detail);
        assert!(said.0.contains(english) && said.1.contains(chinese), "{said:?}");
        assert!(said.0.ends_with('.') && said.1.ends_with('。'), "{said:?}");
        assert!(!seen.contains(&said), "said twice: {said:?}");
        seen.push(said);
    }
}
