//! Opens the window: the session, the size and place of last time, and the words when it cannot be.

use std::{path::Path, process::ExitCode};

use easel::{App, Dialogs, Fault, SystemKeychain, WhyNot};
use eframe::{
    NativeOptions,
    egui::{Context, IconData},
};
use engine::{DataFolder, FolderError, Language, Means, Outside, Session, Settings, Timeouts, WindowPlace};

use crate::cloudflare;

pub(crate) fn run(data_dir: Option<&Path>) -> ExitCode {
    let folder = match DataFolder::open(data_dir) {
        Ok(folder) => folder,
        Err(FolderError::Taken { instance }) => return raise(&instance),
        Err(error) => {
            // The settings are in there too.
            let why = WhyNot::Folder(error);
            return open(None, move |context| Box::new(Fault::new(&why, Language::System, context)));
        }
    };
    let settings = Settings::load(folder.settings());
    let language = settings.language;
    open(settings.window, move |context| match start(folder, settings, context) {
        Ok(app) => Box::new(app),
        Err(why) => Box::new(Fault::new(&why, language, context)),
    })
}

fn start(folder: DataFolder, settings: Settings, context: &Context) -> Result<App, WhyNot> {
    let outside = Outside {
        show: Box::new(engine::show_in_file_manager),
        keychain: Box::new(SystemKeychain::new()),
        cloudflare: cloudflare::api_of_environment().map_err(WhyNot::Cloudflare)?,
        timeouts: Timeouts::default(),
        means: Means::of_this_program(),
    };
    let session = Session::open(folder, settings, outside, &App::waker(context)).map_err(WhyNot::Session)?;
    Ok(App::new(session, context, Dialogs::System))
}

/// A second start on the same data shows the first one's window and leaves.
fn raise(instance: &Path) -> ExitCode {
    match engine::raise(instance) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            super::complain(&format!("Easel is already open with this data, and does not answer: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn open(place: Option<WindowPlace>, app: impl FnOnce(&Context) -> Box<dyn eframe::App> + 'static) -> ExitCode {
    let mut viewport = easel::window_at(place).with_title("Easel").with_app_id("easel");
    if let Ok(icon) = library::decode_bytes(include_bytes!("../assets/icon.png"), None) {
        viewport = viewport.with_icon(IconData { rgba: icon.rgba, width: icon.width, height: icon.height });
    }
    let options = NativeOptions { viewport, ..NativeOptions::default() };
    match eframe::run_native("easel", options, Box::new(|creation| Ok(app(&creation.egui_ctx)))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            super::complain(&format!("no window can be opened: {error}"));
            ExitCode::FAILURE
        }
    }
}
