//! What one data folder owes its user: kept from what each life said, what the service was asked, and what lay in the folder
//! between two lives. Whatever does not agree is a fault. Each is told once: the check ends there.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, mem,
};

use library::PictureId;

use super::{rest::Rest, told::Told};

type Ids = BTreeSet<PictureId>;

/// What did not agree, a line each.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) lost: Vec<String>,
    pub(super) paid_twice: Vec<String>,
    pub(super) others: Vec<String>,
}

#[derive(Debug, Default)]
pub(super) struct Books {
    /// Jobs that were in the journal, or that the service has seen, and that the user has not let go of since: each becomes a
    /// picture or stays.
    owed: Ids,
    /// Jobs that the service has seen.
    asked: Ids,
    /// Jobs that the user once put away, or was about to. They may have come back: undo does that.
    let_go: Ids,
    /// Jobs that were owed until the last life put others in their place, with those.
    replaced: BTreeMap<PictureId, Ids>,
    /// Jobs that the user had made again.
    pub(super) remade: Ids,
    /// Pictures that the user has seen.
    shown: Ids,
    /// Pictures whose bytes were all there after the last kill.
    whole: Ids,
}

/// What a life has shown.
struct Shown {
    pictures: Ids,
    jobs: Ids,
    /// Those of the jobs that have surely cost nothing.
    free: Ids,
}

impl Faults {
    pub(super) fn is_empty(&self) -> bool {
        self.lost.is_empty() && self.paid_twice.is_empty() && self.others.is_empty()
    }

    fn lose(&mut self, ids: impl IntoIterator<Item = PictureId>, how: &str) {
        self.lost.extend(ids.into_iter().map(|id| format!("{id} {how}")));
    }

    fn add(&mut self, ids: impl IntoIterator<Item = PictureId>, what: &str) {
        self.others.extend(ids.into_iter().map(|id| format!("{id} {what}")));
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (word, lines) in [("lost", &self.lost), ("paid twice", &self.paid_twice), ("wrong", &self.others)] {
            lines.iter().try_for_each(|line| writeln!(f, "{word}: {line}"))?;
        }
        Ok(())
    }
}

impl Books {
    /// `told`: by a whole life. What it showed first is what the one before it has left.
    pub(super) fn hear(&mut self, told: &[Told], faults: &mut Faults) {
        if let Some(end) = told.iter().position(|told| *told == Told::Recovered) {
            let Shown { pictures, jobs, free } = shown(told.iter().take(end));
            faults
                .lose(&self.whole - &pictures, "had arrived whole before the kill, and is not in the library after it");
            faults.add(&pictures - &self.whole, "is in the index, and was not in the folder");
            faults.add(&pictures & &jobs, "is a picture and waited for, both");
            faults.add(&self.asked & &free, "was sent, and is said to have cost nothing");
            faults.lose(&(&self.owed - &pictures) - &jobs, "is neither picture nor job any more");
            self.look_at_replaced(&pictures, &jobs, faults);
            self.owed.extend(jobs);
        }
        self.shown.extend(shown(told).pictures);
        for told in told {
            match told {
                Told::LettingGo(id) => {
                    self.lets_go(*id);
                }
                Told::Replacing(id) => self.replaces(*id),
                Told::Remaking(id) => {
                    self.remade.insert(*id);
                    self.replaces(*id);
                }
                Told::InPlaceOf(new, old) => {
                    if let Some(ids) = self.replaced.get_mut(old) {
                        ids.insert(*new);
                    }
                }
                Told::Fault(what) => faults.others.push(what.clone()),
                Told::Job(_) | Told::FreeJob(_) | Told::Picture(_) | Told::Recovered => {}
            }
        }
    }

    /// Whether it was owed until now. Whatever it is in the place of is no longer known to be there in any shape.
    fn lets_go(&mut self, id: PictureId) -> bool {
        self.let_go.insert(id);
        self.replaced.retain(|_, new| !new.contains(&id));
        self.owed.remove(&id)
    }

    /// Of one that is not owed, the journal may not have heard.
    fn replaces(&mut self, id: PictureId) {
        if self.lets_go(id) {
            self.replaced.insert(id, Ids::new());
        }
    }

    /// What a life has left that put jobs in the place of others: all of it or nothing. It may have been killed before it could say
    /// which.
    fn look_at_replaced(&mut self, pictures: &Ids, jobs: &Ids, faults: &mut Faults) {
        let there = pictures | jobs;
        for (old, new) in mem::take(&mut self.replaced).into_iter().filter(|(_, new)| !new.is_empty()) {
            if !there.contains(&old) && !new.is_subset(&there) {
                faults.lose([old], "was replaced, and neither it nor all in its place is there");
            }
            if jobs.contains(&old) && !new.is_disjoint(&there) {
                faults.add([old], "was replaced, and is there beside what took its place");
            }
        }
    }

    /// After a life. `asked`: the jobs that the service was asked for since the last look.
    pub(super) fn look(&mut self, rest: &Rest, asked: Vec<PictureId>, faults: &mut Faults) {
        let asked = Ids::from_iter(asked);
        faults.add(&asked & &self.whole, "was asked for again, and its bytes were there");
        faults.lose(&self.shown - &rest.named, "was shown, and is not in the folder any more");
        self.whole = rest.all();
        faults.others.extend(rest.faults.iter().cloned());
        self.owed.extend(&asked - &self.let_go);
        self.asked.extend(asked);
    }

    /// `rest`, and what a life on it has `told`: as if the power had failed with the process.
    pub(super) fn look_after_power_cut(&self, rest: &Rest, told: &[Told], faults: &mut Faults) {
        let Shown { pictures, jobs, free } = shown(told);
        let there = &pictures & &rest.named;
        faults.lose(&(&self.shown - &self.let_go) - &there, "was shown, and would be lost with the power");
        let asked = &self.asked - &self.let_go;
        faults.lose(&(&asked - &there) - &jobs, "was sent, and would be forgotten with the power");
        faults.add(&self.asked & &free, "was sent, and would be said to have cost nothing after a power cut");
        faults.others.extend(told.iter().filter_map(fault).map(|what| format!("after a power cut: {what}")));
    }

    /// After a life in which nothing was left to wait for. `index`: what a library says that is opened anew.
    pub(super) fn close(&self, index: &Ids, faults: &mut Faults) {
        faults.lose(&self.owed - &self.whole, "was asked for, and never came");
        faults.add(index ^ &self.whole, "is in the index or in the folder, and not in both");
    }
}

fn fault(told: &Told) -> Option<&str> {
    match told {
        Told::Fault(what) => Some(what),
        _ => None,
    }
}

fn shown<'a>(told: impl IntoIterator<Item = &'a Told>) -> Shown {
    let mut shown = Shown { pictures: Ids::new(), jobs: Ids::new(), free: Ids::new() };
    for told in told {
        match told {
            Told::Picture(id) => drop(shown.pictures.insert(*id)),
            Told::Job(id) => drop(shown.jobs.insert(*id)),
            Told::FreeJob(id) => drop((shown.jobs.insert(*id), shown.free.insert(*id))),
            _ => {}
        }
    }
    shown
}
