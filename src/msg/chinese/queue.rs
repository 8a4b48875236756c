//! 队列，简体中文。

use engine::{Cause, Failure, Held, Job, JobState, KeptBack, Kind, Pause, Rest, RestReason};
use jiff::Timestamp;

use super::{
    actions::label, budget, connections::short, failure::failure, job_name, models::price, text as say, time, weekday,
};
use crate::{
    action::Action,
    msg::{
        Msg, QueueMsg,
        alike::{At, On, at, grouped},
    },
    panels::{
        connection_name,
        queue::{Numbers, Section},
    },
};

pub(super) fn text(msg: QueueMsg<'_>) -> String {
    let fixed = match msg {
        QueueMsg::Title => "队列",
        QueueMsg::Numbers(numbers) => return self::numbers(numbers),
        QueueMsg::Sum(estimate) => return format!("等待中的图片：{}", price(estimate)),
        QueueMsg::ToTheQueue => "在队列中查看",
        QueueMsg::EmptyTitle => "没有等待中的图片",
        QueueMsg::EmptyHint => "请求的图片在生成之前会列在这里。随时可以继续请求更多图片。",
        QueueMsg::Section(Section::Running) => "正在生成",
        QueueMsg::Section(Section::Waiting) => "等待中",
        QueueMsg::Section(Section::Failed) => "未能生成",
        QueueMsg::Row { job, place, of } if job.state == JobState::Waiting => {
            return format!("第 {} 张，共 {} 张，{}", grouped(place), grouped(of), job_name(job));
        }
        QueueMsg::Row { job, .. } => return job_name(job),
        QueueMsg::Facts(job) => return facts(job),
        QueueMsg::Place(1) => "下一张",
        QueueMsg::Place(place) => return grouped(place),
        QueueMsg::Age(age) => return time(age),
        QueueMsg::Edited => "正在修改",
        QueueMsg::EditedHere => "你正在修改它，暂不发送。",
        QueueMsg::Editing => "你正在修改一张等待中的图片。",
        QueueMsg::SaveChanges => "保存修改",
        QueueMsg::SaveChangesTip => "修改后留在原来的位置等待",
        QueueMsg::Held(held, now) => return self::held(held, now),
        QueueMsg::Waits(by, now) => return waits(by, now),
        QueueMsg::GoOn => "到时自动继续",
    };
    fixed.to_owned()
}

fn numbers(Numbers { running, waiting, failed }: Numbers) -> String {
    let all = [(running, "张正在生成"), (waiting, "张等待中"), (failed, "张未能生成")];
    let told = all.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{} {what}", grouped(*count)));
    told.collect::<Vec<_>>().join(" · ")
}

fn facts(job: &Job) -> String {
    let model = say(Msg::ModelName(job.request.model));
    let neurons = job.estimate().likely;
    let cost = if neurons > 0.0 { format!("≈ {neurons:.0} 个神经元") } else { "免费".to_owned() };
    format!("{} · {model} · {cost}", job.request.size)
}

fn held(Held { by, waiting }: Held<'_>, now: Timestamp) -> String {
    let wait = format!("{} 张图片等待中", grouped(waiting));
    match by {
        KeptBack::Pause(Pause::ByUser) => format!("队列已暂停：{wait}。"),
        KeptBack::Pause(Pause::Restarted) => {
            format!("{wait}，其中有上次运行留下的，发送后可能产生费用。")
        }
        KeptBack::Pause(Pause::Trouble(why)) => {
            format!("{}处理后请选择“{}”：{wait}。", failure(why), label(Action::ResumeQueue))
        }
        KeptBack::Budget(over, connection) => {
            format!("“{}”：{}{wait}。", connection_name(connection), budget::over(over, now))
        }
        KeptBack::Rest(Rest { why, failure, until }, connection) => {
            let name = connection_name(connection);
            let moment = until.map(|until| self::moment(at(until, now)));
            let until = moment.as_deref().unwrap_or_default();
            match why {
                RestReason::Unreachable if is_offline(failure) => {
                    format!("这台电脑没有联网：{wait}。Easel 会自动重新检查。")
                }
                RestReason::Unreachable => format!("无法连接“{name}”：{wait}。Easel 会自动重新检查。"),
                RestReason::Busy => format!("“{name}”在 {until} 之前不再接受图片：{wait}。"),
                RestReason::AllowanceUsed if moment.is_none() => {
                    format!("“{name}”新一天的额度可能已恢复：{wait}，需要你同意后才会使用额度。")
                }
                RestReason::AllowanceUsed => format!("“{name}”的额度已用完，{until} 恢复：{wait}。"),
                RestReason::Refused => format!("“{name}”：{}。解决之前，{wait}。", refused(failure)),
            }
        }
    }
}

fn waits(by: KeptBack<'_>, now: Timestamp) -> String {
    match by {
        KeptBack::Pause(Pause::Trouble(_)) => "已暂停：图片无法保存".to_owned(),
        KeptBack::Pause(_) => "队列已暂停".to_owned(),
        KeptBack::Budget(over, _) => budget::waits(over, now),
        KeptBack::Rest(Rest { why, failure, until }, connection) => {
            let moment = until.map(|until| self::moment(at(until, now)));
            let until = moment.as_deref().unwrap_or_default();
            match why {
                RestReason::Unreachable if is_offline(failure) => "等待网络恢复".to_owned(),
                RestReason::Unreachable => format!("等待中：无法连接“{}”", connection_name(connection)),
                RestReason::Busy => format!("等到 {until}"),
                RestReason::AllowanceUsed if moment.is_none() => "等待你同意使用额度".to_owned(),
                RestReason::AllowanceUsed => format!("等待额度恢复：{until}"),
                RestReason::Refused => format!("等待中：“{}”{}", connection_name(connection), refused(failure)),
            }
        }
    }
}

fn is_offline(why: &Failure) -> bool {
    matches!(why.cause, Cause::Service { kind: Kind::Offline, .. })
}

fn refused(why: &Failure) -> &'static str {
    if matches!(why.cause, Cause::NoKey { .. }) { "缺少密钥" } else { short(why) }
}

pub(super) fn moment(At { day, clock }: At) -> String {
    match day {
        On::Today => clock,
        On::ThisWeek(day) => format!("星期{} {clock}", weekday(day)),
        On::Later(day) => format!("{}月{}日 {clock}", day.month(), day.day()),
    }
}
