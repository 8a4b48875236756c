//! What Cloudflare's refusals mean: every code of the facts (Cloudflare §2.3), in each form in which it comes, and when to
//! come back.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use contract::{
    Account, ApiError, Billed, Code,
    ai_error::{AiError, until_allowance},
};
use jiff::Timestamp;
use serde_json::json;

const QUOTA: &str = "AiError: AiError: you have used up your daily free allocation of 10,000 neurons, please upgrade to \
                     Cloudflare's Workers Paid plan if you would like to continue usage. \
                     (0193a3f0-5c7e-7d3c-9a51-3e2f1b0c9d8e)";

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

/// The same refusal over REST, as the binding's own reply, and as what the binding throws.
fn each_way(status: u16, code: u32, message: &str) -> [ApiError; 3] {
    let rest = json!({"success": false, "errors": [{"code": code, "message": message}]}).to_string();
    let binding = json!({"internalCode": code, "name": "AiError", "description": message}).to_string();
    [
        AiError::from_reply(status, rest.as_bytes()),
        AiError::from_reply(status, binding.as_bytes()),
        AiError::from_message(&format!("{code}: {message}")),
    ]
    .map(|error| error.into_error(at("2026-11-21T18:00:00Z")))
}

#[test]
fn every_known_code_says_what_it_is_and_whether_it_was_billed() {
    const FLAGGED: &str = "Your output has been flagged. Please choose another prompt / input image combination";
    for (status, code, message, meaning, billed) in [
        (429, 3036, "Account limited", Code::AllowanceUsed, Billed::No),
        (429, 4006, QUOTA, Code::AllowanceUsed, Billed::No),
        (429, 9999, QUOTA, Code::AllowanceUsed, Billed::No),
        (429, 3040, "Capacity temporarily exceeded, please try again.", Code::NoCapacity, Billed::No),
        (429, 3021, "rate limiting: inference request per min rate reached", Code::RateLimited, Billed::No),
        (400, 3030, FLAGGED, Code::PictureFlagged, Billed::Yes),
        (400, 3030, "Model input is not valid: input tensor 'image' is not present", Code::InputRefused, Billed::No),
        (400, 8007, "Input prompt contains NSFW content", Code::PromptFlagged, Billed::No),
        (
            400,
            5006,
            "AiError: Bad input: Error: required properties at '/' are 'multipart'",
            Code::InputRefused,
            Billed::No,
        ),
        // Without words nobody knows which of the two it is.
        (400, 3030, "", Code::Upstream, Billed::Maybe),
        (400, 3030, "daily free allocation", Code::Upstream, Billed::Maybe),
        (400, 3039, "", Code::InputRefused, Billed::No),
        (405, 5005, "", Code::InputRefused, Billed::No),
        (405, 5019, "", Code::InputRefused, Billed::No),
        (405, 7001, "", Code::InputRefused, Billed::No),
        (403, 5016, "", Code::AccountRefused, Billed::No),
        (400, 5004, "", Code::InputRefused, Billed::No),
        (400, 3003, "", Code::InputRefused, Billed::No),
        (400, 3010, "", Code::InputRefused, Billed::No),
        (500, 7000, "Invalid request body", Code::InputRefused, Billed::No),
        (400, 5007, "No such model", Code::ModelNotHere, Billed::No),
        (404, 3042, "", Code::ModelNotHere, Billed::No),
        (403, 5035, "", Code::NeedsPaidPlan, Billed::No),
        (402, 2021, "Insufficient balance", Code::NeedsPaidPlan, Billed::No),
        (403, 5018, "", Code::AccountRefused, Billed::No),
        (403, 3041, "", Code::AccountRefused, Billed::No),
        (403, 3023, "", Code::AccountRefused, Billed::No),
        (404, 7003, "Could not route to /accounts/x", Code::AccountRefused, Billed::No),
        (401, 10000, "Authentication error", Code::AccountRefused, Billed::No),
        (401, 1000, "Invalid API Token", Code::AccountRefused, Billed::No),
        (413, 3006, "", Code::BodyTooLarge, Billed::No),
        (408, 3007, "", Code::UpstreamTimeout, Billed::Maybe),
        (408, 3008, "", Code::UpstreamTimeout, Billed::Maybe),
        (500, 3025, "", Code::Upstream, Billed::Maybe),
        (500, 3043, "", Code::Upstream, Billed::Maybe),
    ] {
        for error in each_way(status, code, message) {
            assert_eq!((error.code, error.billed), (meaning, billed), "{code} {message}");
            assert!(error.hint.is_some() && error.message.contains(&code.to_string()), "{error:?}");
        }
    }
}

#[test]
fn what_is_no_error_of_theirs_is_judged_by_its_status() {
    for (status, body, meaning, billed) in [
        (502, "<html>Bad gateway</html>", Code::Upstream, Billed::Maybe),
        (500, "", Code::Upstream, Billed::Maybe),
        (408, "{}", Code::UpstreamTimeout, Billed::Maybe),
        (429, r#"{"success":false}"#, Code::RateLimited, Billed::No),
        (429, r#"{"errors":[]}"#, Code::RateLimited, Billed::No),
        (400, r#"{"errors":[{"code":0,"message":""}]}"#, Code::InputRefused, Billed::No),
        (403, r#"{"errors":[{"code":"10000"}]}"#, Code::AccountRefused, Billed::No),
        (413, "[[[[", Code::BodyTooLarge, Billed::No),
        // 5005, 5019 and 7001 (facts, Cloudflare §2.3): what was asked is not run there.
        (405, r#"{"errors":[{"code":5005}]}"#, Code::InputRefused, Billed::No),
    ] {
        let error = AiError::from_reply(status, body.as_bytes()).into_error(at("2026-11-21T18:00:00Z"));
        assert_eq!((error.code, error.billed), (meaning, billed), "{status} {body}");
    }
    let unknown = json!({"errors": [{"message": "Your output has been flagged."}]}).to_string();
    let flagged = AiError::from_reply(400, unknown.as_bytes()).into_error(at("2026-11-21T18:00:00Z"));
    assert_eq!((flagged.code, flagged.billed), (Code::PictureFlagged, Billed::Yes));
    let thrown = AiError::from_message("Network connection lost.").into_error(at("2026-11-21T18:00:00Z"));
    assert_eq!((thrown.code, thrown.billed), (Code::Upstream, Billed::Maybe));
    assert!(thrown.message.contains("Network connection lost."));
}

#[test]
fn cloudflares_words_come_without_their_wrapping_and_within_bounds() {
    let [error, ..] = each_way(429, 4006, QUOTA);
    assert!(error.message.ends_with("if you would like to continue usage."), "{}", error.message);
    assert!(!error.message.contains("AiError"));
    let long = AiError::from_reply(500, json!({"errors": [{"message": "é\n".repeat(10_000)}]}).to_string().as_bytes());
    let told = long.into_error(at("2026-11-21T18:00:00Z")).message;
    let (_, said) = told.split_once(": ").unwrap();
    assert_eq!((said.chars().count(), said.contains('\n')), (300, false));
}

#[test]
fn a_refusal_that_repeats_the_account_is_not_repeated() {
    let account = Account::parse_list(r#"[{"account_id": "0123456789abcdef0123456789abcdef", "token": "sesame"}]"#);
    let account = account.unwrap().remove(0);
    // The token stands where the words are cut.
    let message = format!("{}sesame of {}", "x".repeat(297), account.id.as_str());
    let refusal = AiError::from_message(&message).without(&account);
    assert_eq!(refusal.message, format!("{}… of …", "x".repeat(297)));
    assert!(!refusal.into_error(at("2026-11-21T18:00:00Z")).message.contains("ses"));
}

#[test]
fn who_comes_back_as_told_waits_for_midnight_then_probes_at_once_then_after_5_15_and_30_minutes() {
    for (now, seconds) in [
        ("2026-11-21T00:00:00Z", 5 * 60),
        ("2026-11-21T00:05:00Z", 15 * 60),
        ("2026-11-21T00:20:00Z", 30 * 60),
        ("2026-11-21T00:50:00Z", 30 * 60),
        ("2026-11-21T01:59:59.9Z", 30 * 60),
        ("2026-11-21T02:00:00Z", 22 * 3600),
        ("2026-11-21T23:59:59.5Z", 1),
    ] {
        assert_eq!(until_allowance(at(now)), seconds, "{now}");
    }
    assert_eq!(each_way(429, 4006, QUOTA)[0].retry_after, Some(6 * 3600));
}

#[test]
fn a_busy_model_says_when_to_come_back_where_cloudflare_does() {
    let wait = |code, said| {
        let error = AiError { status: Some(429), code, message: String::new(), retry_after: said };
        error.into_error(at("2026-11-21T18:00:00Z")).retry_after
    };
    assert_eq!((wait(3040, None), wait(3040, Some(7))), (None, Some(7)));
    assert_eq!((wait(3021, None), wait(3021, Some(7))), (None, Some(7)));
    assert_eq!(wait(5006, Some(7)), None);
}
