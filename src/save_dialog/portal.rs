//! Whether this system has a dialog for saving a file. Windows and macOS always have; elsewhere it is a portal on the session
//! bus, which is asked for the version of its file chooser.

/// Blocks for a moment; at most three seconds.
#[cfg(target_os = "linux")]
pub(super) fn is_there() -> bool {
    ask()
        .inspect_err(|error| tracing::info!(%error, "no portal for saving files; Easel asks for a path itself"))
        .is_ok()
}

#[cfg(target_os = "linux")]
fn ask() -> zbus::Result<()> {
    let patience = std::time::Duration::from_secs(3);
    let bus = zbus::blocking::connection::Builder::session()?.method_timeout(patience).build()?;
    bus.call_method(
        Some("org.freedesktop.portal.Desktop"),
        "/org/freedesktop/portal/desktop",
        Some("org.freedesktop.DBus.Properties"),
        "Get",
        &("org.freedesktop.portal.FileChooser", "version"),
    )?;
    Ok(())
}

/// Always.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_there() -> bool {
    true
}
