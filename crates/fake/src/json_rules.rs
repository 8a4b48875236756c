//! The rules of the models that take JSON: facts, Cloudflare §1.3.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

use crate::{
    model::{JsonRules, Picture, Unknown},
    neurons::{Price, Work, neurons},
    order::Order,
    refusal::Refused,
};

/// Pixels: sides beyond are clamped, silently. facts, Cloudflare §1.3: 2480² came back as 2048².
const LONGEST_SIDE: u32 = 2048;

/// What a field holds. Bounds are inclusive.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Text of at least one character.
    Text,
    Int {
        least: i64,
        most: i64,
    },
    Number {
        least: f64,
        most: f64,
    },
    /// An array of integers from 0 to 255.
    Bytes,
    Base64,
    Bool,
    Object,
}

impl Kind {
    pub(crate) fn allows(&self, value: &Value) -> bool {
        match self {
            Self::Text => value.as_str().is_some_and(|text| !text.is_empty()),
            Self::Int { least, most } => value.as_i64().is_some_and(|number| (*least..=*most).contains(&number)),
            Self::Number { least, most } => value.as_f64().is_some_and(|number| (*least..=*most).contains(&number)),
            Self::Bytes => value
                .as_array()
                .is_some_and(|bytes| bytes.iter().all(|byte| byte.as_u64().is_some_and(|byte| byte <= 255))),
            Self::Base64 => value.as_str().is_some_and(|text| STANDARD.decode(text).is_ok()),
            Self::Bool => value.is_boolean(),
            Self::Object => value.is_object(),
        }
    }
}

/// What `fields` ask for, or why they are refused.
pub(crate) fn check(rules: &JsonRules, price: Price, fields: &Map<String, Value>) -> Result<Order, Refused> {
    let prompt = prompt(rules, fields)?;
    for (name, value) in fields.iter().filter(|(name, _)| *name != "prompt") {
        match rules.fields.iter().find(|(known, _)| known == name) {
            Some((_, kind)) if !kind.allows(value) => {
                return Err(Refused::bad_input(&format!("'{name}' is not within {kind:?}")));
            }
            // facts, Cloudflare §1.3: additionalProperties false for schnell.
            None if rules.unknown == Unknown::Refused => {
                return Err(Refused::bad_input(&format!("additional property '{name}' at '/' is not allowed")));
            }
            _ => {}
        }
    }
    check_picture(&rules.picture, fields)?;
    let (width, height) = (side(rules, fields, "width")?, side(rules, fields, "height")?);
    let known = |name: &str| fields.get(name).filter(|_| rules.fields.iter().any(|(known, _)| *known == name));
    let steps = known("num_steps").or_else(|| known("steps")).and_then(Value::as_f64);
    let area = f64::from(width) * f64::from(height);
    Ok(Order {
        width,
        height,
        prompt,
        seed: known("seed").and_then(Value::as_i64),
        neurons: neurons(price, &Work { area, steps, references: &[] }),
    })
}

/// facts, Cloudflare §1.3: required, at least one character.
fn prompt(rules: &JsonRules, fields: &Map<String, Value>) -> Result<String, Refused> {
    let missing = || Refused::bad_input("required properties at '/' are 'prompt'");
    let prompt = fields.get("prompt").ok_or_else(missing)?;
    let characters = prompt.as_str().unwrap_or_default().chars().count();
    if (1..=rules.longest_prompt).contains(&characters) {
        Ok(prompt.as_str().unwrap_or_default().to_owned())
    } else {
        Err(Refused::bad_input("Length of '/prompt' must be within bounds"))
    }
}

fn check_picture(picture: &Picture, fields: &Map<String, Value>) -> Result<(), Refused> {
    let has = |name: &str| fields.contains_key(name);
    let has_picture = has("image") || has("image_b64");
    match picture {
        Picture::Refused(refusal) if has_picture => Err((*refusal).into()),
        // The words are those of the captured 3030; that it says so for a missing one is our reading.
        Picture::Needed(_) if !has_picture => Err(Refused::no_tensor("image")),
        Picture::Needed(others) => match others.iter().find(|name| !has(name)) {
            Some(missing) => Err(Refused::no_tensor(missing)),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

fn side(rules: &JsonRules, fields: &Map<String, Value>, name: &str) -> Result<u32, Refused> {
    let asked = fields.get(name).and_then(Value::as_u64).and_then(|side| u32::try_from(side).ok());
    let side = asked.unwrap_or(rules.side);
    if side.is_multiple_of(rules.multiple_of) {
        // A picture of no pixels is none, although the schema of the Leonardo models allows 0.
        Ok(side.clamp(1, LONGEST_SIDE))
    } else {
        Err(Refused::bad_input(&format!("'{name}' must be a multiple of {}", rules.multiple_of)))
    }
}
