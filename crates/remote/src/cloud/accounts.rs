//! Which accounts a token reaches, and what `workers.dev` calls one of them.

use bytes::Bytes;
use contract::AccountId;
use http::Request;
use serde_json::json;

use super::{Cloud, CloudAccount, Right, Subdomain};
use crate::{
    DeployFault, Error, TokenFault,
    cloudflare::{Answer, Asker},
    signed::unbuilt,
    timeouts::within,
};

impl Cloud {
    /// The accounts that the token reaches, up to 50, in Cloudflare's order. Needs Account Settings · Read: without it none is
    /// listed, and the user must be asked for the account's id. A token that cannot be used at all is an error.
    pub async fn accounts(&self) -> Result<Vec<CloudAccount>, Error> {
        let Answer::Granted(accounts) = self.ask_plainly("/accounts?per_page=50").await? else {
            return self.verify().await.map(|()| Vec::new());
        };
        let text = |row: &serde_json::Value, name| row.get(name).and_then(|text| text.as_str()).map(str::to_owned);
        let account = |row| CloudAccount::read(&text(&row, "id")?, &text(&row, "name").unwrap_or_default());
        Ok(accounts.rows().into_iter().filter_map(account).take(50).collect())
    }

    /// The account's part of `workers.dev`, if it has chosen one. Needs Workers Scripts.
    pub async fn subdomain(&self, account: &AccountId) -> Result<Option<Subdomain>, Error> {
        let question = self.get(account, Right::Scripts, "/workers/subdomain")?;
        match self.ask(question).await? {
            Answer::Granted(granted) => Ok(granted.text("subdomain").and_then(|name| Subdomain::parse(name).ok())),
            Answer::Refused(refusal) if refusal.code == 10007 => Ok(None),
            Answer::Refused(refusal) => Err(DeployFault::of(&refusal).said(&refusal)),
        }
    }

    /// Whether nobody has `subdomain` yet. Needs Workers Scripts.
    pub async fn is_free(&self, account: &AccountId, subdomain: &Subdomain) -> Result<bool, Error> {
        let question = self.get(account, Right::Scripts, &format!("/workers/subdomains/{}", subdomain.as_str()))?;
        match self.ask(question).await? {
            Answer::Granted(_) => Ok(false),
            Answer::Refused(refusal) => match refusal.code {
                10031 => Ok(false),
                10032 => Ok(true),
                _ => Err(DeployFault::of(&refusal).said(&refusal)),
            },
        }
    }

    /// Gives the account `subdomain`, for good: all its Workers will answer below it. [`DeployFault::SubdomainTaken`] if somebody
    /// else has it. Needs Workers Scripts · Edit.
    pub async fn claim(&self, account: &AccountId, subdomain: &Subdomain) -> Result<(), Error> {
        let request = Request::put(self.of(account, "/workers/subdomain"));
        let body = json!({"subdomain": subdomain.as_str()});
        let Answer::Refused(refusal) = self.ask(self.send_json(account, Right::Scripts, request, &body)?).await? else {
            return Ok(());
        };
        // An account chooses once: whoever lost the first answer finds that it has.
        if self.subdomain(account).await?.as_ref() == Some(subdomain) {
            return Ok(());
        }
        Err(DeployFault::of(&refusal).said(&refusal))
    }

    /// That the token can be used at all, as far as it can be told without an account.
    async fn verify(&self) -> Result<(), Error> {
        match self.ask_plainly("/user/tokens/verify").await? {
            Answer::Granted(token) => token.judge_token().map_err(Error::free),
            // An account's own is not known here (facts, Cloudflare §5.2), nor can it be told from others by its text if it is
            // an old one (§2.1). The first question about an account tells.
            Answer::Refused(_) if self.may_be_an_accounts() => Ok(()),
            Answer::Refused(_) => Err(TokenFault::Unknown.into()),
        }
    }

    fn may_be_an_accounts(&self) -> bool {
        let token = self.token.expose();
        token.starts_with("cfat_") || (token.len() == 40 && !token.starts_with("cf"))
    }

    async fn ask_plainly(&self, path: &str) -> Result<Answer, Error> {
        let request = self.request(Request::get(self.api.at(path)))?.body(Bytes::new()).map_err(unbuilt)?;
        let asker = Asker { api: &self.api, token: &self.token, account: None };
        let exchange = async { Answer::of_workers(self.wire.send(request).await?, asker).await };
        within(self.timeouts.answer, exchange).await.map_err(Error::free)
    }
}
