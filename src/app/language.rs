//! The language of the window, and whether this system can show it. A changed setting speaks from the next frame on.

use eframe::egui::Context;
use engine::Command;

use super::App;
use crate::{look::fonts, msg::Tongue, save_dialog::Dialogs};

/// What is spoken, and what was found out about it.
#[derive(Default)]
pub(super) struct Speech {
    /// Spoken whatever the settings say.
    always: Option<Tongue>,
    now: Option<Tongue>,
    /// Whether it was asked already if Chinese can be shown.
    asked_for_chinese: bool,
}

impl App {
    /// Speaks this language whatever the settings say, for tests.
    pub fn speak(&mut self, tongue: Tongue) {
        self.speech.always = Some(tongue);
    }

    /// To be called first in each frame.
    pub(super) fn speak_as_set(&mut self, context: &Context) {
        let tongue = self.speech.always.unwrap_or_else(|| Tongue::of(self.session.state().settings.language));
        tongue.speak();
        if self.speech.now.replace(tongue) != Some(tongue) && self.dialogs == Dialogs::System {
            // One Han character has forms of several countries.
            fonts::set_locale(context, tongue.locale());
        }
    }

    /// Says once that Chinese would be boxes here. Asked when there is Chinese to show, since the answer waits for a list of
    /// the system's fonts.
    pub(super) fn tell_of_fonts(&mut self, context: &Context) {
        let state = self.session.state();
        let told = state.settings.told_of_fonts || self.speech.asked_for_chinese;
        if told || (self.speech.now != Some(Tongue::Chinese) && !state.draft.prompt.chars().any(is_han)) {
            return;
        }
        self.speech.asked_for_chinese = true;
        if fonts::lacks_chinese(context) {
            self.session.send(Command::TellOfFonts);
        }
    }
}

/// The block that holds what is written today.
fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}
