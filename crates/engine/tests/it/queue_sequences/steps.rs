//! What may happen in a sequence: what a user does, and what the world answers. Only values; `World` does them.

use contract::{Billed, Code};
use engine::{Again, Cause, Failure, FileFault, KeychainFault, Kind};
use proptest::{prelude::*, sample::Index};

/// Something that happens. An index chooses among the jobs, requests or tests that there are, or is a place; a flag chooses
/// between the two services.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Generate(u8),
    Use(bool),
    Pause,
    Resume,
    Undo,
    Allow(bool),
    Parallel(u8),
    CancelWaiting,
    RetryFailed,
    Clear,
    LeaveJob,
    /// One of the commands about a job.
    Do(u8, Index),
    /// From here on, so many.
    TakeOut(Index, usize),
    Move(Index, Index),
    /// A request ends so, or with a picture.
    End(Index, Option<u8>),
    /// So many seconds pass.
    Pass(u16),
    Test(bool),
    /// A test that is under way finds this, or that all is well.
    Tested(Index, Option<u8>),
    Key(bool, bool),
    Remove(bool),
    StandIn(bool, bool),
    /// What an earlier run has left, once: jobs that wait or have failed.
    Recovered(Vec<u8>),
}

pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (index, end) = (any::<Index>, || proptest::option::of(any::<u8>()));
    let of_the_user = prop_oneof![
        8 => (1_u8..=8).prop_map(Step::Generate),
        2 => any::<bool>().prop_map(Step::Use),
        2 => Just(Step::Pause),
        4 => Just(Step::Resume),
        5 => Just(Step::Undo),
        2 => any::<bool>().prop_map(Step::Allow),
        2 => any::<u8>().prop_map(Step::Parallel),
        1 => Just(Step::CancelWaiting),
        2 => Just(Step::RetryFailed),
        1 => Just(Step::Clear),
        2 => Just(Step::LeaveJob),
        14 => (any::<u8>(), index()).prop_map(|(command, job)| Step::Do(command, job)),
        1 => (index(), 1_usize..5).prop_map(|(first, count)| Step::TakeOut(first, count)),
        6 => (index(), index()).prop_map(|(job, to)| Step::Move(job, to)),
        2 => any::<bool>().prop_map(Step::Test),
        1 => any::<bool>().prop_map(Step::Remove),
        1 => any::<(bool, bool)>().prop_map(|(which, on)| Step::StandIn(which, on)),
    ];
    let of_the_world = prop_oneof![
        12 => (index(), end()).prop_map(|(request, end)| Step::End(request, end)),
        3 => (0_u16..5000).prop_map(Step::Pass),
        4 => (index(), end()).prop_map(|(test, found)| Step::Tested(test, found)),
        1 => any::<(bool, bool)>().prop_map(|(which, known)| Step::Key(which, known)),
        1 => proptest::collection::vec(any::<u8>(), 1..5).prop_map(Step::Recovered),
    ];
    proptest::collection::vec(prop_oneof![2 => of_the_user, 1 => of_the_world], 1..120)
}

/// How a request can fail: what it says, what it cost, what may be done, how long to wait.
pub(super) fn failure(number: u8) -> Failure {
    let service = |kind| Cause::Service { service: "one".to_owned(), kind };
    let free = |kind| (service(kind), Billed::No, Again::SameKey);
    let (cause, billed, again) = match number % 13 {
        0 => free(Kind::Offline),
        1 => free(Kind::Refused(Code::RateLimited)),
        2 => free(Kind::Refused(Code::AllowanceUsed)),
        3 => free(Kind::Refused(Code::Unauthorized)),
        4 => (service(Kind::Refused(Code::PictureFlagged)), Billed::Yes, Again::NewKey),
        5 => (service(Kind::Broken), Billed::Maybe, Again::SameKey),
        6 => (Cause::Unsent, Billed::No, Again::SameKey),
        7 | 8 => return unsaved(),
        9 => free(Kind::Refused(Code::NoCapacity)),
        10 => (Cause::Keychain(KeychainFault::Locked), Billed::No, Again::SameKey),
        11 => (service(Kind::Timeout), Billed::Maybe, Again::SameKey),
        _ => (Cause::CutShort, Billed::Maybe, Again::SameKey),
    };
    let wait = [None, Some(0), Some(40), Some(u32::MAX)].into_iter().cycle().nth((number / 13).into()).flatten();
    Failure { wait, ..Failure::new(cause, billed, again) }
}

/// Of a picture that arrived, and is held in memory.
pub(super) fn unsaved() -> Failure {
    Failure::new(Cause::File(FileFault::Full { path: "a".to_owned() }), Billed::Yes, Again::Save)
}
