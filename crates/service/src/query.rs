//! The query string, read strictly: a misspelt parameter is told and not ignored.

use axum::extract::Query;
use contract::{ApiError, Code};
use http::Uri;

/// The value of the one parameter that a route has, when it is given; the last one when it is given twice.
pub(crate) fn only(uri: &Uri, name: &str) -> Result<Option<String>, ApiError> {
    let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(uri) else {
        return Err(ApiError::new(Code::InvalidRequest, "the query string cannot be read").param(name));
    };
    let mut found = None;
    for (given, value) in pairs {
        if given != name {
            let given: String = given.chars().take(64).collect();
            let message = format!("there is no query parameter `{given}`");
            return Err(ApiError::new(Code::InvalidRequest, message)
                .param(given)
                .hint(format!("this route has `{name}`")));
        }
        found = Some(value);
    }
    Ok(found)
}
