//! What is looked at: whose usage, which days, counted in what, and shown how.

use eframe::egui::{Button, ComboBox, RichText, Role, TextStyle, Ui, WidgetInfo};
use engine::usage::Subject;

use super::{Range, Scene, Shape, Unit};
use crate::{
    look::{colour::Palette, space},
    msg::UsageMsg,
    panels::{connection_name, in_view, status::width},
};

/// Days, as many.
const RANGES: [u16; 4] = [7, 30, 90, 365];
/// What a page begins with.
pub(super) const USUAL: Range = Range::Last(30);
/// A calendar is of a year, until dates are picked.
const YEAR: Range = Range::Last(365);

/// A connection that was removed has no usage to look at.
pub(super) fn follow(scene: &mut Scene<'_>) {
    if let Subject::One(id) = scene.page.subject
        && scene.state.find_connection(id).is_none()
    {
        scene.page.subject = Subject::All;
    }
}

pub(super) fn choices_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    ui.horizontal_wrapped(|ui| {
        subject_ui(ui, scene);
        let page = &mut *scene.page;
        let mut ranges = RANGES.map(Range::Last).to_vec();
        // The table's dates.
        ranges.extend(matches!(page.range, Range::Days(_)).then_some(page.range));
        choices_of_ui(ui, &ranges, UsageMsg::Range, &mut page.range);
        choices_of_ui(ui, &Unit::ALL, UsageMsg::Unit, &mut page.unit);
        let before = page.shape;
        choices_of_ui(ui, &Shape::ALL, UsageMsg::Shape, &mut page.shape);
        // A calendar is of a year; dates that were picked stay.
        if page.shape == Shape::Calendar && before != Shape::Calendar && matches!(page.range, Range::Last(_)) {
            page.range = YEAR;
        }
    });
}

fn subject_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let (state, page) = (scene.state, &mut *scene.page);
    let name = ui.label(RichText::new(UsageMsg::Whose.text()).color(Palette::shown(ui).weak).small());
    let selected = match page.subject {
        Subject::All => UsageMsg::AllTogether.text(),
        Subject::One(id) => state.find_connection(id).map(connection_name).unwrap_or_default(),
    };
    let combo = ComboBox::from_id_salt("whose-usage").width(space::SUBJECT).truncate().selected_text(selected);
    let combo = combo.show_ui(ui, |ui| {
        let of_each = state.connections.iter().map(|known| (Subject::One(known.id), connection_name(known)));
        for (subject, name) in std::iter::once((Subject::All, UsageMsg::AllTogether.text())).chain(of_each) {
            if ui.selectable_value(&mut page.subject, subject, name).clicked() {
                // A click closes it anyway, a key does not.
                ui.close();
            }
        }
    });
    in_view(combo.response.labelled_by(name.id));
}

/// One of several, which stand together: where they have no room on a line, on the next one.
fn choices_of_ui<T: Copy + PartialEq>(ui: &mut Ui, all: &[T], name: fn(T) -> UsageMsg<'static>, chosen: &mut T) {
    ui.add_space(space::S);
    let names: Vec<String> = all.iter().map(|one| name(*one).text()).collect();
    let around = 2.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x;
    let needed: f32 = names.iter().map(|name| width(ui, name, &TextStyle::Button) + around).sum();
    if ui.available_size_before_wrap().x < needed {
        ui.end_row();
    }
    for (one, name) in all.iter().zip(&names) {
        let is_chosen = chosen == one;
        let response = ui.add(Button::selectable(is_chosen, name).frame_when_inactive(true));
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, name));
        if in_view(response).clicked() {
            *chosen = *one;
        }
    }
}
