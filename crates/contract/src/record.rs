//! What is known of a finished picture, and the service's word about itself: the replies that are not errors.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use crate::size::Size;

/// A finished picture's record: the JSON reply without its `image`, and the header [`crate::RECORD_HEADER`] of a raw reply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// As it was sent.
    pub prompt: String,
    /// Pixels, of the picture as it came where that can be read, else as asked.
    pub width: u32,
    /// Pixels, like `width`.
    pub height: u32,
    /// The same as `WIDTHxHEIGHT`.
    pub dimensions: String,
    /// The model's short id.
    pub model: String,
    /// The seed that was used, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
    /// Diffusion steps, where the request chose them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<u32>,
    /// How closely the prompt is followed, where the request chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guidance: Option<f64>,
    /// What the picture should not show, where the request said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub negative_prompt: Option<String>,
    /// The type that the bytes really have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Workers AI's unit of cost, as Cloudflare counted it; absent where it did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neurons: Option<f64>,
    /// The prompt that the model was given, where it was translated or enhanced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translated_prompt: Option<String>,
    /// What the translation cost, like `neurons`, which does not include it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt_neurons: Option<f64>,
    /// Why the model was given the prompt as it was typed, though it should have been translated or enhanced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt_failure: Option<String>,
    /// Whether it was made by an earlier request, and cost nothing now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cached: bool,
}

impl Record {
    /// The record of `request`, drawn at `size`; what only the reply knows is still absent.
    pub fn of(request: &crate::GenerateRequest, size: Size) -> Self {
        Self {
            prompt: request.prompt.as_str().to_owned(),
            width: size.width,
            height: size.height,
            dimensions: format!("{}x{}", size.width, size.height),
            model: request.model.id.to_owned(),
            seed: request.seed,
            steps: request.steps,
            guidance: request.guidance,
            negative_prompt: request.negative_prompt.clone(),
            content_type: None,
            neurons: None,
            translated_prompt: None,
            prompt_neurons: None,
            prompt_failure: None,
            cached: false,
        }
    }

    /// The picture's sides.
    pub fn size(&self) -> Size {
        Size::new(self.width, self.height)
    }

    /// For the header: base64url of JSON, since a header is ASCII and a prompt is not.
    pub fn to_header(&self) -> String {
        // A record is strings and finite numbers: it always has a JSON form.
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// The other way; `None` when the header is not what [`Self::to_header`] makes.
    pub fn from_header(header: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()
    }
}

/// The reply of `GET /health`: that a service of ours is up. Nothing secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Always `easel`: how a client knows that nothing else answers at this address.
    pub service: String,
    /// The program's version.
    pub version: String,
    /// [`crate::API_VERSION`].
    pub api: u32,
    /// What whoever started the service calls this one instance; how a test knows that no other answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
}

impl Health {
    /// What [`Self::service`] says.
    pub const SERVICE: &str = "easel";

    /// This build's own health.
    pub fn ours() -> Self {
        Self {
            service: Self::SERVICE.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            api: crate::API_VERSION,
            instance: None,
        }
    }
}
