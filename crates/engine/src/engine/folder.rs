//! What is done with a picture's file and with the folder as a whole, apart from making and deleting pictures.

use library::PictureId;

use super::Engine;
use crate::effect::Effect;

impl Engine {
    pub(super) fn copy_picture(&mut self, _id: PictureId) -> Vec<Effect> {
        Vec::new()
    }

    pub(super) fn show_in_folder(&mut self, _id: PictureId) -> Vec<Effect> {
        Vec::new()
    }

    pub(super) fn show_library(&mut self) -> Vec<Effect> {
        Vec::new()
    }

    pub(super) fn refresh(&mut self) -> Vec<Effect> {
        Vec::new()
    }

    pub(super) fn stop_indexing(&mut self) -> Vec<Effect> {
        Vec::new()
    }
}
