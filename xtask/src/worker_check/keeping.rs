//! What a job key promises, on the real objects and their storage: a model runs once under it, whatever becomes of callers, of
//! the clock, and of workerd itself. `crates/home/tests/built_in/shelf.rs` has the same for the other homes.

use std::{path::Path, thread::sleep, time::Duration};

use anyhow::{Result, ensure};
use conformance::Reply;
use fake::{Fake, Fault};
use jiff::{Span, Timestamp};
use serde_json::{Value, json};

use super::{Asking, Check, asking::told};
use crate::worker::Workerd;

/// Long enough that a caller can do something meanwhile.
const SLOW: Fault = Fault::Slow(Duration::from_secs(3));
/// How long a request may take to reach Cloudflare.
const REACHES: Duration = Duration::from_secs(60);

pub(super) fn run(check: &Check) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let keeping = Keeping { check, fake: Fake::start()?, folder: folder.path() };
    let fox = keeping.at_once()?;
    keeping.after_a_crash(&fox)?;
    keeping.later()
}

/// One stand-in and one folder, over all restarts.
struct Keeping<'a> {
    check: &'a Check,
    fake: Fake,
    folder: &'a Path,
}

impl Keeping<'_> {
    /// The Worker over what was kept, with its clock so much later.
    fn start(&self, later: Option<Span>) -> Result<Workerd> {
        let mut options = self.check.options(&self.fake);
        options.kept = Some(self.folder.to_owned());
        options.clock = later.map(|span| Timestamp::now().checked_add(span)).transpose()?;
        Workerd::start(&options)
    }

    fn ran(&self, runs: u64, what: &str) -> Result<()> {
        ensure!(self.fake.runs() == runs, "{what}: {} pictures were made, and not {runs}", self.fake.runs());
        Ok(())
    }

    /// Waits until Cloudflare makes the picture with this number, and pays for it.
    fn reached(&self, runs: u64) -> Result<()> {
        let step = Duration::from_millis(20);
        for _ in 0..REACHES.as_millis() / step.as_millis() {
            if self.fake.runs() == runs {
                return Ok(());
            }
            sleep(step);
        }
        self.ran(runs, "a request that was sent")
    }

    /// A picture, two callers under one key, one that hangs up; at last one whose Worker dies. The first one's reply.
    fn at_once(&self) -> Result<Reply> {
        let workerd = self.start(None)?;
        let asking = Asking::of(self.check, &workerd)?;
        let fox = asking.job("fox", &picture("fox"))?;
        fresh(&fox)?;
        self.ran(1, "one picture")?;

        self.fake.answer_next(SLOW);
        let callers = [asking.caller("hare", &picture("hare"))?, asking.caller("hare", &picture("hare"))?];
        let mut replies = callers.into_iter().map(|caller| asking.reply(caller)).collect::<Result<Vec<_>>>()?;
        replies.sort_by_key(is_replayed);
        let [first, second] = replies.as_slice() else { anyhow::bail!("two callers have not two replies") };
        fresh(first)?;
        replayed(second, first)?;
        self.ran(2, "two callers at once")?;

        self.fake.answer_next(SLOW);
        let caller = asking.caller("owl", &picture("owl"))?;
        self.reached(3)?;
        let begun = self.fake.asked().pop().is_some_and(|asked| asked.status.is_none());
        ensure!(begun, "the model has answered before its caller could hang up");
        caller.abort();
        let owl = asking.job("owl", &picture("owl"))?;
        ensure!(owl.status == 200 && is_replayed(&owl), "after a caller hung up: {} {:?}", owl.status, owl.headers);
        self.ran(3, "a caller that hung up")?;
        let counted = asking.usage(1)?.total;
        ensure!(counted == 3, "three pictures, of which one had no caller, are counted as {counted}");
        self.check.done("under one key a model runs once, for two callers at once and for one that hangs up");

        self.fake.answer_next(SLOW);
        let cut_off = asking.caller("wolf", &picture("wolf"))?;
        self.reached(4)?;
        drop(workerd);
        let reply = self.check.runtime.block_on(cut_off)?;
        ensure!(reply.is_err(), "workerd has ended, and answers {reply:?}");
        Ok(fox)
    }

    fn after_a_crash(&self, fox: &Reply) -> Result<()> {
        let workerd = self.start(None)?;
        let asking = Asking::of(self.check, &workerd)?;
        replayed(&asking.job("fox", &picture("fox"))?, fox)?;
        for _ in 0..2 {
            told(&asking.job("wolf", &picture("wolf"))?, 409, "interrupted", "maybe")?;
        }
        self.ran(4, "after a crash")?;
        self.check.done("after a crash what was made is there, what was cut off is told, and neither runs again");
        Ok(())
    }

    fn later(&self) -> Result<()> {
        let workerd = self.start(Some(Span::new().hours(25)))?;
        let asking = Asking::of(self.check, &workerd)?;
        told(&asking.job("fox", &picture("fox"))?, 410, "reply_gone", "yes")?;
        told(&asking.job("fox", &picture("hare"))?, 422, "key_reused", "no")?;
        self.ran(4, "a day later")?;
        drop(workerd);

        let workerd = self.start(Some(Span::new().hours(31 * 24)))?;
        let asking = Asking::of(self.check, &workerd)?;
        fresh(&asking.job("fox", &picture("fox"))?)?;
        self.ran(5, "a month later")?;
        self.check.done("a picture is kept a day, its outcome a month, and then its key is new");
        Ok(())
    }
}

fn picture(prompt: &str) -> Value {
    json!({"prompt": prompt, "width": 256, "height": 256})
}

fn is_replayed(reply: &Reply) -> bool {
    reply.header("idempotency-replayed") == Some("true")
}

fn fresh(reply: &Reply) -> Result<()> {
    let fits = reply.status == 200 && !is_replayed(reply);
    ensure!(fits, "{} {:?} {} and not a new picture", reply.status, reply.headers, reply.json());
    Ok(())
}

fn replayed(reply: &Reply, first: &Reply) -> Result<()> {
    ensure!(reply.status == 200 && is_replayed(reply), "{} {:?} and not replayed", reply.status, reply.headers);
    let same = reply.body == first.body && reply.header("x-easel-record") == first.header("x-easel-record");
    ensure!(same, "another picture, or another record of it, comes back");
    Ok(())
}
