//! The shelf at Cloudflare, as the service holds it: each job key has an object `Job` of its own, which runs the model itself, so
//! that nothing runs twice whatever becomes of the request; and one object `Recipes` has the pictures by recipe.

use contract::{ApiError, Billed, Code, JobKey, Recipe};
use jiff::Timestamp;
use service::{Ended, Home, Made, Order, Shelf};
use web_sys::Headers;
use worker::{ObjectNamespace, send::SendFuture};

use crate::{
    fault::{internal, message},
    job::Letter,
    object::{ask, in_time},
    picture::JsPicture,
    recipes,
};

/// The shelf.
pub(crate) struct ObjectShelf {
    jobs: Option<ObjectNamespace>,
    /// Without them no picture is found by its recipe.
    recipes: Option<ObjectNamespace>,
}

impl ObjectShelf {
    pub(crate) fn new(jobs: Option<ObjectNamespace>, recipes: Option<ObjectNamespace>) -> Self {
        Self { jobs, recipes }
    }

    async fn ask(&self, key: &JobKey, order: &Order) -> Result<Ended<JsPicture>, ApiError> {
        let objects = self.jobs.as_ref().ok_or_else(|| {
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
        let headers = Headers::new().map_err(|thrown| fault(message(&thrown)))?;
        // A name: it always has a JSON form.
        let freshness = serde_json::to_string(&order.freshness).unwrap_or_default();
        let request = order.request.to_json().to_string().into();
        let response = ask(objects, key.as_str(), &freshness, &headers, request).await.map_err(fault)?;
        Letter::open(&response).await.map_err(fault)
    }
}

impl Shelf for ObjectShelf {
    type Picture = JsPicture;

    fn once<H: Home<Picture = JsPicture>>(
        &self,
        _: &H,
        key: &JobKey,
        order: &Order,
    ) -> impl Future<Output = Ended<JsPicture>> + Send {
        SendFuture::new(async { self.ask(key, order).await.unwrap_or_else(Ended::refused) })
    }

    /// The object has a clock of its own, which is the same.
    fn find(
        &self,
        recipe: &Recipe,
        _: Timestamp,
    ) -> impl Future<Output = Result<Option<Made<JsPicture>>, ApiError>> + Send {
        SendFuture::new(async {
            let Some(objects) = &self.recipes else { return Ok(None) };
            in_time(recipes::find(objects, recipe))
                .await
                .map_err(|why| internal("a picture's recipe is not looked up", why))
        })
    }

    fn keep(
        &self,
        recipe: &Recipe,
        made: &Made<JsPicture>,
        _: Timestamp,
    ) -> impl Future<Output = Result<(), ApiError>> + Send {
        SendFuture::new(async {
            let Some(objects) = &self.recipes else { return Ok(()) };
            in_time(recipes::keep(objects, recipe, made))
                .await
                .map_err(|why| internal("a picture is not kept by its recipe", why))
        })
    }
}
