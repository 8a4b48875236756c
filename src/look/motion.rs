//! Motion, only where it explains: a picture that fades in has just arrived. None where the system asks for none. Whoever
//! draws what has arrived keeps its [`Arrival`]; what is done moving asks for no more frames.

use eframe::egui::{Context, Style, style::ScrollAnimation};

/// Seconds.
const FADE: f64 = 0.15;
/// Seconds; of menus, switches and the like.
const ANIMATION: f32 = 0.1;

/// How much of it there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Motion {
    #[default]
    Full,
    None,
}

/// When something came, to fade in from then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Arrival {
    /// egui's time, in seconds.
    at: f64,
}

impl Arrival {
    /// It comes in this frame.
    pub(crate) fn now(context: &Context) -> Self {
        Self { at: context.input(|input| input.time) }
    }

    /// Opacity, 0..=1. Asks for the next frame as long as it is less than 1.
    pub(crate) fn opacity(self, context: &Context) -> f32 {
        let age = context.input(|input| input.time) - self.at;
        if of(context) == Motion::None || age >= FADE {
            return 1.0;
        }
        context.request_repaint();
        (age / FADE).clamp(0.0, 1.0) as f32
    }
}

/// What is in place.
pub(crate) fn of(context: &Context) -> Motion {
    if context.global_style().animation_time > 0.0 { Motion::Full } else { Motion::None }
}

pub(super) fn set(style: &mut Style, motion: Motion) {
    (style.animation_time, style.scroll_animation) = match motion {
        Motion::Full => (ANIMATION, ScrollAnimation::default()),
        Motion::None => (0.0, ScrollAnimation::none()),
    };
}

#[cfg(test)]
mod tests {
    use eframe::egui::{RawInput, Theme};

    use super::*;

    /// The opacity at this time, and whether another frame is wanted.
    fn frame(context: &Context, time: f64, arrival: &mut Option<Arrival>) -> (f32, bool) {
        let mut opacity = 0.0;
        let input = RawInput { time: Some(time), ..RawInput::default() };
        let mut output = context.run_ui(input, |ui| {
            opacity = arrival.get_or_insert_with(|| Arrival::now(ui.ctx())).opacity(ui.ctx());
        });
        output.textures_delta.clear();
        (opacity, output.viewport_output.values().any(|viewport| viewport.repaint_delay.is_zero()))
    }

    #[test]
    fn what_arrives_fades_in_and_then_rests() {
        let context = Context::default();
        context.all_styles_mut(|style| set(style, Motion::Full));
        let mut arrival = None;
        // egui asks for frames of its own at the start.
        for _ in 0..3 {
            frame(&context, 0.0, &mut Some(Arrival { at: -9.0 }));
        }
        assert_eq!(frame(&context, 1.0, &mut arrival), (0.0, true));
        let (half, more) = frame(&context, 1.0 + FADE / 2.0, &mut arrival);
        assert!((0.4..0.6).contains(&half) && more, "{half}");
        assert_eq!(frame(&context, 1.0 + FADE, &mut arrival).0, 1.0);
        frame(&context, 2.0, &mut arrival);
        assert_eq!(frame(&context, 3.0, &mut arrival), (1.0, false));
    }

    #[test]
    fn without_motion_everything_is_there_at_once() {
        let context = Context::default();
        context.style_mut_of(Theme::Dark, |style| set(style, Motion::None));
        assert_eq!(frame(&context, 1.0, &mut None).0, 1.0);
    }
}
