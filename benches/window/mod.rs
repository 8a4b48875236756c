//! The real window without a screen: frames are laid out and tessellated as eframe does it, and nobody renders them.

use std::{
    error::Error,
    path::Path,
    time::{Duration, Instant},
};

use contract::Key;
use easel::{App, Dialogs, FIRST_WINDOW};
use eframe::{
    App as _,
    egui::{Context, Event, Pos2, RawInput, Rect},
};
use engine::{Address, DataFolder, Keychain, KeychainError, Means, Outside, Session, Settings, Timeouts};

/// The window.
pub(crate) struct Window {
    pub(crate) app: App,
    context: Context,
    frame: eframe::Frame,
    opened: Instant,
}

impl Window {
    /// On the data in `data_dir`, as `main` opens it.
    pub(crate) fn open(data_dir: &Path) -> Result<Self, Box<dyn Error>> {
        let opened = Instant::now();
        let context = Context::default();
        let folder = DataFolder::open(Some(data_dir))?;
        // What is measured is the gallery, not a first run.
        let settings = Settings { welcomed: true, ..Settings::load(folder.settings()) };
        let outside = Outside {
            show: Box::new(|_| Ok(())),
            keychain: Box::new(AnyKey),
            cloudflare: Address::cloudflare(),
            timeouts: Timeouts::default(),
            means: Means::default(),
        };
        let session = Session::open(folder, settings, outside, &App::waker(&context))?;
        let app = App::new(session, &context, Dialogs::OwnField);
        Ok(Self { app, context, frame: eframe::Frame::_new_kittest(), opened })
    }

    /// Draws a frame of the size of a first window. Answers the time for layout and tessellation, and how many textures would
    /// go to the graphics card.
    pub(crate) fn draw(&mut self, events: Vec<Event>) -> (Duration, usize) {
        let Self { app, context, frame, opened } = self;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, FIRST_WINDOW));
        let input = RawInput { screen_rect, time: Some(opened.elapsed().as_secs_f64()), events, ..RawInput::default() };
        let start = Instant::now();
        app.logic(context, frame);
        let mut output = context.run_ui(input, |ui| app.ui(ui, frame));
        let triangles = context.tessellate(output.shapes, output.pixels_per_point);
        let took = start.elapsed();
        drop(triangles);
        let uploads = output.textures_delta.set.len();
        // egui insists that somebody takes them.
        output.textures_delta.clear();
        (took, uploads)
    }
}

/// Has a key for every connection; the system's keychain is not measured.
struct AnyKey;

impl Keychain for AnyKey {
    fn read(&mut self, _: &str) -> Result<Option<Key>, KeychainError> {
        Ok(Key::parse("a-key").ok())
    }

    fn write(&mut self, _: &str, _: &Key) -> Result<(), KeychainError> {
        Ok(())
    }

    fn remove(&mut self, _: &str) -> Result<(), KeychainError> {
        Ok(())
    }
}
