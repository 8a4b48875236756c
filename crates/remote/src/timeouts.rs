//! How long is waited for what. There is no limit on a whole picture: a slow line is not a fault, a silent one is.

use std::time::Duration;

use contract::text::TEXT_PATIENCE;

use crate::{Error, Kind};

/// How long is waited before a request is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection, its name looked up and its encryption agreed on.
    pub connect: Duration,
    /// For a small reply as a whole: `/health`, `/models`, `/usage`, and the body of a refusal.
    pub answer: Duration,
    /// For the head of `/generate`'s reply: the service sends nothing while the picture is being made.
    pub picture: Duration,
    /// For a text of Workers AI as a whole.
    pub text: Duration,
    /// For an upload of a Worker, with its answer, as a whole.
    pub upload: Duration,
    /// For each next piece of a picture.
    pub idle: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(20),
            // A picture can take a minute, and a translated prompt and a busy hour come on top.
            picture: Duration::from_mins(3),
            text: TEXT_PATIENCE,
            // A megabyte or two, which a slow line takes minutes for.
            upload: Duration::from_mins(5),
            idle: Duration::from_secs(30),
        }
    }
}

/// `work`, given up after `limit`.
pub(crate) async fn within<T>(limit: Duration, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::time::timeout(limit, work).await.unwrap_or_else(|_elapsed| {
        Err(Error::sent(Kind::Timeout, format!("nothing came for {limit:?}"))
            .hint("the other end may be busy, or the network slow"))
    })
}
