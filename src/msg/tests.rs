//! What a sentence is made of, in both languages.

use std::collections::BTreeSet;

use contract::Code;
use engine::{Again, Cause, Class, Connection, KeychainFault, Kind, NextStep, OpenError, TokenFault};
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
        (Kind::Token(TokenFault::UnknownHere), None, "Check both", "请检查两者"),
        (Kind::Token(TokenFault::Disabled), None, "Enable it", "启用它"),
        (Kind::Token(TokenFault::Expired), Some("2026-01-31"), "on 2026-01-31. Make a new one", "（2026-01-31）。请"),
        (Kind::Token(TokenFault::Expired), None, "expired. Make a new one", "已过期。请"),
        (Kind::Token(TokenFault::NotYetValid), Some("2200-01-01"), "until 2200-01-01. Wait", "从 2200-01-01 起"),
        (Kind::Token(TokenFault::WrongAccount), None, "Check the account ID", "请检查账户 ID"),
        (Kind::Token(TokenFault::NoPermission), None, "Workers AI Read", "读取和编辑权限"),
        (Kind::Token(TokenFault::AccountOrPermission), None, "Check the account ID; the token", "账户 ID；令牌需要"),
        (Kind::Token(TokenFault::AccountBlocked), None, "Cloudflare's support", "请联系 Cloudflare 支持"),
        (Kind::Token(TokenFault::NoAnalytics), None, "Account Analytics · Read", "Account Analytics · Read"),
    ] {
        let said = said(kind, detail);
        assert!(said.0.contains(english) && said.1.contains(chinese), "{said:?}");
        assert!(said.0.ends_with('.') && said.1.ends_with('。'), "{said:?}");
        assert!(!seen.contains(&said), "said twice: {said:?}");
        seen.push(said);
    }
}

/// What a service says of Cloudflare is a whole sentence already.
#[test]
fn what_cloudflare_said_is_not_said_twice() {
    for (code, detail, english, chinese) in [
        (
            Code::Upstream,
            Some("Cloudflare failed (3025): Internal inference error"),
            "Cloudflare failed (3025): Internal inference error. Wait a while, then try again.",
            "Cloudflare 出错（3025: Internal inference error）。请稍后再试。",
        ),
        (
            Code::Upstream,
            Some("Cloudflare failed"),
            "Cloudflare failed. Wait a while, then try again.",
            "Cloudflare 出错。请稍后再试。",
        ),
        (
            Code::Upstream,
            Some("Cloudflare could not be reached: it is away"),
            "Cloudflare could not be reached: it is away. Wait a while, then try again.",
            "Cloudflare 出错（Cloudflare could not be reached: it is away）。请稍后再试。",
        ),
        (Code::Upstream, None, "Cloudflare failed. Wait a while, then try again.", "Cloudflare 出错。请稍后再试。"),
        (
            Code::InputRefused,
            Some("Cloudflare does not take this request (5006): Bad input"),
            "Cloudflare does not take this request (5006): Bad input. Change it, then try again.",
            "Cloudflare 不接受这个请求（5006: Bad input）。请修改后重试。",
        ),
        (
            Code::InputRefused,
            Some("Cloudflare does not take this request: Bad input"),
            "Cloudflare does not take this request: Bad input. Change it, then try again.",
            "Cloudflare 不接受这个请求（Bad input）。请修改后重试。",
        ),
    ] {
        let cause = Cause::Service { service: "Studio".to_owned(), kind: Kind::Refused(code) };
        let failure = detail.into_iter().fold(Failure::new(cause, Billed::No, Again::SameKey), Failure::detail);
        let msg = Msg::Failure(&failure);
        assert_eq!((english::text(msg), chinese::text(msg)), (english.to_owned(), chinese.to_owned()));
    }
}

#[test]
fn a_key_that_was_left_is_named_as_the_keychain_names_it() {
    let failure = Failure::new(Cause::Keychain(KeychainFault::Locked), Billed::No, Again::SameKey);
    let left =
        Notice::KeyLeft { name: "Studio".to_owned(), entry: "easel.example 00000000000000aa".to_owned(), failure };
    for said in [english::text(Msg::Notice(&left)), chinese::text(Msg::Notice(&left))] {
        assert!(said.contains("Studio") && said.contains("easel.example 00000000000000aa"), "{said}");
    }
}

/// A class is known by its title, in both languages.
#[test]
fn each_class_of_failure_has_a_title_of_its_own() {
    let service = |kind| Cause::Service { service: "Studio".to_owned(), kind };
    let refused = |code| service(Kind::Refused(code));
    let causes = [
        refused(Code::Unauthorized),
        refused(Code::AccountRefused),
        refused(Code::AllowanceUsed),
        refused(Code::RateLimited),
        refused(Code::PromptFlagged),
        refused(Code::InputRefused),
        service(Kind::Offline),
        service(Kind::Timeout),
        refused(Code::Upstream),
        service(Kind::NoPicture),
        Cause::Index,
        Cause::Keychain(KeychainFault::Failed),
        Cause::Unknown { service: "Studio".to_owned() },
        Cause::ThreadGone,
    ];
    let failures = causes.map(|cause| Failure::new(cause, Billed::No, Again::SameKey));
    let mut classes: Vec<Class> = failures.iter().map(Failure::class).collect();
    classes.dedup();
    assert_eq!(classes.len(), failures.len());
    for tongue in [Tongue::English, Tongue::Chinese] {
        let titles: BTreeSet<String> =
            failures.iter().map(|failure| Msg::Card(CardMsg::Title(failure)).text_in(tongue)).collect();
        assert_eq!(titles.len(), failures.len(), "{titles:?}");
    }
}

#[test]
fn a_worker_is_asked_by_its_name_and_nobody_else_is_called_one() {
    let words = |whom| CardMsg::Step(NextStep::AskAgain, whom);
    assert_eq!(Msg::Card(words(Whom::Worker)).text_in(Tongue::English), "Ask the Worker again");
    assert_eq!(Msg::Card(words(Whom::Other)).text_in(Tongue::English), "Ask again");
}

#[test]
fn what_came_of_a_batch_is_said_in_one_line() {
    let said = |pictures, failed, waiting| {
        let msg = Msg::Finished(Finished { pictures, failed, waiting });
        (english::text(msg), chinese::text(msg))
    };
    assert_eq!(said(3, 0, 0), ("3 pictures are ready".to_owned(), "3 张图片已生成".to_owned()));
    assert_eq!(said(2, 1, 0).0, "2 pictures are ready, 1 was not made");
    assert_eq!(said(0, 2, 5).0, "2 pictures were not made, 5 wait");
    assert_eq!(said(1, 0, 1), ("1 picture is ready, 1 waits".to_owned(), "1 张图片已生成，1 张正在等待".to_owned()));
}
