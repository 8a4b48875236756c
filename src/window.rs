//! Opens the window: the session, the size and place of last time, and the words when it cannot be.

use std::{path::Path, process::ExitCode};

use easel::{App, Dialogs, Fault, WhyNot};
use eframe::{NativeOptions, egui::IconData};
use engine::{DataFolder, FolderError, Language, Session, Settings, WindowPlace};

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
    open(settings.window, move |context| {
        match Session::open(folder, settings, engine::show_in_file_manager, &App::waker(context)) {
            Ok(session) => Box::new(App::new(session, context, Dialogs::System)),
            Err(error) => Box::new(Fault::new(&WhyNot::Session(error), language, context)),
        }
    })
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

fn open(
    place: Option<WindowPlace>,
    app: impl FnOnce(&eframe::egui::Context) -> Box<dyn eframe::App> + 'static,
) -> ExitCode {
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
