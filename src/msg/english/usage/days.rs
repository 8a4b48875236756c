//! The days of usage, in English: the chart, the calendar, and what one day has used.

use contract::Neurons;
use engine::usage::{DayReport, ModelReport, ModelTotal, Report};
use jiff::civil::{Date, DateTime, Time};

use crate::{
    msg::{
        DaysMsg, Msg,
        alike::{decimal, grouped_u64, money, neurons, share},
    },
    panels::{bounded, usage::Unit},
};

pub(super) fn text(msg: DaysMsg<'_>) -> String {
    let fixed = match msg {
        DaysMsg::ChartIs { report, unit } => return chart(report, unit),
        DaysMsg::Figure(unit, figure) => return self::figure(unit, figure),
        DaysMsg::Weekday(date) => return date.strftime("%a %-d").to_string(),
        DaysMsg::DayOfMonth(date) => return date.strftime("%-d %b").to_string(),
        DaysMsg::Month(date) if date.month() == 1 => return date.strftime("%b %Y").to_string(),
        DaysMsg::Month(date) => return date.strftime("%b").to_string(),
        DaysMsg::Year(date) => return date.strftime("%Y").to_string(),
        DaysMsg::WeekdayName(date) => return date.strftime("%a").to_string(),
        DaysMsg::NotBegun => "None of these days has begun.",
        DaysMsg::Less => "Less",
        DaysMsg::More => "More",
        DaysMsg::DayName { date, today } if date == today => {
            return format!("{}: today, so far", date.strftime("%A %-d %B %Y"));
        }
        DaysMsg::DayName { date, .. } => return date.strftime("%A %-d %B %Y").to_string(),
        DaysMsg::DayFigures(day) => return figures(day),
        DaysMsg::DayTheirs(theirs) => return format!("Cloudflare has counted {} neurons", neurons(theirs)),
        DaysMsg::DayModel { model, used } => return used_by(model, used),
        DaysMsg::ClickForPictures => "Click to see its pictures",
        DaysMsg::ModelShare { model, of } => {
            let share = share(model.total.pictures, of);
            return format!("{}: {}, {share}", name(model), pictures(model.total.pictures));
        }
        DaysMsg::Others => "Other models, and what no model is told for",
        DaysMsg::Running => "Today, so far",
        DaysMsg::Allowance(free) => return format!("Free a day: {} neurons", neurons(free)),
        DaysMsg::WithoutUse => "Days without use",
        DaysMsg::Unknown => "Days without figures",
        DaysMsg::DayRuns { date, from, to } => return day_runs(date, from, to),
        DaysMsg::Resets { at, now } => return resets(at, now),
    };
    fixed.to_owned()
}

pub(super) fn date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

pub(super) fn pictures(count: u64) -> String {
    if count == 1 { "1 picture".to_owned() } else { format!("{} pictures", grouped_u64(count)) }
}

fn name(model: &ModelReport) -> String {
    model.model.map_or_else(|| bounded::plain(&model.id).into_owned(), |known| Msg::ModelName(known).text())
}

fn figure(unit: Unit, figure: f64) -> String {
    match unit {
        Unit::Pictures => decimal(figure, 0),
        Unit::Neurons => decimal(figure, 1),
        Unit::Dollars => money(figure),
    }
}

/// Less than one is not nothing.
fn average(figure: f64) -> String {
    decimal(figure, if figure < 1.0 { 2 } else { 1 })
}

/// With its unit.
fn amount(unit: Unit, figure: f64) -> String {
    match unit {
        Unit::Pictures => match average(figure).as_str() {
            "1" => pictures(1),
            figure => format!("{figure} pictures"),
        },
        Unit::Neurons => format!("{} neurons", average(figure)),
        Unit::Dollars => money(figure),
    }
}

fn chart(report: &Report, unit: Unit) -> String {
    let of = |day: &&DayReport| unit.of(day.total.pictures, day.total.neurons);
    let known = || report.days.iter().filter(|day| day.is_known);
    let (Some(first), Some(last)) = (report.days.first(), report.days.last()) else { return String::new() };
    let span = format!("Usage from {} to {}", date(first.date), date(last.date));
    let highest = known().filter(|day| of(day) > 0.0).max_by(|one, two| of(one).total_cmp(&of(two)));
    let Some(highest) = highest else { return format!("{span}: none.") };
    let neurons: Neurons = known().map(|day| day.total.neurons).sum();
    let total = unit.of(known().map(|day| day.total.pictures).sum(), neurons);
    let average = total / known().count() as f64;
    let used = known().filter(|day| of(day) > 0.0).count();
    format!(
        "{span}: {} on {used} of {} days, {} a day on average. The most was {} on {}.",
        amount(unit, total),
        report.days.len(),
        amount(unit, average),
        amount(unit, of(&highest)),
        date(highest.date)
    )
}

fn figures(day: &DayReport) -> String {
    if !day.is_known {
        return "Nobody has told what this day has used.".to_owned();
    }
    let total = &day.total;
    let mut told = vec![pictures(total.pictures)];
    if total.cached > 0 {
        told.push(format!("{} reused", grouped_u64(total.cached)));
    }
    if total.failed > 0 {
        told.push(format!("{} failed", grouped_u64(total.failed)));
    }
    told.push(format!("{} neurons", decimal(total.neurons.get(), 6)));
    if total.estimated > Neurons::ZERO {
        told.push(format!("of which {} estimated", decimal(total.estimated.get(), 6)));
    }
    told.push(format!("{} at list price", money(total.neurons.dollars())));
    if total.beyond > Neurons::ZERO {
        told.push(format!("{} beyond the allowance", money(total.beyond.dollars())));
    }
    told.join(" · ")
}

fn used_by(model: &ModelReport, used: ModelTotal) -> String {
    format!("{}: {}, {} neurons", name(model), pictures(used.pictures), neurons(used.neurons))
}

fn day_runs(date: Date, from: DateTime, to: DateTime) -> String {
    if from.time() == Time::midnight() && to.time() == Time::midnight() {
        return "A day runs from midnight to midnight, in UTC as here.".to_owned();
    }
    let clock = |at: DateTime| at.strftime("%H:%M").to_string();
    let (begins, ends) = (clock(from), clock(to));
    let before = if from.date() < date { " of the day before" } else { "" };
    if from.time() == to.time() {
        return format!("Days are UTC: a day runs from {begins}{before} to {ends} of your time.");
    }
    format!("Days are UTC: today runs from {begins}{before} to {ends} of your time, since the clocks change.")
}

fn resets(at: DateTime, now: DateTime) -> String {
    let clock = at.strftime("%H:%M");
    let day = if at.date() == now.date() { "today" } else { "tomorrow" };
    format!("Today's allowance comes back {day} at {clock}.")
}
