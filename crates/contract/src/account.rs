//! A Cloudflare account that pays for pictures: its id, its token, and the hash by which the ledger and `/usage` know it.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::secret::Key;

/// Accounts; a longer list is refused.
const MAX_ACCOUNTS: usize = 32;

/// An account's id at Cloudflare: 32 hex digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountId(String);

/// What stands for an account where its id must not: 16 hex digits of a hash, or nothing where there is no account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountHash(String);

/// An account, and the token that may run models on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// An API token with Workers AI Read and Edit.
    pub token: Key,
}

/// Why a text is no account, or no list of them. It repeats nothing of the text, which holds tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// Not 32 hex digits.
    #[error("an account ID is 32 hex digits, as the address of Cloudflare's dashboard shows it")]
    Id,
    /// No token, or one that a header cannot carry.
    #[error("account {0} of the list has no usable token")]
    Token(usize),
    /// The list has another form.
    #[error(r#"the list must be JSON: [{{"account_id": "…", "token": "…"}}, …], or the same as {{"accounts": […]}}"#)]
    Form,
    /// The list is empty or too long.
    #[error("the list must name 1 to 32 accounts")]
    Count,
}

impl AccountId {
    /// Trims what pasting brings.
    pub fn parse(text: &str) -> Result<Self, AccountError> {
        let text = text.trim();
        let fits = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if fits { Ok(Self(text.to_ascii_lowercase())) } else { Err(AccountError::Id) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands for it in public. The same at every service of ours, so that a client sees which ones share an allowance.
    pub fn hash(&self) -> AccountHash {
        let hash = Sha256::digest(format!("easel account {}", self.0));
        AccountHash(hash.iter().take(8).fold(String::new(), |text, byte| text + &format!("{byte:02x}")))
    }
}

impl AccountHash {
    /// The text; empty where there is no account.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// From a service that may be wrong: 16 hex digits, or nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.is_empty() || (text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit()));
        fits.then(|| Self(text.to_ascii_lowercase()))
    }

    /// From where it was kept.
    pub fn kept(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum List {
    Bare(Vec<Row>),
    Named { accounts: Vec<Row> },
}

#[derive(Deserialize)]
struct Row {
    account_id: String,
    #[serde(default)]
    token: String,
}

impl Account {
    /// The list that `CF_ACCOUNT_LIST` holds. Who is in it twice is taken once.
    pub fn parse_list(json: &str) -> Result<Vec<Self>, AccountError> {
        let (List::Bare(rows) | List::Named { accounts: rows }) =
            serde_json::from_str(json).or(Err(AccountError::Form))?;
        if !(1..=MAX_ACCOUNTS).contains(&rows.len()) {
            return Err(AccountError::Count);
        }
        let account = |(n, row): (usize, Row)| {
            let token = Key::parse(&row.token).or(Err(AccountError::Token(n + 1)))?;
            Ok(Self { id: AccountId::parse(&row.account_id)?, token })
        };
        let mut accounts: Vec<Self> = Vec::new();
        for account in rows.into_iter().enumerate().map(account) {
            let account = account?;
            if accounts.iter().all(|known| known.id != account.id) {
                accounts.push(account);
            }
        }
        Ok(accounts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn a_list_is_read_in_both_forms_and_a_wrong_one_repeats_no_token() {
        let row = format!(r#"{{"account_id": "{ID}", "token": " sesame\n"}}"#);
        for json in [format!("[{row}]"), format!(r#"{{"accounts": [{row}]}}"#)] {
            let accounts = Account::parse_list(&json).unwrap();
            assert_eq!((accounts[0].id.as_str(), accounts[0].token.expose()), (ID, "sesame"));
        }
        assert_eq!(Account::parse_list(&format!("[{row},{row}]")).map(|accounts| accounts.len()), Ok(1));
        for (json, error) in [
            (format!(r#"["{ID}"]"#), AccountError::Form),
            (format!(r#"{{"account_id": "{ID}", "token": "sesame"}}"#), AccountError::Form),
            ("sesame".to_owned(), AccountError::Form),
            ("[]".to_owned(), AccountError::Count),
            (format!("[{}{row}]", format!("{row},").repeat(32)), AccountError::Count),
            (format!(r#"[{row}, {{"account_id": "{ID}"}}]"#), AccountError::Token(2)),
            (r#"[{"account_id": "sesame", "token": "sesame"}]"#.to_owned(), AccountError::Id),
        ] {
            assert_eq!(Account::parse_list(&json), Err(error), "{json}");
            assert!(!error.to_string().contains("sesame"));
        }
    }

    #[test]
    fn an_id_is_told_from_a_token_and_its_hash_tells_nothing() {
        assert_eq!(AccountId::parse(&format!(" {}\n", ID.to_uppercase())).unwrap().as_str(), ID);
        assert_eq!(AccountId::parse(&"g".repeat(32)), Err(AccountError::Id));
        let hash = AccountId::parse(ID).unwrap().hash();
        assert_eq!(hash.as_str().len(), 16);
        assert!(!ID.contains(hash.as_str()));
    }
}
