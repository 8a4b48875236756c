//! `GET /health`: that a service of ours is up. Needs no key and tells no secret.

use axum::{Json, extract::State};
use contract::Health;

use crate::router::Instance;

pub(crate) async fn health(State(Instance(instance)): State<Instance>) -> Json<Health> {
    Json(Health { instance, ..Health::ours() })
}
