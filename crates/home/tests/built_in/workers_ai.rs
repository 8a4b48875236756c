//! Workers AI over REST as a home: through the router, over HTTP, to the stand-in for Cloudflare, which is as strict as the
//! facts say, and back. What it asks and counts is compared with what the stand-in saw and was paid.

use std::sync::Arc;

use axum::Router;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use contract::{
    Account, AccountId, Fields, Format, GenerateRequest, JobKey, Key, Record, Size,
    model::{CATALOGUE, Model},
    text::TEXT_MODELS,
};
use fake::{Fake, Fault, Way, refusal};
use home::{BuiltIn, Clock, WorkersAiInference};
use http::Request;
use remote::{Address, Https, WorkersAi};
use serde_json::{Value, json};
use service::Settings;
use tempfile::TempDir;

use crate::{
    exchange::{KEY, Reply, generate, get, in_process},
    studio::Hands,
};

pub(crate) const FOX: &str = r#"{"prompt": "a fox", "width": 512, "height": 272}"#;

/// A home on the stand-in.
pub(crate) struct Desk {
    pub(crate) cloudflare: Fake,
    home: BuiltIn<WorkersAiInference>,
    pub(crate) clock: Hands,
    _folder: TempDir,
}

pub(crate) fn account(fake: fake::Account) -> Account {
    Account { id: AccountId::parse(fake.id).unwrap(), token: Key::parse(fake.token).unwrap() }
}

impl Desk {
    /// At noon, and it stays noon.
    pub(crate) fn of(accounts: &[fake::Account]) -> Self {
        let clock = Hands::at("2026-11-21T12:00:00Z");
        let hands = clock.clone();
        Self::with(accounts.iter().copied().map(account), clock, Arc::new(move || hands.now()))
    }

    fn new() -> Self {
        Self::of(&[fake::FIRST])
    }

    /// On its clock each look takes so long that nothing is waited for: what would be tried again is told at once.
    fn in_a_hurry() -> Self {
        let clock = Hands::at("2026-11-21T12:00:00Z");
        let hands = clock.clone();
        let hurried = move || {
            hands.set(&(hands.now() + jiff::SignedDuration::from_mins(1)).to_string());
            hands.now()
        };
        Self::with([account(fake::FIRST)], clock, Arc::new(hurried))
    }

    fn with(accounts: impl IntoIterator<Item = Account>, clock: Hands, time: Clock) -> Self {
        let cloudflare = Fake::start().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let api = Address::parse(&cloudflare.rest()).unwrap();
        let wire = Arc::new(Https::new().unwrap());
        let clients = accounts.into_iter().map(|account| WorkersAi::at(api.clone(), account, Arc::clone(&wire) as _));
        let db = folder.path().join("state.db");
        let home = BuiltIn::on_workers_ai(&db, clients.collect(), TEXT_MODELS.first(), time).unwrap();
        Self { cloudflare, home, clock, _folder: folder }
    }

    fn router(&self) -> Router {
        self.home.router(Settings::keyed(vec![Key::parse(KEY).unwrap()]))
    }

    async fn send(&self, request: Request<String>) -> Reply {
        in_process(&self.router(), request).await
    }

    pub(crate) async fn generate(&self, body: &str) -> Reply {
        self.send(generate(None, body)).await
    }

    pub(crate) async fn today(&self) -> Value {
        self.send(get("/usage?days=1")).await.json()["days"][0].clone()
    }
}

pub(crate) fn record(reply: &Reply) -> Record {
    Record::from_header(reply.header("x-easel-record").unwrap()).unwrap()
}

pub(crate) fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.01
}

/// A PNG of one colour, in base64.
fn reference(width: u32, height: u32) -> String {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(width, height).write_to(&mut png, image::ImageFormat::Png).unwrap();
    STANDARD.encode(png.into_inner())
}

/// Everything that `model` takes.
pub(crate) fn everything(model: &Model) -> Value {
    let settings = [
        ("prompt", Some(json!("雪中的红狐狸 🦊"))),
        ("model", Some(json!(model.id))),
        ("width", Some(json!(512))),
        ("height", Some(json!(272))),
        ("seed", (model.seed != contract::model::SeedUse::Absent).then(|| json!(7))),
        ("steps", model.steps.map(|steps| json!(steps.max.min(8)))),
        ("guidance", model.guidance.map(|_| json!(4.5))),
        ("negative_prompt", model.negative_prompt.then(|| json!("rain"))),
        (
            "images",
            model
                .references
                .map(|references| (0..references.max).map(|n| reference(64 + n as u32, 48)).collect::<Vec<_>>().into()),
        ),
    ];
    let fixed = model.default_size() != Size::DEFAULT;
    let kept = settings.into_iter().filter(|(name, _)| !(fixed && ["width", "height"].contains(name)));
    Value::Object(kept.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
}

/// What must reach Cloudflare of it, by the facts (Cloudflare §1.2, §1.3): fields, and the names of files.
pub(crate) fn expected(model: &str) -> (Value, Vec<&'static str>) {
    const PROMPT: &str = "雪中的红狐狸 🦊";
    let image = reference(64, 48);
    let mask = STANDARD.decode(reference(65, 48)).unwrap();
    let stable = json!({"prompt": PROMPT, "width": 512, "height": 272, "seed": 7, "num_steps": 8, "guidance": 4.5,
                        "negative_prompt": "rain"});
    let with = |more: Value| {
        let mut fields = stable.clone();
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fields
    };
    let klein = json!({"prompt": PROMPT, "width": "512", "height": "272", "seed": "7", "guidance": "4.5"});
    let four = vec!["input_image_0", "input_image_1", "input_image_2", "input_image_3"];
    match model {
        "flux-2-klein-4b" | "flux-2-klein-9b" => (klein, four),
        "flux-2-dev" => (
            json!({"prompt": PROMPT, "width": "512", "height": "272", "seed": "7", "guidance": "4.5", "steps": "8"}),
            four,
        ),
        "flux-1-schnell" => (json!({"prompt": PROMPT, "steps": 8}), vec![]),
        "lucid-origin" => {
            (json!({"prompt": PROMPT, "width": 512, "height": 272, "seed": 7, "steps": 8, "guidance": 4.5}), vec![])
        }
        "stable-diffusion-v1-5-img2img" => (with(json!({"image_b64": image})), vec![]),
        "stable-diffusion-v1-5-inpainting" => (with(json!({"image_b64": image, "mask": mask})), vec![]),
        _ => (stable, vec![]),
    }
}

#[tokio::test]
async fn every_model_makes_a_picture_with_all_that_it_takes_and_its_real_price_is_counted() {
    let desk = Desk::new();
    for model in CATALOGUE {
        desk.cloudflare.forget();
        let before = desk.today().await;
        let reply = desk.generate(&everything(model).to_string()).await;
        let id = model.id;
        assert_eq!(reply.status, 200, "{id}: {}", String::from_utf8_lossy(&reply.body));
        let format = Format::sniff(&reply.body).unwrap();
        assert!(format == Format::Jpeg && format.is_whole(&reply.body), "{id}");
        let record = record(&reply);
        let drawn = if id == "flux-1-schnell" { Size::new(1024, 1024) } else { Size::new(512, 272) };
        assert_eq!((format.dimensions(&reply.body), record.size()), (Some(drawn), drawn), "{id}");
        assert_eq!((record.model.as_str(), record.content_type.as_deref()), (id, Some("image/jpeg")));

        let asked = desk.cloudflare.asked().pop().unwrap();
        let files: Vec<_> = asked.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!((Value::Object(asked.fields), files), expected(id), "{id}");
        assert_eq!(asked.way, Way::Rest { account: fake::FIRST.id.to_owned() });
        let sides: Vec<_> = asked.files.iter().filter_map(|file| file.sides).collect();
        assert_eq!(sides, [(64, 48), (65, 48), (66, 48), (67, 48)][..sides.len()], "{id}");

        let (spent, after) = (desk.cloudflare.spent(fake::FIRST), desk.today().await);
        let grown = |field: &str| after[field].as_f64().unwrap() - before[field].as_f64().unwrap();
        assert!(is_close(grown("neurons"), spent), "{id}: {} counted, {spent} spent", grown("neurons"));
        // phoenix does not say; the estimate happens to be the price.
        let said = id != "phoenix-1.0";
        assert_eq!(record.neurons.is_some_and(|neurons| is_close(neurons, spent)), said, "{id}: {record:?}");
        assert_eq!(is_close(grown("estimated"), 0.0), said, "{id}");
        assert_eq!(after["by_model"][id]["count"], 1, "{id}");
    }
}

#[tokio::test]
async fn it_has_the_whole_catalogue_and_begins_with_klein() {
    let desk = Desk::new();
    let models = desk.send(get("/models")).await.json();
    let ids: Vec<_> = models["models"].as_array().unwrap().iter().map(|model| model["id"].as_str().unwrap()).collect();
    assert_eq!(ids, CATALOGUE.iter().map(|model| model.id).collect::<Vec<_>>());
    assert_eq!(models["text_model"], TEXT_MODELS[0].id);
    assert_eq!(record(&desk.generate(FOX).await).model, "flux-2-klein-4b");
    let usage = desk.send(get("/usage")).await.json();
    assert_eq!(usage["account"], account(fake::FIRST).id.hash().as_str());
    let reply = desk.generate(r#"{"prompt": "x", "model": "painter"}"#).await;
    assert_eq!(reply.code(), (400, "model_not_here".to_owned(), "no".to_owned()));
}

/// Each refusal of the facts (Cloudflare §2.3): status, code and bill as they are told, and the seconds of `Retry-After`.
const TOLD: [(fake::Refusal, u16, &str, &str, Option<&str>); 33] = [
    (refusal::QUOTA, 429, "allowance_used", "no", Some("43200")),
    (refusal::QUOTA_AS_DOCUMENTED, 429, "allowance_used", "no", Some("43200")),
    (refusal::CAPACITY, 503, "no_capacity", "no", Some("15")),
    (refusal::RATE, 429, "rate_limited", "no", Some("60")),
    (refusal::RATE_WITH_WAIT, 429, "rate_limited", "no", Some("7")),
    (refusal::FLAGGED, 422, "picture_flagged", "yes", None),
    (refusal::INVALID_INPUT, 400, "input_refused", "no", None),
    (refusal::NSFW, 422, "prompt_flagged", "no", None),
    (refusal::BAD_INPUT, 400, "input_refused", "no", None),
    (refusal::WRONG_SHAPE, 400, "input_refused", "no", None),
    (refusal::NO_MODEL, 400, "model_not_here", "no", None),
    (refusal::BAD_BASE64, 400, "input_refused", "no", None),
    (refusal::FINETUNE, 400, "input_refused", "no", None),
    (refusal::NO_BODY, 400, "input_refused", "no", None),
    (refusal::PRIVATE_MODEL, 502, "account_refused", "no", None),
    (refusal::PRIVATE_MODEL_TOO, 502, "account_refused", "no", None),
    (refusal::LICENCE, 502, "account_refused", "no", None),
    (refusal::BLOCKED, 502, "account_refused", "no", None),
    (refusal::PAID_PLAN, 402, "needs_paid_plan", "no", None),
    (refusal::OLD_SDK, 400, "input_refused", "no", None),
    (refusal::NO_LORA, 400, "input_refused", "no", None),
    (refusal::BAD_MODEL_ID, 400, "model_not_here", "no", None),
    (refusal::TOO_LARGE, 413, "body_too_large", "no", None),
    (refusal::TIMEOUT, 504, "upstream_timeout", "maybe", None),
    (refusal::ABORTED, 504, "upstream_timeout", "maybe", None),
    (refusal::INTERNAL, 502, "upstream", "maybe", None),
    (refusal::INTERNAL_TOO, 502, "upstream", "maybe", None),
    (refusal::THROUGH_GATEWAY, 400, "input_refused", "no", None),
    (refusal::NO_METHOD, 400, "input_refused", "no", None),
    (refusal::NO_ROUTE, 502, "account_refused", "no", None),
    (refusal::WRONG_TOKEN, 502, "account_refused", "no", None),
    (refusal::NOT_ALLOWED, 502, "account_refused", "no", None),
    (refusal::INVALID_TOKEN, 502, "account_refused", "no", None),
];

#[tokio::test]
async fn every_refusal_is_told_with_its_bill_and_the_time_to_come_back_and_is_asked_once() {
    let (at_noon, in_a_hurry) = (Desk::new(), Desk::in_a_hurry());
    let balance = (refusal::NO_BALANCE, 402, "needs_paid_plan", "no", None);
    let told: Vec<_> = TOLD.into_iter().chain([balance]).collect();
    assert!(refusal::ALL.iter().all(|refusal| told.iter().any(|(row, ..)| row == refusal)), "one has no row");
    for (refusal, status, code, billed, wait) in told {
        let passes = matches!(code, "no_capacity" | "rate_limited");
        let desk = if passes { &in_a_hurry } else { &at_noon };
        desk.cloudflare.forget();
        desk.cloudflare.answer_next(Fault::Refuse(refusal));
        let reply = desk.generate(FOX).await;
        let name = refusal.name;
        assert_eq!(reply.code(), (status, code.to_owned(), billed.to_owned()), "{name}: {}", reply.json());
        assert_eq!(reply.header("retry-after"), wait, "{name}");
        assert_eq!(desk.cloudflare.asked().len(), 1, "{name}");
        assert_eq!(desk.cloudflare.spent(fake::FIRST) > 0.0, billed == "yes", "{name}");
        assert!(reply.json()["error"]["hint"].is_string(), "{name}");
    }
}

#[tokio::test]
async fn an_answer_that_is_no_picture_may_have_been_billed_and_is_told_again_under_its_key() {
    let desk = Desk::new();
    for (fault, code) in [
        (Fault::BreakOff, "upstream"),
        (Fault::FailureUnder200, "upstream"),
        (Fault::EmptyResult, "upstream"),
        (Fault::NotJson, "upstream"),
        (Fault::NoErrors, "upstream"),
        (Fault::EmptyErrors, "upstream"),
        (Fault::CodeZero, "upstream"),
        (Fault::NotAPicture, "upstream"),
        (Fault::NotBase64, "upstream"),
    ] {
        desk.cloudflare.forget();
        desk.cloudflare.answer_next(fault);
        let job = format!("{fault:?}");
        let reply = desk.send(generate(Some(&job), FOX)).await;
        assert_eq!(reply.code(), (502, code.to_owned(), "maybe".to_owned()), "{fault:?}");
        let again = desk.send(generate(Some(&job), FOX)).await;
        assert_eq!((&again.body, again.header("idempotency-replayed")), (&reply.body, Some("true")), "{fault:?}");
        assert_eq!(desk.cloudflare.asked().len(), 1, "{fault:?}");
    }
    assert_eq!(desk.today().await["failed"], 9);
}

#[tokio::test]
async fn a_declared_type_is_not_believed() {
    let desk = Desk::new();
    for body in [FOX, r#"{"prompt": "a fox", "model": "phoenix-1.0"}"#] {
        desk.cloudflare.answer_next(Fault::WrongType);
        let reply = desk.generate(body).await;
        assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, Some("image/jpeg")), "{body}");
    }
}

#[tokio::test]
async fn a_wrong_token_is_told_without_it() {
    let wrong = Account { token: Key::parse("cfut_sesame").unwrap(), ..account(fake::FIRST) };
    let clock = Hands::at("2026-11-21T12:00:00Z");
    let hands = clock.clone();
    let desk = Desk::with([wrong], clock, Arc::new(move || hands.now()));
    let reply = desk.generate(FOX).await;
    assert_eq!(reply.code(), (502, "account_refused".to_owned(), "no".to_owned()));
    let text = String::from_utf8(reply.body).unwrap();
    assert!(text.contains("10000") && !text.contains("sesame") && !text.contains(fake::FIRST.id), "{text}");
}

#[tokio::test]
async fn cloudflare_out_of_reach_costs_nothing() {
    let desk = Desk::in_a_hurry();
    let Desk { cloudflare, home, .. } = desk;
    drop(cloudflare);
    let router = home.router(Settings::keyed(vec![Key::parse(KEY).unwrap()]));
    let reply = in_process(&router, generate(None, FOX)).await;
    assert_eq!(reply.code(), (502, "unreachable".to_owned(), "no".to_owned()));
}

#[tokio::test]
async fn the_programs_own_client_gets_the_picture_once_however_often_it_asks() {
    let desk = Desk::new();
    let client = desk.home.client();
    let fields = Fields { prompt: Some("a fox".to_owned()), ..Fields::default() };
    let request = GenerateRequest::parse(fields, &CATALOGUE[0]).unwrap();
    let mut files = Vec::new();
    for _ in 0..2 {
        let mut incoming = client.generate(&request, &JobKey::parse("job-1").unwrap()).await.unwrap();
        let mut file = Vec::new();
        while let Some(chunk) = incoming.chunk().await.unwrap() {
            file.extend_from_slice(&chunk);
        }
        files.push((incoming.record, file));
    }
    assert_eq!(files[0], files[1]);
    assert_eq!(desk.cloudflare.runs(), 1);
}
