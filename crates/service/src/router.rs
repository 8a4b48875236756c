//! The router: which path leads to which file of [`crate::routes`], and what all replies have in common.

use std::time::Duration;

use axum::{
    Router,
    extract::FromRef,
    middleware::map_response,
    response::Response,
    routing::{get, post},
};
use contract::{API_VERSION, API_VERSION_HEADER, RECORD_HEADER, REPLAYED_HEADER, UNCOUNTED_HEADER, UNKEPT_HEADER};
use http::{HeaderName, HeaderValue, Method, header::RETRY_AFTER};
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};

use crate::{
    auth::Doorkeeper,
    home::Home,
    refusal::{self, SHOULD_RETRY},
    reply::CACHE_STATUS,
    routes::{generate, health, models, openai, openapi, page, prompt, remix, usage},
    settings::{Origins, Settings},
};

/// What every route can have.
#[derive(Clone)]
struct Front<H> {
    home: H,
    doorkeeper: Doorkeeper,
    instance: Instance,
}

/// What `/health` says of this one instance.
#[derive(Clone)]
pub(crate) struct Instance(pub(crate) Option<String>);

/// The home, as routes take it: `State(At(home)): State<At<H>>`.
#[derive(Clone)]
pub(crate) struct At<H>(pub(crate) H);

impl<H: Home> FromRef<Front<H>> for At<H> {
    fn from_ref(front: &Front<H>) -> Self {
        Self(front.home.clone())
    }
}

impl<H> FromRef<Front<H>> for Doorkeeper {
    fn from_ref(front: &Front<H>) -> Self {
        front.doorkeeper.clone()
    }
}

impl<H> FromRef<Front<H>> for Instance {
    fn from_ref(front: &Front<H>) -> Self {
        front.instance.clone()
    }
}

/// The service at `home`. It is a `tower::Service` from request to response, and needs no runtime of its own.
pub fn router<H: Home>(home: H, settings: Settings) -> Router {
    let doorkeeper = Doorkeeper::new(&settings.keys);
    Router::new()
        .route("/", get(page::page))
        .route("/generate", post(generate::generate::<H>))
        .route("/health", get(health::health))
        .route("/usage", get(usage::usage::<H>))
        .route("/models", get(models::models::<H>))
        .route("/openapi.json", get(openapi::openapi))
        .route("/prompt", post(prompt::prompt::<H>))
        .route("/api/image", post(remix::image::<H>))
        .route("/api/models", get(remix::models::<H>))
        .route("/v1/images/generations", post(openai::images::generations::<H>))
        .route("/v1/models", get(openai::models::list::<H>))
        .route("/v1/models/{model}", get(openai::models::one::<H>))
        .fallback(refusal::not_found)
        .method_not_allowed_fallback(refusal::method_not_allowed)
        .with_state(Front { home, doorkeeper, instance: Instance(settings.instance) })
        .layer(cors(settings.origins))
        .layer(map_response(say_version))
}

/// Answers every `OPTIONS`. Where no origin is allowed it names none, and browsers keep their pages away.
fn cors(origins: Origins) -> CorsLayer {
    let origins = match origins {
        Origins::None => AllowOrigin::list([]),
        Origins::Any => AllowOrigin::any(),
        Origins::List(list) => AllowOrigin::list(list),
    };
    let ours = [API_VERSION_HEADER, RECORD_HEADER, REPLAYED_HEADER, UNCOUNTED_HEADER, UNKEPT_HEADER];
    let exposed: Vec<_> =
        ours.map(HeaderName::from_static).into_iter().chain([RETRY_AFTER, CACHE_STATUS, SHOULD_RETRY]).collect();
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST])
        // Whatever a client of another API sends beside its key: what is no header of ours is not read.
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(exposed)
        .max_age(Duration::from_hours(1))
}

async fn say_version(mut response: Response) -> Response {
    response.headers_mut().insert(API_VERSION_HEADER, HeaderValue::from(API_VERSION));
    response
}
