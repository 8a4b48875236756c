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
    let here = inference.models().iter().any(|model| model.id == request.model.id);
    if here { Ok(request) } else { Err(not_here(request.model)) }
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

fn not_here(model: &Model) -> ApiError {
    let hint = match model.maker {
        Maker::Cloudflare { .. } => "connect Cloudflare: a Worker, or Workers AI with a token",
        Maker::Painter => "the built-in connection of the desktop program draws with it",
    };
    ApiError::new(Code::ModelNotHere, format!("the model `{}` is not run here", model.id)).param("model").hint(hint)
}
