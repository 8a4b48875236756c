//! The calls that deploy a Worker, each as wrangler was seen to make it, and what is refused of them: facts, Cloudflare §6.

use std::io::Write as _;

use fake::{Account, FIRST, Fake, Fault, SECOND, Step, refusal::deploy, token};
use serde_json::{Value, json};

use crate::exchange::{Body, Reply, begin, end};

const BOUNDARY: &str = "----formdata-undici-077291236465";
const WASM: &[u8] = b"\0asm\x01\0\0\0";

/// A stand-in whose first account has a subdomain and a namespace, and that namespace's id.
pub(crate) fn studio() -> (Fake, String) {
    let fake = Fake::start().unwrap();
    fake.set_subdomain(FIRST, Some("studio"));
    let made = ask(&fake, "POST", "/storage/kv/namespaces", &json!({"title": "easel-usage"}));
    let id = made.json()["result"]["id"].as_str().unwrap().to_owned();
    (fake, id)
}

pub(crate) fn send(fake: &Fake, account: Account, method: &str, path: &str, token: &str, body: &Body) -> Reply {
    let url = format!("{}/accounts/{}{path}", fake.rest(), account.id);
    let token = format!("Bearer {token}");
    let headers = [("authorization", token.as_str()), ("content-type", &body.content_type)];
    end(begin(method, &url, &headers, &body.bytes)).unwrap()
}

/// With a body of JSON; `null` for none.
pub(crate) fn ask(fake: &Fake, method: &str, path: &str, body: &Value) -> Reply {
    let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    send(fake, FIRST, method, path, token::DEPLOYER, &Body { content_type: "application/json".to_owned(), bytes })
}

/// What a part says of itself: its name, its file's, its type.
type Part<'a> = (&'a str, Option<&'a str>, Option<&'a str>, &'a [u8]);

fn form(parts: &[Part<'_>]) -> Body {
    let mut bytes = Vec::new();
    for (name, file, kind, content) in parts {
        write!(bytes, "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"").unwrap();
        if let Some(file) = file {
            write!(bytes, "; filename=\"{file}\"").unwrap();
        }
        bytes.extend(b"\r\n");
        if let Some(kind) = kind {
            write!(bytes, "Content-Type: {kind}\r\n").unwrap();
        }
        bytes.extend([b"\r\n", *content, b"\r\n"].concat());
    }
    write!(bytes, "--{BOUNDARY}--\r\n").unwrap();
    Body { content_type: format!("multipart/form-data; boundary={BOUNDARY}"), bytes }
}

const SCRIPT: Part<'_> =
    ("shim.js", Some("shim.js"), Some("application/javascript+module"), b"export default { fetch() {} }");

pub(crate) fn metadata(namespace: &str) -> Value {
    json!({
        "main_module": "shim.js",
        "compatibility_date": "2026-07-30",
        "compatibility_flags": ["enable_request_signal"],
        "bindings": [
            {"type": "plain_text", "name": "ALLOWED_ORIGINS", "text": "*"},
            {"type": "kv_namespace", "name": "USAGE", "namespace_id": namespace},
            {"type": "durable_object_namespace", "name": "USAGE_LEDGER", "class_name": "Usage"},
            {"type": "ratelimit", "name": "RATE", "namespace_id": "1001", "simple": {"limit": 60, "period": 60}},
            {"type": "ai", "name": "AI"},
        ],
        "migrations": {"new_tag": "v1", "steps": [{"new_sqlite_classes": ["Usage"]}]},
        "keep_bindings": ["secret_text", "secret_key"],
        "observability": {"enabled": true},
        "tags": ["easel"],
    })
}

fn upload_parts(fake: &Fake, parts: &[Part<'_>]) -> Reply {
    let path = "/workers/scripts/easel?excludeScript=true&bindings_inherit=strict";
    send(fake, FIRST, "PUT", path, token::DEPLOYER, &form(parts))
}

pub(crate) fn upload(fake: &Fake, metadata: &Value) -> Reply {
    let wasm = ("index_bg.wasm", Some("index_bg.wasm"), Some("application/wasm"), WASM);
    upload_parts(fake, &[("metadata", None, None, metadata.to_string().as_bytes()), SCRIPT, wasm])
}

#[track_caller]
fn assert_refused(reply: &Reply, code: u64) {
    assert_eq!(reply.error().1, code, "{:?}", reply.error());
}

#[test]
fn what_wrangler_sends_is_taken_and_told_again() {
    let (fake, id) = studio();
    assert_refused(&ask(&fake, "GET", "/workers/services/easel", &Value::Null), 10090);
    assert_refused(&ask(&fake, "GET", "/workers/scripts/easel/settings", &Value::Null), 10007);
    assert_eq!(upload(&fake, &metadata(&id)).status, 200);
    let secret = json!({"name": "API_KEY", "text": "sesame", "type": "secret_text"});
    let set = ask(&fake, "PUT", "/workers/scripts/easel/secrets", &secret).json();
    assert_eq!(set["result"], json!({"name": "API_KEY", "type": "secret_text"}));

    let script =
        &ask(&fake, "GET", "/workers/services/easel", &Value::Null).json()["result"]["default_environment"]["script"];
    assert_eq!((&script["migration_tag"], &script["tags"]), (&json!("v1"), &json!(["easel"])));
    let settings = ask(&fake, "GET", "/workers/scripts/easel/settings", &Value::Null);
    let bindings = settings.json()["result"]["bindings"].clone();
    assert!(bindings.as_array().unwrap().contains(&json!({"type": "secret_text", "name": "API_KEY"})), "{bindings}");
    let secrets = ask(&fake, "GET", "/workers/scripts/easel/secrets", &Value::Null);
    for reply in [settings, secrets] {
        assert!(!String::from_utf8_lossy(&reply.body).contains("sesame"), "a secret is told by its name only");
    }
    let uploaded = fake.uploaded().unwrap();
    assert_eq!((uploaded.modules[1].bytes.as_ref(), uploaded.secrets["API_KEY"].as_str()), (WASM, "sesame"));
}

#[test]
fn secrets_stay_only_where_they_are_to_be_kept() {
    let (fake, id) = studio();
    upload(&fake, &metadata(&id));
    let secret = json!({"name": "API_KEY", "text": "sesame", "type": "secret_text"});
    ask(&fake, "PUT", "/workers/scripts/easel/secrets", &secret);
    let mut again = metadata(&id);
    again.as_object_mut().unwrap().remove("migrations");
    assert_eq!(upload(&fake, &again).status, 200);
    assert_eq!(fake.uploaded().unwrap().secrets.len(), 1);
    again.as_object_mut().unwrap().remove("keep_bindings");
    assert_eq!(upload(&fake, &again).status, 200);
    assert!(fake.uploaded().unwrap().secrets.is_empty());
}

#[test]
fn metadata_that_does_not_fit_is_refused_and_nothing_changes() {
    let (fake, id) = studio();
    let wrong: [(&str, Value, u64); 16] = [
        ("/main_module", json!("index.js"), 10021),
        ("/main_module", json!("index_bg.wasm"), 10021),
        ("/compatibility_date", json!("30 July"), 10021),
        ("/compatibility_flags", json!(["a", "a"]), 10021),
        ("/bindings/1/namespace_id", json!("0"), 10021),
        ("/bindings/1/title", json!("easel-usage"), 10021),
        ("/bindings/2/class_name", json!("Other"), 10021),
        ("/bindings/3/simple/period", json!(30), 10021),
        ("/bindings/4/name", json!("RATE"), 10021),
        ("/bindings/4/type", json!("magic"), 10021),
        ("/bindings/0", json!({"type": "inherit", "name": "ALLOWED_ORIGINS"}), 10057),
        ("/migrations/old_tag", json!("v0"), 10079),
        ("/migrations/new_sqlite_classes", json!(["Usage"]), 10021),
        ("/migrations/steps/0/new_sqlite_classes", json!(["Usage", "Usage"]), 10079),
        ("/keep_bindings", json!(["everything"]), 10021),
        ("/unheard_of", json!(true), 10021),
    ];
    for (at, value, code) in wrong {
        let mut metadata = metadata(&id);
        let (above, field) = at.rsplit_once('/').unwrap();
        match metadata.pointer_mut(above).unwrap() {
            Value::Object(fields) => drop(fields.insert(field.to_owned(), value)),
            Value::Array(items) => items[field.parse::<usize>().unwrap()] = value,
            _ => unreachable!("{at}"),
        }
        let reply = upload(&fake, &metadata);
        assert_eq!(reply.error().1, code, "{at}: {:?}", reply.error());
    }
    assert_eq!(fake.uploaded(), None);
    for needed in ["main_module", "compatibility_date"] {
        let mut metadata = metadata(&id);
        metadata.as_object_mut().unwrap().remove(needed);
        assert_refused(&upload(&fake, &metadata), 10021);
    }
}

#[test]
fn parts_that_are_none_of_an_upload_are_refused() {
    let (fake, id) = studio();
    let metadata = metadata(&id).to_string();
    let said: Part<'_> = ("metadata", None, None, metadata.as_bytes());
    let wasm = |kind, bytes: &'static [u8]| ("index_bg.wasm", Some("index_bg.wasm"), kind, bytes);
    for parts in [
        vec![SCRIPT],
        vec![SCRIPT, said],
        vec![said],
        vec![said, said, SCRIPT],
        vec![said, SCRIPT, SCRIPT],
        vec![said, (SCRIPT.0, Some("other.js"), SCRIPT.2, SCRIPT.3)],
        vec![said, (SCRIPT.0, None, SCRIPT.2, SCRIPT.3)],
        vec![said, (SCRIPT.0, SCRIPT.1, Some("text/html"), SCRIPT.3)],
        vec![said, (SCRIPT.0, SCRIPT.1, SCRIPT.2, b"")],
        vec![said, SCRIPT, wasm(Some("application/wasm"), b"no wasm")],
        vec![said, SCRIPT, wasm(None, WASM)],
    ] {
        assert_refused(&upload_parts(&fake, &parts), 10021);
    }
    let good = form(&[said, SCRIPT]);
    for path in ["/workers/scripts/easel?magic=true", "/workers/scripts/easel?excludeScript=true&dry_run=true"] {
        assert_refused(&send(&fake, FIRST, "PUT", path, token::DEPLOYER, &good), 10021);
    }
    let undeclared = Body { content_type: "application/json".to_owned(), ..good };
    assert_refused(&send(&fake, FIRST, "PUT", "/workers/scripts/easel", token::DEPLOYER, &undeclared), 10021);
    assert_eq!(fake.uploaded(), None);
}

#[test]
fn migrations_go_on_from_where_the_worker_stands() {
    let (fake, id) = studio();
    assert_eq!(upload(&fake, &metadata(&id)).status, 200);
    let next = |old: Value, new: &str, class: &str| {
        let mut metadata = metadata(&id);
        metadata["migrations"] = json!({"old_tag": old, "new_tag": new, "steps": [{"new_sqlite_classes": [class]}]});
        upload(&fake, &metadata)
    };
    assert_refused(&next(Value::Null, "v2", "Job"), 10079);
    assert_refused(&next(json!("v0"), "v2", "Job"), 10079);
    assert_refused(&next(json!("v1"), "v1", "Job"), 10079);
    assert_refused(&next(json!("v1"), "v2", "Usage"), 10079);
    assert_eq!(next(json!("v1"), "v2", "Job").status, 200);
    let script = ask(&fake, "GET", "/workers/services/easel", &Value::Null).json();
    assert_eq!(script["result"]["default_environment"]["script"]["migration_tag"], "v2");
}

#[test]
fn a_first_worker_needs_a_subdomain_and_a_name_is_nobody_elses() {
    let fake = Fake::start().unwrap();
    let namespace = ask(&fake, "POST", "/storage/kv/namespaces", &json!({"title": "t"})).json();
    let id = namespace["result"]["id"].as_str().unwrap();
    assert_refused(&upload(&fake, &metadata(id)), 10063);

    let claim = |name: &str| ask(&fake, "PUT", "/workers/subdomain", &json!({"subdomain": name}));
    assert_refused(&ask(&fake, "GET", "/workers/subdomain", &Value::Null), 10007);
    assert_refused(&ask(&fake, "GET", "/workers/subdomains/atelier", &Value::Null), 10032);
    fake.take_subdomain("studio");
    fake.set_subdomain(SECOND, Some("workshop"));
    for taken in ["studio", "workshop"] {
        assert_refused(&ask(&fake, "GET", &format!("/workers/subdomains/{taken}"), &Value::Null), 10031);
        assert_refused(&claim(taken), 10031);
    }
    for no_label in ["", "-a", "a-", "A", "a.b", &"a".repeat(64)] {
        assert_refused(&claim(no_label), 10021);
    }
    assert_eq!(claim("atelier").status, 200);
    assert_refused(&claim("atelier"), 10036);
    assert_eq!(ask(&fake, "GET", "/workers/subdomain", &Value::Null).json()["result"]["subdomain"], "atelier");
}

#[test]
fn namespaces_have_titles_of_their_own_and_come_in_pages() {
    let (fake, id) = studio();
    assert_refused(&ask(&fake, "POST", "/storage/kv/namespaces", &json!({"title": "easel-usage"})), 10014);
    for nth in 0..7 {
        ask(&fake, "POST", "/storage/kv/namespaces", &json!({"title": format!("a-{nth}")}));
    }
    let page = |n: u32| {
        ask(
            &fake,
            "GET",
            &format!("/storage/kv/namespaces?per_page=5&page={n}&order=title&direction=asc"),
            &Value::Null,
        )
        .json()
    };
    let (first, second) = (page(1), page(2));
    assert_eq!((first["result"].as_array().unwrap().len(), &first["result_info"]["total_count"]), (5, &json!(8)));
    assert_eq!(second["result"].as_array().unwrap().last().unwrap()["title"], "easel-usage");
    assert_eq!(page(3)["result"], json!([]));
    for query in ["per_page=101", "per_page=0", "page=0", "title=easel-usage"] {
        assert_refused(&ask(&fake, "GET", &format!("/storage/kv/namespaces?{query}"), &Value::Null), 10021);
    }

    let write = |key: &str, value: &str| {
        let body = Body { content_type: "text/plain".to_owned(), bytes: value.as_bytes().to_vec() };
        let path = format!("/storage/kv/namespaces/{id}/values/{key}");
        assert_eq!(send(&fake, FIRST, "PUT", &path, token::DEPLOYER, &body).status, 200);
    };
    (0..12).for_each(|nth| write(&format!("usage:{nth:02}"), "{}"));
    write("other", "1");
    let keys =
        |query: &str| ask(&fake, "GET", &format!("/storage/kv/namespaces/{id}/keys?{query}"), &Value::Null).json();
    let first = keys("prefix=usage:&limit=10");
    assert_eq!(first["result_info"], json!({"count": 10, "cursor": "usage:09"}));
    let rest = keys("prefix=usage:&limit=10&cursor=usage:09");
    assert_eq!((rest["result"].as_array().unwrap().len(), &rest["result_info"]["cursor"]), (2, &json!("")));
    let values =
        ask(&fake, "POST", &format!("/storage/kv/namespaces/{id}/bulk/get"), &json!({"keys": ["other", "none"]}));
    assert_eq!(values.json()["result"]["values"], json!({"other": "1", "none": null}));

    assert_eq!(ask(&fake, "DELETE", &format!("/storage/kv/namespaces/{id}"), &Value::Null).status, 200);
    assert_refused(&ask(&fake, "DELETE", &format!("/storage/kv/namespaces/{id}"), &Value::Null), 10013);
}

#[test]
fn each_permission_opens_its_own_calls() {
    for (token, opens, closed) in [
        (token::WITHOUT_SCRIPTS, "/storage/kv/namespaces", "/workers/subdomains/a"),
        (token::WITHOUT_KV, "/workers/subdomains/a", "/storage/kv/namespaces"),
        (FIRST.token, "/ai/models/search", "/workers/subdomains/a"),
    ] {
        let fake = Fake::start().unwrap();
        let get = |path: &str| {
            let body = Body { content_type: "application/json".to_owned(), bytes: Vec::new() };
            send(&fake, FIRST, "GET", path, token, &body)
        };
        let reply = get(opens);
        assert!(reply.status == 200 || reply.error().1 == 10032, "{token}: {opens}");
        assert_refused(&get(closed), 10000);
        assert!(
            send(&fake, SECOND, "GET", opens, token, &Body { content_type: String::new(), bytes: vec![] }).status
                == 403
        );
    }
}

#[test]
fn a_step_goes_wrong_once_as_it_was_told_to() {
    let (fake, id) = studio();
    fake.answer_deploy(Step::Upload, Fault::Refuse(deploy::NEEDS_PAID));
    fake.answer_deploy(Step::Upload, Fault::NotJson);
    assert_refused(&upload(&fake, &metadata(&id)), 10075);
    assert_eq!(upload(&fake, &metadata(&id)).status, 502);
    assert_eq!(fake.uploaded(), None);
    assert_eq!(upload(&fake, &metadata(&id)).status, 200);

    fake.answer_deploy(Step::Enable, Fault::BreakOff);
    let url = format!("{}/accounts/{}/workers/scripts/easel/subdomain", fake.rest(), FIRST.id);
    let token = format!("Bearer {}", token::DEPLOYER);
    let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
    assert!(end(begin("POST", &url, &headers, br#"{"enabled":true}"#)).is_err());
    let switch = ask(&fake, "GET", "/workers/scripts/easel/subdomain", &Value::Null);
    assert_eq!(switch.json()["result"]["enabled"], true, "it was done before its reply broke off");
}
