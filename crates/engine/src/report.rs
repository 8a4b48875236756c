//! What a user sends to whoever helps: the facts of a failure, one a line, in English whatever the window speaks, since it is
//! read by others. It must never hold anything secret or personal: no prompt, no name, address, account or path, and no words
//! of a service or the system, which may repeat one of these.

use std::{
    env::consts::{ARCH, OS},
    fmt::{Display, Write as _},
};

use contract::API_VERSION;
use serde::Serialize;
use serde_json::Value;

use crate::{cause::Cause, failure::Failure, job::Job};

/// What is known of `failure`, which is that of `job`: `name: value` lines.
pub fn report(job: &Job, failure: &Failure) -> String {
    let mut report = Report(String::new());
    let trace = &failure.trace;
    report.line("easel", env!("CARGO_PKG_VERSION"));
    report.line("system", format!("{OS} {ARCH}"));
    report.line("api", API_VERSION);
    report.line("class", words(&failure.class()));
    report.line("cause", cause(&failure.cause));
    report.line("billed", words(&failure.billed));
    report.line_of("http status", trace.status);
    report.line_of("cloudflare code", trace.code);
    // Not only those that were read from a journal.
    report.line_of("cf-ray", trace.ray.as_deref().and_then(contract::ray));
    report.line_of("retry after, in seconds", failure.wait);
    let request = &job.request;
    report.line("model", request.model.id);
    report.line("size", format!("{}x{}", request.size.width, request.size.height));
    report.line_of("steps", request.steps.or_else(|| Some(request.model.steps?.default)));
    report.line("references", request.images.len());
    // By its id: a job of an earlier run stands where this one began. To the second: finer says nothing more.
    report.line("asked for", format!("{:.0}", job.id.asked().unwrap_or(job.at)));
    report.0
}

struct Report(String);

impl Report {
    fn line(&mut self, name: &str, value: impl Display) {
        // Text takes everything.
        writeln!(self.0, "{name}: {value}").ok();
    }

    fn line_of(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.line(name, value);
        }
    }
}

/// Which cause, by the journal's names: those alone, and nothing that a cause holds beside them.
fn cause(cause: &Cause) -> String {
    let kind = match cause {
        Cause::Service { kind, .. } => words(kind),
        Cause::Keychain(fault) => words(fault),
        Cause::Address(error) => words(error),
        Cause::NotKept(what) => words(what),
        Cause::File(fault) => name(fault),
        Cause::Worker(fault) => words(fault),
        Cause::NoConnection
        | Cause::NoKey { .. }
        | Cause::CutShort
        | Cause::Cancelled
        | Cause::Unknown { .. }
        | Cause::Unsent
        | Cause::Index
        | Cause::NotRevealed { .. }
        | Cause::ThreadGone
        | Cause::Other(_) => return name(cause),
    };
    format!("{} {kind}", name(cause))
}

/// Of something that is made of names only: all of them, the outer one first.
fn words(named: &impl Serialize) -> String {
    match serde_json::to_value(named) {
        Ok(Value::Object(fields)) => {
            fields.into_iter().next().map(|(name, inner)| format!("{name} {}", words(&inner))).unwrap_or_default()
        }
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The outer name alone.
fn name(named: &impl Serialize) -> String {
    match serde_json::to_value(named) {
        Ok(Value::Object(fields)) => fields.into_iter().next().map(|(name, _)| name).unwrap_or_default(),
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}
