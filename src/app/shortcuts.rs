//! From keys to actions. They are asked before anything is drawn, so that a text field does not take them; never while an
//! input method composes or a form of ours is open.

use eframe::egui::{
    Context, Event, FocusDirection, Key, KeyboardShortcut, Modifiers, Popup, ViewportCommand,
    text_selection::LabelSelectionState,
};

use super::App;
use crate::{
    action::Action,
    edits::{Overlay, Page},
    panels::{connections, deploy, usage, viewer},
    place,
    save_dialog::SaveDialog,
    wishes::Wishes,
};

impl App {
    pub(super) fn shortcuts(&mut self, context: &Context, wishes: &mut Wishes) {
        press_buttons_once(context);
        if self.edits.composed_in.is_some() || self.saving.as_ref().is_some_and(SaveDialog::asks) {
            return;
        }
        self.give_up_drag(context);
        if let Some(overlay) = &self.edits.overlay {
            // The key that opened it closes it.
            let key = match overlay {
                Overlay::Palette(_) => Action::Palette,
                Overlay::Shortcuts => Action::Shortcuts,
            };
            if pressed(key, context) {
                wishes.act(key);
            }
            return;
        }
        if Popup::is_any_open(context) {
            // Its own keys are for it: Escape closes it, arrows move in it.
            if pressed(Action::Palette, context) {
                Popup::close_all(context);
                self.lay_over(Overlay::palette, context);
            }
            return;
        }
        if self.edits.usage.as_ref().is_some_and(|page| page.picks_a_date(context)) {
            // The same holds for a calendar that dropped down.
            return;
        }
        let page = self.edits.page();
        leave_before(page, context);
        let on_pictures = page == Page::Pictures;
        let welcomes = on_pictures && self.edits.welcome.is_some() && self.session.state().open.is_none();
        if welcomes && took(ESCAPE, Held::Once, context) {
            wishes.act(Action::Start);
        }
        if on_pictures && self.session.state().open.is_some() && self.edits.light_box.overflows() {
            self.edits.light_box.pan(context.input_mut(viewer::pan));
        }
        if !context.input(|input| input.events.iter().any(is_key)) {
            return;
        }
        let writes = context.text_edit_focused();
        let of_more_keys =
            |action: Action| action.shortcut().is_some_and(|keys| keys.modifiers.shift || keys.modifiers.alt);
        // A key without Shift also fits when Shift is held: it is asked for after the one with it, which takes its key even
        // when it means nothing now.
        let (more, fewer): (Vec<Action>, Vec<Action>) =
            Action::ALL.iter().copied().partition(|action| of_more_keys(*action));
        for action in more.into_iter().chain(fewer) {
            let is_available = action.is_available(self.session.state(), page);
            if !(is_available || of_more_keys(action)) || (writes && action.yields_to_text()) {
                continue;
            }
            if self.is_for_elsewhere(action, context) || !pressed(action, context) {
                continue;
            }
            if is_move(action) {
                // Egui would move the keyboard by the same arrows.
                context.memory_mut(|memory| memory.move_focus(FocusDirection::None));
            }
            if is_available {
                self.invoke(action, context, wishes);
            }
        }
    }

    fn invoke(&mut self, action: Action, context: &Context, wishes: &mut Wishes) {
        if action == Action::Generate {
            self.edits.leave_number(context);
        }
        if action == Action::Palette {
            // At once, so that letters typed right after it are the palette's.
            self.lay_over(Overlay::palette, context);
        } else {
            wishes.act(action);
        }
    }

    /// Before egui does it, which would let the row go where it is held.
    fn give_up_drag(&mut self, context: &Context) {
        if self.edits.queue.is_dragging() && took(ESCAPE, Held::Once, context) {
            self.edits.queue.give_up_drag();
        }
    }

    /// Whether a key of this action is not for what has the keyboard, although the action means something now.
    fn is_for_elsewhere(&self, action: Action, context: &Context) -> bool {
        match action {
            // Only from the list: what a press of Delete on a button would be for is not clear.
            Action::RemoveConnection => !connections::has_keyboard(context, self.session.state()),
            // A job that was to be cancelled may have become a picture just now.
            Action::Delete => self.edits.queue.has_keyboard(context),
            Action::LeaveJob => !self.is_prompt_left(context),
            // Not taken from egui, which would keep what was typed.
            Action::BackToPictures => usage::is_typed_in(context),
            _ => false,
        }
    }

    /// Whether the prompt had the keyboard until now: egui takes the caret away for an Escape.
    fn is_prompt_left(&self, context: &Context) -> bool {
        self.edits.prompt_field.is_some_and(|field| context.memory(|memory| memory.had_focus_last_frame(field)))
    }
}

fn is_move(action: Action) -> bool {
    matches!(action, Action::MoveFirst | Action::MoveUp | Action::MoveDown | Action::MoveLast)
}

/// Escape leaves the full screen, or a field of a page; the next one leaves the picture or the page.
fn leave_before(page: Page, context: &Context) {
    if place::is_full_screen(context) && took(ESCAPE, Held::Once, context) {
        context.send_viewport_cmd(ViewportCommand::Fullscreen(false));
    }
    let is_typed_in = match page {
        Page::Connections => connections::is_typed_in(context),
        Page::Deploy => deploy::is_typed_in(context),
        Page::Pictures | Page::Usage => false,
    };
    if is_typed_in {
        // Egui has taken the caret away for it.
        took(ESCAPE, Held::Once, context);
    }
}

fn is_key(event: &Event) -> bool {
    matches!(event, Event::Key { pressed: true, .. } | Event::Copy)
}

/// Takes the action's key, if it was pressed.
fn pressed(action: Action, context: &Context) -> bool {
    let Some(shortcut) = action.shortcut() else { return false };
    if matches!(action, Action::CopyPicture | Action::CopyChart) && copies(context) {
        return true;
    }
    took(shortcut, if action.repeats() { Held::GoesOn } else { Held::Once }, context)
}

const ESCAPE: KeyboardShortcut = KeyboardShortcut::new(Modifiers::NONE, Key::Escape);

/// What a key does while it is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    Once,
    GoesOn,
}

/// Takes a key and its repeats; whether that does something.
fn took(shortcut: KeyboardShortcut, held: Held, context: &Context) -> bool {
    let mut took = false;
    context.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, modifiers, pressed: true, repeat, .. } = event else { return true };
            let is_it = is_same(*key, shortcut.logical_key) && modifiers.matches_logically(shortcut.modifiers);
            took |= is_it && (!repeat || held == Held::GoesOn);
            !is_it
        });
    });
    took
}

/// A + stands with the = on some keyboards, and alone on others and among the numbers.
fn is_same(pressed: Key, meant: Key) -> bool {
    pressed == meant || (pressed == Key::Plus && meant == Key::Equals)
}

/// A held key presses the button that has the keyboard once: it may be the one that makes pictures. Text goes on.
fn press_buttons_once(context: &Context) {
    if !context.text_edit_focused() {
        let is_held = |event: &Event| {
            matches!(event, Event::Key { key: Key::Enter | Key::Space, pressed: true, repeat: true, .. })
        };
        context.input_mut(|input| input.events.retain(|event| !is_held(event)));
    }
}

/// The system's key to copy comes as an event of its own, and belongs to words that are selected.
fn copies(context: &Context) -> bool {
    let words = context.plugin::<LabelSelectionState>().lock().has_selection();
    !words && context.input(|input| input.events.contains(&Event::Copy))
}
