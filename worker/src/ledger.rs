//! The ledger at Cloudflare, as the service holds it: questions to the one object `Usage`, which counts.

use contract::{ApiError, Code};
use jiff::civil::Date;
use service::{Counted, Entry, Ledger};
use worker::{ObjectNamespace, send::SendFuture, wasm_bindgen_futures::JsFuture};

use crate::{
    fault::{internal, message},
    object::ask,
    usage::{Question, Row, Sheet},
};

/// The object's name: there is one.
const NAME: &str = "usage";

/// The ledger.
pub(crate) struct ObjectLedger(Option<ObjectNamespace>);

impl ObjectLedger {
    pub(crate) fn new(objects: Option<ObjectNamespace>) -> Self {
        Self(objects)
    }

    /// The answer's body.
    async fn ask(&self, question: &Question) -> Result<String, ApiError> {
        let objects = self.0.as_ref().ok_or_else(|| {
            ApiError::new(Code::NotConfigured, "this Worker has no ledger: the binding `USAGE_LEDGER` is missing")
                .hint("deploy it with the `wrangler.jsonc` that comes with it")
        })?;
        let fault = |why: String| internal("the ledger cannot be asked", why);
        // Strings and finite numbers: it always has a JSON form.
        let question = serde_json::to_string(question).unwrap_or_default();
        let response = ask(objects, NAME, question).await.map_err(fault)?;
        let text = response.text().map_err(|thrown| fault(message(&thrown)))?;
        let text = JsFuture::from(text).await.map_err(|thrown| fault(message(&thrown)))?;
        Ok(text.as_string().unwrap_or_default())
    }
}

impl Ledger for ObjectLedger {
    fn record(&self, entry: Entry) -> impl Future<Output = Result<(), ApiError>> + Send {
        SendFuture::new(async move { self.ask(&Question::Record(Row::of(&entry))).await.map(drop) })
    }

    fn counted(&self, first: Date, last: Date) -> impl Future<Output = Result<Counted, ApiError>> + Send {
        SendFuture::new(async move {
            let sheet = self.ask(&Question::Counted { first, last }).await?;
            let sheet: Sheet =
                serde_json::from_str(&sheet).map_err(|error| internal("the ledger's answer cannot be read", error))?;
            let days = sheet.days.into_iter().map(|day| (day.date, day)).collect();
            Ok(Counted { total: sheet.total, days })
        })
    }
}
