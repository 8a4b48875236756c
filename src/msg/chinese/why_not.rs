//! 窗口为什么无法打开，以及可以怎么办，简体中文。

use engine::{Failure, FolderError, OpenError};
use home::StoreError;

use super::failure::{address, failure, with};
use crate::fault::WhyNot;

pub(super) fn why_not(why: &WhyNot) -> String {
    match why {
        WhyNot::Cloudflare(error) => {
            format!(
                "环境变量 CLOUDFLARE_API_BASE_URL 的值无法使用。{}也可以去掉这个变量，再启动 Easel。",
                address(*error)
            )
        }
        WhyNot::Folder(error) => folder(error),
        WhyNot::Session(OpenError::Store(error) | OpenError::BuiltIn(home::OpenError::Store(error))) => store(error),
        WhyNot::Session(OpenError::Library(error)) => failure(&Failure::from(error)),
        WhyNot::Session(
            error @ (OpenError::BuiltIn(_) | OpenError::Journal(_) | OpenError::Network(_) | OpenError::System(_)),
        ) => {
            let why = with("Easel 的一部分无法启动", Some(&error.to_string()));
            format!("{why}请关闭其他程序，然后重新启动 Easel。")
        }
    }
}

fn folder(error: &FolderError) -> String {
    match error {
        FolderError::Taken { .. } => "Easel 已用这份数据打开，请使用已打开的窗口。".to_owned(),
        FolderError::NoHome => "系统没有指明文件应存放在哪里。请用 --data-dir DIR 启动 Easel。".to_owned(),
        FolderError::Io { path, source } => format!(
            "{}请检查是否有写入权限、磁盘是否有空间，或用 --data-dir DIR 启动 Easel。",
            with(&format!("无法使用文件夹 {}", path.display()), Some(&source.to_string()))
        ),
    }
}

fn store(error: &StoreError) -> String {
    match error {
        StoreError::Corrupt { path } => {
            format!("{} 已损坏，或不是数据库文件。请把它移走，或用备份替换它。Easel 不会删除这个文件。", path.display())
        }
        StoreError::Newer { path, .. } => {
            format!("{} 由更新版本的 Easel 写入，请启动那个版本。", path.display())
        }
        StoreError::Backup { path, source } => format!(
            "{}请清理磁盘空间，并检查是否可以写入该文件夹。",
            with(&format!("更新前无法备份 {}", path.display()), Some(&source.to_string()))
        ),
        StoreError::Sql { path, source } => format!(
            "{}请检查文件夹是否存在、是否可以写入，以及磁盘是否有空间。",
            with(&format!("无法打开 {}", path.display()), Some(&source.to_string()))
        ),
    }
}
