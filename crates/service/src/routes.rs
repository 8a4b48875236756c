//! The routes, one a file.

pub(crate) mod generate;
pub(crate) mod health;
pub(crate) mod models;
pub(crate) mod openapi;
pub(crate) mod usage;
