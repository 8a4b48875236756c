//! One call about an account's Workers, from its token to its reply: who may, what goes wrong as it was told to, what is done.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use axum::{
    extract::{FromRequestParts, Path, Query},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, header::CONTENT_TYPE, request::Parts};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    land::{Estates, Land},
    step::Step,
};
use crate::{
    account::Account,
    asked::Way,
    break_off::break_off,
    day::Ticket,
    fault::Fault,
    refusal::{self, Refusal, Refused},
    token::{Right, Token},
    wire,
};

/// A call, but its body.
pub(super) struct Call {
    pub(super) land: Arc<Land>,
    account: String,
    headers: HeaderMap,
    /// The parts of the path after the account's, by name.
    path: HashMap<String, String>,
    query: BTreeMap<String, String>,
    ticket: Ticket,
}

/// What a call that was let in gets.
pub(super) enum Answer {
    Result(Value),
    /// A list, and what is said about it.
    Page(Vec<Value>, Value),
}

impl FromRequestParts<Arc<Land>> for Call {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, land: &Arc<Land>) -> Result<Self, Response> {
        let no_route = || wire::refuse_rest(refusal::NO_ROUTE);
        let Path(mut path) =
            Path::<HashMap<String, String>>::from_request_parts(parts, land).await.map_err(|_no_path| no_route())?;
        let Query(query) = Query::from_request_parts(parts, land).await.map_err(|_no_path| no_route())?;
        let account = path.remove("account").ok_or_else(no_route)?;
        let ticket = *parts.extensions.get::<Ticket>().ok_or_else(no_route)?;
        Ok(Self { land: Arc::clone(land), account, headers: parts.headers.clone(), path, query, ticket })
    }
}

impl Call {
    /// A part of the path.
    pub(super) fn named(&self, name: &str) -> String {
        self.path.get(name).cloned().unwrap_or_default()
    }

    /// A part of the query.
    pub(super) fn asks(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// That the query has nothing that the facts do not have.
    pub(super) fn knows(&self, names: &[&str]) -> Result<(), Refused> {
        match self.query.keys().find(|name| !names.contains(&name.as_str())) {
            Some(name) => Err(refusal::deploy::INVALID.since(format!("unknown parameter {name}"))),
            None => Ok(()),
        }
    }

    /// The body as JSON of exactly that shape.
    pub(super) fn json<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T, Refused> {
        let invalid = |problem: String| refusal::deploy::INVALID.since(problem);
        let declared = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !declared.starts_with("application/json") {
            return Err(invalid(format!("the body is declared as {declared:?}")));
        }
        serde_json::from_slice(body).map_err(|error| invalid(format!("the body: {error}")))
    }

    /// Does `work`, if the token may, and unless it goes wrong.
    pub(super) async fn answer(
        &self,
        step: Step,
        work: impl FnOnce(&mut Estates, Account) -> Result<Answer, Refused>,
    ) -> Response {
        let account = match self.opened(step) {
            Ok(account) => account,
            Err(refusal) => return wire::refuse_rest(refusal),
        };
        let fault = {
            let mut estates = self.land.estates();
            estates.steps.push((account, step));
            estates.fault(step)
        };
        if let Some(reply) = self.instead(fault).await {
            return reply;
        }
        let done = work(&mut self.land.estates(), account);
        let reply = match done {
            Ok(Answer::Result(result)) => wire::envelope(&result, &[]),
            Ok(Answer::Page(rows, info)) => {
                let body = json!({"result": rows, "success": true, "errors": [], "messages": [], "result_info": info});
                axum::Json(body).into_response()
            }
            Err(refused) => wire::refuse(&self.way(), &refused, self.ticket),
        };
        match fault {
            Some(Fault::Slow(time)) => {
                tokio::time::sleep(time).await;
                reply
            }
            Some(Fault::BreakOff) => break_off(reply).await,
            Some(Fault::WrongType) => wire::mistype(reply),
            _ => reply,
        }
    }

    /// facts, Cloudflare §2.3 and §6: 10000 is said of any token, 10023 of one that may too little with Workers. Which of them a
    /// token gets that may only read is our reading, and nothing may rest on it.
    fn opened(&self, step: Step) -> Result<Account, Refusal> {
        let token = Token::of_account(&self.account, &self.headers)?;
        let account = token.account(&self.account).ok_or(refusal::NOT_ALLOWED)?;
        if step.rights().iter().any(|right| token.may(*right)) {
            Ok(account)
        } else if step.is_of_workers() && token.may(Right::ReadScripts) {
            Err(refusal::deploy::UNAUTHORISED)
        } else {
            Err(refusal::NOT_ALLOWED)
        }
    }

    /// What comes in the place of an answer, with nothing done.
    async fn instead(&self, fault: Option<Fault>) -> Option<Response> {
        match fault? {
            Fault::Refuse(refusal) => Some(wire::refuse_rest(refusal)),
            Fault::Hang => std::future::pending().await,
            Fault::BreakOffRefusal => Some(break_off(wire::refuse_rest(refusal::RATE_WITH_WAIT)).await),
            fault => wire::without_answer(&self.way(), fault, self.ticket),
        }
    }

    fn way(&self) -> Way {
        Way::Rest { account: self.account.clone() }
    }
}
