//! Workers AI over REST as the service's picture and text models, on one account or several: what `easel serve --workers-ai` and a
//! connection with a token run on. When another account is asked is the service's decision, not this file's.

use std::sync::{Arc, LazyLock};

use contract::{
    AccountHash, ApiError, Code, GenerateRequest, Model, TextModel,
    model::{CATALOGUE, PAINTER},
    text::{Answer, Question},
};
use remote::{Ran, WorkersAi};
use service::{Facts, Inference, Made};

use crate::{built_in::Clock, picture::PictureFile};

static MODELS: LazyLock<Vec<&Model>> = LazyLock::new(|| CATALOGUE.iter().collect());

/// Asks Workers AI. Clones share everything.
#[derive(Clone)]
pub struct WorkersAiInference {
    /// In the order of `hashes`.
    accounts: Arc<[WorkersAi]>,
    hashes: Arc<[AccountHash]>,
    text_model: Option<&'static TextModel>,
    /// A refusal says how long it is until the day's allowance is worth another try.
    clock: Clock,
}

impl WorkersAiInference {
    /// On `accounts`, tried in this order. `text_model`: what translates and enhances prompts; none where nothing is to.
    pub fn on(accounts: Vec<WorkersAi>, text_model: Option<&'static TextModel>, clock: Clock) -> Self {
        let hashes = accounts.iter().map(WorkersAi::account).collect();
        Self { accounts: accounts.into(), hashes, text_model, clock }
    }

    fn by(&self, account: &AccountHash) -> Result<&WorkersAi, ApiError> {
        let asked = self.hashes.iter().zip(self.accounts.iter()).find(|(hash, _)| *hash == account);
        let (_, workers_ai) = asked.ok_or_else(|| ApiError::new(Code::Internal, "that account is not here"))?;
        Ok(workers_ai)
    }
}

impl Inference for WorkersAiInference {
    type Picture = PictureFile;

    fn default_model(&self) -> &'static Model {
        // The catalogue is never empty; its tests hold that.
        CATALOGUE.first().unwrap_or(&PAINTER)
    }

    fn models(&self) -> &[&'static Model] {
        &MODELS
    }

    fn accounts(&self) -> &[AccountHash] {
        &self.hashes
    }

    async fn run(&self, account: &AccountHash, request: &GenerateRequest) -> Result<Made<PictureFile>, ApiError> {
        match self.by(account)?.run(request).await {
            Ok(Ran { file, neurons, .. }) => {
                Ok(Made { picture: PictureFile(file), facts: Facts { neurons, ..Facts::default() } })
            }
            Err(error) => Err(error.into_error((self.clock)())),
        }
    }

    fn text_model(&self) -> Option<&'static TextModel> {
        self.text_model
    }

    async fn write(&self, account: &AccountHash, question: &Question) -> Result<Answer, ApiError> {
        self.by(account)?.write(question).await.map_err(|error| error.into_error((self.clock)()))
    }
}
