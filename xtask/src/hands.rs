//! A user's hands on a [`Desktop`]: keys and clipboard. They reach whatever window has the focus, as real ones do.

use std::{io::Write as _, process::Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::{desktop::Desktop, patience::wait_for};

/// Milliseconds between keys: a fast typist.
const BETWEEN_KEYS: &str = "12";

/// A window, by X's number for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Window(pub(crate) String);

impl Desktop {
    /// Types ASCII. Other letters are not on this keyboard: [`Self::paste`].
    pub(crate) fn type_keys(&self, text: &str) -> Result<()> {
        self.run("xdotool", ["type", "--delay", BETWEEN_KEYS, "--", text]).map(drop)
    }

    /// Presses a key with its modifiers, as in `ctrl+Return`.
    pub(crate) fn press(&self, key: &str) -> Result<()> {
        self.run("xdotool", ["key", key]).map(drop)
    }

    /// Puts text on the clipboard.
    pub(crate) fn copy(&self, text: &str) -> Result<()> {
        let mut command = self.command("xclip");
        command.args(["-selection", "clipboard"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut clipboard = command.spawn()?;
        clipboard.stdin.take().context("xclip takes no text")?.write_all(text.as_bytes())?;
        // It leaves a process behind that answers for the clipboard until the display goes.
        ensure!(clipboard.wait()?.success(), "xclip failed");
        Ok(())
    }

    /// Puts text on the clipboard, and pastes it.
    pub(crate) fn paste(&self, text: &str) -> Result<()> {
        self.copy(text)?;
        self.press("ctrl+v")
    }

    /// Puts the mouse where it points at nothing.
    pub(crate) fn mouse_away(&self) -> Result<()> {
        self.run("xdotool", ["mousemove", "0", "0"]).map(drop)
    }

    /// Waits for the one window of this name, and until the keys go there. `process`: whose it must be, where that is known.
    pub(crate) fn window(&self, name: &str, process: Option<u32>) -> Result<Window> {
        let exact = format!("^{name}$");
        let process = process.map(|id| id.to_string());
        let of_process = process.iter().flat_map(|id| ["--pid", id]);
        // The pattern goes last: what follows it is read as another command.
        let search: Vec<&str> =
            ["search", "--all", "--onlyvisible"].into_iter().chain(of_process).chain(["--name", &exact]).collect();
        let window = wait_for(&format!("window “{name}”"), || {
            // Finding none is a failure to it.
            let found = self.run("xdotool", &search).unwrap_or_default();
            Ok(String::from_utf8_lossy(&found).lines().next().map(|id| Window(id.to_owned())))
        })?;
        wait_for(&format!("focus on the window “{name}”"), || {
            let active = self.run("xdotool", ["getactivewindow"]).unwrap_or_default();
            Ok((String::from_utf8_lossy(&active).trim() == window.0).then_some(()))
        })?;
        Ok(window)
    }
}
