//! Any reply of Cloudflare: it is a picture, a text, or an error of ours that is bounded and says what it cost, and no panic.
#![no_main]

use contract::{
    Account, AccountId, AiError, ApiError, Billed, Key,
    call::decode,
    text::{Question, TEXT_MODELS},
};
use libfuzzer_sys::fuzz_target;

/// What no error repeats.
const ID: &str = "f1257acc0000000000000000000000f1";
const TOKEN: &str = "cfut_first";

fuzz_target!(|data: &[u8]| {
    let Some((status, body)) = data.split_first_chunk::<2>() else { return };
    let status = u16::from_be_bytes(*status);
    let account = Account { id: AccountId::parse(ID).unwrap(), token: Key::parse(TOKEN).unwrap() };

    let said = AiError::from_reply(status, body).without(&account);
    let unknown = said.code == 0;
    let error = told(said);
    assert!(!error.message.contains(ID) && !error.message.contains(TOKEN), "a secret is told: {}", error.message);
    assert!(!(unknown && status >= 500) || error.billed != Billed::No, "it may have been billed: {error:?}");

    told(AiError::from_message(&String::from_utf8_lossy(body)));
    match decode(body.to_vec()) {
        Ok((format, file)) => {
            let (_, _) = (format.dimensions(&file), format.is_whole(&file));
        }
        Err(no_picture) => bounded(&no_picture.into_error("2026-11-21T00:00:00Z".parse().unwrap())),
    }
    for model in TEXT_MODELS {
        match (Question { model, task: "", matter: String::new() }).answer(body, None) {
            Ok(answer) => {
                let cost = answer.listed.unwrap_or_default();
                assert!(cost.is_finite() && cost >= 0.0, "{} for {:?}", cost, model.id);
            }
            Err(no_text) => bounded(&no_text.into_error("2026-11-21T00:00:00Z".parse().unwrap())),
        }
    }
});

fn told(said: AiError) -> ApiError {
    let error = said.into_error("2026-11-21T00:00:00Z".parse().unwrap());
    bounded(&error);
    error
}

fn bounded(error: &ApiError) {
    let chars = error.message.chars().count();
    assert!(chars > 0 && chars < 500, "{chars} characters: {}", error.message);
}
