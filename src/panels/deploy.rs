//! The page of a deployment: a token, an account, what will be made, the steps, and what has come of it. It takes the place of
//! the pictures, and never shows a token or a key. What is shown follows from [`Phase`]; nothing is decided here.

mod account;
mod bundle;
mod done;
mod names;
mod page;
mod plan;
mod said;
mod steps;
mod token;

use eframe::egui::{CentralPanel, Context, Frame, Panel, Role, ScrollArea, Ui, WidgetInfo};
use engine::{
    State,
    deploy::{Deployment, Phase, Task},
};

pub(crate) use page::{DeployPage, Field};

use super::{action_button, action_button::main_button_saying, in_view};
use crate::{
    action::Action,
    edits::Page,
    look::space,
    msg::{DeployMsg, Msg},
    wishes::Wishes,
};

/// What the parts of the page are drawn from, and ask through.
pub(crate) struct Scene<'a> {
    pub(crate) state: &'a State,
    pub(crate) deployment: &'a Deployment,
    pub(crate) page: &'a mut DeployPage,
    pub(crate) wishes: &'a mut Wishes,
}

impl Scene<'_> {
    fn is_available(&self, action: Action) -> bool {
        action.is_available(self.state, Page::Deploy)
    }

    /// A button that is there only while it means something.
    fn button(&mut self, ui: &mut Ui, action: Action) {
        if self.is_available(action) && action_button(ui, action).clicked() {
            self.wishes.act(action);
        }
    }

    /// The one that matters most, which gets the keyboard when the page has come so far.
    fn main_button(&mut self, ui: &mut Ui, action: Action, words: Msg<'_>) {
        if !self.is_available(action) {
            return;
        }
        let button = main_button_saying(ui, action, words, 0.0);
        let button = super::action_button::explain(button, action);
        if self.page.takes_focus(Field::Main) {
            button.request_focus();
        }
        if button.clicked() {
            self.wishes.act(action);
        }
    }
}

/// Whether a field of the page had the keyboard when this pass began; egui may have taken it away since.
pub(crate) fn is_typed_in(context: &Context) -> bool {
    context.memory(|memory| Field::TYPED.iter().any(|field| memory.had_focus_last_frame(names::id(*field))))
}

pub(crate) fn deploy_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    scene.page.follow(scene.deployment);
    let asked = scene.page.focus;
    let bar = Frame::side_top_panel(ui.style()).inner_margin(space::BAR_MARGIN);
    Panel::top("deploy-bar").frame(bar).show(ui, |ui| {
        ui.horizontal(|ui| {
            let back = in_view(ui.button(Msg::Label(Action::BackToPictures).text()));
            // Unlike on other pages, nothing that was typed stays.
            if back.on_hover_text(DeployMsg::LeaveTip.text()).clicked() {
                scene.wishes.act(Action::BackToPictures);
            }
            ui.add_space(space::S);
            ui.heading(DeployMsg::Title(scene.deployment.task).text());
        });
    });
    let frame = Frame::side_top_panel(ui.style()).inner_margin(space::PANEL);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        ScrollArea::vertical().id_salt("deploy").auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(space::RING_ROOM).show(ui, |ui| {
                ui.set_max_width(space::CONNECTION_FORM.min(ui.available_width()));
                phase_ui(ui, scene);
            });
        });
    });
    if asked.is_some() && scene.page.focus == asked && !scene.deployment.is_busy() {
        // What is not there to take the keyboard does not take it later.
        scene.page.focus = None;
    }
}

fn phase_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    match scene.deployment.phase() {
        Phase::Token => {
            ui.label(DeployMsg::Lead(scene.deployment.task).text());
            ui.add_space(space::S);
            token::token_ui(ui, scene);
        }
        Phase::Account => account::account_ui(ui, scene),
        Phase::Looking => looking_ui(ui, scene),
        Phase::Plan => plan::plan_ui(ui, scene),
        Phase::Steps => steps::steps_ui(ui, scene),
        Phase::Done => done::done_ui(ui, scene),
    }
}

fn looking_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    match scene.deployment.failure() {
        Some(failure) => {
            said::failed(ui, failure);
            ui.add_space(space::S);
            scene.main_button(ui, Action::RetryDeploy, Msg::Label(Action::RetryDeploy));
        }
        None => said::busy(ui, &DeployMsg::Looking.text()),
    }
}

/// What a part is about, as a screen reader goes from one to the next.
fn heading(ui: &mut Ui, words: &str) {
    ui.heading(words).widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
    ui.add_space(space::XS);
}

/// Whether something is taken away.
fn removes(task: Task) -> bool {
    matches!(task, Task::Remove(_))
}
