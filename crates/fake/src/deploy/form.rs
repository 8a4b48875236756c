//! The form of an upload, part by part: facts, Cloudflare §6.3, and wrangler's own. One part says what the Worker is, each other
//! is a module of it.

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest as _, Multipart, Request, multipart::MultipartError},
};
use http::{HeaderValue, StatusCode, header::CONTENT_TYPE};

use super::land::UploadedModule;
use crate::refusal::{Refused, deploy};

/// Bytes of all modules: facts, Cloudflare §7.
pub(super) const MOST_BYTES: usize = 64 << 20;

/// What a module may be.
const TYPES: [&str; 5] = [
    "application/javascript+module",
    "application/wasm",
    "text/plain",
    "application/octet-stream",
    "application/source-map",
];

/// An upload as it came.
pub(super) struct Form {
    /// JSON.
    pub(super) metadata: String,
    pub(super) modules: Vec<UploadedModule>,
}

impl Form {
    pub(super) async fn read(content_type: Option<HeaderValue>, body: Bytes) -> Result<Self, Refused> {
        let mut request = Request::new(Body::from(body));
        request.headers_mut().extend(content_type.map(|value| (CONTENT_TYPE, value)));
        let no_form = |_| deploy::INVALID.since("a Worker is uploaded as multipart/form-data");
        let mut parts = Multipart::from_request(request, &()).await.map_err(no_form)?;
        let (mut metadata, mut modules) = (None, Vec::<UploadedModule>::new());
        while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            let (file, declared) = (part.file_name().map(str::to_owned), part.content_type().map(str::to_owned));
            let bytes = part.bytes().await.map_err(|error| broken(&error))?;
            match file {
                // wrangler writes it without a file's name, and before all modules.
                None if name == "metadata" && metadata.is_none() && modules.is_empty() => {
                    metadata = Some(String::from_utf8_lossy(&bytes).into_owned());
                }
                Some(file) if file == name && modules.iter().all(|module| module.name != name) => {
                    modules.push(module(name, declared.unwrap_or_default(), bytes)?);
                }
                _ => return Err(deploy::INVALID.since(format!("the part {name:?} is not one of an upload"))),
            }
        }
        let metadata = metadata.ok_or_else(|| deploy::INVALID.since("there is no part metadata"))?;
        if modules.iter().map(|module| module.bytes.len()).sum::<usize>() > MOST_BYTES {
            return Err(deploy::TOO_LARGE.into());
        }
        Ok(Self { metadata, modules })
    }
}

/// What is declared must be so.
fn module(name: String, content_type: String, bytes: Bytes) -> Result<UploadedModule, Refused> {
    let fits = match content_type.as_str() {
        "application/wasm" => bytes.starts_with(b"\0asm"),
        "application/octet-stream" => true,
        known if TYPES.contains(&known) => std::str::from_utf8(&bytes).is_ok_and(|text| !text.is_empty()),
        _ => false,
    };
    if fits {
        Ok(UploadedModule { name, content_type, bytes })
    } else {
        Err(deploy::INVALID.since(format!("the module {name:?} is no {content_type:?}")))
    }
}

fn broken(error: &MultipartError) -> Refused {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        deploy::TOO_LARGE.into()
    } else {
        deploy::INVALID.since(format!("the form cannot be read: {}", error.body_text()))
    }
}
