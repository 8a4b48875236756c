//! Motion, only where it explains: a picture that fades in has just arrived. None where the system asks for none. Whoever
//! draws what has arrived keeps its [`Arrival`]; what is done moving asks for no more frames.

use eframe::egui::{Context, Event, RawInput, Style, TouchPhase, style::ScrollAnimation};

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

    /// It has been there for long.
    pub(crate) const LONG_AGO: Self = Self { at: f64::NEG_INFINITY };

    /// Opacity, 0..=1. Asks for the next frame as long as it is less than 1.
    pub(crate) fn opacity(self, context: &Context) -> f32 {
        let age = context.input(|input| input.time) - self.at;
        if age >= FADE || of(context) == Motion::None {
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

/// Without motion a turn of the wheel scrolls at once. egui spreads it over several frames, but for a trackpad, which says
/// when the touch begins; so a beginning is said before each turn. To be called on what comes in, before egui takes it.
pub(crate) fn still_wheel(context: &Context, input: &mut RawInput) {
    if of(context) == Motion::Full {
        return;
    }
    let turn = input.events.iter().enumerate().find(|(_, event)| matches!(event, Event::MouseWheel { .. }));
    let Some((place, mut begin)) = turn.map(|(place, event)| (place, event.clone())) else { return };
    if let Event::MouseWheel { phase: phase @ TouchPhase::Move, .. } = &mut begin {
        *phase = TouchPhase::Start;
        input.events.insert(place, begin);
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Modifiers, MouseWheelSource, MouseWheelUnit, Theme, Vec2};

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
            frame(&context, 0.0, &mut Some(Arrival::LONG_AGO));
        }
        assert!(matches!(frame(&context, 1.0, &mut arrival), (0.0, true)));
        let (half, more) = frame(&context, 1.0 + FADE / 2.0, &mut arrival);
        assert!((0.4..0.6).contains(&half) && more, "{half}");
        assert!(matches!(frame(&context, 1.0 + FADE, &mut arrival), (1.0, _)));
        frame(&context, 2.0, &mut arrival);
        assert!(matches!(frame(&context, 3.0, &mut arrival), (1.0, false)));
    }

    #[test]
    fn without_motion_everything_is_there_at_once() {
        let context = Context::default();
        context.style_mut_of(Theme::Dark, |style| set(style, Motion::None));
        assert!(matches!(frame(&context, 1.0, &mut None), (1.0, _)));
    }

    #[test]
    fn the_wheel_scrolls_at_once_without_motion() {
        let scrolled = |motion| {
            let context = Context::default();
            context.all_styles_mut(|style| set(style, motion));
            let wheel = Event::MouseWheel {
                unit: MouseWheelUnit::Line,
                delta: Vec2::new(0.0, 1.0),
                phase: TouchPhase::Move,
                modifiers: Modifiers::NONE,
                source: MouseWheelSource::Wheel,
            };
            let mut input = RawInput { events: vec![wheel], ..RawInput::default() };
            still_wheel(&context, &mut input);
            let mut scrolled = 0.0;
            context
                .run_ui(input, |ui| scrolled = ui.input(|input| input.smooth_scroll_delta().y))
                .textures_delta
                .clear();
            scrolled
        };
        assert!(scrolled(Motion::None) >= 40.0, "{}", scrolled(Motion::None));
        assert!(scrolled(Motion::Full) < 40.0, "{}", scrolled(Motion::Full));
    }
}
