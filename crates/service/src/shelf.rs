//! Finished replies, by job key, which makes a repeated request safe, and by recipe, which makes a seed mean something. The home
//! keeps them; how long, how much, and what is said when one cannot be had stands here, so that every home does the same.

use std::{future::Future, time::Duration};

use contract::{ApiError, Billed, Code, JobKey, Recipe};
use jiff::Timestamp;

use crate::{
    home::Home,
    made::{Ended, Facts, Made},
    order::Order,
    picture::Picture,
};

/// Bytes; a larger picture is not kept. FLUX sends 0.2 to 1.5 MB.
pub const MAX_KEPT: usize = 8 << 20;
/// How long a picture is kept under its job key.
pub const PICTURE_KEPT: Duration = Duration::from_hours(24);
/// How long it is known under its job key that it was made.
pub const OUTCOME_KEPT: Duration = Duration::from_hours(30 * 24);
/// How long a picture is kept under its recipe.
pub const RECIPE_KEPT: Duration = Duration::from_hours(30 * 24);
/// Bytes; what all pictures under their recipes may have together. The oldest make room.
pub const MAX_RECIPES: usize = 256 << 20;

/// Keeps finished replies. Under a job key the model never runs twice: the picture is kept for [`PICTURE_KEPT`], and that it was
/// made for [`OUTCOME_KEPT`].
pub trait Shelf: Send + Sync + 'static {
    /// What is kept.
    type Picture: Picture;

    /// Carries `order` out by [`crate::make()`] if `key` is new, and tells what is kept if it is not. A repeat while the
    /// first still runs waits for it. It takes the home, and no future to run, since at Cloudflare another object runs
    /// the model.
    fn once<H: Home<Picture = Self::Picture>>(
        &self,
        home: &H,
        key: &JobKey,
        order: &Order,
    ) -> impl Future<Output = Ended<Self::Picture>> + Send;

    /// The picture of `recipe`, if one is kept that is younger than [`RECIPE_KEPT`].
    fn find(
        &self,
        recipe: &Recipe,
        now: Timestamp,
    ) -> impl Future<Output = Result<Option<Made<Self::Picture>>, ApiError>> + Send;

    /// Keeps the picture of `recipe` in the place of an earlier one. It has at most [`MAX_KEPT`] bytes; what is too old, or over
    /// [`MAX_RECIPES`], is forgotten.
    fn keep(
        &self,
        recipe: &Recipe,
        made: &Made<Self::Picture>,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), ApiError>> + Send;
}

/// `key` stands for another request.
pub fn key_reused() -> ApiError {
    ApiError::new(Code::KeyReused, "this Idempotency-Key was used for another request")
        .param("Idempotency-Key")
        .hint("send a new key with each new request")
}

/// The picture of these facts was had under this key, and is no longer kept.
pub fn reply_gone(facts: &Facts) -> ApiError {
    if facts.cached {
        let message = "this reply, a picture that an earlier request had made, is no longer kept";
        return ApiError::new(Code::ReplyGone, message)
            .hint("it cost nothing; to have it again, or another one where it is gone, send a new Idempotency-Key");
    }
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
