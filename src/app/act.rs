//! What each action does: a command to the engine, or a change of what is under the fingers.

use std::collections::HashSet;

use contract::{Format, Task};
use eframe::egui::{Context, Memory, ViewportCommand};
use engine::{Command, DraftEdit, Language, PanelPlace, Setting, Theme};

use super::App;
use crate::{
    action::Action,
    edits::{Overlay, Welcome},
    light_box::{Step, Zoom},
    panels::palette,
    place,
    save_dialog::{Content, SaveDialog},
};

/// Points that one press changes a tile's side by.
const TILE_STEP: u16 = 32;
/// Per cent that one press changes the window's scale by.
const SCALE_STEP: u16 = 10;

impl App {
    pub(super) fn act(&mut self, action: Action, context: &Context) {
        if matches!(action, Action::Generate | Action::Start) {
            self.end_welcome();
        }
        if action == Action::Generate && self.session.state().editing.is_some() {
            self.edits.queue.take_keyboard_back();
        }
        if matches!(action, Action::TakePrompt | Action::AnotherPrompt | Action::KeepPrompt) {
            // Escape, and the buttons that go, have taken the keyboard with them.
            self.focus_prompt();
        }
        if action == Action::PromptPanel && self.uncover_prompt(context) && self.shows_prompt() {
            // It was only hidden, and is seen now.
            return;
        }
        if let Some(setting) = self.setting(action) {
            self.session.send(Command::Set(setting));
        } else if let Some(command) = self.command(action) {
            self.session.send(command);
        } else if !self.act_on_connections(action, context)
            && !self.act_on_queue(action, context)
            && !self.act_on_usage(action, context)
            && !self.act_on_deploy(action, context)
        {
            self.act_here(action, context);
        }
    }

    fn shows_prompt(&self) -> bool {
        self.session.state().settings.prompt_panel.shown
    }

    /// The change of the settings that an action is.
    fn setting(&self, action: Action) -> Option<Setting> {
        let settings = &self.session.state().settings;
        let folded = |place: PanelPlace| PanelPlace { shown: !place.shown, ..place };
        Some(match action {
            Action::PromptPanel => Setting::PromptPanel(folded(settings.prompt_panel)),
            Action::InfoPanel => Setting::InfoPanel(folded(settings.info_panel)),
            Action::Filmstrip => Setting::Filmstrip,
            Action::LargerTiles => Setting::Tile(settings.tile.saturating_add(TILE_STEP)),
            Action::SmallerTiles => Setting::Tile(settings.tile.saturating_sub(TILE_STEP)),
            Action::LargerWindow => Setting::Scale(settings.scale.saturating_add(SCALE_STEP)),
            Action::SmallerWindow => Setting::Scale(settings.scale.saturating_sub(SCALE_STEP)),
            Action::UsualWindow => Setting::Scale(100),
            Action::Notifications => Setting::Notifications(!settings.notifications),
            Action::ResumeAfterReset => Setting::ResumeAfterReset(!settings.resume_after_reset),
            Action::SystemTheme => Setting::Theme(Theme::System),
            Action::DarkTheme => Setting::Theme(Theme::Dark),
            Action::LightTheme => Setting::Theme(Theme::Light),
            Action::SystemLanguage => Setting::Language(Language::System),
            Action::English => Setting::Language(Language::English),
            Action::Chinese => Setting::Language(Language::Chinese),
            _ => return None,
        })
    }

    /// The command that an action is.
    fn command(&self, action: Action) -> Option<Command> {
        let state = self.session.state();
        let one = || state.target_pictures().first().map(|entry| entry.id);
        Some(match action {
            Action::Generate => Command::Generate,
            Action::Translate => Command::Rewrite(Task::Translate),
            Action::Enhance => Command::Rewrite(Task::Enhance),
            Action::TakePrompt => Command::TakeRewriting,
            Action::AnotherPrompt => Command::RewriteAgain,
            Action::KeepPrompt => Command::LeaveRewriting,
            Action::Swap => Command::Edit(DraftEdit::Swap),
            Action::LockShape => Command::Edit(DraftEdit::Lock),
            Action::ShowLibrary => Command::ShowLibrary,
            Action::Refresh => Command::Refresh,
            Action::StopIndexing => Command::StopIndexing,
            Action::Undo => Command::Undo,
            Action::SelectAll => Command::Select(engine::Select::All),
            Action::SelectNone => Command::Select(engine::Select::None),
            Action::Open => Command::Open(one()?),
            Action::CopyPicture => Command::CopyPicture(one()?),
            Action::UseSettings => Command::UseSettings(one()?),
            Action::ShowInFolder => Command::ShowInFolder(one()?),
            Action::Delete => Command::Delete(state.targets()),
            Action::Back => Command::CloseViewer,
            Action::Older => Command::Older,
            Action::Newer => Command::Newer,
            Action::Dismiss => Command::DismissNotice,
            Action::PauseQueue => Command::Pause,
            Action::ResumeQueue | Action::TryNow => Command::Resume,
            Action::CancelWaiting => Command::CancelWaiting,
            Action::RetryFailed => Command::RetryFailed,
            Action::ClearQueue => Command::ClearQueue,
            _ => return None,
        })
    }

    fn act_here(&mut self, action: Action, context: &Context) {
        match action {
            Action::FocusPrompt => {
                self.close_connections();
                self.close_usage();
                self.close_deploy();
                self.edits.back_to = None;
                self.uncover_prompt(context);
                self.focus_prompt();
            }
            Action::Quit => context.send_viewport_cmd(ViewportCommand::Close),
            Action::SaveAs => self.save_as(context),
            Action::CopyPrompt => self.copy_prompts(context),
            Action::Cancel
            | Action::Retry
            | Action::Remake
            | Action::OtherSeed
            | Action::ChangeRequest
            | Action::OpenConnection
            | Action::CopyReport
            | Action::PutAway => self.act_on_jobs(action, context),
            Action::Fit => self.edits.light_box.set_zoom(Zoom::Fit),
            Action::Fill => self.edits.light_box.set_zoom(Zoom::Fill),
            Action::ActualSize => self.edits.light_box.set_zoom(Zoom::Actual),
            Action::ZoomIn => self.edits.light_box.step(Step::In),
            Action::ZoomOut => self.edits.light_box.step(Step::Out),
            Action::FullScreen => {
                context.send_viewport_cmd(ViewportCommand::Fullscreen(!place::is_full_screen(context)));
            }
            Action::Palette => self.lay_over(Overlay::palette, context),
            Action::Shortcuts => self.lay_over(Overlay::shortcuts, context),
            Action::Welcome => self.edits.welcome = Some(Welcome::default()),
            // Of the system's save dialog, in the status bar.
            Action::Close => self.saving = None,
            // Those of a form end it there; the others are settings and commands.
            _ => {}
        }
    }

    /// Puts another overlay over the window, or takes it away.
    pub(super) fn lay_over(&mut self, next: fn(Option<&Overlay>) -> Option<Overlay>, context: &Context) {
        if self.edits.overlay.is_none() {
            self.keep_keyboard(context);
        }
        self.edits.overlay = next(self.edits.overlay.as_ref());
        if matches!(self.edits.overlay, Some(Overlay::Palette(_))) {
            context.memory_mut(|memory| memory.request_focus(palette::field()));
        }
    }

    /// Remembers what has the keyboard, before it is taken away.
    pub(super) fn keep_keyboard(&mut self, context: &Context) {
        self.edits.back_to = self.edits.back_to.or(context.memory(Memory::focused));
    }

    /// A folded panel is shown for it.
    pub(super) fn focus_prompt(&mut self) {
        self.edits.focus_prompt = true;
        let place = self.session.state().settings.prompt_panel;
        if !place.shown {
            self.session.send(Command::Set(Setting::PromptPanel(PanelPlace { shown: true, ..place })));
        }
    }

    /// The prompts of all that is selected, one a line; the same one once.
    fn copy_prompts(&self, context: &Context) {
        let mut seen = HashSet::new();
        let pictures = self.session.state().target_pictures().into_iter();
        let prompts = pictures.map(|entry| entry.prompt.trim()).filter(|prompt| seen.insert(*prompt));
        context.copy_text(prompts.collect::<Vec<&str>>().join("\n"));
    }

    fn save_as(&mut self, context: &Context) {
        let pictures = self.session.state().target_pictures();
        let Some(entry) = pictures.first().filter(|_| self.saving.is_none()) else { return };
        let name = library::suggested_name(&entry.prompt, Format::Png.extension());
        let suggested = self.session.folder().copies().join(name);
        self.saving = Some(SaveDialog::open(self.dialogs, Content::Picture(entry.id), suggested, context));
        self.keep_keyboard(context);
    }
}
