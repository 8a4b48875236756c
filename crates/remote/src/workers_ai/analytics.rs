//! What an account has used as Cloudflare itself counts it, with what other programs on it used: its analytics, asked by
//! GraphQL (facts, Cloudflare §5.1). The usage page shows it beside our own count. It costs nothing, lags by minutes and is
//! sampled, so no budget may rest on it alone.

use std::{collections::BTreeMap, ops::RangeInclusive};

use bytes::Bytes;
use contract::{
    AiError, Code, Model, Neurons, TextModel,
    usage::{MAX_MODEL_ID, MOST_NEURONS_A_DAY, MOST_PICTURES},
};
use http::{Request, Response, StatusCode, header::CONTENT_TYPE};
use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::WorkersAi;
use crate::{
    Error, TokenFault, WireBody,
    cloudflare::{Heard, not_cloudflare, refused},
    reply,
    signed::{signed, unbuilt},
    timeouts::within,
};

/// Days that one request tells of; more are not used in practice.
const DAYS: i32 = 31;
/// Rows that are asked for, and read: 32 models on each day.
const MAX_ROWS: usize = 1000;
/// Both selections go in one request, so that they are of one moment. What differs stands in variables: nothing that somebody
/// typed becomes a part of the question.
const QUERY: &str = "query($account:String!,$from:Date!,$until:Date!){viewer{accounts(filter:{accountTag:$account}){\
days:aiInferenceAdaptiveGroups(limit:31,filter:{date_geq:$from,date_leq:$until},orderBy:[date_ASC])\
{count sum{totalNeurons} dimensions{date}} \
models:aiInferenceAdaptiveGroups(limit:1000,filter:{date_geq:$from,date_leq:$until},orderBy:[date_ASC])\
{sum{totalNeurons} dimensions{date modelId}}}}}";

/// An account's own figures. The engine remembers them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analytics {
    /// By the day in UTC; days without use are left out, as Cloudflare does.
    pub days: BTreeMap<Date, AnalyticsDay>,
}

/// A day as Cloudflare counts it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnalyticsDay {
    /// Calls of models, of any kind.
    pub requests: u64,
    /// Of all models together.
    pub neurons: Neurons,
    /// Of each model: by the short id where this program knows it, else as Cloudflare writes it. Counted apart from
    /// `neurons`, and sampled: they need not add up to that.
    pub by_model: BTreeMap<String, Neurons>,
}

impl WorkersAi {
    /// What the account used on 31 days from `from` on, in UTC. One request, at no cost. A token that may not see it is
    /// [`TokenFault::NoAnalytics`]: Cloudflare says the same of a token that it does not know, which [`Self::check`] tells apart.
    pub async fn analytics(&self, from: Date) -> Result<Analytics, Error> {
        let days = from..=from.saturating_add((DAYS - 1).days());
        let variables = json!({"account": self.account.id.as_str(), "from": days.start(), "until": days.end()});
        let body = json!({"query": QUERY, "variables": variables}).to_string();
        let request = signed(Request::post(self.api.at("/graphql")), &self.account.token)?
            .header(CONTENT_TYPE, "application/json")
            .body(Bytes::from(body))
            .map_err(unbuilt)?;
        let exchange = async {
            let response = self.wire.send(request).await?;
            let ray = reply::ray(response.headers(), &self.account.token);
            self.told(response, &days).await.map_err(|error| error.ray(ray))
        };
        within(self.timeouts.answer, exchange).await.map_err(Error::free)
    }

    async fn told(&self, response: Response<WireBody>, days: &RangeInclusive<Date>) -> Result<Analytics, Error> {
        let heard = Heard::of(response, self.asker()).await?;
        if heard.status != StatusCode::OK {
            return Err(why(&heard.no(self.asker())?, heard.status));
        }
        let strange = || not_cloudflare(&self.api, heard.status);
        let json: Value = serde_json::from_slice(&heard.body).map_err(|_no_json| strange())?;
        if json.get("errors").and_then(Value::as_array).is_some_and(|errors| !errors.is_empty()) {
            return Err(why(&heard.refusal(self.asker()), heard.status));
        }
        match json.pointer("/data/viewer/accounts").and_then(Value::as_array).map(|accounts| accounts.first()) {
            Some(Some(account)) => Ok(Analytics::of(account, days)),
            Some(None) => Err(TokenFault::NoAnalytics.into()),
            None => Err(strange()),
        }
    }
}

/// What is behind a refusal: by its status, or, since GraphQL refuses under 200 and without a code, by its words.
fn why(refusal: &AiError, status: StatusCode) -> Error {
    let says = |words: &str| refusal.message.to_lowercase().contains(words);
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => TokenFault::NoAnalytics.into(),
        _ if says("not authorized") || says("authentication") => TokenFault::NoAnalytics.into(),
        _ => refused(Code::Upstream, refusal, status),
    }
}

impl Analytics {
    /// Of what was asked for, as much as can be believed: a figure that is missing, negative or absurd counts as 0.
    fn of(account: &Value, days: &RangeInclusive<Date>) -> Self {
        let mut told = Self::default();
        for (date, row) in rows(account, "days", days) {
            let day = told.days.entry(date).or_default();
            let count = row.get("count").and_then(Value::as_u64).filter(|count| *count <= MOST_PICTURES);
            day.requests = day.requests.saturating_add(count.unwrap_or_default());
            day.neurons += neurons(row);
        }
        for (date, row) in rows(account, "models", days) {
            if let Some(id) = model_id(row) {
                *told.days.entry(date).or_default().by_model.entry(id).or_default() += neurons(row);
            }
        }
        told
    }
}

/// The rows of a selection that are of one of `days`.
fn rows<'a>(
    account: &'a Value,
    selection: &str,
    days: &RangeInclusive<Date>,
) -> impl Iterator<Item = (Date, &'a Value)> {
    let rows = account.get(selection).and_then(Value::as_array).into_iter().flatten().take(MAX_ROWS);
    let dated = |row: &'a Value| Some((row.pointer("/dimensions/date")?.as_str()?.parse().ok()?, row));
    rows.filter_map(dated).filter(|(date, _)| days.contains(date))
}

fn neurons(row: &Value) -> Neurons {
    let figure = row.pointer("/sum/totalNeurons").and_then(Value::as_f64);
    figure.filter(|neurons| *neurons <= MOST_NEURONS_A_DAY).and_then(Neurons::new).unwrap_or_default()
}

fn model_id(row: &Value) -> Option<String> {
    let id = row.pointer("/dimensions/modelId")?.as_str()?;
    let known = Model::find(id).map(|model| model.id).or_else(|| TextModel::find(id).map(|model| model.id));
    let fits = (1..=MAX_MODEL_ID).contains(&id.len()) && !id.chars().any(char::is_control);
    fits.then(|| known.unwrap_or(id).to_owned())
}
