//! What the program has: the painter and accounts at Cloudflare over one `state.db`, each by a client of its own and with a day of
//! its own.

use std::sync::Arc;

use contract::{
    Account, AccountHash, Fields, GenerateRequest, JobKey, Record, Usage, model::CATALOGUE, text::TEXT_MODELS,
};
use fake::{Fake, Way};
use home::{BuiltIn, Clock};
use remote::{Address, Client, Https, WorkersAi};
use serde_json::Value;
use tempfile::TempDir;

use crate::workers_ai::{FOX, account, everything, expected, is_close};

/// The program's own home, on the stand-in.
struct Program {
    cloudflare: Fake,
    home: BuiltIn,
    folder: TempDir,
}

fn noon() -> Clock {
    Arc::new(|| "2026-11-21T12:00:00Z".parse().unwrap())
}

impl Program {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = BuiltIn::open_with(&folder.path().join("state.db"), noon()).unwrap();
        Self { cloudflare: Fake::start().unwrap(), home, folder }
    }

    fn workers_ai(&self, account: Account) -> WorkersAi {
        WorkersAi::at(Address::parse(&self.cloudflare.rest()).unwrap(), account, Arc::new(Https::new().unwrap()))
    }

    fn client(&self, of: fake::Account) -> Client {
        self.home.on_account(self.workers_ai(account(of))).client()
    }
}

async fn picture(client: &Client, body: &str, job: &str) -> Record {
    let fields = Fields::from_json(body.as_bytes()).unwrap();
    let default = client.models().await.unwrap().models[0];
    let request = GenerateRequest::parse(fields, default).unwrap();
    let mut incoming = client.generate(&request, &JobKey::parse(job).unwrap()).await.unwrap();
    let mut file = Vec::new();
    while let Some(chunk) = incoming.chunk().await.unwrap() {
        file.extend_from_slice(&chunk);
    }
    assert!(incoming.format.is_whole(&file), "{body}");
    incoming.record
}

/// Whose day it is, pictures of all days, and today's: made, from the shelf, neurons.
fn sums(usage: &Usage) -> (AccountHash, u64, u64, u64, f64) {
    let today = &usage.days[0];
    (usage.account.clone(), usage.total, today.count, today.cached, today.neurons)
}

#[tokio::test]
async fn each_account_and_the_painter_see_their_own_day_and_no_other() {
    let program = Program::new();
    let clients = [program.home.client(), program.client(fake::FIRST), program.client(fake::SECOND)];
    let [painter, first, second] = &clients;
    let small = r#"{"prompt": "a fox", "width": 256, "height": 256}"#;
    let seeded = r#"{"prompt": "a fox", "width": 512, "height": 272, "seed": 7}"#;
    picture(painter, small, "painted").await;
    picture(first, FOX, "first-1").await;
    picture(first, seeded, "first-2").await;
    // The recipes are everybody's: it costs nobody anything, and counts where it was asked for.
    assert!(picture(second, seeded, "second-1").await.cached);
    picture(second, FOX, "second-2").await;

    let mut days = Vec::new();
    for client in &clients {
        days.push(sums(&client.usage(1).await.unwrap().usage));
    }
    let spent = [fake::FIRST, fake::SECOND].map(|account| program.cloudflare.spent(account));
    let hash = |of: fake::Account| account(of).id.hash();
    let close = |day: &(AccountHash, u64, u64, u64, f64), neurons: f64| is_close(day.4, neurons);
    assert!(close(&days[1], spent[0]) && close(&days[2], spent[1]) && spent[0] > spent[1], "{days:?} {spent:?}");
    assert_eq!(days[0], (AccountHash::default(), 1, 1, 0, 0.0));
    assert_eq!((days[1].0.clone(), days[1].1, days[1].2, days[1].3), (hash(fake::FIRST), 2, 2, 0));
    assert_eq!((days[2].0.clone(), days[2].1, days[2].2, days[2].3), (hash(fake::SECOND), 1, 1, 1));

    // `easel serve --workers-ai` has one day for all of its accounts.
    let both = [fake::FIRST, fake::SECOND].map(|of| program.workers_ai(account(of))).to_vec();
    let db = program.folder.path().join("state.db");
    let serve = BuiltIn::on_workers_ai(&db, both, TEXT_MODELS.first(), noon()).unwrap();
    let all = sums(&serve.client().usage(1).await.unwrap().usage);
    assert_eq!((all.1, all.3), (4, 1));
    assert!(is_close(all.4, spent[0] + spent[1]), "{all:?}");
}

#[tokio::test]
async fn every_model_draws_by_an_accounts_client_with_all_that_it_takes() {
    let program = Program::new();
    let client = program.client(fake::FIRST);
    let ids = client.models().await.unwrap().models.iter().map(|model| model.id).collect::<Vec<_>>();
    assert_eq!(ids, CATALOGUE.iter().map(|model| model.id).collect::<Vec<_>>());
    for model in CATALOGUE {
        program.cloudflare.forget();
        let record = picture(&client, &everything(model).to_string(), model.id).await;
        let asked = program.cloudflare.asked().pop().unwrap();
        let files: Vec<_> = asked.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!((Value::Object(asked.fields), files), expected(model.id), "{}", model.id);
        assert_eq!(asked.way, Way::Rest { account: fake::FIRST.id.to_owned() }, "{}", model.id);
        let spent = program.cloudflare.spent(fake::FIRST);
        assert!(record.neurons.is_none_or(|neurons| is_close(neurons, spent)), "{}: {record:?} {spent}", model.id);
    }
}

#[tokio::test]
async fn what_was_made_under_a_key_is_not_made_again_by_another_account() {
    let program = Program::new();
    let (first, second) = (program.client(fake::FIRST), program.client(fake::SECOND));
    let made = picture(&first, FOX, "job-1").await;
    assert_eq!(picture(&second, FOX, "job-1").await, made);
    assert_eq!(program.cloudflare.runs(), 1);
}
