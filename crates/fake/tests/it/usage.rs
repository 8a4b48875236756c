//! Analytics: facts, Cloudflare §5.1.

use fake::{FIRST, Fake, SECOND};
use serde_json::{Value, json};

use crate::exchange::{self, KLEIN_4B, SCHNELL, begin_rest, call, end, form, rest};

/// The query of the facts.
const DAYS: &str = "query($a:String!,$from:Date!){viewer{accounts(filter:{accountTag:$a}){
 days:aiInferenceAdaptiveGroups(limit:31,filter:{date_geq:$from},orderBy:[date_ASC]){count sum{totalNeurons} dimensions{date}}}}}";
const MODELS: &str = r#"{viewer{accounts(filter:{accountTag:"f1257acc0000000000000000000000f1"}){aiInferenceAdaptiveGroups(limit:1000,
 filter:{datetime_geq:"2020-01-01T00:00:00Z"}){count sum{totalNeurons} dimensions{modelId}}}}}"#;

fn ask(fake: &Fake, token: &str, query: &str, variables: &Value) -> Value {
    let reply = call(fake, "POST", "/graphql", token, &json!({"query": query, "variables": variables}).to_string());
    assert_eq!(reply.status, 200, "GraphQL fails under 200");
    reply.json()
}

#[test]
fn what_was_spent_is_told_by_day_and_by_model() {
    let fake = Fake::start().unwrap();
    for _ in 0..2 {
        rest(&fake, KLEIN_4B, &form(&[("prompt", "x"), ("width", "512"), ("height", "512")], &[]));
    }
    rest(&fake, SCHNELL, &exchange::json(&json!({"prompt": "x"})));
    // Another account's is its own.
    end(begin_rest(&fake, SECOND, SCHNELL, &exchange::json(&json!({"prompt": "x"})))).unwrap();
    let days = ask(&fake, FIRST.token, DAYS, &json!({"a": FIRST.id, "from": "2020-01-01"}));
    let day = &days["data"]["viewer"]["accounts"][0]["days"][0];
    assert_eq!(day["count"], 3);
    assert!((day["sum"]["totalNeurons"].as_f64().unwrap() - 224.9).abs() < 0.01, "{days}");
    assert_eq!(day["dimensions"]["date"].as_str().unwrap().len(), "2026-11-22".len());
    let models = ask(&fake, FIRST.token, MODELS, &json!({}));
    let models = models["data"]["viewer"]["accounts"][0]["aiInferenceAdaptiveGroups"].as_array().unwrap().clone();
    let counts: Vec<_> = models.iter().map(|group| (&group["dimensions"]["modelId"], &group["count"])).collect();
    assert_eq!(counts, [(&json!(SCHNELL), &json!(1)), (&json!(KLEIN_4B), &json!(2))]);
    let later = ask(&fake, FIRST.token, DAYS, &json!({"a": FIRST.id, "from": "9999-01-01"}));
    assert_eq!(later["data"]["viewer"]["accounts"][0]["days"], json!([]));
}

#[test]
fn what_is_not_the_tokens_own_is_not_told() {
    let fake = Fake::start().unwrap();
    for (token, account, query) in [
        (FIRST.token, SECOND.id, DAYS),
        (SECOND.token, FIRST.id, DAYS),
        ("wrong", FIRST.id, DAYS),
        (FIRST.token, FIRST.id, "{}"),
    ] {
        let json = ask(&fake, token, query, &json!({"a": account, "from": "2020-01-01"}));
        assert!(json["data"].is_null() && json["errors"][0]["message"].is_string(), "{json}");
    }
}
