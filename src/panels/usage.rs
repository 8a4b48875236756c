//! The page of usage: what each day has used, what it comes to, and what is left. It takes the place of the pictures, and draws a
//! [`Report`] that is made only when something has changed; a frame draws, and reckons nothing.

mod budgets;
mod calendar;
mod chart;
mod choices;
mod dates;
mod day;
mod faults;
mod head;
mod hours;
mod models;
mod stack;
mod table;
#[cfg(test)]
mod tests;
mod theirs;
mod totals;

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    rc::Rc,
};

use contract::Neurons;
use eframe::egui::{
    Align, CentralPanel, Context, Frame, Id, Key, LayerId, Modifiers, Popup, Rect, RichText, Role, ScrollArea, Ui,
    WidgetInfo, style::ScrollAnimation, vec2,
};
use engine::{
    Connection, State,
    usage::{Count, Report, Span, Subject, Total, utc_date},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::{
    look::{colour::Palette, space},
    msg::{DaysMsg, UsageMsg},
    panels::note,
    wishes::Wishes,
};
pub(crate) use budgets::is_typed_in;
use stack::Stack;
pub(crate) use totals::{Fact, Sum};

/// What is chosen on the page, and what it draws.
pub(crate) struct UsagePage {
    /// What had the keyboard before the page did.
    pub(crate) back_to: Option<Id>,
    pub(crate) subject: Subject,
    pub(crate) range: Range,
    pub(crate) unit: Unit,
    pub(crate) shape: Shape,
    /// The day whose figures stand below the days; the last one, where none was chosen.
    pub(crate) day: Option<Date>,
    /// What wants the keyboard in the next pass.
    focus: Option<Focus>,
    /// Where the days stand in the window as far as they are seen, once they were drawn.
    pub(crate) chart_rect: Option<Rect>,
    /// Whether a picture is made of the days: they are scrolled into view, and nothing hovers over them.
    pub(crate) is_photographed: bool,
    /// The calendars that drop down from the two dates.
    pickers: [Option<LayerId>; 2],
    report: Option<(Made, Rc<Report>)>,
    stack: Option<((Made, Unit), Rc<Stack>)>,
}

/// What can be given the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    /// The chart, or what stands in its place.
    Days,
}

/// The days that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Range {
    /// As many, up to today.
    Last(u16),
    /// These.
    Days(Span),
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Pictures,
    Neurons,
    /// At list price, whatever is free of it.
    Dollars,
}

/// How days are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Chart,
    Calendar,
    Table,
}

/// What a report was made from: it is the same until that is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Made {
    revision: u64,
    subject: Subject,
    span: Span,
    today: Date,
    /// A hash of their ids, in their order.
    connections: u64,
}

/// What the parts of the page are drawn from, and ask through.
pub(crate) struct Scene<'a> {
    pub(crate) state: &'a State,
    pub(crate) page: &'a mut UsagePage,
    pub(crate) now: Timestamp,
    /// Of the clock on the wall.
    pub(crate) zone: TimeZone,
    pub(crate) wishes: &'a mut Wishes,
}

impl Unit {
    pub(crate) const ALL: [Self; 3] = [Self::Pictures, Self::Neurons, Self::Dollars];

    /// As a float, to be drawn and said; sums are made of what is exact.
    pub(crate) fn of(self, pictures: u64, neurons: Neurons) -> f64 {
        match self {
            Self::Pictures => pictures as f64,
            Self::Neurons => neurons.get(),
            Self::Dollars => neurons.dollars(),
        }
    }

    fn of_total(self, total: &Total) -> f64 {
        self.of(total.pictures, total.neurons)
    }

    /// What is free of each day; none where there is nothing to be free, or that counts pictures.
    fn allowance(self, report: &Report) -> Option<f64> {
        (self != Self::Pictures && report.allowance > Neurons::ZERO).then(|| self.of(0, report.allowance))
    }
}

impl Shape {
    pub(crate) const ALL: [Self; 3] = [Self::Chart, Self::Calendar, Self::Table];
}

impl UsagePage {
    /// `unit`: counted in it at first.
    pub(crate) fn new(back_to: Option<Id>, unit: Unit) -> Self {
        Self {
            back_to,
            subject: Subject::All,
            range: choices::USUAL,
            unit,
            shape: Shape::Chart,
            day: None,
            focus: Some(Focus::Days),
            chart_rect: None,
            is_photographed: false,
            pickers: [None; 2],
            report: None,
            stack: None,
        }
    }

    /// What is drawn.
    pub(crate) fn report(&mut self, state: &State, now: Timestamp) -> Rc<Report> {
        let made = self.made(state, utc_date(now));
        let report = self.report.take().filter(|(of, _)| *of == made);
        let new = || Rc::new(Report::new(state, made.subject, made.span, made.today));
        let (_, report) = self.report.insert(report.unwrap_or_else(|| (made, new())));
        Rc::clone(report)
    }

    fn made(&self, state: &State, today: Date) -> Made {
        let span = match self.range {
            Range::Last(days) => Span::last(days, today),
            Range::Days(span) => span,
        };
        let mut ids = DefaultHasher::new();
        state.connections.iter().for_each(|known| known.id.hash(&mut ids));
        let (revision, connections) = (state.usage.revision(), ids.finish());
        Made { revision, subject: self.subject, span, today, connections }
    }

    /// What the chart draws of the report that was made last.
    fn stack(&mut self, report: &Report) -> Rc<Stack> {
        let key = self.report.as_ref().map(|(made, _)| (*made, self.unit));
        if let Some((_, stack)) = self.stack.as_ref().filter(|(of, _)| Some(*of) == key) {
            return Rc::clone(stack);
        }
        let stack = Rc::new(Stack::new(report, self.unit));
        self.stack = key.map(|key| (key, Rc::clone(&stack)));
        stack
    }

    /// Whether a calendar is open, whose keys are its own.
    pub(crate) fn picks_a_date(&self, context: &Context) -> bool {
        context.memory(|memory| self.pickers.iter().flatten().any(|layer| memory.areas().visible_last_frame(layer)))
    }

    /// Whether the days are to be given the keyboard now.
    fn takes_focus(&mut self, what: Focus) -> bool {
        let takes = self.focus == Some(what);
        self.focus = self.focus.filter(|_| !takes);
        takes
    }
}

impl<'a> Scene<'a> {
    /// Whose usage is looked at, one a place, with what was told of it.
    fn counts(&self) -> impl Iterator<Item = (&'a Connection, &'a Count)> {
        let (state, subject) = (self.state, self.page.subject);
        let mut places = std::collections::BTreeSet::new();
        let wanted = move |known: &&Connection| subject == Subject::All || subject == Subject::One(known.id);
        let connections = state.connections.iter().filter(wanted);
        let connections = connections.filter(move |known| places.insert(known.kind.place()));
        connections.filter_map(|known| Some((known, state.usage.count(&known.kind)?)))
    }
}

pub(crate) fn usage_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    choices::follow(scene);
    let report = scene.page.report(scene.state, scene.now);
    head::head_ui(ui, scene);
    let frame = Frame::side_top_panel(ui.style()).inner_margin(space::PANEL);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        ScrollArea::vertical().id_salt("usage").auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(space::RING_ROOM).show(ui, |ui| page_ui(ui, scene, &report));
            scroll_by_keys(ui);
        });
    });
    // What is not there to take the keyboard does not take it later.
    scene.page.focus = None;
}

fn page_ui(ui: &mut Ui, scene: &mut Scene<'_>, report: &Report) {
    faults::faults_ui(ui, scene);
    choices::choices_ui(ui, scene);
    if report.known_since.is_none() {
        empty_ui(ui);
    } else if report.days.is_empty() {
        note(ui, DaysMsg::NotBegun.into());
    } else {
        ui.add_space(space::XS);
        let days = ui.scope(|ui| {
            match scene.page.shape {
                Shape::Chart => chart::chart_ui(ui, scene, report),
                Shape::Calendar => calendar::calendar_ui(ui, scene, report),
                Shape::Table => table::table_ui(ui, scene),
            }
            models::models_ui(ui, scene.page, report);
        });
        if scene.page.is_photographed {
            ui.scroll_to_rect_animation(days.response.rect, Some(Align::Min), ScrollAnimation::none());
        }
        scene.page.chart_rect = Some(days.response.rect.intersect(ui.clip_rect()));
    }
    hours::hours_ui(ui, scene, report);
    if report.known_since.is_some() {
        totals::totals_ui(ui, report);
    }
    theirs::theirs_ui(ui, scene);
    budgets::budgets_ui(ui, scene);
}

/// There is more to be read than to be reached by Tab.
fn scroll_by_keys(ui: &Ui) {
    let page = ui.clip_rect().height() * 0.9;
    for (key, points) in [(Key::PageDown, -page), (Key::PageUp, page)] {
        if !Popup::is_any_open(ui.ctx()) && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            ui.scroll_with_delta(vec2(0.0, points));
        }
    }
}

/// What will stand here.
fn empty_ui(ui: &mut Ui) {
    ui.add_space(space::L);
    heading_ui(ui, &UsageMsg::EmptyTitle.text());
    ui.label(RichText::new(UsageMsg::EmptyHint.text()).color(Palette::shown(ui).weak));
    ui.add_space(space::L);
}

/// As a screen reader finds it, too.
fn heading_ui(ui: &mut Ui, words: &str) {
    ui.heading(words).widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
}

/// The name of a part of the page.
fn part_ui(ui: &mut Ui, name: UsageMsg<'_>) {
    ui.add_space(space::L);
    heading_ui(ui, &name.text());
    ui.add_space(space::XS);
}
