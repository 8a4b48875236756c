//! A picture while it arrives: bounded, timed, and known to begin as a picture. Whoever writes it to disk checks the end
//! marker there, once the whole file is.

use std::{fmt, time::Duration};

use bytes::{Bytes, BytesMut};
use contract::{Format, MAX_PICTURE_BYTES, RECORD_HEADER, Record, UNCOUNTED_HEADER, UNKEPT_HEADER};
use http::{HeaderMap, HeaderName, Response};

use crate::{Address, Error, Kind, WireBody, pieces::Pieces, reply};

/// Bytes; as many as any format is known by.
const SNIFFED_BYTES: usize = 12;

/// A picture that is arriving. Dropping it breaks the connection off.
pub struct Incoming {
    /// What the service knows of it.
    pub record: Record,
    /// What its first bytes are, whatever type was declared.
    pub format: Format,
    /// Whether the service's ledger missed it, so that it is in no sum of the day.
    pub uncounted: bool,
    /// Whether the service cannot send it again under its job key.
    pub unkept: bool,
    /// What was read to know the format, until it is given out.
    head: Option<Bytes>,
    rest: Pieces,
    /// For what breaks from here on.
    ray: Option<String>,
}

impl Incoming {
    /// Reads the record, and the body as far as the format's mark.
    pub(crate) async fn begin(response: Response<WireBody>, from: &Address, idle: Duration) -> Result<Self, Error> {
        if !reply::has_type(response.headers(), "image/") {
            return Err(reply::not_ours(from, "no picture"));
        }
        let record = record(response.headers());
        let (uncounted, unkept) = (says(response.headers(), UNCOUNTED_HEADER), says(response.headers(), UNKEPT_HEADER));
        let mut rest = Pieces::of(response, MAX_PICTURE_BYTES, idle)?;
        let record = record.ok_or_else(|| reply::not_ours(from, "a picture without a readable record"))?;

        let mut head = BytesMut::new();
        let format = loop {
            if let Some(format) = Format::sniff(&head) {
                break format;
            }
            let more = if head.len() < SNIFFED_BYTES { rest.next().await? } else { None };
            head.extend_from_slice(&more.ok_or_else(|| no_picture(from))?);
        };
        Ok(Self { record, format, uncounted, unkept, head: Some(head.freeze()), rest, ray: None })
    }

    /// As Cloudflare knows it, where it came by way of Cloudflare.
    pub(crate) fn ray(self, ray: Option<String>) -> Self {
        Self { ray, ..self }
    }

    /// The next bytes, never none; `None` when as many came as were declared. After an error there is nothing more to get.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        match self.head.take() {
            Some(head) => Ok(Some(head)),
            None => self.rest.next().await.map_err(|error| error.ray(self.ray.clone())),
        }
    }
}

/// Exactly one header, and readable: two would be two truths.
fn says(headers: &HeaderMap, name: &'static str) -> bool {
    reply::text(headers, HeaderName::from_static(name)) == Some("true")
}

fn record(headers: &HeaderMap) -> Option<Record> {
    let mut all = headers.get_all(RECORD_HEADER).iter();
    let (first, second) = (all.next()?, all.next());
    if second.is_some() { None } else { Record::from_header(first.to_str().ok()?) }
}

fn no_picture(from: &Address) -> Error {
    Error::sent(Kind::NoPicture, format!("what {} sent is neither JPEG, PNG nor WebP", from.host()))
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Incoming({:?}, {:?})", self.format, self.rest)
    }
}
