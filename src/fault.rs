//! The window when the program cannot start: what happened and what to do, where the user looks, in the user's language. It
//! never tries to start anything.

use eframe::egui::{CentralPanel, Context, RichText, Ui};
use engine::{AddressError, FolderError, Language, OpenError};

use crate::{
    look::{self, colour::Palette, fonts, space},
    msg::{Msg, Tongue},
};

/// Why there is no other window.
#[derive(Debug)]
pub enum WhyNot {
    /// Where the data would be.
    Folder(FolderError),
    /// What would run behind it.
    Session(OpenError),
    /// What the environment says of Cloudflare's API.
    Cloudflare(AddressError),
}

/// A window that only says why there is no other.
pub struct Fault {
    message: String,
}

impl Fault {
    /// `language`: of the settings, where they could be read.
    pub fn new(why: &WhyNot, language: Language, context: &Context) -> Self {
        look::apply(context);
        let tongue = Tongue::of(language);
        tongue.speak();
        fonts::set_locale(context, tongue.locale());
        Self { message: Msg::WhyNot(why).text() }
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
