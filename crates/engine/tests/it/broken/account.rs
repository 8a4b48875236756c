//! Each documented refusal of Cloudflare's, and each way in which its reply breaks, over an account's own connection: from
//! the REST API through the built-in service to the card.

use contract::{Account, AccountId, Billed, Key};
use engine::{Address, Class, Command, Failure, Keep, NextStep};
use fake::{Fake, Fault, Refusal, refusal};

use super::{PATIENT, PROMPT, Told, assert_discreet, outcome, told};
use crate::{desk::Desk, keychain::TestKeychain};

/// What is told of a refusal.
fn refusals() -> Vec<(Refusal, Told)> {
    let no = |class, step| (class, Billed::No, step);
    let request = no(Class::Request, NextStep::Change);
    let permission = no(Class::Permission, NextStep::OpenConnection);
    let cloudflare = (Class::Cloudflare, Billed::Maybe, NextStep::MakeAgain);
    let timeout = (Class::Timeout, Billed::Maybe, NextStep::MakeAgain);
    let plan = no(Class::Permission, NextStep::Change);
    vec![
        (refusal::FLAGGED, (Class::Moderation, Billed::Yes, NextStep::OtherSeed)),
        (refusal::INVALID_INPUT, request),
        (refusal::NSFW, no(Class::Moderation, NextStep::OtherSeed)),
        (refusal::BAD_INPUT, request),
        (refusal::WRONG_SHAPE, request),
        (refusal::NO_MODEL, request),
        (refusal::BAD_BASE64, request),
        (refusal::FINETUNE, request),
        (refusal::NO_BODY, request),
        (refusal::PRIVATE_MODEL, permission),
        (refusal::PRIVATE_MODEL_TOO, permission),
        (refusal::LICENCE, permission),
        (refusal::BLOCKED, permission),
        (refusal::PAID_PLAN, plan),
        (refusal::OLD_SDK, request),
        (refusal::NO_LORA, request),
        (refusal::BAD_MODEL_ID, request),
        (refusal::TOO_LARGE, request),
        (refusal::TIMEOUT, timeout),
        (refusal::ABORTED, timeout),
        (refusal::INTERNAL, cloudflare),
        (refusal::INTERNAL_TOO, cloudflare),
        (refusal::THROUGH_GATEWAY, request),
        (refusal::NO_METHOD, request),
        (refusal::NO_ROUTE, permission),
        (refusal::WRONG_TOKEN, permission),
        (refusal::NOT_ALLOWED, permission),
        (refusal::INVALID_TOKEN, permission),
        (refusal::NO_BALANCE, plan),
    ]
}

/// What Cloudflare is told to do instead of refusing. Something may have been made each time.
const BREAKS: [Fault; 10] = [
    Fault::BreakOff,
    Fault::BreakOffRefusal,
    Fault::FailureUnder200,
    Fault::EmptyResult,
    Fault::NotJson,
    Fault::NoErrors,
    Fault::EmptyErrors,
    Fault::CodeZero,
    Fault::NotAPicture,
    Fault::NotBase64,
];

struct Asking {
    desk: Desk,
    cloudflare: Fake,
    _folder: tempfile::TempDir,
}

impl Asking {
    fn new() -> Self {
        let (folder, cloudflare) = (tempfile::tempdir().unwrap(), Fake::start().unwrap());
        let api = Address::parse(&cloudflare.rest()).unwrap();
        let mut desk = Desk::open_waiting(folder.path(), TestKeychain::default(), api, PATIENT);
        let (id, token) = (AccountId::parse(fake::FIRST.id).unwrap(), Key::parse(fake::FIRST.token).unwrap());
        desk.send(Command::AddAccounts(vec![Account { id, token }], Keep::Keychain));
        let id = desk.state().connections[1].id;
        desk.until("used", |state| state.current == id);
        desk.small();
        Self { desk, cloudflare, _folder: folder }
    }

    fn play(&mut self, fault: Fault) -> (Told, Failure) {
        self.cloudflare.answer_next(fault);
        self.desk.prompt(PROMPT);
        self.desk.generate();
        let (job, failure) = outcome(&mut self.desk);
        assert_discreet(&format!("{fault:?}"), &job, &failure, &self.cloudflare.rest());
        assert!(!format!("{failure:?}").contains(fake::FIRST.token), "{failure:?}");
        // One that waits is taken out; one that failed may be held in memory, which clearing leaves alone.
        self.desk.send(Command::CancelWaiting);
        self.desk.send(Command::Forget(job.id));
        (told(&job, &failure), failure)
    }
}

#[test]
fn each_refusal_of_cloudflares_is_told_with_its_code_and_its_ray() {
    // The three that pass are sent again for a while first: what is told in the end stands in `refusing.rs`.
    let passes = |known: &Refusal| [3021, 3040].contains(&known.code);
    // The two of the allowance make their account rest.
    let rests = |known: &Refusal| [3036, 4006].contains(&known.code);
    let all: Vec<&str> =
        refusal::ALL.iter().filter(|known| !passes(known) && !rests(known)).map(|known| known.name).collect();
    let rows = refusals();
    let mut there: Vec<&str> = rows.iter().map(|(refusal, _)| refusal.name).collect();
    there.sort_by_key(|name| all.iter().position(|known| known == name));
    assert_eq!(there, all, "each has a row");

    let mut asking = Asking::new();
    for (refusal, wanted) in rows {
        let (told, failure) = asking.play(Fault::Refuse(refusal));
        assert_eq!(told, wanted, "{}: {failure:?}", refusal.name);
        let trace = &failure.trace;
        assert_eq!(trace.code, Some(refusal.code), "{}", refusal.name);
        assert!(trace.ray.as_deref().is_some_and(|ray| ray.ends_with("-FRA")), "{}: {trace:?}", refusal.name);
    }
}

#[test]
fn an_allowance_that_is_used_is_told_by_either_code() {
    for refusal in [refusal::QUOTA, refusal::QUOTA_AS_DOCUMENTED] {
        let (told, failure) = Asking::new().play(Fault::Refuse(refusal));
        assert_eq!(told, (Class::Allowance, Billed::No, NextStep::TryAgain), "{failure:?}");
        assert_eq!(failure.trace.code, Some(refusal.code));
        assert!(failure.wait.is_some_and(|seconds| seconds > 0) && failure.trace.ray.is_some(), "{failure:?}");
    }
}

#[test]
fn each_reply_of_cloudflares_that_breaks_may_have_been_billed_and_has_its_ray() {
    let mut asking = Asking::new();
    for fault in BREAKS {
        let (told, failure) = asking.play(fault);
        assert_eq!(told, (Class::Cloudflare, Billed::Maybe, NextStep::MakeAgain), "{fault:?}: {failure:?}");
        assert!(failure.trace.ray.is_some(), "{fault:?}: {failure:?}");
    }
}
