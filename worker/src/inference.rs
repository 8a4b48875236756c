//! Pictures and prompts from Workers AI: by the binding on the Worker's own account, over REST on further ones. One attempt
//! each; what may be tried again is the service's decision.

use std::time::Duration;

use contract::{
    Account, AccountHash, AiError, ApiError, GenerateRequest, Model,
    call::{Call, PATIENCE, encode},
    model::{CATALOGUE, PAINTER},
    text::{Answer, Question, TEXT_PATIENCE, TextModel},
};
use js_sys::Promise;
use service::{Inference, Made};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{AbortSignal, Response};
use worker::{
    send::{SendFuture, SendWrapper},
    wasm_bindgen_futures::JsFuture,
};

use crate::{
    fault::{internal, message},
    home::now,
    javascript::Ai,
    picture::JsPicture,
};

mod binding;
mod input;
mod reply;
mod rest;

use reply::NotMade;

/// What can make pictures here.
pub(crate) struct WorkersAi {
    binding: Option<SendWrapper<Ai>>,
    /// Those of the list that are not the binding's own.
    further: Vec<Account>,
    /// The base of Cloudflare's API.
    api: String,
    /// The binding's own first.
    hashes: Vec<AccountHash>,
    models: Vec<&'static Model>,
    /// None where no account could run it.
    text_model: Option<&'static TextModel>,
}

/// A way to one account.
enum Way<'a> {
    Binding(&'a Ai),
    Rest(&'a Account),
}

impl WorkersAi {
    /// `own`: what stands for the binding's account, empty where it is not known.
    pub(crate) fn new(
        binding: Option<Ai>,
        own: AccountHash,
        list: Vec<Account>,
        api: String,
        text_model: Option<&'static TextModel>,
    ) -> Self {
        let bound = binding.is_some();
        let further: Vec<_> = list.into_iter().filter(|account| !bound || account.id.hash() != own).collect();
        let hashes: Vec<_> =
            bound.then_some(own).into_iter().chain(further.iter().map(|account| account.id.hash())).collect();
        let models = CATALOGUE.iter().collect();
        let text_model = text_model.filter(|_| !hashes.is_empty());
        Self { binding: binding.map(SendWrapper), further, api, hashes, models, text_model }
    }

    fn way(&self, account: &AccountHash) -> Option<Way<'_>> {
        if let Some(ai) = self.binding.as_ref().filter(|_| self.hashes.first() == Some(account)) {
            return Some(Way::Binding(ai));
        }
        self.further.iter().find(|further| further.id.hash() == *account).map(Way::Rest)
    }

    async fn attempt(&self, account: &AccountHash, request: &GenerateRequest) -> Result<Made<JsPicture>, ApiError> {
        let call = encode(request).ok_or_else(|| internal("the request has no call", request.model.id))?;
        self.call(account, &call, PATIENCE, async |response| reply::made(&response).await).await
    }

    async fn text(&self, account: &AccountHash, question: &Question) -> Result<Answer, ApiError> {
        self.call(account, &question.call(), TEXT_PATIENCE, async |response| reply::answer(&response, question).await)
            .await
    }

    /// What `read` makes of the answer to `call`, if that is there within `patience`.
    async fn call<T>(
        &self,
        account: &AccountHash,
        call: &Call,
        patience: Duration,
        read: impl AsyncFnOnce(Response) -> Result<T, NotMade>,
    ) -> Result<T, ApiError> {
        let way = self.way(account).ok_or_else(|| internal("the account is not known", account.as_str()))?;
        // Its timer, which ends with the patience and not with the answer, is also what keeps a job's object awake (`job.rs`).
        let signal = AbortSignal::timeout_with_u32(patience.as_millis() as u32);
        let mut ray = None;
        let answered = async {
            let response = sent(self.send(&way, call, &signal)?).await?;
            ray = way.ray(&response);
            read(response).await
        };
        let result = answered.await.map_err(|why| match why {
            NotMade::Thrown(_) if signal.aborted() => timed_out(patience).into_error(now()),
            // What is thrown may carry the address, and that the account's id.
            NotMade::Thrown(why) => way.discreet(AiError::from_message(&why)).into_error(now()),
            NotMade::Refused(refusal) => way.discreet(refusal).into_error(now()),
            NotMade::NoPicture(no_picture) => no_picture.into_error(now()),
            NotMade::NoText(no_text) => no_text.into_error(now()),
        });
        result.map_err(|error| error.ray(ray))
    }

    fn send(&self, way: &Way<'_>, call: &Call, signal: &AbortSignal) -> Result<Promise, JsValue> {
        match way {
            Way::Binding(ai) => binding::send(ai, call, signal),
            Way::Rest(account) => rest::send(&self.api, account, call, signal),
        }
    }
}

impl Way<'_> {
    /// The refusal without what is secret of the account.
    fn discreet(&self, refusal: AiError) -> AiError {
        match self {
            Self::Binding(_) => refusal,
            Self::Rest(account) => refusal.without(account),
        }
    }

    /// Cloudflare's name for the call, where it says one that repeats no secret of the account.
    fn ray(&self, response: &Response) -> Option<String> {
        let ray = reply::ray(response)?;
        match self {
            Self::Binding(_) => Some(ray),
            Self::Rest(account) => Some(ray).filter(|ray| !ray.contains(account.token.expose())),
        }
    }
}

async fn sent(promise: Promise) -> Result<Response, NotMade> {
    let response = JsFuture::from(promise).await?;
    response.dyn_into().map_err(|other| NotMade::Thrown(format!("it answered no response: {}", message(&other))))
}

fn timed_out(patience: Duration) -> AiError {
    let message = format!("no answer came within {} seconds", patience.as_secs());
    AiError { status: Some(408), ..AiError::from_message(&message) }
}

impl Inference for WorkersAi {
    type Picture = JsPicture;

    fn default_model(&self) -> &'static Model {
        CATALOGUE.first().unwrap_or(&PAINTER)
    }

    fn models(&self) -> &[&'static Model] {
        &self.models
    }

    fn accounts(&self) -> &[AccountHash] {
        &self.hashes
    }

    fn run(
        &self,
        account: &AccountHash,
        request: &GenerateRequest,
    ) -> impl Future<Output = Result<Made<JsPicture>, ApiError>> + Send {
        SendFuture::new(self.attempt(account, request))
    }

    fn text_model(&self) -> Option<&'static TextModel> {
        self.text_model
    }

    fn write(
        &self,
        account: &AccountHash,
        question: &Question,
    ) -> impl Future<Output = Result<Answer, ApiError>> + Send {
        SendFuture::new(self.text(account, question))
    }
}
