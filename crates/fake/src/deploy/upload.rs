//! An upload: all of it fits together, or nothing changes. facts, Cloudflare §6.3.

use axum::{body::Bytes, response::Response};
use http::{HeaderMap, header::CONTENT_TYPE};
use serde_json::Value;

use super::{
    call::{Answer, Call},
    form::Form,
    land::{Estate, Worker},
    metadata::Metadata,
    step::Step,
};
use crate::refusal::{Refused, deploy};

/// facts, Cloudflare §7: on the free plan.
const MOST_WORKERS: usize = 100;

pub(super) async fn answer(call: Call, headers: HeaderMap, body: Bytes) -> Response {
    let name = call.named("name");
    let form = Form::read(headers.get(CONTENT_TYPE).cloned(), body).await;
    let work = call.answer(Step::Upload, |estates, account| {
        call.knows(&["excludeScript", "bindings_inherit"])?;
        let form = form?;
        let metadata = Metadata::read(&form.metadata)?;
        metadata.check(&form.modules)?;
        let worker = after(estates.of(account), &name, &metadata, form)?;
        let tag = worker.migration_tag.clone();
        estates.of(account).workers.insert(name.clone(), worker);
        estates.last_upload = Some((account, name.clone()));
        let result = serde_json::json!({
            "id": name, "etag": "0", "handlers": ["fetch"], "migration_tag": tag, "startup_time_ms": 10,
            "deployment_id": "0123456789abcdef0123456789abcdef",
        });
        Ok(Answer::Result(result))
    });
    work.await
}

/// The Worker as it is after the upload.
fn after(estate: &Estate, name: &str, metadata: &Metadata, form: Form) -> Result<Worker, Refused> {
    let before = estate.workers.get(name);
    if before.is_none() && estate.workers.len() >= MOST_WORKERS {
        return Err(deploy::TOO_MANY.into());
    }
    if before.is_none() && estate.subdomain.is_none() {
        return Err(deploy::SUBDOMAIN_FIRST.into());
    }
    let mut worker = before.cloned().unwrap_or_default();
    if let Some(migrations) = &metadata.migrations {
        let (tag, classes) = migrations.follow(before)?;
        (worker.migration_tag, worker.classes) = (Some(tag), classes);
    }
    metadata.check_bindings(estate, &worker.classes, before)?;
    if !metadata.keep_bindings.iter().any(|kind| kind == "secret_text") {
        worker.secrets.clear();
    }
    worker.secrets.extend(metadata.secrets());
    worker.metadata = serde_json::from_str(&form.metadata).unwrap_or_default();
    // What is secret is told to nobody again.
    if let Some(bindings) = worker.metadata.get_mut("bindings").and_then(Value::as_array_mut) {
        bindings.retain(|binding| binding["type"] != "secret_text");
    }
    worker.modules = form.modules;
    Ok(worker)
}
