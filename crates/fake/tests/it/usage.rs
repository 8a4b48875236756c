//! Analytics: facts, Cloudflare §5.1.

use fake::{FIRST, Fake, SECOND, token};
use serde_json::{Value, json};

use crate::exchange::{self, KLEIN_4B, SCHNELL, begin, begin_rest, call, end, form, rest};

/// The query of the facts.
const DAYS: &str = "query($a:String!,$from:Date!){viewer{accounts(filter:{accountTag:$a}){
 days:aiInferenceAdaptiveGroups(limit:31,filter:{date_geq:$from},orderBy:[date_ASC]){count sum{totalNeurons} dimensions{date}}}}}";
const MODELS: &str = r#"{viewer{accounts(filter:{accountTag:"f1257acc0000000000000000000000f1"}){aiInferenceAdaptiveGroups(limit:1000,
 filter:{datetime_geq:"2020-01-01T00:00:00Z"}){count sum{totalNeurons} dimensions{modelId}}}}}"#;

fn ask(fake: &Fake, token: &str, query: &str, variables: &Value) -> Value {
    ask_as(fake, token, "application/json", &json!({"query": query, "variables": variables}))
}

fn ask_as(fake: &Fake, token: &str, content_type: &str, body: &Value) -> Value {
    let headers = [("authorization", &*format!("Bearer {token}")), ("content-type", content_type)];
    let reply = end(begin("POST", &format!("{}/graphql", fake.rest()), &headers, body.to_string().as_bytes())).unwrap();
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
        (token::WITHOUT_ANALYTICS, FIRST.id, DAYS),
    ] {
        let json = ask(&fake, token, query, &json!({"a": account, "from": "2020-01-01"}));
        assert!(json["data"].is_null() && json["errors"][0]["message"].is_string(), "{json}");
    }
}

/// Both selections of one query, and what another program used.
#[test]
fn a_query_can_ask_twice_and_hears_what_was_used_elsewhere() {
    let fake = Fake::start().unwrap();
    fake.use_elsewhere(FIRST, "2026-01-31", SCHNELL, 2, 345.6);
    fake.use_elsewhere(FIRST, "2026-02-01", SCHNELL, 1, 172.8);
    fake.use_elsewhere(FIRST, "2026-02-01", "@cf/of/another", 3, 7.5);
    fake.use_elsewhere(FIRST, "2026-02-02", SCHNELL, 1, 172.8);
    let node = "aiInferenceAdaptiveGroups(limit:2,filter:{date_geq:$from,date_leq:$until},orderBy:[date_ASC])";
    let query = format!(
        "query($a:String!,$from:Date!,$until:Date!){{viewer{{accounts(filter:{{accountTag:$a}}){{
         days:{node}{{count sum{{totalNeurons}} dimensions{{date}}}} models:{node}{{count dimensions{{date modelId}}}}}}}}}}"
    );
    let told = ask(&fake, FIRST.token, &query, &json!({"a": FIRST.id, "from": "2026-02-01", "until": "2026-02-01"}));
    let account = &told["data"]["viewer"]["accounts"][0];
    assert_eq!(
        account["days"],
        json!([
            {"count": 4, "sum": {"totalNeurons": 180.3}, "dimensions": {"date": "2026-02-01"}},
        ])
    );
    let models = account["models"].as_array().unwrap();
    assert_eq!(models.iter().map(|row| &row["dimensions"]["modelId"]).collect::<Vec<_>>(), [SCHNELL, "@cf/of/another"]);
    assert_eq!((fake.runs(), fake.spent(FIRST)), (0, 0.0));
    fake.forget();
    let told = ask(&fake, FIRST.token, DAYS, &json!({"a": FIRST.id, "from": "2020-01-01"}));
    assert_eq!(told["data"]["viewer"]["accounts"][0]["days"], json!([]));
}

#[test]
fn what_is_no_such_query_is_refused() {
    let fake = Fake::start().unwrap();
    let variables = json!({"a": FIRST.id, "from": "2020-01-01"});
    assert!(ask(&fake, FIRST.token, DAYS, &variables)["errors"].is_null());
    for query in [
        DAYS.replace("totalNeurons", "neurons"),
        DAYS.replace("limit:31,", ""),
        DAYS.replace("limit:31", "limit:10001"),
        DAYS.replace("date_geq", "date_gte"),
        DAYS.replace("filter:{date_geq:$from},", ""),
        DAYS.replace("}}}}}", "}}}}"),
    ] {
        let told = ask(&fake, FIRST.token, &query, &variables);
        assert!(told["errors"][0]["message"].is_string(), "{query}: {told}");
    }
    let told = ask(&fake, FIRST.token, DAYS, &json!({"a": FIRST.id, "from": "yesterday"}));
    assert!(told["errors"][0]["message"].is_string(), "{told}");
    for (content_type, body) in [
        ("text/plain", json!({"query": DAYS, "variables": variables})),
        ("application/json", json!({"query": DAYS})),
        ("application/json", json!({"query": DAYS, "variables": variables, "operationName": "a"})),
        ("application/json", json!([])),
    ] {
        let told = ask_as(&fake, FIRST.token, content_type, &body);
        assert!(told["errors"][0]["message"].is_string(), "{body}: {told}");
    }
    assert_eq!(call(&fake, "GET", "/graphql", FIRST.token, "").status, 405);
}
