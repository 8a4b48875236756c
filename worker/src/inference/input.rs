//! What a model is given, as JavaScript values. Made anew for each attempt: a form is read once.

use contract::call::{Part, PartValue};
use js_sys::{Array, JSON, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, FormData};

/// A plain object. `serde-wasm-bindgen` would make a `Map` of it, which the binding sends as an empty object.
pub(super) fn object(json: &str) -> Result<JsValue, JsValue> {
    JSON::parse(json)
}

/// A form. Pictures go in as files: as text they would be no pictures to Cloudflare.
pub(super) fn form(parts: &[Part]) -> Result<FormData, JsValue> {
    let form = FormData::new()?;
    for Part { name, value } in parts {
        match value {
            PartValue::Text(text) => form.append_with_str(name, text)?,
            PartValue::File { format, bytes } => {
                let kind = BlobPropertyBag::new();
                kind.set_type(format.content_type());
                let bytes = Array::of1(&Uint8Array::from(bytes.as_ref()));
                let file = Blob::new_with_buffer_source_sequence_and_options(&bytes, &kind)?;
                form.append_with_blob_and_filename(name, &file, &format!("{name}.{}", format.extension()))?;
            }
        }
    }
    Ok(form)
}
