//! What is said of prompts that are written anew, in English.

use contract::{Code, Neurons, Task, prompt::PromptError};
use engine::{Cause, Failure, Kind, NotRewritten, Translate, usage::Period};

use super::{failure::failure, models::price, time};
use crate::msg::{
    Msg, RewritingMsg,
    alike::{grouped, whole},
};

pub(super) fn text(msg: RewritingMsg<'_>) -> String {
    let fixed = match msg {
        RewritingMsg::Title(Task::Translate) => "In English",
        RewritingMsg::Title(Task::Enhance) => "Enhanced",
        RewritingMsg::Title(Task::TranslateAndEnhance) => "In English and enhanced",
        RewritingMsg::Asking(Task::Translate, since) => return format!("Translating… {}", time(since)),
        RewritingMsg::Asking(Task::Enhance | Task::TranslateAndEnhance, since) => {
            return format!("Enhancing… {}", time(since));
        }
        RewritingMsg::Cancel => "Cancel",
        RewritingMsg::Close => "Close",
        RewritingMsg::AsTyped => "As you typed it",
        RewritingMsg::Cost(None) => "The service did not say what it cost.",
        RewritingMsg::Cost(Some(Neurons::ZERO)) => "It costs nothing more.",
        RewritingMsg::Cost(Some(cost)) => {
            return format!("It cost {}.", super::text(Msg::RealCost { neurons: cost.get(), prompt: 0.0 }));
        }
        RewritingMsg::TypedOn => {
            "You have typed on since. To take this replaces what is there now; Undo brings it back."
        }
        RewritingMsg::Failed(why) => return failed(why),
        RewritingMsg::WhyNot(why) => return why_not(why),
        RewritingMsg::WillCost(estimate) => return price(estimate),
        RewritingMsg::Included(estimate) => {
            return format!("This includes {}, to translate the prompt.", price(estimate));
        }
        RewritingMsg::OnGenerate => "On Generate",
        RewritingMsg::Translate(Translate::Never) => "Use the prompt as typed",
        RewritingMsg::Translate(Translate::WhenForeign) => "Translate if not English",
        RewritingMsg::Translate(Translate::Always) => "Translate, in doubt too",
        RewritingMsg::TranslateTip(Translate::Never) => "Prompts are never translated by themselves.",
        RewritingMsg::TranslateTip(Translate::WhenForeign) => {
            "A prompt in another language is translated when you press Generate, once for each picture. In doubt, as \
             with many names, it is used as typed. The picture keeps both."
        }
        RewritingMsg::TranslateTip(Translate::Always) => {
            "Whatever is not surely English is translated when you press Generate, once for each picture: names can \
             make English look foreign. What surely is English costs nothing. The picture keeps both."
        }
        RewritingMsg::NotHere => "Not on this connection",
        RewritingMsg::UnknownModels { count: 1 } => {
            "This connection has 1 more model, which this version of Easel does not know."
        }
        RewritingMsg::UnknownModels { count } => {
            return format!(
                "This connection has {} more models, which this version of Easel does not know.",
                grouped(count)
            );
        }
    };
    fixed.to_owned()
}

fn failed(why: &Failure) -> String {
    match &why.cause {
        Cause::Service { service, kind: Kind::Refused(Code::NotFound | Code::MethodNotAllowed) } => {
            format!("{service} is too old to translate or enhance prompts. Update the Worker.")
        }
        Cause::Service { service, kind: Kind::Refused(Code::ModelNotHere) } => {
            format!("{service} has no text model, so it cannot translate or enhance prompts.")
        }
        Cause::Service { kind: Kind::Refused(code), .. } => of_text(*code).map_or_else(|| failure(why), str::to_owned),
        _ => failure(why),
    }
}

/// Where what helps a picture would not help.
fn of_text(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::UpstreamTimeout => "Cloudflare took too long over the prompt. Try again in a moment.",
        Code::NoCapacity => "The text model is busy at Cloudflare. Try again in a moment.",
        Code::PromptFlagged => "Cloudflare's filter refused this prompt. Write it in other words.",
        Code::NeedsPaidPlan => "The text model needs a paid plan at Cloudflare.",
        _ => return None,
    })
}

fn why_not(why: NotRewritten) -> String {
    let fixed = match why {
        NotRewritten::Painter => "The built-in painter has no text model. Connect Cloudflare to translate and enhance.",
        NotRewritten::NoTextModel => "This connection has no text model.",
        NotRewritten::NotConnected => "This connection cannot be used yet.",
        NotRewritten::Prompt(PromptError::Blank) => "Write a prompt first.",
        NotRewritten::Prompt(PromptError::TooLong { .. }) => "The prompt is too long.",
        NotRewritten::English => "The prompt is in English already.",
        NotRewritten::UnderWay => "Another prompt is on its way.",
        NotRewritten::Proposed => "It is there already, below.",
        NotRewritten::Budget(over) => {
            let period = if over.period == Period::Day { "day" } else { "month" };
            return format!("It might pass the {period}'s budget of {} neurons.", whole(over.limit));
        }
    };
    fixed.to_owned()
}
