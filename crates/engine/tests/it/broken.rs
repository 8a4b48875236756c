//! Everything that can go wrong between a request and its picture, and what is told of it: a table for a service that
//! does everything wrong, one for each refusal of Cloudflare's. fault → class, billed, next step.

mod account;
mod cut_off;
mod not_ours;
mod refusing;

#[path = "../../../remote/tests/client/broken.rs"]
#[expect(dead_code, reason = "the client's own tests use all of it")]
mod server;

use std::time::Duration;

use contract::{AccountHash, Billed, Health, model::CATALOGUE, usage::Usage};
use engine::{Again, Class, Command, Failure, Job, JobState, NextStep, State, Timeouts, report};
use tokio::runtime::Runtime;

use crate::{
    crash::jpeg,
    desk::{Desk, nowhere},
    http::record,
    keychain::TestKeychain,
};
use server::{
    Broken, PATIENT,
    Step::{self, Read, Send},
    head_of, reply,
};

/// What no failure, no report and no text may ever hold.
const KEY: &str = "sesame-open-7";
/// What no report may hold.
const PROMPT: &str = "a secret birthday present";

/// For what never comes. A test of a connection must still come through.
const BRIEF: Timeouts = Timeouts {
    answer: Duration::from_secs(3),
    picture: Duration::from_secs(1),
    idle: Duration::from_secs(1),
    ..PATIENT
};

/// What is told: its class, whether it may have cost anything, the main step.
type Told = (Class, Billed, NextStep);
/// Its name, what the server does, what is told.
type Row = (&'static str, Vec<Step>, Told);

/// It was sent, and its end is not known: the service is asked under the same key.
const fn unknown(class: Class) -> Told {
    (class, Billed::Maybe, NextStep::AskAgain)
}

/// As our service sends a picture.
fn good_head() -> String {
    format!("200 OK\nContent-Type: image/jpeg\nX-Easel-Api: 1\nX-Easel-Record: {}", record())
}

/// Reads the request, and answers these bytes.
fn answer(bytes: impl Into<Vec<u8>>) -> Vec<Step> {
    vec![Read, Send(bytes.into())]
}

/// A whole reply with its length. `head`: the status line and headers, one a line.
fn answers(head: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    answer(reply(head, body))
}

/// A head, and what follows it whatever that head says.
fn sends(head: &str, body: &[u8]) -> Vec<Step> {
    answer([&head_of(head), body].concat())
}

/// A service that is all right, but for the pictures.
fn all_right() -> Vec<Step> {
    let json = |body: String| vec![Send(reply("200 OK\nContent-Type: application/json\nConnection: close", body))];
    let usage = Usage { total: 0, account: AccountHash::default(), days: Vec::new() };
    let models = serde_json::json!({ "models": [CATALOGUE[0]] });
    let routes = vec![
        ("/health", json(serde_json::to_string(&Health::ours()).unwrap())),
        ("/usage", json(serde_json::to_string(&usage).unwrap())),
        ("/models", json(models.to_string())),
    ];
    vec![Read, Step::ByPath(routes)]
}

/// A desk, and the runtime of the servers that it talks to.
struct Table {
    desk: Desk,
    runtime: Runtime,
    _folder: tempfile::TempDir,
}

impl Table {
    fn new(timeouts: Timeouts) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open_waiting(folder.path(), TestKeychain::default(), nowhere(), timeouts);
        Self { desk, runtime: Runtime::new().unwrap(), _folder: folder }
    }

    /// Asks for one picture over a connection to a server that does this.
    fn ask(&mut self, script: Vec<Step>) -> Broken {
        let server = self.runtime.block_on(Broken::start(all_right()));
        self.desk.connect(&server.url(), KEY);
        server.go_on(script);
        self.desk.prompt(PROMPT);
        self.desk.generate();
        server
    }

    /// What becomes of a picture that a server like this is asked for.
    fn play(&mut self, fault: &str, script: Vec<Step>) -> (Job, Failure) {
        let server = self.ask(script);
        let (job, failure) = outcome(&mut self.desk);
        assert_discreet(fault, &job, &failure, &server.url());
        let pictures = server.seen().iter().filter(|request| request.starts_with("POST /generate")).count();
        assert!(pictures <= 1, "{fault}: it was sent {pictures} times");
        assert_eq!(self.desk.files(), [], "{fault}");
        // One that waits is taken out; one that failed may be held in memory, which clearing leaves alone.
        self.desk.send(Command::CancelWaiting);
        self.desk.send(Command::Forget(job.id));
        (job, failure)
    }

    /// Plays each row, and says which are told otherwise.
    fn check(&mut self, rows: Vec<Row>) {
        let wrong: Vec<String> = rows
            .into_iter()
            .filter_map(|(fault, script, wanted)| {
                let (job, failure) = self.play(fault, script);
                let told = told(&job, &failure);
                (told != wanted).then(|| format!("{fault}: {told:?} and not {wanted:?}\n    {failure:?}"))
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// The job and its failure: on its card, or on the banner where it waits again since it surely cost nothing.
fn outcome(desk: &mut Desk) -> (Job, Failure) {
    let ended = |state: &State| {
        let job = state.gallery.jobs().first()?.clone();
        match job.state.clone() {
            JobState::Failed(failure) => Some((job, failure)),
            JobState::Waiting => {
                let failure = state.find_connection(job.connection?)?.rests.clone()?.failure;
                assert_eq!((job.before, failure.billed), (Billed::No, Billed::No));
                Some((Job { state: JobState::Failed(failure.clone()), ..job }, failure))
            }
            JobState::Running { .. } => None,
        }
    };
    desk.until("ended", |state| ended(state).is_some());
    ended(desk.state()).unwrap()
}

fn told(job: &Job, failure: &Failure) -> Told {
    (failure.class(), failure.billed, job.next_steps()[0])
}

/// Nothing of the key is told anywhere, and nothing that is personal in a report.
fn assert_discreet(fault: &str, job: &Job, failure: &Failure, place: &str) {
    let (stored, report) = (serde_json::to_string(failure).unwrap(), report(job, failure));
    assert!(!format!("{failure:?}{stored}{report}").contains(KEY), "{fault}: {failure:?}\n{report}");
    for personal in [PROMPT, place, place.trim_start_matches("http://"), fake::FIRST.id, "in its words"] {
        assert!(!report.contains(personal), "{fault}: {report}");
    }
}

#[test]
fn a_connection_that_breaks_is_told() {
    Table::new(PATIENT).check(cut_off::faults());
}

#[test]
fn a_service_that_falls_silent_is_told() {
    Table::new(BRIEF).check(cut_off::silences());
}

#[test]
fn a_reply_that_never_ends_is_told() {
    Table::new(PATIENT).check(cut_off::floods());
}

#[test]
fn what_is_no_reply_of_our_service_is_told() {
    Table::new(PATIENT).check(not_ours::faults());
}

#[test]
fn a_refusal_of_our_service_is_told() {
    Table::new(PATIENT).check(refusing::faults());
}

#[test]
fn what_is_odd_and_whole_is_kept() {
    let mut table = Table::new(PATIENT);
    let (head, jpeg) = (good_head(), jpeg());
    let old = String::from_utf8(head_of(&head)).unwrap().replace("HTTP/1.1", "HTTP/1.0");
    let odd = [
        ("no length", sends(&head, &jpeg)),
        ("HTTP/1.0", answer([old.as_bytes(), &jpeg].concat())),
        ("another type of picture", answers(&head.replace("image/jpeg", "image/png"), &jpeg)),
        ("two types", answers(&format!("{head}\nContent-Type: text/html"), &jpeg)),
        ("one length, twice", answers(&format!("{head}\nContent-Length: {}", jpeg.len()), &jpeg)),
    ];
    for (n, (what, script)) in odd.into_iter().enumerate() {
        let _server = table.ask(script);
        table.desk.until_pictures(n + 1);
        assert_eq!(table.desk.metas().len(), n + 1, "{what}");
    }
}

#[test]
fn no_other_host_is_asked_whatever_a_reply_points_to() {
    let mut table = Table::new(PATIENT);
    let other = table.runtime.block_on(Broken::start(answers(&good_head(), jpeg())));
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let head = format!("{status}\nLocation: {}/generate?key={KEY}", other.url());
        let (job, failure) = table.play(status, answers(&head, ""));
        assert_eq!(told(&job, &failure), unknown(Class::Reply), "{status}: {failure:?}");
    }
    assert_eq!(other.seen(), Vec::<String>::new());
}

#[test]
fn a_wait_that_is_no_number_of_seconds_is_none() {
    let mut table = Table::new(PATIENT);
    for (said, wait) in [
        ("7", Some(7)),
        ("0", Some(0)),
        ("1000000000000", None),
        ("-1", None),
        ("7.5", None),
        ("Sat, 21 Nov 2026 12:00:00 GMT", None),
        ("7\nRetry-After: 8", Some(7)),
    ] {
        let script =
            refusing::refusal(&format!("429 Too Many Requests\nRetry-After: {said}"), "rate_limited", "no", "");
        let (_, failure) = table.play(said, script);
        assert_eq!((failure.class(), failure.wait, failure.again), (Class::Rate, wait, Again::SameKey), "{said}");
    }
}

#[test]
fn what_a_reply_says_for_those_who_look_into_it_is_kept() {
    let mut table = Table::new(PATIENT);
    let (ray, edge) = ("8f2b6c0a1d3e4f50-FRA", "a23fd2a37ba1a6f7-AMS");
    let said = format!(r#","cloudflare_code":3025,"ray":"{ray}""#);
    let of_edge = |status: &str| format!("{status}\nCF-Ray: {edge}");
    let long = format!("400 No\nCF-Ray: {}", "a".repeat(41));
    let told_key = format!("400 No\nCF-Ray: {KEY}");
    for (what, script, wanted) in [
        (
            "the service's word",
            refusing::refusal("502 Bad", "upstream", "maybe", &said),
            (Some(502), Some(3025), Some(ray)),
        ),
        (
            "its word first",
            refusing::refusal(&of_edge("502 Bad"), "upstream", "maybe", &said),
            (Some(502), Some(3025), Some(ray)),
        ),
        ("the reply's", refusing::refusal(&of_edge("401 No"), "unauthorized", "no", ""), (Some(401), None, Some(edge))),
        ("a page of the edge", answers(&of_edge("522 Timed Out"), "<html>"), (Some(522), None, Some(edge))),
        ("a picture that is none", answers(&of_edge("200 OK\nContent-Type: text/html"), ""), (None, None, Some(edge))),
        (
            "a picture cut short",
            sends(&format!("{}\nCF-Ray: {edge}\nContent-Length: 99", good_head()), &jpeg()[..50]),
            (None, None, Some(edge)),
        ),
        (
            "a name that is none",
            refusing::refusal(&long, "upstream", "maybe", r#","ray":"my house""#),
            (Some(400), None, None),
        ),
        (
            "the key",
            refusing::refusal(&told_key, "upstream", "maybe", &format!(r#","ray":"{KEY}""#)),
            (Some(400), None, None),
        ),
    ] {
        let (_, failure) = table.play(what, script);
        let trace = &failure.trace;
        assert_eq!((trace.status, trace.code, trace.ray.as_deref()), wanted, "{what}: {failure:?}");
    }
}
