//! What of a prompt that was written anew stays: with its picture, in the draft, and what a connection said of its text model.

use contract::{Between, GenerateRequest, Origin, Record, Size, Task, Texts, text::TEXT_MODELS};
use engine::{Command, Draft, DraftEdit, Effect, Engine, Event, Gallery, Setting, Settings, Translate};
use library::{Meta, PictureId};

use super::{ENGLISH, TYPED, connected, draft, klein, origin, proposed, translated};
use crate::pure::{NOW, entry};

#[test]
fn a_pictures_settings_bring_back_what_was_typed_and_propose_what_was_made_of_it_at_no_cost() {
    let id = PictureId::new(NOW.at, 1);
    let mut engine = Engine::new(Settings::default(), None, Gallery::new(vec![entry(id)]), vec![klein()]);
    let record = |prompt: &str, translated: Option<&str>| Record {
        translated_prompt: translated.map(str::to_owned),
        ..Record::of(
            &GenerateRequest::try_from(&Draft { prompt: prompt.to_owned(), ..Draft::default() }).unwrap(),
            Size::new(512, 512),
        )
    };
    let between = |prompt: &str, task| Some(Between { prompt: prompt.to_owned(), task });
    for (record, origin, brought) in [
        (record(ENGLISH, None), Some(origin(TYPED, Task::Translate)), Some((Task::Translate, ENGLISH))),
        (record(TYPED, Some(ENGLISH)), None, Some((Task::Translate, ENGLISH))),
        (
            record("a red fox in deep snow", None),
            Some(Origin { between: between(ENGLISH, Task::Translate), ..origin(TYPED, Task::TranslateAndEnhance) }),
            Some((Task::TranslateAndEnhance, "a red fox in deep snow")),
        ),
        (
            record("雪中的红狐狸", Some(ENGLISH)),
            Some(origin(TYPED, Task::Enhance)),
            Some((Task::TranslateAndEnhance, ENGLISH)),
        ),
        (record(TYPED, None), None, None),
    ] {
        let stood = match (&origin, &record.translated_prompt) {
            (Some(_), Some(_)) => between(&record.prompt, Task::Enhance),
            _ => origin.clone().and_then(|origin| origin.between),
        };
        engine.command(Command::UseSettings(id), NOW);
        let meta = Meta { id, made: NOW.at, record, by: String::new(), job: String::new(), origin, estimate: None };
        engine.event(Event::Described(id, Ok(Box::new(meta))), NOW);
        assert_eq!(draft(&engine).prompt, TYPED);
        let rewriting = engine.state().rewriting.clone();
        assert_eq!(rewriting.as_ref().map(|known| known.task), brought.map(|(task, _)| task));
        assert_eq!(proposed(&engine), brought.map(|(_, prompt)| prompt));
        let before = engine.state().undoable;
        engine.command(Command::TakeRewriting, NOW);
        if let Some((task, prompt)) = brought {
            assert_eq!((&*draft(&engine).prompt, draft(&engine).origin.as_ref().unwrap().task), (prompt, task));
            let origin = draft(&engine).origin.as_ref().unwrap();
            assert_eq!((origin.neurons, &origin.between), (Some(0.0), &stood));
        } else {
            assert_eq!(engine.state().undoable, before);
        }
    }
}

#[test]
fn a_draft_and_a_connection_remember_it() {
    let mut engine = connected(Texts::By(&TEXT_MODELS[3]));
    engine.command(Command::Edit(DraftEdit::Translate(Translate::Always)), NOW);
    translated(&mut engine);
    let saved = serde_json::to_string(draft(&engine)).unwrap();
    assert_eq!(&serde_json::from_str::<Draft>(&saved).unwrap(), draft(&engine));
    let older = serde_json::from_str::<Draft>(r#"{"prompt":"x"}"#).unwrap();
    assert_eq!((older.translate, older.origin), (Translate::Never, None));

    let effects = engine.command(Command::Set(Setting::Tile(100)), NOW);
    let Some(Effect::SaveSettings(settings)) = effects.first() else { panic!("{effects:?}") };
    let again = Engine::new(settings.clone(), None, Gallery::default(), Vec::new());
    assert_eq!(again.state().connections.last().unwrap().texts, Texts::By(&TEXT_MODELS[3]));
}
