//! The same wish is not paid for twice in a run of the program, whatever became of its answer, unless its user asks for another one.

use contract::{Billed, GenerateRequest, Record, Size, Task, Texts, text::TEXT_MODELS};
use engine::{Again, Cause, Command, Draft, Effect, Engine, Event, Failure, Kind, NotRewritten, Progress, Rewriting};
use library::{Meta, PictureId};

use super::{
    ENGLISH, TYPED, answer, ask, connected, draft, generate, limit, origin, proposed, spent, translated, write,
};
use crate::pure::{NOW, entry};

fn over_a_text_model() -> Engine {
    connected(Texts::By(&TEXT_MODELS[0]))
}

/// With an answer that was refused.
fn refused(task: Task) -> Engine {
    let mut engine = over_a_text_model();
    let id = ask(&mut engine, task).unwrap();
    answer(&mut engine, id, ENGLISH);
    engine.command(Command::LeaveRewriting, NOW);
    engine
}

/// Whether the answer is proposed again, and nothing is asked for.
fn comes_back(engine: &mut Engine, task: Task) -> bool {
    let (before, cost) = (spent(engine), engine.state().rewriting_cost(task).at_most);
    assert_eq!(engine.state().why_not_rewritten(task, NOW.at), None);
    let is_asked = ask(engine, task).is_some();
    assert_eq!((is_asked, cost > 0.0, spent(engine) > before), (is_asked, is_asked, false));
    let is_known = engine.state().rewriting.as_ref().is_some_and(|shown| shown.is_known);
    !is_asked && is_known && proposed(engine) == Some(ENGLISH)
}

#[test]
fn what_was_refused_is_proposed_again_at_no_cost_even_past_a_budget() {
    let mut engine = refused(Task::Enhance);
    limit(&mut engine, 0.0);
    assert!(comes_back(&mut engine, Task::Enhance));
    let why_not = |engine: &Engine| engine.state().why_not_rewritten(Task::Enhance, NOW.at);
    assert_eq!(why_not(&engine), Some(NotRewritten::Proposed));
    engine.command(Command::TakeRewriting, NOW);
    assert_eq!(draft(&engine).origin, Some(origin(TYPED, Task::Enhance)), "with what it has cost");
    engine.command(Command::Undo, NOW);
    assert!(comes_back(&mut engine, Task::Enhance));
}

#[test]
fn what_was_cancelled_is_waited_for_again_and_what_comes_too_late_is_not_lost() {
    let mut engine = over_a_text_model();
    let id = ask(&mut engine, Task::Translate).unwrap();
    engine.command(Command::LeaveRewriting, NOW);
    assert_eq!(ask(&mut engine, Task::Translate), None, "it is on its way already");
    let shown = engine.state().rewriting.clone().unwrap();
    assert_eq!((shown.id, shown.progress), (id, Progress::Asked { since: NOW.at }));
    answer(&mut engine, id, ENGLISH);
    assert_eq!(proposed(&engine), Some(ENGLISH));
    assert!(!engine.state().rewriting.as_ref().unwrap().is_known, "this is what it has cost");

    let mut engine = over_a_text_model();
    let id = ask(&mut engine, Task::Translate).unwrap();
    engine.command(Command::LeaveRewriting, NOW);
    answer(&mut engine, id, ENGLISH);
    assert_eq!(proposed(&engine), None);
    assert!(comes_back(&mut engine, Task::Translate));
}

#[test]
fn what_another_wish_or_another_draft_pushed_aside_is_not_lost() {
    let mut engine = over_a_text_model();
    let id = ask(&mut engine, Task::Translate).unwrap();
    answer(&mut engine, id, ENGLISH);
    let other = ask(&mut engine, Task::Enhance).unwrap();
    answer(&mut engine, other, "雪中的红狐狸");
    assert!(comes_back(&mut engine, Task::Translate));

    // A job that is changed, and left again, takes the draft's place.
    engine.command(Command::Pause, NOW);
    let job = generate(&mut engine).remove(0);
    engine.command(Command::EditJob(job.id), NOW);
    engine.command(Command::LeaveJob, NOW);
    assert_eq!((proposed(&engine), &*draft(&engine).prompt), (None, TYPED));
    assert!(comes_back(&mut engine, Task::Translate));
}

#[test]
fn another_one_is_asked_for_and_paid_for_where_that_is_wished_for() {
    let mut engine = refused(Task::Enhance);
    assert!(comes_back(&mut engine, Task::Enhance));
    let again = |engine: &mut Engine| engine.command(Command::RewriteAgain, NOW);
    let effects = again(&mut engine);
    let [Effect::Rewrite { id, prompt, task: Task::Enhance, .. }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(prompt.as_str(), TYPED);
    assert!(again(&mut engine).is_empty(), "one at a time");
    let before = spent(&engine);
    answer(&mut engine, *id, "雪中的红狐狸");
    assert!(spent(&engine) > before && proposed(&engine) == Some("雪中的红狐狸"));
    // It has taken the other's place.
    engine.command(Command::LeaveRewriting, NOW);
    assert!(again(&mut engine).is_empty(), "nothing is proposed");
    assert_eq!(ask(&mut engine, Task::Enhance), None);
    assert_eq!(proposed(&engine), Some("雪中的红狐狸"));
    limit(&mut engine, 0.0);
    assert!(again(&mut engine).is_empty(), "it is held to the budget");
}

#[test]
fn another_prompt_or_task_or_place_is_another_wish_and_a_failure_is_no_answer() {
    let mut engine = refused(Task::Translate);
    assert!(ask(&mut engine, Task::Enhance).is_some());
    engine.command(Command::LeaveRewriting, NOW);
    write(&mut engine, "雪中的狐狸 ");
    assert!(ask(&mut engine, Task::Translate).is_some());

    let mut engine = over_a_text_model();
    let id = ask(&mut engine, Task::Translate).unwrap();
    let cause = Cause::Service { service: "Worker".to_owned(), kind: Kind::Timeout };
    engine.event(Event::Rewritten(id, Err(Failure::new(cause, Billed::Maybe, Again::SameKey))), NOW);
    assert!(matches!(engine.state().rewriting, Some(Rewriting { progress: Progress::Failed(_), .. })));
    assert!(ask(&mut engine, Task::Translate).is_some());
}

#[test]
fn the_last_answers_are_remembered_and_no_more() {
    let mut engine = over_a_text_model();
    let prompt = |n: usize| format!("{n}只狐狸");
    for n in 0..17 {
        write(&mut engine, &prompt(n));
        let id = ask(&mut engine, Task::Translate).unwrap();
        answer(&mut engine, id, ENGLISH);
    }
    for (n, is_known) in [(1, true), (16, true), (0, false)] {
        write(&mut engine, &prompt(n));
        engine.command(Command::LeaveRewriting, NOW);
        assert_eq!(ask(&mut engine, Task::Translate).is_none(), is_known, "{n}");
    }
}

#[test]
fn what_a_pictures_settings_propose_is_remembered_too() {
    let mut engine = over_a_text_model();
    translated(&mut engine);
    let id = PictureId::new(NOW.at, 1);
    engine.event(Event::Arrived(Box::new(entry(id))), NOW);
    engine.command(Command::UseSettings(id), NOW);
    let request = GenerateRequest::try_from(&Draft { prompt: "a fox".to_owned(), ..Draft::default() }).unwrap();
    let record = Record { prompt: ENGLISH.to_owned(), ..Record::of(&request, Size::new(512, 512)) };
    let origin = Some(origin("红狐狸", Task::Translate));
    let meta = Meta { id, made: NOW.at, record, by: String::new(), job: String::new(), origin, estimate: None };
    engine.event(Event::Described(id, Ok(Box::new(meta))), NOW);
    assert_eq!((&*draft(&engine).prompt, proposed(&engine)), ("红狐狸", Some(ENGLISH)));
    engine.command(Command::LeaveRewriting, NOW);
    assert!(comes_back(&mut engine, Task::Translate));
}
