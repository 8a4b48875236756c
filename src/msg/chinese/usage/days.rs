//! 每天的用量，简体中文：图表、日历和单日数据。

use contract::Neurons;
use engine::usage::{DayReport, ModelReport, ModelTotal, Report};
use jiff::civil::{Date, DateTime, Time};

use crate::{
    msg::{
        DaysMsg, Msg,
        alike::{decimal, grouped_u64, money, neurons, share},
        chinese::weekday,
    },
    panels::{bounded, usage::Unit},
};

pub(super) fn text(msg: DaysMsg<'_>) -> String {
    let fixed = match msg {
        DaysMsg::ChartIs { report, unit } => return chart(report, unit),
        DaysMsg::Figure(unit, figure) => return self::figure(unit, figure),
        DaysMsg::Weekday(date) => return format!("{}日 周{}", date.day(), weekday(date)),
        DaysMsg::DayOfMonth(date) => return format!("{}月{}日", date.month(), date.day()),
        DaysMsg::Month(date) if date.month() == 1 => return format!("{}年1月", date.year()),
        DaysMsg::Month(date) => return format!("{}月", date.month()),
        DaysMsg::Year(date) => return format!("{}年", date.year()),
        DaysMsg::WeekdayName(date) => return format!("周{}", weekday(date)),
        DaysMsg::NotBegun => "这些日子都还没有到来。",
        DaysMsg::Less => "少",
        DaysMsg::More => "多",
        DaysMsg::DayName { date, today } if date == today => {
            return format!("{} 星期{}：今天，截至目前", self::date(date), weekday(date));
        }
        DaysMsg::DayName { date, .. } => return format!("{} 星期{}", self::date(date), weekday(date)),
        DaysMsg::DayFigures(day) => return figures(day),
        DaysMsg::DayTheirs(theirs) => return format!("Cloudflare 统计为 {} 个神经元", neurons(theirs)),
        DaysMsg::DayModel { model, used } => return used_by(model, used),
        DaysMsg::ClickForPictures => "点击查看当天的图片",
        DaysMsg::ModelShare { model, of } => {
            let share = share(model.total.pictures, of);
            return format!("{}：{}，{share}", name(model), pictures(model.total.pictures));
        }
        DaysMsg::Others => "其他模型，以及未注明模型的用量",
        DaysMsg::Running => "今天，截至目前",
        DaysMsg::Allowance(free) => return format!("每天免费 {} 个神经元", neurons(free)),
        DaysMsg::WithoutUse => "没有使用的日子",
        DaysMsg::Unknown => "没有记录的日子",
        DaysMsg::DayRuns { date, from, to } => return day_runs(date, from, to),
        DaysMsg::Resets { at, now } => return resets(at, now),
    };
    fixed.to_owned()
}

pub(super) fn date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

fn pictures(count: u64) -> String {
    format!("{} 张图片", grouped_u64(count))
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

/// 不足一的数保留两位小数。
fn average(figure: f64) -> String {
    decimal(figure, if figure < 1.0 { 2 } else { 1 })
}

/// 带单位。
fn amount(unit: Unit, figure: f64) -> String {
    match unit {
        Unit::Pictures => format!("{} 张图片", average(figure)),
        Unit::Neurons => format!("{} 个神经元", average(figure)),
        Unit::Dollars => money(figure),
    }
}

fn chart(report: &Report, unit: Unit) -> String {
    let of = |day: &&DayReport| unit.of(day.total.pictures, day.total.neurons);
    let known = || report.days.iter().filter(|day| day.is_known);
    let (Some(first), Some(last)) = (report.days.first(), report.days.last()) else { return String::new() };
    let span = format!("{} 至 {} 的用量", date(first.date), date(last.date));
    let highest = known().filter(|day| of(day) > 0.0).max_by(|one, two| of(one).total_cmp(&of(two)));
    let Some(highest) = highest else { return format!("{span}：无。") };
    let neurons: Neurons = known().map(|day| day.total.neurons).sum();
    let total = unit.of(known().map(|day| day.total.pictures).sum(), neurons);
    let average = total / known().count() as f64;
    let used = known().filter(|day| of(day) > 0.0).count();
    format!(
        "{span}：{} 天中有 {used} 天使用，共 {}，平均每天 {}。最多的一天是 {}，{}。",
        report.days.len(),
        amount(unit, total),
        amount(unit, average),
        date(highest.date),
        amount(unit, of(&highest))
    )
}

fn figures(day: &DayReport) -> String {
    if !day.is_known {
        return "这一天没有记录。".to_owned();
    }
    let total = &day.total;
    let mut told = vec![pictures(total.pictures)];
    if total.cached > 0 {
        told.push(format!("{} 张重复使用", grouped_u64(total.cached)));
    }
    if total.failed > 0 {
        told.push(format!("{} 次失败", grouped_u64(total.failed)));
    }
    told.push(format!("{} 个神经元", decimal(total.neurons.get(), 6)));
    if total.estimated > Neurons::ZERO {
        told.push(format!("其中 {} 个为估算", decimal(total.estimated.get(), 6)));
    }
    told.push(format!("按标价为 {}", money(total.neurons.dollars())));
    if total.beyond > Neurons::ZERO {
        told.push(format!("超出额度 {}", money(total.beyond.dollars())));
    }
    told.join(" · ")
}

fn used_by(model: &ModelReport, used: ModelTotal) -> String {
    format!("{}：{}，{} 个神经元", name(model), pictures(used.pictures), neurons(used.neurons))
}

fn day_runs(date: Date, from: DateTime, to: DateTime) -> String {
    if from.time() == Time::midnight() && to.time() == Time::midnight() {
        return "一天从零点到零点，UTC 与本地时间相同。".to_owned();
    }
    let clock = |at: DateTime| at.strftime("%H:%M").to_string();
    let before = if from.date() < date { "前一天" } else { "" };
    let after = if from.date() < date { "" } else { "次日" };
    let (begins, ends) = (clock(from), clock(to));
    if from.time() == to.time() {
        return format!("日期按 UTC 计算：一天从本地时间{before} {begins} 到{after} {ends}。");
    }
    format!("日期按 UTC 计算：今天从本地时间{before} {begins} 到{after} {ends}，因为时钟会调整。")
}

fn resets(at: DateTime, now: DateTime) -> String {
    let day = if at.date() == now.date() { "今天" } else { "明天" };
    format!("当天的额度将在{day} {} 恢复。", at.strftime("%H:%M"))
}
