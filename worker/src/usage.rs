//! The Durable Object `Usage`, one in all: it counts what was made, and mirrors each day to KV for other programs. What
//! it writes for one request it writes without a wait, so that no other comes between, and its reply is held back until that is
//! safe: no count is lost or made twice.

use std::time::Duration;

use contract::Day;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use service::ledger::Row;
use worker::{
    DurableObject, Env, Request, Response, Result, State, Storage, console_error, durable_object, kv::KvStore,
};

use crate::{home::now, object::asked_by_address};

mod rows;

use rows::{Mirror, Rows};

/// What it can be asked.
#[derive(Serialize, Deserialize)]
pub(crate) enum Question {
    /// Counts one request. Answered with nothing, when the count is safe.
    Record(Row),
    /// What was counted on these days, both included. Answered with a [`Sheet`].
    Counted {
        /// The first day.
        first: Date,
        /// The last day.
        last: Date,
    },
}

/// What was counted.
#[derive(Serialize, Deserialize)]
pub(crate) struct Sheet {
    /// Pictures since the count began.
    pub(crate) total: u64,
    /// Days with use.
    pub(crate) days: Vec<Day>,
}

/// The object.
#[durable_object(alarm)]
pub struct Usage {
    storage: Storage,
    rows: Rows,
    /// None where the binding is missing: then nothing is mirrored.
    mirror: Option<KvStore>,
}

impl DurableObject for Usage {
    fn new(state: State, env: Env) -> Self {
        let storage = state.storage();
        Self { rows: Rows::open(storage.sql()), storage, mirror: env.kv("USAGE").ok() }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        match serde_json::from_str(&asked_by_address(&request))? {
            Question::Record(row) => self.record(row).await,
            Question::Counted { first, last } => {
                Response::from_json(&Sheet { total: self.rows.total()?, days: self.rows.days(first, last)? })
            }
        }
    }

    /// Mirrors the days that changed. What could not be written, or changed meanwhile, has its turn later.
    async fn alarm(&self) -> Result<Response> {
        for behind in self.rows.behind(now())? {
            let written = self.write(&behind.day).await;
            match written {
                Ok(()) => self.rows.mirrored(behind.day.date, behind.changes)?,
                Err(error) => console_error!("usage:{} could not be written: {}", behind.day.date, error),
            }
        }
        self.wake().await?;
        Response::empty()
    }
}

impl Usage {
    async fn record(&self, row: Row) -> Result<Response> {
        let mirror = self.rows.add(&row, now())?;
        // It is counted, whatever becomes of the alarm: the next request has another look.
        if let Err(error) = self.see_to(mirror).await {
            console_error!("the mirror in KV has no alarm: {}", error);
        }
        Response::empty()
    }

    /// Cloudflare gives an alarm up that has failed six times, so that one which should have come is not believed to.
    async fn see_to(&self, mirror: Mirror) -> Result<()> {
        match mirror {
            Mirror::Waits => Ok(()),
            Mirror::Late if self.storage.get_alarm().await?.is_some() => Ok(()),
            Mirror::Late | Mirror::FirstBehind => self.wake().await,
        }
    }

    /// Sets the alarm for the day that has waited longest. There is only one alarm.
    async fn wake(&self) -> Result<()> {
        match self.rows.due(now())?.filter(|_| self.mirror.is_some()) {
            Some(wait) => self.storage.set_alarm(Duration::from_millis(wait)).await,
            None => Ok(()),
        }
    }

    async fn write(&self, day: &Day) -> Result<()> {
        // An alarm from before the binding was taken away.
        let Some(mirror) = &self.mirror else { return Err(worker::Error::BindingError("USAGE".to_owned())) };
        // As bytes: a struct would be written by way of JavaScript's `Map`, whose JSON is empty.
        Ok(mirror.put_bytes(&format!("usage:{}", day.date), &serde_json::to_vec(day)?)?.execute().await?)
    }
}
