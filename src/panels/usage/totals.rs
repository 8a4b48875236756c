//! What the usual spans come to: pictures, what was there already or failed, neurons, what is past the allowance, and what a picture
//! cost.

use eframe::egui::{Grid, RichText, Role, Ui, Vec2, WidgetInfo};
use engine::usage::{Report, Total};

use super::part_ui;
use crate::{
    look::{colour::Palette, space, type_scale},
    msg::{Msg, UsageMsg},
    panels::note,
};

/// A span whose sum is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sum {
    Today,
    Week,
    Month,
    Ever,
}

/// What is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fact {
    Pictures,
    Cached,
    Failed,
    Neurons,
    /// Dollars, past the allowance.
    Beyond,
    /// A picture's cost.
    Average,
}

impl Sum {
    const ALL: [Self; 4] = [Self::Today, Self::Week, Self::Month, Self::Ever];

    fn of(self, report: &Report) -> &Total {
        match self {
            Self::Today => &report.totals.today,
            Self::Week => &report.totals.week,
            Self::Month => &report.totals.month,
            Self::Ever => &report.totals.ever,
        }
    }
}

impl Fact {
    const ALL: [Self; 6] = [Self::Pictures, Self::Cached, Self::Failed, Self::Neurons, Self::Beyond, Self::Average];
}

pub(super) fn totals_ui(ui: &mut Ui, report: &Report) {
    part_ui(ui, UsageMsg::Totals);
    let beside = ((ui.available_width() - space::FACT) / (space::SUM + space::ITEMS.x)) as usize;
    for (place, sums) in Sum::ALL.chunks(beside.clamp(1, Sum::ALL.len())).enumerate() {
        if place > 0 {
            ui.add_space(space::M);
        }
        let grid = Grid::new(("usage-totals", place)).min_col_width(space::SUM).num_columns(sums.len() + 1);
        grid.show(ui, |ui| sums_ui(ui, sums, report));
    }
    if let Some(since) = report.known_since {
        ui.add_space(space::XS);
        note(ui, UsageMsg::KnownSince { since, ever: report.pictures_ever, known: report.totals.ever.pictures }.into());
    }
}

fn sums_ui(ui: &mut Ui, sums: &[Sum], report: &Report) {
    let palette = Palette::shown(ui);
    // The corner above the facts and before the sums.
    ui.allocate_space(Vec2::ZERO);
    for sum in sums {
        ui.label(RichText::new(UsageMsg::Sum(*sum).text()).text_style(type_scale::strong()));
    }
    ui.end_row();
    for fact in Fact::ALL {
        let name = UsageMsg::Fact(fact).text();
        ui.label(RichText::new(&name).color(palette.weak));
        for sum in sums {
            let total = sum.of(report);
            let value = UsageMsg::FactIs(fact, total).text();
            let label = ui.label(&value);
            // A number alone says nothing to those who do not see where it stands.
            let name = Msg::Sentences(&UsageMsg::Sum(*sum).text(), &name).text();
            let said = Msg::SettingIs { name: &name, value: &value }.text();
            label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
            if let Some(exact) = UsageMsg::exact(fact, total) {
                label.on_hover_text(exact.text());
            }
        }
        ui.end_row();
    }
}
