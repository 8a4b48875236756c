//! 用量数据中的问题，简体中文。

use contract::usage::OddWhy;
use jiff::civil::Date;

use super::{super::failure::failure, days::date};
use crate::msg::{FiguresFault, alike::grouped};

pub(super) fn text(msg: FiguresFault<'_>) -> String {
    match msg {
        FiguresFault::Failure(why) => failure(why),
        FiguresFault::TellsNoUsage(service) => {
            format!("“{service}”没有提供用量统计，可能是较旧的 Worker：请更新后重新查询。")
        }
        FiguresFault::ShownAre(age) => format!("显示的数据获取于：{age}。"),
        FiguresFault::Odd { name, odd } => format!("“{name}”返回的数据有问题，已尽可能显示。{}", odd.concat()),
        FiguresFault::OddIs { why, first, more } => odd_is(why, first, more),
    }
}

fn odd_is(why: OddWhy, first: Option<Date>, more: usize) -> String {
    let what = match why {
        OddWhy::Unreadable => "部分内容无法读取，已略去",
        OddWhy::Missing => "缺少部分数字，按 0 计算",
        OddWhy::Negative => "部分数字为负，按 0 计算",
        OddWhy::Absurd => "部分数字不合理，已略去",
        OddWhy::OutOfOrder => "日期顺序混乱，已重新排序",
        OddWhy::Twice => "有日期重复，以后一行为准",
        OddWhy::Future => "有尚未到来的日期，已略去",
        OddWhy::TooMany => "数据过多，只保留最新的",
    };
    match (first, more) {
        (None, _) => format!("{what}。"),
        (Some(first), 0) => format!("{what}（{}）。", date(first)),
        (Some(first), more) => format!("{what}（{} 等 {} 天）。", date(first), grouped(more + 1)),
    }
}
