//! Which accounts at Cloudflare `easel serve --workers-ai` makes pictures on, and which model writes prompts for them: read from
//! the environment, under the names that wrangler and the Worker use. Nothing here writes to it, and no error repeats what a variable holds.

use std::{ffi::OsString, sync::Arc};

use contract::{Account, AccountId, Key, TextModel, text::TEXT_MODELS};
use remote::{Address, AddressError, Https, WorkersAi};

/// An account's id, and the token that may run models on it.
const ID: &str = "CLOUDFLARE_ACCOUNT_ID";
const TOKEN: &str = "CLOUDFLARE_API_TOKEN";
/// Several accounts, as JSON. They come after the one above, if that is set too.
const LIST: &str = "CF_ACCOUNT_LIST";
/// The text model that translates and enhances prompts, by its id or path, if not the usual one.
const TEXT_MODEL: &str = "CF_TRANSLATE_MODEL";
/// Where Cloudflare's API is, if not where it usually is.
const API: &str = "CLOUDFLARE_API_BASE_URL";

/// Workers AI, as an environment names it.
#[derive(Debug)]
pub(crate) struct Cloudflare {
    api: Address,
    accounts: Vec<Account>,
    pub(crate) text_model: Option<&'static TextModel>,
}

impl Cloudflare {
    /// What this process's environment names.
    pub(crate) fn of_environment() -> Result<Self, String> {
        read(|name| std::env::var_os(name))
    }

    /// A client for each account.
    pub(crate) fn accounts(&self) -> Result<Vec<WorkersAi>, remote::Error> {
        let wire = Arc::new(Https::new()?);
        let client = |account: &Account| WorkersAi::at(self.api.clone(), account.clone(), Arc::clone(&wire) as _);
        Ok(self.accounts.iter().map(client).collect())
    }
}

/// Where Cloudflare's API is, as this process's environment has it.
pub(crate) fn api_of_environment() -> Result<Address, AddressError> {
    api(|name| std::env::var_os(name))
}

fn api(variable: impl Fn(&str) -> Option<OsString>) -> Result<Address, AddressError> {
    match variable(API).map(OsString::into_string) {
        Some(Ok(address)) if !address.trim().is_empty() => Address::parse(&address),
        Some(Err(_not_repeated)) => Err(AddressError::Malformed),
        _ => Ok(Address::cloudflare()),
    }
}

fn read(variable: impl Fn(&str) -> Option<OsString>) -> Result<Cloudflare, String> {
    // Set to nothing is how a shell unsets a variable for one command.
    let text = |name: &str| match variable(name).map(OsString::into_string) {
        None => Ok(None),
        Some(Ok(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
        Some(Err(_not_repeated)) => Err(format!("{name} holds something that is no text")),
    };
    let api = api(&variable).map_err(|error| format!("{API}: {error}"))?;
    let mut accounts = match (text(ID)?, text(TOKEN)?) {
        (Some(id), Some(token)) => vec![account(&id, &token)?],
        (Some(_), None) => return Err(format!("{ID} is set, but {TOKEN} is not")),
        (None, Some(_)) => return Err(format!("{TOKEN} is set, but {ID} is not")),
        (None, None) => Vec::new(),
    };
    if let Some(list) = text(LIST)? {
        let further = Account::parse_list(&list).map_err(|error| format!("{LIST}: {error}"))?;
        // Whoever is in both is asked once.
        accounts.extend(
            further
                .into_iter()
                .filter(|account| !accounts.iter().any(|first| first.id == account.id))
                .collect::<Vec<_>>(),
        );
    }
    if accounts.is_empty() {
        return Err(format!("--workers-ai needs {ID} and {TOKEN} in the environment, or {LIST}"));
    }
    let text_model = match text(TEXT_MODEL)? {
        Some(named) => Some(text_model(named.trim())?),
        None => TEXT_MODELS.first(),
    };
    Ok(Cloudflare { api, accounts, text_model })
}

fn text_model(named: &str) -> Result<&'static TextModel, String> {
    TextModel::find(named).ok_or_else(|| {
        let known: Vec<_> = TEXT_MODELS.iter().map(|model| model.id).collect();
        format!("{TEXT_MODEL} names no text model that Easel knows; it knows {}", known.join(", "))
    })
}

fn account(id: &str, token: &str) -> Result<Account, String> {
    let id = AccountId::parse(id).map_err(|error| format!("{ID}: {error}"))?;
    let token = Key::parse(token).map_err(|error| format!("{TOKEN}: {error}"))?;
    Ok(Account { id, token })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "0123456789abcdef0123456789abcdef";
    const OTHER: &str = "fedcba9876543210fedcba9876543210";

    fn from(variables: &[(&str, &str)]) -> Result<(String, Vec<String>), String> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(set, _)| *set == name);
            found.map(|(_, value)| OsString::from(*value))
        };
        let Cloudflare { api, accounts, .. } = read(variable)?;
        Ok((api.to_string(), accounts.iter().map(|account| account.id.as_str().to_owned()).collect()))
    }

    fn list(ids: &[&str]) -> String {
        let rows: Vec<_> = ids.iter().map(|id| format!(r#"{{"account_id": "{id}", "token": "sesame"}}"#)).collect();
        format!("[{}]", rows.join(","))
    }

    #[test]
    fn one_account_several_and_another_address() {
        let cloudflare = "https://api.cloudflare.com/client/v4";
        let one = [(ID, ONE), (TOKEN, " sesame\n")];
        assert_eq!(from(&one), Ok((cloudflare.to_owned(), vec![ONE.to_owned()])));
        let both = vec![ONE.to_owned(), OTHER.to_owned()];
        assert_eq!(
            from(&[(LIST, &list(&[ONE, OTHER])), (ID, " "), (TOKEN, "")]),
            Ok((cloudflare.to_owned(), both.clone()))
        );
        let mut all = one.to_vec();
        let (list, api) = (list(&[OTHER, ONE]), "http://127.0.0.1:9/client/v4");
        all.extend([(LIST, list.as_str()), (API, "http://127.0.0.1:9/client/v4/")]);
        assert_eq!(from(&all), Ok((api.to_owned(), both)));
    }

    #[test]
    fn the_text_model_is_the_first_unless_another_is_named() {
        for (named, id) in [
            (" ", "qwen3-30b-a3b-fp8"),
            ("llama-3.2-3b-instruct\n", "llama-3.2-3b-instruct"),
            ("@cf/meta/llama-3.2-3b-instruct", "llama-3.2-3b-instruct"),
        ] {
            let variables = [(ID, ONE), (TOKEN, "sesame"), (TEXT_MODEL, named)];
            let variable = |name: &str| variables.iter().find(|(set, _)| *set == name).map(|(_, value)| value.into());
            assert_eq!(read(variable).unwrap().text_model.map(|model| model.id), Some(id), "{named}");
        }
    }

    #[test]
    fn what_is_missing_or_malformed_is_named_and_never_repeated() {
        for (variables, named) in [
            (vec![], "CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN in the environment, or CF_ACCOUNT_LIST"),
            (vec![(ID, ONE)], "CLOUDFLARE_API_TOKEN is not"),
            (vec![(TOKEN, "sesame")], "CLOUDFLARE_ACCOUNT_ID is not"),
            (vec![(ID, "sesame"), (TOKEN, "sesame")], "CLOUDFLARE_ACCOUNT_ID: an account ID is 32 hex digits"),
            (vec![(ID, ONE), (TOKEN, "open sesame")], "CLOUDFLARE_API_TOKEN: a key is"),
            (vec![(LIST, "sesame")], "CF_ACCOUNT_LIST: the list must be JSON"),
            (vec![(ID, ONE), (TOKEN, "sesame"), (LIST, "[]")], "CF_ACCOUNT_LIST: the list must name"),
            (
                vec![(ID, ONE), (TOKEN, "sesame"), (TEXT_MODEL, "sesame")],
                "CF_TRANSLATE_MODEL names no text model that Easel knows; it knows qwen3-30b-a3b-fp8, llama-3.2-1b-instruct",
            ),
            (vec![(ID, ONE), (TOKEN, "sesame"), (API, "http://sesame.example")], "CLOUDFLARE_API_BASE_URL: "),
        ] {
            let error = from(&variables).unwrap_err();
            assert!(error.contains(named) && !error.contains("sesame"), "{variables:?}: {error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_text_is_told() {
        use std::os::unix::ffi::OsStringExt as _;
        let error = read(|name| (name == TOKEN).then(|| OsString::from_vec(b"sesame\xff".to_vec()))).unwrap_err();
        assert_eq!(error, "CLOUDFLARE_API_TOKEN holds something that is no text");
    }
}
