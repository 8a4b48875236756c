//! What large pictures take of workerd's memory where several are there at once: all bytes arrive, and the peak is said. No bound
//! is asserted: most of it is what V8 has not collected yet, which differs from run to run. Known on Linux only.

use std::{fs, time::Duration};

use anyhow::{Context as _, Result, ensure};
use fake::{Fake, Fault};
use serde_json::{Value, json};

use super::{Asking, Check};
use crate::worker::Workerd;

/// Bytes of a picture; its base64 ends with two `=`.
const LARGE: usize = 1_500_001;
/// Bytes of a reference: four of them are as much as a request may have.
const REFERENCE: usize = 1_400_000;
const SERIES: usize = 10;
const REPEATS: usize = 50;

pub(super) fn run(check: &Check) -> Result<()> {
    taken(check, &format!("{SERIES} pictures of {LARGE} bytes in one reply"), series)?;
    taken(check, &format!("{REPEATS} repeats at once of a picture of {LARGE} bytes"), repeats)?;
    let four = format!("four references of {REFERENCE} bytes");
    taken(check, &four, |asking, fake| references(asking, fake, |asking, fields| asking.generate("raw", fields)))?;
    taken(check, &format!("{four} under a job key"), |asking, fake| {
        references(asking, fake, |asking, fields| asking.job("lamp", fields))
    })
}

/// Has a Worker of its own do `work`, and says what it took over one that has made a small picture.
fn taken(check: &Check, what: &str, work: impl Fn(&Asking<'_>, &Fake) -> Result<()>) -> Result<()> {
    let fake = Fake::start()?;
    let workerd = Workerd::start(&check.options(&fake))?;
    let asking = Asking::of(check, &workerd)?;
    ensure!(asking.pictures(1)? == 1, "a small picture is not made");
    let before = peak(&workerd)?;
    work(&asking, &fake)?;
    let after = peak(&workerd)?;
    let took =
        before.zip(after).map(|(before, after)| format!(": {before} MB of memory before, then {after} MB at most"));
    check.done(&format!("{what}{}", took.unwrap_or_default()));
    Ok(())
}

/// Megabytes; the most memory that workerd has had.
fn peak(workerd: &Workerd) -> Result<Option<u64>> {
    let Some(id) = workerd.id() else { return Ok(None) };
    let status = fs::read_to_string(format!("/proc/{id}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM in /proc/PID/status")?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(Some(kilobytes * 1024 / 1_000_000))
}

fn series(asking: &Asking<'_>, fake: &Fake) -> Result<()> {
    fake.set_picture_bytes(Some(LARGE));
    let herons = json!({"prompt": "herons", "n": SERIES, "size": "256x256"});
    let reply = asking.post("/v1/images/generations", &herons)?;
    let body = reply.json();
    let pictures = body.get("data").and_then(Value::as_array).context("no list of pictures")?;
    let length = |picture: &Value| picture.get("b64_json").and_then(Value::as_str).map(str::len);
    let whole = pictures.iter().all(|picture| length(picture) == Some(LARGE.div_ceil(3) * 4));
    ensure!(whole && pictures.len() == SERIES, "{} pictures of {SERIES}, whole: {whole}", pictures.len());
    Ok(())
}

fn repeats(asking: &Asking<'_>, fake: &Fake) -> Result<()> {
    fake.set_picture_bytes(Some(LARGE));
    // So that all are there before the first has its answer.
    fake.answer_next(Fault::Slow(Duration::from_secs(2)));
    let (fox, runs) = (json!({"prompt": "a fox", "width": 256, "height": 256}), fake.runs() + 1);
    let callers = (0..REPEATS).map(|_| asking.caller("fox", &fox)).collect::<Result<Vec<_>>>()?;
    for caller in callers {
        let reply = asking.reply(caller)?;
        let length = reply.body.len();
        ensure!(reply.status == 200 && length == LARGE, "{} {:?}, {length} bytes", reply.status, reply.headers);
    }
    ensure!(fake.runs() == runs, "the repeats ran the model {} times", fake.runs());
    Ok(())
}

/// A picture of the stand-in's own is the reference, whose base64 is in its JSON.
fn references(
    asking: &Asking<'_>,
    fake: &Fake,
    ask: impl Fn(&Asking<'_>, &Value) -> Result<conformance::Reply>,
) -> Result<()> {
    fake.set_picture_bytes(Some(REFERENCE));
    let lamp = asking.generate("json", &json!({"prompt": "a lamp", "width": 256, "height": 256}))?;
    fake.set_picture_bytes(None);
    let image = lamp.json().get("image").cloned().context("no picture to be a reference")?;
    let fields = json!({"prompt": "a lamp", "width": 256, "height": 256, "images": vec![image; 4]});
    let reply = ask(asking, &fields)?;
    ensure!(reply.status == 200, "{} {}", reply.status, reply.json());
    let files = fake.asked().pop().map(|asked| asked.files.len());
    ensure!(files == Some(4), "{files:?} references reached Cloudflare");
    Ok(())
}
