//! What keys and mouse do, in English.

use crate::msg::Gesture;

pub(super) fn keys(gesture: Gesture) -> &'static str {
    match gesture {
        Gesture::GalleryArrows => "Arrow keys",
        Gesture::GalleryWheel => "Ctrl+mouse wheel",
        Gesture::ViewerWheel => "Mouse wheel",
        Gesture::ViewerArrows => "Shift+arrow keys",
        Gesture::MenuKey => "F10",
        Gesture::TileMenuKey => "Shift+F10",
        Gesture::QueueDrag => "Drag",
    }
}

pub(super) fn does(gesture: Gesture) -> &'static str {
    match gesture {
        Gesture::GalleryArrows => "Go from picture to picture in the gallery",
        Gesture::GalleryWheel => "Larger or smaller tiles",
        Gesture::ViewerWheel => "Zoom an open picture",
        Gesture::ViewerArrows => "Move an open picture",
        Gesture::MenuKey => "Open the menus",
        Gesture::TileMenuKey => "Open a picture's menu",
        Gesture::QueueDrag => "Move a picture in the queue",
    }
}
