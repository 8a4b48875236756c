//! A request as JSON: read strictly, so that a misspelt field is told and not ignored; written for the wire.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::{Field, Fields, GenerateRequest, Problem, Recipe, Wrong};
use crate::{error::ApiError, error::Code};

impl Fields {
    /// From a JSON body. The caller bounds its length; nesting is bounded by the parser.
    pub fn from_json(body: &[u8]) -> Result<Self, ApiError> {
        let value: Value = serde_json::from_slice(body)
            .map_err(|error| ApiError::new(Code::BadJson, format!("the body is no JSON: {error}")))?;
        let Value::Object(object) = value else {
            return Err(ApiError::new(Code::BadJson, "the body must be a JSON object"));
        };
        Ok(Self::from_object(object)?)
    }

    fn from_object(object: Map<String, Value>) -> Result<Self, Problem> {
        let mut fields = Self::default();
        // `null` means absent: many clients write fields that they do not set.
        for (name, value) in object.into_iter().filter(|(_, value)| !value.is_null()) {
            match name.as_str() {
                "prompt" => fields.prompt = Some(text(Field::Prompt, value)?),
                "model" => fields.model = Some(text(Field::Model, value)?),
                "width" => fields.width = Some(whole(Field::Width, &value)?),
                "height" => fields.height = Some(whole(Field::Height, &value)?),
                "seed" => fields.seed = Some(whole(Field::Seed, &value)?),
                "steps" => fields.steps = Some(whole(Field::Steps, &value)?),
                "guidance" => fields.guidance = Some(number(Field::Guidance, &value)?),
                "negative_prompt" => fields.negative_prompt = Some(text(Field::NegativePrompt, value)?),
                "reseed" => fields.reseed = Some(flag(Field::Reseed, &value)?),
                "translate" => fields.translate = Some(flag(Field::Translate, &value)?),
                "enhance" => fields.enhance = Some(flag(Field::Enhance, &value)?),
                "images" => fields.images = files(value)?,
                _ => return Err(Field::Unknown(name.chars().take(64).collect()).wrong(Wrong::UnknownField)),
            }
        }
        Ok(fields)
    }
}

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

fn text(field: Field, value: Value) -> Result<String, Problem> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(field.wrong(Wrong::Type("a string"))),
    }
}

/// `1024.0` is whole too: some languages have no other numbers. What no `i64` holds becomes the nearest, which is out of any
/// field's bounds, and is refused as that.
fn whole(field: Field, value: &Value) -> Result<i64, Problem> {
    let of_float = || value.as_f64().filter(|n| n.fract() == 0.0).map(|n| n as i64);
    value.as_i64().or_else(of_float).ok_or_else(|| field.wrong(Wrong::Type("a whole number")))
}

fn number(field: Field, value: &Value) -> Result<f64, Problem> {
    value.as_f64().filter(|n| n.is_finite()).ok_or_else(|| field.wrong(Wrong::Type("a number")))
}

fn flag(field: Field, value: &Value) -> Result<bool, Problem> {
    value.as_bool().ok_or_else(|| field.wrong(Wrong::Type("true or false")))
}

fn files(value: Value) -> Result<Vec<Vec<u8>>, Problem> {
    let wrong = || Field::Images.wrong(Wrong::Type("an array of base64 strings"));
    let Value::Array(items) = value else { return Err(wrong()) };
    items
        .into_iter()
        .map(|item| match item {
            // A data URL is what browsers have at hand.
            Value::String(text) => {
                let base64 = text.split_once(";base64,").map_or(text.as_str(), |(_, base64)| base64);
                STANDARD.decode(base64).or(Err(wrong()))
            }
            _ => Err(wrong()),
        })
        .collect()
}
