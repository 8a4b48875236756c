//! `POST /prompt`: another prompt for the one that was typed, without a picture. It may cost something, has no key under which it
//! could be asked for again, and so is never sent twice.

use bytes::Bytes;
use contract::{Neurons, Prompt, Rewritten, Task};
use http::{Request, header::CONTENT_TYPE};
use serde::Deserialize;
use serde_json::Value;

use super::Client;
use crate::{
    Error,
    reply::{self, not_ours},
    signed::unbuilt,
    timeouts::within,
};

#[derive(Deserialize)]
struct Reply {
    translated_prompt: String,
    #[serde(default)]
    neurons: Value,
}

impl Client {
    /// Has a prompt translated or enhanced. An error's `billed` is the service's own word, or says whether the request can have
    /// reached it. An answer that is no prompt, being blank or over its bound, is an error that may have been billed.
    pub async fn rewrite(&self, prompt: &Prompt, task: Task) -> Result<Rewritten, Error> {
        let request = self
            .signed(Request::post(self.address.at("/prompt")))?
            .header(CONTENT_TYPE, "application/json")
            .body(Bytes::from(task.to_json(prompt).to_string()))
            .map_err(unbuilt)?;
        // The service begins no attempt after its own patience, so that the last one ends after twice that.
        let patience = self.timeouts.text.saturating_mul(2).saturating_add(self.timeouts.answer);
        within(patience, async {
            let response = self.wire.send(request).await?;
            let ray = reply::ray(response.headers(), &self.key);
            let reading = async {
                let response = reply::accept(response, &self.address, &self.key).await?;
                let parse = |json: &[u8]| serde_json::from_slice::<Reply>(json);
                let Reply { translated_prompt, neurons } = reply::json(response, &self.address, parse).await?;
                let prompt =
                    Prompt::parse(translated_prompt).map_err(|wrong| not_ours(&self.address, &wrong.to_string()))?;
                Ok(Rewritten { prompt, neurons: neurons.as_f64().and_then(Neurons::new) })
            };
            reading.await.map_err(|error: Error| error.ray(ray))
        })
        .await
    }
}
