//! 关于翻译和润色提示词，简体中文。

use contract::{Code, Neurons, Task, prompt::PromptError};
use engine::{Cause, Failure, Kind, NotRewritten, Translate, usage::Period};

use super::{connection, failure::failure, models::price, time};
use crate::msg::{
    Msg, RewritingMsg,
    alike::{grouped, whole},
};

pub(super) fn text(msg: RewritingMsg<'_>) -> String {
    let fixed = match msg {
        RewritingMsg::Title(Task::Translate) => "英文",
        RewritingMsg::Title(Task::Enhance) => "润色后",
        RewritingMsg::Title(Task::TranslateAndEnhance) => "英文，已润色",
        RewritingMsg::Asking(Task::Translate, since) => return format!("正在翻译… {}", time(since)),
        RewritingMsg::Asking(Task::Enhance | Task::TranslateAndEnhance, since) => {
            return format!("正在润色… {}", time(since));
        }
        RewritingMsg::Cancel => "取消",
        RewritingMsg::Close => "关闭",
        RewritingMsg::AsTyped => "您写的",
        RewritingMsg::Cost(None) => "服务没有说明用量。",
        RewritingMsg::Cost(Some(Neurons::ZERO)) => "不再产生费用。",
        RewritingMsg::Cost(Some(cost)) => {
            return format!("用了 {}。", super::text(Msg::RealCost { neurons: cost.get(), prompt: 0.0 }));
        }
        RewritingMsg::TypedOn => "之后您又修改了提示词。采用后会替换现在的内容，可以撤销。",
        RewritingMsg::Failed(why) => return failed(why),
        RewritingMsg::WhyNot(why) => return why_not(why),
        RewritingMsg::WillCost(estimate) => return price(estimate),
        RewritingMsg::Included(estimate) => return format!("其中翻译提示词占 {}。", price(estimate)),
        RewritingMsg::OnGenerate => "生成时",
        RewritingMsg::Translate(Translate::Never) => "按原文使用提示词",
        RewritingMsg::Translate(Translate::WhenForeign) => "不是英文就翻译",
        RewritingMsg::Translate(Translate::Always) => "拿不准时也翻译",
        RewritingMsg::TranslateTip(Translate::Never) => "从不自动翻译提示词。",
        RewritingMsg::TranslateTip(Translate::WhenForeign) => {
            "按下“生成”时翻译其他语言的提示词，每张图片各翻译一次。拿不准时（例如有许多名字）按原文使用。图片会保存两者。"
        }
        RewritingMsg::TranslateTip(Translate::Always) => {
            "按下“生成”时，只要不能确定是英文就翻译，每张图片各翻译一次：名字会让英文看起来像外文。确定是英文的不产生费用。图片会保存两者。"
        }
        RewritingMsg::NotHere => "这个连接没有此模型",
        RewritingMsg::UnknownModels { count } => {
            return format!("这个连接还有 {} 个模型，此版本的 Easel 不认识。", grouped(count));
        }
    };
    fixed.to_owned()
}

fn failed(why: &Failure) -> String {
    match &why.cause {
        Cause::Service { service, kind: Kind::Refused(Code::NotFound | Code::MethodNotAllowed) } => {
            format!("{} 版本太旧，不能翻译或润色提示词。请更新 Worker。", connection(service))
        }
        Cause::Service { service, kind: Kind::Refused(Code::ModelNotHere) } => {
            format!("{} 没有文本模型，不能翻译或润色提示词。", connection(service))
        }
        Cause::Service { kind: Kind::Refused(code), .. } => of_text(*code).map_or_else(|| failure(why), str::to_owned),
        _ => failure(why),
    }
}

/// 适用于图片的建议对文本没有帮助之处。
fn of_text(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::UpstreamTimeout => "Cloudflare 处理提示词用时过长。请稍后再试。",
        Code::NoCapacity => "Cloudflare 的文本模型正忙。请稍后再试。",
        Code::PromptFlagged => "Cloudflare 的过滤器拒绝了这段提示词。请换一种写法。",
        Code::NeedsPaidPlan => "这个文本模型需要 Cloudflare 的付费套餐。",
        _ => return None,
    })
}

fn why_not(why: NotRewritten) -> String {
    let fixed = match why {
        NotRewritten::Painter => "内置画师没有文本模型。连接 Cloudflare 后即可翻译和润色。",
        NotRewritten::NoTextModel => "这个连接没有文本模型。",
        NotRewritten::NotConnected => "这个连接还不能使用。",
        NotRewritten::Prompt(PromptError::Blank) => "请先写提示词。",
        NotRewritten::Prompt(PromptError::TooLong { .. }) => "提示词太长。",
        NotRewritten::English => "提示词已经是英文。",
        NotRewritten::UnderWay => "正在等待另一段提示词。",
        NotRewritten::Proposed => "结果已在下方。",
        NotRewritten::Budget(over) => {
            let period = if over.period == Period::Day { "每日" } else { "每月" };
            return format!("可能会超出{period}预算 {} 个神经元。", whole(over.limit));
        }
    };
    fixed.to_owned()
}
