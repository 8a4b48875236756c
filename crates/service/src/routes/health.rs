//! `GET /health`: that a service of ours is up. Needs no key and tells no secret.

use axum::Json;
use contract::Health;

pub(crate) async fn health() -> Json<Health> {
    Json(Health::ours())
}
