//! What Cloudflare has counted, in English.

use contract::Neurons;
use engine::usage::Period;

use super::within;
use crate::{
    msg::{TheirsMsg, alike::neurons},
    panels::bounded,
};

pub(super) fn text(msg: TheirsMsg<'_>) -> String {
    let fixed = match msg {
        TheirsMsg::Title => "As Cloudflare counts",
        TheirsMsg::Names(names) => return names.join(" · "),
        TheirsMsg::Shared => "These lead to one account, and share its allowance.",
        TheirsMsg::Counted { period: Period::Day, counted } => return format!("Today: {} neurons", neurons(counted)),
        TheirsMsg::Counted { period: Period::Month, counted } => {
            return format!("This month: {} neurons", neurons(counted));
        }
        TheirsMsg::Difference { counted, ours } => return difference(counted, ours),
        TheirsMsg::Model { name, neurons: used } => {
            return format!("This month, {}: {} neurons", bounded::plain(name), neurons(used));
        }
        TheirsMsg::Awaited => "Cloudflare has not been asked yet.",
        TheirsMsg::Told(age) => return format!("Updated {}.", within(age)),
        TheirsMsg::NeedsToken => {
            "Cloudflare's own figure can be read with a token of the account only. Connect the account to see it, with what \
             other programs have used."
        }
        TheirsMsg::WhyAnalytics => {
            "With it, Easel shows what the whole account has used, also by other programs, and reckons with that where it \
             says what is left. Pictures can be made without it."
        }
    };
    fixed.to_owned()
}

fn difference(counted: Neurons, ours: Neurons) -> String {
    let (more, less) = (counted.saturating_sub(ours), ours.saturating_sub(counted));
    if more > Neurons::ZERO {
        return format!(
            "Cloudflare has counted {} neurons more than Easel: other programs on this account, or pictures made \
             elsewhere. Its figures lag by minutes and are sampled.",
            neurons(more)
        );
    }
    if less > Neurons::ZERO {
        return format!(
            "Cloudflare has counted {} neurons less than Easel. Its figures lag by minutes and are sampled.",
            neurons(less)
        );
    }
    "Cloudflare and Easel have counted the same.".to_owned()
}
