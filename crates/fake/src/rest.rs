//! The routes: Cloudflare's REST API as far as Easel uses it (facts, Cloudflare §2, §5 and §6), and the binding's upstream.

use std::sync::Arc;

use axum::{
    Extension, Json, Router,
    extract::{DefaultBodyLimit, Path, Query, Request, State},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::{any, get, post},
};
use http::{HeaderMap, HeaderValue, header::CACHE_CONTROL};
use serde_json::{Map, Value, json};

use crate::{
    account::{Account, FIRST},
    asked::Way,
    binding,
    day::{Day, Ticket},
    deploy::{self, Land},
    fault::Fault,
    inference::Inference,
    input::{Input, MOST_BYTES},
    model::{Answers, Model},
    refusal,
    search::{self, Filter},
    token::{Owner, Right, Token},
    usage, wire,
};

/// The path that stands for Cloudflare's `/client/v4`.
pub(crate) const BASE: &str = "/client/v4";
/// The path that miniflare's proxy calls.
pub(crate) const UPSTREAM: &str = "/binding";
/// What stands before the model in a path.
const RUN: &str = "/ai/run/";

type Shared = State<Arc<Day>>;

pub(crate) fn router(day: Arc<Day>, land: &Arc<Land>) -> Router {
    let free = || from_fn_with_state(Arc::clone(&day), question);
    let account = Router::new()
        .route("/ai/run/{*model}", post(run))
        .route("/ai/run", post(run_by_body))
        .route("/ai/models/search", get(models).route_layer(free()))
        // facts, Cloudflare §5.2: 405/7001.
        .route("/ai/v1/models", any(async || wire::refuse_rest(refusal::NO_METHOD)))
        .route("/tokens/verify", get(verify_account_token).route_layer(free()))
        .merge(deploy::of_account(Arc::clone(land)).with_state(()));
    let api = Router::new()
        .nest("/accounts/{account}", account)
        .route("/accounts", get(accounts).route_layer(free()))
        .route("/user/tokens/verify", get(verify_user_token).route_layer(free()))
        .route("/graphql", post(usage::answer).route_layer(free()))
        .merge(deploy::live(Arc::clone(land)).with_state(()));
    Router::new()
        .nest(BASE, api)
        .route(UPSTREAM, any(binding::answer))
        // facts, Cloudflare §2.3.
        .fallback(async || wire::refuse_rest(refusal::NO_ROUTE))
        .method_not_allowed_fallback(async || wire::refuse_rest(refusal::NO_METHOD))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(from_fn_with_state(Arc::clone(&day), name_request))
        .with_state(day)
}

/// The headers of every reply: facts, Cloudflare §2.2. What `api-version` says was not noted.
async fn name_request(State(day): Shared, mut request: Request, next: Next) -> Response {
    let id = day.ticket();
    request.extensions_mut().insert(id);
    let mut reply = next.run(request).await;
    let headers = reply.headers_mut();
    headers.insert("api-version", HeaderValue::from_static("2026-10-01"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.extend(HeaderValue::try_from(id.request_id()).ok().map(|value| (CF_AI_REQ_ID, value)));
    headers.extend(HeaderValue::try_from(format!("{:016x}-FRA", id.number())).ok().map(|value| (CF_RAY, value)));
    reply
}

const CF_AI_REQ_ID: http::HeaderName = http::HeaderName::from_static("cf-ai-req-id");
const CF_RAY: http::HeaderName = http::HeaderName::from_static("cf-ray");

/// facts, Cloudflare §2.1: the model stands in the path as it is, unencoded.
async fn run(
    State(day): Shared,
    Path((id, _)): Path<(String, String)>,
    Extension(ticket): Extension<Ticket>,
    request: Request,
) -> Response {
    let account = match Account::opened(&id, request.headers()) {
        Ok(account) => account,
        Err(refusal) => return wire::refuse_rest(refusal),
    };
    // Not as axum decodes it.
    let path = request.uri().path().to_owned();
    let model = path.split_once(RUN).map(|(_, model)| model).unwrap_or_default();
    let input = Input::read(request).await;
    Inference { way: Way::Rest { account: id }, account, model, ticket }.answer(&day, input).await
}

/// facts, Cloudflare §1.4: `{"model", "input"}`, meant for models of others, which are paid for otherwise.
async fn run_by_body(
    State(day): Shared,
    Path(id): Path<String>,
    Extension(ticket): Extension<Ticket>,
    request: Request,
) -> Response {
    let account = match Account::opened(&id, request.headers()) {
        Ok(account) => account,
        Err(refusal) => return wire::refuse_rest(refusal),
    };
    let (model, input) = match Input::read(request).await {
        Ok(Input::Json(mut fields)) => {
            let model = fields.remove("model").and_then(|model| model.as_str().map(str::to_owned));
            let input = match fields.remove("input") {
                Some(Value::Object(input)) => input,
                _ => Map::new(),
            };
            (model.unwrap_or_default(), Ok(Input::Json(input)))
        }
        Ok(form @ Input::Form { .. }) => (String::new(), Ok(form)),
        Err(refused) => (String::new(), Err(refused)),
    };
    match Model::find(&model) {
        // §1.4, the trap: no picture, and no error either.
        Some(Model { answers: Answers::Binary { .. }, .. }) => {
            Json(json!({"result": {}, "success": true})).into_response()
        }
        None if !model.is_empty() && !model.starts_with("@cf/") => wire::refuse_rest(refusal::NO_BALANCE),
        _ => Inference { way: Way::Rest { account: id }, account, model: &model, ticket }.answer(&day, input).await,
    }
}

/// A question that is free goes wrong as it was told to, whoever asks.
async fn question(State(day): Shared, Extension(ticket): Extension<Ticket>, request: Request, next: Next) -> Response {
    let way = Way::Rest { account: FIRST.id.to_owned() };
    match day.question_fault() {
        Some(Fault::Refuse(refusal)) => wire::refuse_rest(refusal),
        Some(Fault::Hang) => std::future::pending().await,
        Some(fault) if let Some(reply) = wire::without_answer(&way, fault, ticket) => reply,
        _ => next.run(request).await,
    }
}

/// facts, Cloudflare §5.2: free; proves token, account and permission.
async fn models(Path(id): Path<String>, Query(filter): Query<Filter>, headers: HeaderMap) -> Response {
    match Account::opened(&id, &headers) {
        Ok(_) => wire::envelope(&search::find(&filter), &[]),
        Err(refusal) => wire::refuse_rest(refusal),
    }
}

/// facts, Cloudflare §5.2: account-owned tokens are rejected here, with 1000.
async fn verify_user_token(headers: HeaderMap) -> Response {
    match Token::known(&headers).filter(|token| token.owner == Owner::User) {
        Some(token) => verified(token),
        None => wire::refuse_rest(refusal::INVALID_TOKEN),
    }
}

/// facts, Cloudflare §5.2: for account-owned tokens.
async fn verify_account_token(Path(id): Path<String>, headers: HeaderMap) -> Response {
    match Token::of_account(&id, &headers) {
        Ok(token) if token.owner == Owner::User => wire::refuse_rest(refusal::INVALID_TOKEN),
        Ok(token) => verified(token),
        Err(refusal) => wire::refuse_rest(refusal),
    }
}

fn verified(token: &Token) -> Response {
    let result = token.verified();
    let is_active = result.get("status").is_some_and(|status| status == "active");
    let said: &[_] = if is_active { &[(10000, "This API Token is valid and active")] } else { &[] };
    wire::envelope(&result, said)
}

/// facts, Cloudflare §5.2: a token for Workers AI alone gets an empty list.
async fn accounts(headers: HeaderMap) -> Response {
    match Token::usable(&headers) {
        Some(token) if token.may(Right::ListAccounts) => {
            let row = |account: &Account| json!({"id": account.id, "name": account.name, "type": "standard"});
            wire::envelope(&token.accounts.iter().map(row).collect(), &[])
        }
        Some(_) => wire::envelope(&json!([]), &[]),
        None => wire::refuse_rest(refusal::WRONG_TOKEN),
    }
}
