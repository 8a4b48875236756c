//! What actions, and the buttons of cards, do about pictures that were not made: the next step, and a report for whoever helps.

use eframe::egui::Context;
use engine::{Command, JobState, NextStep};
use library::PictureId;

use super::App;
use crate::action::Action;

impl App {
    /// What it is for each of the selected jobs that offer it.
    pub(super) fn take_steps(&mut self, action: Action, context: &Context) {
        let state = self.session.state();
        let jobs = state.gallery.jobs().iter().filter(|job| state.selection.contains(job.id));
        let steps = jobs.filter_map(|job| Some((job.id, action.step_of(job)?)));
        // The panel has room for one request, the page for one connection.
        let one = matches!(action, Action::ChangeRequest | Action::OpenConnection);
        let steps: Vec<(PictureId, NextStep)> = steps.take(if one { 1 } else { usize::MAX }).collect();
        for (id, step) in steps {
            self.take_step(id, step, context);
        }
    }

    pub(super) fn take_step(&mut self, id: PictureId, step: NextStep, context: &Context) {
        match step {
            NextStep::AskAgain | NextStep::TryAgain | NextStep::SaveAgain => self.session.send(Command::Retry(id)),
            NextStep::MakeAgain => self.session.send(Command::Remake(id)),
            NextStep::OtherSeed => self.session.send(Command::Reseed(id)),
            NextStep::Change => {
                self.session.send(Command::TakeRequest(id));
                self.act(Action::FocusPrompt, context);
            }
            NextStep::OpenConnection => {
                let state = self.session.state();
                let of_job = state.gallery.job(id).and_then(|job| job.connection);
                self.open_connection(of_job.unwrap_or(state.current), context);
            }
            NextStep::ShowLibrary => self.session.send(Command::ShowLibrary),
        }
    }

    pub(super) fn copy_reports(&mut self, context: &Context) {
        let state = self.session.state();
        let jobs = state.gallery.jobs().iter().filter(|job| state.selection.contains(job.id));
        let reports = jobs.filter_map(|job| match &job.state {
            JobState::Failed(failure) => Some(engine::report(job, failure)),
            JobState::Waiting | JobState::Running { .. } => None,
        });
        context.copy_text(reports.collect::<Vec<_>>().join("\n"));
        self.session.send(Command::ReportCopied);
    }
}
