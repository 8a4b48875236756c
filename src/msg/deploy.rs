//! What the page of a deployment says.

use engine::deploy::{Obstacle, Progress, Step, Task};

use super::Msg;

/// One thing to say of a deployment.
#[derive(Debug, Clone, Copy)]
pub(crate) enum DeployMsg<'a> {
    Title(Task),
    /// What leaving the page does.
    LeaveTip,
    /// What it is, in a few sentences.
    Lead(Task),
    TokenTitle,
    /// How a token is made.
    TokenHow,
    /// As Cloudflare's page calls it.
    Permission(Permission),
    /// What it is needed for.
    PermissionWhy(Permission),
    KeepToken,
    KeepTokenNote,
    ReadingToken,
    Checking,
    AccountTitle,
    /// The token does not say which accounts it reaches.
    AccountUntold,
    /// An account without a name.
    AccountNamed(&'a str),
    Looking,
    PlanTitle(Task),
    /// What will be made, or removed.
    Thing {
        task: Task,
        thing: Thing,
        worker: &'a str,
    },
    /// Where the Worker answers, or will.
    At(&'a str),
    Costs(Task),
    /// The packed Worker that is uploaded.
    Bundle {
        version: &'a str,
        gzip: u64,
    },
    BundleLooking,
    BundleMissing {
        can_pack: bool,
    },
    Packing,
    /// What runs there now, and what will.
    Versions {
        running: &'a str,
        ours: &'a str,
    },
    /// A Worker of ours stands there already, and has a key.
    NewKey,
    /// What stands under the Worker's name hinders it.
    InTheWay {
        obstacle: Obstacle,
        task: Task,
        worker: &'a str,
    },
    OtherName,
    NameProblem,
    Subdomain,
    SubdomainNote,
    SubdomainTaken,
    /// To be typed before anything is removed.
    Confirm(&'a str),
    ConfirmProblem,
    /// What the button says that begins.
    Start(Task),
    StepsTitle,
    Step(Step),
    Progress(&'a Progress),
    /// How far it is, for who does not see the list.
    StepOf {
        at: usize,
        of: usize,
        step: Step,
    },
    /// It has stopped: what is done stays.
    Stopped,
    /// A new address is not known everywhere at once.
    Patience,
    /// Another token may help.
    OtherToken,
    SaveCounts {
        /// Whether the Worker itself has told them.
        is_exact: bool,
        /// Whether some of it could not be believed.
        is_odd: bool,
    },
    Done {
        task: Task,
        /// Whether something of it stays.
        has_left: bool,
    },
    /// A KV namespace that stays, by its title.
    Left(&'a str),
    TokenForgotten,
    TokenKept,
    FirstPictureNote,
}

/// What the token must be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permission {
    Scripts,
    Kv,
    Account,
}

/// What belongs to a Worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Thing {
    Worker,
    Namespace,
    Objects,
    Secret,
}

impl Permission {
    pub(crate) const ALL: [Self; 3] = [Self::Scripts, Self::Kv, Self::Account];
}

impl Thing {
    pub(crate) const ALL: [Self; 4] = [Self::Worker, Self::Namespace, Self::Objects, Self::Secret];
}

impl DeployMsg<'_> {
    /// The words, in the language that is spoken.
    pub(crate) fn text(self) -> String {
        Msg::OfDeploy(self).text()
    }
}
