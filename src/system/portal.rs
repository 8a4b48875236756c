//! The settings of a Linux desktop, by `org.freedesktop.portal.Settings`: read once, then listened to, on a thread that
//! lives as long as the program. Only `System` uses it.

use std::{collections::BTreeMap, thread};

use eframe::egui::{Context, Theme};
use tokio::sync::watch::Sender;
use zbus::{
    blocking::{Connection, Proxy, connection::Builder},
    zvariant::{OwnedValue, Value},
};

use super::SystemLooks;
use crate::look::motion::Motion;

const APPEARANCE: &str = "org.freedesktop.appearance";
/// GNOME says whether things may move here; portals before 1.21 have no `reduced-motion`.
const GNOME: &str = "org.gnome.desktop.interface";

pub(super) fn watch(tell: Sender<SystemLooks>, context: Context) {
    let thread = thread::Builder::new().name("easel-portal".to_owned());
    if let Err(error) = thread.spawn(move || run(Builder::session(), &tell, &context)) {
        tracing::warn!(%error, "the system's looks are not followed");
    }
}

/// Tells first and wakes the window after. Returns when there is no portal, or no bus any more.
fn run(bus: zbus::Result<Builder<'_>>, tell: &Sender<SystemLooks>, context: &Context) {
    let changed = |looks| {
        if tell.send_if_modified(|known| std::mem::replace(known, looks) != looks) {
            context.request_repaint();
        }
    };
    if let Err(error) = bus.and_then(Builder::build).and_then(|bus| listen(&bus, changed)) {
        tracing::debug!(%error, "the settings portal is not there; the looks stay as they are");
    }
}

/// Returns when the bus is gone.
fn listen(bus: &Connection, mut changed: impl FnMut(SystemLooks)) -> zbus::Result<()> {
    let settings = Proxy::new(
        bus,
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Settings",
    )?;
    // Before the reading, so that no change falls between the two.
    let signals = settings.receive_signal("SettingChanged")?;
    let all: BTreeMap<String, BTreeMap<String, OwnedValue>> = settings.call("ReadAll", &(vec![APPEARANCE, GNOME],))?;
    let mut said = Said::default();
    for (space, values) in &all {
        for (key, value) in values {
            said.take(space, key, value);
        }
    }
    changed(said.looks());
    for signal in signals {
        let body = signal.body();
        let (space, key, value): (&str, &str, Value<'_>) = body.deserialize()?;
        said.take(space, key, &value);
        changed(said.looks());
    }
    Ok(())
}

/// The settings as they were said, since two of them speak of motion.
#[derive(Debug, Default, Clone, Copy)]
struct Said {
    theme: Option<Theme>,
    reduced: bool,
    still: bool,
}

impl Said {
    /// What is not ours, or not of the type that is promised, changes nothing.
    fn take(&mut self, space: &str, key: &str, value: &Value<'_>) {
        match (space, key, inside(value)) {
            (APPEARANCE, "color-scheme", Value::U32(scheme)) => {
                self.theme = match scheme {
                    1 => Some(Theme::Dark),
                    2 => Some(Theme::Light),
                    _ => None,
                };
            }
            (APPEARANCE, "reduced-motion", Value::U32(reduced)) => self.reduced = *reduced == 1,
            (GNOME, "enable-animations", Value::Bool(enabled)) => self.still = !enabled,
            _ => {}
        }
    }

    fn looks(self) -> SystemLooks {
        let motion = if self.reduced || self.still { Motion::None } else { Motion::Full };
        SystemLooks { theme: self.theme, motion }
    }
}

/// Some portals wrap a value twice.
fn inside<'v>(value: &'v Value<'v>) -> &'v Value<'v> {
    match value {
        Value::Value(inner) => inner,
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::watch;

    use super::*;

    #[test]
    fn without_a_bus_nothing_is_said_and_the_thread_ends() {
        let (tell, looks) = watch::channel(SystemLooks::default());
        run(Builder::address("unix:path=/nowhere/bus"), &tell, &Context::default());
        assert!(!looks.has_changed().unwrap());
    }

    fn said(values: &[(&str, &str, Value<'_>)]) -> SystemLooks {
        let mut said = Said::default();
        for (space, key, value) in values {
            said.take(space, key, value);
        }
        said.looks()
    }

    #[test]
    fn the_theme_is_read_however_it_is_wrapped() {
        let theme = |value| said(&[(APPEARANCE, "color-scheme", value)]).theme;
        assert_eq!(theme(Value::U32(1)), Some(Theme::Dark));
        assert_eq!(theme(Value::U32(2)), Some(Theme::Light));
        assert_eq!(theme(Value::Value(Box::new(Value::U32(2)))), Some(Theme::Light));
        for odd in [Value::U32(0), Value::U32(77), Value::from("dark"), Value::Bool(true)] {
            assert_eq!(theme(odd), None);
        }
    }

    #[test]
    fn either_setting_stops_motion_and_both_let_it_go_on() {
        let reduced = |value: u32| (APPEARANCE, "reduced-motion", Value::U32(value));
        let animations = |value: bool| (GNOME, "enable-animations", Value::Bool(value));
        assert_eq!(said(&[]).motion, Motion::Full);
        assert_eq!(said(&[reduced(1), animations(true)]).motion, Motion::None);
        assert_eq!(said(&[animations(false), reduced(0)]).motion, Motion::None);
        assert_eq!(said(&[reduced(1), animations(false), reduced(0), animations(true)]).motion, Motion::Full);
    }
}
