//! The routes, one a file.

pub(crate) mod generate;
pub(crate) mod health;
pub(crate) mod models;
pub(crate) mod openai;
pub(crate) mod openapi;
pub(crate) mod page;
pub(crate) mod prompt;
pub(crate) mod remix;
pub(crate) mod usage;
