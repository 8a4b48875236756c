//! Cloudflare's analytics of Workers AI over GraphQL, as far as Easel asks: facts, Cloudflare §5.1. It reads no GraphQL, only
//! what such a query must name: the account, the alias, the first day, the dimensions.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use http::HeaderMap;
use serde_json::{Value, json};

use crate::{
    account::Account,
    day::{Day, Row, Sum},
    token::{Right, Token},
};

const NODE: &str = "aiInferenceAdaptiveGroups";

pub(crate) async fn answer(State(day): State<Arc<Day>>, headers: HeaderMap, body: String) -> Response {
    // facts, Cloudflare §5.1: errors come under 200; so does a missing permission.
    let Some(token) = Token::usable(&headers) else { return failure("Authentication error") };
    let account = token.account;
    let asked: Value = serde_json::from_str(&body).unwrap_or_default();
    let query = asked.get("query").and_then(Value::as_str).unwrap_or_default();
    let question = Question { query, variables: asked.get("variables").unwrap_or(&Value::Null) };
    let Some((before, _)) = question.query.split_once(NODE) else { return failure("unknown field") };
    if question.value("accountTag") != Some(account.id) || !token.may(Right::Analytics) {
        return failure("not authorized for that account");
    }
    let alias = before.trim_end().strip_suffix(':').and_then(|before| before.rsplit([' ', '{', '\n', ',']).next());
    let groups = question.groups(account, &day.rows());
    let data = json!({"viewer": {"accounts": [{alias.unwrap_or(NODE): groups}]}});
    Json(json!({"data": data, "errors": null})).into_response()
}

fn failure(message: &str) -> Response {
    let error = json!({"message": message, "path": ["viewer", "accounts", "0"], "extensions": {"code": "authz"}});
    Json(json!({"data": null, "errors": [error]})).into_response()
}

struct Question<'a> {
    query: &'a str,
    variables: &'a Value,
}

impl<'a> Question<'a> {
    /// What the argument `name` is, as a literal or by its variable.
    fn value(&self, name: &str) -> Option<&'a str> {
        let (_, after) = self.query.split_once(&format!("{name}:"))?;
        let after = after.trim_start();
        match after.strip_prefix('$') {
            Some(variable) => self.variables.get(variable.split(|c: char| !c.is_alphanumeric()).next()?)?.as_str(),
            None => after.strip_prefix('"')?.split('"').next(),
        }
    }

    /// Days compare as text; a time begins with its day.
    fn first_day(&self) -> &'a str {
        let first = self.value("date_geq").or_else(|| self.value("datetime_geq")).unwrap_or_default();
        first.get(..10).unwrap_or(first)
    }

    fn names(&self, dimension: &str) -> bool {
        let dimensions = self.query.split_once("dimensions").and_then(|(_, after)| after.split('}').next());
        dimensions.is_some_and(|dimensions| dimensions.contains(dimension))
    }

    /// The sums of `account`, one for each day or model as the query wants it, oldest first.
    fn groups(&self, account: Account, rows: &BTreeMap<Row, Sum>) -> Vec<Value> {
        let mut groups: BTreeMap<(Option<&str>, Option<&str>), Sum> = BTreeMap::new();
        for (row, sum) in rows.iter().filter(|(row, _)| row.account == account && row.date.as_str() >= self.first_day())
        {
            let key = (self.names("date").then_some(row.date.as_str()), self.names("modelId").then_some(row.model));
            let group = groups.entry(key).or_default();
            group.count += sum.count;
            group.neurons += sum.neurons;
        }
        let group = |((date, model), sum): ((Option<&str>, Option<&str>), Sum)| {
            let dimensions = date.map(|date| ("date", date)).into_iter().chain(model.map(|model| ("modelId", model)));
            let dimensions: serde_json::Map<_, _> =
                dimensions.map(|(name, value)| (name.to_owned(), value.into())).collect();
            json!({"count": sum.count, "sum": {"totalNeurons": sum.neurons}, "dimensions": dimensions})
        };
        groups.into_iter().map(group).collect()
    }
}
