//! When a day begins and ends here, and when today's allowance comes back: days are Cloudflare's, in UTC, and the clock on the wall has
//! others.

use contract::Neurons;
use eframe::egui::Ui;
use engine::usage::{Report, local_day, next_reset};

use super::Scene;
use crate::{look::space, msg::DaysMsg, panels::note};

pub(super) fn hours_ui(ui: &mut Ui, scene: &Scene<'_>, report: &Report) {
    let (from, to) = local_day(report.today, &scene.zone);
    ui.add_space(space::S);
    note(ui, DaysMsg::DayRuns { date: report.today, from: from.datetime(), to: to.datetime() }.into());
    let resets = next_reset(scene.now);
    if report.allowance > Neurons::ZERO {
        let at = resets.to_zoned(scene.zone.clone()).datetime();
        let here = scene.now.to_zoned(scene.zone.clone()).datetime();
        note(ui, DaysMsg::Resets { at, now: here }.into());
    }
    if let Ok(left) = scene.now.duration_until(resets).try_into() {
        // Then it is another day.
        ui.ctx().request_repaint_after(left);
    }
}
