//! The chart of the page of usage on the clipboard, as a picture: cut out of what the window shows. That is asked for once the chart
//! is scrolled into view and nothing lies over it any more, and comes a frame later. Drawing it a second time, out of sight, would need a renderer of our own.

use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use eframe::egui::{ColorImage, Context, Popup, Rect};
use engine::Command;

use super::App;

/// Passes until what was asked of the page is seen: one in which it is told, one in which it has scrolled.
const PASSES: u8 = 2;

/// How far a copy is.
#[derive(Default)]
pub(super) enum ChartCopy {
    #[default]
    Idle,
    /// Asked for, maybe from a menu or the palette, which are still to be put away.
    Wanted,
    /// In as many passes: the page makes room for it.
    Settling(u8),
    /// The window's picture is on its way.
    Awaited(Receiver<ColorImage>),
}

impl App {
    pub(super) fn want_chart(&mut self, context: &Context) {
        self.chart = ChartCopy::Wanted;
        context.request_repaint();
    }

    /// At the end of a pass, which has drawn the chart.
    pub(super) fn photograph_chart(&mut self, context: &Context) {
        let is_covered = self.edits.overlay.is_some() || self.saving.is_some() || Popup::is_any_open(context);
        let Some(page) = &mut self.edits.usage else { return self.chart = ChartCopy::Idle };
        let drawn = page.chart_rect.take();
        self.chart = match std::mem::take(&mut self.chart) {
            ChartCopy::Wanted if is_covered => return self.chart = ChartCopy::Wanted,
            ChartCopy::Wanted => {
                page.is_photographed = true;
                ChartCopy::Settling(PASSES)
            }
            ChartCopy::Settling(passes @ 1..) => ChartCopy::Settling(passes - 1),
            ChartCopy::Settling(0) => {
                page.is_photographed = false;
                // Without a chart there is nothing to copy.
                drawn.map_or(ChartCopy::Idle, |rect| ChartCopy::Awaited(photograph(rect, context)))
            }
            other @ (ChartCopy::Idle | ChartCopy::Awaited(_)) => return self.chart = other,
        };
        context.request_repaint();
    }

    /// Before a pass, which hands it to the system.
    pub(super) fn take_chart(&mut self, context: &Context) {
        let ChartCopy::Awaited(picture) = &self.chart else { return };
        match picture.try_recv() {
            Ok(picture) => {
                context.copy_image(picture);
                self.session.send(Command::ChartCopied);
                self.chart = ChartCopy::Idle;
                context.request_repaint();
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => self.chart = ChartCopy::Idle,
        }
    }
}

/// `rect`: points.
fn photograph(rect: Rect, context: &Context) -> Receiver<ColorImage> {
    let (sender, receiver) = sync_channel(1);
    let (scale, waker) = (context.pixels_per_point(), context.clone());
    context.request_screenshot(move |window| {
        if let Some(chart) = cut(&window, rect, scale)
            && sender.send(chart).is_ok()
        {
            waker.request_repaint();
        }
    });
    receiver
}

/// The part of a picture of the window that `rect` covers, in points of `scale` pixels; `None` where that is nothing.
fn cut(window: &ColorImage, rect: Rect, scale: f32) -> Option<ColorImage> {
    // A cast ends at 0.
    let pixel = |points: f32, most: usize| ((points * scale).round() as usize).min(most);
    let [width, height] = window.size;
    let (left, right) = (pixel(rect.left(), width), pixel(rect.right(), width));
    let (top, bottom) = (pixel(rect.top(), height), pixel(rect.bottom(), height));
    let size = [right.saturating_sub(left), bottom.saturating_sub(top)];
    (!size.contains(&0)).then(|| window.region_by_pixels([left, top], size))
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Color32, pos2};

    use super::*;

    #[test]
    fn what_is_cut_out_is_in_the_window() {
        let window = ColorImage::filled([200, 100], Color32::default());
        let cut = |left, top, right, bottom, scale| {
            let rect = Rect::from_min_max(pos2(left, top), pos2(right, bottom));
            super::cut(&window, rect, scale).map(|picture| picture.size)
        };
        assert_eq!(cut(10.0, 10.0, 60.0, 30.0, 1.0), Some([50, 20]));
        assert_eq!(cut(10.0, 10.0, 60.0, 30.0, 1.5), Some([75, 30]));
        assert_eq!(cut(-10.0, 90.0, 999.0, 999.0, 1.0), Some([200, 10]));
        assert_eq!(cut(300.0, 10.0, 400.0, 20.0, 1.0), None);
        assert_eq!(cut(60.0, 10.0, 10.0, 20.0, 1.0), None);
    }
}
