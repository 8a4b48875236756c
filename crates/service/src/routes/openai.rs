//! The shapes of OpenAI's Images API, so that existing clients work: `/v1/images/generations` and `/v1/models`.

pub(crate) mod images;
pub(crate) mod models;
mod wish;
