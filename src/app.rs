//! The window's frame: take what the engine's jobs sent, draw the panels, do what they asked for at the end of the pass.

use std::{
    cell::OnceCell,
    sync::Arc,
    task::{Wake, Waker},
    time::Duration,
};

use eframe::egui::{CentralPanel, Context, Frame, Panel, Popup, RawInput, Ui, ViewportCommand};
use engine::{Command, JobState, Session, Setting, State};
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    edits::{Edits, Page},
    light_box::LightBox,
    look::{self, colour::Palette, space},
    notifications::{self, Notifications},
    panels::{
        banner, connections, deploy,
        gallery::{self, Scene},
        palette, prompt, queue, save_field, shortcut_list, status, top_bar, usage, viewer,
        welcome::welcome_ui,
    },
    place,
    save_dialog::{Answer, Dialogs, SaveDialog},
    system::System,
    textures::{self, Textures},
    wishes::Wishes,
};

mod act;
mod chart_copy;
mod language;
mod on_connections;
mod on_deploy;
mod on_jobs;
mod on_queue;
mod on_usage;
mod shortcuts;
mod welcome;

use chart_copy::ChartCopy;
use language::Speech;

/// The window.
pub struct App {
    session: Session,
    edits: Edits,
    textures: Textures,
    dialogs: Dialogs,
    saving: Option<SaveDialog>,
    system: System,
    screens: place::Watch,
    speech: Speech,
    notifications: Notifications,
    chart: ChartCopy,
}

impl App {
    /// `session`: opened with [`Self::waker`].
    pub fn new(session: Session, context: &Context, dialogs: Dialogs) -> Self {
        look::apply(context);
        // Our own actions do that, and remember it.
        context.options_mut(|options| options.zoom_with_keyboard = false);
        let mut edits = Edits::new(&session.state().draft);
        edits.welcome = welcome::at_first(session.state());
        let (system, notifications) = match dialogs {
            Dialogs::System => (System::watch(context), Notifications::of_system()),
            Dialogs::OwnField => (System::silent(), Notifications::Kept(Vec::new())),
        };
        Self {
            session,
            edits,
            textures: Textures::default(),
            dialogs,
            saving: None,
            system,
            screens: place::Watch::default(),
            speech: Speech::default(),
            notifications,
            chart: ChartCopy::default(),
        }
    }

    /// Wakes this window from any thread.
    pub fn waker(context: &Context) -> Waker {
        struct Repaint(Context);
        impl Wake for Repaint {
            fn wake(self: Arc<Self>) {
                self.0.request_repaint();
            }
        }
        Waker::from(Arc::new(Repaint(context.clone())))
    }

    /// The engine, for tests.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What was said on the desktop, for tests.
    pub fn notified(&self) -> &[String] {
        self.notifications.kept()
    }

    /// Whoever looks at the window sees it there.
    fn tell_finished(&mut self, context: &Context) {
        let Some(finished) = self.session.state().finished else { return };
        if self.session.state().settings.notifications && !notifications::is_looked_at(context) {
            self.notifications.tell(finished);
        }
        self.session.send(Command::FinishedTold);
    }

    fn panels_ui(&mut self, ui: &mut Ui, wishes: &mut Wishes) {
        let state = self.session.state();
        let now = Timestamp::now();
        let mut status = None;
        let page = self.edits.page();
        if page != Page::Pictures || !viewer::is_alone(ui.ctx(), state) {
            let bar = Panel::top("menus").exact_size(space::BAR);
            let frame = Frame::side_top_panel(ui.style()).inner_margin(space::BAR_MARGIN);
            bar.frame(frame)
                .show(ui, |ui| top_bar::top_bar_ui(ui, state, self.saving.as_ref(), &mut self.edits, wishes));
            // Its room must be taken before the middle is; what it holds comes last, for Tab.
            let bar = Panel::bottom("status").exact_size(space::BAR);
            status = Some(bar.show(ui, |ui| ui.max_rect()).inner);
        }
        if let Some(page) = &mut self.edits.connections {
            connections::connections_ui(ui, &mut connections::Scene { state, page, now, wishes });
        } else if let Some(page) = &mut self.edits.usage {
            usage::usage_ui(ui, &mut usage::Scene { state, page, now, zone: TimeZone::system(), wishes });
        } else if let (Some(page), Some(deployment)) = (&mut self.edits.deploy, &state.deployment) {
            deploy::deploy_ui(ui, &mut deploy::Scene { state, deployment, page, wishes });
        } else if let Some((opened, entry)) = state.opened() {
            if !viewer::is_alone(ui.ctx(), state) {
                banner::banner_ui(ui, state, now, wishes);
            }
            viewer::viewer_ui(ui, state, opened, entry, &mut self.edits, &mut self.textures, wishes);
        } else {
            self.edits.light_box = LightBox::FIT;
            pictures_ui(ui, state, now, &mut self.edits, &mut self.textures, wishes);
        }
        if let Some(bar) = status {
            status::status_ui(ui, bar, state, self.saving.as_ref(), now, wishes);
        }
        palette::palette_ui(ui.ctx(), state, &mut self.edits, wishes);
        shortcut_list::shortcut_list_ui(ui.ctx(), &mut self.edits);
        let rests = state.connections.iter().filter_map(|connection| connection.rests.as_ref()?.until);
        let rests = rests.filter(|until| *until > now);
        if let Some(left) = rests.min().and_then(|until| now.duration_until(until).try_into().ok()) {
            // Until when is said.
            ui.ctx().request_repaint_after(left);
        }
        if state.gallery.jobs().iter().any(|job| matches!(job.state, JobState::Running { .. })) {
            // Its age is shown in seconds.
            ui.ctx().request_repaint_after(Duration::from_secs(1));
        }
    }

    fn saving(&mut self, context: &Context, frame: &eframe::Frame) {
        let Some(dialog) = &mut self.saving else { return };
        let mut answer = dialog.poll(context, frame);
        if let Some(done) = dialog.field().and_then(|field| save_field::save_field_ui(context, field)) {
            answer = match done {
                save_field::Done::Save => dialog.take_field(),
                save_field::Done::Cancel => Answer::Cancelled,
            };
        }
        match answer {
            Answer::Pending => {}
            Answer::Cancelled => self.saving = None,
            Answer::Save(command) => {
                self.saving = None;
                self.session.send(command);
            }
        }
    }

    /// A menu, an overlay or a form leaves the keyboard where it was.
    fn give_keyboard_back(&mut self, context: &Context) {
        let asks = self.saving.as_ref().is_some_and(SaveDialog::asks);
        if self.edits.overlay.is_some() || asks || Popup::is_any_open(context) {
            return;
        }
        let Some(field) = self.edits.back_to else { return };
        context.request_repaint();
        // In the frame after an overlay, what was below it may not have the keyboard yet.
        if context.memory(|memory| memory.top_modal_layer().is_none()) {
            self.edits.back_to = None;
            context.memory_mut(|memory| memory.request_focus(field));
        }
    }

    /// Remembers where the window is, once it rests.
    fn follow_window(&mut self, context: &Context) {
        let known = self.session.state().settings.window;
        let zoom = context.zoom_factor();
        let place = context.input(|input| place::now(input, known, zoom));
        if let Some(place) = place.filter(|place| known != Some(*place)) {
            self.session.send(Command::Set(Setting::Window(place)));
        }
    }
}

/// The prompt panel, the queue panel, and the gallery between them, as far as there is room for each.
fn pictures_ui(
    ui: &mut Ui,
    state: &State,
    now: Timestamp,
    edits: &mut Edits,
    textures: &mut Textures,
    wishes: &mut Wishes,
) {
    let queue_alone = queue::takes_the_window(ui.ctx(), state);
    let prompt_alone = !queue_alone && prompt::takes_the_window(ui, state);
    if prompt_alone {
        banner::banner_ui(ui, state, now, wishes);
    }
    if !queue_alone {
        prompt::prompt_side_ui(ui, state, now, edits, wishes);
    }
    if prompt_alone {
        return;
    }
    banner::banner_ui(ui, state, now, wishes);
    if queue::queue_side_ui(ui, state, now, &mut edits.queue, wishes) {
        return;
    }
    let frame = Frame::new().fill(Palette::shown(ui).backdrop);
    let mut scene = Scene { state, textures, now, wishes, queue: OnceCell::new() };
    CentralPanel::default().frame(frame).show(ui, |ui| match &mut edits.welcome {
        Some(welcome) => welcome_ui(ui, welcome, &mut scene),
        None => gallery::gallery_ui(ui, &mut edits.gallery, &mut scene),
    });
}

impl eframe::App for App {
    fn raw_input_hook(&mut self, context: &Context, input: &mut RawInput) {
        look::motion::still_wheel(context, input);
    }

    /// Called even while the window is hidden, so that what arrives is taken note of.
    fn logic(&mut self, context: &Context, frame: &mut eframe::Frame) {
        if self.session.drain() {
            context.request_repaint();
        }
        if self.session.was_raised() {
            context.send_viewport_cmd(ViewportCommand::Minimized(false));
            context.send_viewport_cmd(ViewportCommand::Focus);
        }
        if let Some(pixels) = self.session.state().clipboard.clone() {
            context.copy_image(textures::image(&pixels));
            self.session.send(Command::ClipboardTaken);
        }
        self.take_chart(context);
        self.tell_finished(context);
        look::follow(context, self.system.looks());
        place::bring_back(&mut self.screens, context, frame);
        self.follow_window(context);
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let context = ui.ctx().clone();
        let mut wishes = Wishes::default();
        self.speak_as_set(&context);
        let settings = &self.session.state().settings;
        context.set_zoom_factor(f32::from(settings.scale) / 100.0);
        look::show(&context, settings.theme);
        self.edits.follow_input(&context);
        self.edits.follow_draft(self.session.state());
        self.shortcuts(&context, &mut wishes);
        self.textures.begin(&context, self.session.loader());
        self.draw_example();
        self.panels_ui(ui, &mut wishes);
        self.place_caret(&context);
        self.give_keyboard_back(&context);
        self.textures.end(self.session.loader());
        self.saving(&context, frame);
        look::focus::show(&context);
        self.tell_of_fonts(&context);
        if !wishes.is_empty() {
            // What they change is seen in the next frame.
            context.request_repaint();
        }
        for command in wishes.commands {
            self.session.send(command);
        }
        for action in wishes.actions {
            self.act(action, &context);
        }
        for (id, step) in wishes.steps {
            self.take_step(id, step, &context);
        }
        if wishes.to_the_queue {
            self.go_to_queue();
        }
        if let Some(date) = wishes.to_the_day {
            self.go_to_day(date, &context);
        }
        self.photograph_chart(&context);
    }
}
