//! The window when the program cannot start: what happened and what to do, where the user looks.

use eframe::egui::{CentralPanel, RichText, Ui};

use crate::{
    look::{self, colour::Palette, space},
    msg::Msg,
};

/// A window that only says why there is no other.
pub struct Fault {
    message: String,
}

impl Fault {
    /// `message`: what happened and what to do, in whole sentences.
    pub fn new(message: String, context: &eframe::egui::Context) -> Self {
        look::apply(context);
        Self { message }
    }
}

impl eframe::App for Fault {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        CentralPanel::default().show(ui, |ui| {
            ui.add_space(space::L);
            ui.heading(Msg::CannotStart.text());
            ui.add_space(space::M);
            ui.label(RichText::new(&self.message).color(Palette::shown(ui).error));
        });
    }
}
