//! Lines of words on a tile, one below the other, as far as there is room: what does not fit is left out, and a line that is too
//! long ends in an ellipsis.

use eframe::egui::{Align, Color32, FontSelection, Painter, Rect, RichText, TextStyle, Ui, pos2, text::LayoutJob};

use crate::{
    look::{icon::Icon, space},
    panels::bounded,
};

/// The lines of one tile.
pub(super) struct Lines<'a> {
    ui: &'a Ui,
    painter: Painter,
    frame: Rect,
    top: f32,
}

impl<'a> Lines<'a> {
    pub(super) fn new(ui: &'a Ui, frame: Rect) -> Self {
        let painter = ui.painter().with_clip_rect(ui.clip_rect().intersect(frame));
        Self { ui, painter, frame, top: frame.top() }
    }

    /// How many more lines of this style have room.
    pub(super) fn room(&self, style: &TextStyle) -> usize {
        ((self.frame.bottom() - self.top) / self.ui.text_style_height(style)).floor() as usize
    }

    /// In at most so many rows.
    pub(super) fn say(&mut self, text: &str, style: &TextStyle, colour: Color32, most: usize) {
        let job = bounded::rows(text, style, colour, self.frame.width(), most, self.ui);
        self.paint(job, style, colour);
    }

    /// The same, with an icon as its first letter, so that words go on below it where a tile is narrow.
    pub(super) fn say_after_icon(&mut self, icon: Icon, text: &str, style: &TextStyle, colour: Color32, most: usize) {
        let mut job = LayoutJob::default();
        let words = RichText::new(format!(" {}", bounded::plain(text))).text_style(style.clone());
        for part in [icon.text(), words] {
            part.color(colour).append_to(&mut job, self.ui.style(), FontSelection::Default, Align::Center);
        }
        (job.wrap.max_width, job.wrap.max_rows) = (self.frame.width(), most);
        self.paint(job, style, colour);
    }

    fn paint(&mut self, mut job: LayoutJob, style: &TextStyle, colour: Color32) {
        job.wrap.max_rows = job.wrap.max_rows.min(self.room(style));
        if job.wrap.max_rows > 0 {
            let galley = self.painter.layout_job(job);
            let below = galley.size().y + space::XS / 2.0;
            self.painter.galley(pos2(self.frame.left(), self.top), galley, colour);
            self.top += below;
        }
    }
}
