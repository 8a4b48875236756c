//! Deleting pictures and bringing them back: one stack, newest first.

use library::PictureId;

use super::Engine;
use crate::effect::Effect;

impl Engine {
    pub(super) fn delete(&mut self, _ids: &[PictureId]) -> Vec<Effect> {
        Vec::new()
    }

    pub(super) fn undo(&mut self) -> Vec<Effect> {
        Vec::new()
    }
}
