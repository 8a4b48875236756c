//! Whether an action that switches something, or chooses one of several, is on: menus mark it, buttons are held down, a
//! screen reader says so.

use engine::{Language, State, Theme};

use super::Action;
use crate::light_box::Zoom;

impl Action {
    /// `None` for what is done and over. `zoom`: the open picture's.
    pub(crate) fn is_on(self, state: &State, zoom: Zoom) -> Option<bool> {
        let settings = &state.settings;
        Some(match self {
            Self::Fit => state.open.is_some() && zoom == Zoom::Fit,
            Self::Fill => state.open.is_some() && zoom == Zoom::Fill,
            Self::ActualSize => state.open.is_some() && zoom == Zoom::Actual,
            Self::LockShape => state.draft.lock.is_some(),
            Self::PromptPanel => settings.prompt_panel.shown,
            Self::QueuePanel => settings.queue_panel.shown,
            Self::InfoPanel => settings.info_panel.shown,
            Self::Filmstrip => settings.filmstrip,
            Self::Notifications => settings.notifications,
            Self::ResumeAfterReset => settings.resume_after_reset,
            Self::SystemTheme => settings.theme == Theme::System,
            Self::DarkTheme => settings.theme == Theme::Dark,
            Self::LightTheme => settings.theme == Theme::Light,
            Self::SystemLanguage => settings.language == Language::System,
            Self::English => settings.language == Language::English,
            Self::Chinese => settings.language == Language::Chinese,
            _ => return None,
        })
    }
}
