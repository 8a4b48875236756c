//! Whole sessions: what services and Cloudflare have counted is there after a batch, and after a restart without either.

use contract::{AccountId, Key, Neurons};
use engine::{
    Address, Command, ConnectionEdit, ConnectionKind, Keep, Kind, State, TokenFault,
    usage::{Count, Period, Report, Span, Subject, utc_date},
};
use fake::Fake;
use jiff::Timestamp;

use crate::{desk::Desk, keychain::TestKeychain, main_job::serve};

fn count<'a>(state: &'a State, kind: &ConnectionKind) -> Option<&'a Count> {
    state.usage.count(kind)
}

/// By the day that the pictures were counted for, should midnight pass meanwhile.
fn pictures(state: &State) -> u64 {
    let today = utc_date(Timestamp::now());
    Report::new(state, Subject::All, Span::last(7, today), today).totals.ever.pictures
}

#[test]
fn a_workers_count_follows_a_batch_and_is_remembered_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let address = serve("sesame");
    let mut desk = Desk::open(folder.path());
    let id = desk.connect(&address, "sesame");
    let kind = desk.connection(id).kind.clone();
    desk.prompt("a boat");
    desk.small();
    desk.count(2);
    desk.generate();
    desk.until_pictures(2);
    // A new session asks as soon as it has the key; this one was answered just now, and would wait.
    let mut desk = desk.reopen();
    desk.until("told", |state| count(state, &kind).is_some_and(|count| count.total == 2));
    let told = count(desk.state(), &kind).unwrap().told;
    // In this one's keychain is no key, so that nobody can be asked.
    let desk = Desk::open(&desk.close());
    let remembered = count(desk.state(), &kind).unwrap();
    assert!(remembered.told >= told && remembered.total == 2, "{remembered:?}");
    assert_eq!(pictures(desk.state()), 2);
}

fn account(desk: &mut Desk, token: &str) -> ConnectionKind {
    let kind = ConnectionKind::Account(AccountId::parse(fake::FIRST.id).unwrap());
    let key = Some(Key::parse(token).unwrap());
    let edit = ConnectionEdit { id: None, name: "mine".to_owned(), kind: kind.clone(), key, keep: Keep::Keychain };
    desk.send(Command::SaveConnection(edit));
    kind
}

#[test]
fn an_accounts_own_figure_stands_beside_what_was_counted_here() {
    let folder = tempfile::tempdir().unwrap();
    let cloudflare = Fake::start().unwrap();
    let today = utc_date(Timestamp::now());
    cloudflare.use_elsewhere(fake::FIRST, &today.to_string(), "@cf/meta/llama-3.1-8b-instruct", 12, 4321.5);
    let api = Address::parse(&cloudflare.rest()).unwrap();
    let mut desk = Desk::open_with(folder.path(), TestKeychain::default(), api);
    let kind = account(&mut desk, fake::FIRST.token);
    desk.until("told", |state| count(state, &kind).is_some_and(|count| count.theirs.is_some()));
    desk.small();
    desk.picture();
    // As its header says it, to the hundredth.
    let spent = Neurons::new((cloudflare.spent(fake::FIRST) * 100.0).round() / 100.0).unwrap();
    let payer = desk.state().payers().remove(0);
    let used = |state: &State| state.used(&payer, Period::Day, Timestamp::now());
    assert_eq!(used(desk.state()), Neurons::new(4321.5).unwrap() + spent);
    let theirs = &count(desk.state(), &kind).unwrap().theirs.as_ref().unwrap().analytics.days[&today];
    assert!(theirs.by_model.keys().any(|model| model.contains("llama")), "{theirs:?}");
}

#[test]
fn a_token_without_the_permission_still_shows_what_was_counted_here() {
    let folder = tempfile::tempdir().unwrap();
    let cloudflare = Fake::start().unwrap();
    let api = Address::parse(&cloudflare.rest()).unwrap();
    let mut desk = Desk::open_with(folder.path(), TestKeychain::default(), api);
    let kind = account(&mut desk, fake::token::WITHOUT_ANALYTICS);
    desk.until("told why not", |state| count(state, &kind).is_some_and(|count| count.theirs_failure.is_some()));
    let count = count(desk.state(), &kind).unwrap();
    let why = count.theirs_failure.as_ref().unwrap();
    let lacks = engine::Cause::Service { service: "mine".to_owned(), kind: Kind::Token(TokenFault::NoAnalytics) };
    assert_eq!(why.cause, lacks);
    assert!(count.told.is_some() && count.failure.is_none(), "{count:?}");
}
