//! The ring around what the keyboard is on. It is drawn here for every widget, so that none forgets it and none is too faint
//! to be seen; a text field has its own edge in the same colour. Called once, at the end of a frame.

use eframe::egui::{Context, Stroke, StrokeKind};

use super::{colour::Palette, space};

/// Points that the ring stands away from its widget.
const GAP: f32 = 2.0;

pub(crate) fn show(context: &Context) {
    let Some(id) = context.memory(|memory| memory.focused()) else { return };
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
