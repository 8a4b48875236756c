//! What a card offers: for each cause its class, and the steps in their order.

use contract::{Billed, Code, Model, Size, model::PAINTER};
use engine::{
    AddressError, Again, Cause, Class, Failure, FileFault, Job, JobState, Kept, KeychainFault, Kind,
    NextStep::{self, AskAgain, Change, MakeAgain, OpenConnection, OtherSeed, SaveAgain, ShowLibrary, TryAgain},
    TokenFault,
};

use crate::pure::{engine, generate};

const UNSENT: (Billed, Again) = (Billed::No, Again::SameKey);
const SENT: (Billed, Again) = (Billed::Maybe, Again::SameKey);
const ANSWERED: (Billed, Again) = (Billed::Maybe, Again::NewKey);
const MADE: (Billed, Again) = (Billed::Yes, Again::NewKey);
const HELD: (Billed, Again) = (Billed::Yes, Again::Save);

/// A job that failed so, with a model that takes a seed.
pub(crate) fn job(failure: Failure) -> Job {
    let mut engine = engine();
    let id = generate(&mut engine);
    let mut job = engine.state().gallery.job(id).unwrap().clone();
    job.request.model = Model::find("flux-2-klein-4b").unwrap();
    job.state = JobState::Failed(failure);
    job
}

/// Why, what it may have cost and what Retry does, its class, what is offered.
type Row = (Cause, (Billed, Again), Class, &'static [NextStep]);

fn check(rows: Vec<Row>) {
    for (cause, (billed, again), class, steps) in rows {
        let failure = Failure::new(cause, billed, again);
        assert_eq!((failure.class(), &job(failure.clone()).next_steps()[..]), (class, steps), "{failure:?}");
    }
}

fn of(kind: Kind) -> Cause {
    Cause::Service { service: "mine".to_owned(), kind }
}

fn refused(code: Code) -> Cause {
    of(Kind::Refused(code))
}

#[test]
fn of_a_reply_that_is_none() {
    use Class::{Cloudflare, Fault, Key, Network, Permission, Reply, Timeout};
    check(vec![
        (of(Kind::Offline), UNSENT, Network, &[TryAgain, OpenConnection]),
        (of(Kind::Connect), UNSENT, Network, &[TryAgain, OpenConnection]),
        (of(Kind::NameNotFound), UNSENT, Network, &[TryAgain, OpenConnection]),
        (of(Kind::Tls), UNSENT, Network, &[TryAgain, OpenConnection]),
        (of(Kind::Timeout), UNSENT, Timeout, &[TryAgain]),
        (of(Kind::Timeout), SENT, Timeout, &[AskAgain, MakeAgain, Change]),
        (of(Kind::Broken), SENT, Network, &[AskAgain, MakeAgain, OpenConnection]),
        (of(Kind::TooLarge), SENT, Reply, &[AskAgain, MakeAgain, OpenConnection]),
        (of(Kind::Redirected), SENT, Reply, &[AskAgain, MakeAgain, OpenConnection]),
        (of(Kind::NotOurs), SENT, Reply, &[AskAgain, MakeAgain, OpenConnection]),
        (of(Kind::OtherApi), UNSENT, Reply, &[TryAgain, OpenConnection]),
        (of(Kind::NoPicture), SENT, Reply, &[AskAgain, MakeAgain, OpenConnection]),
        (of(Kind::NoModels), UNSENT, Reply, &[TryAgain, OpenConnection]),
        (of(Kind::NotCloudflare), UNSENT, Reply, &[TryAgain, OpenConnection]),
        (of(Kind::CloudflareDown), UNSENT, Cloudflare, &[TryAgain]),
        (of(Kind::Token(TokenFault::Unknown)), UNSENT, Key, &[OpenConnection, TryAgain]),
        (of(Kind::Token(TokenFault::UnknownHere)), UNSENT, Key, &[OpenConnection, TryAgain]),
        (of(Kind::Token(TokenFault::Disabled)), UNSENT, Key, &[OpenConnection, TryAgain]),
        (of(Kind::Token(TokenFault::Expired)), UNSENT, Key, &[OpenConnection, TryAgain]),
        (of(Kind::Token(TokenFault::NotYetValid)), UNSENT, Key, &[OpenConnection, TryAgain]),
        (of(Kind::Token(TokenFault::WrongAccount)), UNSENT, Permission, &[OpenConnection, TryAgain]),
        (of(Kind::Token(TokenFault::NoPermission)), UNSENT, Permission, &[OpenConnection, TryAgain]),
        (of(Kind::Token(TokenFault::AccountOrPermission)), UNSENT, Permission, &[OpenConnection, TryAgain]),
        (of(Kind::Token(TokenFault::AccountBlocked)), UNSENT, Permission, &[OpenConnection, TryAgain]),
        (of(Kind::Token(TokenFault::NoAnalytics)), UNSENT, Permission, &[OpenConnection, TryAgain]),
        (of(Kind::Internal), UNSENT, Fault, &[TryAgain]),
    ]);
}

#[test]
fn of_a_refusal() {
    use Class::Unfinished;
    use Class::{Allowance, Cloudflare, Fault, Key, Moderation, Network, Permission, Rate, Reply, Request, Timeout};
    check(vec![
        (refused(Code::BadJson), UNSENT, Fault, &[TryAgain]),
        (refused(Code::InvalidRequest), UNSENT, Request, &[Change, TryAgain]),
        (refused(Code::ModelNotFound), UNSENT, Request, &[Change, TryAgain]),
        (refused(Code::ModelNotHere), UNSENT, Request, &[Change, TryAgain]),
        (refused(Code::Unauthorized), UNSENT, Key, &[OpenConnection, TryAgain]),
        // An attempt before may have been made there.
        (refused(Code::Unauthorized), SENT, Key, &[OpenConnection, AskAgain, MakeAgain]),
        (refused(Code::NotFound), UNSENT, Key, &[OpenConnection, TryAgain]),
        (refused(Code::MethodNotAllowed), UNSENT, Fault, &[TryAgain]),
        (refused(Code::NotAcceptable), UNSENT, Fault, &[TryAgain]),
        (refused(Code::BodyTooLarge), UNSENT, Request, &[Change, TryAgain]),
        (refused(Code::KeyReused), (Billed::No, Again::NewKey), Fault, &[MakeAgain]),
        (refused(Code::ReplyGone), MADE, Unfinished, &[MakeAgain]),
        (refused(Code::Interrupted), ANSWERED, Unfinished, &[MakeAgain]),
        (refused(Code::NotConfigured), UNSENT, Permission, &[OpenConnection, TryAgain]),
        (refused(Code::RateLimited), UNSENT, Rate, &[TryAgain]),
        (refused(Code::AllowanceUsed), UNSENT, Allowance, &[TryAgain, OpenConnection]),
        (refused(Code::NoCapacity), UNSENT, Rate, &[TryAgain]),
        (refused(Code::PromptFlagged), UNSENT, Moderation, &[OtherSeed, Change, TryAgain]),
        (refused(Code::PictureFlagged), MADE, Moderation, &[OtherSeed, Change, MakeAgain]),
        (refused(Code::InputRefused), UNSENT, Request, &[Change, TryAgain]),
        // Its prompt's text was billed.
        (refused(Code::InputRefused), MADE, Request, &[Change, MakeAgain]),
        (refused(Code::NeedsPaidPlan), UNSENT, Permission, &[Change, TryAgain, OpenConnection]),
        (refused(Code::AccountRefused), UNSENT, Permission, &[OpenConnection, TryAgain]),
        (refused(Code::Unreachable), UNSENT, Network, &[TryAgain, OpenConnection]),
        (refused(Code::UpstreamTimeout), ANSWERED, Timeout, &[MakeAgain, Change]),
        (refused(Code::Upstream), UNSENT, Cloudflare, &[TryAgain]),
        (refused(Code::Upstream), ANSWERED, Cloudflare, &[MakeAgain]),
        (refused(Code::Internal), UNSENT, Fault, &[TryAgain]),
        (refused(Code::Internal), ANSWERED, Fault, &[MakeAgain]),
        (refused(Code::Other), UNSENT, Reply, &[TryAgain, OpenConnection]),
    ]);
}

#[test]
fn of_easel_and_this_computer() {
    use Class::{Disk, Fault, Key, Keychain, Reply, Unfinished};
    let path = || "a".to_owned();
    check(vec![
        (Cause::NoConnection, UNSENT, Key, &[OpenConnection, TryAgain]),
        (Cause::NoKey { service: path() }, UNSENT, Key, &[OpenConnection, TryAgain]),
        (Cause::Keychain(KeychainFault::Locked), UNSENT, Keychain, &[OpenConnection, TryAgain]),
        (Cause::Keychain(KeychainFault::Silent), SENT, Keychain, &[OpenConnection, AskAgain, MakeAgain]),
        (Cause::Address(AddressError::Query), UNSENT, Key, &[OpenConnection, TryAgain]),
        (Cause::CutShort, SENT, Reply, &[AskAgain, MakeAgain, OpenConnection]),
        (Cause::Cancelled, UNSENT, Unfinished, &[TryAgain]),
        (Cause::Cancelled, SENT, Unfinished, &[AskAgain, MakeAgain]),
        (Cause::Unknown { service: path() }, SENT, Unfinished, &[AskAgain, MakeAgain]),
        (Cause::Unsent, UNSENT, Disk, &[TryAgain, ShowLibrary]),
        (Cause::NotKept(Kept::Journal), UNSENT, Disk, &[TryAgain, ShowLibrary]),
        (Cause::File(FileFault::Full { path: path() }), HELD, Disk, &[SaveAgain, ShowLibrary]),
        (Cause::File(FileFault::Denied { path: path() }), HELD, Disk, &[SaveAgain, ShowLibrary]),
        (Cause::File(FileFault::Gone { path: path() }), HELD, Disk, &[SaveAgain, ShowLibrary]),
        (Cause::File(FileFault::Disk { path: path() }), HELD, Disk, &[SaveAgain, ShowLibrary]),
        // Easel was closed meanwhile: the memory is gone, and the service may have it still.
        (
            Cause::File(FileFault::Full { path: path() }),
            (Billed::Yes, Again::SameKey),
            Disk,
            &[AskAgain, MakeAgain, ShowLibrary],
        ),
        (Cause::File(FileFault::NoBin { path: path() }), HELD, Disk, &[SaveAgain, ShowLibrary]),
        (Cause::File(FileFault::Changed { path: path() }), HELD, Disk, &[SaveAgain, ShowLibrary]),
        (Cause::File(FileFault::NotInBin { path: path() }), HELD, Disk, &[SaveAgain, ShowLibrary]),
        (Cause::File(FileFault::Taken { path: path() }), HELD, Disk, &[SaveAgain, ShowLibrary]),
        (Cause::File(FileFault::NotAPicture), HELD, Reply, &[SaveAgain, MakeAgain]),
        (Cause::File(FileFault::Broken), HELD, Reply, &[SaveAgain, MakeAgain]),
        (Cause::File(FileFault::TooManyPixels(Size::new(1, 1))), HELD, Reply, &[SaveAgain, MakeAgain]),
        (Cause::File(FileFault::TooManyBytes { bytes: 1 }), HELD, Reply, &[SaveAgain, MakeAgain]),
        (Cause::Index, HELD, Disk, &[SaveAgain, ShowLibrary]),
        (Cause::NotRevealed { folder: path() }, UNSENT, Disk, &[TryAgain, ShowLibrary]),
        (Cause::ThreadGone, UNSENT, Fault, &[TryAgain]),
        (Cause::ThreadGone, HELD, Fault, &[SaveAgain, ShowLibrary]),
        (Cause::Other(path()), SENT, Fault, &[AskAgain, MakeAgain]),
    ]);
}

#[test]
fn what_an_earlier_attempt_may_have_cost_is_asked_for_and_not_sent_anew() {
    let lost = Failure::new(of(Kind::Connect), Billed::No, Again::SameKey);
    let again = Job { before: Billed::Maybe, ..job(lost) };
    assert_eq!(again.next_steps(), [AskAgain, MakeAgain, OpenConnection]);
}

#[test]
fn another_seed_is_offered_only_where_the_model_takes_one() {
    let flagged = Failure::new(refused(Code::PictureFlagged), Billed::Yes, Again::NewKey);
    let mut job = job(flagged);
    job.request.model = Model::find("flux-1-schnell").unwrap();
    assert_eq!(job.next_steps(), [MakeAgain, Change]);
}

#[test]
fn nothing_is_offered_for_what_has_not_failed() {
    let mut job = job(Failure::new(Cause::CutShort, Billed::Maybe, Again::SameKey));
    job.request.model = &PAINTER;
    job.state = JobState::Waiting;
    assert_eq!(job.next_steps(), []);
}

#[test]
fn a_page_of_cloudflares_edge_is_cloudflares_trouble_and_anybody_elses_is_not() {
    let class = |status: u16, ray: Option<&str>| {
        let mut failure = Failure::new(of(Kind::NotOurs), Billed::Maybe, Again::SameKey);
        failure.trace.status = Some(status);
        failure.trace.ray = ray.map(str::to_owned);
        failure.class()
    };
    let edge = Some("8f2b6c0a1d3e4f50-FRA");
    assert_eq!([class(522, edge), class(500, edge)], [Class::Cloudflare; 2]);
    assert_eq!([class(522, None), class(403, edge)], [Class::Reply; 2]);
}
