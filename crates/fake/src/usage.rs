//! Cloudflare's analytics of Workers AI over GraphQL, as far as Easel asks: facts, Cloudflare §5.1. It reads no GraphQL, only
//! what such a query must name: the account, and for each selection its alias, limit, days and dimensions. A word that the
//! facts do not have is refused.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, header::CONTENT_TYPE};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    account::Account,
    day::{Day, Row, Sum},
    token::{Right, Token},
};

const NODE: &str = "aiInferenceAdaptiveGroups";
/// What a query may name beside its own aliases and variables.
const WORDS: [&str; 20] = [
    "query",
    "String",
    "Date",
    "viewer",
    "accounts",
    "filter",
    "accountTag",
    NODE,
    "limit",
    "orderBy",
    "date_ASC",
    "date_geq",
    "date_leq",
    "datetime_geq",
    "count",
    "sum",
    "totalNeurons",
    "dimensions",
    "date",
    "modelId",
];
/// Rows of a selection, at most; the facts know no larger one.
const MOST_ROWS: usize = 1000;

/// All that is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    query: String,
    variables: Map<String, Value>,
}

pub(crate) async fn answer(State(day): State<Arc<Day>>, headers: HeaderMap, body: String) -> Response {
    // facts, Cloudflare §5.1: errors come under 200; so does a missing permission.
    match told(&day, &headers, &body) {
        Ok(account) => Json(json!({"data": {"viewer": {"accounts": [account]}}, "errors": null})).into_response(),
        Err(message) => {
            let error =
                json!({"message": message, "path": ["viewer", "accounts", "0"], "extensions": {"code": "authz"}});
            Json(json!({"data": null, "errors": [error]})).into_response()
        }
    }
}

/// The selections of the account that is asked about, by alias; or why not.
fn told(day: &Day, headers: &HeaderMap, body: &str) -> Result<Map<String, Value>, String> {
    let token = Token::usable(headers).ok_or("Authentication error")?;
    let is_json = headers.get(CONTENT_TYPE).is_some_and(|declared| declared == "application/json");
    if !is_json {
        return Err("the body must be application/json".to_owned());
    }
    let Asked { query, variables } = serde_json::from_str(body).map_err(|error| error.to_string())?;
    let selections = Selection::all(&query, &variables);
    if let Some(word) = unknown_word(&query, &selections) {
        return Err(format!("unknown field \"{word}\""));
    }
    let balanced = [('{', '}'), ('(', ')'), ('[', ']')]
        .iter()
        .all(|(open, close)| query.matches(*open).count() == query.matches(*close).count());
    if selections.is_empty() || !balanced {
        return Err("error parsing args".to_owned());
    }
    let account = value(&query, &variables, "accountTag").and_then(|id| token.account(id));
    let Some(account) = account.filter(|_| token.may(Right::Analytics)) else {
        return Err("not authorized for that account".to_owned());
    };
    let rows = day.rows();
    let told = |selection: Selection| Ok((selection.alias.to_owned(), selection.groups(account, &rows)?.into()));
    selections.into_iter().map(told).collect()
}

/// What the argument `name` is, as a literal or by its variable.
fn value<'a>(text: &'a str, variables: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    let (_, after) = text.split_once(&format!("{name}:"))?;
    let after = after.trim_start();
    match after.strip_prefix('$') {
        Some(variable) => variables.get(variable.split(|c: char| !c.is_alphanumeric()).next()?)?.as_str(),
        None => after.strip_prefix('"')?.split('"').next(),
    }
}

fn unknown_word<'a>(query: &'a str, selections: &[Selection]) -> Option<&'a str> {
    // Every second part stands within quotes.
    let words =
        query.split('"').step_by(2).flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && !"_$".contains(c)));
    let named = words.filter(|word| word.starts_with(|c: char| c.is_alphabetic() || c == '_'));
    let is_known = |word: &str| WORDS.contains(&word) || selections.iter().any(|selection| selection.alias == word);
    named.into_iter().find(|word| !is_known(word))
}

/// One use of the node within a query.
struct Selection<'a> {
    alias: &'a str,
    /// From its arguments on.
    text: &'a str,
    variables: &'a Map<String, Value>,
}

impl<'a> Selection<'a> {
    fn all(query: &'a str, variables: &'a Map<String, Value>) -> Vec<Self> {
        let befores = query.split(NODE);
        let texts = befores.clone().skip(1);
        let selection = |(before, text): (&'a str, &'a str)| {
            let named = before.trim_end().strip_suffix(':');
            let alias = named.and_then(|before| before.rsplit([' ', '{', '}', '\n', ',']).next()).unwrap_or(NODE);
            Self { alias, text, variables }
        };
        befores.zip(texts).map(selection).collect()
    }

    /// A bound of its days; a time begins with its day.
    fn day(&self, name: &str) -> Result<Option<String>, String> {
        let Some(text) = value(self.text, self.variables, name) else { return Ok(None) };
        let day = text.get(..10).and_then(|day| day.parse::<Date>().ok());
        day.map(|day| Some(day.to_string())).ok_or_else(|| format!("{name} is no Date"))
    }

    /// Rows, at most; every selection says it.
    fn limit(&self) -> Result<usize, String> {
        let said =
            self.text.split_once("limit:").map(|(_, after)| after.chars().take_while(char::is_ascii_digit).collect());
        let limit = said.and_then(|digits: String| digits.parse().ok()).filter(|limit| (1..=MOST_ROWS).contains(limit));
        limit.ok_or_else(|| "limit must be positive and not over the maximum".to_owned())
    }

    fn names(&self, dimension: &str) -> bool {
        let dimensions = self.text.split_once("dimensions").and_then(|(_, after)| after.split('}').next());
        dimensions.is_some_and(|dimensions| dimensions.contains(dimension))
    }

    /// The sums of `account`, one for each day or model as the query wants it, oldest first.
    fn groups(&self, account: Account, rows: &BTreeMap<Row, Sum>) -> Result<Vec<Value>, String> {
        let first = self.day("date_geq")?.or(self.day("datetime_geq")?).ok_or("the first day is missing")?;
        let last = self.day("date_leq")?;
        let is_asked = |row: &Row| {
            let is_within = row.date >= first && last.as_ref().is_none_or(|last| row.date <= *last);
            row.account == account && is_within
        };
        let mut groups: BTreeMap<(Option<&str>, Option<&str>), Sum> = BTreeMap::new();
        for (row, sum) in rows.iter().filter(|(row, _)| is_asked(row)) {
            let key = (self.names("date").then_some(row.date.as_str()), self.names("modelId").then_some(row.model));
            groups.entry(key).or_default().add(*sum);
        }
        let group = |((date, model), sum): ((Option<&str>, Option<&str>), Sum)| {
            let dimensions = date.map(|date| ("date", date)).into_iter().chain(model.map(|model| ("modelId", model)));
            let dimensions: Map<_, _> = dimensions.map(|(name, value)| (name.to_owned(), value.into())).collect();
            json!({"count": sum.count, "sum": {"totalNeurons": sum.neurons}, "dimensions": dimensions})
        };
        Ok(groups.into_iter().map(group).take(self.limit()?).collect())
    }
}
