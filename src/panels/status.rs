//! The status bar: what is under way, how far the folder is compared, the last thing that has no tile of its own, what today
//! has used, and the connection. Its height is fixed, so that nothing jumps when these come and go; a message that is too long for it stands
//! above it, whole. All is laid out from the left: Tab goes the way that the eye goes.

use eframe::egui::{
    Align, Align2, Area, Color32, Frame, Id, Label, Layout, ProgressBar, Rect, Response, RichText, ScrollArea, Sense,
    TextStyle, Ui, UiBuilder, accesskit::Live, vec2,
};
use engine::{JobState, Notice, State, Undoable};
use jiff::Timestamp;

use super::{action_button, action_button::link_button_saying, connection_name, icon_button};
mod today;

use crate::{
    action::Action,
    edits::Page,
    look::{colour::Palette, icon::Icon, space, type_scale},
    msg::{ConnectionMsg, Msg, QueueMsg},
    save_dialog::SaveDialog,
    wishes::Wishes,
};
use today::TodayLink;

/// Drawn within `bar`, after the panels that stand above it: Tab reaches it last.
pub(crate) fn status_ui(
    ui: &mut Ui,
    bar: Rect,
    state: &State,
    saving: Option<&SaveDialog>,
    now: Timestamp,
    wishes: &mut Wishes,
) {
    let child = UiBuilder::new().id_salt("status").max_rect(bar).layout(Layout::left_to_right(Align::Center));
    let ui = &mut ui.new_child(child);
    under_way_ui(ui, state, now, wishes);
    indexing_ui(ui, state, wishes);
    if state.keychain_waits {
        let waits = small(ui, Msg::Connections(ConnectionMsg::KeychainWaits));
        waits.on_hover_text(ConnectionMsg::KeychainAsks.text());
    }
    let connection = state.connection().filter(|_| bar.width() > space::ROOM_FOR_CONNECTION).map(connection_name);
    let place = connection.as_deref().map_or(bar.with_min_x(bar.right()), |words| {
        bar.with_min_x(bar.right() - space::S - width(ui, words, &TextStyle::Small))
    });
    let today = state.today(now).filter(|_| bar.width() > space::ROOM_FOR_TODAY);
    let today = today.as_ref().map(|today| TodayLink::new(ui, today, now));
    let today_place = today.as_ref().map_or(place.with_max_x(place.left()), |today| {
        bar.with_max_x(place.left()).with_min_x(place.left() - today.width)
    });
    let said = if saving.is_some_and(SaveDialog::is_with_the_system) {
        Some(Said::saving(ui))
    } else {
        state.notice.as_ref().map(|notice| Said::notice(ui, notice, state.undoable))
    };
    if let Some(said) = said {
        let room = today_place.left() - space::ITEMS.x - ui.cursor().left();
        let needed = said.width(ui);
        if needed <= room && !said.words.contains('\n') {
            ui.add_space(room - needed);
            said.ui(ui, wishes);
        } else {
            above_ui(ui, bar, &said, wishes);
        }
    }
    if let Some(today) = today {
        today.ui(ui, today_place, wishes);
    }
    if let Some(words) = connection {
        let palette = Palette::shown(ui);
        ui.put(place, Label::new(RichText::new(words).small().color(palette.weak)));
    }
}

fn small(ui: &mut Ui, msg: Msg<'_>) -> Response {
    let palette = Palette::shown(ui);
    ui.label(RichText::new(msg.text()).small().color(palette.weak))
}

/// Points that these words take in one line.
pub(super) fn width(ui: &Ui, words: &str, style: &TextStyle) -> f32 {
    let font = style.resolve(ui.style());
    ui.painter().layout_no_wrap(words.to_owned(), font, ui.visuals().text_color()).size().x.ceil()
}

/// It leads into the queue, whether that is shown or not.
fn under_way_ui(ui: &mut Ui, state: &State, now: Timestamp, wishes: &mut Wishes) {
    let jobs = || state.gallery.jobs().iter().filter(|job| !matches!(job.state, JobState::Failed(_)));
    let elapsed = jobs().filter_map(|job| job.age(now)).max();
    let count = jobs().count();
    if count == 0 {
        return;
    }
    let words = Msg::UnderWay { count, elapsed };
    if Action::QueuePanel.is_available(state, Page::Pictures) {
        let link = link_button_saying(ui, words).on_hover_text(QueueMsg::ToTheQueue.text());
        wishes.to_the_queue |= link.clicked();
    } else {
        small(ui, words);
    }
}

fn indexing_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    let Some(indexing) = state.indexing else { return };
    let label = small(ui, Msg::Indexing { done: indexing.done, total: indexing.total });
    // Until the folder's size is known, nobody can say how far it is.
    if indexing.total > 0 {
        let bar = ProgressBar::new(indexing.done as f32 / indexing.total as f32);
        let bar = bar.desired_width(space::PROGRESS.x).desired_height(space::PROGRESS.y);
        ui.add(bar.fill(Palette::shown(ui).accent)).labelled_by(label.id);
    }
    if icon_button(ui, Action::StopIndexing).clicked() {
        wishes.act(Action::StopIndexing);
    }
}

/// What is said, and what can be done about it.
struct Said {
    words: String,
    icon: Option<Icon>,
    colour: Color32,
    offered: &'static [Action],
}

impl Said {
    fn saving(ui: &Ui) -> Self {
        let colour = Palette::shown(ui).text;
        Self { words: Msg::SaveDialogOpen.text(), icon: None, colour, offered: &[Action::Close] }
    }

    fn notice(ui: &Ui, notice: &Notice, undoable: Option<Undoable>) -> Self {
        let palette = Palette::shown(ui);
        let (icon, colour) = match notice {
            Notice::Trouble(_) | Notice::DeletedSome { .. } | Notice::KeyLeft { .. } => (Icon::Warning, palette.error),
            Notice::Unknown { .. }
            | Notice::ConnectFirst(_)
            | Notice::StoodIn { .. }
            | Notice::NoChineseFont
            | Notice::TooLate => (Icon::Warning, palette.warning),
            Notice::Deleted { .. } | Notice::Removed(_) | Notice::TakenOut { .. } => (Icon::Delete, palette.text),
            Notice::IndexingStopped | Notice::DeploymentLeft(_) => (Icon::Stop, palette.text),
            Notice::Saved(_)
            | Notice::Restored { .. }
            | Notice::Copied
            | Notice::ReportCopied
            | Notice::ChartCopied
            | Notice::SettingsUsed
            | Notice::DraftBack
            | Notice::PromptTaken(_)
            | Notice::PromptBack
            | Notice::PromptStays
            | Notice::QueueBack
            | Notice::BroughtBack(_)
            | Notice::Connected(_) => (Icon::Check, palette.text),
        };
        // Only while it would take back what is said beside it.
        let can_be_undone = matches!(
            (notice, undoable),
            (Notice::Deleted { .. } | Notice::DeletedSome { .. }, Some(Undoable::Deletion { .. }))
                | (Notice::SettingsUsed, Some(Undoable::Settings))
                | (Notice::PromptTaken(_), Some(Undoable::Prompt))
                | (Notice::Removed(_), Some(Undoable::Connection))
                | (Notice::TakenOut { .. }, Some(Undoable::Queue))
        );
        let offered: &[Action] = if can_be_undone { &[Action::Undo, Action::Dismiss] } else { &[Action::Dismiss] };
        Self { words: Msg::Notice(notice).text(), icon: Some(icon), colour, offered }
    }

    /// Points of its line.
    fn width(&self, ui: &Ui) -> f32 {
        width(ui, &self.words, &TextStyle::Body) + self.beside_words(ui)
    }

    /// Points of all but the words.
    fn beside_words(&self, ui: &Ui) -> f32 {
        let button = |action: &Action| {
            let words = width(ui, &Msg::Label(*action).text(), &TextStyle::Button);
            words + 2.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x
        };
        let icon = self.icon.map_or(0.0, |_| type_scale::ICON + ui.spacing().item_spacing.x);
        icon + self.offered.iter().map(button).sum::<f32>()
    }

    fn ui(&self, ui: &mut Ui, wishes: &mut Wishes) {
        self.icon_ui(ui);
        self.words_ui(ui);
        self.buttons_ui(ui, wishes);
    }

    fn icon_ui(&self, ui: &mut Ui) {
        if let Some(icon) = self.icon {
            let (place, _) = ui.allocate_exact_size([type_scale::ICON; 2].into(), Sense::hover());
            icon.paint(ui, place, self.colour);
        }
    }

    fn words_ui(&self, ui: &mut Ui) {
        let label = ui.label(RichText::new(&self.words).color(self.colour));
        // Said by a screen reader as soon as it is there.
        ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
    }

    fn buttons_ui(&self, ui: &mut Ui, wishes: &mut Wishes) {
        for action in self.offered {
            if action_button(ui, *action).clicked() {
                wishes.act(*action);
            }
        }
    }
}

/// A message that has no room in the bar, on a sheet above it. What is longer still scrolls there.
fn above_ui(ui: &Ui, bar: Rect, said: &Said, wishes: &mut Wishes) {
    let sheet = Area::new(Id::unique("message")).pivot(Align2::RIGHT_BOTTOM).fixed_pos(bar.right_top());
    sheet.show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).show(ui, |ui| {
            let inner = (bar.width() - 2.0 * f32::from(space::PANEL)).min(space::MESSAGE);
            ui.set_width(inner);
            ui.horizontal_top(|ui| {
                let words = inner - said.beside_words(ui);
                said.icon_ui(ui);
                let rows = ui.text_style_height(&TextStyle::Body) * space::MESSAGE_ROWS;
                let child = Layout::top_down(Align::Min);
                ui.allocate_ui_with_layout(vec2(words.max(space::NARROW_MESSAGE), 0.0), child, |ui| {
                    ui.set_width(ui.available_width());
                    ScrollArea::vertical().max_height(rows).show(ui, |ui| said.words_ui(ui));
                });
                said.buttons_ui(ui, wishes);
            });
        });
    });
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
                        let bar = ui.max_rect();
                        status_ui(ui, bar, &state, None, Timestamp::UNIX_EPOCH, wishes);
                    }
                },
                wishes,
            );
            bar.run();
            let progress = bar.query_by_role(Role::ProgressIndicator);
            seen.push(progress.map(|progress| progress.accesskit_node().numeric_value()));
            let Some(stop) = bar.query_by_label("Stop looking through the folder") else { continue };
            // Before the folder's size is known, too, it is said what takes so long.
            let words = if progress.is_some() { ": 250 of 1,000" } else { "…" };
            bar.get_by_label(&format!("Looking through the folder{words}"));
            stop.click();
            bar.run();
            assert_eq!(bar.state().actions, [Action::StopIndexing]);
        }
        assert_eq!(seen, [None, None, Some(Some(25.0))]);
    }

    #[test]
    fn a_message_without_room_in_the_bar_stands_above_it_whole() {
        let mut state = Engine::new(Settings::default(), None, Gallery::default(), Vec::new()).state().clone();
        (state.notice, state.indexing) = (Some(Notice::NoChineseFont), None);
        for (width, is_above) in [(700.0, true), (900.0, true), (2000.0, false)] {
            let state = state.clone();
            let mut window = Harness::builder().with_size(vec2(width, 300.0)).build_ui_state(
                move |ui, wishes: &mut Wishes| {
                    if ui.ctx().cumulative_pass_nr() == 0 {
                        crate::look::apply(ui.ctx());
                    } else {
                        let bar = ui.max_rect().with_min_y(ui.max_rect().bottom() - space::BAR);
                        status_ui(ui, bar, &state, None, Timestamp::UNIX_EPOCH, wishes);
                    }
                },
                Wishes::default(),
            );
            window.run();
            let words = window.get_by_label_contains("Arch: noto-fonts-cjk) and start").rect();
            let dismiss = window.get_by_label("Dismiss").rect();
            assert_eq!(words.bottom() < 300.0 - space::BAR, is_above, "{width}: {words}");
            assert!(words.left() >= 0.0 && words.right() <= dismiss.left() && dismiss.right() <= width, "{width}");
            window.get_by_label("Dismiss").click();
            window.run();
            assert_eq!(window.state().actions, [Action::Dismiss]);
        }
    }
}
