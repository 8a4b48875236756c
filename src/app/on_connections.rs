//! What actions do to connections, and the page of them: opened, saved from, and left with the keyboard where it was.

use eframe::egui::{Context, Memory};
use engine::{Command, ConnectionId, Keep, Towards};

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
            Action::Connections => self.open_connections(context),
            Action::AddConnection => self.add_connection(context),
            Action::BackToPictures if self.edits.page() == Page::Usage => self.close_usage(),
            Action::BackToPictures if self.edits.page() == Page::Deploy => self.close_deploy(),
            Action::BackToPictures => self.close_connections(),
            Action::SaveConnection => self.save_connection(),
            // What is typed is tested, not what was there before.
            Action::TestConnection if self.is_changed() => self.save_connection(),
            Action::TestConnection if self.edits.page() == Page::Pictures => self.test_current(context),
            // What is typed is the key that is meant, not one that was typed before.
            Action::AskKeychain if self.is_key_typed() => self.save_kept(Keep::Keychain),
            Action::KeepForSession if self.is_key_typed() => self.save_kept(Keep::Session),
            Action::AddAccounts => self.add_accounts(),
            _ => match self.connection_command(action) {
                Some(command) => {
                    self.session.send(command);
                    self.follow_with_keyboard(action);
                }
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

    /// Shows what was left unsaved, or the connection in use.
    fn open_connections(&mut self, context: &Context) {
        let form = self.unsaved().unwrap_or_else(|| ConnectionForm::new(self.session.state().connection()));
        self.show_form(form, context);
    }

    /// Shows this one, or the one in use where it is gone.
    pub(super) fn open_connection(&mut self, id: ConnectionId, context: &Context) {
        let of_it = |form: &ConnectionForm| form.of() == Some(id);
        let form = self.unsaved().filter(of_it);
        let state = self.session.state();
        let shown = state.find_connection(id).or(state.connection());
        self.show_form(form.unwrap_or_else(|| ConnectionForm::new(shown)), context);
    }

    /// A form for a new connection that is shown already stays as it is.
    fn add_connection(&mut self, context: &Context) {
        let is_new = |form: &ConnectionForm| form.of().is_none();
        if self.edits.connections.as_ref().is_some_and(|page| is_new(&page.form)) {
            self.focus_on_page(Focus::Field(Field::Place));
        } else {
            let form = self.unsaved().filter(is_new).unwrap_or_else(|| ConnectionForm::new(None));
            self.show_form(form, context);
        }
    }

    /// Where what is found can be read.
    fn test_current(&mut self, context: &Context) {
        let current = self.session.state().current;
        let of_current = |form: &ConnectionForm| form.of() == Some(current);
        let form = self.unsaved().filter(of_current);
        self.show_form(form.unwrap_or_else(|| ConnectionForm::new(self.session.state().connection())), context);
        self.session.send(Command::TestConnection(current));
    }

    fn show_form(&mut self, form: ConnectionForm, context: &Context) {
        self.close_deploy();
        self.session.send(Command::ShowConnection(form.of()));
        if let Some(page) = &mut self.edits.connections {
            page.form = form;
            self.focus_on_page(Focus::Field(Field::Place));
        } else {
            let back_to = self.edits.back_to.take().or(context.memory(Memory::focused));
            self.edits.connections = Some(ConnectionsPage::new(form, back_to));
        }
    }

    /// What was typed when the page was left, unless it has been found right since, or its connection is gone.
    fn unsaved(&mut self) -> Option<ConnectionForm> {
        let mut form = self.edits.unsaved.take()?;
        let shown = form.of().and_then(|id| self.session.state().find_connection(id));
        form.follow(shown);
        form.is_typed(shown).then_some(form)
    }

    pub(super) fn close_connections(&mut self) {
        if let Some(ConnectionsPage { mut form, back_to, .. }) = self.edits.connections.take() {
            self.edits.back_to = back_to;
            let shown = shown(self.session.state());
            form.follow(shown);
            self.edits.unsaved = form.is_typed(shown).then_some(form);
            if self.session.state().current != ConnectionId::BUILT_IN {
                // The way to FLUX, which it shows, has been found.
                self.end_welcome();
            }
        }
    }

    /// It goes there in the next pass, and not back to where it was before an overlay.
    fn focus_on_page(&mut self, focus: Focus) {
        if let Some(page) = &mut self.edits.connections {
            page.focus = Some(focus);
            self.edits.back_to = None;
        }
    }

    /// Where the keyboard goes when what had it is gone with what was done.
    fn follow_with_keyboard(&mut self, action: Action) {
        match action {
            Action::RemoveConnection => self.focus_on_page(Focus::List),
            Action::KeepForSession => {
                // A key that the keychain does not give must be typed.
                if let Some(page) = &mut self.edits.connections {
                    page.form.keep = Some(Keep::Session);
                    page.form.want_key();
                }
                self.focus_on_page(Focus::Field(Field::Key));
            }
            _ => {}
        }
    }

    fn is_changed(&self) -> bool {
        let shown = Page::Connections.connection(self.session.state());
        self.edits.connections.as_ref().is_some_and(|page| page.form.is_changed(shown))
    }

    fn is_key_typed(&self) -> bool {
        self.edits.connections.as_ref().is_some_and(|page| !page.form.key.is_empty())
    }

    fn save_kept(&mut self, keep: Keep) {
        if let Some(page) = &mut self.edits.connections {
            page.form.keep = Some(keep);
        }
        self.save_connection();
    }

    fn save_connection(&mut self) {
        let shown = shown(self.session.state());
        // A list of accounts hides the fields.
        let Some(page) = self.edits.connections.as_mut().filter(|page| page.form.pasted.is_none()) else { return };
        match page.form.save(shown) {
            Ok(edit) => self.session.send(Command::SaveConnection(edit)),
            Err(wrong) => self.focus_on_page(Focus::Field(wrong)),
        }
    }

    fn add_accounts(&mut self) {
        let Some(page) = &mut self.edits.connections else { return };
        if let Some(Ok(accounts)) = page.form.pasted.take() {
            let keep = page.form.keep(None);
            page.form = ConnectionForm::new(shown(self.session.state()));
            self.focus_on_page(Focus::List);
            self.session.send(Command::AddAccounts(accounts, keep));
        }
    }
}
