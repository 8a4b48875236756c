//! `cargo xtask screenshot OUT.png`: the real window with a small gallery, for the README. The pictures are the painter's.

use std::path::Path;

use anyhow::Result;

use crate::{desktop::Desktop, patience::wait_for, program::Easel, screen::Screen};

/// As many as fill the window; the last is the newest.
const PROMPTS: [&str; 9] = [
    "A black cat on a roof under a full moon",
    "Deep forest in the morning mist",
    "A city at night in the rain, neon lights",
    "A lighthouse on a cliff, at dusk",
    "雪山下的湖，金色的黄昏",
    "A sailing boat on a green sea",
    "A coral reef with orange fish",
    "A planet among the stars",
    "An old castle on a hill in autumn",
];

pub(crate) fn run(out: &Path) -> Result<()> {
    let desktop = Desktop::start()?;
    let easel = Easel::build(desktop.folder())?;
    let running = easel.start(&desktop)?;
    let window = running.window(&desktop)?;
    for (made, prompt) in PROMPTS.iter().enumerate() {
        desktop.press("ctrl+a")?;
        if prompt.is_ascii() {
            desktop.type_keys(prompt)?;
        } else {
            desktop.paste(prompt)?;
        }
        desktop.press("ctrl+Return")?;
        easel.wait_for_pictures(made + 1)?;
    }
    desktop.mouse_away()?;
    let newest = easel.pictures()?.last().map(image::open).transpose()?;
    let shown = wait_for("newest picture in the window", || {
        let screen = Screen::settled(&desktop, &window)?;
        let found = newest.as_ref().map(|picture| screen.find(&picture.to_rgb8())).transpose()?.flatten();
        Ok(found.map(|_| screen))
    })?;
    shown.save(out)?;
    println!("{}", out.display());
    Ok(())
}
