//! Below the prompt: to have it translated or enhanced, what comes of that, to be taken or refused, and when it is done by itself.
//! Nothing here changes what is typed.

use contract::{Neurons, Task, price::Estimate};
use eframe::egui::{
    Button, ComboBox, Frame, Label, Margin, Response, RichText, Role, ScrollArea, Stroke, TextStyle, Ui, WidgetInfo,
    accesskit::Live,
};
use engine::{Command, DraftEdit, NotRewritten, Progress, Rewriting, State, Translate};
use jiff::Timestamp;

use super::{
    super::{action_button::explain, in_view, note, problem, setting_name},
    diff::{self, Compared},
};
use crate::{
    action::Action,
    look::{colour::Palette, space, type_scale},
    msg::{Msg, RewritingMsg},
    wishes::Wishes,
};

pub(super) fn rewriting_ui(ui: &mut Ui, state: &State, now: Timestamp, wishes: &mut Wishes) {
    ui.horizontal_wrapped(|ui| {
        for (action, task) in [(Action::Translate, Task::Translate), (Action::Enhance, Task::Enhance)] {
            ask_ui(ui, action, state.why_not_rewritten(task, now), state.rewriting_cost(task), wishes);
        }
    });
    if let Some(rewriting) = &state.rewriting {
        let line = Stroke::new(1.0, Palette::shown(ui).line);
        let frame = Frame::new().stroke(line).corner_radius(space::RADIUS);
        frame.inner_margin(Margin::same(space::FIELD)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            told_ui(ui, state, rewriting, now, wishes);
        });
    }
    if state.text_model().is_some() {
        translate_ui(ui, state, wishes);
    }
}

/// Grey with its reason where it cannot be, and with what it will cost where it can.
fn ask_ui(ui: &mut Ui, action: Action, why_not: Option<NotRewritten>, cost: Estimate, wishes: &mut Wishes) {
    let button = Button::new(RichText::new(Msg::Label(action).text()).small());
    let response = ui.add_enabled(why_not.is_none(), button);
    let told = match why_not {
        Some(why_not) => RewritingMsg::WhyNot(why_not),
        None => RewritingMsg::WillCost(cost),
    };
    if explained(explain(response, action), told).clicked() {
        wishes.act(action);
    }
}

fn told_ui(ui: &mut Ui, state: &State, rewriting: &Rewriting, now: Timestamp, wishes: &mut Wishes) {
    match &rewriting.progress {
        Progress::Asked { since } => {
            let since = now.duration_since(*since).try_into().unwrap_or_default();
            live(&ui.label(RewritingMsg::Asking(rewriting.task, since).text()));
            ui.ctx().request_repaint_after_secs(1.0);
            keep_ui(ui, RewritingMsg::Cancel.text(), wishes);
        }
        Progress::Proposed { prompt, cost } => {
            proposed_ui(ui, rewriting, prompt);
            let cost = if rewriting.is_known { Some(Neurons::ZERO) } else { *cost };
            note(ui, Msg::OfRewriting(RewritingMsg::Cost(cost)));
            if state.draft.prompt != rewriting.from {
                note(ui, Msg::OfRewriting(RewritingMsg::TypedOn));
            }
            ui.horizontal_wrapped(|ui| {
                let take = ui.button(RichText::new(Msg::Label(Action::TakePrompt).text()).small());
                if explain(take, Action::TakePrompt).clicked() {
                    wishes.act(Action::TakePrompt);
                }
                keep_ui(ui, Msg::Label(Action::KeepPrompt).text(), wishes);
                let why_not = state.why_not_asked(rewriting.task, now);
                ask_ui(ui, Action::AnotherPrompt, why_not, state.rewriting_estimate(), wishes);
            });
        }
        Progress::Failed(failure) => {
            problem(ui, Msg::OfRewriting(RewritingMsg::Failed(failure)));
            note(ui, Msg::Billed(failure.billed));
            keep_ui(ui, RewritingMsg::Close.text(), wishes);
        }
    }
}

/// In what words that fit.
fn keep_ui(ui: &mut Ui, words: String, wishes: &mut Wishes) {
    if explain(ui.button(RichText::new(words).small()), Action::KeepPrompt).clicked() {
        wishes.act(Action::KeepPrompt);
    }
}

/// Both texts: as one with its changes marked where they have much in common, else one above the other.
fn proposed_ui(ui: &mut Ui, rewriting: &Rewriting, prompt: &str) {
    let title = |ui: &mut Ui| {
        ui.label(RichText::new(RewritingMsg::Title(rewriting.task).text()).text_style(type_scale::strong()));
    };
    let most = ui.text_style_height(&TextStyle::Body) * *space::PROMPT_ROWS.end() as f32;
    ScrollArea::vertical().id_salt("proposed").max_height(most).show(ui, |ui| {
        let said = match &*diff::compared(ui, rewriting, prompt) {
            Compared::Changes(changes) => {
                title(ui);
                ui.add(Label::new(diff::marked(ui, changes)).wrap())
            }
            Compared::Whole => {
                note(ui, Msg::OfRewriting(RewritingMsg::AsTyped));
                let weak = Palette::shown(ui).weak;
                ui.add(Label::new(RichText::new(&rewriting.from).color(weak)).wrap());
                title(ui);
                ui.add(Label::new(prompt).wrap())
            }
        };
        said.widget_info(|| WidgetInfo::labeled(Role::Label, true, prompt));
        live(&said);
    });
}

/// Said by a screen reader as soon as it is there.
fn live(label: &Response) {
    label.ctx.accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
}

fn translate_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    let now = state.draft.translate;
    let mut chosen = now;
    let row = ui.horizontal(|ui| {
        let name = setting_name(ui, Msg::OfRewriting(RewritingMsg::OnGenerate));
        let combo = ComboBox::from_id_salt("translate").width(ui.available_width()).truncate();
        let combo = combo.selected_text(RewritingMsg::Translate(now).text());
        let combo = combo.show_ui(ui, |ui| {
            for translate in Translate::ALL {
                let row = ui.selectable_value(&mut chosen, translate, RewritingMsg::Translate(translate).text());
                if explained(row, RewritingMsg::TranslateTip(translate)).clicked() {
                    // A click closes it anyway, a key does not.
                    ui.close();
                }
            }
        });
        explained(in_view(combo.response.labelled_by(name.id)), RewritingMsg::TranslateTip(now))
    });
    if chosen != now {
        wishes.send(Command::Edit(DraftEdit::Translate(chosen)));
        row.inner.request_focus();
    }
}

/// In a tooltip, and to a screen reader.
fn explained(response: Response, msg: RewritingMsg<'_>) -> Response {
    let tip = msg.text();
    response.ctx.accesskit_node_builder(response.id, |node| node.set_description(tip.as_str()));
    response.on_hover_text(&tip).on_disabled_hover_text(tip)
}
