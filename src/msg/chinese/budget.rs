//! 一批图片对当天用量的影响，以及预算，简体中文。

use contract::{Neurons, price::Estimate};
use engine::usage::{Forecast, Left, Nearing, OverBudget, Period, Plan, Today};
use jiff::Timestamp;

use super::{models::price, queue::moment};
use crate::msg::{
    BudgetMsg,
    alike::{at, clock, grouped, price_of, whole},
};

pub(super) fn text(msg: BudgetMsg<'_>) -> String {
    let fixed = match msg {
        BudgetMsg::AtMost(batch) => return at_most(batch),
        BudgetMsg::Left(forecast, now) => return left(forecast, now),
        BudgetMsg::Unknown => "今天的用量尚不清楚。",
        BudgetMsg::Beyond(forecast) => return beyond(forecast),
        BudgetMsg::Nearing(near) => return nearing(near),
        BudgetMsg::Today(today, now) => {
            let (used, left) = (whole(today.used), hours(Left::until(today.resets, now)));
            return format!("已用 {used} / {} 个神经元 ·{left}后恢复", whole(Neurons::FREE_A_DAY));
        }
        BudgetMsg::TodayTip(today) => return today_tip(today),
        BudgetMsg::Title => "预算",
        BudgetMsg::Note => "会超出限额的图片留在队列中等待。日和月以 Cloudflare 的 UTC 时间为准。",
        BudgetMsg::NobodyPays => "内置画师的图片不花钱，无需限额。",
        BudgetMsg::PlanTitle => "Cloudflare 套餐",
        BudgetMsg::Plan(Plan::Free) => "免费套餐",
        BudgetMsg::Plan(Plan::Paid) => "付费套餐",
        BudgetMsg::PlanNote(Plan::Free) => {
            "Easel 无法向 Cloudflare 查询套餐，请自行选择。免费套餐不会产生任何费用，每天超过 10,000 \
             个神经元的请求会被拒绝。设置每日限额 10,000 后，这些图片会改为等待。"
        }
        BudgetMsg::PlanNote(Plan::Paid) => {
            "Easel 无法向 Cloudflare 查询套餐，请自行选择。付费套餐每天免费 10,000 个神经元，超出部分每 1,000 \
             个收费 $0.011。设置每日限额 10,000 后，图片永远不会产生费用。"
        }
        BudgetMsg::Limit(Period::Day) => "每日限额",
        BudgetMsg::Limit(Period::Month) => "每月限额",
        BudgetMsg::Costs(limit) => return format!("个神经元，{}", price_of(limit)),
        BudgetMsg::Used { period, used, limit } => {
            let of = limit.map(|limit| format!(" / {}", whole(limit))).unwrap_or_default();
            let when = if period == Period::Day { "今天" } else { "本月" };
            return format!("{when}已用 {}{of} 个神经元", whole(used));
        }
        BudgetMsg::WarnAt => "提醒比例",
    };
    fixed.to_owned()
}

fn at_most(batch: Estimate) -> String {
    let at_most = price(Estimate { likely: batch.at_most, ..batch });
    let at_most = at_most.trim_start_matches("≈ ");
    format!("这是估算值，最多 {at_most}，预算按这个数计算。实际用量随图片一同返回。")
}

fn left(forecast: &Forecast, now: Timestamp) -> String {
    let pictures = match (forecast.pictures_left.unwrap_or_default(), forecast.plan) {
        (0, Plan::Free) => "今天的额度不够再生成一张这样的图片".to_owned(),
        (0, Plan::Paid) => "今天的免费额度不够再生成一张这样的图片".to_owned(),
        (many, Plan::Free) => format!("今天还能生成 {} 张这样的图片", count(many)),
        (many, Plan::Paid) => format!("今天还能免费生成 {} 张这样的图片", count(many)),
    };
    let left = hours(Left::until(forecast.resets, now));
    format!("{pictures}，{} 恢复（还有{left}）", clock(forecast.resets))
}

fn beyond(forecast: &Forecast) -> String {
    if forecast.plan == Plan::Paid {
        return format!("超出今天的免费额度，最多将产生 {} 的费用。", price_of(forecast.beyond));
    }
    let (pictures, resets) = (count(forecast.pictures_beyond), clock(forecast.resets));
    format!("超出今天的免费额度：{resets} 之前可能有 {pictures} 张图片被拒绝。")
}

fn nearing(near: Nearing) -> String {
    let budget = format!("{}预算 {} 个神经元", of(near.period), whole(near.limit));
    if near.passes {
        format!("这批图片会超出{budget}：超出的部分将等待。")
    } else {
        format!("接近{budget}：已用或已请求 {} 个。", whole(near.used))
    }
}

fn today_tip(today: &Today) -> String {
    let resets = clock(today.resets);
    let used = match (today.used >= Neurons::FREE_A_DAY, today.plan) {
        (false, _) => format!("今天已用的免费额度，于 {resets} 全部恢复。"),
        (true, Plan::Free) => format!("今天的免费额度已用完，{resets} 恢复，在此之前图片会等待。"),
        (true, Plan::Paid) => format!("今天的免费额度已用完，{resets} 之前生成图片会产生费用。"),
    };
    let budget = today
        .budget
        .map(|near| format!("{}预算 {} 个神经元，已用 {} 个。", of(near.period), whole(near.limit), whole(near.used)));
    format!("{used}{}点击查看用量和预算。", budget.unwrap_or_default())
}

/// 为什么不发送下一张图片。
pub(super) fn over(over: OverBudget, now: Timestamp) -> String {
    let (of, limit, used) = (of(over.period), whole(over.limit), whole(over.used));
    let Some(until) = over.until else {
        return format!("其中有图片单张就超出{of}预算 {limit} 个神经元。");
    };
    let begins = if over.period == Period::Day { "新的一天" } else { "新的一月" };
    let moment = moment(at(until, now));
    format!("再发送就会超出{of}预算 {limit} 个神经元（已用 {used} 个）。{begins}从 {moment} 开始。")
}

/// 同上，用于图块。
pub(super) fn waits(over: OverBudget, now: Timestamp) -> String {
    match over.until {
        Some(until) => format!("等待中：超出{}预算，{} 恢复", of(over.period), moment(at(until, now))),
        None => format!("等待中：单张就超出{}预算", of(over.period)),
    }
}

fn of(period: Period) -> &'static str {
    match period {
        Period::Day => "每日",
        Period::Month => "每月",
    }
}

fn hours(left: Left) -> String {
    match left.hours {
        0 => " 不到 1 小时".to_owned(),
        hours => format!(" {hours} 小时"),
    }
}

fn count(pictures: u64) -> String {
    grouped(usize::try_from(pictures).unwrap_or(usize::MAX))
}
