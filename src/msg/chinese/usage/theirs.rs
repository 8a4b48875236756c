//! Cloudflare 的统计，简体中文。

use contract::Neurons;
use engine::usage::Period;

use crate::{
    msg::{TheirsMsg, alike::neurons},
    panels::bounded,
};

pub(super) fn text(msg: TheirsMsg<'_>) -> String {
    let fixed = match msg {
        TheirsMsg::Title => "Cloudflare 的统计",
        TheirsMsg::Names(names) => return names.join(" · "),
        TheirsMsg::Shared => "这些连接属于同一个账户，共用它的额度。",
        TheirsMsg::Counted { period: Period::Day, counted } => return format!("今天：{} 个神经元", neurons(counted)),
        TheirsMsg::Counted { period: Period::Month, counted } => {
            return format!("本月：{} 个神经元", neurons(counted));
        }
        TheirsMsg::Difference { counted, ours } => return difference(counted, ours),
        TheirsMsg::Model { name, neurons: used } => {
            return format!("本月，{}：{} 个神经元", bounded::plain(name), neurons(used));
        }
        TheirsMsg::Awaited => "尚未向 Cloudflare 查询。",
        TheirsMsg::Told(age) => return format!("数据获取于：{age}。"),
        TheirsMsg::NeedsToken => {
            "只有账户的令牌才能读取 Cloudflare 自己的统计。连接账户后即可查看，其中包括其他程序的用量。"
        }
        TheirsMsg::WhyAnalytics => {
            "有了它，Easel 会显示整个账户的用量（包括其他程序），并据此计算剩余额度。没有它也可以生成图片。"
        }
    };
    fixed.to_owned()
}

fn difference(counted: Neurons, ours: Neurons) -> String {
    let (more, less) = (counted.saturating_sub(ours), ours.saturating_sub(counted));
    if more > Neurons::ZERO {
        return format!(
            "Cloudflare 比 Easel 多统计了 {} 个神经元：可能来自这个账户的其他程序，或在别处生成的图片。它的统计会延迟几分钟，并且是抽样得出的。",
            neurons(more)
        );
    }
    if less > Neurons::ZERO {
        return format!(
            "Cloudflare 比 Easel 少统计了 {} 个神经元。它的统计会延迟几分钟，并且是抽样得出的。",
            neurons(less)
        );
    }
    "Cloudflare 与 Easel 的统计一致。".to_owned()
}
