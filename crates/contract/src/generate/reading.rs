//! A request's JSON body, read strictly, so that a misspelt field is told and not ignored. Whoever has a body calls
//! [`Fields::from_json`]; [`super::wire`] has the other direction.
//!
//! Each value is judged as it comes, and nothing is kept but what a field can hold: a body of any JSON read as a tree takes a
//! dozen times its length, which a Worker does not have. After something wrong the rest is still read, since a body that is no
//! JSON is told as that.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Field, Fields, MAX_REFERENCE_BYTES, Problem, Wrong};
use crate::{error::ApiError, error::Code, model::CATALOGUE};

/// Characters; the longest base64 of a reference picture.
const MAX_BASE64: usize = MAX_REFERENCE_BYTES.div_ceil(3) * 4;

impl Fields {
    /// From a JSON body. The caller bounds its length; nesting is bounded by the parser.
    pub fn from_json(body: &[u8]) -> Result<Self, ApiError> {
        let mut json = serde_json::Deserializer::from_slice(body);
        let mut reading = Reading::default();
        let is_object = body.trim_ascii_start().starts_with(b"{");
        let read = if is_object {
            json.deserialize_map(&mut reading)
        } else {
            Shallow(&mut drop).deserialize(&mut json).map(drop)
        };
        read.and_then(|()| json.end())
            .map_err(|error| ApiError::new(Code::BadJson, format!("the body is no JSON: {error}")))?;
        if is_object {
            Ok(reading.fields()?)
        } else {
            Err(ApiError::new(Code::BadJson, "the body must be a JSON object"))
        }
    }
}

/// What a body has said so far. Of a field that comes twice, the last counts.
#[derive(Default)]
struct Reading {
    fields: Fields,
    /// One a field of ours at most.
    problems: Vec<Problem>,
    /// The first by name of those that are not ours, cut to 64 characters.
    unknown: Option<String>,
}

impl Reading {
    /// A reader tells one problem: the first by the field's name.
    fn fields(self) -> Result<Fields, Problem> {
        let unknown = self.unknown.map(|name| Field::Unknown(name).wrong(Wrong::UnknownField));
        let told = self.problems.into_iter().chain(unknown).min_by(|a, b| a.field.name().cmp(b.field.name()));
        told.map_or(Ok(self.fields), Err)
    }

    fn take(&mut self, name: &str, value: Value, files: Files) {
        self.problems.retain(|problem| problem.field.name() != name);
        let fields = &mut self.fields;
        let taken = match name {
            "prompt" => text(Field::Prompt, value).map(|text| fields.prompt = text),
            "model" => text(Field::Model, value).map(|text| fields.model = text),
            "width" => whole(Field::Width, &value).map(|number| fields.width = number),
            "height" => whole(Field::Height, &value).map(|number| fields.height = number),
            "seed" => whole(Field::Seed, &value).map(|number| fields.seed = number),
            "steps" => whole(Field::Steps, &value).map(|number| fields.steps = number),
            "guidance" => number(Field::Guidance, &value).map(|number| fields.guidance = number),
            "negative_prompt" => text(Field::NegativePrompt, value).map(|text| fields.negative_prompt = text),
            "reseed" => flag(Field::Reseed, &value).map(|flag| fields.reseed = flag),
            "translate" => flag(Field::Translate, &value).map(|flag| fields.translate = flag),
            "enhance" => flag(Field::Enhance, &value).map(|flag| fields.enhance = flag),
            "images" => files.of(&value).map(|files| fields.images = files),
            _ if value.is_null() => Ok(()),
            _ => {
                let name: String = name.chars().take(64).collect();
                self.unknown = Some(self.unknown.take().map_or(name.clone(), |first| first.min(name)));
                Ok(())
            }
        };
        self.problems.extend(taken.err());
    }
}

impl<'de> Visitor<'de> for &mut Reading {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            let mut files = Files::default();
            let mut seen = |element| files.take(element);
            let seen: &mut dyn FnMut(Value) = if name == "images" { &mut seen } else { &mut drop };
            let value = map.next_value_seed(Shallow(seen))?;
            self.take(&name, value, files);
        }
        Ok(())
    }
}

/// Reads any value, as strictly as a tree of it would be, and gives what has no parts as it is; of an array or an object no more
/// than that it is one. Whoever wants an array's elements is shown each, and nothing inside them.
struct Shallow<'a>(&'a mut dyn FnMut(Value));

impl<'de> DeserializeSeed<'de> for Shallow<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Shallow<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(flag.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        while let Some(element) = elements.next_element_seed(Shallow(&mut drop))? {
            (self.0)(element);
        }
        Ok(Value::Array(Vec::new()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        while map.next_key::<IgnoredAny>()?.is_some() {
            map.next_value_seed(Shallow(&mut drop))?;
        }
        Ok(Value::Object(Map::new()))
    }
}

/// The reference pictures of an array, decoded as they come.
struct Files(Result<Vec<Vec<u8>>, Wrong>);

impl Default for Files {
    fn default() -> Self {
        Self(Ok(Vec::new()))
    }
}

impl Files {
    fn take(&mut self, element: Value) {
        let Ok(files) = &mut self.0 else { return };
        // One more than any model takes is enough to be refused.
        let most = CATALOGUE.iter().filter_map(|model| model.references).map(|references| references.max).max();
        if files.len() <= most.unwrap_or_default() {
            match file(&element) {
                Ok(file) => files.push(file),
                Err(wrong) => self.0 = Err(wrong),
            }
        }
    }

    /// The files, if `value`, where they were found, is an array; `null` has none.
    fn of(self, value: &Value) -> Result<Vec<Vec<u8>>, Problem> {
        let files = if value.is_array() || value.is_null() { self.0 } else { Err(no_pictures()) };
        files.map_err(|wrong| Field::Images.wrong(wrong))
    }
}

fn file(element: &Value) -> Result<Vec<u8>, Wrong> {
    let text = element.as_str().ok_or_else(no_pictures)?;
    // A data URL is what browsers have at hand.
    let base64 = text.split_once(";base64,").map_or(text, |(_, base64)| base64);
    if base64.len() > MAX_BASE64 {
        return Err(Wrong::TooLarge { max: MAX_REFERENCE_BYTES });
    }
    STANDARD.decode(base64).or(Err(no_pictures()))
}

fn no_pictures() -> Wrong {
    Wrong::Type("an array of base64 strings")
}

// `null` means absent: many clients write fields that they do not set.

fn text(field: Field, value: Value) -> Result<Option<String>, Problem> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        _ => Err(field.wrong(Wrong::Type("a string"))),
    }
}

/// `1024.0` is whole too: some languages have no other numbers. What no `i64` holds becomes the nearest, which is out of any
/// field's bounds, and is refused as that.
fn whole(field: Field, value: &Value) -> Result<Option<i64>, Problem> {
    let of_float = || value.as_f64().filter(|n| n.fract() == 0.0).map(|n| n as i64);
    absent_or(value, value.as_i64().or_else(of_float)).ok_or_else(|| field.wrong(Wrong::Type("a whole number")))
}

fn number(field: Field, value: &Value) -> Result<Option<f64>, Problem> {
    let finite = value.as_f64().filter(|n| n.is_finite());
    absent_or(value, finite).ok_or_else(|| field.wrong(Wrong::Type("a number")))
}

fn flag(field: Field, value: &Value) -> Result<Option<bool>, Problem> {
    absent_or(value, value.as_bool()).ok_or_else(|| field.wrong(Wrong::Type("true or false")))
}

/// `read`, which is what `value` holds, if it holds what is wanted; inside, nothing for `null`.
fn absent_or<T>(value: &Value, read: Option<T>) -> Option<Option<T>> {
    if value.is_null() { Some(None) } else { read.map(Some) }
}
