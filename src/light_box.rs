//! How the open picture is seen: how near, and which part of it. Arithmetic only; `panels/viewer.rs` draws by it, the actions
//! change it.

use eframe::egui::Vec2;

/// How the open picture is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LightBox {
    pub(crate) zoom: Zoom,
    /// Points that the picture is moved by in this pass.
    pub(crate) pan: Vec2,
}

/// How near.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Zoom {
    /// The whole picture, never above one screen pixel a pixel.
    Fit,
    /// No edge of the window is left empty.
    Fill,
    /// Screen pixels a pixel of the picture.
    Scale(f32),
}

impl LightBox {
    pub(crate) const FIT: Self = Self { zoom: Zoom::Fit, pan: Vec2::ZERO };

    /// Comes closer, or steps back, around the middle. `factor`: above 1 is closer.
    pub(crate) fn zoom_by(&mut self, factor: f32) {
        if let Zoom::Scale(scale) = &mut self.zoom {
            *scale *= factor;
        }
    }
}
