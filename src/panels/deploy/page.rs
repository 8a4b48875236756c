//! What is typed on the page of a deployment, until it is sent. The token is wiped as soon as it was taken, and with the page.

use contract::{AccountId, Key};
use eframe::egui::Id;
use engine::deploy::{Deployment, Phase, Progress, Question, Task, TokenState};
use remote::{Subdomain, WorkerName};

use crate::panels::secret_field::Secret;

/// The page of a deployment, while it is open.
pub(crate) struct DeployPage {
    pub(crate) token: Secret,
    pub(crate) account: String,
    pub(crate) subdomain: String,
    pub(crate) name: String,
    pub(crate) confirm: String,
    /// Whether what is wrong with the fields is told: it was tried to go on.
    pub(crate) is_tried: bool,
    /// What gets the keyboard when it is drawn next.
    pub(crate) focus: Option<Field>,
    /// What had the keyboard before the page came.
    pub(crate) back_to: Option<Id>,
    /// How far it was when it was drawn last.
    before: Option<Shown>,
}

/// How far a deployment is, as the page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    phase: Phase,
    is_busy: bool,
    knows_token: bool,
    /// What it asks for. An answer can come faster than a frame, so that no waiting is seen between two questions.
    field: Field,
}

/// What the keyboard can be put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    Token,
    Account,
    Subdomain,
    Name,
    Confirm,
    /// The button that goes on.
    Main,
}

impl Field {
    /// Those that are typed in.
    pub(crate) const TYPED: [Self; 5] = [Self::Token, Self::Account, Self::Subdomain, Self::Name, Self::Confirm];
}

impl DeployPage {
    /// `back_to`: what has the keyboard now.
    pub(crate) fn new(back_to: Option<Id>) -> Self {
        Self {
            token: Secret::default(),
            account: String::new(),
            subdomain: String::new(),
            name: String::new(),
            confirm: String::new(),
            is_tried: false,
            focus: None,
            back_to,
            before: None,
        }
    }

    /// Where the page has come further, the keyboard goes along.
    pub(super) fn follow(&mut self, deployment: &Deployment) {
        let now = Shown {
            phase: deployment.phase(),
            is_busy: deployment.is_busy(),
            knows_token: knows_token(deployment),
            field: first_field(deployment),
        };
        let before = self.before.replace(now);
        if now.knows_token && !before.is_some_and(|before| before.knows_token) {
            self.token = Secret::default();
        }
        if before == Some(now) || now.is_busy {
            return;
        }
        self.is_tried = false;
        self.focus = Some(now.field);
    }

    /// Whether this is what gets the keyboard now.
    pub(super) fn takes_focus(&mut self, field: Field) -> bool {
        self.focus.take_if(|wanted| *wanted == field).is_some()
    }

    pub(crate) fn token(&self) -> Option<Key> {
        self.token.key().ok()
    }

    pub(crate) fn account(&self) -> Option<AccountId> {
        AccountId::parse(&self.account).ok()
    }

    pub(crate) fn subdomain(&self) -> Option<Subdomain> {
        Subdomain::parse(&self.subdomain).ok()
    }

    /// The other name, if it is one.
    pub(crate) fn name(&self, deployment: &Deployment) -> Option<WorkerName> {
        WorkerName::parse(&self.name).ok().filter(|name| *name != deployment.worker)
    }

    /// The first field that hinders the plan.
    pub(crate) fn hinders(&self, deployment: &Deployment) -> Option<Field> {
        if deployment.wants_subdomain() && self.subdomain().is_none() {
            return Some(Field::Subdomain);
        }
        let is_confirmed = self.confirm.trim() == deployment.worker.as_str();
        (matches!(deployment.task, Task::Remove(_)) && !is_confirmed).then_some(Field::Confirm)
    }
}

fn knows_token(deployment: &Deployment) -> bool {
    deployment.token == TokenState::Known
}

fn first_field(deployment: &Deployment) -> Field {
    match (deployment.phase(), deployment.at()) {
        (Phase::Token, _) => Field::Token,
        (Phase::Account, _) => Field::Account,
        (Phase::Plan, _) if deployment.obstacle().is_some() => Field::Name,
        (Phase::Plan, _) if deployment.wants_subdomain() => Field::Subdomain,
        (Phase::Plan, _) if matches!(deployment.task, Task::Remove(_)) => Field::Confirm,
        (Phase::Steps, Some((_, Progress::Asks(Question::SubdomainTaken)))) => Field::Subdomain,
        (Phase::Steps, Some((_, Progress::Asks(Question::NotOurs)))) => Field::Name,
        _ => Field::Main,
    }
}
