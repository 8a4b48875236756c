//! A deployment step by step, against the stand-in, which takes what wrangler sends and nothing else: once, again, and after
//! the network went at each of its steps.

use std::sync::Arc;

use bytes::Bytes;
use contract::{
    AccountId, Billed, Bundle, Key,
    bundle::{Binding, Kind as ModuleKind, Limit, Migration, Module, Observability},
};
use fake::{FIRST, Fake, Fault, SECOND, Step, token};
use remote::{Address, Cloud, DeployFault, Error, Https, Kind, Namespace, Standing, Subdomain, Upload, WorkerName};

use crate::{PATIENT, account_diagnoses::presentable};

pub(crate) const WASM: &[u8] = b"\0asm\x01\0\0\0";
const SHIM: &[u8] = b"export default {};";
pub(crate) const API_KEY: &str = "a-key-of-the-worker-7";

/// Of the stand-in.
pub(crate) fn cloud(api: &str, token: &str) -> Cloud {
    let wire = Arc::new(Https::with(PATIENT).unwrap());
    Cloud::at(Address::parse(api).unwrap(), Key::parse(token).unwrap(), wire).with(PATIENT)
}

pub(crate) fn first() -> AccountId {
    AccountId::parse(FIRST.id).unwrap()
}

pub(crate) fn easel() -> WorkerName {
    WorkerName::parse("easel").unwrap()
}

pub(crate) fn studio() -> Subdomain {
    Subdomain::parse("studio").unwrap()
}

fn migration(tag: &str, classes: &[&str]) -> Migration {
    let new_sqlite_classes = classes.iter().map(|class| (*class).to_owned()).collect();
    Migration { tag: tag.to_owned(), new_sqlite_classes }
}

pub(crate) fn bundle() -> (Bundle, Vec<Bytes>) {
    let module = |name: &str, kind, bytes: &[u8]| Module { name: name.to_owned(), kind, size: bytes.len() as u64 };
    let object = |name: &str, class: &str| Binding::DurableObjectNamespace {
        name: name.to_owned(),
        class_name: class.to_owned(),
    };
    let limit = Binding::Ratelimit {
        name: "RATE".into(),
        namespace_id: "1001".into(),
        simple: Limit { limit: 60, period: 60 },
    };
    let bundle = Bundle {
        name: "easel".into(),
        version: "0.1.0".into(),
        main: "shim.js".into(),
        modules: vec![module("index_bg.wasm", ModuleKind::Wasm, WASM), module("shim.js", ModuleKind::Script, SHIM)],
        size: 26,
        gzip: 26,
        compatibility_date: "2026-07-30".parse().unwrap(),
        compatibility_flags: vec!["enable_request_signal".into()],
        bindings: vec![
            Binding::Ai { name: "AI".into() },
            Binding::KvNamespace { name: "USAGE".into() },
            object("USAGE_LEDGER", "Usage"),
            object("JOBS", "Job"),
            object("RECIPES", "Recipes"),
            limit,
            Binding::PlainText { name: "ALLOWED_ORIGINS".into(), text: "*".into() },
        ],
        migrations: vec![migration("v1", &["Usage", "Job"]), migration("v2", &["Recipes"])],
        observability: Observability { enabled: true },
    };
    (bundle, vec![Bytes::from_static(WASM), Bytes::from_static(SHIM)])
}

/// The same as it was before its second migration.
fn older(bundle: &Bundle) -> Bundle {
    let mut older = Bundle { version: "0.0.9".into(), ..bundle.clone() };
    older.migrations.pop();
    older
        .bindings
        .retain(|binding| !matches!(binding, Binding::DurableObjectNamespace { name, .. } if name == "RECIPES"));
    older
}

pub(crate) async fn upload(cloud: &Cloud, bundle: &Bundle, namespace: &Namespace) -> Result<(), Error> {
    let (_, files) = self::bundle();
    let standing = cloud.standing(&first(), &easel()).await?;
    let upload = Upload { bundle, files: &files, namespace, standing: standing.as_ref() };
    cloud.upload(&first(), &easel(), upload).await
}

/// All steps, each as if nothing were known of the ones before.
async fn walk(cloud: &Cloud) -> Result<Standing, Error> {
    let account = first();
    if cloud.subdomain(&account).await?.is_none() {
        assert!(cloud.is_free(&account, &studio()).await?);
        cloud.claim(&account, &studio()).await?;
    }
    let namespace = cloud.namespace(&account, &easel().namespace_title()).await?;
    upload(cloud, &bundle().0, &namespace).await?;
    let standing = cloud.standing(&account, &easel()).await?.unwrap();
    if !standing.has_key {
        cloud.set_key(&account, &easel(), &Key::parse(API_KEY).unwrap()).await?;
    }
    cloud.enable(&account, &easel()).await?;
    let standing = cloud.standing(&account, &easel()).await?.unwrap();
    assert_eq!(standing.namespace, Some(namespace));
    Ok(standing)
}

fn assert_deployed(fake: &Fake) {
    let upload = fake.uploaded().unwrap();
    assert_eq!((upload.account, upload.name.as_str()), (FIRST, "easel"));
    assert_eq!(upload.secrets.get("API_KEY").map(String::as_str), Some(API_KEY));
    let modules: Vec<_> = upload.modules.iter().map(|module| (module.name.as_str(), module.bytes.as_ref())).collect();
    assert_eq!(modules, [("index_bg.wasm", WASM), ("shim.js", SHIM)]);
    assert_eq!(fake.namespaces(FIRST), ["easel-usage"]);
    assert_eq!(fake.workers(FIRST), ["easel"]);
}

#[tokio::test]
async fn the_whole_walk_makes_everything_once_and_again_changes_nothing() {
    let fake = Fake::start().unwrap();
    let cloud = cloud(&fake.rest(), token::DEPLOYER);
    let account = first();
    let [listed] = cloud.accounts().await.unwrap().try_into().unwrap();
    assert_eq!((listed.id, listed.name.as_str()), (account.clone(), "Studio"));
    assert_eq!(cloud.standing(&account, &easel()).await.unwrap(), None);

    for _ in 0..2 {
        let standing = walk(&cloud).await.unwrap();
        assert!(standing.is_ours && standing.has_key, "{standing:?}");
        assert_eq!(standing.migration_tag.as_deref(), Some("v2"));
        assert_deployed(&fake);
    }
    let made = |step| fake.deploy_steps().iter().filter(|done| **done == step).count();
    assert_eq!((made(Step::Claim), made(Step::MakeNamespace), made(Step::SetSecret)), (1, 1, 1));
}

#[tokio::test]
async fn an_update_makes_the_migrations_that_are_new_and_keeps_the_secrets() {
    let fake = Fake::start().unwrap();
    fake.set_subdomain(FIRST, Some("studio"));
    let cloud = cloud(&fake.rest(), token::DEPLOYER);
    let (bundle, _) = bundle();
    let namespace = cloud.namespace(&first(), "easel-usage").await.unwrap();

    upload(&cloud, &older(&bundle), &namespace).await.unwrap();
    cloud.set_key(&first(), &easel(), &Key::parse(API_KEY).unwrap()).await.unwrap();
    upload(&cloud, &bundle, &namespace).await.unwrap();
    let standing = cloud.standing(&first(), &easel()).await.unwrap().unwrap();
    assert_eq!((standing.migration_tag.as_deref(), standing.has_key), (Some("v2"), true));
    let migrations = &fake.uploaded().unwrap().metadata["migrations"];
    assert_eq!(migrations["steps"].as_array().unwrap().len(), 1, "{migrations}");

    // And what is newer than this program is left alone, before anything is sent.
    let sent = fake.deploy_steps().len();
    let error = upload(&cloud, &older(&bundle), &namespace).await.unwrap_err();
    assert_eq!(error.kind, Kind::Deploy(DeployFault::Newer));
    assert!(!fake.deploy_steps()[sent..].contains(&Step::Upload));
}

#[tokio::test]
async fn a_key_is_replaced_and_all_is_removed_twice() {
    let fake = Fake::start().unwrap();
    let cloud = cloud(&fake.rest(), token::DEPLOYER);
    walk(&cloud).await.unwrap();
    cloud.set_key(&first(), &easel(), &Key::parse("another").unwrap()).await.unwrap();
    assert_eq!(fake.uploaded().unwrap().secrets["API_KEY"], "another");

    let namespace = cloud.find_namespace(&first(), "easel-usage").await.unwrap().unwrap();
    for _ in 0..2 {
        cloud.remove_worker(&first(), &easel()).await.unwrap();
        cloud.remove_namespace(&first(), &namespace).await.unwrap();
    }
    assert_eq!(fake.uploaded(), None);
    assert!(fake.namespaces(FIRST).is_empty() && fake.workers(FIRST).is_empty());
    assert_eq!(cloud.find_namespace(&first(), "easel-usage").await.unwrap(), None);
}

/// Whatever was done when the network went: the same walk again ends as if it had not.
#[tokio::test]
async fn after_the_network_went_at_any_step_the_walk_ends_as_it_should() {
    let steps = {
        let fake = Fake::start().unwrap();
        walk(&cloud(&fake.rest(), token::DEPLOYER)).await.unwrap();
        fake.deploy_steps()
    };
    assert!(steps.contains(&Step::Upload) && steps.contains(&Step::Enable));
    // Before it was done, and after.
    for (step, fault) in steps.iter().flat_map(|step| [(*step, Fault::BreakOffRefusal), (*step, Fault::BreakOff)]) {
        let fake = Fake::start().unwrap();
        let cloud = cloud(&fake.rest(), token::DEPLOYER);
        fake.answer_deploy(step, fault);
        let name = format!("{step:?}, {fault:?}");
        let error = walk(&cloud).await.unwrap_err();
        assert_eq!((error.kind, error.billed), (Kind::Broken, Billed::No), "{name}");
        presentable(&name, &error, [token::DEPLOYER, API_KEY]);
        let standing = walk(&cloud).await.unwrap_or_else(|error| panic!("{name}, again: {error:?}"));
        assert!(standing.is_ours && standing.has_key, "{name}");
        assert_deployed(&fake);
    }
}

#[tokio::test]
async fn a_namespace_is_found_on_any_page() {
    let fake = Fake::start().unwrap();
    let cloud = cloud(&fake.rest(), token::DEPLOYER);
    for nth in 0..250 {
        fake.place_namespace(FIRST, &format!("a-{nth:03}"), &[]);
    }
    fake.place_namespace(FIRST, "easel-usage", &[]);
    let found = cloud.namespace(&first(), "easel-usage").await.unwrap();
    assert_eq!(cloud.find_namespace(&first(), "easel-usage").await.unwrap(), Some(found));
    assert_eq!(fake.namespaces(FIRST).len(), 251);
}

#[tokio::test]
async fn the_days_are_read_out_whole_and_what_is_wrong_with_one_is_told() {
    let fake = Fake::start().unwrap();
    let cloud = cloud(&fake.rest(), token::DEPLOYER);
    let first_day: jiff::civil::Date = "2023-01-01".parse().unwrap();
    let mut day = first_day;
    for count in 0..1100 {
        let value = format!(
            r#"{{"date":"{day}","count":{count},"cached":0,"failed":0,"neurons":1.5,"estimated":0,"by_model":{{}},"lastUpdated":null}}"#
        );
        fake.place_namespace(FIRST, "easel-usage", &[(&format!("usage:{day}"), &value), ("other", "1")]);
        day = day.tomorrow().unwrap();
    }
    fake.place_namespace(FIRST, "easel-usage", &[("usage:2030-01-01", "no day")]);
    let namespace = cloud.namespace(&first(), "easel-usage").await.unwrap();
    let told = cloud.days(&first(), &namespace).await.unwrap();
    assert_eq!(told.usage.days.len(), 1100);
    assert_eq!((told.usage.days[0].date, told.usage.days[1099].count), (first_day, 1099));
    assert_eq!(told.usage.total, (0..1100).sum::<u64>());
    assert_eq!(told.odd.len(), 1, "{:?}", told.odd);
}

#[tokio::test]
async fn a_worker_answers_below_another_api_and_at_its_own_host_at_cloudflare() {
    let fake = Fake::start().unwrap();
    let address = cloud(&fake.rest(), token::DEPLOYER).worker_address(&easel(), &studio());
    assert_eq!(address.to_string(), format!("{}/workers.dev/easel.studio", fake.rest()));
    let address = cloud(&Address::cloudflare().to_string(), token::DEPLOYER).worker_address(&easel(), &studio());
    assert_eq!(address.to_string(), "https://easel.studio.workers.dev");
}

#[tokio::test]
async fn a_user_chooses_among_accounts_and_each_has_its_own() {
    let fake = Fake::start().unwrap();
    let cloud = cloud(&fake.rest(), token::DEPLOYER_OF_TWO);
    let names: Vec<_> = cloud.accounts().await.unwrap().into_iter().map(|account| account.name).collect();
    assert_eq!(names, ["Studio", "Workshop"]);
    let second = AccountId::parse(SECOND.id).unwrap();
    cloud.claim(&second, &studio()).await.unwrap();
    assert_eq!(cloud.subdomain(&second).await.unwrap(), Some(studio()));
    assert_eq!(cloud.subdomain(&first()).await.unwrap(), None);
    assert!(!cloud.is_free(&first(), &studio()).await.unwrap());
}
