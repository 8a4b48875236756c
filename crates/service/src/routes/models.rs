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
    let first = home.inference().default_model();
    let others = home.inference().models().iter().copied().filter(|model| model.id != first.id);
    Json(Models { models: std::iter::once(first).chain(others).collect() })
}
