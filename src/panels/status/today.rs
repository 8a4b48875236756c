//! What today has used and how long it lasts, at the end of the status bar: the way to the page of usage. It is painted again only
//! when its words are others, never each second.

use eframe::egui::{Button, Rect, Response, RichText, TextStyle, Ui};
use engine::usage::{Level, Today};
use jiff::Timestamp;

use super::width;
use crate::{
    action::Action,
    look::colour::Palette,
    msg::BudgetMsg,
    panels::{in_view, repaint_with_hours},
    wishes::Wishes,
};

/// Its words, at home in a place that is as wide.
pub(super) struct TodayLink<'a> {
    today: &'a Today,
    words: String,
    /// Points.
    pub(super) width: f32,
}

impl<'a> TodayLink<'a> {
    pub(super) fn new(ui: &Ui, today: &'a Today, now: Timestamp) -> Self {
        repaint_with_hours(ui, today.resets, now);
        let words = BudgetMsg::Today(today, now).text();
        let width = width(ui, &words, &TextStyle::Small) + 2.0 * ui.spacing().button_padding.x;
        Self { today, words, width }
    }

    pub(super) fn ui(self, ui: &mut Ui, place: Rect, wishes: &mut Wishes) {
        let palette = Palette::shown(ui);
        let colour = match self.today.level {
            Level::Fine => palette.accent,
            Level::Near => palette.warning,
            Level::Past => palette.error,
        };
        let button = Button::new(RichText::new(self.words).small().color(colour)).frame(false);
        let link: Response = in_view(ui.put(place, button));
        let tip = BudgetMsg::TodayTip(self.today).text();
        ui.ctx().accesskit_node_builder(link.id, |node| node.set_description(tip.as_str()));
        if link.on_hover_text(tip).clicked() {
            wishes.act(Action::Usage);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, time::Duration};

    use contract::{AccountId, Day};
    use eframe::egui::{ViewportId, vec2};
    use egui_kittest::{
        Harness,
        kittest::{NodeT as _, Queryable as _},
    };
    use engine::{
        Connection, ConnectionId, ConnectionKind, Engine, Gallery, Settings, State,
        usage::{Count, utc_date},
    };

    use super::super::status_ui;
    use super::*;

    const LEFT: &str = " of 10,000 neurons · ";

    /// An account of which it was told at `told` that it has used so much that day.
    fn state(neurons: f64, told: Timestamp, asked: Option<Timestamp>) -> State {
        let id = AccountId::parse("0123456789abcdef0123456789abcdef").unwrap();
        let kind = ConnectionKind::Account(id);
        let date = utc_date(told);
        let mut count = Count::default();
        (count.told, count.asked) = (Some(told), asked);
        count.days.insert(date, Day { neurons, ..Day::empty(date) });
        let engine = Engine::new(Settings::default(), None, Gallery::default(), Vec::new());
        let mut state = engine.with_usage(BTreeMap::from([(kind.place(), count)])).state().clone();
        (state.current, state.indexing) = (ConnectionId(1), None);
        state.connections.push(Connection::new(ConnectionId(1), "studio".to_owned(), kind));
        state
    }

    /// What stands in the bar at a moment, and when it asks to be painted again.
    fn at(state: &State, now: Timestamp) -> (Vec<String>, Duration) {
        let state = state.clone();
        let mut bar = Harness::builder().with_size(vec2(1000.0, 40.0)).build_ui_state(
            move |ui, wishes: &mut Wishes| {
                if ui.ctx().cumulative_pass_nr() == 0 {
                    crate::look::apply(ui.ctx());
                } else {
                    let bar = ui.max_rect();
                    status_ui(ui, bar, &state, None, now, wishes);
                }
            },
            Wishes::default(),
        );
        bar.run();
        let said = bar.query_all_by_label_contains(LEFT).filter_map(|link| link.accesskit_node().label()).collect();
        (said, bar.output().viewport_output[&ViewportId::ROOT].repaint_delay)
    }

    #[test]
    fn it_says_the_hours_to_the_reset_and_is_painted_again_when_they_are_others() {
        let told: Timestamp = "2026-11-30T18:00:00Z".parse().unwrap();
        let state = state(1_204.4, told, Some(told));
        for (now, said, minutes) in [
            ("2026-11-30T19:00:00Z", "1,204 of 10,000 neurons · resets in 5 h", 30),
            ("2026-11-30T22:40:00Z", "1,204 of 10,000 neurons · resets in 1 h", 50),
            ("2026-11-30T23:45:00Z", "1,204 of 10,000 neurons · resets in under 1 h", 15),
            // A month later, by the calendar.
            ("2026-12-01T00:00:00Z", "0 of 10,000 neurons · resets in 24 h", 30),
        ] {
            let (words, delay) = at(&state, now.parse().unwrap());
            assert_eq!(words, [said]);
            let expected = Duration::from_secs(minutes * 60);
            assert!(delay >= expected && delay < expected + Duration::from_secs(1), "{now}: {delay:?}");
        }
    }

    /// Remembered of an earlier run, and nobody has told since: what today has used is not claimed.
    #[test]
    fn of_a_day_that_nobody_has_told_of_nothing_is_said() {
        let told: Timestamp = "2026-11-30T18:00:00Z".parse().unwrap();
        let state = state(1_204.0, told, None);
        assert_eq!(at(&state, "2026-11-30T19:00:00Z".parse().unwrap()).0.len(), 1);
        assert!(at(&state, "2026-12-01T00:00:00Z".parse().unwrap()).0.is_empty());
    }
}
