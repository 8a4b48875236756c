//! Cloudflare as a place where the service lives. Cheap to clone; the router and each job's object share one.

use std::{cell::OnceCell, future::Future, sync::Arc, time::Duration};

use contract::{ApiError, Billed, Code};
use futures_channel::oneshot;
use jiff::Timestamp;
use js_sys::{Date, Object, Reflect, Uint32Array};
use service::{Home, KeyHash, Rests};
use wasm_bindgen::JsValue;
use worker::{
    Delay, Env,
    send::{SendFuture, SendWrapper},
    wasm_bindgen_futures::{JsFuture, future_to_promise},
};

use crate::{
    configuration,
    fault::{internal, message},
    inference::WorkersAi,
    javascript::{RateLimiter, get_random_values, wait_until},
    ledger::ObjectLedger,
    picture::JsPicture,
    shelf::ObjectShelf,
};

/// Seconds; how long whoever has asked too often is told to wait: the binding's longest period.
const COME_BACK: u32 = 60;

/// The service's home at Cloudflare. Clones share it.
#[derive(Clone)]
pub(crate) struct Cloudflare(Arc<Parts>);

struct Parts {
    inference: WorkersAi,
    ledger: ObjectLedger,
    shelf: ObjectShelf,
    rests: Rests,
    rate_limiter: Option<SendWrapper<RateLimiter>>,
}

thread_local! {
    /// For all that this instance answers: what was configured stays as long as it lives.
    static HOME: OnceCell<Cloudflare> = const { OnceCell::new() };
}

impl Cloudflare {
    /// The home that `env` describes; the same for the Worker and its objects.
    pub(crate) fn of(env: &Env) -> Self {
        HOME.with(|home| home.get_or_init(|| Self::new(env)).clone())
    }

    fn new(env: &Env) -> Self {
        Self(Arc::new(Parts {
            inference: configuration::inference(env),
            ledger: ObjectLedger::new(configuration::objects(env, "USAGE_LEDGER")),
            shelf: ObjectShelf::new(configuration::objects(env, "JOBS"), configuration::objects(env, "RECIPES")),
            rests: Rests::default(),
            rate_limiter: configuration::rate_limiter(env).map(SendWrapper),
        }))
    }
}

/// Cloudflare's clock, which stands still while a request computes.
pub(crate) fn now() -> Timestamp {
    // It is no year that could not be said.
    Timestamp::from_millisecond(Date::now() as i64).unwrap_or(Timestamp::UNIX_EPOCH)
}

impl Home for Cloudflare {
    /// A Worker has 128 MB (facts, Cloudflare §7), and reads pictures from text: base64, bytes and what they become live at once.
    const MAX_BODY: usize = 8 << 20;

    type Picture = JsPicture;
    type Inference = WorkersAi;
    type Ledger = ObjectLedger;
    type Shelf = ObjectShelf;

    fn inference(&self) -> &WorkersAi {
        &self.0.inference
    }

    fn ledger(&self) -> &ObjectLedger {
        &self.0.ledger
    }

    fn shelf(&self) -> &ObjectShelf {
        &self.0.shelf
    }

    fn rests(&self) -> &Rests {
        &self.0.rests
    }

    fn now(&self) -> Timestamp {
        now()
    }

    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send {
        SendFuture::new(Delay::from(time))
    }

    fn random(&self) -> u32 {
        let number = Uint32Array::new_with_length(1);
        // Where there is no randomness, waits and seeds may as well be alike.
        get_random_values(&number).map(|_| number.get_index(0)).unwrap_or_default()
    }

    fn admit(&self, key: &KeyHash) -> impl Future<Output = Result<(), ApiError>> + Send {
        SendFuture::new(async {
            let Some(rate_limiter) = &self.0.rate_limiter else { return Ok(()) };
            let fault = |thrown: JsValue| internal("the requests of this key could not be counted", message(&thrown));
            if within_limit(rate_limiter, key).await.map_err(fault)? { Ok(()) } else { Err(too_often()) }
        })
    }

    /// For 30 seconds after the caller has gone away; longer than that Cloudflare lets only a Durable Object work. A request
    /// with a job key is in one. One without is not: the object's own request, and the picture's way out of it, would be paid
    /// by all for the few that are given up, and whoever needs the certainty sends a key.
    fn finish<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> impl Future<Output = Result<T, ApiError>> + Send {
        let (done, end) = oneshot::channel();
        wait_until(&future_to_promise(async {
            // Whoever asked may have gone away, and then nobody hears it.
            done.send(work.await).ok();
            Ok(JsValue::UNDEFINED)
        }));
        async { end.await.map_err(|why| internal("the request was cut off", why).billed(Billed::Maybe)) }
    }
}

fn too_often() -> ApiError {
    ApiError::new(Code::RateLimited, "this key has asked too often")
        .hint("send it again after the time in `Retry-After`; the Worker's owner sets the limit")
        .retry_after(Some(COME_BACK))
}

async fn within_limit(rate_limiter: &RateLimiter, key: &KeyHash) -> Result<bool, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"key".into(), &key.as_str().into())?;
    let outcome = JsFuture::from(rate_limiter.limit(&options)?).await?;
    Ok(Reflect::get(&outcome, &"success".into())?.is_truthy())
}
