//! The keys of all connections, and what each wish means for them. It decides and never waits: what it has to tell is collected,
//! and questions go out from here and come back as wishes. What an answer means stands in `answers.rs`.

use std::{collections::HashMap, mem};

use contract::Key;
use home::OwnerThread;

use super::{
    Wishes,
    link::Linker,
    question::{self, Answer},
    slot::{Holding, Slot, TakenOut, Waiter},
};
use crate::{
    cause::Cause,
    connection::{ConnectionId, Keep, Target},
    event::Event,
    failure::Failure,
    keychain::{Keychain, KeychainFault, KeychainPatience},
};

/// The keys of all connections.
pub(in crate::runner) struct Ring {
    pub(super) slots: HashMap<ConnectionId, Slot>,
    keychain: OwnerThread<Box<dyn Keychain>>,
    patience: KeychainPatience,
    pub(super) linker: Linker,
    /// Where answers come back.
    pub(super) wishes: Wishes,
    /// Questions to the keychain that have taken long.
    waiting: usize,
    /// The number of the last question or link.
    last: u64,
    pub(super) events: Vec<Event>,
}

impl Ring {
    pub(super) fn new(
        keychain: OwnerThread<Box<dyn Keychain>>,
        patience: KeychainPatience,
        linker: Linker,
        wishes: Wishes,
    ) -> Self {
        let slots = HashMap::new();
        Self { slots, keychain, patience, linker, wishes, waiting: 0, last: 0, events: Vec::new() }
    }

    /// What is to be told, in order.
    pub(super) fn told(&mut self) -> Vec<Event> {
        mem::take(&mut self.events)
    }

    /// A new key, in place of the one before, which nothing is sent with from now on.
    pub(in crate::runner) fn keep(&mut self, target: Target, key: Key, keep: Keep) {
        let name = target.key_name();
        match keep {
            Keep::Keychain => {
                let held = Some(key.clone());
                self.ask(target, held, move |keychain| question::write(keychain, &name, key));
            }
            Keep::Session => {
                self.renew(target.clone());
                self.link(target.id, key, Keep::Session);
                // An older one would be read at the next start. That it stays there is no failure of this key; where there is no
                // keychain it is in none.
                let job = move |keychain: &mut dyn Keychain| question::remove(keychain, &name);
                self.question(None, job, |ring, Answer { refused, .. }| {
                    ring.tell_left(target, refused.filter(|why| !is_absent(why)));
                });
            }
        }
    }

    /// Puts a key into the keychain that it did not take, or reads the one that is there.
    pub(in crate::runner) fn ask_keychain(&mut self, target: Target) {
        let slot = self.slot(target.clone());
        match &slot.key {
            // It is being told.
            Holding::Asked(_) | Holding::TakenOut(..) => {}
            Holding::Linked(_, Keep::Keychain, _) => self.tell(target.id),
            Holding::Linked(key, Keep::Session, _) | Holding::Held(key, _) => {
                let key = key.clone();
                self.keep(target, key, Keep::Keychain);
            }
            Holding::Unread | Holding::Refused(_) | Holding::Missing => self.read(target),
        }
    }

    pub(in crate::runner) fn keep_for_session(&mut self, target: Target) {
        match self.slot(target.clone()).key() {
            Some((key, _)) => self.keep(target, key, Keep::Session),
            // One that could not be read is still where it was, and is not given up here.
            None => self.tell(target.id),
        }
    }

    /// The key of `from` for `to` too.
    pub(in crate::runner) fn copy(&mut self, from: &Target, to: Target) {
        let names = (from.key_name(), to.key_name());
        match self.slots.get(&from.id).and_then(Slot::key) {
            Some((key, keep)) => self.keep(to, key, keep),
            None => self.ask(to, None, move |keychain| question::copy(keychain, &names.0, &names.1)),
        }
    }

    /// The connection was removed. Who waits for its key waits no more; what is at work goes on.
    pub(in crate::runner) fn take_out(&mut self, target: Target) {
        let (id, name) = (target.id, target.key_name());
        let slot = self.renew(target.clone());
        // Where there is no keychain, a key that it never took is not left in it.
        let never_taken =
            matches!(slot.key, Holding::Linked(_, Keep::Session, _) | Holding::Held(..) | Holding::Missing);
        let (key, keep) = slot.key().map_or((None, Keep::Keychain), |(key, keep)| (Some(key), keep));
        let hand = TakenOut::of(key);
        slot.key = Holding::TakenOut(hand.clone(), keep);
        self.serve(id);
        let job = move |keychain: &mut dyn Keychain| question::take_out(keychain, &name, &hand);
        self.question(None, job, move |ring, Answer { refused, .. }| {
            match refused.filter(|why| !(never_taken && is_absent(why))) {
                None => ring.events.push(Event::KeyGone(target.key_name())),
                left => ring.tell_left(target, left),
            }
        });
    }

    /// An entry that an earlier run could not take out. It was told then, and is tried again by the next run.
    pub(in crate::runner) fn forget(&mut self, entry: String) {
        let name = entry.clone();
        let job = move |keychain: &mut dyn Keychain| question::remove(keychain, &name);
        self.question(None, job, |ring, Answer { refused, .. }| {
            if refused.is_none() {
                ring.events.push(Event::KeyGone(entry));
            }
        });
    }

    /// The connection is back.
    pub(in crate::runner) fn bring_back(&mut self, target: Target) {
        let name = target.key_name();
        let Holding::TakenOut(hand, keep) = &self.slot(target.clone()).key else { return self.ask_keychain(target) };
        let (hand, keep) = (hand.clone(), *keep);
        match (hand.key(), keep) {
            (Some(key), Keep::Session) => self.keep(target, key, Keep::Session),
            (held, _) => self.ask(target, held, move |keychain| question::bring_back(keychain, &name, &hand)),
        }
    }

    pub(in crate::runner) fn test(&mut self, target: Target) {
        self.need(target, Waiter::Test);
    }

    /// Reads the key if need be; a key that the keychain did not take waits for what the user says.
    pub(super) fn need(&mut self, target: Target, waiter: Waiter) {
        let id = target.id;
        let slot = self.slot(target.clone());
        slot.waiters.push(waiter);
        match slot.key {
            Holding::Unread | Holding::Refused(_) | Holding::Missing => self.read(target),
            Holding::Asked(_) => {}
            Holding::Linked(..) | Holding::Held(..) | Holding::TakenOut(..) => self.serve(id),
        }
    }

    /// A question to the keychain takes long.
    pub(super) fn wait(&mut self) {
        self.waiting += 1;
        if self.waiting == 1 {
            self.events.push(Event::KeychainWaits(true));
        }
    }

    /// It is answered, or given up.
    pub(super) fn wait_no_more(&mut self) {
        self.waiting = self.waiting.saturating_sub(1);
        if self.waiting == 0 {
            self.events.push(Event::KeychainWaits(false));
        }
    }

    fn read(&mut self, target: Target) {
        let name = target.key_name();
        self.ask(target, None, move |keychain| question::read(keychain, &name));
    }

    fn tell_left(&mut self, of: Target, why: Option<Failure>) {
        self.events.extend(why.map(|why| Event::KeyLeft(of, why)));
    }

    /// Asks the keychain about this connection's key, and for nothing that was asked of it before. `held`: the key that it is to
    /// take.
    fn ask(
        &mut self,
        target: Target,
        held: Option<Key>,
        job: impl FnOnce(&mut dyn Keychain) -> Answer + Send + 'static,
    ) {
        let id = target.id;
        let slot = self.renew(target);
        let question = slot.question;
        slot.key = Holding::Asked(held.clone());
        self.question(held, job, move |ring, answer| ring.answered(id, question, answer));
    }

    fn question(
        &mut self,
        held: Option<Key>,
        job: impl FnOnce(&mut dyn Keychain) -> Answer + Send + 'static,
        then: impl FnOnce(&mut Self, Answer) + Clone + Send + 'static,
    ) {
        match self.keychain.try_call(move |keychain| job(keychain.as_mut())) {
            Some(answer) => {
                tokio::spawn(question::wait(answer, held, self.patience, self.wishes.clone(), then));
            }
            // So many wait that it surely has not answered for long.
            None => then(self, Answer::silent(held)),
        }
    }

    fn slot(&mut self, target: Target) -> &mut Slot {
        let slot = self.slots.entry(target.id).or_insert_with(|| Slot::new(target.clone()));
        // It may have another name by now.
        slot.target = target;
        slot
    }

    /// The slot, where no answer to a question that was asked before means anything from now on.
    fn renew(&mut self, target: Target) -> &mut Slot {
        let number = self.next();
        let slot = self.slot(target);
        slot.question = number;
        slot
    }

    /// A number that no question or link has yet.
    pub(super) fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }
}

fn is_absent(why: &Failure) -> bool {
    why.cause == Cause::Keychain(KeychainFault::Absent)
}
