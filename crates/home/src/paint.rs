//! The painter as the service's picture model, on a thread of its own: what the built-in connection has before there is an
//! account. One picture at a time; others wait in line.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::LazyLock,
};

use bytes::Bytes;
use contract::{
    AccountHash, ApiError, Code, GenerateRequest, Model, TextModel,
    model::{Maker, PAINTER},
    text::{Answer, Question},
};
use service::{Facts, Inference, Made};

use crate::{owner_thread::OwnerThread, painter, picture::PictureFile};

static MODELS: [&Model; 1] = [&PAINTER];

/// Draws on this computer. Clones share the thread.
#[derive(Clone)]
pub struct PainterInference {
    /// The painter keeps nothing from one picture to the next.
    thread: OwnerThread<()>,
}

impl PainterInference {
    /// The error is the system's: no more threads.
    pub fn start() -> io::Result<Self> {
        Ok(Self { thread: OwnerThread::start("painter", ())? })
    }
}

impl Inference for PainterInference {
    type Picture = PictureFile;

    fn default_model(&self) -> &'static Model {
        &PAINTER
    }

    fn models(&self) -> &[&'static Model] {
        &MODELS
    }

    fn accounts(&self) -> &[AccountHash] {
        static NONE: LazyLock<[AccountHash; 1]> = LazyLock::new(Default::default);
        &*NONE
    }

    async fn run(&self, _: &AccountHash, request: &GenerateRequest) -> Result<Made<PictureFile>, ApiError> {
        let failed = |why: String| ApiError::new(Code::Internal, format!("the painter failed: {why}"));
        if request.model.maker != Maker::Painter {
            return Err(failed(format!("it was asked for {}", request.model.id)));
        }
        // A seed of our own is told in the reply, so that the picture can be made again.
        let seed = match request.seed {
            Some(seed) => seed,
            None => getrandom::u32().map_err(|error| failed(error.to_string()))?,
        };
        let (prompt, size) = (request.prompt.clone(), request.size);
        let paint = move || painter::paint(prompt.as_str(), size.width, size.height, seed.into());
        let painted = self.thread.call(move |()| guarded(paint)).await.map_err(|gone| failed(gone.to_string()))?;
        let file =
            painted.ok_or_else(|| failed("it broke off".to_owned()))?.map_err(|error| failed(error.to_string()))?;
        let facts = Facts { neurons: Some(0.0), seed: Some(seed), ..Facts::default() };
        Ok(Made { picture: PictureFile(Bytes::from(file)), facts })
    }

    fn text_model(&self) -> Option<&'static TextModel> {
        None
    }

    async fn write(&self, _: &AccountHash, _: &Question) -> Result<Answer, ApiError> {
        Err(ApiError::new(Code::ModelNotHere, "the painter writes no prompts"))
    }
}

/// What `work` gives; `None` where it panicked: a picture that the painter cannot draw must not take its thread along.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_where_it_is_guarded() {
        assert_eq!(guarded(|| 7), Some(7));
        assert_eq!(guarded(|| -> u8 { panic!("a test's panic") }), None);
    }
}
