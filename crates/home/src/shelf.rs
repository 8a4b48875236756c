//! The shelf in SQLite: a reply is kept a day under its job key, its outcome a month, so that a repeated request never runs a
//! model twice. A row is written before the model runs; one that has no ending, and that nobody is running, was cut off. What
//! has a seed is kept under its recipe too.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use contract::{ApiError, JobKey, Recipe, model::Maker};
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;
use service::{
    Ended, Home, Made, Note, Order, Picture as _, Shelf, make,
    shelf::{MAX_KEPT, interrupted, key_reused, reply_gone},
};
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use crate::{built_in::OpenError, picture::PictureFile, store::Store};

mod recipes;
mod rows;
mod tables;

use rows::Found;
use tables::{MIGRATIONS, OWNER};

/// The shelf. Clones share it.
#[derive(Clone)]
pub struct SqliteShelf {
    store: Store,
    turns: Arc<Turns>,
    swept: Arc<Mutex<Timestamp>>,
}

impl SqliteShelf {
    /// Opens the shelf in the database at `path`, which others may share, and forgets what is too old at `now`.
    pub fn open(path: &Path, now: Timestamp) -> Result<Self, OpenError> {
        let mut connection = crate::database::open(path, OWNER, MIGRATIONS)?;
        forget(&mut connection, now).map_err(|source| crate::StoreError::of(path, source))?;
        let store = Store::on(OWNER, connection)?;
        Ok(Self { store, turns: Arc::default(), swept: Arc::new(Mutex::new(now)) })
    }

    async fn look<H: Home<Picture = PictureFile>>(
        &self,
        home: &H,
        key: &JobKey,
        order: &Order,
    ) -> Result<Ended<PictureFile>, ApiError> {
        let _turn = self.turns.take(key).await;
        let now = home.now();
        self.sweep(now).await?;
        let (row_key, recipe) = (key.clone(), order.request.recipe());
        let found = self.store.call(move |connection| rows::find_or_claim(connection, &row_key, recipe, now)).await?;
        Ok(match found {
            Found::Nothing => self.run(home, key, order).await,
            // The painter's pictures cost nothing and may be made again.
            Found::Unfinished | Found::Gone(_) if order.request.model.maker == Maker::Painter => {
                self.run(home, key, order).await
            }
            // It is our turn, so nobody runs it: it was cut off.
            Found::Unfinished => Ended::replayed(Err(interrupted())),
            Found::AnotherRequest => Ended::refused(key_reused()),
            Found::Kept(result) => Ended::replayed(result),
            Found::Gone(facts) => Ended::replayed(Err(reply_gone(&facts))),
        })
    }

    /// Makes the picture and keeps how that ended. A shelf that fails then never costs the user the picture; a repeat will be
    /// told that the run was cut off, and nothing is paid twice.
    async fn run<H: Home<Picture = PictureFile>>(&self, home: &H, key: &JobKey, order: &Order) -> Ended<PictureFile> {
        let ended = make(home, order).await;
        let (row_key, result, now) = (key.clone(), ended.result.clone(), home.now());
        // The store has logged it when this fails.
        let kept = self.store.call(move |connection| rows::keep(connection, &row_key, &result, now)).await.is_ok();
        let unkept = ended.result.as_ref().is_ok_and(|made| !kept || made.picture.length() > MAX_KEPT);
        ended.noting(unkept.then_some(Note::Unkept))
    }

    /// Forgets what is too old, at most once an hour.
    async fn sweep(&self, now: Timestamp) -> Result<(), ApiError> {
        let due = {
            let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
            let due = now.duration_since(*swept).as_hours() >= 1;
            if due {
                *swept = now;
            }
            due
        };
        if due { self.store.call(move |connection| forget(connection, now)).await } else { Ok(()) }
    }
}

impl Shelf for SqliteShelf {
    type Picture = PictureFile;

    async fn once<H: Home<Picture = PictureFile>>(&self, home: &H, key: &JobKey, order: &Order) -> Ended<PictureFile> {
        self.look(home, key, order).await.unwrap_or_else(Ended::refused)
    }

    async fn find(&self, recipe: &Recipe, now: Timestamp) -> Result<Option<Made<PictureFile>>, ApiError> {
        self.sweep(now).await?;
        let recipe = *recipe;
        self.store.call(move |connection| recipes::find(connection, recipe, now)).await
    }

    async fn keep(&self, recipe: &Recipe, made: &Made<PictureFile>, now: Timestamp) -> Result<(), ApiError> {
        let (recipe, made) = (*recipe, made.clone());
        self.store.call(move |connection| recipes::keep(connection, recipe, &made, now)).await
    }
}

fn forget(connection: &mut Connection, now: Timestamp) -> rusqlite::Result<()> {
    rows::forget(connection, now)?;
    recipes::forget(connection, now)
}

/// What the shelf keeps beside pictures is strings and finite numbers: it always has a JSON form.
fn as_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Whose turn it is at each key: a repeat waits for the one who runs it, then reads what that one kept.
#[derive(Default)]
struct Turns(Mutex<HashMap<JobKey, Weak<Turn<()>>>>);

impl Turns {
    async fn take(&self, key: &JobKey) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            turns.retain(|_, turn| turn.strong_count() > 0);
            let turn = turns.get(key).and_then(Weak::upgrade).unwrap_or_default();
            turns.insert(key.clone(), Arc::downgrade(&turn));
            turn
        };
        turn.lock_owned().await
    }
}
