//! Several accounts at Cloudflare: who pays, who rests once its allowance is used, and when it is asked again. Told by what the
//! stand-in was asked.

use fake::{Fault, Way, refusal};
use serde_json::json;

use crate::workers_ai::{Desk, FOX, is_close, record};

/// Which accounts were asked since this was last called, in order: 1 the first, 2 the second.
fn asked(desk: &Desk) -> Vec<u8> {
    let asked = desk.cloudflare.asked().into_iter().map(|asked| match asked.way {
        Way::Rest { account } if account == fake::FIRST.id => 1,
        Way::Rest { account } if account == fake::SECOND.id => 2,
        other => panic!("{other:?}"),
    });
    let asked = asked.collect();
    desk.cloudflare.forget();
    asked
}

#[tokio::test]
async fn the_second_account_pays_when_the_first_has_used_its_allowance() {
    let desk = Desk::of(&[fake::FIRST, fake::SECOND]);
    desk.cloudflare.set_allowance(fake::FIRST, 20.0);
    let neurons = record(&desk.generate(FOX).await).neurons.unwrap();
    assert!(is_close(desk.cloudflare.spent(fake::FIRST), neurons));
    let neurons = record(&desk.generate(FOX).await).neurons.unwrap();
    assert!(is_close(desk.cloudflare.spent(fake::SECOND), neurons));
    let ways: Vec<_> = desk.cloudflare.asked().into_iter().map(|asked| asked.way).collect();
    let by = |account: fake::Account| Way::Rest { account: account.id.to_owned() };
    assert_eq!(ways, [by(fake::FIRST), by(fake::FIRST), by(fake::SECOND)]);

    desk.cloudflare.set_allowance(fake::SECOND, 20.0);
    desk.clock.set("2026-11-21T23:59:00Z");
    let reply = desk.generate(FOX).await;
    assert_eq!(reply.code(), (429, "allowance_used".to_owned(), "no".to_owned()));
    assert_eq!(reply.header("retry-after"), Some("60"));
    let today = desk.today().await;
    assert_eq!((&today["count"], &today["failed"]), (&json!(2), &json!(1)));
    assert!(is_close(today["neurons"].as_f64().unwrap(), 2.0 * neurons));
}

#[tokio::test]
async fn who_has_used_its_allowance_is_not_asked_before_it_comes_back() {
    let desk = Desk::of(&[fake::FIRST, fake::SECOND]);
    desk.cloudflare.answer_next(Fault::Refuse(refusal::QUOTA));
    for wanted in [vec![1, 2], vec![2], vec![2]] {
        assert_eq!(desk.generate(FOX).await.status, 200);
        assert_eq!(asked(&desk), wanted);
    }
    desk.clock.set("2026-11-21T23:59:59Z");
    desk.generate(FOX).await;
    assert_eq!(asked(&desk), [2]);
    desk.clock.set("2026-11-22T00:00:00Z");
    desk.generate(FOX).await;
    assert_eq!(asked(&desk), [1]);
}

#[tokio::test]
async fn where_all_rest_all_are_asked() {
    let desk = Desk::of(&[fake::FIRST, fake::SECOND]);
    for _ in 0..2 {
        desk.cloudflare.answer_always(Some(Fault::Refuse(refusal::QUOTA)));
        assert_eq!(desk.generate(FOX).await.code(), (429, "allowance_used".to_owned(), "no".to_owned()));
        assert_eq!(asked(&desk), [1, 2]);
    }
    // Somebody paid: who makes something is awake, the other one still rests.
    for _ in 0..2 {
        assert_eq!(desk.generate(FOX).await.status, 200);
        assert_eq!(asked(&desk), [1]);
    }
}

/// What costs nothing is made on any account (facts, Cloudflare §1.3), and says nothing of its allowance.
#[tokio::test]
async fn a_free_model_asks_who_rests_and_wakes_nobody() {
    let desk = Desk::of(&[fake::FIRST, fake::SECOND]);
    desk.cloudflare.answer_next(Fault::Refuse(refusal::QUOTA));
    desk.generate(FOX).await;
    assert_eq!(asked(&desk), [1, 2]);
    desk.generate(r#"{"prompt": "a fox", "model": "stable-diffusion-xl-base-1.0"}"#).await;
    desk.generate(FOX).await;
    assert_eq!(asked(&desk), [1, 2]);
}
