//! Runs the table against one home, in order, since later rows rest on earlier ones.

use std::future::Future;

use bytes::Bytes;
use fake::Fake;
use http::Request;

use crate::{Reply, case::Case, counting, documented::Document, making, reading, refusals, refusing};

/// A home under test: fresh, with [`crate::KEYS`] and [`crate::ORIGIN`], and an account at the fake.
pub trait Target: Sync {
    /// Sends `request` once. The error is what went wrong on the way.
    fn ask(&self, request: Request<Bytes>) -> impl Future<Output = Result<Reply, String>> + Send;
}

/// A row's name, and what the home replied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The row.
    pub name: String,
    /// What came.
    pub reply: Reply,
}

/// What a home said to the whole table.
#[derive(Debug, Default)]
pub struct Said {
    /// Each row with its reply.
    pub exchanges: Vec<Exchange>,
    /// Where the reply was not the expected one, a line each.
    pub faults: Vec<String>,
}

/// Asks `target` everything. `fake`: the one that it asks in turn, fresh.
pub async fn run(target: &impl Target, fake: &Fake) -> Said {
    let mut said = Said::default();
    let document = match Document::of(target).await {
        Ok(document) => document,
        Err(error) => return Said { faults: vec![error], ..said },
    };
    for case in [reading::table(), refusing::table(), making::table(), refusals::table()].into_iter().flatten() {
        said.ask(target, fake, &document, case).await;
    }
    said.faults.extend(counting::two_hundred_at_once(target, fake).await);
    said.faults.extend(counting::adds_up(target, fake, refusals::UNMADE).await);
    said
}

impl Said {
    async fn ask(&mut self, target: &impl Target, fake: &Fake, document: &Document, case: Case) {
        let (name, before) = (case.name(), fake.asked().len());
        for fault in case.faults() {
            fake.answer_next(fault);
        }
        match target.ask(case.request()).await {
            Ok(reply) => {
                let undocumented = document.faults(&case.request(), &reply);
                let faults = case.check(&reply).into_iter().chain(undocumented);
                self.faults.extend(faults.map(|fault| format!("{name}: {fault}")));
                self.exchanges.push(Exchange { name, reply });
            }
            Err(error) => self.faults.push(format!("{name}: no reply: {error}")),
        }
        let (asked, asks) = (fake.asked().len() - before, case.asks());
        if asked != asks {
            self.faults.push(format!("{}: Cloudflare was asked {asked} times and not {asks}", case.name()));
        }
    }
}
