//! A list of accounts that is pasted on the page, into whichever field: it is taken whole, before any field shows it, since it
//! holds tokens.

use contract::{Account, account::AccountError};
use eframe::egui::{RichText, Ui};
use engine::{ConnectionKind, MAX_CONNECTIONS};

use super::{Field, Focus, Scene, draft::room, key, shown};
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
    // What is shown is not given up for a text that only looks like a list.
    let is_meant: fn(&str) -> bool = if shown(scene.state).is_some() { |text| parse(text).is_ok() } else { is_list };
    if let Some(list) = ui.input_mut(|input| take_pasted(input, is_meant)) {
        scene.page.form.pasted = Some(parse(&list));
    }
}

fn parse(text: &str) -> Result<Vec<Account>, AccountError> {
    // What is longer is no list, and reads as one that was cut.
    Account::parse_list(text.get(..text.len().min(LONGEST)).unwrap_or_default())
}

/// A list, or what was meant to be one: a key or a name may begin with one such sign, and not with two.
fn is_list(text: &str) -> bool {
    let inside = text.trim_start().strip_prefix(['[', '{']).map(str::trim_start);
    inside.is_some_and(|inside| inside.starts_with(['{', '"'])) || parse(text).is_ok()
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
            key::keep_ui(ui, form, None);
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
            scene.page.form.pasted = None;
            scene.page.focus = Some(Focus::Field(Field::Place));
        }
    });
}
