//! A large body while it arrives, piece by piece: bounded, timed, and not shorter than it was declared. Pictures come so,
//! from a service of ours and from Cloudflare.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{Response, header::CONTENT_LENGTH};

use crate::{Error, Kind, WireBody, reply, timeouts::within, wire::next_bytes};

/// What is still to come, and the bounds that it must keep.
pub(crate) struct Pieces {
    body: WireBody,
    /// Bytes, so far.
    received: usize,
    /// Bytes in all, where the sender said how many.
    declared: Option<u64>,
    /// Bytes, at most.
    limit: usize,
    /// The longest silence.
    idle: Duration,
}

impl Pieces {
    /// Of `response`, unless it says itself that it is over `limit`, in bytes.
    pub(crate) fn of(response: Response<WireBody>, limit: usize, idle: Duration) -> Result<Self, Error> {
        let declared = reply::text(response.headers(), CONTENT_LENGTH).and_then(|length| length.parse().ok());
        if declared.is_some_and(|length: u64| length > limit as u64) {
            return Err(too_large(limit));
        }
        Ok(Self { body: response.into_body(), received: 0, declared, limit, idle })
    }

    /// The next bytes, never none; `None` when as many came as were declared.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        let more = within(self.idle, next_bytes(&mut self.body)).await?;
        self.received += more.as_ref().map_or(0, Bytes::len);
        if self.received > self.limit {
            return Err(too_large(self.limit));
        }
        // Most wires notice this themselves; the promise holds for any.
        match self.declared {
            Some(declared) if more.is_none() && (self.received as u64) < declared => {
                let received = self.received;
                Err(Error::sent(Kind::Broken, format!("the picture broke off after {received} of {declared} bytes")))
            }
            _ => Ok(more),
        }
    }

    /// All of it.
    pub(crate) async fn whole(mut self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::with_capacity(self.declared.unwrap_or_default() as usize);
        while let Some(more) = self.next().await? {
            bytes.extend_from_slice(&more);
        }
        Ok(bytes)
    }
}

fn too_large(limit: usize) -> Error {
    Error::sent(Kind::TooLarge, format!("the picture is over {} MB", limit >> 20))
}

impl fmt::Debug for Pieces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes of {:?}", self.received, self.declared)
    }
}
