//! What a screen reader is told of a program's window, over AT-SPI: every widget with its role, its name and its place, and
//! which of them has the focus. The checks look here first, since it holds for every layout, language and theme.

use std::fmt;

use anyhow::{Context as _, Result, anyhow, bail};
use atspi::{CacheItem, Interface, ObjectRefOwned, Role, State};
use zbus::{
    blocking::{Connection, connection::Builder},
    export::serde::Serialize,
    message::Message,
    zvariant::{DynamicType, Value},
};

use crate::{desktop::Desktop, patience::wait_for};

const REGISTRY: &str = "org.a11y.atspi.Registry";
const ROOT: &str = "/org/a11y/atspi/accessible/root";
/// Extents from the window's top left, by the protocol's number for it.
const OF_THE_WINDOW: u32 = 1;

/// Tells all programs of this session that a screen reader listens.
pub(crate) fn switch_on(session_bus: &str) -> Result<()> {
    let args = ("org.a11y.Status", "IsEnabled", Value::from(true));
    call(&connect(session_bus)?, "org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", &args)
        .context("at-spi2-core, which tells a screen reader of windows")?;
    Ok(())
}

/// One program, as a screen reader has it.
pub(crate) struct Access {
    bus: Connection,
    /// Its name on that bus.
    program: String,
}

impl Access {
    /// Waits until the program says that it is there.
    pub(crate) fn of(desktop: &Desktop, process: u32) -> Result<Self> {
        let session = connect(&desktop.session().bus())?;
        let address = call(&session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", &())?;
        let bus = connect(address.body().deserialize()?)?;
        let program = wait_for("program on the accessibility bus", || {
            let children = call(&bus, REGISTRY, ROOT, "org.a11y.atspi.Accessible", "GetChildren", &())?;
            let programs: Vec<ObjectRefOwned> = children.body().deserialize()?;
            let names = programs.iter().filter_map(|program| program.name_as_str());
            let mut ours = names.filter(|name| process_of(&bus, name).is_ok_and(|id| id == process));
            Ok(ours.next().map(str::to_owned))
        })?;
        Ok(Self { bus, program })
    }

    /// All of the window's widgets, those above before those below.
    pub(crate) fn widgets(&self) -> Result<Vec<Widget>> {
        let path = "/org/a11y/atspi/cache";
        let items = call(&self.bus, &self.program, path, "org.a11y.atspi.Cache", "GetItems", &())?;
        let items: Vec<CacheItem> = items.body().deserialize()?;
        Ok(items.into_iter().map(Widget).collect())
    }

    /// What has the keys, if any widget has.
    pub(crate) fn focused(&self) -> Result<Option<Widget>> {
        let focused = |widget: &Widget| widget.0.states.contains(State::Focused) && widget.role() != Role::Frame;
        Ok(self.widgets()?.into_iter().find(focused))
    }

    /// Waits for a widget that is so. `what`: for the error.
    pub(crate) fn find(&self, what: &str, is_so: impl Fn(&Widget) -> bool) -> Result<Widget> {
        wait_for(what, || Ok(self.widgets()?.into_iter().find(&is_so)))
            .map_err(|error| anyhow!("{error}; what there is:\n{}", self.list().unwrap_or_default()))
    }

    /// Waits until what has the keys is so.
    pub(crate) fn find_focused(&self, what: &str, is_so: impl Fn(&Widget) -> bool) -> Result<Widget> {
        let focused = wait_for(&format!("focus on {what}"), || Ok(self.focused()?.filter(&is_so)));
        focused.or_else(|error| match self.focused()? {
            Some(other) => bail!("{error}; it is on {other}"),
            None => bail!("{error}; it is nowhere"),
        })
    }

    /// Gives it the keys.
    pub(crate) fn focus(&self, widget: &Widget) -> Result<()> {
        self.ask(widget, "org.a11y.atspi.Component", "GrabFocus", &()).map(drop)
    }

    /// Where the widget is.
    pub(crate) fn extents(&self, widget: &Widget) -> Result<Extents> {
        let reply = self.ask(widget, "org.a11y.atspi.Component", "GetExtents", &OF_THE_WINDOW)?;
        let (left, top, width, height): (i32, i32, i32, i32) = reply.body().deserialize()?;
        Ok(Extents { left, top, right: left + width, bottom: top + height })
    }

    /// The characters that stand in a text field.
    pub(crate) fn characters(&self, widget: &Widget) -> Result<i32> {
        let property = ("org.a11y.atspi.Text", "CharacterCount");
        let reply = self.ask(widget, "org.freedesktop.DBus.Properties", "Get", &property)?;
        Ok(reply.body().deserialize::<Value<'_>>()?.downcast()?)
    }

    /// What stands in a text field, as a screen reader has it.
    pub(crate) fn text(&self, widget: &Widget) -> Result<String> {
        Ok(self.ask(widget, "org.a11y.atspi.Text", "GetText", &(0, -1))?.body().deserialize()?)
    }

    /// All widgets, a line each, for whoever has to find out what went wrong.
    pub(crate) fn list(&self) -> Result<String> {
        Ok(self.widgets()?.iter().map(Widget::to_string).collect::<Vec<_>>().join("\n"))
    }

    fn ask(
        &self,
        widget: &Widget,
        interface: &str,
        method: &str,
        args: &(impl Serialize + DynamicType),
    ) -> Result<Message> {
        call(&self.bus, &self.program, widget.0.object.path_as_str(), interface, method, args)
            .with_context(|| widget.to_string())
    }
}

/// Something in a window that can be spoken of.
#[derive(Debug, Clone)]
pub(crate) struct Widget(CacheItem);

impl Widget {
    pub(crate) fn name(&self) -> &str {
        let CacheItem { short_name, .. } = &self.0;
        short_name
    }

    pub(crate) fn role(&self) -> Role {
        self.0.role
    }

    /// More of it than its name.
    pub(crate) fn description(&self) -> &str {
        &self.0.name
    }

    /// Whether a box is ticked.
    pub(crate) fn is_ticked(&self) -> bool {
        self.0.states.contains(State::Checked)
    }

    /// Whether it holds text.
    pub(crate) fn has_text(&self) -> bool {
        self.0.ifaces.contains(Interface::Text)
    }

    /// Whether it takes keys or does something when pressed.
    pub(crate) fn can_be_used(&self) -> bool {
        self.0.states.contains(State::Focusable) || self.0.ifaces.contains(Interface::Action)
    }
}

/// The same one, whatever it says of itself now.
impl PartialEq for Widget {
    fn eq(&self, other: &Self) -> bool {
        self.0.object == other.0.object
    }
}

impl fmt::Display for Widget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} “{}”", self.role(), self.name())
    }
}

/// Pixels, from the window's top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extents {
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) right: i32,
    pub(crate) bottom: i32,
}

fn connect(address: &str) -> Result<Connection> {
    Ok(Builder::address(address)?.build()?)
}

fn process_of(bus: &Connection, name: &str) -> Result<u32> {
    let (daemon, path) = ("org.freedesktop.DBus", "/org/freedesktop/DBus");
    Ok(call(bus, daemon, path, daemon, "GetConnectionUnixProcessID", &name)?.body().deserialize()?)
}

fn call(
    bus: &Connection,
    to: &str,
    path: &str,
    interface: &str,
    method: &str,
    args: &(impl Serialize + DynamicType),
) -> Result<Message> {
    bus.call_method(Some(to), path, Some(interface), method, args).with_context(|| format!("{interface}.{method}"))
}
