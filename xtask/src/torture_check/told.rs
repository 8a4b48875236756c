//! What a user was shown or is about to do, a line each: written by the process that is killed, read by the one that kills it.

use std::{fmt, str::FromStr};

use anyhow::{Context as _, Error, bail};
use library::PictureId;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    /// A job was shown that may have cost something.
    Job(PictureId),
    /// A job was shown that has surely cost nothing so far.
    FreeJob(PictureId),
    /// A picture was shown.
    Picture(PictureId),
    /// All that an earlier run left was shown before this.
    Recovered,
    /// The user is about to cancel or forget a job, or to take back that it was asked for: it may vanish.
    LettingGo(PictureId),
    /// The user is about to have another one take a job's place: one of the two stays.
    Replacing(PictureId),
    /// The same with one that was sent: this may be paid again.
    Remaking(PictureId),
    /// The first one is, or will be, in the place of the other.
    InPlaceOf(PictureId, PictureId),
    /// A job failed in a way that no kill explains, or runs unasked.
    Fault(String),
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Job(id) => write!(f, "job {id}"),
            Self::FreeJob(id) => write!(f, "free-job {id}"),
            Self::Picture(id) => write!(f, "picture {id}"),
            Self::Recovered => f.write_str("recovered"),
            Self::LettingGo(id) => write!(f, "letting-go {id}"),
            Self::Replacing(id) => write!(f, "replacing {id}"),
            Self::Remaking(id) => write!(f, "remaking {id}"),
            Self::InPlaceOf(new, old) => write!(f, "in-place-of {new} {old}"),
            Self::Fault(what) => write!(f, "fault {what}"),
        }
    }
}

impl FromStr for Told {
    type Err = Error;

    fn from_str(line: &str) -> Result<Self, Error> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let id = || rest.parse().with_context(|| format!("no id: {line}"));
        Ok(match word {
            "job" => Self::Job(id()?),
            "free-job" => Self::FreeJob(id()?),
            "picture" => Self::Picture(id()?),
            "recovered" => Self::Recovered,
            "letting-go" => Self::LettingGo(id()?),
            "replacing" => Self::Replacing(id()?),
            "remaking" => Self::Remaking(id()?),
            "in-place-of" => {
                let (new, old) = rest.split_once(' ').with_context(|| format!("no two ids: {line}"))?;
                Self::InPlaceOf(new.parse()?, old.parse()?)
            }
            "fault" => Self::Fault(rest.to_owned()),
            _ => bail!("no line of ours: {line}"),
        })
    }
}
