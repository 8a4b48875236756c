//! Finished replies by job key: what makes a repeated request safe. The home keeps them; what is said when one cannot be
//! had stands here, so that every home says the same.

use std::future::Future;

use contract::{ApiError, Billed, Code, GenerateRequest, JobKey};

use crate::{home::Home, make::Ended, picture::Picture};

/// Keeps the reply a day and the outcome a month, and never runs a model twice under one key.
pub trait Shelf: Send + Sync + 'static {
    /// What is kept.
    type Picture: Picture;

    /// Runs `request` by [`crate::make()`] if `key` is new, and tells what is kept if it is not. A repeat while the
    /// first still runs waits for it. It takes the home, and no future to run, since at Cloudflare another object runs
    /// the model.
    fn once<H: Home<Picture = Self::Picture>>(
        &self,
        home: &H,
        key: &JobKey,
        request: &GenerateRequest,
    ) -> impl Future<Output = Ended<Self::Picture>> + Send;
}

/// `key` stands for another request.
pub fn key_reused() -> ApiError {
    ApiError::new(Code::KeyReused, "this Idempotency-Key was used for another request")
        .param("Idempotency-Key")
        .hint("send a new key with each new request")
}

/// The picture was made under this key, and is no longer kept.
pub fn reply_gone() -> ApiError {
    ApiError::new(Code::ReplyGone, "this picture was made, and its reply is no longer kept")
        .hint("to make another one, and pay for it, send a new Idempotency-Key")
        .billed(Billed::Yes)
}

/// The run under this key was cut off, and nobody knows how it ended.
pub fn interrupted() -> ApiError {
    ApiError::new(Code::Interrupted, "an earlier request with this Idempotency-Key was cut off; its end is not known")
        .hint("see in the usage whether it was counted; to try again, send a new Idempotency-Key")
        .billed(Billed::Maybe)
}
