//! Easel's window: it draws the engine's state and sends its commands, and decides nothing. `main.rs` opens it; the tests
//! open it without a display.

mod action;
mod app;
mod edits;
mod fault;
mod keychain;
mod light_box;
mod look;
mod msg;
mod notifications;
mod panels;
mod place;
mod save_dialog;
mod system;
mod textures;
mod wishes;

pub use app::App;
pub use fault::{Fault, WhyNot};
pub use keychain::SystemKeychain;
pub use look::space::FIRST_WINDOW;
pub use msg::Tongue;
pub use place::window_at;
pub use save_dialog::Dialogs;
