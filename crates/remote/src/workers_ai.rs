//! Workers AI over Cloudflare's REST API, by one account: a request goes out once, as its model wants it, and the picture or
//! the text comes back with what it really cost. `home` uses it; it decides nothing about retries or other accounts.
//!
//! What a model takes, how it answers and what a refusal means stands in `contract`; here is only what a network adds.

mod analytics;
mod check;

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use contract::{
    Account, AccountHash, AiError, Format, GenerateRequest, MAX_PICTURE_BYTES,
    call::{self, Body, Call, NoPicture},
    text::{Answer, MAX_TEXT_REPLY_BYTES, NoText, Question},
};
use http::{HeaderName, Request, Response, StatusCode, header::CONTENT_TYPE};

use crate::{
    Address, Error, Kind, NotRun, RunError, Timeouts, Wire, WireBody,
    cloudflare::Asker,
    pieces::Pieces,
    reply,
    signed::{signed, unbuilt},
    timeouts::within,
};

pub use analytics::{Analytics, AnalyticsDay};

/// Bytes; the largest reply: the largest picture in base64, and its envelope.
const MAX_REPLY_BYTES: usize = MAX_PICTURE_BYTES.div_ceil(3) * 4 + (64 << 10);
/// Neurons of this call; absent on errors and on phoenix-1.0 (facts, Cloudflare §2.2).
const NEURONS: HeaderName = HeaderName::from_static("cf-ai-neurons");

/// Workers AI, paid by one account. Cheap to clone.
#[derive(Clone)]
pub struct WorkersAi {
    api: Address,
    account: Account,
    wire: Arc<dyn Wire>,
    timeouts: Timeouts,
}

/// A picture that Workers AI made.
#[derive(Debug, Clone, PartialEq)]
pub struct Ran {
    /// What its first bytes are, whatever type was declared.
    pub format: Format,
    /// The file, exactly as it came.
    pub file: Bytes,
    /// Workers AI's unit of cost, where it was said.
    pub neurons: Option<f64>,
}

/// A reply that says success.
struct Replied {
    body: Vec<u8>,
    /// Workers AI's unit of cost, where it was said.
    neurons: Option<f64>,
    /// Seconds; a refusal can come under 200.
    retry_after: Option<u32>,
    /// Cloudflare's name for the call; so can a failure.
    ray: Option<String>,
}

impl WorkersAi {
    /// Of the API at `api`, usually [`Address::cloudflare`], with the usual timeouts. One wire serves any number of accounts.
    pub fn at(api: Address, account: Account, wire: Arc<dyn Wire>) -> Self {
        Self { api, account, wire, timeouts: Timeouts { picture: call::PATIENCE, ..Timeouts::default() } }
    }

    /// With other timeouts; `connect` is the wire's.
    #[must_use]
    pub fn with(self, timeouts: Timeouts) -> Self {
        Self { timeouts, ..self }
    }

    /// What stands for the account that pays.
    pub fn account(&self) -> AccountHash {
        self.account.id.hash()
    }

    /// Makes the picture, and takes it whole. The request is sent once, whatever becomes of it.
    pub async fn run(&self, request: &GenerateRequest) -> Result<Ran, RunError> {
        let no_model = || Error::unsent(Kind::Internal, format!("{} is no model of Workers AI", request.model.id));
        let call = call::encode(request).ok_or_else(no_model)?;
        let Replied { body, neurons, retry_after, ray } =
            self.call(call, self.timeouts.picture, MAX_REPLY_BYTES).await?;
        let why = match call::decode(body) {
            Ok((format, file)) => return Ok(Ran { format, file: file.into(), neurons }),
            Err(NoPicture::Refused(refusal)) => self.refused(refusal, retry_after),
            Err(no_picture) => NotRun::NoPicture(no_picture),
        };
        Err(RunError { why: why.into(), ray })
    }

    /// Asks a text model, and takes its answer whole. The question is sent once, whatever becomes of it.
    pub async fn write(&self, question: &Question) -> Result<Answer, RunError> {
        let patience = self.timeouts.text;
        // As a whole: whoever waits for the text has a picture to be made after it.
        let asking = async { Ok(self.call(question.call(), patience, MAX_TEXT_REPLY_BYTES).await) };
        let Replied { body, neurons, retry_after, ray } = within(patience, asking).await??;
        let why = match question.answer(&body, neurons) {
            Ok(answer) => return Ok(answer),
            Err(NoText::Refused(refusal)) => self.refused(refusal, retry_after),
            Err(no_text) => NotRun::NoText(no_text),
        };
        Err(RunError { why: why.into(), ray })
    }

    /// Sends `call` once, and takes a reply that says success whole. `patience`: until it begins; `limit`: bytes.
    async fn call(&self, call: Call, patience: Duration, limit: usize) -> Result<Replied, RunError> {
        let response = within(patience, self.wire.send(self.request(call)?)).await?;
        let ray = reply::ray(response.headers(), &self.account.token);
        self.replied(response, limit, ray.clone()).await.map_err(|why| RunError { why: why.into(), ray })
    }

    async fn replied(
        &self,
        response: Response<WireBody>,
        limit: usize,
        ray: Option<String>,
    ) -> Result<Replied, NotRun> {
        let response = reply::direct(response, &self.api, &self.account.token)?;
        let retry_after = reply::retry_after(response.headers());
        if response.status() != StatusCode::OK {
            return Err(self.refused(self.refusal(response).await?, retry_after));
        }
        let neurons = reply::text(response.headers(), NEURONS).and_then(call::neurons);
        let body = Pieces::of(response, limit, self.timeouts.idle)?.whole().await?;
        Ok(Replied { body, neurons, retry_after, ray })
    }

    fn asker(&self) -> Asker<'_> {
        Asker { api: &self.api, token: &self.account.token, account: Some(&self.account.id) }
    }

    fn refused(&self, refusal: AiError, retry_after: Option<u32>) -> NotRun {
        NotRun::Refused(refusal.retry_after(retry_after).without(&self.account))
    }

    fn request(&self, Call { path, body }: Call) -> Result<Request<Bytes>, Error> {
        let (content_type, body) = match body {
            Body::Json(json) => ("application/json".to_owned(), json.into_bytes()),
            Body::Form(parts) => call::multipart(&parts, &boundary()?),
        };
        // The model stands in the path as it is, unencoded (facts, Cloudflare §2.1).
        let url = self.api.at(&format!("/accounts/{}/ai/run/{path}", self.account.id.as_str()));
        let request = signed(Request::post(url), &self.account.token)?.header(CONTENT_TYPE, content_type);
        request.body(body.into()).map_err(unbuilt)
    }

    async fn refusal(&self, response: Response<WireBody>) -> Result<AiError, Error> {
        let status = response.status();
        let body = match within(self.timeouts.answer, reply::refusal(response)).await {
            Ok(body) => body,
            // It may have said that the picture was made, and is held back.
            Err(error) if status == StatusCode::BAD_REQUEST => return Err(error),
            Err(_said_by_its_status) => Vec::new(),
        };
        Ok(AiError::from_reply(status.as_u16(), &body))
    }
}

/// Where parts of a form end. Drawn anew for each, with 128 random bits: no text or picture that somebody brings can hold it.
pub(crate) fn boundary() -> Result<String, Error> {
    let none = |_no_reason| Error::unsent(Kind::Internal, "the system gives no random numbers");
    let half = || getrandom::u64().map_err(none);
    Ok(format!("easel{:016x}{:016x}", half()?, half()?))
}

impl fmt::Debug for WorkersAi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WorkersAi({}, {:?})", self.api, self.account())
    }
}
