//! What actions do to connections, and the page of them: opened, saved from, and left with the keyboard where it was.

use eframe::egui::{Context, Memory};
use engine::{Command, ConnectionId, Towards};

use super::App;
use crate::{
    action::Action,
    edits::Page,
    panels::connections::{ConnectionForm, ConnectionsPage, Field, Focus, shown},
};

impl App {
    /// Whether it was one of these.
    pub(super) fn act_on_connections(&mut self, action: Action, context: &Context) -> bool {
        match action {
            Action::Connections => self.open_connections(Some(self.session.state().current), context),
            Action::AddConnection => self.open_connections(None, context),
            Action::BackToPictures => self.close_connections(),
            Action::SaveConnection => self.save_connection(),
            // What is typed is tested, not what was there before.
            Action::TestConnection if self.is_changed() => self.save_connection(),
            Action::AddAccounts => self.add_accounts(),
            _ => match self.connection_command(action) {
                Some(command) => self.session.send(command),
                None => return false,
            },
        }
        true
    }

    fn connection_command(&self, action: Action) -> Option<Command> {
        let id = || self.edits.page().connection(self.session.state()).map(|connection| connection.id);
        Some(match action {
            Action::NextConnection => Command::UseNext(Towards::Older),
            Action::PreviousConnection => Command::UseNext(Towards::Newer),
            Action::TestConnection => Command::TestConnection(id()?),
            Action::UseConnection => Command::Use(id()?),
            Action::MoveConnectionUp => Command::MoveConnection(id()?, Towards::Newer),
            Action::MoveConnectionDown => Command::MoveConnection(id()?, Towards::Older),
            Action::DuplicateConnection => Command::DuplicateConnection(id()?),
            Action::RemoveConnection => Command::RemoveConnection(id()?),
            Action::AskKeychain => Command::AskKeychain(id()?),
            Action::KeepForSession => Command::KeepForSession(id()?),
            _ => return None,
        })
    }

    fn open_connections(&mut self, id: Option<ConnectionId>, context: &Context) {
        self.session.send(Command::ShowConnection(id));
        let shown = shown(self.session.state());
        if let Some(page) = &mut self.edits.connections {
            (page.form, page.focus) = (ConnectionForm::new(shown), Some(Focus::Field(Field::Place)));
        } else {
            let back_to = self.edits.back_to.take().or(context.memory(Memory::focused));
            self.edits.connections = Some(ConnectionsPage::new(shown, back_to));
        }
    }

    pub(super) fn close_connections(&mut self) {
        if let Some(page) = self.edits.connections.take() {
            self.edits.back_to = page.back_to;
            if self.session.state().current != ConnectionId::BUILT_IN {
                // The way to FLUX, which it shows, has been found.
                self.end_welcome();
            }
        }
    }

    fn is_changed(&self) -> bool {
        let shown = Page::Connections.connection(self.session.state());
        self.edits.connections.as_ref().is_some_and(|page| page.form.is_changed(shown))
    }

    fn save_connection(&mut self) {
        let Some(page) = &mut self.edits.connections else { return };
        match page.form.save(shown(self.session.state())) {
            Ok(edit) => self.session.send(Command::SaveConnection(edit)),
            Err(wrong) => page.focus = Some(Focus::Field(wrong)),
        }
    }

    fn add_accounts(&mut self) {
        let Some(page) = &mut self.edits.connections else { return };
        if let Some(Ok(accounts)) = page.form.pasted.take() {
            let keep = page.form.keep;
            page.form = ConnectionForm::new(None);
            page.focus = Some(Focus::List);
            self.session.send(Command::AddAccounts(accounts, keep));
        }
    }
}
