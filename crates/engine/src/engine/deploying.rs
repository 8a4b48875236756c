//! Deploying the user's own Worker: what is asked before anything is made. The steps themselves are in `deploying/steps.rs`.

mod steps;

use contract::{AccountId, Billed};
use remote::{CloudAccount, Kind, TokenFault, WorkerName};

use super::{Engine, Now};
use crate::{
    cause::Cause,
    connection::{ConnectionId, ConnectionKind},
    deploy::{
        BundleState, Deployment, Phase, Progress, Question, Seen, Site, Step, Task, TokenState, USUAL_NAME, Wish, Work,
        Worked, is_of_token,
    },
    effect::Effect,
    failure::{Again, Failure},
    state::Notice,
};

/// What failures call the other end.
pub(crate) const CLOUDFLARE: &str = "Cloudflare";

impl Engine {
    pub(super) fn deploy(&mut self, wish: Wish, now: Now) -> Vec<Effect> {
        match wish {
            Wish::Begin(task) => return self.begin_deploying(task, now),
            Wish::Leave => return self.leave_deploying(),
            Wish::Start | Wish::Retry | Wish::LeaveCounts => return self.go_on_deploying(&wish, now),
            Wish::SaveCounts(target) => return self.save_counts(target),
            _ => {}
        }
        let Some(deployment) = &mut self.state.deployment else { return Vec::new() };
        let work = match wish {
            Wish::Token(key) => {
                deployment.token = TokenState::Checking;
                vec![Work::Token(key)]
            }
            Wish::KeepToken(keeps) => keep_token(deployment, keeps),
            Wish::Account(id) if deployment.steps.is_empty() => {
                let listed = deployment.accounts.iter().find(|account| account.id == id).cloned();
                // A token may do all that is needed, and not be told which accounts it reaches.
                let typed = deployment.accounts.is_empty().then(|| CloudAccount { id, name: String::new() });
                deployment.account = listed.or(typed);
                look(deployment)
            }
            Wish::Name(worker) => rename(deployment, worker),
            Wish::Subdomain(subdomain) => {
                deployment.subdomain = Some(subdomain);
                answer(deployment, Question::SubdomainTaken)
            }
            Wish::Replace if deployment.uploads() => {
                deployment.may_replace = true;
                answer(deployment, Question::NotOurs)
            }
            Wish::Pack => pack(deployment),
            Wish::StopPacking => {
                deployment.bundle = BundleState::Looking;
                vec![Work::StopPacking, Work::FindBundle]
            }
            _ => Vec::new(),
        };
        self.deploy_work(work)
    }

    fn begin_deploying(&mut self, task: Task, now: Now) -> Vec<Effect> {
        let (Task::Update(id) | Task::Rotate(id) | Task::Remove(id)) = task else {
            let Ok(worker) = WorkerName::parse(USUAL_NAME) else { return Vec::new() };
            return self.begin_with(Deployment::new(now.random, task, worker), vec![Work::FindBundle]);
        };
        let Some(connection) = self.state.find_connection(id) else { return Vec::new() };
        let (Some(deployed), ConnectionKind::Service(address)) = (connection.deployed.clone(), &connection.kind) else {
            return Vec::new();
        };
        let account = deployed.account.clone();
        let deployment = Deployment {
            token: TokenState::Reading,
            address: Some(address.clone()),
            connection: Some(id),
            target: Some(connection.target()),
            account: Some(CloudAccount { id: deployed.account, name: String::new() }),
            ..Deployment::new(now.random, task, deployed.worker)
        };
        let find = deployment.uploads().then_some(Work::FindBundle);
        self.begin_with(deployment, find.into_iter().chain([Work::ReadToken(account)]).collect())
    }

    fn begin_with(&mut self, deployment: Deployment, work: Vec<Work>) -> Vec<Effect> {
        let mut effects = self.leave_deploying();
        self.state.deployment = Some(deployment);
        effects.extend(self.deploy_work(work));
        effects
    }

    /// What was made stays, and is named.
    fn leave_deploying(&mut self) -> Vec<Effect> {
        let forgotten = self.deploy_work(vec![Work::Forget]);
        let Some(deployment) = self.state.deployment.take() else { return Vec::new() };
        if deployment.phase() == Phase::Steps {
            self.notice(Notice::DeploymentLeft(deployment.done().collect()));
        }
        forgotten
    }

    /// Work for the deployment that there is.
    fn deploy_work(&self, work: Vec<Work>) -> Vec<Effect> {
        let run = self.state.deployment.as_ref().map(|deployment| deployment.run);
        run.map_or_else(Vec::new, |run| work.into_iter().map(|work| Effect::Deploy(run, Box::new(work))).collect())
    }

    pub(super) fn deploy_worked(&mut self, run: u64, worked: Worked, now: Now) -> Vec<Effect> {
        let known = self.state.deployment.as_mut().filter(|deployment| deployment.run == run);
        let Some(deployment) = known else { return Vec::new() };
        let work = match worked {
            Worked::Bundle { state, can_pack } => {
                (deployment.bundle, deployment.can_pack) = (state, can_pack);
                Vec::new()
            }
            Worked::KeptToken(true) => {
                deployment.token = TokenState::Known;
                (deployment.keeps_token, deployment.had_token) = (true, true);
                look(deployment)
            }
            Worked::KeptToken(false) => {
                deployment.token = TokenState::Wanted;
                Vec::new()
            }
            Worked::Accounts(Err(failure)) => {
                deployment.token = TokenState::Refused(failure);
                Vec::new()
            }
            Worked::Accounts(Ok(accounts)) => {
                deployment.accounts = accounts;
                take_accounts(deployment);
                if deployment.phase() == Phase::Steps && deployment.token == TokenState::Known {
                    return self.go_on_deploying(&Wish::Retry, now);
                }
                look(deployment)
            }
            Worked::Site(seen) => {
                take_site(deployment, seen);
                // A Worker of one's own that is deployed anew: the key that this computer has opens beside the new one here, too.
                if deployment.connection.is_none()
                    && let Some(address) = deployment.address.clone()
                    && let Some(known) = self
                        .state
                        .connections
                        .iter()
                        .find(|known| known.kind == ConnectionKind::Service(address.clone()))
                {
                    (deployment.connection, deployment.target) = (Some(known.id), Some(known.target()));
                }
                Vec::new()
            }
            Worked::Step(step, made) => return self.step_worked(step, made, now),
        };
        self.deploy_work(work)
    }

    /// The deployment, while it is about this connection and at the step that makes it.
    pub(super) fn connecting(&mut self, id: ConnectionId) -> Option<&mut Deployment> {
        self.state.deployment.as_mut().filter(|deployment| deployment.connection == Some(id))
    }
}

impl Deployment {
    fn new(run: u64, task: Task, worker: WorkerName) -> Self {
        Self {
            run,
            task,
            bundle: BundleState::Looking,
            can_pack: false,
            token: TokenState::Wanted,
            keeps_token: false,
            had_token: false,
            accounts: Vec::new(),
            account: None,
            worker,
            site: Site::Unknown,
            subdomain: None,
            may_replace: false,
            steps: Vec::new(),
            address: None,
            connection: None,
            counts: None,
            counts_target: None,
            namespace: None,
            namespaces: Vec::new(),
            target: None,
        }
    }
}

/// The one that is known must be among them; the only one needs no choice.
fn take_accounts(deployment: &mut Deployment) {
    let known = deployment.account.as_ref().map(|account| account.id.clone());
    let is_listed = |id: &AccountId| deployment.accounts.iter().any(|account| account.id == *id);
    // Not every token may list them: then the first question about the account tells.
    if !deployment.accounts.is_empty() && known.as_ref().is_some_and(|id| !is_listed(id)) {
        let kind = Kind::Token(TokenFault::WrongAccount);
        let cause = Cause::Service { service: CLOUDFLARE.to_owned(), kind };
        deployment.token = TokenState::Refused(Failure::new(cause, Billed::No, Again::SameKey));
        return;
    }
    deployment.token = TokenState::Known;
    let listed = match (&known, deployment.accounts.as_slice()) {
        (Some(known), accounts) => accounts.iter().find(|account| account.id == *known).cloned(),
        (None, [only]) => Some(only.clone()),
        (None, _) => None,
    };
    deployment.account = listed.or(deployment.account.take());
}

/// A token that may too little to look is told beside its field, where another can be typed.
fn take_site(deployment: &mut Deployment, seen: Result<Seen, Failure>) {
    match seen {
        Ok(seen) => {
            if let Some(found) = &seen.subdomain {
                deployment.subdomain = Some(found.clone());
            }
            // What somebody else's is bound to is not taken over with it.
            let ours = seen.standing.as_ref().filter(|standing| standing.is_ours);
            deployment.namespace = ours.and_then(|standing| standing.namespace.clone());
            deployment.address = seen.address.clone().or(deployment.address.take());
            deployment.site = Site::Seen(seen);
        }
        Err(failure) if is_of_token(&failure) => {
            (deployment.token, deployment.site) = (TokenState::Refused(failure), Site::Unknown);
        }
        Err(failure) => deployment.site = Site::Failed(failure),
    }
}

/// Once it is known where.
fn look(deployment: &mut Deployment) -> Vec<Work> {
    if deployment.token != TokenState::Known {
        return Vec::new();
    }
    let Some(ground) = deployment.ground() else { return Vec::new() };
    deployment.site = Site::Looking;
    vec![Work::Look(ground)]
}

/// What stood in the way of the other name does not stand in the way of this one.
fn rename(deployment: &mut Deployment, worker: WorkerName) -> Vec<Work> {
    let is_asked = matches!(deployment.at(), None | Some((_, Progress::Asks(Question::NotOurs))));
    if deployment.task != Task::New || !is_asked || deployment.worker == worker {
        return Vec::new();
    }
    let title = deployment.worker.namespace_title();
    if deployment.done().any(|step| step == Step::Namespace) && !deployment.namespaces.contains(&title) {
        deployment.namespaces.push(title);
    }
    (deployment.worker, deployment.may_replace) = (worker, false);
    // The steps are planned anew for what stands there; what they have made is found again.
    (deployment.steps, deployment.namespace) = (Vec::new(), None);
    look(deployment)
}

/// It is kept when all is done; one that is kept already is taken back at once.
fn keep_token(deployment: &mut Deployment, keeps: bool) -> Vec<Work> {
    deployment.keeps_token = keeps;
    let taken_back = !keeps && std::mem::take(&mut deployment.had_token);
    let account = deployment.account.as_ref().filter(|_| taken_back);
    account.map(|account| Work::KeepToken(account.id.clone(), false)).into_iter().collect()
}

/// The step that has asked goes on.
fn answer(deployment: &mut Deployment, question: Question) -> Vec<Work> {
    let Some((step, Progress::Asks(asked))) = deployment.at() else { return Vec::new() };
    if *asked != question {
        return Vec::new();
    }
    deployment.set(step, Progress::Running);
    deployment.ground().map(|ground| Work::Step(step, ground)).into_iter().collect()
}

fn pack(deployment: &mut Deployment) -> Vec<Work> {
    if !deployment.can_pack || matches!(deployment.bundle, BundleState::Packing { .. }) {
        return Vec::new();
    }
    deployment.bundle = BundleState::Packing { line: String::new() };
    vec![Work::Pack]
}
