//! 简体中文.

use std::time::Duration;

use contract::{
    Billed, Task,
    model::Sizes,
    price::dollars,
    size::{MAX_SIDE, MIN_SIDE},
};
use engine::{Connection, Job, JobState};
use jiff::civil::{Date, Weekday};

use super::{
    Msg,
    alike::{self, grouped},
};
use crate::panels::viewer::Fact;

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
        Msg::Prompt => "提示词",
        Msg::PromptHint => "用任何语言描述一幅画面",
        Msg::FieldFull { most } => return format!("最多可输入 {most} 个字符。"),
        Msg::NegativePrompt => "反向提示词",
        Msg::NegativeHint => "画面中不应出现的内容",
        Msg::Model => "模型",
        Msg::ModelName(model) => models::name(model),
        Msg::GoodAt(good_at) => models::good_at(good_at),
        Msg::Typical(seconds) => return models::typical(seconds),
        Msg::Price(estimate) => return models::price(estimate),
        Msg::Sizes(Sizes::Fixed(size)) => return format!("仅限 {size}"),
        Msg::Sizes(Sizes::Rounded { step: 0..=1 } | Sizes::Multiples { step: 0..=1 }) => {
            return format!("边长 {MIN_SIDE} 至 {MAX_SIDE}");
        }
        Msg::Sizes(Sizes::Rounded { step } | Sizes::Multiples { step }) => {
            return format!("边长 {MIN_SIDE} 至 {MAX_SIDE}，{step} 的倍数");
        }
        Msg::NeedsPicture => "需要先提供一张图片，Easel 目前还不支持。",
        Msg::Shape => "画幅",
        Msg::Ratio(ratio) => return format!("{}:{}", ratio.width, ratio.height),
        Msg::RatioOf { ratio, size } => return format!("{}:{}，{size}", ratio.width, ratio.height),
        Msg::Pixels(size) => return size.to_string(),
        Msg::Megapixels(size) => return format!("{:.0} 万像素", size.pixels() as f64 / 1e4),
        Msg::KeepSize => "收藏这个尺寸",
        Msg::ForgetSize => "取消收藏这个尺寸",
        Msg::FavouritesFull { most } => return format!("最多收藏 {most} 个尺寸。要添加新的，请先移除一个。"),
        Msg::FavouriteTip => "点击下方的星标，或在此处点击鼠标右键，可取消收藏。",
        Msg::Width => "宽度",
        Msg::Height => "高度",
        Msg::Seed => "种子",
        Msg::RandomSeed => "随机种子",
        Msg::SeedNotHonoured => "即使种子相同，这个模型每次也会画出不同的图片。",
        Msg::SeedUnknown => "尚不清楚这个模型用相同的种子能否画出相同的图片。",
        Msg::AnotherSeed => "换一个种子",
        Msg::Count => "数量",
        Msg::Steps => "步数",
        Msg::Guidance => "引导强度",
        Msg::AsTheModelLikes => "由模型决定",
        Msg::Free => "免费：在本机绘制",
        Msg::WhatNeuronsAre => "什么是神经元",
        Msg::Neurons => {
            "神经元是 Cloudflare 计量运算量的单位，每天免费 10,000 个。付费方案超出后，每 1,000 个收费 $0.011；免费方案用完后，\
             须等到 UTC 零点才能继续生成。"
        }
        Msg::Connection => "连接",
        Msg::PainterConnection => connection(Connection::PAINTER),
        Msg::PainterNote => "在本机绘制，并非 FLUX。请连接 Cloudflare。",
        Msg::ServiceAddress => "地址",
        Msg::ServiceKey => "密钥",
        Msg::Connections(msg) => return connections::text(msg),
        Msg::OfRewriting(msg) => return rewriting::text(msg),
        Msg::OfUsage(msg) => return usage::text(msg),
        Msg::OfUsageTable(msg) => return usage_table::text(msg),
        Msg::OfBudget(msg) => return budget::text(msg),
        Msg::OfDeploy(msg) => return deploy::text(msg),
        Msg::Card(msg) => return cards::text(msg),
        Msg::OfQueue(msg) => return queue::text(msg),
        Msg::EmptyTitle => "还没有图片",
        Msg::EmptyHint => "描述一幅画面，然后点击“生成”。",
        Msg::Sentences(first, second) => return format!("{first}{second}"),
        Msg::SettingIs { name, value } => return format!("{name}：{value}"),
        Msg::DrawnHere => "本机绘制",
        Msg::Waiting => "等待中",
        Msg::Making => "正在生成…",
        Msg::Gallery => "图库",
        Msg::TileSize => "缩略图大小",
        Msg::ResizePanel => "调整面板宽度",
        Msg::Billed(Billed::No) => "没有产生费用。",
        Msg::Billed(Billed::Maybe) => "可能已产生费用。",
        Msg::Billed(Billed::Yes) => "已产生费用。",
        Msg::Size => "尺寸",
        Msg::Made => "生成时间",
        Msg::Cost => "费用",
        Msg::By => "来源",
        Msg::File => "文件",
        Msg::TranslatedPrompt => "翻译后的提示词",
        Msg::NotTranslated => "未翻译",
        Msg::TypedPrompt => "原提示词",
        Msg::WrittenPrompt(Task::Translate) => "英文提示词",
        Msg::WrittenPrompt(Task::Enhance) => "润色后的提示词",
        Msg::WrittenPrompt(Task::TranslateAndEnhance) => "英文提示词，已润色",
        Msg::WritingCost => "提示词的费用",
        Msg::LikelyCost { neurons, prompt } => {
            let all = neurons + prompt;
            return format!("≈ ${:.5}（{all:.0} 个神经元{}，估算）", dollars(all), of_prompt(prompt));
        }
        Msg::FromTheShelf => "免费，取自存货：之前已经生成过",
        Msg::CopyFact(fact) => copy(fact),
        Msg::FactCopied => "已复制",
        Msg::ZoomLevel { per_cent } => return format!("{per_cent:.0}%"),
        Msg::More => "更多",
        Msg::SaveTitle => "保存图片",
        Msg::SaveUsageTitle => "保存用量",
        Msg::SavePath => "保存到",
        Msg::SaveDialogOpen => "保存对话框已打开…",
        Msg::FileExists => "已有同名文件。",
        Msg::NoFolder => "没有这个文件夹。",
        Msg::CannotStart => "Easel 无法启动",
        Msg::WhyNot(why) => return why_not::why_not(why),
        Msg::PaletteHint => "想做什么？",
        Msg::NoAction => "没有找到匹配的操作。",
        Msg::MouseAndKeys => "鼠标与按键",
        Msg::CloseList => "关闭",
        Msg::Gesture(gesture) => gesture::keys(gesture),
        Msg::GestureDoes(gesture) => gesture::does(gesture),
        Msg::UnderWay { count, elapsed: None } => return format!("{} 张图片正在等待", grouped(count)),
        Msg::UnderWay { count, elapsed: Some(elapsed) } => {
            return format!("正在生成 {} 张图片，已用 {}", grouped(count), time(elapsed));
        }
        Msg::WelcomeTitle => "欢迎使用 Easel",
        Msg::WelcomeLead => "用自己的话描述一幅画面，Easel 就会把它画出来。",
        Msg::ExamplePrompt => "黄昏时分，平静海面上的一座灯塔",
        Msg::WelcomePicture => "这张图片是根据左侧的提示词在本机绘制的。换上自己的提示词，然后点击“生成”。",
        Msg::WelcomeConnect => "想用 FLUX 生成图片，请连接 Cloudflare。",
        Msg::WelcomeNeurons => "Cloudflare 以“神经元”计算用量：每天免费 10,000 个神经元，大约够生成 95 张图片。",
        Msg::Characters { used, most } => return format!("{used} / {most}"),
        Msg::FixedSize { width, height } => return format!("这个模型只能生成 {width}×{height}。"),
        Msg::Problem(problem) => return problem::problem(problem),
        Msg::Snapped(snapped) => {
            return format!("{} 已改为 {}：边长须在 256 至 1920 之间，且为 16 的倍数。", snapped.typed, snapped.kept);
        }
        Msg::Estimated(estimate) => return models::estimate(estimate),
        Msg::Elapsed { elapsed, usual: None } => return format!("已用 {}", time(elapsed)),
        Msg::Elapsed { elapsed, usual: Some(usual) } => {
            return format!("已用 {}，通常约需 {}", time(elapsed), time(usual));
        }
        Msg::Queue { place: 1 } => "排队中，下一张就是它",
        Msg::Queue { place } => return format!("排在第 {place} 位"),
        Msg::JobName(job) => return job_name(job),
        Msg::Facts(entry) => return alike::facts(entry),
        Msg::Selected { count } => return format!("已选 {} 项", grouped(count)),
        Msg::Number { count } => return grouped(count),
        Msg::Day { date, today } => return day(date, today),
        Msg::DayOf { date, today, count } => {
            return format!("{}，{}", day(date, today), text(Msg::Pictures { count }));
        }
        Msg::Pictures { count } => return format!("{} 张图片", grouped(count)),
        Msg::Indexing { total: 0, .. } => "正在扫描文件夹…",
        Msg::Indexing { done, total } => {
            return format!("正在扫描文件夹：{} / {}", grouped(done), grouped(total));
        }
        Msg::Notice(notice) => return notice::notice(notice),
        Msg::Finished(finished) => return notice::finished(finished),
        Msg::Failure(failure) => return failure::failure(failure),
        Msg::RealCost { neurons, prompt } if neurons + prompt <= 0.0 => "免费",
        Msg::RealCost { neurons, prompt } => {
            let all = neurons + prompt;
            return format!("${:.5}（{all:.2} 个神经元{}）", dollars(all), of_prompt(prompt));
        }
        Msg::NotShown { reason } => return format!("无法显示这张图片。{}", failure::failure(reason)),
    };
    fixed.to_owned()
}

/// 费用中用于提示词的部分。
fn of_prompt(neurons: f64) -> String {
    if neurons > 0.0 { format!("，其中提示词 {neurons:.2} 个") } else { String::new() }
}

fn copy(fact: Fact) -> &'static str {
    match fact {
        Fact::TypedPrompt => "复制原提示词",
        Fact::BetweenPrompt(Task::Enhance) => "复制润色后的提示词",
        Fact::BetweenPrompt(Task::Translate | Task::TranslateAndEnhance) => "复制英文提示词",
        Fact::Prompt | Fact::WrittenPrompt(_) => "复制提示词",
        Fact::WritingCost => "复制提示词的费用",
        Fact::NotTranslated => "复制未翻译的原因",
        Fact::NegativePrompt => "复制反向提示词",
        Fact::TranslatedPrompt => "复制翻译后的提示词",
        Fact::Size => "复制尺寸",
        Fact::Model => "复制模型",
        Fact::Seed => "复制种子",
        Fact::Steps => "复制步数",
        Fact::Guidance => "复制引导强度",
        Fact::Cost => "复制费用",
        Fact::By => "复制来源",
        Fact::Made => "复制生成时间",
        Fact::File => "复制文件名",
    }
}

fn time(time: Duration) -> String {
    match (time.as_secs() / 60, time.as_secs() % 60) {
        (0, seconds) => format!("{seconds} 秒"),
        (minutes, 0) => format!("{minutes} 分钟"),
        (minutes, seconds) => format!("{minutes} 分 {seconds} 秒"),
    }
}

fn day(date: Date, today: Date) -> String {
    if date == today {
        return "今天".to_owned();
    }
    if today.yesterday().is_ok_and(|yesterday| date == yesterday) {
        return "昨天".to_owned();
    }
    format!("{}年{}月{}日 星期{}", date.year(), date.month(), date.day(), weekday(date))
}

fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "一",
        Weekday::Tuesday => "二",
        Weekday::Wednesday => "三",
        Weekday::Thursday => "四",
        Weekday::Friday => "五",
        Weekday::Saturday => "六",
        Weekday::Sunday => "日",
    }
}

fn job_name(job: &Job) -> String {
    let state = match job.state {
        JobState::Waiting => "等待中",
        JobState::Running { .. } => "正在生成",
        JobState::Failed(_) => "未能生成",
    };
    format!("{state}：{}，{}", crate::panels::bounded::plain(job.request.prompt.as_str()), job.request.size)
}

/// 记录中的连接名称，改用这里的说法。
fn connection(label: &str) -> &str {
    if label == Connection::PAINTER { "内置画师" } else { label }
}
