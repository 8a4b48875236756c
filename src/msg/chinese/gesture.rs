//! 鼠标和按键的作用，简体中文。

use crate::msg::Gesture;

pub(super) fn keys(gesture: Gesture) -> &'static str {
    match gesture {
        Gesture::GalleryArrows => "方向键",
        Gesture::GalleryWheel => "Ctrl+鼠标滚轮",
        Gesture::ViewerWheel => "鼠标滚轮",
        Gesture::ViewerArrows => "Shift+方向键",
        Gesture::MenuKey => "F10",
        Gesture::TileMenuKey => "Shift+F10",
        Gesture::QueueDrag => "拖动",
    }
}

pub(super) fn does(gesture: Gesture) -> &'static str {
    match gesture {
        Gesture::GalleryArrows => "在图库中逐张移动",
        Gesture::GalleryWheel => "放大或缩小缩略图",
        Gesture::ViewerWheel => "缩放打开的图片",
        Gesture::ViewerArrows => "移动打开的图片",
        Gesture::MenuKey => "打开菜单",
        Gesture::TileMenuKey => "打开图片的右键菜单",
        Gesture::QueueDrag => "移动队列中的图片",
    }
}
