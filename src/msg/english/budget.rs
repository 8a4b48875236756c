//! What a batch means for the day, and budgets, in English.

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
        BudgetMsg::Unknown => "Today's use is not known yet.",
        BudgetMsg::Beyond(forecast) => return beyond(forecast),
        BudgetMsg::Nearing(near) => return nearing(near),
        BudgetMsg::Today(today, now) => {
            let (used, left) = (whole(today.used), hours(Left::until(today.resets, now)));
            return format!("{used} of {} neurons · resets in {left}", whole(Neurons::FREE_A_DAY));
        }
        BudgetMsg::TodayTip(today) => return today_tip(today),
        BudgetMsg::Title => "Budgets",
        BudgetMsg::Note => "What would pass a limit waits in the queue. Days and months are Cloudflare's, in UTC.",
        BudgetMsg::NobodyPays => "The painter's pictures cost nothing: there is nothing to limit.",
        BudgetMsg::PlanTitle => "Plan at Cloudflare",
        BudgetMsg::Plan(Plan::Free) => "Free plan",
        BudgetMsg::Plan(Plan::Paid) => "Paid plan",
        BudgetMsg::PlanNote(Plan::Free) => {
            "Easel cannot ask Cloudflare which plan it is: please say so. On the free plan nothing is ever billed; what \
             is past 10,000 neurons a day is refused. With a limit of 10,000 a day it waits instead."
        }
        BudgetMsg::PlanNote(Plan::Paid) => {
            "Easel cannot ask Cloudflare which plan it is: please say so. On a paid plan, 1,000 neurons past the free \
             10,000 of a day cost $0.011. With a limit of 10,000 a day you never pay for pictures."
        }
        BudgetMsg::Limit(Period::Day) => "Daily limit",
        BudgetMsg::Limit(Period::Month) => "Monthly limit",
        BudgetMsg::Costs(limit) => return format!("neurons, {}", price_of(limit)),
        BudgetMsg::Used { period, used, limit } => {
            let of = limit.map(|limit| format!(" of {}", whole(limit))).unwrap_or_default();
            let when = if period == Period::Day { "today" } else { "this month" };
            return format!("{}{of} neurons used {when}", whole(used));
        }
        BudgetMsg::WarnAt => "Warn from",
    };
    fixed.to_owned()
}

fn at_most(batch: Estimate) -> String {
    let at_most = price(Estimate { likely: batch.at_most, ..batch });
    let at_most = at_most.trim_start_matches("≈ ");
    format!("An estimate. At most {at_most}: that is what budgets reckon with. The real figure comes with the picture.")
}

fn left(forecast: &Forecast, now: Timestamp) -> String {
    let pictures = match (forecast.pictures_left.unwrap_or_default(), forecast.plan) {
        (0, Plan::Free) => "No such picture left today".to_owned(),
        (0, Plan::Paid) => "No such picture is free today any more".to_owned(),
        (1, Plan::Free) => "1 such picture left today".to_owned(),
        (1, Plan::Paid) => "1 such picture still free today".to_owned(),
        (many, Plan::Free) => format!("{} such pictures left today", count(many)),
        (many, Plan::Paid) => format!("{} such pictures still free today", count(many)),
    };
    let left = hours(Left::until(forecast.resets, now));
    // What belongs together stays in one line.
    format!("{pictures}, resets at {} (in\u{a0}{})", clock(forecast.resets), left.replace(' ', "\u{a0}"))
}

fn beyond(forecast: &Forecast) -> String {
    if forecast.plan == Plan::Paid {
        return format!("Past today's free neurons: up to {} will be billed.", price_of(forecast.beyond));
    }
    let pictures = match forecast.pictures_beyond {
        1 => "1 picture".to_owned(),
        many => format!("{} pictures", count(many)),
    };
    format!("Goes past today's free neurons: {pictures} may be refused until {}.", clock(forecast.resets))
}

fn nearing(near: Nearing) -> String {
    let budget = format!("{} budget of {} neurons", of(near.period), whole(near.limit));
    if near.passes {
        format!("This batch passes the {budget}: what is over it will wait.")
    } else {
        format!("Near the {budget}: {} are used or asked for.", whole(near.used))
    }
}

fn today_tip(today: &Today) -> String {
    let resets = clock(today.resets);
    let used = match (today.used >= Neurons::FREE_A_DAY, today.plan) {
        (false, _) => format!("What today has used of its free neurons, which are all back at {resets}."),
        (true, Plan::Free) => {
            format!("Today's free neurons are used. They come back at {resets}; until then pictures wait.")
        }
        (true, Plan::Paid) => format!("Today's free neurons are used. Until {resets}, pictures are billed."),
    };
    let budget = today.budget.map(|near| {
        format!(" Of the {} budget of {} neurons, {} are used.", of(near.period), whole(near.limit), whole(near.used))
    });
    format!("{used}{} Opens usage and budgets.", budget.unwrap_or_default())
}

/// Why the next picture is not sent.
pub(super) fn over(over: OverBudget, now: Timestamp) -> String {
    let (of, limit, used) = (of(over.period), whole(over.limit), whole(over.used));
    let Some(until) = over.until else {
        return format!("one of these costs more than the whole {of} budget of {limit} neurons.");
    };
    let begins = if over.period == Period::Day { "day" } else { "month" };
    let moment = moment(at(until, now));
    format!("more would pass the {of} budget of {limit} neurons ({used} used). A new {begins} begins at {moment}.")
}

/// The same on a tile.
pub(super) fn waits(over: OverBudget, now: Timestamp) -> String {
    match over.until {
        Some(until) => format!("Waits: over the {} budget, until {}", of(over.period), moment(at(until, now))),
        None => format!("Waits: costs more than the whole {} budget", of(over.period)),
    }
}

fn of(period: Period) -> &'static str {
    match period {
        Period::Day => "day's",
        Period::Month => "month's",
    }
}

fn hours(left: Left) -> String {
    match left.hours {
        0 => "under 1 h".to_owned(),
        hours => format!("{hours} h"),
    }
}

fn count(pictures: u64) -> String {
    grouped(usize::try_from(pictures).unwrap_or(usize::MAX))
}
