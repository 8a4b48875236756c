//! The queue, in English.

use engine::{Cause, Failure, Held, Job, JobState, KeptBack, Kind, Pause, Rest, RestReason};
use jiff::Timestamp;

use super::{actions::label, budget, connections::short, failure::failure, job_name, models::price, text as say, time};
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
        QueueMsg::Title => "Queue",
        QueueMsg::Numbers(numbers) => return self::numbers(numbers),
        QueueMsg::Sum(estimate) => return format!("What waits: {}", price(estimate)),
        QueueMsg::ToTheQueue => "Show them in the queue",
        QueueMsg::EmptyTitle => "Nothing waits",
        QueueMsg::EmptyHint => "What you ask for stands here until it is made. You can ask for more at any time.",
        QueueMsg::Section(Section::Running) => "Being made",
        QueueMsg::Section(Section::Waiting) => "Waiting",
        QueueMsg::Section(Section::Failed) => "Not made",
        QueueMsg::Row { job, place, of } if job.state == JobState::Waiting => {
            return format!("{} of {}: {}", grouped(place), grouped(of), job_name(job));
        }
        QueueMsg::Row { job, .. } => return job_name(job),
        QueueMsg::Facts(job) => return facts(job),
        QueueMsg::Place(1) => "Next",
        QueueMsg::Place(place) => return grouped(place),
        QueueMsg::Age(age) => return time(age),
        QueueMsg::Edited => "Being changed",
        QueueMsg::EditedHere => "You are changing it. It waits meanwhile.",
        QueueMsg::Editing => "You are changing a picture that waits.",
        QueueMsg::SaveChanges => "Save changes",
        QueueMsg::SaveChangesTip => "It waits in its place, changed",
        QueueMsg::Held(held, now) => return self::held(held, now),
        QueueMsg::Waits(by, now) => return waits(by, now),
        QueueMsg::GoOn => "Go on by itself then",
    };
    fixed.to_owned()
}

fn numbers(Numbers { running, waiting, failed }: Numbers) -> String {
    let all = [(running, "being made"), (waiting, "waiting"), (failed, "not made")];
    let told = all.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{} {what}", grouped(*count)));
    told.collect::<Vec<_>>().join(" · ")
}

fn facts(job: &Job) -> String {
    let model = say(Msg::ModelName(job.request.model));
    let neurons = job.estimate().likely;
    let cost = if neurons > 0.0 { format!("≈ {neurons:.0} neurons") } else { "free".to_owned() };
    format!("{} · {model} · {cost}", job.request.size)
}

fn held(Held { by, waiting }: Held<'_>, now: Timestamp) -> String {
    let wait = match waiting {
        1 => "1 picture waits".to_owned(),
        many => format!("{} pictures wait", grouped(many)),
    };
    match by {
        KeptBack::Pause(Pause::ByUser) => format!("The queue is paused: {wait}."),
        KeptBack::Pause(Pause::Restarted) => match waiting {
            1 => "1 picture of the last run waits. It may be billed.".to_owned(),
            many => format!("{} pictures wait, some from the last run. They may be billed.", grouped(many)),
        },
        KeptBack::Pause(Pause::Trouble(why)) => {
            format!("{} Then choose {}: {wait}.", failure(why), label(Action::ResumeQueue))
        }
        KeptBack::Budget(over, connection) => {
            format!("{}: {} {wait}.", connection_name(connection), budget::over(over, now))
        }
        KeptBack::Rest(Rest { why, failure, until }, connection) => {
            let name = connection_name(connection);
            let moment = until.map(|until| self::moment(at(until, now)));
            let until = moment.as_deref().unwrap_or_default();
            match why {
                RestReason::Unreachable if is_offline(failure) => {
                    format!("This computer is offline: {wait}. Easel looks again by itself.")
                }
                RestReason::Unreachable => {
                    format!("{name} cannot be reached: {wait}. Easel looks again by itself.")
                }
                RestReason::Busy => format!("{name} takes no more pictures until {until}: {wait}."),
                RestReason::AllowanceUsed if moment.is_none() => {
                    format!("{name}: a new day's allowance may be there. {wait} until you say that it may be spent.")
                }
                RestReason::AllowanceUsed => format!("{name} has no allowance left until {until}: {wait}."),
                RestReason::Refused => format!("{name}: {}. Until that is right, {wait}.", refused(failure)),
            }
        }
    }
}

fn waits(by: KeptBack<'_>, now: Timestamp) -> String {
    match by {
        KeptBack::Pause(Pause::Trouble(_)) => "Paused: nothing can be kept here".to_owned(),
        KeptBack::Pause(_) => "The queue is paused".to_owned(),
        KeptBack::Budget(over, _) => budget::waits(over, now),
        KeptBack::Rest(Rest { why, failure, until }, connection) => {
            let moment = until.map(|until| self::moment(at(until, now)));
            let until = moment.as_deref().unwrap_or_default();
            match why {
                RestReason::Unreachable if is_offline(failure) => "Waits for the network".to_owned(),
                RestReason::Unreachable => format!("Waits: {} cannot be reached", connection_name(connection)),
                RestReason::Busy => format!("Waits until {until}"),
                RestReason::AllowanceUsed if moment.is_none() => "Waits for your word".to_owned(),
                RestReason::AllowanceUsed => format!("Waits for an allowance, until {until}"),
                RestReason::Refused => format!("Waits: {}, {}", connection_name(connection), refused(failure)),
            }
        }
    }
}

fn is_offline(why: &Failure) -> bool {
    matches!(why.cause, Cause::Service { kind: Kind::Offline, .. })
}

fn refused(why: &Failure) -> &'static str {
    if matches!(why.cause, Cause::NoKey { .. }) { "Key missing" } else { short(why) }
}

pub(super) fn moment(At { day, clock }: At) -> String {
    match day {
        On::Today => clock,
        On::ThisWeek(day) => format!("{clock} on {}", day.strftime("%A")),
        On::Later(day) => format!("{clock} on {}", day.strftime("%-d %B")),
    }
}
