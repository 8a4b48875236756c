//! The protocol, over any wire: the requests of the API, and what their replies mean. The engine calls it; it decides
//! nothing about retries, files or windows.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use contract::{
    API_VERSION, Code, GenerateRequest, Health, JOB_KEY_HEADER, JobKey, Key, Model, Texts, Usage, usage::Told,
};
use http::{Request, header::CONTENT_TYPE, request::Builder};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    Address, Error, Incoming, Kind, Timeouts, Wire, reply,
    signed::{signed, unbuilt},
    timeouts::within,
};

mod rewriting;

/// A connection to one service. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    address: Address,
    key: Key,
    wire: Arc<dyn Wire>,
    timeouts: Timeouts,
}

/// What [`Client::check`] finds where all is well.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Checked {
    /// As [`Client::models`] has them; never empty.
    pub models: Vec<&'static Model>,
    /// How many others the service has, which this build does not know.
    pub unknown_models: usize,
    /// Whether it can translate and enhance prompts.
    pub texts: Texts,
}

/// What a service has.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Offer {
    /// The models that this build knows, in the service's order; each once.
    pub models: Vec<&'static Model>,
    /// How many others.
    pub unknown: usize,
    /// Whether it can translate and enhance prompts.
    pub texts: Texts,
}

/// The reply of `GET /models`, of which only the ids matter here: prices and limits are in this build's own catalogue.
#[derive(Deserialize)]
struct Models {
    models: Vec<Listed>,
    #[serde(default, deserialize_with = "said")]
    text_model: Option<Value>,
}

/// What is `null` is said too.
fn said<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

#[derive(Deserialize)]
struct Listed {
    id: String,
}

impl Client {
    /// To the service at `address`, with the usual timeouts. One wire serves any number of clients.
    pub fn to(address: Address, key: Key, wire: Arc<dyn Wire>) -> Self {
        Self { address, key, wire, timeouts: Timeouts::default() }
    }

    /// With other timeouts; `connect` is the wire's.
    #[must_use]
    pub fn with(self, timeouts: Timeouts) -> Self {
        Self { timeouts, ..self }
    }

    /// Tests the connection, at no cost: that a service of ours is there, takes the key, and has models that are known here.
    pub async fn check(&self) -> Result<Checked, Error> {
        self.health().await?;
        // Before the models, which are told to anybody: this needs the key.
        match self.usage(1).await {
            // An older service, which counts nothing. Nothing else tries the key and is free.
            Err(error) if error.kind == Kind::Refused(Code::NotFound) => {}
            told => drop(told?),
        }
        let Offer { models, unknown, texts } = self.models().await?;
        if models.is_empty() {
            return Err(reply::no_models(&self.address).free());
        }
        Ok(Checked { models, unknown_models: unknown, texts })
    }

    /// Whether a service of ours is there, of a version that this program can talk to.
    pub async fn health(&self) -> Result<Health, Error> {
        let health: Health = self.read(self.get("/health")).await?;
        if health.service != Health::SERVICE {
            return Err(reply::not_ours(&self.address, "another service's health").free());
        }
        if health.api != API_VERSION {
            let older = if health.api < API_VERSION { "the service" } else { "this program" };
            let (theirs, host) = (health.api, self.address.host());
            let message = format!("the service at {host} has version {theirs} of the API, this program {API_VERSION}");
            let error = Error::sent(Kind::OtherApi, message).hint(format!("update {older}"));
            return Err(error.detail(theirs.to_string()).free());
        }
        Ok(health)
    }

    /// The models that the service has. Those that this build does not know are counted.
    pub async fn models(&self) -> Result<Offer, Error> {
        let Models { models, text_model } = self.read(self.get("/models")).await?;
        let mut offer = Offer { texts: Texts::said(text_model.as_ref()), ..Offer::default() };
        for listed in &models {
            match Model::find(&listed.id) {
                Some(model) if offer.models.contains(&model) => {}
                Some(model) => offer.models.push(model),
                None => offer.unknown += 1,
            }
        }
        Ok(offer)
    }

    /// What the last `days` days have used, 1..=400, and what of the reply could not be believed.
    pub async fn usage(&self, days: u16) -> Result<Told, Error> {
        self.read_by(Usage::read, self.signed(self.get(&format!("/usage?days={days}")))?).await
    }

    /// Asks for a picture, and returns once it begins to arrive. `job` is what makes a repeated request the same request.
    /// An error's `billed` is the service's own word, or says whether the request can have reached it.
    pub async fn generate(&self, request: &GenerateRequest, job: &JobKey) -> Result<Incoming, Error> {
        let request = self
            .signed(Request::post(self.address.at("/generate?format=raw")))?
            .header(CONTENT_TYPE, "application/json")
            .header(JOB_KEY_HEADER, job.as_str())
            .body(Bytes::from(request.to_json().to_string()))
            .map_err(unbuilt)?;
        let response = within(self.timeouts.picture, self.wire.send(request)).await?;
        let ray = reply::ray(response.headers(), &self.key);
        let beginning = async {
            let response = within(self.timeouts.answer, reply::accept(response, &self.address, &self.key)).await?;
            Incoming::begin(response, &self.address, self.timeouts.idle).await
        };
        match beginning.await {
            Ok(incoming) => Ok(incoming.ray(ray)),
            Err(error) => Err(error.ray(ray)),
        }
    }

    async fn read<T: DeserializeOwned>(&self, request: Builder) -> Result<T, Error> {
        self.read_by(|json| serde_json::from_slice(json), request).await
    }

    /// Nothing that is read costs anything, whatever becomes of it.
    async fn read_by<T>(
        &self,
        parse: impl FnOnce(&[u8]) -> Result<T, serde_json::Error>,
        request: Builder,
    ) -> Result<T, Error> {
        let exchange = async {
            let response = self.wire.send(request.body(Bytes::new()).map_err(unbuilt)?).await?;
            let ray = reply::ray(response.headers(), &self.key);
            let reading = async {
                let response = reply::accept(response, &self.address, &self.key).await?;
                reply::json(response, &self.address, parse).await
            };
            reading.await.map_err(|error| error.ray(ray))
        };
        within(self.timeouts.answer, exchange).await.map_err(Error::free)
    }

    fn get(&self, path: &str) -> Builder {
        Request::get(self.address.at(path))
    }

    /// With the key, which only goes where the API asks for one.
    fn signed(&self, request: Builder) -> Result<Builder, Error> {
        signed(request, &self.key)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.address)
    }
}
