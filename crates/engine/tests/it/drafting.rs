//! The draft as the prompt panel edits it: sides, shapes, the lock, favourites, and the settings of a picture taken over.

use contract::{Billed, Field, Model, Record, Size, model::PAINTER};
use engine::{
    Again, Cause, Command, DraftEdit, Effect, Engine, Event, Failure, Gallery, Notice, Ratio, Seed, Setting, Settings,
    Snapped, State, Undoable,
};
use library::{Meta, PictureId};

use crate::pure::{NOW, engine, entry};

fn edit(engine: &mut Engine, edit: DraftEdit) -> Size {
    engine.command(Command::Edit(edit), NOW);
    engine.state().draft.size()
}

/// What the panel says of a side that had to be changed: as typed, and as kept.
fn snapped(state: &State) -> Option<(Field, i64, u32)> {
    state.snapped.clone().map(|Snapped { field, typed, kept }| (field, typed, kept))
}

fn models(ids: &[&str]) -> Vec<&'static Model> {
    ids.iter().map(|id| Model::find(id).unwrap()).collect()
}

/// Over the built-in connection, with these models.
fn engine_with(ids: &[&str]) -> Engine {
    Engine::new(Settings::default(), None, Gallery::default(), models(ids))
}

#[test]
fn a_locked_shape_is_kept_and_a_side_at_its_bound_holds_the_other_one() {
    let mut engine = engine();
    edit(&mut engine, DraftEdit::Ratio(Ratio::new(9, 16)));
    edit(&mut engine, DraftEdit::Lock);
    assert_eq!(edit(&mut engine, DraftEdit::Width(576)), Size::new(576, 1024));
    assert_eq!(snapped(engine.state()), None);
    // 1600 wide would be 2844 high.
    assert_eq!(edit(&mut engine, DraftEdit::Width(1600)), Size::new(1088, 1920));
    assert_eq!(snapped(engine.state()), Some((Field::Width, 1600, 1088)));
    // However it was rounded on the way, the shape is the one that was locked.
    assert_eq!(edit(&mut engine, DraftEdit::Height(1280)), Size::new(720, 1280));
    edit(&mut engine, DraftEdit::Lock);
    assert_eq!(edit(&mut engine, DraftEdit::Width(1024)), Size::new(1024, 1280));
}

#[test]
fn a_locked_shape_follows_a_swap_and_a_chosen_shape() {
    let mut engine = engine();
    edit(&mut engine, DraftEdit::Size(Size::new(1280, 720)));
    edit(&mut engine, DraftEdit::Lock);
    assert_eq!(edit(&mut engine, DraftEdit::Swap), Size::new(720, 1280));
    assert_eq!(edit(&mut engine, DraftEdit::Width(576)), Size::new(576, 1024));
    edit(&mut engine, DraftEdit::Ratio(Ratio::new(1, 1)));
    assert_eq!(edit(&mut engine, DraftEdit::Height(512)), Size::new(512, 512));
}

#[test]
fn shape_after_shape_keeps_the_picture_as_large_as_it_was_typed() {
    let mut engine = engine();
    edit(&mut engine, DraftEdit::Width(600));
    let typed = edit(&mut engine, DraftEdit::Height(600));
    assert_eq!((typed, snapped(engine.state())), (Size::new(592, 592), Some((Field::Height, 600, 592))));
    for _ in 0..5 {
        for ratio in Ratio::USUAL {
            let size = edit(&mut engine, DraftEdit::Ratio(ratio));
            assert!(ratio.fits(size), "{ratio:?}: {size}");
            assert!((0.7..1.5).contains(&(size.megapixels() / typed.megapixels())), "{ratio:?}: {size}");
        }
    }
    assert_eq!(edit(&mut engine, DraftEdit::Ratio(Ratio::new(1, 1))), typed);
    assert_eq!(snapped(engine.state()), None, "the shape is what counts now");
}

#[test]
fn the_sides_that_were_chosen_survive_a_model_of_one_size() {
    let mut engine = engine();
    edit(&mut engine, DraftEdit::Size(Size::new(1280, 720)));
    assert_eq!(edit(&mut engine, DraftEdit::Model(Model::find("flux-1-schnell").unwrap())), Size::new(1024, 1024));
    edit(&mut engine, DraftEdit::Lock);
    edit(&mut engine, DraftEdit::Model(&PAINTER));
    assert_eq!(edit(&mut engine, DraftEdit::Width(1024)), Size::new(1024, 576));
}

#[test]
fn a_typed_number_is_one_that_the_model_takes() {
    let mut engine = engine();
    edit(&mut engine, DraftEdit::Model(Model::find("phoenix-1.0").unwrap()));
    edit(&mut engine, DraftEdit::Steps(Some(999)));
    edit(&mut engine, DraftEdit::Guidance(Some(-3.0)));
    assert_eq!((engine.state().draft.steps, engine.state().draft.guidance), (Some(50), Some(2.0)));
    edit(&mut engine, DraftEdit::Guidance(Some(f64::NAN)));
    assert_eq!(engine.state().draft.guidance, None);
}

#[test]
fn the_price_that_is_shown_is_the_price_of_the_steps_that_are_sent() {
    let mut engine = engine_with(&["flux-2-dev"]);
    edit(&mut engine, DraftEdit::Size(Size::new(512, 512)));
    assert_eq!(engine.state().draft.model.id, "flux-2-dev");
    assert!((engine.state().estimate().likely - 37.5 * 50.0).abs() < 1e-9);
    edit(&mut engine, DraftEdit::Steps(Some(10)));
    edit(&mut engine, DraftEdit::Count(2));
    assert!((engine.state().estimate().likely - 2.0 * 37.5 * 10.0).abs() < 1e-9);
}

#[test]
fn a_model_that_needs_a_picture_is_never_chosen_by_itself() {
    let engine = engine_with(&["stable-diffusion-v1-5-img2img", "phoenix-1.0"]);
    assert_eq!(engine.state().draft.model.id, "phoenix-1.0");
}

#[test]
fn a_setting_that_is_as_it_was_is_not_written() {
    let mut engine = engine();
    let favourite = Command::Set(Setting::Favourite(Size::new(512, 768)));
    assert!(matches!(&engine.command(favourite.clone(), NOW)[..], [Effect::SaveSettings(settings)]
        if settings.favourites == [Size::new(512, 768)]));
    assert!(matches!(&engine.command(favourite, NOW)[..], [Effect::SaveSettings(s)] if s.favourites.is_empty()));
    assert!(engine.command(Command::Set(Setting::Scale(100)), NOW).is_empty());
}

fn record(model: &str) -> Record {
    Record {
        prompt: "a castle".to_owned(),
        width: 768,
        height: 1024,
        dimensions: "768x1024".to_owned(),
        model: model.to_owned(),
        seed: Some(41),
        steps: Some(12),
        guidance: Some(4.5),
        negative_prompt: Some("fog".to_owned()),
        content_type: None,
        neurons: None,
        translated_prompt: None,
        prompt_neurons: None,
        prompt_failure: None,
        cached: false,
    }
}

fn described(id: PictureId, record: Record) -> Event {
    let (by, job) = ("https://one.example".to_owned(), String::new());
    Event::Described(id, Ok(Box::new(Meta { id, made: NOW.at, record, by, job, origin: None, estimate: None })))
}

fn picture(n: u64) -> PictureId {
    PictureId::new(NOW.at, n)
}

/// With two pictures, of which nothing is known but what the gallery shows.
fn with_pictures(ids: &[&str]) -> Engine {
    let mut engine = engine_with(ids);
    for n in [1, 2] {
        engine.event(Event::Arrived(Box::new(entry(picture(n)))), NOW);
    }
    engine.command(Command::Edit(DraftEdit::Prompt("mine".to_owned())), NOW);
    engine.command(Command::Edit(DraftEdit::Lock), NOW);
    engine
}

/// Uses the settings of picture 1, which was made from `record`.
fn use_settings(engine: &mut Engine, record: Record) {
    let effects = engine.command(Command::UseSettings(picture(1)), NOW);
    assert!(matches!(&effects[..], [Effect::Describe(entry)] if entry.id == picture(1)), "{effects:?}");
    let effects = engine.event(described(picture(1), record), NOW);
    assert!(matches!(&effects[..], [Effect::SaveDraft(draft)] if *draft == engine.state().draft));
    assert_eq!(engine.state().notice, Some(Notice::SettingsUsed));
}

#[test]
fn the_draft_becomes_what_a_picture_was_made_from() {
    let mut engine = with_pictures(&["flux-2-dev", "lucid-origin"]);
    let before = engine.state().draft_revision;
    use_settings(&mut engine, record("lucid-origin"));
    let draft = &engine.state().draft;
    assert_eq!((draft.prompt.as_str(), draft.negative_prompt.as_str()), ("a castle", "fog"));
    assert_eq!((draft.model.id, draft.size()), ("lucid-origin", Size::new(768, 1024)));
    assert_eq!((draft.seed, draft.steps, draft.guidance), (Seed::Fixed(41), Some(12), Some(4.5)));
    assert_eq!((draft.lock, draft.area), (Some(Ratio::new(3, 4)), 768 * 1024));
    assert_ne!(engine.state().draft_revision, before, "the window takes the texts over");

    // What the picture does not say was as the model likes.
    let bare = Record { seed: None, steps: None, guidance: None, negative_prompt: None, ..record("lucid-origin") };
    use_settings(&mut engine, bare);
    let draft = &engine.state().draft;
    assert_eq!((draft.seed, draft.steps, draft.guidance), (Seed::Random, None, None));
    assert_eq!(draft.negative_prompt, "");
}

#[test]
fn a_model_that_is_not_here_leaves_the_current_one_and_its_numbers() {
    let mut engine = with_pictures(&["flux-2-dev", "stable-diffusion-v1-5-img2img"]);
    engine.command(Command::Edit(DraftEdit::Steps(Some(30))), NOW);
    for elsewhere in ["phoenix-1.0", "stable-diffusion-v1-5-img2img"] {
        use_settings(&mut engine, record(elsewhere));
        let draft = &engine.state().draft;
        assert_eq!((draft.model.id, draft.steps, draft.seed), ("flux-2-dev", Some(30), Seed::Fixed(41)));
        assert_eq!((draft.prompt.as_str(), draft.size()), ("a castle", Size::new(768, 1024)));
    }
}

#[test]
fn of_another_programs_picture_the_words_and_the_shape_are_taken() {
    let mut engine = with_pictures(&["painter"]);
    let theirs = Record { width: 4000, height: 3000, ..record("v1-5-pruned") };
    use_settings(&mut engine, theirs);
    let draft = &engine.state().draft;
    assert_eq!((draft.prompt.as_str(), draft.size()), ("a castle", Size::new(1920, 1440)));
    assert_eq!((draft.model.id, draft.seed, draft.steps), ("painter", Seed::Random, None));
    // A picture without words leaves those that are there.
    use_settings(&mut engine, Record { prompt: String::new(), width: 0, height: 0, ..record("") });
    assert_eq!(engine.state().draft.prompt, "a castle");
    assert!(!engine.command(Command::Generate, NOW).is_empty(), "and what is there can be drawn");
}

#[test]
fn an_open_picture_is_not_read_twice() {
    let mut engine = with_pictures(&["lucid-origin"]);
    engine.command(Command::Open(picture(1)), NOW);
    engine.event(described(picture(1), record("lucid-origin")), NOW);
    assert_eq!(engine.state().draft.prompt, "mine", "looking at a picture changes no draft");
    let effects = engine.command(Command::UseSettings(picture(1)), NOW);
    assert!(matches!(&effects[..], [Effect::SaveDraft(_)]));
    assert_eq!(engine.state().draft.prompt, "a castle");
}

#[test]
fn an_answer_that_nobody_waits_for_any_more_changes_no_draft() {
    let mut engine = with_pictures(&["lucid-origin"]);
    engine.command(Command::UseSettings(picture(1)), NOW);
    engine.command(Command::UseSettings(picture(2)), NOW);
    assert!(engine.event(described(picture(1), record("lucid-origin")), NOW).is_empty());
    assert_eq!(engine.state().draft.prompt, "mine");
    // What is typed meanwhile is not lost.
    engine.command(Command::Edit(DraftEdit::Prompt("typed".to_owned())), NOW);
    assert!(engine.event(described(picture(2), record("lucid-origin")), NOW).is_empty());
    assert_eq!(engine.state().draft.prompt, "typed");
    assert!(engine.command(Command::UseSettings(picture(9)), NOW).is_empty(), "no such picture");
}

#[test]
fn settings_that_cannot_be_read_are_told_and_waited_for_no_longer() {
    let mut engine = with_pictures(&["lucid-origin"]);
    let gone = || Failure::new(Cause::ThreadGone, Billed::No, Again::Save);
    engine.command(Command::Open(picture(1)), NOW);
    engine.event(Event::Described(picture(1), Err(gone())), NOW);
    assert_eq!(engine.state().notice, None, "nobody asked for it");
    assert_eq!(engine.state().open.as_ref().unwrap().meta, Some(Err(gone())), "the panel says it");

    assert!(matches!(engine.command(Command::UseSettings(picture(1)), NOW)[..], [Effect::Describe(_)]), "again");
    engine.event(Event::Described(picture(1), Err(gone())), NOW);
    assert_eq!(engine.state().notice, Some(Notice::Trouble(gone())));
    // Whatever is read later was read for somebody else.
    assert!(engine.event(described(picture(1), record("lucid-origin")), NOW).is_empty());
    assert_eq!(engine.state().draft.prompt, "mine");
}

#[test]
fn a_prompt_that_gave_way_to_a_pictures_settings_comes_back() {
    let mut engine = with_pictures(&["flux-2-dev", "lucid-origin"]);
    let mine = engine.state().draft.clone();
    use_settings(&mut engine, record("lucid-origin"));
    assert_eq!(engine.state().undoable, Some(Undoable::Settings));
    let (theirs, revision) = (engine.state().draft.clone(), engine.state().draft_revision);
    // The same once more changes nothing, so that there is nothing more to take back.
    use_settings(&mut engine, record("lucid-origin"));
    assert_eq!(engine.state().draft, theirs);

    let effects = engine.command(Command::Undo, NOW);
    assert!(matches!(&effects[..], [Effect::SaveDraft(draft)] if *draft == mine), "{effects:?}");
    assert_eq!((&engine.state().draft, engine.state().undoable), (&mine, None));
    assert_eq!(engine.state().notice, Some(Notice::DraftBack));
    assert_ne!(engine.state().draft_revision, revision, "the window takes the texts over");
    assert!(engine.command(Command::Undo, NOW).is_empty());
}

#[test]
fn whichever_came_last_is_taken_back_first() {
    let mut engine = with_pictures(&["lucid-origin"]);
    use_settings(&mut engine, record("lucid-origin"));
    engine.command(Command::Delete(vec![picture(2)]), NOW);
    use_settings(&mut engine, Record { prompt: "a ship".to_owned(), ..record("lucid-origin") });
    let mut seen = Vec::new();
    while let Some(undoable) = engine.state().undoable {
        engine.command(Command::Undo, NOW);
        seen.push((undoable, engine.state().draft.prompt.clone()));
    }
    let castle = || "a castle".to_owned();
    let deletion = Undoable::Deletion { pictures: 1 };
    let expected = [(Undoable::Settings, castle()), (deletion, castle()), (Undoable::Settings, "mine".to_owned())];
    assert_eq!(seen, expected);
}
