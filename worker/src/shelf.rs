//! The shelf at Cloudflare, as the service holds it: each job key has an object `Job` of its own, which runs the model itself, so
//! that nothing runs twice whatever becomes of the request.

use contract::{ApiError, Billed, Code, GenerateRequest, JobKey};
use service::{Ended, Home, Shelf};
use worker::{ObjectNamespace, send::SendFuture};

use crate::{fault::internal, job::Letter, object::ask, picture::JsPicture};

/// The shelf.
pub(crate) struct ObjectShelf(Option<ObjectNamespace>);

impl ObjectShelf {
    pub(crate) fn new(objects: Option<ObjectNamespace>) -> Self {
        Self(objects)
    }

    async fn ask(&self, key: &JobKey, request: &GenerateRequest) -> Result<Ended<JsPicture>, ApiError> {
        let objects = self.0.as_ref().ok_or_else(|| {
            ApiError::new(Code::NotConfigured, "this Worker keeps no replies: the binding `JOBS` is missing")
                .param("Idempotency-Key")
                .hint("deploy it with the `wrangler.jsonc` that comes with it, or send no Idempotency-Key")
        })?;
        // It may have been at work already.
        let fault = |why: String| {
            internal("the job's object gave no answer", why)
                .hint("send the request again with the same Idempotency-Key: nothing is made twice")
                .billed(Billed::Maybe)
        };
        let question = request.to_json().to_string();
        let response = ask(objects, key.as_str(), question).await.map_err(fault)?;
        Letter::open(&response).await.map_err(fault)
    }
}

impl Shelf for ObjectShelf {
    type Picture = JsPicture;

    fn once<H: Home<Picture = JsPicture>>(
        &self,
        _: &H,
        key: &JobKey,
        request: &GenerateRequest,
    ) -> impl Future<Output = Ended<JsPicture>> + Send {
        SendFuture::new(async { self.ask(key, request).await.unwrap_or_else(Ended::refused) })
    }
}
