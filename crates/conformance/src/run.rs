//! Runs the table against one home, in order, since later rows rest on earlier ones.

use std::{
    future::Future,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use fake::{Asked, Fake};
use http::Request;

use crate::{
    Reply, cache, case::Case, counting, documented::Document, making, openai, prompt, reading, references, refusals,
    refusing, remix, rewriting, shelf, texts,
};

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
    /// Neurons that are counted beyond what the stand-in spent on texts: estimates of what may have been paid for.
    lost: f64,
}

/// The rows, in order: those that read first, since nothing is counted then.
fn rows() -> Vec<Case> {
    let tables = [
        reading::table(),
        refusing::table(),
        making::table(),
        refusals::table(),
        cache::table(),
        shelf::table(),
        references::table(),
        rewriting::table(),
        prompt::table(),
        remix::table(),
        openai::table(),
    ];
    let mut rows: Vec<_> = tables.into_iter().flatten().collect();
    rows.push(counting::row(&rows));
    rows
}

/// Asks `target` everything. `fake`: the one that it asks in turn, fresh.
pub async fn run(target: &impl Target, fake: &Fake) -> Said {
    begin_within_a_day().await;
    let mut said = Said::default();
    let document = match Document::of(target).await {
        Ok(document) => document,
        Err(error) => return Said { faults: vec![error], ..said },
    };
    for case in rows() {
        said.ask(target, fake, &document, &case).await;
    }
    said.faults.extend(texts::tasks(&fake.asked()));
    said.faults.extend(counting::fifty_of_one_job(target, fake).await);
    said.faults.extend(counting::two_hundred_at_once(target, fake).await);
    said.faults.extend(counting::adds_up(target, fake, refusals::UNMADE + said.lost).await);
    said
}

/// What a day has counted is compared, and a home counts by the computer's clock: a day that ends soon is waited out.
async fn begin_within_a_day() {
    const DAY: u64 = 24 * 3600;
    const ENDS_SOON: u64 = 180;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let left = DAY - now % DAY;
    if left < ENDS_SOON {
        tokio::time::sleep(Duration::from_secs(left)).await;
    }
}

impl Said {
    async fn ask(&mut self, target: &impl Target, fake: &Fake, document: &Document, case: &Case) {
        let (name, before, written) = (case.name(), fake.asked().len(), fake.spent_on_texts());
        case.prepare(fake);
        match target.ask(case.request()).await {
            Ok(reply) => {
                let last = self.exchanges.last().map(|last| &last.reply);
                let undocumented = document.faults(&case.request(), &reply);
                let faults = case.check(&reply, last).into_iter().chain(undocumented);
                self.faults.extend(faults.map(|fault| format!("{name}: {fault}")));
                self.exchanges.push(Exchange { name: name.clone(), reply });
            }
            Err(error) => self.faults.push(format!("{name}: no reply: {error}")),
        }
        case.clean_up(fake);
        let asked: Vec<Asked> = fake.asked().split_off(before);
        if asked.len() != case.asked() {
            self.faults.push(format!("{name}: Cloudflare was asked {} times and not {}", asked.len(), case.asked()));
        }
        if let Some(typed) = case.typed() {
            self.faults.extend(texts::fault(&asked, &typed).map(|fault| format!("{name}: {fault}")));
        }
        if case.loses_text() {
            self.lost += texts::estimate(&asked) - (fake.spent_on_texts() - written);
        }
    }
}
