//! The ledger at Cloudflare, as the service holds it: questions to the one object `Usage`, which counts.

use contract::{ApiError, Code};
use jiff::civil::Date;
use service::{Counted, Entry, Ledger, ledger::Row};
use wasm_bindgen::JsValue;
use web_sys::Response;
use worker::{ObjectNamespace, send::SendFuture, wasm_bindgen_futures::JsFuture};

use crate::{
    fault::{internal, message},
    object::{ask_by_address, in_time},
    usage::{Question, Sheet},
};

/// The object's name: there is one.
const NAME: &str = "usage";

/// The ledger.
pub(crate) struct ObjectLedger(Option<ObjectNamespace>);

impl ObjectLedger {
    pub(crate) fn new(objects: Option<ObjectNamespace>) -> Self {
        Self(objects)
    }

    fn objects(&self) -> Result<&ObjectNamespace, ApiError> {
        self.0.as_ref().ok_or_else(|| {
            ApiError::new(Code::NotConfigured, "this Worker has no ledger: the binding `USAGE_LEDGER` is missing")
                .hint("deploy it with the `wrangler.jsonc` that comes with it")
        })
    }
}

async fn ask(objects: &ObjectNamespace, question: &Question) -> Result<Response, String> {
    // Strings and finite numbers: it always has a JSON form.
    let question = serde_json::to_string(question).unwrap_or_default();
    ask_by_address(objects, NAME, &question).await
}

fn fault(why: String) -> ApiError {
    internal("the ledger cannot be asked", why)
}

async fn text(response: &Response) -> Result<String, JsValue> {
    Ok(JsFuture::from(response.text()?).await?.as_string().unwrap_or_default())
}

impl Ledger for ObjectLedger {
    fn record(&self, entry: Entry) -> impl Future<Output = Result<(), ApiError>> + Send {
        SendFuture::new(async move {
            let question = Question::Record(Row::of(&entry));
            in_time(ask(self.objects()?, &question)).await.map(drop).map_err(fault)
        })
    }

    fn counted(&self, first: Date, last: Date) -> impl Future<Output = Result<Counted, ApiError>> + Send {
        SendFuture::new(async move {
            let (objects, question) = (self.objects()?, Question::Counted { first, last });
            let sheet = in_time(async {
                let response = ask(objects, &question).await?;
                text(&response).await.map_err(|thrown| message(&thrown))
            });
            let sheet = sheet.await.map_err(fault)?;
            let sheet: Sheet =
                serde_json::from_str(&sheet).map_err(|error| internal("the ledger's answer cannot be read", error))?;
            let days = sheet.days.into_iter().map(|day| (day.date, day)).collect();
            Ok(Counted { total: sheet.total, days })
        })
    }
}
