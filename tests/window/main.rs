//! The window, by `egui_kittest`: found by what a screen reader says, driven by mouse and keys, without a display.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod actions;
mod desk;
mod gallery;
mod menus;
mod palette;
mod prompt;
mod service;
mod status;
mod viewer;
mod welcome;
