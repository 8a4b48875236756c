//! What becomes of a key when an answer is there: a link or none, told to the window and to those who waited for it. An answer that a
//! later wish has overtaken changes nothing.

use std::mem;

use contract::Key;
use remote::{Checked, Error};

use super::{
    question::Answer,
    ring::Ring,
    slot::{Holding, Slot, Waiter},
};
use crate::{
    connection::{ConnectionId, Keep},
    event::Event,
    failure::Failure,
};

impl Ring {
    pub(super) fn answered(&mut self, id: ConnectionId, question: u64, answer: Answer) {
        if self.slots.get(&id).is_none_or(|slot| slot.question != question) {
            return;
        }
        match (answer.key, answer.refused) {
            (Some(key), None) => self.link(id, key, Keep::Keychain),
            (Some(key), Some(why)) => self.settle(id, Holding::Held(key, why)),
            (None, Some(why)) => self.settle(id, Holding::Refused(why)),
            (None, None) => self.settle(id, Holding::Missing),
        }
    }

    pub(super) fn link(&mut self, id: ConnectionId, key: Key, keep: Keep) {
        let number = self.next();
        let Some(slot) = self.slots.get(&id) else { return };
        let link = self.linker.link(number, &slot.target.kind, key.clone());
        self.settle(id, Holding::Linked(key, keep, Box::new(link)));
    }

    /// Tells where the key is now, to the window and to those who waited for it.
    pub(super) fn settle(&mut self, id: ConnectionId, key: Holding) {
        let Some(slot) = self.slots.get_mut(&id) else { return };
        slot.key = key;
        self.tell(id);
        self.serve(id);
    }

    pub(super) fn tell(&mut self, id: ConnectionId) {
        let state = self.slots.get(&id).and_then(Slot::state);
        self.events.extend(state.map(|state| Event::Key(id, state)));
    }

    pub(super) fn serve(&mut self, id: ConnectionId) {
        let Some(slot) = self.slots.get_mut(&id) else { return };
        for waiter in mem::take(&mut slot.waiters) {
            match (waiter, slot.link()) {
                // Nobody listens where the job was aborted.
                (Waiter::Request(told), link) => drop(told.send(link.cloned())),
                (Waiter::Test, Ok(link)) => {
                    let (link, wishes) = (link.clone(), self.wishes.clone());
                    tokio::spawn(async move {
                        let found = link.check().await;
                        wishes.send(move |ring| ring.tested(id, link.number, found));
                    });
                }
                (Waiter::Key(told), _) => drop(told.send(slot.known_key())),
                (Waiter::Test, Err(why)) => self.events.push(Event::NotConnected(id, why)),
            }
        }
    }

    /// What a test found by the link of this `number`. Where that is not the one any more, it says nothing of the key that is there
    /// now, which is tried instead.
    pub(super) fn tested(&mut self, id: ConnectionId, number: u64, found: Result<Checked, Error>) {
        let Some(Slot { target, key, .. }) = self.slots.get(&id) else { return };
        match (key, found) {
            (Holding::Linked(_, _, link), Ok(checked)) if link.number == number => {
                self.events.push(Event::Connected(id, checked));
            }
            (Holding::Linked(_, _, link), Err(error)) if link.number == number => {
                self.events.push(Event::NotConnected(id, Failure::of_service(&target.name, error)));
            }
            (Holding::TakenOut(..), _) => {}
            _ => self.need(target.clone(), Waiter::Test),
        }
    }
}
