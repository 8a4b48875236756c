//! What actions do on the page of usage: opened, asked anew, and left with the keyboard where it was.

use eframe::egui::{Context, Memory};
use engine::{
    Command, PanelPlace, Select, Setting,
    usage::{self, Report},
};
use jiff::{Timestamp, civil::Date};

use super::App;
use crate::{
    action::Action,
    look::space,
    panels::{
        gallery,
        usage::{Unit, UsagePage},
    },
    save_dialog::{Content, SaveDialog},
};

impl App {
    /// Whether it was one of these.
    pub(super) fn act_on_usage(&mut self, action: Action, context: &Context) -> bool {
        match action {
            Action::Usage => self.open_usage(context),
            Action::PullUsage => self.session.send(Command::PullUsage(None)),
            Action::LetThrough => self.session.send(Command::LetThrough),
            Action::SaveUsageCsv => self.save_usage(|report| Content::Csv(usage::csv(report)), context),
            Action::SaveUsageJson => self.save_usage(|report| Content::Json(usage::json(report)), context),
            Action::CopyChart => self.want_chart(context),
            _ => return false,
        }
        true
    }

    fn open_usage(&mut self, context: &Context) {
        self.close_connections();
        self.close_deploy();
        if self.edits.usage.is_none() {
            let back_to = self.edits.back_to.take().or(context.memory(Memory::focused));
            // Where nobody pays, neurons say nothing.
            let pays = !self.session.state().payers().is_empty();
            let unit = if pays { Unit::Neurons } else { Unit::Pictures };
            self.edits.usage = Some(UsagePage::new(back_to, unit));
            self.session.send(Command::PullUsage(None));
        }
    }

    /// What the page shows, as it is now.
    fn save_usage(&mut self, content: fn(&Report) -> Content, context: &Context) {
        let Some(page) = self.edits.usage.as_mut().filter(|_| self.saving.is_none()) else { return };
        let report = page.report(self.session.state(), Timestamp::now());
        let content = content(&report);
        let name = format!("easel-usage-{}.{}", report.today, content.extension());
        let suggested = self.session.folder().copies().join(name);
        self.saving = Some(SaveDialog::open(self.dialogs, content, suggested, context));
        self.keep_keyboard(context);
    }

    /// To the pictures of a day in UTC, or to those before it: the newest one is selected, and has the keyboard.
    pub(super) fn go_to_day(&mut self, date: Date, context: &Context) {
        self.close_usage();
        let Some(id) = self.session.state().gallery.of_day(date).map(|entry| entry.id) else { return };
        self.uncover_gallery(context);
        self.session.send(Command::CloseViewer);
        self.session.send(Command::Select(Select::Only(id)));
        self.edits.gallery.go_to_cursor();
        self.edits.focus_prompt = false;
        self.edits.back_to = Some(gallery::widget(id));
    }

    /// What hides it in a narrow window gives way, and so does the welcome.
    fn uncover_gallery(&mut self, context: &Context) {
        self.end_welcome();
        self.uncover_prompt(context);
        let place = self.session.state().settings.prompt_panel;
        if place.shown && context.content_rect().width() < space::NARROW_WINDOW {
            self.session.send(Command::Set(Setting::PromptPanel(PanelPlace { shown: false, ..place })));
        }
    }

    pub(super) fn close_usage(&mut self) {
        if let Some(page) = self.edits.usage.take() {
            self.edits.back_to = page.back_to;
        }
    }
}
