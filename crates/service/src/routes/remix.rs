//! The shapes of CF Flux Remix, so that its clients work: `POST /api/image`, a chat in which the first thing that the user says
//! is the prompt, and `GET /api/models`. Fields that are not known here are ignored: its clients are chat clients.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use contract::{ApiError, Code, Field, Fields, Model, Wrong};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    auth::Authorized,
    carry_out::{carry_out, request_by_prompt},
    home::{Home, Inference as _},
    incoming::Incoming,
    lenient,
    order::Order,
    refusal::Refusal,
    reply::{json, noted, record, with_picture},
    router::At,
};

mod messages;

use messages::first_said;

/// The names that its default settings give to models, and ours.
const NAMES: [(&str, &str); 4] = [
    ("FLUX.1-Schnell-CF", "flux-1-schnell"),
    ("DS-8-CF", "dreamshaper-8-lcm"),
    ("SD-XL-Bash-CF", "stable-diffusion-xl-base-1.0"),
    ("SD-XL-Lightning-CF", "stable-diffusion-xl-lightning"),
];

#[derive(Serialize)]
pub(crate) struct Models {
    models: Vec<Listed>,
}

#[derive(Serialize)]
struct Listed {
    id: &'static str,
    path: &'static str,
}

/// The reply but for its picture.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Words<'a> {
    prompt: &'a str,
    translated_prompt: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt_failure: Option<&'a str>,
}

pub(crate) async fn image<H: Home>(Incoming { home, key, freshness, body }: Incoming<H>) -> Result<Response, Refusal> {
    let request = request_by_prompt(home.inference(), fields(&body)?).map_err(of_messages)?;
    let order = Order { request: request.clone(), freshness };
    let ended = carry_out(&home, key, order).await?;
    let response = match ended.result {
        Ok(made) => {
            let (record, prompt) = (record(&request, &made, None), request.prompt.as_str());
            let translated_prompt = record.translated_prompt.as_deref().unwrap_or(prompt);
            let prompt_failure = record.prompt_failure.as_deref();
            json(with_picture("image", made.picture, &Words { prompt, translated_prompt, prompt_failure }))
        }
        Err(error) => Refusal::from(error).into_response(),
    };
    Ok(noted(response, &ended.notes))
}

pub(crate) async fn models<H: Home>(_: Authorized, State(At(home)): State<At<H>>) -> Json<Models> {
    let ours = || home.inference().models_by_prompt();
    let path = |model: &'static Model| model.path().unwrap_or(model.id);
    let listed = ours().map(|model| Listed { id: model.id, path: path(model) });
    let named = NAMES.iter().filter_map(|(name, id)| {
        let model = ours().find(|model| model.id == *id)?;
        Some(Listed { id: name, path: path(model) })
    });
    Json(Models { models: listed.chain(named).collect() })
}

/// `stream` means nothing, as there: a picture comes whole.
fn fields(body: &[u8]) -> Result<Fields, ApiError> {
    let [messages, model] = lenient::read(body, ["messages", "model"])?;
    let (prompt, translate) = prompt(messages)?;
    let model = model.map(|model| serde_json::from_str(model.get())).transpose();
    let model: Option<String> = model.or(Err(Field::Model.wrong(Wrong::Type("a string"))))?;
    let model = model.map(|given| match NAMES.iter().find(|(name, _)| *name == given) {
        Some((_, id)) => (*id).to_owned(),
        None => given,
    });
    Ok(Fields { prompt: Some(prompt), translate: Some(translate), model, ..Fields::default() })
}

/// What the user says first, without the mark at its beginning that says whether it is to be translated.
fn prompt(messages: Option<&RawValue>) -> Result<(String, bool), ApiError> {
    let refused = |message: &str| {
        ApiError::new(Code::InvalidRequest, message)
            .param("messages")
            .hint(r#"send `{"messages": [{"role": "user", "content": "a red fox"}]}`"#)
    };
    let messages = messages.ok_or_else(|| refused("`messages` is missing"))?;
    let said = first_said(messages).map_err(refused)?;
    let said = said.ok_or_else(|| refused("`messages` has none of the role `user` with a text as its content"))?;
    let marked = |mark, translate| said.strip_prefix(mark).map(|rest| (rest.trim_start().to_owned(), translate));
    Ok(marked("---tl", true).or_else(|| marked("---ntl", false)).unwrap_or((said, true)))
}

/// The prompt stands in a message here.
fn of_messages(error: ApiError) -> ApiError {
    if error.param.as_deref() == Some("prompt") { error.param("messages") } else { error }
}
