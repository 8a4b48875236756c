//! 用量表格，简体中文。

use crate::msg::{Column, TableMsg, alike::neurons};

pub(super) fn text(msg: TableMsg<'_>) -> String {
    let fixed = match msg {
        TableMsg::Name => "每天的用量",
        TableMsg::From => "从",
        TableMsg::To => "到",
        TableMsg::FromDate(date) => return format!("从 {date}：选择其他日期"),
        TableMsg::ToDate(date) => return format!("到 {date}：选择其他日期"),
        TableMsg::UsualDays => "回到最近 30 天",
        TableMsg::Day => "日期（UTC）",
        TableMsg::Column(column) => name(column),
        TableMsg::Model(model) => return format!("{model}，神经元"),
        TableMsg::Neurons(used) => return neurons(used),
    };
    fixed.to_owned()
}

fn name(column: Column) -> &'static str {
    match column {
        Column::Pictures => "图片",
        Column::Cached => "重复使用",
        Column::Failed => "失败",
        Column::Neurons => "神经元",
        Column::Estimated => "其中估计",
        Column::Dollars => "标价",
        Column::Beyond => "超出额度",
        Column::Theirs => "Cloudflare",
    }
}
