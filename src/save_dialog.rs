//! Save as: the system's own dialog, or our path field where there is none. Whether there is one is asked beforehand, since
//! without a portal the dialog answers as if the user had cancelled. Nothing here blocks a frame.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, TryRecvError, sync_channel},
};

use contract::Format;
use eframe::egui::Context;
use library::PictureId;

use crate::msg::Msg;

mod portal;

/// Which dialog is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialogs {
    /// The system's own, where it has one.
    System,
    /// Always our path field.
    OwnField,
}

/// A save that is being asked about.
pub(crate) struct SaveDialog {
    picture: PictureId,
    suggested: PathBuf,
    step: Step,
}

enum Step {
    /// Asking whether the system has a dialog.
    Probing(Receiver<bool>),
    /// The system's dialog is open.
    System(Receiver<Option<PathBuf>>),
    /// Our own field is open.
    Field(PathField),
}

/// Our own field for a path.
pub(crate) struct PathField {
    pub(crate) text: String,
    pub(crate) refused: Option<Refused>,
    pub(crate) focus: bool,
}

/// Why a typed path is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    Exists,
    NoFolder,
}

/// What came of it.
pub(crate) enum Answer {
    Pending,
    Cancelled,
    Save { picture: PictureId, target: PathBuf, format: Format },
}

impl SaveDialog {
    /// `suggested`: the whole path, with its extension.
    pub(crate) fn open(dialogs: Dialogs, picture: PictureId, suggested: PathBuf, context: &Context) -> Self {
        let step = match dialogs {
            Dialogs::OwnField => Step::field(&suggested),
            Dialogs::System => {
                in_thread(context, portal::is_there).map_or_else(|| Step::field(&suggested), Step::Probing)
            }
        };
        Self { picture, suggested, step }
    }

    /// Goes on when an answer is there. `frame`: the window that the dialog belongs to.
    pub(crate) fn poll(&mut self, context: &Context, frame: &eframe::Frame) -> Answer {
        match &self.step {
            Step::Probing(probe) => {
                match probe.try_recv() {
                    Ok(true) => self.step = self.system(context, frame),
                    Ok(false) | Err(TryRecvError::Disconnected) => self.step = Step::field(&self.suggested),
                    Err(TryRecvError::Empty) => {}
                }
                Answer::Pending
            }
            Step::System(answer) => match answer.try_recv() {
                Ok(Some(path)) => {
                    let (target, format) = target(path);
                    Answer::Save { picture: self.picture, target, format }
                }
                Ok(None) | Err(TryRecvError::Disconnected) => Answer::Cancelled,
                Err(TryRecvError::Empty) => Answer::Pending,
            },
            Step::Field(_) => Answer::Pending,
        }
    }

    /// Whether the system is asked, or asks the user: it may never answer.
    pub(crate) fn is_with_the_system(&self) -> bool {
        !matches!(self.step, Step::Field(_))
    }

    /// Whether our own field has the keyboard.
    pub(crate) fn asks(&self) -> bool {
        !self.is_with_the_system()
    }

    /// Our own field, while it is open.
    pub(crate) fn field(&mut self) -> Option<&mut PathField> {
        match &mut self.step {
            Step::Field(field) => Some(field),
            Step::Probing(_) | Step::System(_) => None,
        }
    }

    /// Takes the typed path, unless something of that name is there.
    pub(crate) fn take_field(&mut self) -> Answer {
        let Step::Field(field) = &mut self.step else { return Answer::Pending };
        let (target, format) = target(PathBuf::from(field.text.trim()));
        field.refused = if target.exists() {
            Some(Refused::Exists)
        } else if target.parent().is_none_or(|folder| !folder.is_dir()) {
            Some(Refused::NoFolder)
        } else {
            return Answer::Save { picture: self.picture, target, format };
        };
        Answer::Pending
    }

    /// Made on the main thread, as macOS wants it, and waited for on another.
    fn system(&self, context: &Context, frame: &eframe::Frame) -> Step {
        let dialog = rfd::AsyncFileDialog::new()
            .set_parent(frame)
            .set_title(Msg::SaveTitle.text())
            .set_directory(self.suggested.parent().unwrap_or(Path::new("")))
            .set_file_name(self.suggested.file_name().unwrap_or_default().to_string_lossy())
            .add_filter("PNG", &["png"])
            .add_filter("JPEG", &["jpg", "jpeg"])
            .add_filter("WebP", &["webp"]);
        let asked = dialog.save_file();
        let answer = in_thread(context, move || pollster::block_on(asked).map(|file| file.path().to_owned()));
        answer.map_or_else(|| Step::field(&self.suggested), Step::System)
    }
}

impl Step {
    fn field(suggested: &Path) -> Self {
        Self::Field(PathField { text: suggested.display().to_string(), refused: None, focus: true })
    }
}

/// Does `work` on a thread of its own and wakes the window after.
fn in_thread<T: Send + 'static>(context: &Context, work: impl FnOnce() -> T + Send + 'static) -> Option<Receiver<T>> {
    let (sender, receiver) = sync_channel(1);
    let context = context.clone();
    let thread = std::thread::Builder::new().name("easel-dialog".to_owned());
    let started = thread.spawn(move || {
        // An error means that the window is gone.
        if sender.send(work()).is_ok() {
            context.request_repaint();
        }
    });
    started.is_ok().then_some(receiver)
}

/// The file and the format that a typed path means: its extension decides; where none was typed, PNG is added, and then a
/// number rather than replacing a file that the dialog did not ask about.
fn target(path: PathBuf) -> (PathBuf, Format) {
    let format =
        path.extension().and_then(OsStr::to_str).and_then(|extension| match extension.to_ascii_lowercase().as_str() {
            "png" => Some(Format::Png),
            "jpg" | "jpeg" => Some(Format::Jpeg),
            "webp" => Some(Format::WebP),
            _ => None,
        });
    if let Some(format) = format {
        return (path, format);
    }
    let named = |number: String| {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(number);
        name.push(".png");
        path.with_file_name(name)
    };
    let numbered = (2..).map(|n| named(format!(" ({n})")));
    let free = std::iter::once(named(String::new())).chain(numbered).find(|target| !target.exists());
    (free.unwrap_or(path), Format::Png)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_decides_and_png_is_added_where_none_was_typed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        assert_eq!(target(at("a.PNG")), (at("a.PNG"), Format::Png));
        assert_eq!(target(at("a.jpeg")), (at("a.jpeg"), Format::Jpeg));
        assert_eq!(target(at("a.webp")), (at("a.webp"), Format::WebP));
        assert_eq!(target(at("猫")), (at("猫.png"), Format::Png));
        assert_eq!(target(at("v1.2")), (at("v1.2.png"), Format::Png));
        std::fs::write(at("猫.png"), "mine").unwrap();
        assert_eq!(target(at("猫")), (at("猫 (2).png"), Format::Png));
    }
}
