//! `cargo xtask fuzz TARGET [SECONDS]`: runs a fuzz target for a while, from its seeds. It wants the nightly toolchain and
//! cargo-fuzz, so that it is no part of the checks; what it finds becomes an ordinary test.

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, Result, bail, ensure};

/// Where what is known stays between runs.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz");

/// Requests that lead the fuzzer to the routes.
const REQUESTS: [(&str, &str); 12] = [
    ("health", "GET /health\n\n"),
    ("usage", "GET /usage?days=7\nauthorization: Bearer sesame\n\n"),
    (
        "generate",
        "POST /generate?format=raw\nauthorization: Bearer sesame\ncontent-type: application/json\n\n{\"prompt\": \"a fox\", \
         \"width\": 512, \"height\": 512, \"seed\": 7, \"reseed\": true}",
    ),
    (
        "phoenix",
        "POST /generate\nauthorization: Bearer sesame\nidempotency-key: job-1\n\n{\"prompt\": \"\u{732b}\", \"model\": \
         \"phoenix-1.0\", \"steps\": 4, \"guidance\": 2.5, \"negative_prompt\": \"fog\"}",
    ),
    (
        "picture",
        "POST /generate\nauthorization: Bearer sesame\n\n{\"prompt\": \"a\", \"images\": \
         [\"iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAA\"]}",
    ),
    (
        "translated",
        "POST /generate\nauthorization: Bearer sesame\ncache-control: no-cache\n\n{\"prompt\": \"\u{732b}\", \"seed\": 7, \
         \"translate\": true, \"enhance\": true}",
    ),
    ("prompt", "POST /prompt\nauthorization: Bearer sesame\n\n{\"prompt\": \"un chat\", \"translate\": true}"),
    (
        "remix",
        "POST /api/image\nauthorization: Bearer sesame\n\n{\"messages\": [{\"role\": \"user\", \"content\": \"---tl a cat\"}], \
         \"model\": \"FLUX.1-Schnell-CF\", \"stream\": false}",
    ),
    (
        "openai",
        "POST /v1/images/generations\nauthorization: Bearer sesame\nidempotency-key: job-1\n\n{\"prompt\": \"a fox\", \"n\": 2, \
         \"size\": \"512x512\", \"response_format\": \"b64_json\", \"seed\": 7, \"user\": \"ann\"}",
    ),
    ("listed", "GET /v1/models/%40cf%2Fleonardo%2Fphoenix-1.0\nauthorization: Bearer sesame\n\n"),
    ("remixed", "GET /api/models\nauthorization: Bearer sesame\n\n"),
    ("preflight", "OPTIONS /generate\norigin: https://pages.example\naccess-control-request-method: POST\n\n"),
];

/// Replies that lead it to the parts of an envelope: status and body.
const REPLIES: [(&str, u16, &str); 5] = [
    ("picture", 200, r#"{"result":{"image":"/9j/4AAQ/9k="},"success":true,"errors":[],"messages":[]}"#),
    ("binding", 200, r#"{"image":"/9j/4AAQ/9k="}"#),
    ("failure", 200, r#"{"success":false,"errors":[{"code":3043,"message":"AiError: Internal server error"}]}"#),
    ("refusal", 429, r#"{"success":false,"errors":[{"code":4006,"message":"AiError: daily free allocation"}]}"#),
    ("internal", 400, r#"{"internalCode":3030,"description":"flagged","name":"AiError"}"#),
];

pub(crate) fn run(target: &str, seconds: u32) -> Result<()> {
    let seeds: Vec<_> = match target {
        "router" => REQUESTS.iter().map(|(name, request)| (name, request.as_bytes().to_vec())).collect(),
        // Two bytes of status, then the body.
        "cloudflare" => {
            let seed = |status: u16, body: &str| [&status.to_be_bytes(), body.as_bytes()].concat();
            REPLIES.iter().map(|(name, status, body)| (name, seed(*status, body))).collect()
        }
        _ => bail!("no such target; there are `router` and `cloudflare`"),
    };
    let corpus = Path::new(FOLDER).join("corpus").join(target);
    fs::create_dir_all(&corpus)?;
    for (name, seed) in seeds {
        fs::write(corpus.join(name), seed)?;
    }
    install()?;
    let root = Path::new(FOLDER).join("..");
    // An optimised build, but with overflow checks and debug assertions: cargo-fuzz's own default.
    let status = Command::new("cargo")
        .args(["+nightly", "fuzz", "run", target, "--", &format!("-max_total_time={seconds}"), "-timeout=10"])
        .current_dir(root)
        .status()
        .context("cargo +nightly fuzz")?;
    ensure!(status.success(), "the fuzzer has found something: see fuzz/artifacts, and make it a test");
    Ok(())
}

fn install() -> Result<()> {
    let there = Command::new("cargo").args(["fuzz", "--version"]).output().is_ok_and(|asked| asked.status.success());
    if there {
        return Ok(());
    }
    let status = Command::new("cargo").args(["install", "--locked", "cargo-fuzz"]).status()?;
    ensure!(status.success(), "cargo-fuzz cannot be installed");
    Ok(())
}
