//! The shelf in SQLite: a reply is kept a day under its job key, its outcome a month, so that a repeated request never runs a
//! model twice. A row is written before the model runs; one that has no ending, and that nobody is running, was cut off.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use contract::{ApiError, JobKey, Recipe, model::Maker};
use jiff::Timestamp;
use service::{
    Ended, Home, Made, Order, Shelf, make,
    shelf::{interrupted, key_reused, reply_gone},
};
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use crate::{built_in::OpenError, picture::PictureFile, store::Store};

mod rows;

use rows::Found;

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
        let mut connection = crate::database::open(path, rows::OWNER, rows::MIGRATIONS)?;
        rows::forget(&mut connection, now).map_err(|source| crate::StoreError::of(path, source))?;
        let store = Store::on(rows::OWNER, connection)?;
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
            Found::Unfinished | Found::Gone if order.request.model.maker == Maker::Painter => {
                self.run(home, key, order).await
            }
            // It is our turn, so nobody runs it: it was cut off.
            Found::Unfinished => Ended::replayed(Err(interrupted())),
            Found::AnotherRequest => Ended::refused(key_reused()),
            Found::Kept(result) => Ended::replayed(result),
            Found::Gone => Ended::replayed(Err(reply_gone())),
        })
    }

    /// Makes the picture and keeps how that ended. A shelf that fails then never costs the user the picture; a repeat will be
    /// told that the run was cut off, and nothing is paid twice.
    async fn run<H: Home<Picture = PictureFile>>(&self, home: &H, key: &JobKey, order: &Order) -> Ended<PictureFile> {
        let ended = make(home, order).await;
        let (row_key, result, now) = (key.clone(), ended.result.clone(), home.now());
        // The store has logged it when this fails.
        self.store.call(move |connection| rows::keep(connection, &row_key, &result, now)).await.ok();
        ended
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
        if due { self.store.call(move |connection| rows::forget(connection, now)).await } else { Ok(()) }
    }
}

impl Shelf for SqliteShelf {
    type Picture = PictureFile;

    async fn once<H: Home<Picture = PictureFile>>(&self, home: &H, key: &JobKey, order: &Order) -> Ended<PictureFile> {
        self.look(home, key, order).await.unwrap_or_else(Ended::refused)
    }

    async fn find(&self, _: &Recipe, _: Timestamp) -> Result<Option<Made<PictureFile>>, ApiError> {
        Ok(None)
    }

    async fn keep(&self, _: &Recipe, _: &Made<PictureFile>, _: Timestamp) -> Result<(), ApiError> {
        Ok(())
    }
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
