//! The window, by `egui_kittest`: found by what a screen reader says, driven by mouse and keys, without a display.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod actions;
mod cards;
mod connections;
mod desk;
mod gallery;
mod gallery_place;
mod gallery_select;
#[path = "../../crates/engine/tests/it/keychain.rs"]
#[expect(dead_code, reason = "it misbehaves in more ways than a window shows")]
mod keychain;
mod keys;
mod language;
mod menus;
mod palette;
mod prompt;
mod queue;
mod screens;
mod snapshots;
mod status;
mod told;
mod viewer;
mod welcome;
mod words;
mod zoom;
