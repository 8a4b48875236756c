//! The window, by `egui_kittest`: found by what a screen reader says, driven by mouse and keys, without a display.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod desk;
mod gallery;
mod language;
mod prompt;
mod screens;
mod service;
mod snapshots;
mod told;
mod viewer;
mod words;
