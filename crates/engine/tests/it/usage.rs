//! What days have used, in the engine by itself: when services are asked, what becomes of their answers, the report of the page, and
//! budgets.

mod budgets;
mod calendar;
mod pulling;
mod report;
mod session;

use std::collections::BTreeMap;

use contract::{
    AccountId, Day, Key, Usage,
    usage::{ModelDay, Told},
};
use engine::{Address, Command, ConnectionEdit, ConnectionId, ConnectionKind, Engine, Event, Keep, Now};
use jiff::{Timestamp, ToSpan as _, civil::Date};

use crate::pure::NOW;

/// Another program's account, and ours.
pub(crate) const ACCOUNT: &str = "0123456789abcdef0123456789abcdef";

fn at(time: &str) -> Now {
    Now { at: time.parse().unwrap(), random: 7 }
}

fn service(address: &str) -> ConnectionKind {
    ConnectionKind::Service(Address::parse(address).unwrap())
}

fn account() -> ConnectionKind {
    ConnectionKind::Account(AccountId::parse(ACCOUNT).unwrap())
}

/// A connection that leads there, and is not connected yet.
fn add(engine: &mut Engine, kind: ConnectionKind) -> ConnectionId {
    let edit = ConnectionEdit {
        id: None,
        name: kind.place(),
        kind,
        key: Some(Key::parse("k").unwrap()),
        keep: Keep::Keychain,
    };
    let now = Now { random: 1000 + engine.state().connections.len() as u64, ..NOW };
    engine.command(Command::SaveConnection(edit), now);
    engine.state().shown.unwrap()
}

/// A day on which `count` pictures were made by one model.
fn day(date: Date, count: u64, each: f64) -> Day {
    // As a ledger adds them up: one after the other, as floats.
    let neurons = (0..count).fold(0.0, |sum, _| sum + each);
    let by_model = BTreeMap::from([("flux-2-klein-4b".to_owned(), ModelDay { count, neurons })]);
    Day { count, neurons, by_model, ..Day::empty(date) }
}

/// What a service tells of the days up to `last`, the oldest first.
fn told(last: Date, counts: &[u64], account: &str) -> Told {
    let first = last.saturating_sub((counts.len().cast_signed() as i64 - 1).days());
    let days = first.series(1.day()).zip(counts).map(|(date, count)| day(date, *count, 104.2)).collect();
    let account = serde_json::from_value(serde_json::json!(account)).unwrap();
    Told { usage: Usage { total: counts.iter().sum(), account, days }, odd: Vec::new() }
}

fn tell(engine: &mut Engine, kind: &ConnectionKind, told: Told, now: Now) {
    engine.event(Event::Usage(kind.place(), Ok(Box::new(told))), now);
}

fn date(at: Timestamp) -> Date {
    engine::usage::utc_date(at)
}
