//! What the queue panel keeps between frames: the row that the keyboard is on, and the row that is being dragged. Both are known
//! by their jobs, so that what comes and goes meanwhile moves neither.

use eframe::egui::{Context, Id, Memory, Ui};
use library::PictureId;

use super::{Scene, rows::Rows};

/// What the queue panel keeps between frames.
#[derive(Default)]
pub(crate) struct QueueView {
    cursor: Option<Cursor>,
    /// Set once, to bring the keyboard into the list.
    wants_keyboard: bool,
    /// Whether the keyboard went from the list to the prompt, and comes back.
    lends_keyboard: bool,
    /// Set once, to scroll to the cursor's row.
    pub(super) reveals: bool,
    /// The row whose menu a key asked for.
    pub(super) menu: Option<PictureId>,
    pub(super) drag: Option<Drag>,
}

/// The row that arrow keys go on from, whose details are shown.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cursor {
    id: PictureId,
    /// Where it stood: there the cursor stays when its job is gone.
    place: usize,
}

/// A row that the mouse moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Drag {
    pub(super) id: PictureId,
    /// The job that it would stand before, as the last frame showed it; `None`: after the last.
    pub(super) before: Option<PictureId>,
}

/// The widget of a row: the same wherever it stands.
pub(super) fn widget(id: PictureId) -> Id {
    Id::unique(("queued", id))
}

impl QueueView {
    /// Finds the cursor's row again. When it is gone, the one that stands there now takes its place, and the keyboard.
    pub(super) fn follow(&mut self, ui: &Ui, rows: &Rows<'_>, scene: &mut Scene<'_>) {
        let had_keyboard = self.has_keyboard(ui.ctx());
        let before = self.cursor;
        self.cursor = before.and_then(|Cursor { id, place }| {
            let place = rows.place(id).unwrap_or(place.min(rows.len().saturating_sub(1)));
            rows.job(place).map(|job| Cursor { id: job.id, place })
        });
        if self.wants_keyboard {
            self.cursor = self.cursor.or_else(|| rows.job(0).map(|job| Cursor { id: job.id, place: 0 }));
        }
        let is_another = self.cursor.map(|now| now.id) != before.map(|before| before.id);
        if (had_keyboard && is_another) || std::mem::take(&mut self.wants_keyboard) {
            self.reveals = true;
            if let Some(Cursor { id, .. }) = self.cursor {
                ui.memory_mut(|memory| memory.request_focus(widget(id)));
                scene.select(id);
            }
        }
        let waits = |drag: &Drag| rows.turn(drag.id).is_some();
        self.drag = self.drag.filter(waits);
    }

    pub(super) fn cursor(&self) -> Option<PictureId> {
        self.cursor.map(|cursor| cursor.id)
    }

    /// Where the cursor is, or where it would come in by Tab.
    pub(super) fn stop(&self) -> usize {
        self.cursor.map_or(0, |cursor| cursor.place)
    }

    /// Puts the keyboard on a row, and selects its job.
    pub(super) fn take(&mut self, ui: &Ui, id: PictureId, place: usize, scene: &mut Scene<'_>) {
        self.cursor = Some(Cursor { id, place });
        ui.memory_mut(|memory| memory.request_focus(widget(id)));
        scene.select(id);
        ui.ctx().request_repaint();
    }

    /// Whether a row has it.
    pub(crate) fn has_keyboard(&self, context: &Context) -> bool {
        let focused = context.memory(Memory::focused);
        self.cursor.is_some_and(|cursor| focused == Some(widget(cursor.id)))
    }

    /// Brings the keyboard into the list when it is drawn next.
    pub(crate) fn want_keyboard(&mut self) {
        self.wants_keyboard = true;
    }

    /// The prompt gets the keyboard, if the list has it, until it is given back.
    pub(crate) fn lend_keyboard(&mut self, context: &Context) {
        self.lends_keyboard = self.has_keyboard(context);
    }

    pub(crate) fn take_keyboard_back(&mut self) {
        self.wants_keyboard |= std::mem::take(&mut self.lends_keyboard);
    }

    /// Scrolls to the cursor's row when it is drawn next.
    pub(crate) fn reveal(&mut self) {
        self.reveals = true;
    }

    pub(crate) fn is_dragging(&self) -> bool {
        self.drag.is_some()
    }

    /// Lets the row that is being dragged stay where it was.
    pub(crate) fn give_up_drag(&mut self) {
        self.drag = None;
    }
}
