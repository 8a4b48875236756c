//! The status bar: what is being done, and the last thing that has no tile of its own.

use eframe::egui::{Align, Label, Layout, RichText, Ui};
use engine::{Command, Notice, State};

use super::action_button;
use crate::{
    action::Action,
    look::{colour::Palette, space},
    msg::Msg,
    save_dialog::SaveDialog,
    wishes::Wishes,
};

pub(crate) fn status_ui(ui: &mut Ui, state: &State, saving: Option<&SaveDialog>, wishes: &mut Wishes) {
    let palette = Palette::shown(ui);
    ui.horizontal(|ui| {
        // It is as high before something is said as after.
        ui.set_min_height(space::CONTROL_HEIGHT);
        let say = |ui: &mut Ui, msg: Msg<'_>| ui.label(RichText::new(msg.text()).small().color(palette.weak));
        if let Some(indexing) = state.indexing.filter(|indexing| indexing.total > 0) {
            say(ui, Msg::Indexing { done: indexing.done, total: indexing.total });
        }
        if saving.is_some_and(SaveDialog::is_with_the_system) {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if action_button(ui, Action::Close).clicked() {
                    wishes.act(Action::Close);
                }
                ui.label(Msg::SaveDialogOpen.text());
            });
            return;
        }
        let Some(notice) = &state.notice else { return };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if action_button(ui, Action::Dismiss).clicked() {
                wishes.send(Command::DismissNotice);
            }
            let colour = if matches!(notice, Notice::Trouble(_)) { palette.error } else { palette.text };
            ui.add(Label::new(RichText::new(Msg::Notice(notice).text()).color(colour)).truncate());
        });
    });
}
