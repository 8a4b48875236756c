//! The ring around what the keyboard is on. It is drawn here for every widget, so that none forgets it and none is too faint
//! to be seen; a text field has its own edge in the same colour. Called once, at the end of a frame.

use eframe::egui::{Context, Memory, Stroke, StrokeKind};

use super::{colour::Palette, space};

/// Points that the ring stands away from its widget.
const GAP: f32 = 2.0;

pub(crate) fn show(context: &Context) {
    let Some(id) = context.memory(Memory::focused) else { return };
    if context.text_edit_focused() {
        return;
    }
    let Some(widget) = context.read_response(id) else { return };
    if !widget.interact_rect.is_positive() {
        // Scrolled out of sight.
        return;
    }
    let stroke = Stroke::new(space::RING, Palette::of(context.theme()).focus);
    // What a scroll area cuts off stays cut off.
    let clip = widget.interact_rect.expand(GAP + space::RING);
    let painter = context.layer_painter(widget.layer_id).with_clip_rect(clip);
    painter.rect_stroke(widget.rect.expand(GAP), space::RADIUS + GAP, stroke, StrokeKind::Outside);
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Color32, Rect, Response, Shape, Theme, Ui};

    use super::*;

    /// What is drawn with the focus on the one widget that is there: its place, and the places of rings.
    fn rings(widget: fn(&mut Ui) -> Response) -> (Rect, Vec<Rect>) {
        let context = Context::default();
        crate::look::apply(&context);
        let mut place = Rect::NOTHING;
        let mut frame = || {
            let mut output = context.run_ui(eframe::egui::RawInput::default(), |ui| {
                let response = widget(ui);
                response.request_focus();
                place = response.rect;
                show(ui.ctx());
            });
            output.textures_delta.clear();
            output.shapes
        };
        frame();
        let focus = Palette::of(Theme::Dark).focus;
        let shapes = frame().into_iter().filter_map(|shape| match shape.shape {
            Shape::Rect(rect) if rect.stroke.color == focus && rect.fill == Color32::TRANSPARENT => Some(rect.rect),
            _ => None,
        });
        let rings = shapes.collect();
        (place, rings)
    }

    #[test]
    fn what_the_keyboard_is_on_has_a_ring_outside_its_edge() {
        for widget in [
            |ui: &mut Ui| ui.button("Generate"),
            |ui: &mut Ui| ui.checkbox(&mut true, "Random seed"),
            |ui: &mut Ui| ui.add(eframe::egui::Slider::new(&mut 1.0, 0.0..=2.0).show_value(false)),
        ] {
            let (place, rings) = rings(widget);
            assert!(rings.iter().any(|ring| ring.contains_rect(place.expand(GAP))), "{place:?} {rings:?}");
        }
    }

    #[test]
    fn a_text_field_shows_it_by_its_edge_alone() {
        let (_, rings) = rings(|ui| ui.text_edit_singleline(&mut String::new()));
        assert_eq!(rings, []);
    }
}
