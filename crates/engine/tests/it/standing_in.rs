//! One connection stands in for another, over real requests: who is asked, how often, under which key, and what the picture says of it.

use contract::{Account, AccountId, Billed, Code, Key};
use engine::{Address, Again, Cause, Command, ConnectionId, JobState, Keep, Kind, Notice};
use fake::{Fake, Fault, Way, refusal};

use crate::{
    connections::KEY,
    crash::jpeg,
    desk::Desk,
    http::refusal,
    keychain::TestKeychain,
    scripted::{Reply, Scripted},
};

/// Two accounts of the stand-in for Cloudflare that stand in for each other; the first is used.
fn two_accounts(desk: &mut Desk) -> [ConnectionId; 2] {
    let account =
        |of: fake::Account| Account { id: AccountId::parse(of.id).unwrap(), token: Key::parse(of.token).unwrap() };
    desk.send(Command::AddAccounts([fake::FIRST, fake::SECOND].map(account).to_vec(), Keep::Keychain));
    let ids = [1, 2].map(|place: usize| desk.state().connections[place].id);
    for id in ids {
        desk.until_ready(id);
        desk.send(Command::StandIn(id, true));
    }
    desk.until("used", |state| state.current == ids[0]);
    desk.small();
    ids
}

/// The picture waits, since whoever could make it has no allowance left.
fn until_all_rest(desk: &mut Desk) {
    desk.until("kept back", |state| {
        let rests = state.connections.iter().filter(|known| known.rests.is_some()).count();
        rests == 2 && state.gallery.jobs().iter().all(|job| job.state == JobState::Waiting)
    });
}

#[test]
fn an_account_that_has_used_its_allowance_rests_and_the_next_makes_the_picture() {
    let folder = tempfile::tempdir().unwrap();
    let cloudflare = Fake::start().unwrap();
    let api = Address::parse(&cloudflare.rest()).unwrap();
    let mut desk = Desk::open_with(folder.path(), TestKeychain::default(), api);
    let [first, second] = two_accounts(&mut desk);
    cloudflare.answer_next(Fault::Refuse(refusal::QUOTA));
    desk.picture();
    let names = [first, second].map(|id| desk.connection(id).name.clone());
    let stood_in = Notice::StoodIn { rests: names[0].clone(), over: names[1].clone() };
    assert_eq!(desk.state().notice, Some(stood_in));
    // The next one does not even ask the first.
    desk.picture();
    let ways: Vec<Way> = cloudflare.asked().into_iter().map(|asked| asked.way).collect();
    let by = |account: fake::Account| Way::Rest { account: account.id.to_owned() };
    assert_eq!(ways, [by(fake::FIRST), by(fake::SECOND), by(fake::SECOND)]);
    assert!(desk.connection(first).rests.is_some() && desk.connection(second).rests.is_none());
    assert!(desk.metas().iter().all(|meta| meta.by == names[1]), "{:?}", desk.metas());
    assert_eq!((desk.metas().len(), cloudflare.spent(fake::FIRST)), (2, 0.0));
}

#[test]
fn accounts_that_all_have_used_their_allowance_are_asked_once_each() {
    let folder = tempfile::tempdir().unwrap();
    let cloudflare = Fake::start().unwrap();
    let api = Address::parse(&cloudflare.rest()).unwrap();
    let mut desk = Desk::open_with(folder.path(), TestKeychain::default(), api);
    two_accounts(&mut desk);
    cloudflare.answer_always(Some(Fault::Refuse(refusal::QUOTA)));
    desk.prompt("a boat");
    desk.generate();
    until_all_rest(&mut desk);
    assert_eq!(cloudflare.asked().len(), 2);
    // Resume asks again, which costs nothing.
    desk.send(Command::Resume);
    until_all_rest(&mut desk);
    assert!(cloudflare.asked().len() > 2);
    cloudflare.answer_always(None);
    desk.send(Command::Resume);
    desk.until_pictures(1);
}

#[test]
fn a_job_that_may_have_been_billed_is_never_handed_over() {
    let folder = tempfile::tempdir().unwrap();
    let [spent, other] = [Reply::Raw(Vec::new()), Reply::Picture(jpeg())].map(Scripted::start);
    let mut desk = Desk::open(folder.path());
    let ids = [&spent, &other].map(|service| desk.connect(&service.address, KEY));
    for id in ids {
        desk.send(Command::StandIn(id, true));
    }
    desk.send(Command::Use(ids[0]));
    desk.prompt("a boat");
    desk.generate();
    // No answer at all: it may have been made.
    let (job, failure) = desk.until_failed();
    assert_eq!((failure.billed, failure.again), (Billed::Maybe, Again::SameKey));
    let asked = spent.asked();
    spent.reply_with(Reply::Raw(refusal("429 Too Many Requests", "allowance_used")));
    desk.send(Command::Retry(job.id));
    assert_eq!(spent.asked(), asked);
    desk.until("refused", |state| state.find_connection(ids[0]).unwrap().rests.is_some());
    let (_, failure) = desk.until_failed();
    assert!(matches!(failure.cause, Cause::Service { kind: Kind::Refused(Code::AllowanceUsed), .. }), "{failure:?}");
    assert_eq!(failure.billed, Billed::Maybe);
    // Another picture goes to the other one, and that one shows that it could have been asked.
    desk.picture();
    assert!(!spent.was_asked_again());
    other.asked();
    assert!(!other.was_asked_again());
}

/// A refusal that asks to be asked again at once is no reason to ask for ever.
#[test]
fn services_that_say_that_they_rest_no_time_are_asked_once_each() {
    let folder = tempfile::tempdir().unwrap();
    let refusal = r#"{"error":{"code":"allowance_used","message":"used","billed":"no"}}"#;
    let head =
        "HTTP/1.1 429 Too Many Requests\r\ncontent-type: application/json\r\nretry-after: 0\r\nconnection: close\r\n";
    let reply = Reply::Raw(format!("{head}content-length: {}\r\n\r\n{refusal}", refusal.len()).into_bytes());
    let services = [reply.clone(), reply].map(Scripted::start);
    let mut desk = Desk::open(folder.path());
    for service in &services {
        let id = desk.connect(&service.address, KEY);
        desk.send(Command::StandIn(id, true));
    }
    desk.prompt("a boat");
    desk.generate();
    until_all_rest(&mut desk);
    let [one, two] = services.each_ref().map(Scripted::asked);
    assert_eq!(one, two, "under the same key");
    assert!(services.iter().all(|service| !service.was_asked_again()));
}
