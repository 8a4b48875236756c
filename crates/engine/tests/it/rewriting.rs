//! A prompt that a text model writes anew: proposed, taken, refused, taken back; translated as it is sent; and what it costs.

mod again;
mod kept;

use contract::{
    Between, Billed, Code, Key, Model, Neurons, Origin, Prompt, Rewritten, Task, Texts, price, text::TEXT_MODELS,
};
use engine::{
    Address, Again, Cause, Command, ConnectionEdit, ConnectionId, ConnectionKind, Draft, DraftEdit, Effect, Engine,
    Event, Failure, Job, Keep, Kind, NotRewritten, Notice, Progress, Rewriting, RewritingId, Translate, Undoable,
    usage::Budget,
};
use remote::Checked;

use crate::pure::{NOW, engine};

const TYPED: &str = "雪中的狐狸";
const ENGLISH: &str = "a fox in the snow";

fn klein() -> &'static Model {
    Model::find("flux-2-klein-4b").unwrap()
}

/// Over a Worker that has said this of its text model.
fn connected(texts: Texts) -> Engine {
    let mut engine = engine();
    let kind = ConnectionKind::Service(Address::parse("https://easel.example").unwrap());
    let edit = ConnectionEdit {
        id: None,
        name: "Worker".to_owned(),
        kind,
        key: Some(Key::parse("k").unwrap()),
        keep: Keep::Session,
    };
    engine.command(Command::SaveConnection(edit), NOW);
    let id = worker(&engine);
    let known = engine::KeyState::Known { tail: String::new(), keep: Keep::Session };
    engine.event(Event::Key(id, known), NOW);
    let checked = Checked { models: vec![klein()], texts, ..Checked::default() };
    engine.event(Event::Connected(id, checked), NOW);
    engine.command(Command::Use(id), NOW);
    write(&mut engine, TYPED);
    engine
}

fn worker(engine: &Engine) -> ConnectionId {
    engine.state().connections.last().unwrap().id
}

fn write(engine: &mut Engine, prompt: &str) {
    engine.command(Command::Edit(DraftEdit::Prompt(prompt.to_owned())), NOW);
}

fn draft(engine: &Engine) -> &Draft {
    &engine.state().draft
}

/// No more than so many neurons a day.
fn limit(engine: &mut Engine, neurons: f64) {
    let payer = engine.state().payer(engine.state().connection().unwrap()).unwrap();
    let budget = Budget { day: Neurons::new(neurons), ..Budget::default() };
    engine.command(Command::SetBudget(payer, budget), NOW);
}

/// What is asked for, if anything is.
fn ask(engine: &mut Engine, task: Task) -> Option<RewritingId> {
    let effects = engine.command(Command::Rewrite(task), NOW);
    effects.iter().find_map(|effect| match effect {
        Effect::Rewrite { id, prompt, task: asked, .. } => {
            assert_eq!((prompt.as_str(), *asked), (&*engine.state().draft.prompt, task));
            Some(*id)
        }
        _ => None,
    })
}

fn answer(engine: &mut Engine, id: RewritingId, prompt: &str) {
    let told = Rewritten { prompt: Prompt::parse(prompt).unwrap(), neurons: Neurons::new(4.5) };
    engine.event(Event::Rewritten(id, Ok(told)), NOW);
}

/// A translation that was taken.
fn translated(engine: &mut Engine) {
    let id = ask(engine, Task::Translate).unwrap();
    answer(engine, id, ENGLISH);
    engine.command(Command::TakeRewriting, NOW);
}

fn proposed(engine: &Engine) -> Option<&str> {
    match &engine.state().rewriting {
        Some(Rewriting { progress: Progress::Proposed { prompt, .. }, .. }) => Some(prompt),
        _ => None,
    }
}

fn spent(engine: &Engine) -> f64 {
    let kind = &engine.state().connections.last().unwrap().kind;
    let today = engine::usage::utc_date(NOW.at);
    engine.state().usage.count(kind).map_or(0.0, |count| count.ours(today).get())
}

fn origin(prompt: &str, task: Task) -> Origin {
    Origin { prompt: prompt.to_owned(), task, neurons: Some(4.5), between: None }
}

/// The jobs that a press of Generate makes.
fn generate(engine: &mut Engine) -> Vec<Job> {
    let effects = engine.command(Command::Generate, NOW);
    effects.into_iter().find_map(|effect| if let Effect::Queue(jobs) = effect { Some(jobs) } else { None }).unwrap()
}

#[test]
fn what_comes_is_proposed_and_changes_nothing_until_it_is_taken_and_undo_brings_what_was_typed_back() {
    let mut engine = connected(Texts::Unsaid);
    let id = ask(&mut engine, Task::Translate).unwrap();
    assert_eq!(ask(&mut engine, Task::Enhance), None, "one at a time");
    answer(&mut engine, id, ENGLISH);
    assert_eq!((proposed(&engine), &*draft(&engine).prompt), (Some(ENGLISH), TYPED));

    let revision = engine.state().draft_revision;
    let effects = engine.command(Command::TakeRewriting, NOW);
    assert!(matches!(&effects[..], [Effect::SaveDraft(saved)] if saved.prompt == ENGLISH), "{effects:?}");
    assert_eq!(draft(&engine).prompt, ENGLISH);
    assert_eq!(draft(&engine).origin, Some(origin(TYPED, Task::Translate)));
    assert!(engine.state().draft_revision > revision, "the field is filled anew");
    assert_eq!((engine.state().undoable, &engine.state().rewriting), (Some(Undoable::Prompt), &None));
    assert_eq!(engine.state().notice, Some(Notice::PromptTaken(Task::Translate)));

    // Whatever else was changed meanwhile stays.
    engine.command(Command::Edit(DraftEdit::Count(3)), NOW);
    engine.command(Command::Undo, NOW);
    assert_eq!((&*draft(&engine).prompt, &draft(&engine).origin, draft(&engine).count), (TYPED, &None, 3));
    assert_eq!(engine.state().undoable, None);
}

#[test]
fn what_is_refused_or_cancelled_leaves_the_prompt_and_a_late_answer_is_counted_and_not_shown() {
    let mut engine = connected(Texts::Unsaid);
    let refused = ask(&mut engine, Task::Translate).unwrap();
    answer(&mut engine, refused, ENGLISH);
    engine.command(Command::LeaveRewriting, NOW);
    assert_eq!((&engine.state().rewriting, &*draft(&engine).prompt), (&None, TYPED));
    engine.command(Command::TakeRewriting, NOW);
    assert_eq!((&*draft(&engine).prompt, engine.state().undoable), (TYPED, None), "there is nothing to take");

    write(&mut engine, "雪中的狐狸，夜晚");
    let cancelled = ask(&mut engine, Task::Translate).unwrap();
    engine.command(Command::LeaveRewriting, NOW);
    let next = ask(&mut engine, Task::Enhance).unwrap();
    assert!(cancelled != next && refused != next);
    let before = spent(&engine);
    answer(&mut engine, cancelled, ENGLISH);
    assert!(proposed(&engine).is_none() && spent(&engine) - before > 4.0);
    answer(&mut engine, cancelled, ENGLISH);
    assert!(spent(&engine) - before < 5.0, "counted once");
    answer(&mut engine, next, "雪中的狐狸，黎明");
    assert_eq!(proposed(&engine), Some("雪中的狐狸，黎明"));
}

#[test]
fn what_is_typed_meanwhile_is_not_lost() {
    let mut engine = connected(Texts::Unsaid);
    let id = ask(&mut engine, Task::Translate).unwrap();
    write(&mut engine, "雪中的狐狸，夜晚");
    answer(&mut engine, id, ENGLISH);
    assert_eq!(draft(&engine).prompt, "雪中的狐狸，夜晚");
    engine.command(Command::TakeRewriting, NOW);
    assert_eq!(draft(&engine).origin.as_ref().unwrap().prompt, TYPED, "that is what was translated");
    engine.command(Command::Undo, NOW);
    assert_eq!(draft(&engine).prompt, "雪中的狐狸，夜晚");
}

#[test]
fn where_it_came_from_is_what_was_there_when_it_was_asked_for() {
    let mut engine = connected(Texts::Unsaid);
    translated(&mut engine);
    let id = ask(&mut engine, Task::Enhance).unwrap();
    write(&mut engine, "红色的房子");
    assert_eq!(draft(&engine).origin, None);
    answer(&mut engine, id, "a red fox in deep snow");
    engine.command(Command::TakeRewriting, NOW);
    let taken = draft(&engine).origin.clone().unwrap();
    assert_eq!((&*taken.prompt, taken.between.unwrap().prompt), (TYPED, ENGLISH.to_owned()));
    engine.command(Command::Undo, NOW);
    assert_eq!((&*draft(&engine).prompt, &draft(&engine).origin), ("红色的房子", &None));
}

#[test]
fn an_answer_that_changes_nothing_is_no_proposal() {
    let mut engine = connected(Texts::Unsaid);
    let id = ask(&mut engine, Task::Enhance).unwrap();
    answer(&mut engine, id, TYPED);
    assert_eq!((&engine.state().rewriting, &engine.state().notice), (&None, &Some(Notice::PromptStays)));
}

#[test]
fn a_failure_is_told_and_counted_where_it_may_have_cost_something() {
    for (billed, expected) in [(Billed::No, 0.0), (Billed::Maybe, 1.0), (Billed::Yes, 1.0)] {
        let mut engine = connected(Texts::Unsaid);
        let likely = engine.state().rewriting_estimate().likely;
        let id = ask(&mut engine, Task::Translate).unwrap();
        let kind = Kind::Refused(Code::ModelNotHere);
        let failure = Failure::new(Cause::Service { service: "Worker".to_owned(), kind }, billed, Again::SameKey);
        engine.event(Event::Rewritten(id, Err(failure.clone())), NOW);
        let progress = engine.state().rewriting.clone().unwrap().progress;
        assert_eq!(progress, Progress::Failed(failure));
        assert!((spent(&engine) - expected * likely).abs() < 1e-5, "{billed:?}: {}", spent(&engine));
        assert_eq!(draft(&engine).prompt, TYPED);
        assert!(ask(&mut engine, Task::Translate).is_some(), "it can be asked for again");
    }
}

#[test]
fn what_stands_in_the_way_is_said_before_it_is_asked() {
    let why_not = |engine: &Engine, task| engine.state().why_not_rewritten(task, NOW.at);
    let mut painter = engine();
    write(&mut painter, TYPED);
    assert_eq!(why_not(&painter, Task::Translate), Some(NotRewritten::Painter));
    assert_eq!(ask(&mut painter, Task::Translate), None);
    let without = connected(Texts::Absent);
    assert_eq!(why_not(&without, Task::Enhance), Some(NotRewritten::NoTextModel));

    let mut engine = connected(Texts::By(&TEXT_MODELS[0]));
    assert_eq!(why_not(&engine, Task::Translate), None);
    write(&mut engine, ENGLISH);
    assert_eq!(why_not(&engine, Task::Translate), Some(NotRewritten::English));
    assert_eq!(why_not(&engine, Task::Enhance), None);
    for wrong in [" ".to_owned(), "狐".repeat(2001)] {
        write(&mut engine, &wrong);
        assert!(matches!(why_not(&engine, Task::Enhance), Some(NotRewritten::Prompt(_))));
    }
    write(&mut engine, TYPED);
    limit(&mut engine, 50.0);
    assert!(matches!(why_not(&engine, Task::Translate), Some(NotRewritten::Budget(_))), "by its upper bound");
    assert_eq!(ask(&mut engine, Task::Translate), None);
    limit(&mut engine, 500.0);
    assert_eq!(why_not(&engine, Task::Translate), None);
}

#[test]
fn a_text_that_nobody_waits_for_any_more_is_held_against_the_budget_until_it_is_told() {
    let mut engine = connected(Texts::By(&TEXT_MODELS[0]));
    let why_not = |engine: &Engine| engine.state().why_not_rewritten(Task::Enhance, NOW.at);
    let one = engine.state().rewriting_estimate().at_most;
    limit(&mut engine, 2.5 * one);
    let cancelled = ask(&mut engine, Task::Translate).unwrap();
    engine.command(Command::LeaveRewriting, NOW);
    assert_eq!(why_not(&engine), None, "there is room for a second one");
    ask(&mut engine, Task::Enhance).unwrap();
    engine.command(Command::LeaveRewriting, NOW);
    write(&mut engine, "雪中的狐狸。");
    assert!(matches!(why_not(&engine), Some(NotRewritten::Budget(_))), "both are under way");
    assert_eq!(ask(&mut engine, Task::Enhance), None);
    answer(&mut engine, cancelled, ENGLISH);
    assert_eq!(why_not(&engine), None, "one has come, and cost less than it might have");
}

#[test]
fn a_prompt_is_translated_as_it_is_sent_where_that_is_wished_for_and_needed() {
    let doubtful = "portrait of Emma Stone, cinematic lighting";
    for (translate, prompts) in [
        (Translate::Never, [(TYPED, false), (doubtful, false), (ENGLISH, false)]),
        (Translate::WhenForeign, [(TYPED, true), (doubtful, false), (ENGLISH, false)]),
        (Translate::Always, [(TYPED, true), (doubtful, true), (ENGLISH, false)]),
    ] {
        for (prompt, expected) in prompts {
            let mut engine = connected(Texts::Unsaid);
            engine.command(Command::Edit(DraftEdit::Translate(translate)), NOW);
            write(&mut engine, prompt);
            let estimate = engine.state().estimate();
            let jobs = generate(&mut engine);
            assert_eq!(jobs[0].request.translate, expected, "{translate:?} {prompt}");
            let picture = price::estimate(klein(), jobs[0].request.size, None, &[]);
            assert_eq!(estimate.likely > picture.likely, expected, "{translate:?} {prompt}");
            assert_eq!(jobs[0].estimate(), estimate, "what is said before is what is reckoned with");
        }
    }
    let mut without = connected(Texts::Absent);
    without.command(Command::Edit(DraftEdit::Translate(Translate::Always)), NOW);
    assert!(!generate(&mut without)[0].request.translate, "nobody there could");
}

#[test]
fn a_translation_that_was_taken_is_not_translated_again_and_stays_with_the_job() {
    let mut engine = connected(Texts::Unsaid);
    engine.command(Command::Edit(DraftEdit::Translate(Translate::Always)), NOW);
    let id = ask(&mut engine, Task::Translate).unwrap();
    // With a name that looks foreign.
    answer(&mut engine, id, "Xiaohuli, hulijing");
    engine.command(Command::TakeRewriting, NOW);
    assert!(!engine.state().translates());
    write(&mut engine, "Xiaohuli, hulijing, night");
    let job = generate(&mut engine).remove(0);
    assert_eq!((job.request.translate, job.origin), (false, Some(origin(TYPED, Task::Translate))));
    // Another text did not come from there.
    for other in ["", "红色的房子"] {
        write(&mut engine, other);
        assert_eq!(draft(&engine).origin, None, "{other}");
    }
    assert!(engine.state().translates());
}

#[test]
fn an_enhanced_prompt_is_translated_still_and_what_was_typed_first_is_kept() {
    let mut engine = connected(Texts::Unsaid);
    engine.command(Command::Edit(DraftEdit::Translate(Translate::WhenForeign)), NOW);
    let id = ask(&mut engine, Task::Enhance).unwrap();
    answer(&mut engine, id, "雪中的红色狐狸，黎明");
    engine.command(Command::TakeRewriting, NOW);
    assert!(engine.state().translates());
    translated(&mut engine);
    let between = Some(Between { prompt: "雪中的红色狐狸，黎明".to_owned(), task: Task::Enhance });
    let both = Origin { neurons: Some(9.0), between, ..origin(TYPED, Task::TranslateAndEnhance) };
    assert_eq!(draft(&engine).origin, Some(both));
    engine.command(Command::Undo, NOW);
    assert_eq!(draft(&engine).origin, Some(origin(TYPED, Task::Enhance)));
}

#[test]
fn a_job_that_is_changed_keeps_its_origin_and_undo_does_not_reach_into_another_draft() {
    let mut engine = connected(Texts::Unsaid);
    translated(&mut engine);
    engine.command(Command::Pause, NOW);
    let job = generate(&mut engine).remove(0);
    write(&mut engine, "红色的房子");
    engine.command(Command::EditJob(job.id), NOW);
    assert_eq!((&*draft(&engine).prompt, &draft(&engine).origin), (ENGLISH, &Some(origin(TYPED, Task::Translate))));
    let id = ask(&mut engine, Task::Enhance).unwrap();
    answer(&mut engine, id, "a red fox in deep snow");
    engine.command(Command::TakeRewriting, NOW);
    engine.command(Command::LeaveJob, NOW);
    engine.command(Command::Undo, NOW);
    assert_eq!((&*draft(&engine).prompt, &engine.state().notice), ("红色的房子", &Some(Notice::TooLate)));
    // Twins and other seeds come from there too.
    let effects = engine.command(Command::DuplicateJobs(vec![job.id]), NOW);
    let Some(Effect::Queue(twins)) = effects.first() else { panic!("{effects:?}") };
    assert_eq!(twins[0].origin, job.origin);
}
