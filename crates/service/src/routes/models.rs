//! `GET /models`: the rows of the catalogue that this home can run, the default first; and what translates prompts here.

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
    /// `null` where nothing can translate or enhance prompts.
    text_model: Option<&'static str>,
}

pub(crate) async fn models<H: Home>(State(At(home)): State<At<H>>) -> Json<Models> {
    let inference = home.inference();
    Json(Models {
        models: inference.default_first().collect(),
        text_model: inference.text_model().map(|model| model.id),
    })
}
