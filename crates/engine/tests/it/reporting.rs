//! The report that a user copies: what helps is in it, and nothing that is secret or personal.

use contract::{Billed, Code, Prompt};
use engine::{AddressError, Again, Cause, Failure, FileFault, Job, Kept, KeychainFault, Kind, Trace, report};
use jiff::Timestamp;

use crate::next_steps::job;

const PLANTED: &str = "planted";

fn planted() -> String {
    format!("{PLANTED} sesame https://me.example/{PLANTED} /home/{PLANTED}")
}

/// Every cause that holds a text.
fn causes() -> Vec<Cause> {
    let path = planted;
    vec![
        Cause::Service { service: planted(), kind: Kind::Refused(Code::Upstream) },
        Cause::NoKey { service: planted() },
        Cause::Unknown { service: planted() },
        Cause::File(FileFault::Full { path: path() }),
        Cause::File(FileFault::Denied { path: path() }),
        Cause::File(FileFault::Gone { path: path() }),
        Cause::File(FileFault::Disk { path: path() }),
        Cause::File(FileFault::NoBin { path: path() }),
        Cause::File(FileFault::Changed { path: path() }),
        Cause::File(FileFault::NotInBin { path: path() }),
        Cause::File(FileFault::Taken { path: path() }),
        Cause::NotRevealed { folder: planted() },
        Cause::Other(planted()),
    ]
}

fn planted_job(failure: Failure) -> Job {
    let mut job = job(failure);
    job.request.prompt = Prompt::parse(planted()).unwrap();
    job.request.negative_prompt = Some(planted());
    (job.over, job.place) = (planted(), planted());
    job
}

#[test]
fn nothing_that_anybody_wrote_is_in_a_report() {
    for cause in causes() {
        let mut failure = Failure::new(cause, Billed::Maybe, Again::SameKey).detail(planted());
        failure.trace.ray = Some(planted());
        let report = report(&planted_job(failure.clone()), &failure);
        for word in [PLANTED, "sesame", "example", "home", "cf-ray"] {
            assert!(!report.contains(word), "{word}: {report}");
        }
        assert!(report.lines().all(|line| line.contains(": ")), "{report}");
    }
}

#[test]
fn what_helps_is_in_it() {
    let cause = Cause::Service { service: planted(), kind: Kind::Refused(Code::Upstream) };
    let trace = Trace { status: Some(502), code: Some(3025), ray: Some("8f2b6c0a1d3e4f50-FRA".to_owned()) };
    let failure = Failure { wait: Some(7), trace: trace.into(), ..Failure::new(cause, Billed::Maybe, Again::NewKey) };
    // Of an earlier run, which this one has begun long after.
    let job = Job { at: Timestamp::MAX, ..planted_job(failure.clone()) };
    let report = report(&job, &failure);
    let (easel, system) = report.split_once("api: ").unwrap();
    assert!(easel.starts_with(concat!("easel: ", env!("CARGO_PKG_VERSION"), "\nsystem: ")), "{easel}");
    assert_eq!(
        system,
        "1\nclass: cloudflare\ncause: service refused upstream\nbilled: maybe\nhttp status: 502\ncloudflare code: 3025\n\
         cf-ray: 8f2b6c0a1d3e4f50-FRA\nretry after, in seconds: 7\nmodel: flux-2-klein-4b\nsize: 1024x1024\nreferences: 0\n\
         asked for: 1970-01-01T00:00:01Z\n"
    );
}

#[test]
fn each_cause_has_its_names() {
    for (cause, names) in [
        (Cause::CutShort, "cut_short"),
        (Cause::Keychain(KeychainFault::Locked), "keychain locked"),
        (Cause::Address(AddressError::PlainHttp), "address plain_http"),
        (Cause::NotKept(Kept::Journal), "not_kept journal"),
        (Cause::File(FileFault::TooManyBytes { bytes: 7 }), "file too_many_bytes"),
        (Cause::File(FileFault::NotAPicture), "file not_a_picture"),
        (Cause::NoKey { service: planted() }, "no_key"),
        (Cause::Other(planted()), "other"),
    ] {
        let failure = Failure::new(cause, Billed::No, Again::SameKey);
        let report = report(&job(failure.clone()), &failure);
        assert!(report.contains(&format!("cause: {names}\n")), "{report}");
    }
}
