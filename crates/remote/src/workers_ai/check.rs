//! Whether an account can make pictures, and if not, what is wrong with it or its token: by asking only what is free. The
//! models are listed; that alone proves token, account and permission (facts, Cloudflare §5.2). Only a refusal of that is
//! looked into, since Cloudflare has one code for all three.

use bytes::Bytes;
use contract::AiError;
use http::Request;

use super::WorkersAi;
use crate::{
    Error, TokenFault,
    cloudflare::Answer,
    reply,
    signed::{signed, unbuilt},
    timeouts::within,
};

/// Whose a token is; each is verified at another address.
#[derive(Clone, Copy)]
enum Owner {
    User,
    Account,
}

impl WorkersAi {
    /// Tests the connection, at no cost: that Cloudflare is there, and that the token opens Workers AI on the account. Nothing
    /// is run, and at most four questions are asked.
    pub async fn check(&self) -> Result<(), Error> {
        let models = self.of_account("/ai/models/search?task=Text-to-Image&per_page=100");
        let error = match self.ask(&models).await {
            Ok(Answer::Granted(models)) if models.has_a_model() => return Ok(()),
            Ok(Answer::Granted(_)) => reply::no_models(&self.api),
            Ok(Answer::Refused(refusal)) => {
                self.why(&refusal, TokenFault::NoPermission, TokenFault::AccountOrPermission).await
            }
            Err(error) => error,
        };
        Err(error.free())
    }

    /// What is behind a refusal of what takes a permission: `lacks`, unless the token or the account is wrong otherwise.
    /// `unclear`: where Cloudflare does not say whether it is the account.
    pub(crate) async fn why(&self, refusal: &AiError, lacks: TokenFault, unclear: TokenFault) -> Error {
        if names_no_account(refusal) {
            return TokenFault::WrongAccount.into();
        }
        match self.verify().await {
            // Verified by the account itself.
            Ok(Owner::Account) => lacks.into(),
            Ok(Owner::User) => self.account_or_permission(lacks, unclear).await,
            Err(error) => error,
        }
    }

    /// Whose the token is, if it may be used at all.
    async fn verify(&self) -> Result<Owner, Error> {
        let mut fault = TokenFault::Unknown;
        for owner in self.owners() {
            let path = match owner {
                Owner::User => "/user/tokens/verify".to_owned(),
                Owner::Account => self.of_account("/tokens/verify"),
            };
            match (owner, self.ask(&path).await?) {
                (_, Answer::Granted(token)) => return token.judge_token().map(|()| *owner),
                // Whether as 401 or 403: which of the two is said to a stranger, nobody has seen (facts, Cloudflare §2.3).
                (Owner::Account, Answer::Refused(_)) => fault = TokenFault::UnknownHere,
                (Owner::User, Answer::Refused(_)) => {}
            }
        }
        Err(fault.into())
    }

    /// Whose the token may be, by how it begins. facts, Cloudflare §2.1: older ones do not say.
    fn owners(&self) -> &'static [Owner] {
        match self.account.token.expose().split_once('_') {
            Some(("cfut", _)) => &[Owner::User],
            Some(("cfat", _)) => &[Owner::Account],
            _ => &[Owner::User, Owner::Account],
        }
    }

    /// Which of the two a good token of a user lacks.
    async fn account_or_permission(&self, lacks: TokenFault, unclear: TokenFault) -> Error {
        match self.ask("/accounts?per_page=50").await {
            Ok(Answer::Granted(accounts)) => match accounts.has_account(self.account.id.as_str()) {
                Some(true) => lacks.into(),
                Some(false) => TokenFault::WrongAccount.into(),
                None => unclear.into(),
            },
            Ok(Answer::Refused(_)) => unclear.into(),
            Err(error) => error,
        }
    }

    async fn ask(&self, path: &str) -> Result<Answer, Error> {
        let request = signed(Request::get(self.api.at(path)), &self.account.token)?;
        let request = request.body(Bytes::new()).map_err(unbuilt)?;
        let exchange = async { Answer::of(self.wire.send(request).await?, self.asker()).await };
        within(self.timeouts.answer, exchange).await
    }

    fn of_account(&self, path: &str) -> String {
        format!("/accounts/{}{path}", self.account.id.as_str())
    }
}

/// facts, Cloudflare §2.3.
fn names_no_account(refusal: &AiError) -> bool {
    refusal.code == 7003 || refusal.status == Some(404)
}
