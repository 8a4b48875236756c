//! 简体中文.

use contract::{Billed, price::dollars};
use engine::{Failure, Notice};

use super::Msg;

mod actions;

#[expect(clippy::too_many_lines, reason = "a language is one table")]
pub(super) fn text(msg: Msg<'_>) -> String {
    let fixed = match msg {
        Msg::Label(action) => actions::label(action),
        Msg::Tip(action) => actions::tip(action),
        Msg::Menu(menu) => actions::menu(menu),
        Msg::Prompt => "提示词",
        Msg::PromptHint => "用任何语言描述一幅画面",
        Msg::Model => "模型",
        Msg::Width => "宽度",
        Msg::Height => "高度",
        Msg::Seed => "种子",
        Msg::RandomSeed => "随机种子",
        Msg::SeedNotHonoured => "即使种子相同，这个模型每次也会画出不同的图片。",
        Msg::Count => "数量",
        Msg::Free => "免费：在这台电脑上绘制",
        Msg::Connection => "连接",
        Msg::PainterConnection => "内置画师",
        Msg::PainterNote => "在本机绘制，并非 FLUX。请连接 Cloudflare。",
        Msg::ServiceAddress => "地址",
        Msg::ServiceKey => "密钥",
        Msg::KeyInMemory => "密钥只保存在内存中，关闭 Easel 后即清除。",
        Msg::Connecting => "正在连接…",
        Msg::EmptyTitle => "还没有图片",
        Msg::EmptyHint => "在左侧输入提示词，然后点击“生成”。",
        Msg::DrawnHere => "本机绘制",
        Msg::Waiting => "等待中",
        Msg::Failed => "未能生成",
        Msg::Billed(Billed::No) => "没有产生费用。",
        Msg::Billed(Billed::Maybe) => "可能已产生费用。",
        Msg::Billed(Billed::Yes) => "已产生费用。",
        Msg::Size => "尺寸",
        Msg::Made => "生成时间",
        Msg::Cost => "费用",
        Msg::By => "来源",
        Msg::File => "文件",
        Msg::Loading => "正在载入…",
        Msg::SaveTitle => "保存图片",
        Msg::SavePath => "保存到",
        Msg::SaveDialogOpen => "保存对话框已打开…",
        Msg::FileExists => "已有同名文件。",
        Msg::NoFolder => "没有这个文件夹。",
        Msg::CannotStart => "Easel 无法启动",
        Msg::Characters { used, most } => return format!("{used} / {most}"),
        Msg::FixedSize { width, height } => return format!("这个模型只能生成 {width}×{height}。"),
        Msg::Problem(problem) => return problem.to_string(),
        Msg::Snapped(snapped) => {
            return format!("{} 已改为 {}：范围 256 至 1920，步长 16。", snapped.typed, snapped.kept);
        }
        Msg::Estimated(estimate) => {
            return format!(
                "≈ ${:.4}（{:.0} 神经元，最多 {:.0}）",
                dollars(estimate.likely),
                estimate.likely,
                estimate.at_most
            );
        }
        Msg::Making { seconds } => return format!("正在生成… {seconds} 秒"),
        Msg::Pictures { count } => return format!("{count} 张图片"),
        Msg::Indexing { done, total } => return format!("正在扫描文件夹：{done} / {total}"),
        Msg::Notice(notice) => return self::notice(notice),
        Msg::Failure(failure) => return self::failure(failure),
        Msg::RealCost { neurons } if neurons <= 0.0 => "免费",
        Msg::RealCost { neurons } => return format!("${:.5}（{neurons:.2} 神经元）", dollars(neurons)),
        Msg::NotShown { reason } => return format!("无法显示这张图片：{reason}。"),
    };
    fixed.to_owned()
}

fn notice(notice: &Notice) -> String {
    match notice {
        Notice::Saved(path) => format!("已保存到 {}", path.display()),
        Notice::Deleted { pictures } => format!("已将 {pictures} 张图片移到回收站"),
        Notice::Restored { pictures } => format!("已恢复 {pictures} 张图片"),
        Notice::Copied => "图片已复制".to_owned(),
        Notice::SettingsUsed => "这张图片的设置已填入提示词面板".to_owned(),
        Notice::NoChineseFont => super::english::NO_CHINESE_FONT.to_owned(),
        Notice::IndexingStopped => "已停止扫描文件夹。按 F5 重新扫描。".to_owned(),
        Notice::Unknown { jobs } => format!("上次运行有 {jobs} 张图片没有结果，它们在图库中。"),
        Notice::ConnectFirst(over) => {
            format!("请先连接 {over}：这张图片可能还在那里，换用其他服务会重新生成。")
        }
        Notice::Connected(_) => "已连接".to_owned(),
        Notice::Trouble(failure) => self::failure(failure),
    }
}

fn failure(failure: &Failure) -> String {
    match &failure.hint {
        Some(hint) => format!("{} {hint}", failure.message),
        None => failure.message.clone(),
    }
}
