//! What actions do to a deployment, and the page of it: opened, gone on with, and left with the keyboard where it was.

use eframe::egui::{Context, Memory, OpenUrl};
use engine::{
    Command, DraftEdit,
    deploy::{Phase, Question, Task, Wish},
};

use super::App;
use crate::{
    action::{Action, asks},
    edits::Page,
    msg::Msg,
    panels::deploy::{DeployPage, Field},
    save_dialog::{Content, SaveDialog},
};

/// Where Cloudflare makes tokens.
const TOKEN_PAGE: &str = "https://dash.cloudflare.com/profile/api-tokens";

impl App {
    /// Whether it was one of these.
    pub(super) fn act_on_deploy(&mut self, action: Action, context: &Context) -> bool {
        let shown = || Page::Connections.connection(self.session.state()).map(|connection| connection.id);
        match action {
            Action::Deploy => self.open_deploy(Some(Task::New), context),
            Action::UpdateWorker => self.open_deploy(shown().map(Task::Update), context),
            Action::ChangeKey => self.open_deploy(shown().map(Task::Rotate), context),
            Action::RemoveWorker => self.open_deploy(shown().map(Task::Remove), context),
            Action::TokenPage => context.open_url(OpenUrl::new_tab(TOKEN_PAGE)),
            Action::ContinueDeploy => self.continue_deploy(),
            Action::StartDeploy => self.start_deploy(),
            Action::RetryDeploy => self.wish(Wish::Retry),
            Action::PackWorker => self.wish(Wish::Pack),
            Action::StopPacking => self.wish(Wish::StopPacking),
            Action::ReplaceWorker => self.wish(Wish::Replace),
            Action::RenameWorker => self.rename_worker(),
            Action::SaveCounts => self.save_counts(context),
            Action::LeaveCounts => self.wish(Wish::LeaveCounts),
            Action::FirstPicture => self.make_first_picture(),
            _ => return false,
        }
        true
    }

    fn wish(&mut self, wish: Wish) {
        self.session.send(Command::Deploy(wish));
    }

    /// One that is open already stays as it is.
    fn open_deploy(&mut self, task: Option<Task>, context: &Context) {
        let Some(task) = task.filter(|_| self.edits.deploy.is_none()) else { return };
        let back_to = self.edits.back_to.take().or(context.memory(Memory::focused));
        self.close_connections();
        self.close_usage();
        // Where another page was, what had the keyboard before it.
        let back_to = self.edits.back_to.take().or(back_to);
        self.edits.deploy = Some(DeployPage::new(back_to));
        self.wish(Wish::Begin(task));
    }

    /// The token that was typed goes with it, and the one that was sent is forgotten.
    pub(super) fn close_deploy(&mut self) {
        let Some(page) = self.edits.deploy.take() else { return };
        self.edits.back_to = page.back_to;
        let state = self.session.state();
        let is_done = state.deployment.as_ref().is_some_and(|deployment| deployment.phase() == Phase::Done);
        if is_done {
            // The way to FLUX, which it shows, has been found.
            self.end_welcome();
        }
        self.wish(Wish::Leave);
    }

    /// By what the page asks for.
    fn continue_deploy(&mut self) {
        let (Some(page), Some(deployment)) = (&mut self.edits.deploy, &self.session.state().deployment) else { return };
        let (wish, field) = if asks(deployment, Question::SubdomainTaken) {
            (page.subdomain().map(Wish::Subdomain), Field::Subdomain)
        } else if deployment.phase() == Phase::Account {
            (page.account().map(Wish::Account), Field::Account)
        } else {
            (page.token().map(Wish::Token), Field::Token)
        };
        (page.is_tried, page.focus) = (wish.is_none(), wish.is_none().then_some(field));
        if let Some(wish) = wish {
            self.wish(wish);
        }
    }

    fn start_deploy(&mut self) {
        let (Some(page), Some(deployment)) = (&mut self.edits.deploy, &self.session.state().deployment) else { return };
        if let Some(field) = page.hinders(deployment) {
            (page.is_tried, page.focus) = (true, Some(field));
            return;
        }
        let subdomain = page.subdomain().filter(|_| deployment.wants_subdomain());
        if let Some(subdomain) = subdomain {
            self.wish(Wish::Subdomain(subdomain));
        }
        self.wish(Wish::Start);
    }

    fn rename_worker(&mut self) {
        let (Some(page), Some(deployment)) = (&mut self.edits.deploy, &self.session.state().deployment) else { return };
        let name = page.name(deployment);
        (page.is_tried, page.focus) = (name.is_none(), name.is_none().then_some(Field::Name));
        if let Some(name) = name {
            self.wish(Wish::Name(name));
        }
    }

    fn save_counts(&mut self, context: &Context) {
        let Some(deployment) = self.session.state().deployment.as_ref().filter(|_| self.saving.is_none()) else {
            return;
        };
        let name = format!("{}-usage.{}", deployment.worker.as_str(), Content::Counts.extension());
        let suggested = self.session.folder().copies().join(name);
        self.saving = Some(SaveDialog::open(self.dialogs, Content::Counts, suggested, context));
        self.keep_keyboard(context);
    }

    /// Of what the prompt panel holds, or of the example.
    fn make_first_picture(&mut self) {
        self.close_deploy();
        if self.session.state().draft.prompt.trim().is_empty() {
            self.edits.prompt = Msg::ExamplePrompt.text();
            self.session.send(Command::Edit(DraftEdit::Prompt(self.edits.prompt.clone())));
        }
        self.edits.back_to = None;
        self.focus_prompt();
        self.session.send(Command::Generate);
    }
}
