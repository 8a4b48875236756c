//! `GET /v1/models` and `GET /v1/models/{model}`: what can be asked for in this shape, in OpenAI's words.

use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
};
use contract::{ApiError, Code, Model};
use serde::Serialize;

use crate::{
    auth::Authorized,
    home::{Home, Inference as _},
    refusal::Refusal,
    router::At,
};

#[derive(Serialize)]
pub(crate) struct List {
    object: &'static str,
    data: Vec<Listed>,
}

#[derive(Serialize)]
pub(crate) struct Listed {
    id: &'static str,
    object: &'static str,
    /// Seconds since 1970; nobody says when a model was made, and clients want a number.
    created: u64,
    owned_by: &'static str,
}

impl From<&'static Model> for Listed {
    fn from(model: &'static Model) -> Self {
        // `@cf/owner/name`.
        let owned_by = model.path().and_then(|path| path.split('/').nth(1)).unwrap_or("easel");
        Self { id: model.id, object: "model", created: 0, owned_by }
    }
}

pub(crate) async fn list<H: Home>(_: Authorized, State(At(home)): State<At<H>>) -> Json<List> {
    Json(List { object: "list", data: home.inference().models_by_prompt().map(Listed::from).collect() })
}

/// `model`: an id, or a full path with its slashes encoded, as OpenAI's clients send it.
pub(crate) async fn one<H: Home>(
    _: Authorized,
    State(At(home)): State<At<H>>,
    model: Result<Path<String>, PathRejection>,
) -> Result<Json<Listed>, Refusal> {
    let asked = model.ok().and_then(|Path(model)| Model::find(&model));
    let found = asked.and_then(|asked| home.inference().models_by_prompt().find(|model| model.id == asked.id));
    let missing = || {
        ApiError::new(Code::ModelNotFound, "there is no such model here, or it cannot be asked in this way")
            .param("model")
            .hint("GET /v1/models lists those that can")
    };
    Ok(Json(Listed::from(found.ok_or_else(missing)?)))
}
