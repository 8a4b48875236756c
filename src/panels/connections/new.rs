//! What a new connection leads to: the choice, each with what it is and where its values are found.

use eframe::egui::{Align, Atom, Button, FontSelection, Role, TextFormat, TextStyle, Ui, WidgetInfo, text::LayoutJob};

use super::{Field, Focus, Scene, Way};
use crate::{
    look::{colour::Palette, space, type_scale},
    msg::{ConnectionMsg, Msg},
    panels::in_view,
};

pub(super) fn ways_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    for way in [Way::WorkersAi, Way::Worker] {
        if way_ui(ui, way, scene.page.form.way == way) {
            scene.page.form.choose(way);
            scene.page.focus = Some(Focus::Field(Field::Place));
        }
    }
}

/// Whether it was chosen. Its words are one text, so that they wrap.
fn way_ui(ui: &mut Ui, way: Way, chosen: bool) -> bool {
    let palette = Palette::shown(ui);
    let [name, what, where_from] =
        [ConnectionMsg::Way(way), ConnectionMsg::WayIs(way), ConnectionMsg::WayFound(way)].map(ConnectionMsg::text);
    let weak = if chosen { palette.on_selected } else { palette.weak };
    let mut words = LayoutJob::default();
    let mut line = |text: &str, style, color| {
        let font_id = FontSelection::Style(style).resolve(ui.style());
        let format = TextFormat { font_id, color, valign: Align::BOTTOM, ..TextFormat::default() };
        words.append(text, 0.0, format);
    };
    line(&name, type_scale::strong(), if chosen { palette.on_selected } else { palette.text });
    line(&format!("\n{what}\n{where_from}"), TextStyle::Small, weak);
    let button = Button::selectable(chosen, (words, Atom::grow())).wrap().frame_when_inactive(true);
    let response = ui.add(button.min_size([ui.available_width(), space::CONTROL_HEIGHT].into()));
    let said = Msg::Sentences(&what, &where_from).text();
    let said = Msg::SettingIs { name: &name, value: &said }.text();
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, &said));
    in_view(response).clicked()
}
