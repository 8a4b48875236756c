//! The window, by `egui_kittest`: found by what a screen reader says, driven by mouse and keys, without a display.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod actions;
mod budgets;
mod cards;
mod connections;
mod deploying;
mod desk;
mod gallery;
mod gallery_place;
mod gallery_select;
#[path = "../../crates/engine/tests/it/http.rs"]
mod http;
#[path = "../../crates/engine/tests/it/keychain.rs"]
#[expect(dead_code, reason = "it misbehaves in more ways than a window shows")]
mod keychain;
mod keys;
mod language;
mod menus;
#[path = "../../crates/engine/tests/it/own_worker.rs"]
mod own_worker;
mod palette;
mod prompt;
mod queue;
mod rewriting;
mod screens;
mod snapshots;
mod status;
mod told;
mod usage;
mod usage_days;
mod viewer;
mod welcome;
mod words;
mod zoom;
