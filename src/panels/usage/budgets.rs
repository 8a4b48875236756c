//! Budgets, a section of the page of usage: of each who pays, what the account has booked, what it may spend in a day and in a
//! month, and what it has spent of that. What is under the fingers is nobody's limit yet: a number goes to the engine when it is
//! left or let go.

use contract::Neurons;
use eframe::egui::{Color32, Context, DragValue, Id, Key, ProgressBar, RichText, Ui};
use engine::{
    Command,
    usage::{Budget, Level, Payer, Period, Plan, Subject},
};

use super::{Scene, heading_ui};
use crate::{
    look::{colour::Palette, space, type_scale},
    msg::{BudgetMsg, Msg},
    panels::{connection_name, field_name, in_view, note},
};

/// What a limit begins with: what is free of a day, and about as much of a month.
const USUAL_DAY: f64 = 10_000.0;
const USUAL_MONTH: f64 = 300_000.0;
/// Neurons; ten thousand dollars.
const MOST: f64 = 1_000_000_000.0;
/// Neurons that an arrow key changes a limit by.
const STEP: f64 = 100.0;

/// The whole section.
pub(crate) fn budgets_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    ui.add_space(space::L);
    heading_ui(ui, &BudgetMsg::Title.text());
    let payers = payers(scene);
    if payers.is_empty() {
        note(ui, Msg::OfBudget(BudgetMsg::NobodyPays));
        return;
    }
    note(ui, Msg::OfBudget(BudgetMsg::Note));
    for payer in payers {
        ui.add_space(space::M);
        let budget = scene.state.budget(&payer);
        let changed = ui.push_id(payer.as_str(), |ui| payer_ui(ui, &payer, budget, scene)).inner;
        if changed != budget {
            scene.wishes.send(Command::SetBudget(payer, changed));
        }
    }
}

/// Whether a number is being typed, or was until an Escape in this pass: that puts the number away, not the page.
pub(crate) fn is_typed_in(context: &Context) -> bool {
    let field = context.data(|data| data.get_temp::<Id>(typed_in()));
    field.is_some_and(|field| context.memory(|memory| memory.had_focus_last_frame(field)))
}

/// Where it is noted which number has the keyboard.
fn typed_in() -> Id {
    Id::unique("budget-typed-in")
}

/// Those that the page is about.
fn payers(scene: &Scene<'_>) -> Vec<Payer> {
    match scene.page.subject {
        Subject::All => scene.state.payers(),
        Subject::One(id) => {
            scene.state.find_connection(id).and_then(|known| scene.state.payer(known)).into_iter().collect()
        }
    }
}

/// The budget, as the user has changed it in this pass.
fn payer_ui(ui: &mut Ui, payer: &Payer, mut budget: Budget, scene: &Scene<'_>) -> Budget {
    let name = name(payer, scene);
    ui.label(RichText::new(name).text_style(type_scale::strong()));
    ui.horizontal_wrapped(|ui| {
        note(ui, Msg::OfBudget(BudgetMsg::PlanTitle));
        for plan in [Plan::Free, Plan::Paid] {
            in_view(ui.radio_value(&mut budget.plan, plan, BudgetMsg::Plan(plan).text()));
        }
    });
    note(ui, Msg::OfBudget(BudgetMsg::PlanNote(budget.plan)));
    for period in Period::ALL {
        ui.add_space(space::XS);
        let limit = ui.push_id(period, |ui| limit_ui(ui, period, budget.limit(period))).inner;
        match period {
            Period::Day => budget.day = limit,
            Period::Month => budget.month = limit,
        }
        used_ui(ui, payer, period, budget, scene);
    }
    if budget.day.is_some() || budget.month.is_some() {
        ui.add_space(space::XS);
        budget.warn_at = warning_ui(ui, budget.warn_at);
    }
    budget
}

/// Who shares it.
fn name(payer: &Payer, scene: &Scene<'_>) -> String {
    let pays = |known: &&engine::Connection| scene.state.payer(known).as_ref() == Some(payer);
    let names = scene.state.connections.iter().filter(pays).map(connection_name);
    names.collect::<Vec<_>>().join(" · ")
}

fn limit_ui(ui: &mut Ui, period: Period, limit: Option<Neurons>) -> Option<Neurons> {
    let row = ui.horizontal_wrapped(|ui| {
        let mut is_set = limit.is_some();
        let switch = in_view(ui.checkbox(&mut is_set, BudgetMsg::Limit(period).text()));
        let usual = match period {
            Period::Day => USUAL_DAY,
            Period::Month => USUAL_MONTH,
        };
        let Some(limit) = limit.filter(|_| is_set) else { return Neurons::new(usual).filter(|_| is_set) };
        let (field, typed) = settled(ui, switch.id, limit.get(), |field| {
            field.range(0.0..=MOST).speed(STEP).custom_formatter(|neurons, _| whole(neurons)).custom_parser(parsed)
        });
        note(ui, Msg::OfBudget(BudgetMsg::Costs(Neurons::new(field).unwrap_or(limit))));
        Some(typed.and_then(Neurons::new).unwrap_or(limit))
    });
    row.inner
}

fn warning_ui(ui: &mut Ui, warn_at: u8) -> u8 {
    let row = ui.horizontal(|ui| {
        let name = field_name(ui, Msg::OfBudget(BudgetMsg::WarnAt)).id;
        let per_cent = f64::from(warn_at);
        let (_, typed) = settled(ui, name, per_cent, |field| field.range(1.0..=100.0).max_decimals(0).suffix("%"));
        typed.map_or(warn_at, |per_cent| per_cent.round() as u8)
    });
    row.inner
}

/// A number that is told when it is left or let go, since half of one would hold back what was not meant, or send it: what it shows
/// now, and what it was set to, if it was. `name`: what it is called.
fn settled(
    ui: &mut Ui,
    name: Id,
    value: f64,
    set_up: impl FnOnce(DragValue<'_>) -> DragValue<'_>,
) -> (f64, Option<f64>) {
    let key = name.with("dragged");
    let mut shown = ui.data(|data| data.get_temp(key)).unwrap_or(value);
    let field = set_up(DragValue::new(&mut shown).clip_text(true).update_while_editing(false));
    let size = [space::NUMBER_WIDTH, space::CONTROL_HEIGHT];
    let field = in_view(ui.add_sized(size, field).labelled_by(name));
    if field.has_focus() {
        ui.data_mut(|data| data.insert_temp(typed_in(), field.id));
    }
    if field.dragged() {
        ui.data_mut(|data| data.insert_temp(key, shown));
        return (shown, None);
    }
    ui.data_mut(|data| data.remove::<f64>(key));
    // Egui forgets in the pass after an Escape that it has put away what was typed.
    let escape = key.with("escape");
    let was_put_away = ui.data_mut(|data| data.remove_temp::<()>(escape)).is_some();
    if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
        ui.data_mut(|data| data.insert_temp(escape, ()));
    }
    let is_settled = !was_put_away && (field.changed() || field.drag_stopped());
    (shown, Some(shown).filter(|_| is_settled))
}

/// As it is typed: with or without signs between thousands.
fn parsed(text: &str) -> Option<f64> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，' | '_' | '\'')).collect();
    digits.parse().ok()
}

/// As it is shown when it is not typed.
fn whole(neurons: f64) -> String {
    Msg::Number { count: neurons.round() as usize }.text()
}

/// What is used, in words; where there is a limit, as a bar too.
fn used_ui(ui: &mut Ui, payer: &Payer, period: Period, budget: Budget, scene: &Scene<'_>) {
    if !scene.state.knows_today(payer, scene.now) {
        // Said once.
        if period == Period::Day {
            note(ui, Msg::OfBudget(BudgetMsg::Unknown));
        }
        return;
    }
    let (used, limit) = (scene.state.used(payer, period, scene.now), budget.limit(period));
    let palette = Palette::shown(ui);
    let (bar, words) = colours(budget.level(period, used), palette);
    ui.horizontal_wrapped(|ui| {
        let text = BudgetMsg::Used { period, used, limit }.text();
        let share = limit.map(|limit| (used.get() / limit.get().max(f64::MIN_POSITIVE)).min(1.0) as f32);
        let progress = share.map(|share| {
            let size = space::PROGRESS;
            ui.add(ProgressBar::new(share).desired_width(size.x).desired_height(size.y).fill(bar))
        });
        let label = ui.label(RichText::new(text).small().color(words));
        if let Some(progress) = progress {
            progress.labelled_by(label.id);
        }
    });
}

/// Of a bar, and of the words beside it.
fn colours(level: Level, palette: Palette) -> (Color32, Color32) {
    match level {
        Level::Fine => (palette.accent, palette.weak),
        Level::Near => (palette.warning, palette.warning),
        Level::Past => (palette.error, palette.error),
    }
}
