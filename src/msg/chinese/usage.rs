//! 用量页面，简体中文。

mod days;
mod faults;
mod theirs;

use contract::Neurons;
use engine::usage::Total;
use jiff::civil::DateTime;

use crate::{
    msg::{
        UsageMsg,
        alike::{decimal, grouped_u64, money, neurons},
    },
    panels::usage::{Fact, Range, Shape, Sum, Unit},
};

pub(super) fn text(msg: UsageMsg<'_>) -> String {
    let fixed = match msg {
        UsageMsg::Title => "用量",
        UsageMsg::EmptyTitle => "还没有数据",
        UsageMsg::EmptyHint => "服务返回统计之后，这里会显示每天的用量：图片、神经元，以及当天额度还剩多少。",
        UsageMsg::TakeAway => "保存或复制数据",
        UsageMsg::Asking => "正在查询…",
        UsageMsg::NeverTold => "尚无数据",
        UsageMsg::Age { minutes, told, now } => return age(minutes, told, now),
        UsageMsg::Whose => "查看用量",
        UsageMsg::AllTogether => "全部合计",
        UsageMsg::Range(range) => return self::range(range),
        UsageMsg::Unit(Unit::Pictures) | UsageMsg::Fact(Fact::Pictures) => "图片",
        UsageMsg::Unit(Unit::Neurons) | UsageMsg::Fact(Fact::Neurons) => "神经元",
        UsageMsg::Unit(Unit::Dollars) => "美元",
        UsageMsg::Shape(Shape::Chart) => "图表",
        UsageMsg::Shape(Shape::Calendar) => "日历",
        UsageMsg::Shape(Shape::Table) => "表格",
        UsageMsg::Totals => "合计",
        UsageMsg::Sum(Sum::Today) => "今天",
        UsageMsg::Sum(Sum::Week) => "本周",
        UsageMsg::Sum(Sum::Month) => "本月",
        UsageMsg::Sum(Sum::Ever) => "有记录以来",
        UsageMsg::Fact(Fact::Cached) => "重复使用",
        UsageMsg::Fact(Fact::Failed) => "失败",
        UsageMsg::Fact(Fact::Beyond) => "超出额度的费用",
        UsageMsg::Fact(Fact::Average) => "平均每张图片",
        UsageMsg::FactIs(fact, total) => return fact_is(fact, total),
        UsageMsg::Exactly(exact) => return exactly(exact),
        UsageMsg::KnownSince { since, ever, known } => {
            let since = format!("从 {} 开始有记录。", days::date(since));
            // 更早的日子没有保存。
            return match ever.saturating_sub(known) {
                0 => since,
                _ => format!("{since}总共生成过 {} 张图片，多于这些日子的记录。", grouped_u64(ever)),
            };
        }
        UsageMsg::Days(msg) => return days::text(msg),
        UsageMsg::Theirs(msg) => return theirs::text(msg),
        UsageMsg::Fault(msg) => return faults::text(msg),
    };
    fixed.to_owned()
}

fn age(minutes: u64, told: DateTime, now: DateTime) -> String {
    let clock = told.strftime("%H:%M");
    match minutes {
        0 => "刚刚".to_owned(),
        1..60 => format!("{minutes} 分钟前"),
        _ if told.date() == now.date() => format!("今天 {clock}"),
        _ if now.date().yesterday().ok() == Some(told.date()) => format!("昨天 {clock}"),
        _ => format!("{} {clock}", days::date(told.date())),
    }
}

fn range(range: Range) -> String {
    match range {
        Range::Last(days) => format!("{days} 天"),
        Range::Days(span) => format!("{} 至 {}", days::date(span.first()), days::date(span.end())),
    }
}

fn fact_is(fact: Fact, total: &Total) -> String {
    match fact {
        Fact::Pictures => grouped_u64(total.pictures),
        Fact::Cached => grouped_u64(total.cached),
        Fact::Failed => grouped_u64(total.failed),
        Fact::Neurons => neurons(total.neurons),
        Fact::Beyond => money(total.beyond.dollars()),
        Fact::Average => total.average().map_or_else(|| "–".to_owned(), |each| money(each.dollars())),
    }
}

fn exactly(exact: Neurons) -> String {
    format!("{} 个神经元，按标价为 {}", decimal(exact.get(), 6), money(exact.dollars()))
}
