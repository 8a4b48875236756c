//! When an action means something on the page of a deployment. What is done to pictures means nothing there, where none is seen.

use engine::{
    KeyState, State,
    deploy::{BundleState, Deployment, Obstacle, Phase, Progress, Question, Step, Task, TokenState},
};

use super::Action;

impl Action {
    pub(super) fn is_available_on_deploy(self, state: &State) -> bool {
        let Some(deployment) = &state.deployment else {
            return matches!(self, Self::BackToPictures) || self.is_available_anywhere(state).unwrap_or(false);
        };
        let phase = deployment.phase();
        match self {
            Self::BackToPictures | Self::FocusPrompt | Self::Connections => true,
            Self::TokenPage => takes_token(deployment),
            Self::ContinueDeploy => {
                takes_token(deployment)
                    || (phase == Phase::Account && deployment.accounts.is_empty())
                    || asks(deployment, Question::SubdomainTaken)
            }
            Self::StartDeploy => phase == Phase::Plan && deployment.obstacle().is_none(),
            Self::RetryDeploy => can_retry(deployment),
            Self::PackWorker => can_pack(deployment),
            Self::StopPacking => matches!(deployment.bundle, BundleState::Packing { .. }),
            Self::ReplaceWorker => obstacle(deployment) == Some(Obstacle::NotOurs),
            Self::RenameWorker => obstacle(deployment).is_some() && deployment.task == Task::New,
            Self::SaveCounts => asks(deployment, Question::SaveCounts),
            Self::LeaveCounts => can_leave_counts(deployment),
            Self::FirstPicture => phase == Phase::Done && deployment.uploads(),
            Self::KeepForSession => {
                let connection = deployment.connection.and_then(|id| state.find_connection(id));
                connection.is_some_and(|connection| matches!(connection.key, KeyState::Failed(_)))
            }
            _ => self.is_available_anywhere(state).unwrap_or(false),
        }
    }
}

/// Whether a token can be typed now: at first, and where the one that was typed may be at fault.
pub(crate) fn takes_token(deployment: &Deployment) -> bool {
    match deployment.token {
        TokenState::Wanted | TokenState::Refused(_) => true,
        TokenState::Reading | TokenState::Checking => false,
        TokenState::Known => deployment.doubts_token(),
    }
}

/// Whether the answer to this is waited for.
pub(crate) fn asks(deployment: &Deployment, question: Question) -> bool {
    matches!(deployment.at(), Some((_, Progress::Asks(asked))) if *asked == question)
}

/// What stands in the way, before or at the upload.
pub(crate) fn obstacle(deployment: &Deployment) -> Option<Obstacle> {
    if asks(deployment, Question::NotOurs) {
        return Some(Obstacle::NotOurs);
    }
    deployment.obstacle().filter(|_| deployment.phase() == Phase::Plan)
}

/// Whether the Worker can be packed here, or packed again.
fn can_pack(deployment: &Deployment) -> bool {
    let is_time = !matches!(deployment.phase(), Phase::Steps | Phase::Done);
    let is_still = !matches!(deployment.bundle, BundleState::Looking | BundleState::Packing { .. });
    deployment.uploads() && deployment.can_pack && is_time && is_still
}

/// Whether something has failed that can be done again with the same token.
pub(crate) fn can_retry(deployment: &Deployment) -> bool {
    let of_token = matches!(deployment.token, TokenState::Refused(_));
    let of_bundle = matches!(deployment.bundle, BundleState::Missing | BundleState::Failed(_));
    (deployment.failure().is_some() && !of_token) || (deployment.phase() == Phase::Plan && of_bundle)
}

fn can_leave_counts(deployment: &Deployment) -> bool {
    let is_stopped = matches!(deployment.at(), Some((Step::Counts, Progress::Failed(_))));
    asks(deployment, Question::SaveCounts) || is_stopped
}
