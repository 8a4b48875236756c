//! The upload of a packed Worker: one form with what Cloudflare must know, and a part a module (facts, Cloudflare §6.3).

use bytes::Bytes;
use contract::{
    AccountId, Bundle,
    bundle::{Binding, Migration},
};
use http::{Request, header::CONTENT_TYPE};
use serde_json::{Value, json};

use super::{Cloud, Namespace, Question, Right, Standing, WorkerName, scripts::script_path};
use crate::{DeployFault, Error, Kind, workers_ai::boundary};

/// What a Worker that this program has uploaded bears.
pub(super) const TAG: &str = "easel";

/// A Worker to be uploaded.
#[derive(Debug, Clone, Copy)]
pub struct Upload<'a> {
    /// What it is.
    pub bundle: &'a Bundle,
    /// The bytes of its modules, in their order.
    pub files: &'a [Bytes],
    /// What its `USAGE` is bound to.
    pub namespace: &'a Namespace,
    /// What stands there already. Its secrets and all that its objects keep stay.
    pub standing: Option<&'a Standing>,
}

impl Cloud {
    /// Puts the Worker there, in the place of any that stands there: whether that may be, the caller has asked. Needs Workers
    /// Scripts · Edit. Where a newer one of ours stands, it is [`DeployFault::Newer`], and where somebody else's has Durable Objects
    /// whose migrations are called as ours, [`DeployFault::HasObjects`]; then nothing is sent.
    pub async fn upload(&self, account: &AccountId, name: &WorkerName, upload: Upload<'_>) -> Result<(), Error> {
        let (modules, files) = (upload.bundle.modules.iter(), upload.files.iter());
        if !modules.map(|module| module.size).eq(files.map(|file| file.len() as u64)) {
            let error = Error::unsent(Kind::Internal, "the files of the Worker are not those of its bundle");
            return Err(error.hint("pack it again, or install this program again"));
        }
        let metadata = upload.metadata()?;
        let boundary = boundary()?;
        let path = script_path(name, "?excludeScript=true&bindings_inherit=strict");
        let request = self
            .request(Request::put(self.of(account, &path)))?
            .header(CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}"));
        let question = self.question(account, Right::Scripts, request, upload.form(&metadata, &boundary))?;
        self.granted(Question { patience: self.timeouts.upload, ..question }).await.map(drop)
    }
}

impl Upload<'_> {
    fn metadata(&self) -> Result<Value, Error> {
        let Self { bundle, namespace, .. } = self;
        let binding = |binding: &Binding| {
            let mut json = json!(binding);
            if let (Binding::KvNamespace { .. }, Some(fields)) = (binding, json.as_object_mut()) {
                fields.insert("namespace_id".to_owned(), namespace.as_str().into());
            }
            json
        };
        let mut metadata = json!({
            "main_module": bundle.main,
            "bindings": bundle.bindings.iter().map(binding).collect::<Vec<_>>(),
            "compatibility_date": bundle.compatibility_date,
            "compatibility_flags": bundle.compatibility_flags,
            // A secret is never sent again: who has deployed once may not have it any more.
            "keep_bindings": ["secret_text", "secret_key"],
            "observability": bundle.observability,
            "tags": [TAG],
            "annotations": {"workers/message": format!("Easel {}", bundle.version)},
        });
        if let (Some(migrations), Some(fields)) = (self.migrations()?, metadata.as_object_mut()) {
            fields.insert("migrations".to_owned(), migrations);
        }
        Ok(metadata)
    }

    /// The steps from what stands there to what the bundle has; none where nothing is to be done.
    fn migrations(&self) -> Result<Option<Value>, Error> {
        let all = &self.bundle.migrations;
        let old = self.standing.and_then(|standing| standing.migration_tag.as_deref());
        let is_alike = self.standing.is_some_and(|standing| standing.is_alike);
        let done = match old.map(|tag| all.iter().position(|migration| migration.tag == tag)) {
            Some(Some(last)) if is_alike => last + 1,
            Some(None) if is_alike => return Err(DeployFault::Newer.into()),
            // Cloudflare could not tell ours from theirs, now or at any update.
            Some(Some(_)) => return Err(DeployFault::HasObjects.into()),
            // Nothing to go on from; somebody else's own, in a Worker to be overwritten, are none of ours.
            Some(None) | None => 0,
        };
        let steps = all.get(done..).unwrap_or_default();
        let step = |migration: &Migration| json!({"new_sqlite_classes": migration.new_sqlite_classes});
        Ok(steps.last().map(|last| {
            let mut json = json!({"new_tag": last.tag, "steps": steps.iter().map(step).collect::<Vec<_>>()});
            if let (Some(old), Some(fields)) = (old, json.as_object_mut()) {
                fields.insert("old_tag".to_owned(), old.into());
            }
            json
        }))
    }

    fn form(&self, metadata: &Value, boundary: &str) -> Bytes {
        let mut form =
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{metadata}\r\n")
                .into_bytes();
        for (module, file) in self.bundle.modules.iter().zip(self.files) {
            let (name, kind) = (&module.name, module.kind.content_type());
            let head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{name}\"\r\n\
                 Content-Type: {kind}\r\n\r\n"
            );
            form.extend_from_slice(head.as_bytes());
            form.extend_from_slice(file);
            form.extend_from_slice(b"\r\n");
        }
        form.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        form.into()
    }
}
