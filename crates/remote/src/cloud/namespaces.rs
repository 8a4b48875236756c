//! The KV namespace in which the Worker writes its days down: found again by its title, made once, removed.

use contract::AccountId;
use http::Request;
use serde_json::{Value, json};

use super::{Cloud, Namespace, Right};
use crate::{DeployFault, Error, cloudflare::Answer, reply};

pub(super) const PATH: &str = "/storage/kv/namespaces";

impl Cloud {
    /// The namespace with that title: the one that is there, else a new one. Needs Workers KV Storage · Edit.
    pub async fn namespace(&self, account: &AccountId, title: &str) -> Result<Namespace, Error> {
        if let Some(there) = self.find_namespace(account, title).await? {
            return Ok(there);
        }
        let question =
            self.send_json(account, Right::Kv, Request::post(self.of(account, PATH)), &json!({"title": title}))?;
        let made = match self.ask(question).await? {
            Answer::Granted(made) => made.text("id").and_then(Namespace::parse),
            // Somebody was faster; or the first answer never came, and this is the second time.
            Answer::Refused(refusal) => match self.find_namespace(account, title).await? {
                Some(there) => Some(there),
                None => return Err(DeployFault::of(&refusal).said(&refusal)),
            },
        };
        made.ok_or_else(|| reply::not_ours(&self.api, "a namespace without an id").free())
    }

    /// The same, if it is there.
    pub async fn find_namespace(&self, account: &AccountId, title: &str) -> Result<Option<Namespace>, Error> {
        let all = self.namespaces(account).await?;
        Ok(all.into_iter().find(|(known, _)| known == title).map(|(_, namespace)| namespace))
    }

    /// All of the account's, with their titles.
    pub async fn namespaces(&self, account: &AccountId) -> Result<Vec<(String, Namespace)>, Error> {
        let rows = self.rows(account, Right::Kv, &format!("{PATH}?order=title&direction=asc")).await?;
        let text = |row: &Value, name| row.get(name).and_then(Value::as_str).map(str::to_owned);
        let namespace = |row: &Value| Some((text(row, "title")?, Namespace::parse(&text(row, "id")?)?));
        Ok(rows.iter().filter_map(namespace).collect())
    }

    /// Removes it with all that it holds. One that is gone counts as removed. Needs Workers KV Storage · Edit.
    pub async fn remove_namespace(&self, account: &AccountId, namespace: &Namespace) -> Result<(), Error> {
        let question = self.delete(account, Right::Kv, &format!("{PATH}/{}", namespace.as_str()))?;
        match self.ask(question).await? {
            Answer::Granted(_) => Ok(()),
            Answer::Refused(refusal) if refusal.status == Some(404) => Ok(()),
            Answer::Refused(refusal) => Err(DeployFault::of(&refusal).said(&refusal)),
        }
    }
}
