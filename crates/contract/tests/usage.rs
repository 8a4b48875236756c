//! How a reply of `GET /usage` is read: what is right in it is kept, whatever stands beside it.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use contract::{
    AccountHash, Day, Odd, OddWhy, Told, Usage,
    usage::{MAX_DAYS, MAX_MODEL_ID, MAX_MODELS, MAX_ODD, ModelDay},
};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

const FIRST: Date = date(2026, 11, 20);
const SECOND: Date = date(2026, 11, 21);
const THIRD: Date = date(2026, 11, 22);

fn read(json: &Value) -> Told {
    Usage::read(json.to_string().as_bytes()).unwrap()
}

/// A reply with these rows, each as it stands.
fn of_rows(rows: &[&str]) -> Told {
    let rows = rows.join(",");
    Usage::read(format!(r#"{{"total":7,"account":"0123456789abcdef","days":[{rows}]}}"#).as_bytes()).unwrap()
}

/// A good row of `date`, with `changed` in place of what it has.
fn row(date: Date, changed: &Value) -> Value {
    let models = json!({"flux-2-klein-4b": {"count": 2, "neurons": 208.4}});
    let mut row = json!({
        "date": date, "count": 2, "cached": 1, "failed": 1, "neurons": 312.6, "estimated": 104.2,
        "by_model": models, "lastUpdated": "2026-11-22T10:00:00Z",
    });
    row.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
    row
}

fn good(date: Date) -> String {
    row(date, &json!({})).to_string()
}

fn dates(told: &Told) -> Vec<Date> {
    told.usage.days.iter().map(|day| day.date).collect()
}

fn of_day(date: Date, why: OddWhy) -> Odd {
    Odd { date: Some(date), why }
}

fn of_all(why: OddWhy) -> Odd {
    Odd { date: None, why }
}

#[test]
fn what_our_ledger_says_is_read_as_it_is() {
    let day = Day {
        count: 2,
        cached: 3,
        failed: 1,
        neurons: 312.6,
        estimated: 104.2,
        by_model: BTreeMap::from([("flux-2-klein-4b".to_owned(), ModelDay { count: 2, neurons: 208.4 })]),
        last_updated: Some("2026-11-22T10:00:00.123Z".parse().unwrap()),
        ..Day::empty(SECOND)
    };
    let usage = Usage { total: 9, account: AccountHash::kept("0123456789abcdef"), days: vec![Day::empty(FIRST), day] };
    let told = Usage::read(&serde_json::to_vec(&usage).unwrap()).unwrap();
    assert_eq!(told, Told { usage, odd: Vec::new() });
}

#[test]
fn a_row_that_cannot_be_read_is_the_only_one_that_is_lost() {
    for bad in [
        "7",
        "null",
        r#""2026-11-21""#,
        "[]",
        "{}",
        r#"{"count": 3}"#,
        r#"{"date": "yesterday", "count": 3}"#,
        r#"{"date": 20261121, "count": 3}"#,
        r#"{"date": "2026-02-30", "count": 3}"#,
    ] {
        let told = of_rows(&[&good(FIRST), bad, &good(THIRD)]);
        assert_eq!((dates(&told), told.odd), (vec![FIRST, THIRD], vec![of_all(OddWhy::Unreadable)]), "{bad}");
    }
    let told = of_rows(&[r#"{"date": "0001-01-01"}"#, &good(THIRD)]);
    assert_eq!((dates(&told), told.odd), (vec![THIRD], vec![of_all(OddWhy::Absurd)]));
}

#[test]
fn an_older_service_is_read_as_far_as_it_goes() {
    let told = read(&json!({"days": [
        {"date": FIRST, "count": 3, "lastUpdated": "2026-11-20T10:00:00Z"},
        {"date": SECOND, "count": 4},
    ]}));
    let counts: Vec<_> = told.usage.days.iter().map(|day| (day.count, day.neurons)).collect();
    assert_eq!((counts, told.odd), (vec![(3, 0.0), (4, 0.0)], vec![of_all(OddWhy::Missing)]));
    assert_eq!((told.usage.total, told.usage.account), (0, AccountHash::default()));
    assert!(told.usage.days[0].last_updated.is_some());
}

/// Each row: a field, what stands there, what is said of it.
#[test]
fn a_figure_that_cannot_be_is_nought_and_said() {
    for (name, figure, why) in [
        ("count", "-3", OddWhy::Negative),
        ("count", "1000001", OddWhy::Absurd),
        ("count", "2.5", OddWhy::Absurd),
        ("cached", "-1", OddWhy::Negative),
        ("failed", "1e300", OddWhy::Absurd),
        ("failed", "1e999", OddWhy::Absurd),
        ("neurons", "-0.1", OddWhy::Negative),
        ("neurons", "1000000001", OddWhy::Absurd),
        ("neurons", "-1e999", OddWhy::Absurd),
        ("neurons", r#""NaN""#, OddWhy::Absurd),
        ("neurons", r#""312.6""#, OddWhy::Absurd),
        ("estimated", "[1]", OddWhy::Absurd),
        ("estimated", "null", OddWhy::Missing),
        ("lastUpdated", r#""yesterday""#, OddWhy::Unreadable),
        ("by_model", "[1]", OddWhy::Unreadable),
    ] {
        let bad = row(SECOND, &json!({name: "HERE"})).to_string().replace(r#""HERE""#, figure);
        let told = of_rows(&[&good(FIRST), &bad]);
        let about = (why != OddWhy::Missing).then_some(SECOND);
        assert_eq!(told.odd, [Odd { date: about, why }], "{name}: {figure}");
        let mut hoped = read(&json!({"total": 7, "account": "0123456789abcdef", "days": [
            row(FIRST, &json!({})),
            row(SECOND, &json!({name: match name { "lastUpdated" => Value::Null, "by_model" => json!({}), _ => json!(0) }})),
        ]}));
        hoped.odd.clone_from(&told.odd);
        assert_eq!(told, hoped, "{name}: {figure}: all else stays");
    }
}

#[test]
fn so_is_a_models() {
    let long = "m".repeat(MAX_MODEL_ID + 1);
    let models = |models: Value| of_rows(&[&row(SECOND, &json!({"by_model": models})).to_string()]);
    for (bad, part, why, left) in [
        ("a", json!({"count": -1, "neurons": 5}), of_day(SECOND, OddWhy::Negative), Some((0, 5.0))),
        ("a", json!({"count": 1, "neurons": 1e10}), of_day(SECOND, OddWhy::Absurd), Some((1, 0.0))),
        ("a", json!({"count": 1}), of_all(OddWhy::Missing), Some((1, 0.0))),
        ("a", json!(3), of_day(SECOND, OddWhy::Unreadable), None),
        ("", json!({"count": 1, "neurons": 5}), of_day(SECOND, OddWhy::Absurd), None),
        ("a\n", json!({"count": 1, "neurons": 5}), of_day(SECOND, OddWhy::Absurd), None),
        (&long, json!({"count": 1, "neurons": 5}), of_day(SECOND, OddWhy::Absurd), None),
    ] {
        let told = models(json!({bad: part, "good": {"count": 2, "neurons": 7}}));
        let by_model = &told.usage.days[0].by_model;
        assert_eq!(told.odd, [why], "{bad}");
        assert_eq!(by_model.get(bad).map(|part| (part.count, part.neurons)), left, "{bad}");
        assert_eq!(by_model["good"], ModelDay { count: 2, neurons: 7.0 }, "{bad}");
    }
    let many: serde_json::Map<_, _> =
        (0..=MAX_MODELS).map(|n| (format!("m{n}"), json!({"count": 1, "neurons": 1}))).collect();
    let told = models(many.into());
    assert_eq!((told.usage.days[0].by_model.len(), told.odd), (MAX_MODELS, vec![of_day(SECOND, OddWhy::TooMany)]));
}

#[test]
fn so_are_the_total_and_the_account() {
    for (total, account, odd, left) in [
        (json!(-1), json!(""), vec![OddWhy::Negative], (0, "")),
        (json!(1e12), json!("0123456789ABCDEF"), vec![OddWhy::Absurd], (0, "0123456789abcdef")),
        (Value::Null, json!(""), vec![OddWhy::Missing], (0, "")),
        (json!(3), json!("me@example.com"), vec![OddWhy::Unreadable], (3, "")),
        (json!(3), json!("0".repeat(100_000)), vec![OddWhy::Unreadable], (3, "")),
        (json!(3), json!(7), vec![OddWhy::Unreadable], (3, "")),
    ] {
        let told = read(&json!({"total": total, "account": account, "days": [row(FIRST, &json!({}))]}));
        assert_eq!((told.usage.total, told.usage.account.as_str()), left);
        assert_eq!(told.odd, odd.into_iter().map(of_all).collect::<Vec<_>>());
        assert_eq!(told.usage.days[0].count, 2);
    }
}

#[test]
fn days_are_put_in_order_and_the_later_row_of_a_day_counts() {
    let told = of_rows(&[&good(THIRD), &good(FIRST), &good(SECOND)]);
    assert_eq!((dates(&told), told.odd), (vec![FIRST, SECOND, THIRD], vec![of_all(OddWhy::OutOfOrder)]));

    let told = of_rows(&[&good(FIRST), &good(SECOND), &row(SECOND, &json!({"count": 5})).to_string()]);
    assert_eq!((dates(&told), told.odd), (vec![FIRST, SECOND], vec![of_day(SECOND, OddWhy::Twice)]));
    assert_eq!(told.usage.days[1].count, 5);
}

#[test]
fn of_ten_thousand_days_the_newest_are_kept() {
    let days: Vec<_> = FIRST.series(jiff::Span::new().days(-1)).take(10_000).collect();
    let rows: Vec<_> = days.iter().rev().map(|date| json!({"date": date, "count": 1})).collect();
    let told = read(&json!({"total": 10_000, "account": "", "days": rows}));
    let kept = usize::from(MAX_DAYS) + 1;
    assert_eq!(dates(&told), days[..kept].iter().rev().copied().collect::<Vec<_>>());
    assert_eq!(told.odd, [OddWhy::Absurd, OddWhy::Missing, OddWhy::TooMany].map(of_all));
}

#[test]
fn tomorrow_may_be_right_and_the_day_after_is_not() {
    let rows = [FIRST, SECOND, THIRD].map(good);
    let told = of_rows(&rows.each_ref().map(String::as_str));
    let left = told.clone().without_future(FIRST);
    assert_eq!((dates(&left), left.odd), (vec![FIRST, SECOND], vec![of_day(THIRD, OddWhy::Future)]));
    assert_eq!(told.clone().without_future(SECOND), told);
    // Where no day comes after.
    assert_eq!(told.clone().without_future(Date::MAX), told);
}

#[test]
fn little_is_said_of_much() {
    let rows: Vec<_> = (0..100)
        .map(|n| row(FIRST.checked_add(jiff::Span::new().days(n)).unwrap(), &json!({"count": -1, "neurons": -1})))
        .collect();
    let told = read(&json!({"total": 1, "account": "", "days": rows})).without_future(FIRST);
    assert_eq!((told.odd.len(), told.odd[0]), (MAX_ODD, of_day(FIRST, OddWhy::Negative)));
    let told = read(&json!({"total": -1, "account": "", "days": [row(THIRD, &json!({})), rows, rows]}));
    assert!(told.odd.contains(&of_all(OddWhy::Negative)) && told.odd.contains(&of_all(OddWhy::Unreadable)));
}

#[test]
fn what_is_no_such_reply_is_an_error() {
    for other in [
        "",
        "<!doctype html>",
        "[]",
        "null",
        r#"{"status":"ok"}"#,
        r#"{"days":{}}"#,
        r#"{"days":null}"#,
        r#"{"days":[NaN]}"#,
        r#"{"total":3,"acc"#,
    ] {
        assert!(Usage::read(other.as_bytes()).is_err(), "{other}");
    }
    assert!(Usage::read(format!(r#"{{"days":{}"#, "[".repeat(100_000)).as_bytes()).is_err());
    let deep = format!(r#"{{"days":[{}{},{}]}}"#, "[".repeat(100_000), "]".repeat(100_000), good(FIRST));
    assert_eq!(dates(&Usage::read(deep.as_bytes()).unwrap()), [FIRST]);
}

#[test]
fn an_oddity_is_remembered_by_its_name() {
    for (why, name) in [
        (OddWhy::Unreadable, "unreadable"),
        (OddWhy::Missing, "missing"),
        (OddWhy::Negative, "negative"),
        (OddWhy::Absurd, "absurd"),
        (OddWhy::OutOfOrder, "out_of_order"),
        (OddWhy::Twice, "twice"),
        (OddWhy::Future, "future"),
        (OddWhy::TooMany, "too_many"),
    ] {
        let kept = json!({"date": "2026-11-21", "why": name});
        assert_eq!(serde_json::to_value(of_day(SECOND, why)).unwrap(), kept);
        assert_eq!(serde_json::from_value::<Odd>(kept).unwrap(), of_day(SECOND, why));
    }
}
