//! `cargo xtask screenshots`: the README's pictures, of the real window with a library that is painted for it. Each is made
//! by a start of its own, without the prompt that the one before left, so that none depends on another.

mod staged;

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use atspi::Role;
use contract::AccountId;
use engine::{ConnectionId, Language, Saved, SavedConnection, Settings, Theme, USUAL_PARALLEL, WindowPlace};

use crate::{
    access::{Access, Widget},
    desktop::Desktop,
    hands::Window,
    keyring::{Keyring, Login},
    page_picture, painted_library,
    patience::wait_for,
    program::{Easel, Running},
    screen::{self, Screen},
    used_year,
};
use staged::Staged;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/screenshots");
const ACCOUNT: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const WINDOW: WindowPlace = WindowPlace { width: 1280.0, height: 832.0, x: None, y: None, maximized: false };

/// One of the README's pictures.
struct Shot {
    name: &'static str,
    theme: Theme,
    language: Language,
    shows: Shows,
}

/// What is done before it is made.
enum Shows {
    /// The program as it starts for the first time.
    FirstRun,
    /// The gallery, with this prompt typed.
    Gallery(&'static str),
    /// The picture of this prompt.
    Picture(&'static str),
    /// The command palette, over this prompt.
    Palette(&'static str),
    /// The queue, paused, with these prompts in it and the second of them shown.
    Queue(&'static [&'static str]),
    /// The page of connections, with this one of them.
    Connections(&'static str),
    /// The page of usage over a year, in this shape.
    Usage(&'static str),
    /// What the stand-in for Cloudflare has to be there for.
    Staged(Staged),
}

const SHOTS: [Shot; 12] = [
    Shot {
        name: "gallery",
        theme: Theme::Dark,
        language: Language::English,
        shows: Shows::Gallery("A lighthouse on a cliff at dusk, birds over the sea"),
    },
    Shot {
        name: "light",
        theme: Theme::Light,
        language: Language::English,
        shows: Shows::Gallery("A field of sunflowers under a summer sky"),
    },
    Shot {
        name: "chinese",
        theme: Theme::Dark,
        language: Language::Chinese,
        shows: Shows::Gallery("月光下的海，远处有一座灯塔"),
    },
    Shot {
        name: "viewer",
        theme: Theme::Dark,
        language: Language::English,
        shows: Shows::Picture("Hot air balloons over the hills at dawn"),
    },
    Shot {
        name: "palette",
        theme: Theme::Dark,
        language: Language::English,
        shows: Shows::Palette("A paper boat on a river in spring"),
    },
    Shot {
        name: "queue",
        theme: Theme::Dark,
        language: Language::English,
        shows: Shows::Queue(&[
            "A harbour at night, lanterns in the rain",
            "月光下的海，远处有一座灯塔",
            "A lighthouse on a cliff at dusk, birds over the sea",
        ]),
    },
    Shot {
        name: "connections",
        theme: Theme::Dark,
        language: Language::English,
        shows: Shows::Connections("Studio account"),
    },
    Shot { name: "usage", theme: Theme::Dark, language: Language::English, shows: Shows::Usage("Chart") },
    Shot { name: "usage-calendar", theme: Theme::Light, language: Language::English, shows: Shows::Usage("Calendar") },
    Shot {
        name: "rewriting",
        theme: Theme::Dark,
        language: Language::English,
        shows: Shows::Staged(Staged::Rewriting {
            prompt: "A lighthouse on a cliff at dusk, birds over the sea",
            anew: "A white lighthouse on a rugged cliff at dusk, warm light in its windows, birds over the calm sea, \
                   low clouds in orange and violet",
        }),
    },
    Shot { name: "deploy", theme: Theme::Dark, language: Language::English, shows: Shows::Staged(Staged::Plan) },
    Shot { name: "first-run", theme: Theme::Dark, language: Language::English, shows: Shows::FirstRun },
];

pub(crate) fn run() -> Result<()> {
    let desktop = Desktop::start()?;
    let _keyring = Keyring::start(desktop.session(), &Login::Password("a password of its own"))?;
    let library = desktop.folder().join("painted");
    painted_library::paint(&library)?;
    fs::create_dir_all(FOLDER)?;
    for shot in SHOTS {
        let data = match shot.shows {
            Shows::FirstRun => desktop.folder().join("new"),
            _ => library.clone(),
        };
        let file = Path::new(FOLDER).join(format!("{}.png", shot.name));
        shot.take(&desktop, Easel::build(&data)?, &file).with_context(|| shot.name)?;
        println!("{}", file.display());
    }
    let file = Path::new(FOLDER).join("page.png");
    page_picture::make(&file).context("page")?;
    println!("{}", file.display());
    Ok(())
}

impl Shot {
    fn take(&self, desktop: &Desktop, mut easel: Easel, file: &Path) -> Result<()> {
        let settings = Settings {
            theme: self.theme,
            language: self.language,
            welcomed: !matches!(self.shows, Shows::FirstRun),
            filmstrip: true,
            window: Some(WINDOW),
            connections: match self.shows {
                // What one account has free is the line.
                Shows::Usage(_) => connections().into_iter().skip(1).take(1).collect(),
                Shows::Staged(_) => Vec::new(),
                _ => connections().into(),
            },
            ..Settings::default()
        };
        easel.set(&settings)?;
        easel.forget_state()?;
        if let Shows::Usage(_) = self.shows {
            // It makes the file of its state.
            let first = easel.start(desktop)?;
            first.window(desktop)?;
            drop(first);
            used_year::count(&easel.state()?, &AccountId::parse(ACCOUNT)?.hash())?;
        }
        if let Shows::Staged(staged) = &self.shows {
            return staged.take(desktop, &mut easel, file);
        }
        let running = easel.start(desktop)?;
        easel.explained(desktop, self.made_of(desktop, &easel, &running, file))
    }

    fn made_of(&self, desktop: &Desktop, easel: &Easel, running: &Running, file: &Path) -> Result<()> {
        let window = running.window(desktop)?;
        desktop.mouse_away()?;
        let access = running.access(desktop)?;
        match self.shows {
            Shows::Staged(_) => {}
            Shows::FirstRun => {
                easel.wait_for_pictures(1)?;
                seen(desktop, easel, &window)?;
            }
            Shows::Gallery(prompt) => {
                write_prompt(desktop, prompt)?;
                seen(desktop, easel, &window)?;
            }
            Shows::Palette(prompt) => {
                write_prompt(desktop, prompt)?;
                seen(desktop, easel, &window)?;
                desktop.press("ctrl+k")?;
                access.find_focused("an entry of the command palette", |widget| widget.role() == Role::ListItem)?;
            }
            Shows::Queue(prompts) => {
                desktop.press("ctrl+p")?;
                for prompt in prompts {
                    write_prompt(desktop, prompt)?;
                    desktop.press("ctrl+Return")?;
                }
                desktop.press("ctrl+j")?;
                access.find_focused("a row of the queue", |widget| widget.role() == Role::ListItem)?;
                desktop.press("Down")?;
            }
            Shows::Picture(prompt) => open(desktop, &access, prompt)?,
            Shows::Usage(shape) => {
                desktop.press("ctrl+shift+u")?;
                for name in ["365 days", shape] {
                    let choice = |widget: &Widget| widget.role() == Role::RadioButton && widget.name() == name;
                    access.focus(&access.find(name, choice)?)?;
                    access.find_focused(name, choice)?;
                    desktop.press("space")?;
                    access.find(name, |widget| choice(widget) && widget.is_ticked())?;
                }
            }
            Shows::Connections(name) => {
                desktop.press("ctrl+comma")?;
                let row = |widget: &Widget| widget.role() == Role::ListItem && widget.name() == name;
                access.focus(&access.find(name, row)?)?;
                access.find("its form", |widget| widget.role() == Role::Heading && widget.name() == name)?;
            }
        }
        Screen::settled(desktop, &window)?;
        screen::keep_small(desktop, &window, file)
    }
}

/// A Worker and two accounts that nobody has, of which one stands in for the other.
fn connections() -> [Saved; 3] {
    let saved = |id, name: &str| SavedConnection {
        id: ConnectionId(id),
        name: name.to_owned(),
        service: None,
        account: None,
        models: Vec::new(),
        text_model: None,
        stands_in: false,
        parallel: USUAL_PARALLEL,
        deployed: None,
        others: toml::Table::new(),
    };
    let account = |digit: &str| Some(digit.repeat(32));
    let service = Some("https://easel.example.workers.dev".to_owned());
    [
        SavedConnection { service, ..saved(1, "My Worker") },
        SavedConnection { account: account("a"), stands_in: true, ..saved(2, "Studio account") },
        SavedConnection { account: account("b"), stands_in: true, ..saved(3, "Second account") },
    ]
    .map(Saved::Connection)
}

/// Writes a prompt over the one that is there.
fn write_prompt(desktop: &Desktop, prompt: &str) -> Result<()> {
    desktop.press("ctrl+a")?;
    desktop.paste(prompt)
}

/// Waits until the gallery shows the newest picture.
fn seen(desktop: &Desktop, easel: &Easel, window: &Window) -> Result<()> {
    let pictures = easel.pictures()?;
    let newest = image::open(pictures.last().context("no picture")?)?.into_rgb8();
    wait_for("newest picture in the window", || Ok(Screen::settled(desktop, window)?.find(&newest)?.map(drop)))
}

/// Opens the picture of this prompt, by keys.
fn open(desktop: &Desktop, access: &Access, prompt: &str) -> Result<()> {
    let tile = access.find("its tile", |widget| widget.name().contains(prompt) && widget.can_be_used())?;
    access.focus(&tile)?;
    desktop.press("Return")
}
