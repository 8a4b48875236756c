//! Save as: the system's own dialog, or our path field where there is none. Whether there is one is asked beforehand, since
//! without a portal the dialog answers as if the user had cancelled. Nothing here blocks a frame.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, TryRecvError, sync_channel},
};

use eframe::egui::Context;
use engine::Command;

use crate::msg::Msg;

mod content;
mod portal;

pub(crate) use content::Content;

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
    content: Content,
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
    /// What stands above it.
    pub(crate) title: Msg<'static>,
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
    Save(Command),
}

impl SaveDialog {
    /// `suggested`: the whole path, with its extension.
    pub(crate) fn open(dialogs: Dialogs, content: Content, suggested: PathBuf, context: &Context) -> Self {
        let field = || Step::field(&content, &suggested);
        let step = match dialogs {
            Dialogs::OwnField => field(),
            Dialogs::System => in_thread(context, portal::is_there).map_or_else(field, Step::Probing),
        };
        Self { content, suggested, step }
    }

    /// Goes on when an answer is there. `frame`: the window that the dialog belongs to.
    pub(crate) fn poll(&mut self, context: &Context, frame: &eframe::Frame) -> Answer {
        match &self.step {
            Step::Probing(probe) => {
                match probe.try_recv() {
                    Ok(true) => self.step = self.system(context, frame),
                    Ok(false) | Err(TryRecvError::Disconnected) => self.step = self.field_step(),
                    Err(TryRecvError::Empty) => {}
                }
                Answer::Pending
            }
            Step::System(answer) => match answer.try_recv() {
                Ok(Some(path)) => Answer::Save(self.content.save(self.content.target(path))),
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
        let target = self.content.target(PathBuf::from(field.text.trim()));
        field.refused = if target.exists() {
            Some(Refused::Exists)
        } else if target.parent().is_none_or(|folder| !folder.is_dir()) {
            Some(Refused::NoFolder)
        } else {
            return Answer::Save(self.content.save(target));
        };
        Answer::Pending
    }

    /// Made on the main thread, as macOS wants it, and waited for on another.
    fn system(&self, context: &Context, frame: &eframe::Frame) -> Step {
        let mut dialog = rfd::AsyncFileDialog::new()
            .set_parent(frame)
            .set_title(self.content.title().text())
            .set_directory(self.suggested.parent().unwrap_or(Path::new("")))
            .set_file_name(self.suggested.file_name().unwrap_or_default().to_string_lossy());
        for (name, extensions) in self.content.kinds() {
            dialog = dialog.add_filter(*name, extensions);
        }
        let asked = dialog.save_file();
        let answer = in_thread(context, move || pollster::block_on(asked).map(|file| file.path().to_owned()));
        answer.map_or_else(|| self.field_step(), Step::System)
    }

    fn field_step(&self) -> Step {
        Step::field(&self.content, &self.suggested)
    }
}

impl Step {
    fn field(content: &Content, suggested: &Path) -> Self {
        let text = suggested.display().to_string();
        Self::Field(PathField { title: content.title(), text, refused: None, focus: true })
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
