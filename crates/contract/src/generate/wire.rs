//! A request as JSON, written for the wire, and as the recipe that is made of it. `reading` has the other direction.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::{GenerateRequest, Recipe};

impl GenerateRequest {
    /// Of the canonical request: every field and the pictures' bytes. Two requests with the same recipe are the same.
    pub fn recipe(&self) -> Recipe {
        // `serde_json` keeps an object's keys sorted, so that this text is canonical.
        let mut hash = Sha256::new_with_prefix(Value::Object(self.words()).to_string());
        // As bytes, since their base64 can be 22 MB. The length keeps two pictures from being one.
        for image in &self.images {
            hash.update((image.bytes.len() as u64).to_be_bytes());
            hash.update(&image.bytes);
        }
        Recipe(hash.finalize().into())
    }

    /// The JSON body that parses into this request again.
    pub fn to_json(&self) -> Value {
        let mut body = self.words();
        if !self.images.is_empty() {
            let images: Vec<String> = self.images.iter().map(|image| STANDARD.encode(&image.bytes)).collect();
            body.insert("images".to_owned(), images.into());
        }
        Value::Object(body)
    }

    /// The same without the pictures.
    fn words(&self) -> Map<String, Value> {
        [
            ("prompt", Some(Value::from(self.prompt.as_str()))),
            ("model", Some(self.model.id.into())),
            ("width", Some(self.size.width.into())),
            ("height", Some(self.size.height.into())),
            ("seed", self.seed.map(Value::from)),
            ("steps", self.steps.map(Value::from)),
            ("guidance", self.guidance.map(Value::from)),
            ("negative_prompt", self.negative_prompt.clone().map(Value::from)),
            ("reseed", self.reseed.then_some(Value::from(true))),
            ("translate", self.translate.then_some(Value::from(true))),
            ("enhance", self.enhance.then_some(Value::from(true))),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
    }
}
