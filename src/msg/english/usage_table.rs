//! The table of usage, in English.

use crate::msg::{Column, TableMsg, alike::neurons};

pub(super) fn text(msg: TableMsg<'_>) -> String {
    let fixed = match msg {
        TableMsg::Name => "What each day has used",
        TableMsg::From => "From",
        TableMsg::To => "To",
        TableMsg::FromDate(date) => return format!("From {date}: choose another day"),
        TableMsg::ToDate(date) => return format!("To {date}: choose another day"),
        TableMsg::UsualDays => "Back to the last 30 days",
        TableMsg::Day => "Day (UTC)",
        TableMsg::Column(column) => name(column),
        TableMsg::Model(model) => return format!("{model}, neurons"),
        TableMsg::Neurons(used) => return neurons(used),
    };
    fixed.to_owned()
}

fn name(column: Column) -> &'static str {
    match column {
        Column::Pictures => "Pictures",
        Column::Cached => "Reused",
        Column::Failed => "Failed",
        Column::Neurons => "Neurons",
        Column::Estimated => "Estimated",
        Column::Dollars => "List price",
        Column::Beyond => "Beyond allowance",
        Column::Theirs => "Cloudflare",
    }
}
