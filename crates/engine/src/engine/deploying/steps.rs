//! The steps of a deployment, one after the other. A step that fails stops the rest; taken up again, only what is not done is
//! done. The steps about the connection are the engine's own, the others the runner's.

use std::path::PathBuf;

use contract::Billed;

use super::look;
use crate::{
    cause::Cause,
    connection::{Connection, ConnectionId, ConnectionKind, Deployed, Keep, KeyState, Link},
    deploy::{BundleState, Deployment, Made, Phase, Progress, Question, Site, Step, Task, Wish, Work},
    effect::Effect,
    engine::{Engine, Now},
    failure::{Again, Failure},
};

impl Engine {
    /// Begins, or takes up again what has stopped.
    pub(super) fn go_on_deploying(&mut self, wish: &Wish, now: Now) -> Vec<Effect> {
        let Some(deployment) = &mut self.state.deployment else { return Vec::new() };
        match (wish, deployment.phase()) {
            (Wish::Start, Phase::Plan) if deployment.can_start() => {
                deployment.steps = deployment.plan();
                self.next_step(now)
            }
            (Wish::Retry, Phase::Steps) => match deployment.at() {
                Some((Step::Connection, Progress::Failed(_))) => self.connect_again(),
                Some((step, Progress::Failed(_))) => {
                    deployment.set(step, Progress::Waiting);
                    self.next_step(now)
                }
                _ => Vec::new(),
            },
            (Wish::Retry, _) if matches!(deployment.site, Site::Failed(_)) => {
                let work = look(deployment);
                self.deploy_work(work)
            }
            (Wish::Retry, _) if matches!(deployment.bundle, BundleState::Failed(_) | BundleState::Missing) => {
                deployment.bundle = BundleState::Looking;
                self.deploy_work(vec![Work::FindBundle])
            }
            (Wish::LeaveCounts, Phase::Steps) => {
                // Done is what they are not.
                deployment.steps.retain(|(step, _)| *step != Step::Counts);
                self.next_step(now)
            }
            _ => Vec::new(),
        }
    }

    /// Starts the first that waits, unless another is before it; at the end, the token is kept or forgotten.
    fn next_step(&mut self, now: Now) -> Vec<Effect> {
        let Some(deployment) = &mut self.state.deployment else { return Vec::new() };
        let (step, ground) = match (deployment.at(), deployment.ground()) {
            (Some((step, Progress::Waiting)), Some(ground)) => (step, ground),
            (None, _) => return self.end_steps(),
            _ => return Vec::new(),
        };
        deployment.set(step, Progress::Running);
        match step {
            Step::Connection => self.connect_deployed(now),
            Step::RemoveConnection => self.remove_deployed(now),
            _ => self.deploy_work(vec![Work::Step(step, ground)]),
        }
    }

    fn end_steps(&mut self) -> Vec<Effect> {
        let of = |deployment: &Deployment| Some((deployment.account.as_ref()?.id.clone(), deployment.task));
        let Some((account, task)) = self.state.deployment.as_ref().and_then(of) else { return Vec::new() };
        let is_last = matches!(task, Task::Remove(_)) && !self.has_deployed_on(&account);
        let Some(deployment) = &mut self.state.deployment else { return Vec::new() };
        deployment.keeps_token &= !is_last;
        let keeps = deployment.keeps_token;
        let keep = (keeps || deployment.had_token).then(|| Work::KeepToken(account, keeps));
        self.deploy_work(keep.into_iter().chain([Work::Forget]).collect())
    }

    pub(in crate::engine) fn has_deployed_on(&self, account: &contract::AccountId) -> bool {
        let of = |known: &Connection| known.deployed.as_ref().is_some_and(|deployed| deployed.account == *account);
        self.state.connections.iter().any(of)
    }

    pub(super) fn step_worked(&mut self, step: Step, made: Result<Made, Failure>, now: Now) -> Vec<Effect> {
        let Some(deployment) = &mut self.state.deployment else { return Vec::new() };
        if !deployment.steps.contains(&(step, Progress::Running)) {
            return Vec::new();
        }
        let progress = match made {
            Err(failure) => Progress::Failed(failure),
            Ok(Made::Asks(question)) => {
                if question == Question::SubdomainTaken {
                    deployment.subdomain = None;
                }
                Progress::Asks(question)
            }
            Ok(Made::Counts(Some(counts))) => {
                deployment.counts = Some(counts);
                Progress::Asks(Question::SaveCounts)
            }
            Ok(Made::Subdomain(subdomain)) => {
                deployment.subdomain = Some(subdomain);
                Progress::Done
            }
            Ok(Made::Namespace(namespace)) => {
                deployment.namespace = Some(namespace);
                Progress::Done
            }
            Ok(Made::Address(address)) => {
                deployment.address = Some(address);
                Progress::Done
            }
            Ok(Made::Key { beside_old }) => {
                deployment.steps.retain(|(step, _)| *step != Step::OldKey);
                deployment.steps.extend(beside_old.then_some((Step::OldKey, Progress::Waiting)));
                Progress::Done
            }
            Ok(Made::Left(title)) => {
                deployment.namespaces.push(title);
                deployment.steps.retain(|(step, _)| *step != Step::RemoveNamespace);
                return self.next_step(now);
            }
            Ok(Made::Nothing | Made::Counts(None)) => Progress::Done,
        };
        deployment.set(step, progress);
        self.next_step(now)
    }

    /// The connection to the Worker's address: a new one, or the one that leads there.
    fn connect_deployed(&mut self, now: Now) -> Vec<Effect> {
        let Some(deployment) = &self.state.deployment else { return Vec::new() };
        let (Some(address), Some(account)) = (deployment.address.clone(), &deployment.account) else {
            return Vec::new();
        };
        let deployed = Deployed { account: account.id.clone(), worker: deployment.worker.clone() };
        let (has_new_key, name) = (deployment.has_new_key(), deployment.worker.as_str().to_owned());
        let kind = ConnectionKind::Service(address);
        // The one that it was begun for, before another one to the same place.
        let leads_there = |known: &&Connection| known.kind == kind;
        let begun_for = deployment.connection.and_then(|id| self.state.find_connection(id)).filter(leads_there);
        let known = begun_for.or_else(|| self.state.connections.iter().find(leads_there)).map(|known| known.id);
        let id = known.unwrap_or_else(|| {
            let id = self.fresh_id(now);
            self.state.connections.push(Connection::new(id, name, kind));
            id
        });
        let Some(connection) = self.state.connection_mut(id) else { return Vec::new() };
        connection.deployed = Some(deployed);
        let target = connection.target();
        if has_new_key {
            // A test that is under way is one of another key.
            (connection.key, connection.link) = (KeyState::Asked, Link::Untested);
            self.saved.insert(id);
        }
        if let Some(deployment) = &mut self.state.deployment {
            (deployment.connection, deployment.target) = (Some(id), Some(target.clone()));
        }
        (self.state.shown, self.awaited) = (Some(id), Some(id));
        let mut effects = vec![self.save_connections()];
        effects.extend(if has_new_key {
            self.deploy_work(vec![Work::Connect(target, Keep::Keychain)])
        } else {
            self.test(id)
        });
        effects
    }

    /// By what has hindered it: the keychain, or the service.
    fn connect_again(&mut self) -> Vec<Effect> {
        let Some(deployment) = &mut self.state.deployment else { return Vec::new() };
        let Some(id) = deployment.connection else { return Vec::new() };
        deployment.set(Step::Connection, Progress::Running);
        let key = self.state.connections.iter().find(|known| known.id == id).map(|known| &known.key);
        match key {
            Some(KeyState::Failed(_)) => self.ask_keychain(id).into_iter().collect(),
            Some(_) => self.test(id),
            None => {
                deployment.set(
                    Step::Connection,
                    Progress::Failed(Failure::new(Cause::NoConnection, Billed::No, Again::SameKey)),
                );
                Vec::new()
            }
        }
    }

    /// What a test or the keychain says of the connection, when that is the step that is at work or has failed.
    pub(in crate::engine) fn connection_told(
        &mut self,
        id: ConnectionId,
        told: Result<(), Failure>,
        now: Now,
    ) -> Vec<Effect> {
        let Some(deployment) = self.connecting(id) else { return Vec::new() };
        if !matches!(deployment.at(), Some((Step::Connection, Progress::Running | Progress::Failed(_)))) {
            return Vec::new();
        }
        deployment.set(Step::Connection, told.map_or_else(Progress::Failed, |()| Progress::Done));
        self.next_step(now)
    }

    /// For good: there is nothing left that it could lead to.
    fn remove_deployed(&mut self, now: Now) -> Vec<Effect> {
        let id = self.state.deployment.as_ref().and_then(|deployment| deployment.connection);
        let mut effects = id.map_or_else(Vec::new, |id| self.remove_for_good(id, now));
        if let Some(deployment) = &mut self.state.deployment {
            deployment.set(Step::RemoveConnection, Progress::Done);
        }
        effects.extend(self.next_step(now));
        effects
    }

    pub(super) fn save_counts(&mut self, target: PathBuf) -> Vec<Effect> {
        let Some(deployment) = &mut self.state.deployment else { return Vec::new() };
        let Some(text) = deployment.counts.as_ref().map(|counts| counts.text.clone()) else { return Vec::new() };
        deployment.counts_target = Some(target.clone());
        vec![Effect::SaveText { text, target }]
    }

    /// A text was saved: the counts, if it was theirs.
    pub(in crate::engine) fn counts_saved(&mut self, target: &PathBuf, now: Now) -> Vec<Effect> {
        let Some(deployment) = &mut self.state.deployment else { return Vec::new() };
        let is_theirs = deployment.counts_target.as_ref() == Some(target);
        if !is_theirs || !matches!(deployment.at(), Some((Step::Counts, _))) {
            return Vec::new();
        }
        deployment.set(Step::Counts, Progress::Done);
        self.next_step(now)
    }
}
