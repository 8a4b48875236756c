//! `POST /prompt`: a prompt is translated or enhanced, and no picture is made of it.

use axum::{
    Json,
    body::Body,
    extract::State,
    response::{IntoResponse as _, Response},
};
use contract::{ApiError, Code, Field, Fields, Task, Wrong};
use http::HeaderMap;
use serde::Serialize;

use crate::{
    auth::Authorized,
    carry_out::request,
    home::{Home, Inference as _},
    incoming::{json_body, no_job_key},
    refusal::Refusal,
    reply::noted,
    rewrite::{Rewritten, Written, write},
    router::At,
};

#[derive(Serialize)]
struct Reply<'a> {
    prompt: &'a str,
    translated_prompt: &'a str,
    /// Absent where none had to be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'static str>,
    neurons: f64,
}

pub(crate) async fn prompt<H: Home>(
    Authorized(caller): Authorized,
    State(At(home)): State<At<H>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    no_job_key(&headers)?;
    home.admit(&caller).await?;
    let fields = Fields::from_json(&json_body::<H>(&headers, body).await?)?;
    judge(&fields)?;
    // The same request as for a picture, so that a prompt is refused here for what it is refused for there.
    let request = request(home.inference(), fields)?;
    let typed = request.prompt.as_str();
    let Some(task) = Task::of(&request.prompt, request.translate, request.enhance) else {
        return Ok(Json(Reply { prompt: typed, translated_prompt: typed, model: None, neurons: 0.0 }).into_response());
    };
    let (worker, prompt) = (home.clone(), request.prompt.clone());
    let Written { result, note } = home.finish(async move { write(&worker, &prompt, task).await }).await?;
    let response = match result {
        Ok(Rewritten { prompt, neurons }) => {
            let model = home.inference().text_model().map(|model| model.id);
            Json(Reply { prompt: typed, translated_prompt: prompt.as_str(), model, neurons }).into_response()
        }
        Err(error) => Refusal::from(error).into_response(),
    };
    Ok(noted(response, note.as_slice()))
}

/// What a picture is made with is no matter of a prompt's, and one of the two wishes must be there.
fn judge(fields: &Fields) -> Result<(), ApiError> {
    let others = [
        (Field::Model, fields.model.is_some()),
        (Field::Width, fields.width.is_some()),
        (Field::Height, fields.height.is_some()),
        (Field::Seed, fields.seed.is_some()),
        (Field::Steps, fields.steps.is_some()),
        (Field::Guidance, fields.guidance.is_some()),
        (Field::NegativePrompt, fields.negative_prompt.is_some()),
        (Field::Images, !fields.images.is_empty()),
        (Field::Reseed, fields.reseed.is_some()),
    ];
    if let Some((field, _)) = others.into_iter().find(|(_, given)| *given) {
        return Err(field.wrong(Wrong::UnknownField).into());
    }
    if fields.translate == Some(true) || fields.enhance == Some(true) {
        Ok(())
    } else {
        let message = "`translate` or `enhance` must be true: there is nothing else to do with a prompt here";
        Err(ApiError::new(Code::InvalidRequest, message).param(Field::Translate.name()))
    }
}
