//! A list of accounts that is pasted on the page, into whichever field: it is taken whole, before any field shows it, since it
//! holds tokens.

use contract::Account;
use eframe::egui::{RichText, Ui};
use engine::{ConnectionKind, MAX_CONNECTIONS};

use super::{ConnectionForm, Scene, draft::room, key, show, shown};
use crate::{
    action::Action,
    look::{space, type_scale},
    msg::{ConnectionMsg, Msg},
    panels::{action_button, main_button, note, problem, secret_field::take_pasted},
};

/// Bytes; far more than the longest list has.
const LONGEST: usize = 64 * 1024;

/// Takes a list that is pasted in this pass.
pub(super) fn take_pasted_list(ui: &Ui, scene: &mut Scene<'_>) {
    // What lies over the page has fields of its own.
    if ui.memory(|memory| memory.top_modal_layer().is_some()) {
        return;
    }
    let Some(list) = ui.input_mut(|input| take_pasted(&mut input.events, is_list)) else { return };
    // What is longer is no list, and reads as one that was cut.
    let end = list.len().min(LONGEST);
    scene.page.form = ConnectionForm::of_list(Account::parse_list(list.get(..end).unwrap_or_default()));
    if shown(scene.state).is_some() {
        show(scene.wishes, None);
    }
}

/// What neither an account's id nor a token begins with.
fn is_list(text: &str) -> bool {
    text.trim_start().starts_with(['[', '{'])
}

/// What was pasted, in place of the fields.
pub(super) fn accounts_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let form = &mut scene.page.form;
    let is_new = |account: &&Account| {
        let kind = ConnectionKind::Account(account.id.clone());
        scene.state.connections.iter().all(|known| known.kind != kind)
    };
    let fits = |accounts: &[Account]| accounts.iter().filter(is_new).count() <= room(scene.state);
    let is_right = matches!(&form.pasted, Some(Ok(accounts)) if fits(accounts));
    match &form.pasted {
        Some(Ok(_)) if !is_right => {
            problem(ui, Msg::Connections(ConnectionMsg::Full { most: MAX_CONNECTIONS }));
        }
        Some(Ok(accounts)) => {
            let count = accounts.len();
            ui.label(RichText::new(ConnectionMsg::Accounts { count }.text()).text_style(type_scale::strong()));
            note(ui, Msg::Connections(ConnectionMsg::AccountsNote));
            key::keep_ui(ui, &mut form.keep);
        }
        Some(Err(error)) => problem(ui, Msg::Connections(ConnectionMsg::AccountsProblem(*error))),
        None => {}
    }
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        let add = is_right.then(|| main_button(ui, Action::AddAccounts, 0.0));
        let close = action_button(ui, Action::Close);
        // The field that had the keyboard is gone.
        if ui.memory(|memory| memory.focused().is_none()) {
            add.as_ref().unwrap_or(&close).request_focus();
        }
        if add.is_some_and(|add| add.clicked()) {
            scene.wishes.act(Action::AddAccounts);
        }
        if close.clicked() {
            scene.page.form = ConnectionForm::new(None);
        }
    });
}
