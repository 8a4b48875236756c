//! From the fields of a request to how it ended, for every route that makes pictures.

use contract::{ApiError, Code, Fields, GenerateRequest, JobKey, Model, Problem, model::Maker};

use crate::{
    home::{Home, Inference},
    made::Ended,
    make::make,
    order::Order,
    shelf::Shelf as _,
};

/// The request that `fields` mean, for a model of this home.
pub(crate) fn request(inference: &impl Inference, fields: Fields) -> Result<GenerateRequest, ApiError> {
    let request = GenerateRequest::parse(fields, inference.default_model()).map_err(first)?;
    if is_here(inference, request.model) { Ok(request) } else { Err(not_here(request.model)) }
}

/// The same in the shapes of others, which have no field for a picture to begin with.
pub(crate) fn request_by_prompt(inference: &impl Inference, fields: Fields) -> Result<GenerateRequest, ApiError> {
    match fields.model.as_deref().and_then(Model::find).filter(|model| model.needs_references()) {
        Some(model) if is_here(inference, model) => Err(needs_references(model)),
        Some(model) => Err(not_here(model)),
        None => request(inference, fields),
    }
}

/// Makes it, or tells what is kept under its key; to its end, even when whoever asked goes away.
pub(crate) async fn carry_out<H: Home>(
    home: &H,
    key: Option<JobKey>,
    order: Order,
) -> Result<Ended<H::Picture>, ApiError> {
    let worker = home.clone();
    home.finish(async move {
        match key {
            Some(key) => worker.shelf().once(&worker, &key, &order).await,
            None => make(&worker, &order).await,
        }
    })
    .await
}

/// The first problem: an error reply has room for one, and programs mend one at a time.
fn first(problems: Vec<Problem>) -> ApiError {
    let refused = || ApiError::new(Code::InvalidRequest, "the request is refused");
    problems.into_iter().next().map_or_else(refused, ApiError::from)
}

fn is_here(inference: &impl Inference, model: &Model) -> bool {
    inference.models().iter().any(|here| here.id == model.id)
}

fn needs_references(model: &Model) -> ApiError {
    let message = format!("the model `{}` needs a picture to begin with, which cannot be sent in this way", model.id);
    ApiError::new(Code::ModelNotHere, message)
        .param("model")
        .hint("POST /generate takes it, with the picture in `images`; or choose another model")
}

fn not_here(model: &Model) -> ApiError {
    let hint = match model.maker {
        Maker::Cloudflare { .. } => "connect Cloudflare: a Worker, or Workers AI with a token",
        Maker::Painter => "the built-in connection of the desktop program draws with it",
    };
    ApiError::new(Code::ModelNotHere, format!("the model `{}` is not run here", model.id)).param("model").hint(hint)
}
