//! The page of a deployment, in English.

use engine::{
    WorkerFault,
    deploy::{Obstacle, Progress, Question, Step, Task},
};

use super::failure::with;
use crate::msg::{DeployMsg, Permission, Thing};

#[expect(clippy::too_many_lines, reason = "it is one table")]
pub(super) fn text(msg: DeployMsg<'_>) -> String {
    let fixed = match msg {
        DeployMsg::Title(Task::New) => "Deploy your own Worker",
        DeployMsg::Title(Task::Update(_)) => "Update the Worker",
        DeployMsg::Title(Task::Rotate(_)) => "Change the Worker's key",
        DeployMsg::Title(Task::Remove(_)) => "Remove the Worker from Cloudflare",
        DeployMsg::LeaveTip => "Leave this page; the token is forgotten, and what is done stays",
        DeployMsg::Lead(Task::New) => {
            "Easel puts its own service on your Cloudflare account: a Worker that makes pictures with your neurons and \
             counts what each day has used. It costs nothing on the free plan, and takes about a minute."
        }
        DeployMsg::Lead(Task::Update(_)) => {
            "This Easel's version of the Worker takes the place of the one that runs. Its key and its counts stay."
        }
        DeployMsg::Lead(Task::Rotate(_)) => {
            "The Worker gets a new random key, which goes into this computer's keychain. The old one opens until the new \
             one works; then other programs that use it need the new one."
        }
        DeployMsg::Lead(Task::Remove(_)) => {
            "The Worker and all that belongs to it leave your account. Your pictures stay: they are on this computer."
        }
        DeployMsg::TokenTitle => "A token that may do this",
        DeployMsg::TokenHow => {
            "On Cloudflare's page of API tokens, choose Create Token, then Create Custom Token, and give it these \
             permissions on your account:"
        }
        DeployMsg::Permission(permission) => self::permission(permission).0,
        DeployMsg::PermissionWhy(permission) => self::permission(permission).1,
        DeployMsg::KeepToken => "Keep the token for updates",
        DeployMsg::KeepTokenNote => {
            "It then stays in this computer's keychain. Otherwise Easel forgets it as soon as this page is left."
        }
        DeployMsg::ReadingToken => "Looking for the token in the keychain…",
        DeployMsg::Checking => "Asking Cloudflare about the token…",
        DeployMsg::AccountTitle => "Which account?",
        DeployMsg::AccountUntold => {
            "This token does not say which accounts it reaches: it lacks Account Settings · Read. Type the account ID, as \
             the address of Cloudflare's dashboard shows it."
        }
        DeployMsg::AccountNamed(name) if name.trim().is_empty() => "Account without a name",
        DeployMsg::AccountNamed(name) => return name.to_owned(),
        DeployMsg::Looking => "Looking at what is there…",
        DeployMsg::PlanTitle(Task::Remove(_)) => "What will be removed",
        DeployMsg::PlanTitle(Task::Rotate(_)) => "What will be changed",
        DeployMsg::PlanTitle(Task::New | Task::Update(_)) => "What will be there",
        DeployMsg::Thing { task, thing, worker } => return self::thing(task, thing, worker),
        DeployMsg::At(address) => return format!("It answers at {address}"),
        DeployMsg::Costs(Task::Remove(_)) => "What it has counted can be saved first, and cannot be had afterwards.",
        DeployMsg::Costs(_) => {
            "All of this is free on Cloudflare's free plan. Pictures cost neurons as ever: 10,000 a day are free."
        }
        DeployMsg::Bundle { version, gzip } => {
            return format!("Easel's Worker {version} is at hand: {} kB, compressed.", gzip.div_ceil(1000));
        }
        DeployMsg::BundleLooking => "Looking for the packed Worker…",
        DeployMsg::BundleMissing { can_pack: true } => {
            "The Worker is not packed yet. Easel can do that here; it takes Rust and some minutes."
        }
        DeployMsg::BundleMissing { can_pack: false } => {
            "The packed Worker, which comes with Easel, is not beside the program. Install Easel again."
        }
        DeployMsg::Packing => "Packing the Worker…",
        DeployMsg::Versions { running, ours } if running == ours => {
            return format!("The one that runs there is {running}, the same as this Easel's. It can be uploaded anew.");
        }
        DeployMsg::Versions { running, ours } => {
            return format!("The one that runs there is {running}; this Easel's is {ours}.");
        }
        DeployMsg::NewKey => {
            "Easel's Worker is there already. It is updated, and its counts stay; but it gets a new key, since its own is \
             not on this computer. Other programs that use it need the new one then."
        }
        DeployMsg::InTheWay { obstacle, task, worker } => return in_the_way(obstacle, task, worker),
        DeployMsg::OtherName => "Another name",
        DeployMsg::NameProblem => "A name has 1 to 63 small letters, digits and dashes, with no dash at either end.",
        DeployMsg::Subdomain => "Your subdomain of workers.dev",
        DeployMsg::SubdomainNote => {
            "This account has none yet. Choose one: all its Workers will answer below it, and it is not easily changed."
        }
        DeployMsg::SubdomainTaken => "Somebody else has this subdomain. Choose another one.",
        DeployMsg::Confirm(worker) => return format!("Type {worker} to confirm"),
        DeployMsg::ConfirmProblem => "This is not its name.",
        DeployMsg::Start(Task::New) => "Deploy",
        DeployMsg::Start(Task::Update(_)) => "Update",
        DeployMsg::Start(Task::Rotate(_)) => "Change the key",
        DeployMsg::Start(Task::Remove(_)) => "Remove it all",
        DeployMsg::StepsTitle => "Steps",
        DeployMsg::Step(step) => self::step(step),
        DeployMsg::Progress(progress) => self::progress(progress),
        DeployMsg::StepOf { at, of, step } => return format!("Step {at} of {of}: {}…", self::step(step)),
        DeployMsg::Stopped => {
            "It has stopped here. What is done stays at Cloudflare, and is found again, not made twice."
        }
        DeployMsg::Patience => "A new address can take a minute until it answers.",
        DeployMsg::OtherToken => "Correct the token at Cloudflare and take this up again, or type another one.",
        DeployMsg::SaveCounts { is_exact, is_odd } => return save_counts(is_exact, is_odd),
        DeployMsg::Done { task: Task::New, .. } => "Your Worker is there, and in use.",
        DeployMsg::Done { task: Task::Update(_), .. } => "The Worker is up to date.",
        DeployMsg::Done { task: Task::Rotate(_), .. } => "The Worker has a new key, and the old one opens no longer.",
        DeployMsg::Done { task: Task::Remove(_), has_left: false } => "Nothing of it is left on the account.",
        DeployMsg::Done { task: Task::Remove(_), has_left: true } => "The Worker is removed.",
        DeployMsg::Left(title) => {
            return format!(
                "The KV namespace {title} stays on the account. If nothing else uses it, remove it on Cloudflare's pages."
            );
        }
        DeployMsg::TokenForgotten => "The token is forgotten.",
        DeployMsg::TokenKept => "The token is kept in this computer's keychain.",
        DeployMsg::FirstPictureNote => "The picture of the prompt panel, over your Worker.",
    };
    fixed.to_owned()
}

fn in_the_way(obstacle: Obstacle, task: Task, worker: &str) -> String {
    let what = match (obstacle, task) {
        (Obstacle::Gone, _) => return format!("There is no Worker named {worker} any more. Deploy it anew."),
        (Obstacle::Newer, Task::New) => {
            return format!("The Worker named {worker} is newer than this Easel. Update Easel, or use another name.");
        }
        (Obstacle::Newer, _) => return format!("The Worker named {worker} is newer than this Easel. Update Easel."),
        (Obstacle::NotOurs, Task::New) => "Use another name, or overwrite it: then what is there is lost.",
        (Obstacle::NotOurs, _) => "It can be overwritten: then what is there is lost.",
        (Obstacle::HasObjects, _) => {
            "It keeps things in Durable Objects of its own, so it cannot be overwritten. Use another name, or remove it on \
             Cloudflare's pages first."
        }
        (Obstacle::Theirs, Task::Remove(_)) => {
            "Easel leaves it alone. If it is yours, remove it on Cloudflare's pages; the connection is removed under \
             Connections."
        }
        (Obstacle::Theirs, _) => "Easel leaves it alone. If it is yours, change its key on Cloudflare's pages.",
    };
    format!("A Worker named {worker} is there, and Easel has not put it there. {what}")
}

fn save_counts(is_exact: bool, is_odd: bool) -> String {
    let copy = " It does not answer, so this is its copy in Workers KV, which may lack the last minutes.";
    let odd = " Some of it cannot be believed, and is left out or counts as 0: the file says what.";
    let (copy, odd) = (if is_exact { "" } else { copy }, if is_odd { odd } else { "" });
    format!("Save what the Worker has counted.{copy}{odd} After that the Worker is removed.")
}

/// As Cloudflare's page calls it, and what it is needed for.
fn permission(permission: Permission) -> (&'static str, &'static str) {
    match permission {
        Permission::Scripts => {
            ("Account · Workers Scripts · Edit", "puts the Worker there, with its key and its address")
        }
        Permission::Kv => ("Account · Workers KV Storage · Edit", "keeps what each day has used"),
        Permission::Account => {
            ("Account · Account Settings · Read", "finds your account, so that you need not type its ID")
        }
    }
}

fn thing(task: Task, thing: Thing, worker: &str) -> String {
    let removes = matches!(task, Task::Remove(_));
    match thing {
        Thing::Worker => format!("A Worker, {worker}"),
        Thing::Namespace => format!("A KV namespace, {worker}-usage, with a copy of each day's count"),
        Thing::Objects => {
            "The Worker's Durable Objects: the exact count, replies kept for a day, pictures by their recipe".to_owned()
        }
        Thing::Secret if removes => "The connection to it, with its key".to_owned(),
        Thing::Secret => {
            "A random key as the secret API_KEY, which goes into this computer's keychain and nowhere else".to_owned()
        }
    }
}

fn step(step: Step) -> &'static str {
    match step {
        Step::Subdomain => "Subdomain of workers.dev",
        Step::Namespace => "KV namespace",
        Step::Upload => "Upload of the Worker",
        Step::Key => "New key",
        Step::Address => "Address switched on",
        Step::Health => "The Worker answers",
        Step::Connection => "Connection",
        Step::OldKey => "Old key closed",
        Step::Counts => "Counts saved",
        Step::RemoveWorker => "Worker removed",
        Step::RemoveNamespace => "KV namespace removed",
        Step::RemoveConnection => "Connection removed",
    }
}

fn progress(progress: &Progress) -> &'static str {
    match progress {
        Progress::Waiting => "waits",
        Progress::Running => "at work…",
        Progress::Done => "done",
        Progress::Asks(Question::SaveCounts) => "waits for you",
        Progress::Asks(_) => "asks",
        Progress::Failed(_) => "failed",
    }
}

/// What a deployment that was left has made.
pub(super) fn left(done: &[Step]) -> String {
    let done: Vec<&str> = done.iter().map(|done| step(*done)).collect();
    if done.is_empty() {
        return "Stopped. Nothing was done.".to_owned();
    }
    format!("Stopped. This is done, and stays: {}. Begin again to go on.", done.join(", "))
}

pub(super) fn fault(fault: WorkerFault, detail: Option<&str>) -> String {
    match fault {
        WorkerFault::NoBundle => "The packed Worker is not there. Install Easel again.".to_owned(),
        WorkerFault::BrokenBundle => {
            format!("{} Install Easel again, or pack it again.", with("The packed Worker cannot be used", detail))
        }
        WorkerFault::NoCargo => {
            "Cargo is not on this computer. Install Rust from rustup.rs, then try again.".to_owned()
        }
        WorkerFault::NotPacked => with("The Worker could not be packed", detail),
        WorkerFault::OldVersion => format!(
            "{} A new version can take minutes to be everywhere: wait a while, then take this up again.",
            with("The version from before still answers", detail)
        ),
        WorkerFault::NoRandomness => "The system gives no random numbers, so no key was made. Try again.".to_owned(),
    }
}
