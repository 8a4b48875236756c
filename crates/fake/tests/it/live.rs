//! What answers at workers.dev: nobody, until a Worker was uploaded and enabled; then whoever serves for it, and his answer comes
//! back as it is.

use fake::{FIRST, Fake};
use serde_json::{Value, json};

use crate::{
    deploying::{ask, metadata, studio, upload},
    exchange::{Reply, begin, end},
};

fn get(fake: &Fake, host: &str, path: &str) -> Reply {
    let url = format!("{}/workers.dev/{host}{path}", fake.rest());
    end(begin("GET", &url, &[("authorization", "Bearer sesame")], b"")).unwrap()
}

fn enable(fake: &Fake, enabled: bool) -> u16 {
    ask(fake, "POST", "/workers/scripts/easel/subdomain", &json!({"enabled": enabled, "previews_enabled": false}))
        .status
}

#[test]
fn nobody_answers_before_a_worker_is_uploaded_and_enabled_and_it_takes_a_while() {
    let (fake, id) = studio();
    // Another stand-in serves: what it says to a token that it does not know, it says itself.
    let service = Fake::start().unwrap();
    fake.serve_workers_at(Some(&format!("{}/", service.rest().trim_end_matches("/client/v4"))));
    fake.delay_workers(2);
    assert_eq!(enable(&fake, true), 404);
    assert_eq!(get(&fake, "easel.studio", "/health").status, 404);
    upload(&fake, &metadata(&id));
    assert_eq!(get(&fake, "easel.studio", "/health").status, 404);
    assert_eq!(enable(&fake, true), 200);

    let asked = |path| get(&fake, "easel.studio", path);
    assert_eq!([asked("/").status, asked("/").status], [404, 404]);
    let verified = asked("/client/v4/user/tokens/verify?a=b");
    assert_eq!((verified.error().1, verified.header("api-version").is_some()), (1000, true));
    assert_eq!(asked("/nowhere").error().1, 7003);
    for host in ["easel.atelier", "other.studio", "easel"] {
        let nobody = get(&fake, host, "/client/v4/user/tokens/verify");
        assert_eq!((nobody.status, nobody.header("content-type")), (404, Some("text/html; charset=utf-8")), "{host}");
    }

    enable(&fake, false);
    assert_eq!(asked("/client/v4/user/tokens/verify").status, 404);
}

#[test]
fn a_worker_that_nobody_serves_for_fails_and_a_removed_one_is_gone() {
    let (fake, id) = studio();
    upload(&fake, &metadata(&id));
    enable(&fake, true);
    assert_eq!(get(&fake, "easel.studio", "/health").status, 500);
    assert_eq!(ask(&fake, "DELETE", "/workers/scripts/easel", &Value::Null).error().1, 10021);
    assert_eq!(ask(&fake, "DELETE", "/workers/scripts/easel?force=true", &Value::Null).status, 200);
    assert_eq!(ask(&fake, "DELETE", "/workers/scripts/easel?force=true", &Value::Null).error().1, 10007);
    assert_eq!(get(&fake, "easel.studio", "/health").status, 404);
    assert!(fake.workers(FIRST).is_empty());
}

/// A body of any size goes there and back, also in pieces.
#[test]
fn what_is_sent_arrives_whole() {
    let (fake, id) = studio();
    upload(&fake, &metadata(&id));
    enable(&fake, true);
    let service = Fake::start().unwrap();
    fake.serve_workers_at(Some(service.rest().trim_end_matches("/client/v4")));
    let url = format!("{}/workers.dev/easel.studio/client/v4/graphql", fake.rest());
    let token = format!("Bearer {}", FIRST.token);
    let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
    let query = format!("query{}", " ".repeat(1 << 20));
    let reply = end(begin("POST", &url, &headers, json!({"query": query, "variables": {}}).to_string().as_bytes()));
    assert_eq!(reply.unwrap().json()["errors"][0]["message"], "error parsing args");
}
