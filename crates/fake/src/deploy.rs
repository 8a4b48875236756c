//! The calls that deploy a Worker, as far as Easel makes them, and what answers at `workers.dev` afterwards: facts, Cloudflare §6.
//! The shapes of the requests are those that wrangler sends; another one is refused.

mod call;
mod form;
mod handle;
mod kv;
mod land;
mod live;
mod metadata;
mod migrations;
mod script;
mod step;
mod subdomain;
mod upload;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{any, get, post, put},
};

pub(crate) use land::{Land, Namespace};
pub use land::{Upload, UploadedModule};
pub use step::Step;

/// Below an account.
pub(crate) fn of_account(land: Arc<Land>) -> Router<()> {
    let namespace = "/storage/kv/namespaces/{namespace}";
    let script = "/workers/scripts/{name}";
    Router::new()
        .route("/workers/subdomain", get(subdomain::read).put(subdomain::claim))
        .route("/workers/subdomains/{subdomain}", get(subdomain::is_free))
        .route("/workers/services/{name}", get(script::service).delete(script::remove))
        .route("/workers/scripts", get(script::list))
        .route(script, put(upload::answer).delete(script::remove))
        .route(&format!("{script}/settings"), get(script::settings))
        .route(&format!("{script}/deployments"), get(script::deployments))
        .route(&format!("{script}/secrets"), get(script::secrets).put(script::set_secret))
        .route(&format!("{script}/secrets/{{secret}}"), axum::routing::delete(script::remove_secret))
        .route(&format!("{script}/subdomain"), get(script::enabled).post(script::enable))
        .route("/storage/kv/namespaces", get(kv::list).post(kv::make))
        .route(namespace, axum::routing::delete(kv::remove))
        .route(&format!("{namespace}/keys"), get(kv::keys))
        .route(&format!("{namespace}/bulk/get"), post(kv::values))
        .route(&format!("{namespace}/values/{{key}}"), put(kv::write))
        // With what a form has around its modules.
        .layer(DefaultBodyLimit::max(form::MOST_BYTES + (1 << 20)))
        .with_state(land)
}

/// Of all Workers.
pub(crate) fn live(land: Arc<Land>) -> Router<()> {
    Router::new()
        .route("/workers.dev/{host}", any(live::answer))
        .route("/workers.dev/{host}/", any(live::answer))
        .route("/workers.dev/{host}/{*path}", any(live::answer))
        .with_state(land)
}
