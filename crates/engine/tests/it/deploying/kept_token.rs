//! A token that was kept for deployments: it is taken back at once, and goes with the last Worker of its account.

use contract::AccountId;
use engine::{
    Command, ConnectionId, Effect,
    deploy::{Phase, Task, Wish, Work},
};
use fake::token;

use super::{connected, deployed, deployment, ours, session::Ground, step_of, wish, worked};
use crate::pure::NOW;

#[test]
fn a_token_that_was_kept_is_taken_back_at_once_also_from_the_plan() {
    let mut engine = deployed(Task::Rotate, ours());
    assert!(deployment(&engine).keeps_token && deployment(&engine).phase() == Phase::Plan);
    let taken_back = wish(&mut engine, Wish::KeepToken(false));
    assert!(matches!(&taken_back[..], [Work::KeepToken(_, false)]), "{taken_back:?}");
    assert!(wish(&mut engine, Wish::KeepToken(false)).is_empty(), "once is enough");
    // Nor does the end keep it.
    let mut work = wish(&mut engine, Wish::Start);
    while let Some(step) = step_of(&work).filter(|step| *step != engine::deploy::Step::Connection) {
        work = worked(&mut engine, engine::deploy::Worked::Step(step, Ok(super::made(step))));
    }
    let end = connected(&mut engine);
    assert!(matches!(&end[..], [Work::Forget]), "{end:?}");
}

#[test]
fn only_with_the_last_connection_of_its_account_it_goes() {
    let mut engine = deployed(Task::Update, ours());
    let id = deployment(&engine).connection.unwrap();
    wish(&mut engine, Wish::Leave);
    let entry = format!("deploy {}", AccountId::parse(&"a".repeat(32)).unwrap().as_str());
    let forgets = |effects: &[Effect]| {
        effects.iter().any(|effect| matches!(effect, Effect::ForgetKey(forgotten) if *forgotten == entry))
    };
    let removed = engine.command(Command::RemoveConnection(id), NOW);
    assert!(forgets(&removed) && engine.state().settings.forget_keys.contains(&entry), "{removed:?}");
    // It is there again, and so may its token be: the next start leaves that alone.
    engine.command(Command::Undo, NOW);
    assert!(!forgets(&engine.begin()), "what a connection has stays");
    let built_in = engine.command(Command::RemoveConnection(ConnectionId::BUILT_IN), NOW);
    assert!(!forgets(&built_in));
}

#[test]
fn it_leaves_the_keychain_with_the_connection() {
    let ground = Ground::new();
    let mut desk = ground.open();
    let id = desk.deploy_and_keep_token();
    let keychain = ground.keychain.clone();
    desk.until("kept", |_| keychain.keys().contains(&token::DEPLOYER.to_owned()));
    desk.send(Command::RemoveConnection(id));
    desk.until("forgotten", |_| keychain.keys().is_empty());
}
