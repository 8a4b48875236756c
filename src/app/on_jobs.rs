//! What actions, and the buttons of cards, do about pictures that are not there: cancel them, take the next step, put them away,
//! copy what helps others to help, and show them in the queue.

use eframe::egui::Context;
use engine::{Command, Job, JobState, NextStep, PanelPlace, Setting};
use library::PictureId;

use super::App;
use crate::action::{Action, selected_jobs};

impl App {
    /// The selected jobs that it can mean something to.
    pub(super) fn act_on_jobs(&mut self, action: Action, context: &Context) {
        let failed = |job: &&Job| matches!(job.state, JobState::Failed(_));
        let jobs = || selected_jobs(self.session.state());
        // Several in one step, which is taken back in one.
        match action {
            Action::CopyReport => self.copy_reports(context),
            Action::Cancel => {
                let out = jobs().filter(|job| !failed(job)).map(|job| job.id).collect();
                self.session.send(Command::TakeOut(out));
            }
            Action::PutAway => {
                let out = jobs().filter(failed).map(|job| job.id).collect();
                self.session.send(Command::TakeOut(out));
            }
            _ => self.take_steps(action, context),
        }
    }

    fn take_steps(&mut self, action: Action, context: &Context) {
        let jobs = selected_jobs(self.session.state());
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

    /// The queue panel is shown if it is not, and its list has the keyboard.
    pub(super) fn go_to_queue(&mut self) {
        self.edits.back_to = None;
        self.edits.queue.want_keyboard();
        let place = self.session.state().settings.queue_panel;
        if !place.shown {
            self.session.send(Command::Set(Setting::QueuePanel(PanelPlace { shown: true, ..place })));
        }
    }

    fn copy_reports(&mut self, context: &Context) {
        let reports = selected_jobs(self.session.state()).filter_map(|job| match &job.state {
            JobState::Failed(failure) => Some(engine::report(job, failure)),
            JobState::Waiting | JobState::Running { .. } => None,
        });
        context.copy_text(reports.collect::<Vec<_>>().join("\n"));
        self.session.send(Command::ReportCopied);
    }
}
