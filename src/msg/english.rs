//! English.

use std::time::Duration;

use contract::{
    Billed, Task,
    model::Sizes,
    price::dollars,
    size::{MAX_SIDE, MIN_SIDE},
};
use engine::{Job, JobState};
use jiff::civil::Date;

use super::{
    Msg,
    alike::{self, grouped},
};
use crate::panels::viewer::Fact;

/// Said in English in every language: in Chinese it would be boxes.
pub(super) const NO_CHINESE_FONT: &str = "This computer has no font for Chinese. Install fonts-noto-cjk \
    (Fedora: google-noto-sans-cjk-fonts, Arch: noto-fonts-cjk) and start Easel again.";

mod actions;
mod budget;
mod cards;
mod connections;
mod deploy;
mod failure;
mod gesture;
mod models;
mod notice;
mod problem;
mod queue;
mod rewriting;
mod usage;
mod usage_table;
mod why_not;

#[expect(clippy::too_many_lines, reason = "a language is one table")]
pub(super) fn text(msg: Msg<'_>) -> String {
    let fixed = match msg {
        Msg::Label(action) => actions::label(action),
        Msg::Tip(action) => actions::tip(action),
        Msg::Menu(menu) => actions::menu(menu),
        Msg::Prompt => "Prompt",
        Msg::PromptHint => "Describe a picture, in any language",
        Msg::FieldFull { most } => return format!("This field holds at most {most} characters."),
        Msg::NegativePrompt => "Negative prompt",
        Msg::NegativeHint => "What should not be in the picture",
        Msg::Model => "Model",
        Msg::ModelName(model) => model.name,
        Msg::GoodAt(good_at) => models::good_at(good_at),
        Msg::Typical(seconds) => return models::typical(seconds),
        Msg::Price(estimate) => return models::price(estimate),
        Msg::Sizes(Sizes::Fixed(size)) => return format!("{size} only"),
        Msg::Sizes(Sizes::Rounded { step: 0..=1 } | Sizes::Multiples { step: 0..=1 }) => {
            return format!("sides {MIN_SIDE} to {MAX_SIDE}");
        }
        Msg::Sizes(Sizes::Rounded { step } | Sizes::Multiples { step }) => {
            return format!("sides {MIN_SIDE} to {MAX_SIDE}, multiples of {step}");
        }
        Msg::NeedsPicture => "Needs a picture to begin with. Easel cannot give it one yet.",
        Msg::Shape => "Shape",
        Msg::Ratio(ratio) => return format!("{}:{}", ratio.width, ratio.height),
        Msg::RatioOf { ratio, size } => return format!("{}:{}, {size}", ratio.width, ratio.height),
        Msg::Pixels(size) => return size.to_string(),
        Msg::Megapixels(size) => return format!("{:.1} megapixels", size.pixels() as f64 / 1e6),
        Msg::KeepSize => "Add this size to your favourites",
        Msg::ForgetSize => "Remove this size from your favourites",
        Msg::FavouritesFull { most } => {
            return format!("You can keep up to {most} favourites. Remove one to add another.");
        }
        Msg::FavouriteTip => "To remove it, click the star below or right-click here.",
        Msg::Width => "Width",
        Msg::Height => "Height",
        Msg::Seed => "Seed",
        Msg::RandomSeed => "Random seed",
        Msg::SeedNotHonoured => "This model draws a different picture each time, even with the same seed.",
        Msg::SeedUnknown => "It is not known whether this model draws the same picture again from the same seed.",
        Msg::AnotherSeed => "Another seed",
        Msg::Count => "How many",
        Msg::Steps => "Steps",
        Msg::Guidance => "Guidance",
        Msg::AsTheModelLikes => "Set by the model",
        Msg::Free => "Free: drawn on this computer",
        Msg::WhatNeuronsAre => "What neurons are",
        Msg::Neurons => {
            "Neurons are the unit in which Cloudflare measures work. 10,000 a day are free. On a paid plan, 1,000 more \
             cost $0.011; on the free plan, pictures wait until midnight UTC."
        }
        Msg::Connection => "Connection",
        Msg::PainterConnection => "Built-in painter",
        Msg::PainterNote => "Drawn here, not by FLUX. For FLUX, connect Cloudflare.",
        Msg::ServiceAddress => "Address",
        Msg::ServiceKey => "Key",
        Msg::Connections(msg) => return connections::text(msg),
        Msg::OfRewriting(msg) => return rewriting::text(msg),
        Msg::OfUsage(msg) => return usage::text(msg),
        Msg::OfUsageTable(msg) => return usage_table::text(msg),
        Msg::OfBudget(msg) => return budget::text(msg),
        Msg::OfDeploy(msg) => return deploy::text(msg),
        Msg::Card(msg) => return cards::text(msg),
        Msg::OfQueue(msg) => return queue::text(msg),
        Msg::EmptyTitle => "No pictures yet",
        Msg::EmptyHint => "Describe a picture, then press Generate.",
        Msg::Sentences(first, second) => return format!("{first} {second}"),
        Msg::SettingIs { name, value } => return format!("{name}: {value}"),
        Msg::DrawnHere => "Drawn here",
        Msg::Waiting => "Waiting",
        Msg::Making => "Making…",
        Msg::Gallery => "Gallery",
        Msg::TileSize => "Tile size",
        Msg::ResizePanel => "Resize panel",
        Msg::Billed(Billed::No) => "Nothing was billed.",
        Msg::Billed(Billed::Maybe) => "It may have been billed.",
        Msg::Billed(Billed::Yes) => "It was billed.",
        Msg::Size => "Size",
        Msg::Made => "Made",
        Msg::Cost => "Cost",
        Msg::By => "Made by",
        Msg::File => "File",
        Msg::TranslatedPrompt => "Translated prompt",
        Msg::NotTranslated => "Not translated",
        Msg::TypedPrompt => "Prompt as typed",
        Msg::WrittenPrompt(Task::Translate) => "Prompt in English",
        Msg::WrittenPrompt(Task::Enhance) => "Enhanced prompt",
        Msg::WrittenPrompt(Task::TranslateAndEnhance) => "Prompt in English, enhanced",
        Msg::WritingCost => "Cost of the prompt",
        Msg::LikelyCost { neurons, prompt } => {
            let all = neurons + prompt;
            return format!("≈ ${:.5} ({all:.0} neurons{}, estimated)", dollars(all), of_prompt(prompt));
        }
        Msg::FromTheShelf => "Free, from the shelf: it had been made before",
        Msg::CopyFact(fact) => copy(fact),
        Msg::FactCopied => "Copied",
        Msg::ZoomLevel { per_cent } => return format!("{per_cent:.0}%"),
        Msg::More => "More",
        Msg::SaveTitle => "Save picture",
        Msg::SaveUsageTitle => "Save usage",
        Msg::SavePath => "Save to",
        Msg::SaveDialogOpen => "The save dialog is open…",
        Msg::FileExists => "A file with this name already exists.",
        Msg::NoFolder => "This folder does not exist.",
        Msg::CannotStart => "Easel cannot start",
        Msg::WhyNot(why) => return why_not::why_not(why),
        Msg::PaletteHint => "What would you like to do?",
        Msg::NoAction => "No action matches.",
        Msg::MouseAndKeys => "Mouse and keys",
        Msg::CloseList => "Close",
        Msg::Gesture(gesture) => gesture::keys(gesture),
        Msg::GestureDoes(gesture) => gesture::does(gesture),
        Msg::UnderWay { count, elapsed: None } => return format!("{} waiting", text(Msg::Pictures { count })),
        Msg::UnderWay { count, elapsed: Some(elapsed) } => {
            return format!("{} under way, {}", text(Msg::Pictures { count }), time(elapsed));
        }
        Msg::WelcomeTitle => "Welcome to Easel",
        Msg::WelcomeLead => "Describe a picture in your own words, and Easel makes it.",
        Msg::ExamplePrompt => "A lighthouse above a calm sea at sunset",
        Msg::WelcomePicture => {
            "Drawn on this computer, from the prompt on the left. Type your own, then press Generate."
        }
        Msg::WelcomeConnect => "For pictures by FLUX, connect Cloudflare.",
        Msg::WelcomeNeurons => {
            "Cloudflare measures its work in neurons: 10,000 a day are free, enough for about 95 pictures."
        }
        Msg::Characters { used, most } => return format!("{used} / {most}"),
        Msg::FixedSize { width, height } => return format!("This model draws {width}×{height} only."),
        Msg::Problem(problem) => return problem::problem(problem),
        Msg::Snapped(snapped) => {
            return format!(
                "{} was changed to {}: sides are from 256 to 1920, in steps of 16.",
                snapped.typed, snapped.kept
            );
        }
        Msg::Estimated(estimate) => return models::estimate(estimate),
        Msg::Elapsed { elapsed, usual: None } => return time(elapsed),
        Msg::Elapsed { elapsed, usual: Some(usual) } => {
            return format!("{}, usually about {}", time(elapsed), time(usual));
        }
        Msg::Queue { place: 1 } => "Next in the queue",
        Msg::Queue { place } => return format!("Number {place} in the queue"),
        Msg::JobName(job) => return job_name(job),
        Msg::Facts(entry) => return alike::facts(entry),
        Msg::Selected { count } => return format!("{} selected", grouped(count)),
        Msg::Number { count } => return grouped(count),
        Msg::Day { date, today } => return day(date, today),
        Msg::DayOf { date, today, count } => {
            return format!("{}, {}", day(date, today), text(Msg::Pictures { count }));
        }
        Msg::Pictures { count: 1 } => "1 picture",
        Msg::Pictures { count } => return format!("{} pictures", grouped(count)),
        Msg::Indexing { total: 0, .. } => "Looking through the folder…",
        Msg::Indexing { done, total } => {
            return format!("Looking through the folder: {} of {}", grouped(done), grouped(total));
        }
        Msg::Notice(notice) => return notice::notice(notice),
        Msg::Finished(finished) => return notice::finished(finished),
        Msg::Failure(failure) => return failure::failure(failure),
        Msg::RealCost { neurons, prompt } if neurons + prompt <= 0.0 => "Free",
        Msg::RealCost { neurons, prompt } => {
            let all = neurons + prompt;
            return format!("${:.5} ({all:.2} neurons{})", dollars(all), of_prompt(prompt));
        }
        Msg::NotShown { reason } => return format!("This picture cannot be shown. {}", failure::failure(reason)),
    };
    fixed.to_owned()
}

/// The part of a cost that was for the prompt.
fn of_prompt(neurons: f64) -> String {
    if neurons > 0.0 { format!(", {neurons:.2} of them for the prompt") } else { String::new() }
}

fn copy(fact: Fact) -> &'static str {
    match fact {
        Fact::TypedPrompt => "Copy prompt as typed",
        Fact::BetweenPrompt(Task::Enhance) => "Copy enhanced prompt",
        Fact::BetweenPrompt(Task::Translate | Task::TranslateAndEnhance) => "Copy prompt in English",
        Fact::Prompt | Fact::WrittenPrompt(_) => "Copy prompt",
        Fact::WritingCost => "Copy cost of the prompt",
        Fact::NotTranslated => "Copy why it was not translated",
        Fact::NegativePrompt => "Copy negative prompt",
        Fact::TranslatedPrompt => "Copy translated prompt",
        Fact::Size => "Copy size",
        Fact::Model => "Copy model",
        Fact::Seed => "Copy seed",
        Fact::Steps => "Copy steps",
        Fact::Guidance => "Copy guidance",
        Fact::Cost => "Copy cost",
        Fact::By => "Copy who made it",
        Fact::Made => "Copy date",
        Fact::File => "Copy file name",
    }
}

fn time(time: Duration) -> String {
    match (time.as_secs() / 60, time.as_secs() % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

fn day(date: Date, today: Date) -> String {
    if date == today {
        "Today".to_owned()
    } else if today.yesterday().is_ok_and(|yesterday| date == yesterday) {
        "Yesterday".to_owned()
    } else {
        date.strftime("%A %-d %B %Y").to_string()
    }
}

fn job_name(job: &Job) -> String {
    let state = match job.state {
        JobState::Waiting => "Waiting",
        JobState::Running { .. } => "Being made",
        JobState::Failed(_) => "Not made",
    };
    format!("{state}: {}, {}", crate::panels::bounded::plain(job.request.prompt.as_str()), job.request.size)
}

/// Errors are written in lower case and without a full stop, so that they can stand within others.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let stop = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{first}{}{stop}", characters.as_str())
}
