//! Cloudflare's API for whoever deploys a Worker: an account's subdomain, its KV namespaces, its Workers and their secrets
//! (facts, Cloudflare §6). The engine's deployment uses it, step by step.
//!
//! Each method asks once and costs nothing, and each can be asked again: what is there already is found, not made twice, and
//! what is gone already counts as removed. It decides nothing: not which account, not whether something may be overwritten.

mod accounts;
mod days;
mod names;
mod namespaces;
mod scripts;
mod upload;

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use contract::{Account, AccountId, AiError, Key};
use http::{Request, header::CONTENT_TYPE, request::Builder};
use serde_json::Value;

use crate::{
    Address, DeployFault, Error, Timeouts, TokenFault, Wire, WorkersAi,
    cloudflare::{Answer, Asker, Granted},
    signed::{signed, unbuilt},
    timeouts::within,
};

pub use names::{CloudAccount, NameError, Namespace, Standing, Subdomain, WorkerName};
pub use upload::Upload;

/// Pages of a list that are read; an account has at most 1,000 namespaces, of which a page holds [`PAGE`].
const MAX_PAGES: usize = 20;
/// Rows of a page.
const PAGE: usize = 100;

/// Cloudflare's API, by a token that may deploy. Cheap to clone.
#[derive(Clone)]
pub struct Cloud {
    api: Address,
    token: Key,
    wire: Arc<dyn Wire>,
    timeouts: Timeouts,
}

/// What a question needs the token to be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Right {
    /// Workers Scripts · Edit.
    Scripts,
    /// Workers KV Storage · Edit.
    Kv,
}

/// A question about an account.
struct Question<'a> {
    account: &'a AccountId,
    right: Right,
    request: Request<Bytes>,
    /// For the answer as a whole.
    patience: Duration,
}

impl Cloud {
    /// The API at `api`, usually [`Address::cloudflare`], with the usual timeouts. `token`: which permissions it needs stands at
    /// each method.
    pub fn at(api: Address, token: Key, wire: Arc<dyn Wire>) -> Self {
        Self { api, token, wire, timeouts: Timeouts::default() }
    }

    /// With other timeouts; `connect` is the wire's.
    #[must_use]
    pub fn with(self, timeouts: Timeouts) -> Self {
        Self { timeouts, ..self }
    }

    /// Where a Worker answers once it is enabled: `https://NAME.SUB.workers.dev`. Behind another API than Cloudflare's own, which
    /// is a test's, `{api}/workers.dev/NAME.SUB`.
    pub fn worker_address(&self, name: &WorkerName, subdomain: &Subdomain) -> Address {
        let host = format!("{}.{}", name.as_str(), subdomain.as_str());
        if self.api == Address::cloudflare() {
            Address::workers_dev(&host)
        } else {
            self.api.below(&format!("/workers.dev/{host}"))
        }
    }

    fn get<'a>(&self, account: &'a AccountId, right: Right, path: &str) -> Result<Question<'a>, Error> {
        let request = self.request(Request::get(self.of(account, path)))?;
        self.question(account, right, request, Bytes::new())
    }

    fn delete<'a>(&self, account: &'a AccountId, right: Right, path: &str) -> Result<Question<'a>, Error> {
        let request = self.request(Request::delete(self.of(account, path)))?;
        self.question(account, right, request, Bytes::new())
    }

    /// `request`: with its method and path.
    fn send_json<'a>(
        &self,
        account: &'a AccountId,
        right: Right,
        request: Builder,
        body: &Value,
    ) -> Result<Question<'a>, Error> {
        let request = self.request(request)?.header(CONTENT_TYPE, "application/json");
        self.question(account, right, request, body.to_string().into())
    }

    fn question<'a>(
        &self,
        account: &'a AccountId,
        right: Right,
        request: Builder,
        body: Bytes,
    ) -> Result<Question<'a>, Error> {
        let request = request.body(body).map_err(unbuilt)?;
        Ok(Question { account, right, request, patience: self.timeouts.answer })
    }

    fn request(&self, request: Builder) -> Result<Builder, Error> {
        signed(request, &self.token)
    }

    fn of(&self, account: &AccountId, path: &str) -> String {
        self.api.at(&format!("/accounts/{}{path}", account.as_str()))
    }

    /// The answer, where Cloudflare gives one or refuses for a reason that is not the token.
    async fn ask(&self, question: Question<'_>) -> Result<Answer, Error> {
        let Question { account, right, request, patience } = question;
        let asker = Asker { api: &self.api, token: &self.token, account: Some(account) };
        let exchange = async { Answer::of_workers(self.wire.send(request).await?, asker).await };
        match within(patience, exchange).await.map_err(Error::free)? {
            Answer::Refused(refusal) if is_of_the_token(&refusal) => Err(self.why(account, right, &refusal).await),
            answer => Ok(answer),
        }
    }

    /// What was asked for; any refusal is an error.
    async fn granted(&self, question: Question<'_>) -> Result<Granted, Error> {
        match self.ask(question).await? {
            Answer::Granted(granted) => Ok(granted),
            Answer::Refused(refusal) => Err(DeployFault::of(&refusal).said(&refusal)),
        }
    }

    /// All rows of a list that comes in pages. `path`: with a query.
    async fn rows(&self, account: &AccountId, right: Right, path: &str) -> Result<Vec<Value>, Error> {
        let mut rows = Vec::new();
        for page in 1..=MAX_PAGES {
            let question = self.get(account, right, &format!("{path}&per_page={PAGE}&page={page}"))?;
            let more = self.granted(question).await?.rows();
            let is_last = more.len() < PAGE;
            rows.extend(more);
            if is_last {
                break;
            }
        }
        Ok(rows)
    }

    /// What is behind a refusal that is about the token or the account.
    async fn why(&self, account: &AccountId, right: Right, refusal: &AiError) -> Error {
        let lacks = match right {
            Right::Scripts => TokenFault::NoScripts,
            Right::Kv => TokenFault::NoKv,
        };
        let account = Account { id: account.clone(), token: self.token.clone() };
        let asker = WorkersAi::at(self.api.clone(), account, Arc::clone(&self.wire)).with(self.timeouts);
        // Which permission it is, only this place knows: Cloudflare has one code for all.
        asker.why(refusal, lacks, lacks).await.free()
    }
}

/// facts, Cloudflare §2.3 and §6.3: 10015 and 10023 are said of Workers alone. By 403 alone nothing is told: limits of a plan
/// come with it too.
fn is_of_the_token(refusal: &AiError) -> bool {
    matches!(refusal.code, 1000 | 7003 | 10000 | 10015 | 10023) || refusal.status == Some(401)
}

impl fmt::Debug for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cloud({})", self.api)
    }
}
