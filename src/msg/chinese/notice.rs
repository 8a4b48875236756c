//! 对已发生的事的提示，简体中文。

use contract::Task;
use engine::{Finished, Notice};

use crate::msg::alike::grouped;

pub(super) fn notice(notice: &Notice) -> String {
    match notice {
        Notice::Saved(path) => format!("已保存到 {}", path.display()),
        Notice::Deleted { pictures } => format!("已将 {pictures} 张图片移到回收站"),
        Notice::Restored { pictures } => format!("已恢复 {pictures} 张图片"),
        Notice::Copied => "图片已复制".to_owned(),
        Notice::ChartCopied => "图表已作为图片复制到剪贴板".to_owned(),
        Notice::ReportCopied => "报告已复制，其中不含密钥、提示词和地址".to_owned(),
        Notice::SettingsUsed => "这张图片的设置已填入提示词面板".to_owned(),
        Notice::DeletedSome { pictures, failed, failure } => {
            format!("已将 {pictures} 张图片移到回收站，另有 {failed} 张仍在原处。{}", super::failure::failure(failure))
        }
        Notice::DraftBack => "已恢复之前的提示词和设置".to_owned(),
        Notice::PromptTaken(Task::Translate) => "提示词已换成英文".to_owned(),
        Notice::PromptTaken(Task::Enhance | Task::TranslateAndEnhance) => "提示词已换成润色后的".to_owned(),
        Notice::PromptBack => "已恢复您写的提示词".to_owned(),
        Notice::PromptStays => "文本模型认为这段提示词无需改动".to_owned(),
        Notice::NoChineseFont => crate::msg::english::NO_CHINESE_FONT.to_owned(),
        Notice::IndexingStopped => "已停止扫描文件夹。按 F5 重新扫描。".to_owned(),
        Notice::Unknown { jobs } => format!("上次运行有 {jobs} 张图片结果不明，已列在图库中。"),
        Notice::TakenOut { jobs } => format!("已从队列中移除 {jobs} 张图片"),
        Notice::QueueBack => "队列已恢复原样".to_owned(),
        Notice::TooLate => "来不及撤销：队列已继续".to_owned(),
        Notice::ConnectFirst(over) => {
            format!("请先连接 {}：这张图片可能还在那里，换用其他服务会重新生成。", super::connection(over))
        }
        Notice::Removed(name) => format!("已移除 {name}"),
        Notice::BroughtBack(name) => format!("已恢复 {name}"),
        Notice::StoodIn { rests, over } => format!("{rests} 今天的免费额度已用完，改由 {over} 生成这些图片"),
        Notice::Connected(_) => "已连接".to_owned(),
        Notice::KeyLeft { name, entry, failure } => format!(
            "{}：无法从这台电脑的钥匙串中取出 {name} 的密钥，它可能仍在那里。请在那里删除 Easel 的条目“{entry}”。",
            super::connections::short(failure)
        ),
        Notice::DeploymentLeft(done) => super::deploy::left(done),
        Notice::Trouble(failure) => super::failure::failure(failure),
    }
}

/// 给没有在看窗口的人：刚才的请求结果如何。
pub(super) fn finished(Finished { pictures, failed, waiting }: Finished) -> String {
    let parts = [
        (pictures, format!("{} 张图片已生成", grouped(pictures))),
        (failed, format!("{} 张未能生成", grouped(failed))),
        (waiting, format!("{} 张正在等待", grouped(waiting))),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    parts.map(|(_, words)| words).collect::<Vec<_>>().join("，")
}
