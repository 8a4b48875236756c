//! What becomes of everything that Cloudflare can do instead of answering with a picture: each refusal of the facts, and
//! each way in which a reply breaks.

use std::{iter::repeat_n, time::Duration};

use fake::{
    Fault,
    refusal::{self, Refusal},
};
use serde_json::{Value, json};

use crate::{
    case::{Case, Sent, generate, keyed},
    making,
};

/// Neurons of an owl: a quarter of a tile.
const OWL: f64 = 26.05 / 4.0;
/// Neurons; our estimates of the owls that Cloudflare may have made and the stand-in has not: four refusals, and six replies
/// that are none.
pub(crate) const UNMADE: f64 = 10.0 * OWL;

pub(crate) fn table() -> Vec<Case> {
    let mut cases: Vec<_> = refusal::ALL.iter().filter(|refusal| !passes(refusal)).map(refused).collect();
    cases.extend(passing());
    cases.extend(broken());
    cases.extend(reseeded());
    // A failure under a job key: what cost nothing may be tried again, what may have cost something is told again.
    let under = |status| generate("raw", &json!({"prompt": "a job", "width": 256, "height": 256}), status);
    cases.push(under(422).under("job-3").while_cloudflare([Fault::Refuse(refusal::NSFW)]).error("prompt_flagged", ""));
    cases.push(under(200).under("job-3").without("idempotency-replayed").picture(Sent::jpeg(256, 256)));
    let flagged = || under(422).under("job-4").error("picture_flagged", "").billed("yes");
    cases.push(flagged().while_cloudflare([Fault::Refuse(refusal::FLAGGED)]).without("idempotency-replayed"));
    cases.push(flagged().header("idempotency-replayed", "true"));
    let failed = cases.iter().filter(|case| case.fails()).count();
    // Ours are the unmade owls, those that were made and did not come (flagged twice, and four in other ways), a flagged hare of
    // three tiles, and what the pictures before cost.
    let estimated = UNMADE + 6.0 * OWL + 3.0 * 26.05 + making::ESTIMATED;
    let made = making::MADE + 7;
    cases.push(
        keyed("GET /usage?days=1", "", 200)
            .json("/total", made)
            .json("/days/0/count", made)
            .json("/days/0/failed", failed)
            .json("/days/0/estimated", estimated),
    );
    cases
}

fn owl(status: u16) -> Case {
    generate("raw", &json!({"prompt": "an owl", "width": 256, "height": 256}), status)
}

/// Whether the service tries again by itself.
fn passes(refusal: &Refusal) -> bool {
    [3021, 3040].contains(&refusal.code)
}

/// One that is told at once.
fn refused(refusal: &Refusal) -> Case {
    let (status, code, billed) = match refusal.code {
        3036 | 4006 => (429, "allowance_used", "no"),
        3030 if refusal.made => (422, "picture_flagged", "yes"),
        8007 => (422, "prompt_flagged", "no"),
        3003 | 3010 | 3030 | 3039 | 5004 | 5005 | 5006 | 5019 | 7000 | 7001 => (400, "input_refused", "no"),
        3006 => (413, "body_too_large", "no"),
        3042 | 5007 => (400, "model_not_here", "no"),
        2021 | 5035 => (402, "needs_paid_plan", "no"),
        3007 | 3008 => (504, "upstream_timeout", "maybe"),
        3025 | 3043 => (502, "upstream", "maybe"),
        _ => (502, "account_refused", "no"),
    };
    let case = owl(status).while_cloudflare([Fault::Refuse(*refusal)]).error(code, "").billed(billed);
    let case = case.json("/error/cloudflare_code", refusal.code).unlike("/error/ray", Value::Null);
    if code == "allowance_used" { case.with("retry-after") } else { case }
}

/// Those that surely did not run, and pass.
fn passing() -> Vec<Case> {
    let times = |refusal, n| repeat_n(Fault::Refuse(refusal), n);
    vec![
        owl(200).while_cloudflare(times(refusal::CAPACITY, 1)).picture(Sent::jpeg(256, 256)),
        owl(200).while_cloudflare(times(refusal::RATE_WITH_WAIT, 1)).picture(Sent::jpeg(256, 256)),
        owl(503).while_cloudflare(times(refusal::CAPACITY, 4)).error("no_capacity", "").header("retry-after", "15"),
        owl(429).while_cloudflare(times(refusal::RATE, 4)).error("rate_limited", "").header("retry-after", "60"),
    ]
}

/// Replies that are none. What may have been made is said to be.
fn broken() -> Vec<Case> {
    let sdxl = |status, fault| {
        let fields = json!({"prompt": "an owl", "model": "stable-diffusion-xl-base-1.0", "width": 512, "height": 512});
        generate("raw", &fields, status).while_cloudflare([fault])
    };
    let upstream = |case: Case| case.error("upstream", "").billed("maybe");
    let made = [Fault::BreakOff, Fault::BreakOffRefusal, Fault::NotAPicture, Fault::NotBase64];
    let unmade = [Fault::EmptyResult, Fault::NotJson, Fault::FailureUnder200];
    let unsaid = [Fault::NoErrors, Fault::EmptyErrors, Fault::CodeZero];
    let mut cases: Vec<_> = made
        .into_iter()
        .chain(unmade)
        .chain(unsaid)
        .flat_map(|fault| [upstream(owl(502).while_cloudflare([fault])), upstream(sdxl(502, fault))])
        .collect();
    cases.push(owl(200).while_cloudflare([Fault::WrongType]).picture(Sent::jpeg(256, 256)));
    cases.push(sdxl(200, Fault::WrongType).picture(Sent::jpeg(512, 512)));
    cases.push(owl(200).while_cloudflare([Fault::Slow(Duration::from_millis(300))]).picture(Sent::jpeg(256, 256)));
    cases
}

/// A refused prompt is sent once more with a new seed, where the request says so.
fn reseeded() -> Vec<Case> {
    // Each with a seed of its own: what was made once is not made again.
    let hare = |seed, status| generate("json", &json!({"prompt": "a hare", "seed": seed, "reseed": true}), status);
    let refused = |n| repeat_n(Fault::Refuse(refusal::NSFW), n);
    vec![
        hare(1, 200).while_cloudflare(refused(1)).unlike("/seed", 1),
        hare(2, 422).while_cloudflare(refused(2)).error("prompt_flagged", ""),
        // Made already, and paid for.
        hare(3, 422).while_cloudflare([Fault::Refuse(refusal::FLAGGED)]).error("picture_flagged", "").billed("yes"),
    ]
}
