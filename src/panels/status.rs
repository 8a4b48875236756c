//! The status bar: what is under way, how far the folder is compared, the last thing that has no tile of its own, and the
//! connection. Its height is fixed, so that nothing jumps when these come and go.

use eframe::egui::{Align, Label, Layout, ProgressBar, Response, RichText, Ui, accesskit::Live};
use engine::{ConnectionKind, JobState, Notice, State, Undoable};
use jiff::Timestamp;

use super::{action_button, icon_button};
use crate::{
    action::Action,
    look::{colour::Palette, icon::Icon, space, type_scale},
    msg::Msg,
    save_dialog::SaveDialog,
    wishes::Wishes,
};

pub(crate) fn status_ui(ui: &mut Ui, state: &State, saving: Option<&SaveDialog>, now: Timestamp, wishes: &mut Wishes) {
    let width = ui.available_width();
    ui.horizontal_centered(|ui| {
        under_way_ui(ui, state, now);
        indexing_ui(ui, state, wishes);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if width > space::ROOM_FOR_CONNECTION {
                connection_ui(ui, state);
            }
            if saving.is_some_and(SaveDialog::is_with_the_system) {
                button(ui, Action::Close, wishes);
                ui.label(Msg::SaveDialogOpen.text());
            } else if let Some(notice) = &state.notice {
                notice_ui(ui, notice, state, wishes);
            }
        });
    });
}

fn button(ui: &mut Ui, action: Action, wishes: &mut Wishes) {
    if action_button(ui, action).clicked() {
        wishes.act(action);
    }
}

fn small(ui: &mut Ui, msg: Msg<'_>) -> Response {
    let palette = Palette::shown(ui);
    ui.label(RichText::new(msg.text()).small().color(palette.weak))
}

fn under_way_ui(ui: &mut Ui, state: &State, now: Timestamp) {
    let since = |state: &JobState| match state {
        JobState::Running { since } => Some(*since),
        JobState::Waiting => Some(now),
        JobState::Failed(_) => None,
    };
    let begun: Vec<Timestamp> = state.gallery.jobs().iter().filter_map(|job| since(&job.state)).collect();
    if let Some(first) = begun.iter().min() {
        let seconds = now.duration_since(*first).as_secs().max(0);
        small(ui, Msg::UnderWay { count: begun.len(), seconds });
    }
}

fn indexing_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    let Some(indexing) = state.indexing.filter(|indexing| indexing.total > 0) else { return };
    let msg = Msg::Indexing { done: indexing.done, total: indexing.total };
    let label = small(ui, msg);
    let bar = ProgressBar::new(indexing.done as f32 / indexing.total as f32);
    let bar = bar.desired_width(space::PROGRESS.x).desired_height(space::PROGRESS.y).fill(Palette::shown(ui).accent);
    ui.add(bar).labelled_by(label.id);
    if icon_button(ui, Action::StopIndexing).clicked() {
        wishes.act(Action::StopIndexing);
    }
}

fn notice_ui(ui: &mut Ui, notice: &Notice, state: &State, wishes: &mut Wishes) {
    let palette = Palette::shown(ui);
    button(ui, Action::Dismiss, wishes);
    // Only while it would take back what is said beside it.
    if matches!(
        (notice, state.undoable),
        (Notice::Deleted { .. } | Notice::DeletedSome { .. }, Some(Undoable::Deletion { .. }))
            | (Notice::SettingsUsed, Some(Undoable::Settings))
    ) {
        button(ui, Action::Undo, wishes);
    }
    let (icon, colour) = match notice {
        Notice::Trouble(_) | Notice::DeletedSome { .. } => (Icon::Warning, palette.error),
        Notice::Unknown { .. } | Notice::ConnectFirst(_) | Notice::NoChineseFont => (Icon::Warning, palette.warning),
        Notice::Deleted { .. } => (Icon::Delete, palette.text),
        Notice::IndexingStopped => (Icon::Stop, palette.text),
        Notice::Saved(_)
        | Notice::Restored { .. }
        | Notice::Copied
        | Notice::SettingsUsed
        | Notice::DraftBack
        | Notice::Connected(_) => (Icon::Check, palette.text),
    };
    let words = Msg::Notice(notice).text();
    let width = ui.available_width() - type_scale::ICON - space::ITEMS.x;
    let label = ui.scope(|ui| {
        ui.set_max_width(width.max(0.0));
        ui.add(Label::new(RichText::new(&words).color(colour)).truncate())
    });
    // Said by a screen reader as soon as it is there.
    ui.ctx().accesskit_node_builder(label.inner.id, |node| node.set_live(Live::Polite));
    let (place, _) = ui.allocate_exact_size([type_scale::ICON; 2].into(), eframe::egui::Sense::hover());
    icon.paint(ui, place, colour);
}

fn connection_ui(ui: &mut Ui, state: &State) {
    let Some(connection) = state.connection() else { return };
    match &connection.kind {
        ConnectionKind::BuiltIn => small(ui, Msg::PainterConnection),
        ConnectionKind::Service(address) => {
            let palette = Palette::shown(ui);
            ui.label(RichText::new(address.to_string()).small().color(palette.weak))
        }
    };
    ui.add_space(space::S);
}

#[cfg(test)]
mod tests {
    use eframe::egui::accesskit::Role;
    use egui_kittest::{
        Harness,
        kittest::{NodeT as _, Queryable as _},
    };
    use engine::{Engine, Gallery, Indexing, Settings};

    use super::*;

    /// In a window it lasts as long as the folder is large.
    #[test]
    fn the_look_through_the_folder_has_a_bar_and_is_stopped_there() {
        let state = Engine::new(Settings::default(), None, Gallery::default(), Vec::new()).state().clone();
        let mut seen = Vec::new();
        for indexing in [None, Some(Indexing::default()), Some(Indexing { done: 250, total: 1000 })] {
            let (state, wishes) = (State { indexing, ..state.clone() }, Wishes::default());
            let mut bar = Harness::new_ui_state(
                |ui, wishes: &mut Wishes| {
                    // Fonts are there from the next pass on.
                    if ui.ctx().cumulative_pass_nr() == 0 {
                        crate::look::apply(ui.ctx());
                    } else {
                        status_ui(ui, &state, None, Timestamp::UNIX_EPOCH, wishes);
                    }
                },
                wishes,
            );
            bar.run();
            let Some(progress) = bar.query_by_role(Role::ProgressIndicator) else {
                seen.push(None);
                continue;
            };
            seen.push(progress.accesskit_node().numeric_value());
            assert!(bar.query_by_label_contains("250").is_some());
            bar.get_by_label("Stop looking through the folder").click();
            bar.run();
            assert_eq!(bar.state().actions, [Action::StopIndexing]);
        }
        // Before the folder's size is known there is nothing to show.
        assert_eq!(seen, [None, None, Some(25.0)]);
    }
}
