//! Which account, where the token reaches several, or does not say which.

use eframe::egui::{Button, Role, Ui, WidgetInfo};
use engine::{Command, deploy::Wish};

use super::{Field, Scene, heading, names};
use crate::{
    action::Action,
    look::space,
    msg::{ConnectionMsg, DeployMsg, Msg},
    panels::in_view,
};

pub(super) fn account_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    heading(ui, &DeployMsg::AccountTitle.text());
    if scene.deployment.accounts.is_empty() {
        ui.label(DeployMsg::AccountUntold.text());
        ui.add_space(space::XS);
        let name = Msg::Connections(ConnectionMsg::AccountId);
        names::field_ui(ui, Field::Account, name, Action::ContinueDeploy, scene);
        ui.add_space(space::S);
        scene.main_button(ui, Action::ContinueDeploy, Msg::Label(Action::ContinueDeploy));
        return;
    }
    for account in &scene.deployment.accounts {
        let (name, id) = (DeployMsg::AccountNamed(&account.name).text(), account.id.as_str());
        let words = format!("{}\n{id}", crate::panels::bounded::plain(&name));
        let button = Button::new(words).wrap().min_size([ui.available_width(), space::CONTROL_HEIGHT].into());
        let response = in_view(ui.add(button));
        let said = Msg::SettingIs { name: &name, value: id }.text();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
        if scene.page.takes_focus(Field::Account) {
            response.request_focus();
        }
        if response.clicked() {
            scene.wishes.send(Command::Deploy(Wish::Account(account.id.clone())));
        }
    }
}
