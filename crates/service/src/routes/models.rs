//! `GET /models`: the rows of the catalogue that this home can run, the default first.

use axum::{Json, extract::State};
use contract::Model;
use serde::Serialize;

use crate::{
    home::{Home, Inference as _},
    router::At,
};

#[derive(Serialize)]
pub(crate) struct Models {
    models: Vec<&'static Model>,
}

pub(crate) async fn models<H: Home>(State(At(home)): State<At<H>>) -> Json<Models> {
    Json(Models { models: home.inference().default_first().collect() })
}
