//! What the desktop says of looks: dark or light, and whether things may move. On Linux a thread asks the settings portal
//! and listens to it; elsewhere winit tells egui the theme, and nothing is asked here. It never holds up a frame, nor the
//! end of the program, and a desktop without a portal is no error.

#[cfg(target_os = "linux")]
mod portal;

use eframe::egui::{Context, Theme};
use tokio::sync::watch;

use crate::look::motion::Motion;

/// What is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct SystemLooks {
    /// `None`: it has no preference, or says none.
    pub(crate) theme: Option<Theme>,
    pub(crate) motion: Motion,
}

/// The desktop, as far as it is watched.
pub(crate) struct System {
    looks: watch::Receiver<SystemLooks>,
}

impl System {
    /// Asks now, and wakes the window on each change from then on.
    pub(crate) fn watch(context: &Context) -> Self {
        let (tell, looks) = watch::channel(SystemLooks::default());
        #[cfg(target_os = "linux")]
        portal::watch(tell, context.clone());
        #[cfg(not(target_os = "linux"))]
        drop((tell, context));
        Self { looks }
    }

    /// A desktop that says nothing, for tests: they must not look different on another machine.
    pub(crate) fn silent() -> Self {
        Self { looks: watch::channel(SystemLooks::default()).1 }
    }

    /// The newest that is known.
    pub(crate) fn looks(&self) -> SystemLooks {
        *self.looks.borrow()
    }
}
