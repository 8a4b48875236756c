//! What a day has used, as the page of usage would show it: pictures through the Worker, told by it over HTTP, and reckoned by the
//! engine. What the page makes of figures is tested without a Worker; here is that these are the figures.

use std::sync::Arc;

use anyhow::{Result, ensure};
use contract::{Key, Neurons};
use engine::{
    Command, ConnectionEdit, ConnectionKind, Engine, Event, Gallery, Keep, Now, Settings,
    usage::{Report, Span, Subject, utc_date},
};
use fake::{FIRST, Fake};
use jiff::Timestamp;
use remote::{Address, Client, Https};

use super::{Asking, Check, KEY};
use crate::worker::Workerd;

const PICTURES: u64 = 25;

pub(super) fn on_the_page(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    let workerd = Workerd::start(&check.options(&fake))?;
    let made = Asking::of(check, &workerd)?.pictures(PICTURES)?;
    ensure!(made == PICTURES, "of {PICTURES} pictures there are {made}");
    let address = Address::parse(workerd.url())?;
    let client = Client::to(address.clone(), Key::parse(KEY)?, Arc::new(Https::new()?));
    let told = check.runtime.block_on(client.usage(400))?;
    ensure!(told.odd.is_empty(), "there is something odd in /usage: {:?}", told.odd);
    let today = report(address, told)?.totals.today;
    ensure!(today.pictures == PICTURES, "the page would show {} pictures today", today.pictures);
    let (shown, spent) = (today.neurons.get(), fake.spent(FIRST));
    // Cloudflare says each run's cost to two decimal places.
    let rounding = 0.005 * PICTURES as f64;
    ensure!((shown - spent).abs() <= rounding, "the page would show {shown} neurons where {spent} were spent");
    ensure!(today.estimated == Neurons::ZERO, "the page would call a part of them an estimate: {:?}", today.estimated);
    check.done(&format!("the page of usage would show {PICTURES} pictures today, at {shown} neurons"));
    Ok(())
}

/// The page's model, of a program that has this one service and was told so.
fn report(address: Address, told: contract::usage::Told) -> Result<Report> {
    let now = Now { at: Timestamp::now(), random: 1 };
    let kind = ConnectionKind::Service(address);
    let mut engine = Engine::new(Settings::default(), None, Gallery::default(), Vec::new());
    let (name, key) = (String::new(), Some(Key::parse(KEY)?));
    let connection = ConnectionEdit { id: None, name, kind: kind.clone(), key, keep: Keep::Session };
    engine.command(Command::SaveConnection(connection), now);
    engine.event(Event::Usage(kind.place(), Ok(Box::new(told))), now);
    let today = utc_date(now.at);
    Ok(Report::new(engine.state(), Subject::All, Span::last(30, today), today))
}
