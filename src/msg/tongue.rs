//! The language that is spoken. It belongs to the thread that draws, as the window's frame sets it: a parameter would go
//! through every function that draws, and only one language is ever on the screen. No words stand in here.

use std::{cell::Cell, sync::OnceLock};

use engine::Language;

/// A language that the window speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// English.
    English,
    /// 简体中文.
    Chinese,
    /// English in brackets, with which a test finds words that do not go through [`Msg`].
    Bracketed,
}

/// Asked once: it is looked up in each frame.
static SYSTEM: OnceLock<Tongue> = OnceLock::new();

thread_local! {
    static SPOKEN: Cell<Tongue> = const { Cell::new(Tongue::English) };
}

impl Tongue {
    /// What this setting means on this system.
    pub(crate) fn of(language: Language) -> Self {
        match language {
            Language::English => Self::English,
            Language::Chinese => Self::Chinese,
            Language::System => *SYSTEM.get_or_init(|| match sys_locale::get_locale() {
                Some(locale) if locale.starts_with("zh") => Self::Chinese,
                _ => Self::English,
            }),
        }
    }

    /// The forms that Han characters take; the system's own where it is `None`.
    pub(crate) fn locale(self) -> Option<&'static str> {
        (self == Self::Chinese).then_some("zh-Hans")
    }

    /// From here on, this thread's window speaks it.
    pub(crate) fn speak(self) {
        SPOKEN.set(self);
    }

    /// What this thread's window speaks.
    pub(super) fn spoken() -> Self {
        SPOKEN.get()
    }
}
