//! A picture while it arrives: bounded, timed, and known to begin as a picture. Whoever writes it to disk checks the end
//! marker there, once the whole file is.

use std::{fmt, time::Duration};

use bytes::{Bytes, BytesMut};
use contract::{Format, MAX_PICTURE_BYTES, RECORD_HEADER, Record};
use http::{HeaderMap, Response, header::CONTENT_LENGTH};

use crate::{Address, Error, Kind, WireBody, reply, timeouts::within, wire::next_bytes};

/// Bytes; as many as any format is known by.
const SNIFFED_BYTES: usize = 12;

/// A picture that is arriving. Dropping it breaks the connection off.
pub struct Incoming {
    /// What the service knows of it.
    pub record: Record,
    /// What its first bytes are, whatever type was declared.
    pub format: Format,
    /// What was read to know the format, until it is given out.
    head: Option<Bytes>,
    rest: Rest,
}

/// What is still to come, and the bounds that it must keep.
struct Rest {
    body: WireBody,
    /// Bytes, so far.
    received: usize,
    /// Bytes in all, where the service said how many.
    declared: Option<u64>,
    /// The longest silence.
    idle: Duration,
}

impl Incoming {
    /// Reads the record, and the body as far as the format's mark.
    pub(crate) async fn begin(response: Response<WireBody>, from: &Address, idle: Duration) -> Result<Self, Error> {
        let (parts, body) = response.into_parts();
        if !reply::has_type(&parts.headers, "image/") {
            return Err(reply::not_ours(from, "no picture"));
        }
        let declared = reply::text(&parts.headers, CONTENT_LENGTH).and_then(|length| length.parse().ok());
        if declared.is_some_and(|length: u64| length > MAX_PICTURE_BYTES as u64) {
            return Err(too_large());
        }
        let record =
            record(&parts.headers).ok_or_else(|| reply::not_ours(from, "a picture without a readable record"))?;

        let mut rest = Rest { body, received: 0, declared, idle };
        let mut head = BytesMut::new();
        let format = loop {
            if let Some(format) = Format::sniff(&head) {
                break format;
            }
            let more = if head.len() < SNIFFED_BYTES { rest.next().await? } else { None };
            head.extend_from_slice(&more.ok_or_else(|| no_picture(from))?);
        };
        Ok(Self { record, format, head: Some(head.freeze()), rest })
    }

    /// The next bytes, never none; `None` when as many came as were declared. After an error there is nothing more to get.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        match self.head.take() {
            Some(head) => Ok(Some(head)),
            None => self.rest.next().await,
        }
    }
}

impl Rest {
    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        let more = within(self.idle, next_bytes(&mut self.body)).await?;
        self.received += more.as_ref().map_or(0, Bytes::len);
        if self.received > MAX_PICTURE_BYTES {
            return Err(too_large());
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
}

/// Exactly one header, and readable: two would be two truths.
fn record(headers: &HeaderMap) -> Option<Record> {
    let mut all = headers.get_all(RECORD_HEADER).iter();
    let (first, second) = (all.next()?, all.next());
    if second.is_some() { None } else { Record::from_header(first.to_str().ok()?) }
}

fn too_large() -> Error {
    Error::sent(Kind::TooLarge, format!("the picture is over {} MB", MAX_PICTURE_BYTES >> 20))
}

fn no_picture(from: &Address) -> Error {
    Error::sent(Kind::NoPicture, format!("what {} sent is neither JPEG, PNG nor WebP", from.host()))
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Incoming({:?}, {} bytes of {:?})", self.format, self.rest.received, self.rest.declared)
    }
}
