//! Why a deployment does not go on, each with its own diagnosis: a token that may too little, a name that is taken, a Worker that
//! is not ours or not taken, and replies that are none.

use std::time::Duration;

use bytes::Bytes;
use contract::{AccountId, Code, Key};
use fake::{FIRST, Fake, Fault, Refusal, SECOND, Step, refusal, refusal::deploy, token};
use remote::{
    DeployFault::{self, HasObjects, Invalid, NeedsPaid, NoSubdomain, NoWorker, Refused, SubdomainTaken, TooLarge},
    Error,
    Kind::{self, Broken as Cut, CloudflareDown, Deploy, NotCloudflare, Timeout, Token},
    Subdomain, Timeouts, TokenFault, Upload,
};

use crate::{
    Broken, KEY, PATIENT,
    account_diagnoses::presentable,
    broken::{
        Step::{Forever, Hang, Read, Send},
        chunk, head_of, reply,
    },
    deploying::{API_KEY, bundle, cloud, easel, first, studio, upload},
    diagnoses::JSON,
};

/// The whole walk, up to the first thing that is refused.
async fn deploy(api: &str, token: &str) -> Result<(), Error> {
    let cloud = cloud(api, token);
    cloud.accounts().await?;
    if cloud.subdomain(&first()).await?.is_none() {
        cloud.claim(&first(), &studio()).await?;
    }
    let namespace = cloud.namespace(&first(), "easel-usage").await?;
    upload(&cloud, &bundle().0, &namespace).await?;
    cloud.set_key(&first(), &easel(), &Key::parse(API_KEY).unwrap()).await?;
    cloud.enable(&first(), &easel()).await
}

#[tokio::test]
async fn each_missing_permission_is_named() {
    for (token, fault, shown) in [
        (token::WITHOUT_SCRIPTS, TokenFault::NoScripts, "Workers Scripts Edit"),
        (token::READING_SCRIPTS, TokenFault::NoScripts, "Workers Scripts Edit"),
        (token::WITHOUT_KV, TokenFault::NoKv, "Workers KV Storage Edit"),
        (token::READING_KV, TokenFault::NoKv, "Workers KV Storage Edit"),
        (FIRST.token, TokenFault::NoScripts, "Workers Scripts Edit"),
        (token::DISABLED, TokenFault::Disabled, "enable it"),
        (token::EXPIRED, TokenFault::Expired, "make a new one"),
        (token::NOT_YET, TokenFault::NotYetValid, "wait"),
        ("cfut_nobodyknowsthis", TokenFault::Unknown, "copy"),
    ] {
        let fake = Fake::start().unwrap();
        let error = deploy(&fake.rest(), token).await.unwrap_err();
        assert_eq!(error.kind, Token(fault), "{token}: {error:?}");
        assert!(error.hint.as_ref().is_some_and(|hint| hint.contains(shown)), "{token}: {error:?}");
        presentable(token, &error, [token, FIRST.id]);
        assert_eq!(fake.uploaded(), None, "{token}");
    }
}

#[tokio::test]
async fn a_token_that_lists_no_account_deploys_on_one_that_is_named() {
    let fake = Fake::start().unwrap();
    assert_eq!(cloud(&fake.rest(), token::WITHOUT_SETTINGS).accounts().await.unwrap(), []);
    deploy(&fake.rest(), token::WITHOUT_SETTINGS).await.unwrap();
    assert!(fake.uploaded().is_some());

    // An account's own token is not known as a user's; its account knows it.
    let owned = cloud(&fake.rest(), token::OWNED_DEPLOYER);
    assert_eq!(owned.accounts().await.unwrap().len(), 1);
    let second = AccountId::parse(SECOND.id).unwrap();
    assert_eq!(owned.subdomain(&second).await.unwrap(), None);
    let unknown = cloud(&fake.rest(), "cfat_nobodyknowsthis");
    assert_eq!(unknown.accounts().await.unwrap(), []);
    assert_eq!(unknown.subdomain(&second).await.unwrap_err().kind, Token(TokenFault::UnknownHere));
}

#[tokio::test]
async fn another_account_is_told_from_a_missing_permission() {
    let fake = Fake::start().unwrap();
    let second = AccountId::parse(SECOND.id).unwrap();
    let error = cloud(&fake.rest(), token::DEPLOYER).subdomain(&second).await.unwrap_err();
    assert_eq!(error.kind, Token(TokenFault::WrongAccount));
}

#[tokio::test]
async fn each_refusal_has_its_own_diagnosis() {
    let named: [(Step, Refusal, DeployFault); 10] = [
        (Step::Claim, deploy::TAKEN, SubdomainTaken),
        (Step::MakeNamespace, deploy::TOO_MANY_NAMESPACES, Refused),
        (Step::Upload, deploy::INVALID, Invalid),
        (Step::Upload, deploy::TOO_LARGE, TooLarge),
        (Step::Upload, deploy::NEEDS_PAID, NeedsPaid),
        (Step::Upload, deploy::SUBDOMAIN_FIRST, NoSubdomain),
        (Step::Upload, deploy::TOO_MANY, Refused),
        (Step::Upload, deploy::CLASS_GONE, HasObjects),
        (Step::SetSecret, deploy::NO_WORKER, NoWorker),
        (Step::Enable, deploy::SUBDOMAIN_FIRST, NoSubdomain),
    ];
    for (step, refusal, fault) in named {
        let fake = Fake::start().unwrap();
        fake.answer_deploy(step, Fault::Refuse(refusal));
        let error = deploy(&fake.rest(), token::DEPLOYER).await.unwrap_err();
        let name = refusal.name;
        assert_eq!(error.kind, Deploy(fault), "{name}: {error:?}");
        assert!(error.message.contains(refusal.message), "{name}: Cloudflare's words are not there: {error:?}");
        assert_eq!((error.trace.code, error.trace.status), (Some(refusal.code), Some(refusal.status)), "{name}");
        presentable(name, &error, [token::DEPLOYER, FIRST.id]);
        // Nothing of it lasts: the next time it goes through.
        deploy(&fake.rest(), token::DEPLOYER).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_refused_for_the_token_is_looked_into_also_later() {
    for refusal in [deploy::NOT_FOR_WORKERS, deploy::UNAUTHORISED, refusal::NOT_ALLOWED] {
        let fake = Fake::start().unwrap();
        fake.answer_deploy(Step::Upload, Fault::Refuse(refusal));
        let error = deploy(&fake.rest(), token::DEPLOYER).await.unwrap_err();
        assert_eq!(error.kind, Token(TokenFault::NoScripts), "{}", refusal.name);
    }
    let fake = Fake::start().unwrap();
    fake.answer_deploy(Step::Namespaces, Fault::Refuse(refusal::RATE_WITH_WAIT));
    let error = deploy(&fake.rest(), token::DEPLOYER).await.unwrap_err();
    assert_eq!((error.kind, error.retry_after), (Kind::Refused(Code::RateLimited), Some(7)));
}

#[tokio::test]
async fn a_worker_of_somebody_else_is_told_from_ours() {
    let fake = Fake::start().unwrap();
    fake.set_subdomain(FIRST, Some("studio"));
    fake.place_worker(FIRST, "easel");
    let cloud = cloud(&fake.rest(), token::DEPLOYER);
    let theirs = cloud.standing(&first(), &easel()).await.unwrap().unwrap();
    assert!(!theirs.is_ours && !theirs.has_key, "{theirs:?}");
    // With a clear yes it goes on from what stands there.
    deploy(&fake.rest(), token::DEPLOYER).await.unwrap();
    let ours = cloud.standing(&first(), &easel()).await.unwrap().unwrap();
    assert_eq!((ours.is_ours, ours.migration_tag.as_deref()), (true, Some("v2")));
}

/// Anybody may tag a Worker so; what it is bound to says whether it is ours.
#[tokio::test]
async fn our_tag_alone_makes_no_worker_ours_and_without_it_ours_is_overwritten_as_it_is() {
    let fake = Fake::start().unwrap();
    fake.set_subdomain(FIRST, Some("studio"));
    let cloud = cloud(&fake.rest(), token::DEPLOYER);
    fake.place_worker(FIRST, "easel");
    fake.tag_worker(FIRST, "easel", &["easel"]);
    let theirs = cloud.standing(&first(), &easel()).await.unwrap().unwrap();
    assert!(!theirs.is_ours && !theirs.is_alike && theirs.has_other_objects(), "{theirs:?}");

    cloud.remove_worker(&first(), &easel()).await.unwrap();
    deploy(&fake.rest(), token::DEPLOYER).await.unwrap();
    fake.tag_worker(FIRST, "easel", &[]);
    let untagged = cloud.standing(&first(), &easel()).await.unwrap().unwrap();
    assert!(!untagged.is_ours && untagged.is_alike && !untagged.has_other_objects(), "{untagged:?}");
    // As wrangler puts it there from our sources: its migrations are ours, and are not made again.
    deploy(&fake.rest(), token::DEPLOYER).await.unwrap();
    assert_eq!(fake.uploaded().unwrap().metadata.get("migrations"), None);
}

/// Its migrations have our names and are not ours: ours could not be told from them.
#[tokio::test]
async fn somebody_elses_objects_with_our_names_are_not_taken_for_ours() {
    for tag in ["v1", "v2"] {
        let fake = Fake::start().unwrap();
        fake.set_subdomain(FIRST, Some("studio"));
        fake.place_worker_at(FIRST, "easel", Some(tag));
        let error = deploy(&fake.rest(), token::DEPLOYER).await.unwrap_err();
        assert_eq!(error.kind, Deploy(HasObjects), "{error:?}");
        assert!(!fake.deploy_steps().contains(&Step::Upload));
        presentable(tag, &error, [token::DEPLOYER, FIRST.id]);
    }
    let fake = Fake::start().unwrap();
    fake.set_subdomain(FIRST, Some("studio"));
    fake.place_worker_at(FIRST, "easel", None);
    deploy(&fake.rest(), token::DEPLOYER).await.unwrap();
}

#[tokio::test]
async fn a_subdomain_that_somebody_has_is_not_claimed() {
    let fake = Fake::start().unwrap();
    fake.take_subdomain("studio");
    let cloud = cloud(&fake.rest(), token::DEPLOYER);
    assert!(!cloud.is_free(&first(), &studio()).await.unwrap());
    let error = cloud.claim(&first(), &studio()).await.unwrap_err();
    assert_eq!(error.kind, Deploy(SubdomainTaken));
    // Nor another one, once the account has chosen.
    let other = Subdomain::parse("atelier").unwrap();
    cloud.claim(&first(), &other).await.unwrap();
    cloud.claim(&first(), &other).await.unwrap();
    assert_eq!(cloud.claim(&first(), &Subdomain::parse("loft").unwrap()).await.unwrap_err().kind, Deploy(Refused));
}

#[tokio::test]
async fn a_worker_whose_files_are_not_its_own_is_not_sent() {
    let fake = Fake::start().unwrap();
    fake.set_subdomain(FIRST, Some("studio"));
    let cloud = cloud(&fake.rest(), token::DEPLOYER);
    let namespace = cloud.namespace(&first(), "easel-usage").await.unwrap();
    let (bundle, files) = bundle();
    let cut = [files[0].clone(), Bytes::new()];
    for files in [&files[..1], &cut] {
        let upload = Upload { bundle: &bundle, files, namespace: &namespace, standing: None };
        let error = cloud.upload(&first(), &easel(), upload).await.unwrap_err();
        assert_eq!(error.kind, Kind::Internal);
    }
    assert!(!fake.deploy_steps().contains(&Step::Upload));
}

/// Each call, against a server that does what no Cloudflare should.
#[tokio::test]
async fn no_reply_is_believed_without_a_bound() {
    let page = "<html>sign in</html>";
    let brief = Timeouts { answer: Duration::from_millis(50), upload: Duration::from_millis(50), ..PATIENT };
    for (name, steps, timeouts, kind) in [
        ("a page", vec![Send(reply("200 OK", page))], PATIENT, NotCloudflare),
        ("a proxy", vec![Send(reply("502 Bad Gateway", page))], PATIENT, CloudflareDown),
        ("cut short", vec![Send(head_of("200 OK\nContent-Length: 9")), Send(b"{".to_vec())], PATIENT, Cut),
        ("silent", vec![Hang], brief, Timeout),
        (
            "endless",
            vec![Send(head_of(&format!("{JSON}\nTransfer-Encoding: chunked"))), Forever(chunk(&[b' '; 65536]))],
            PATIENT,
            Kind::TooLarge,
        ),
    ] {
        let server = Broken::start([vec![Read], steps].concat()).await;
        let cloud = cloud(&server.url(), KEY).with(timeouts);
        let (bundle, files) = bundle();
        let namespace = remote::Namespace::parse(&"0".repeat(32)).unwrap();
        let upload = Upload { bundle: &bundle, files: &files, namespace: &namespace, standing: None };
        let key = Key::parse(API_KEY).unwrap();
        for (call, error) in [
            ("accounts", cloud.accounts().await.map(drop)),
            ("subdomain", cloud.subdomain(&first()).await.map(drop)),
            ("is free", cloud.is_free(&first(), &studio()).await.map(drop)),
            ("claim", cloud.claim(&first(), &studio()).await),
            ("namespace", cloud.namespace(&first(), "easel-usage").await.map(drop)),
            ("standing", cloud.standing(&first(), &easel()).await.map(drop)),
            ("upload", cloud.upload(&first(), &easel(), upload).await),
            ("key", cloud.set_key(&first(), &easel(), &key).await),
            ("enable", cloud.enable(&first(), &easel()).await),
            ("days", cloud.days(&first(), &namespace).await.map(drop)),
            ("remove", cloud.remove_worker(&first(), &easel()).await),
            ("remove namespace", cloud.remove_namespace(&first(), &namespace).await),
        ] {
            let error = error.unwrap_err();
            let name = format!("{call}: {name}");
            assert_eq!(error.kind, kind, "{name}: {error:?}");
            presentable(&name, &error, [KEY, API_KEY]);
        }
    }
}

/// A list of days that cannot be read to its end costs none of them: it is an error.
#[tokio::test]
async fn a_list_of_days_without_an_end_is_no_list() {
    let namespace = remote::Namespace::parse(&"0".repeat(32)).unwrap();
    let page = |row: &str, cursor: &str| {
        let body = format!(r#"{{"success":true,"result":{row},"result_info":{{"cursor":"{cursor}"}}}}"#);
        reply(JSON, body)
    };
    let row = r#"[{"name":"usage:2026-11-21"}]"#;
    for (row, cursor, asked) in
        [(row, "a+b/c", 10), (row, &"c".repeat(3000), 1), ("{}", "", 1), (r#"[{"id":1}]"#, "", 1)]
    {
        let server = Broken::answering(page(row, cursor)).await;
        let error = cloud(&server.url(), KEY).days(&first(), &namespace).await.unwrap_err();
        assert_eq!((error.kind, server.seen().len()), (Kind::NotOurs, asked), "{row} {cursor}");
        if asked > 1 {
            assert!(server.seen()[1].contains("&cursor=a%2Bb%2Fc "), "{}", server.seen()[1]);
        }
    }
}

/// Words of Cloudflare's that repeat what they should not.
#[tokio::test]
async fn no_secret_is_repeated() {
    let body =
        format!(r#"{{"success":false,"errors":[{{"code":10021,"message":"{API_KEY} of {KEY} on {}"}}]}}"#, FIRST.id);
    let server = Broken::answering(reply("400 Bad Request", body)).await;
    let cloud = cloud(&server.url(), KEY);
    let error = cloud.set_key(&first(), &easel(), &Key::parse(API_KEY).unwrap()).await.unwrap_err();
    assert!(error.message.ends_with(": … of … on …"), "{error:?}");
    assert!(!format!("{cloud:?} {error:?}").contains(API_KEY));
}
