//! 未能生成的图片的卡片，简体中文。

use contract::{Billed, Code};
use engine::{Cause, Class, Failure, FileFault, KeychainFault, Kind, NextStep};

use crate::msg::cards::{CardMsg, Whom};

pub(super) fn text(msg: CardMsg<'_>) -> String {
    let fixed = match msg {
        CardMsg::Title(failure) => title(failure),
        CardMsg::Billed(Billed::No) => "未产生费用",
        CardMsg::Billed(Billed::Maybe) => "可能已产生费用",
        CardMsg::Billed(Billed::Yes) => "已产生费用",
        CardMsg::Step(step, whom) => self::step(step, whom),
        CardMsg::AtACost(step, whom) => return format!("{}（可能再次产生费用）", self::step(step, whom)),
        CardMsg::Does(step, billed) => does(step, billed),
        CardMsg::Forget => "放弃",
        CardMsg::ThrowAway => "丢弃图片",
        CardMsg::ThrowsAway => "图片只在内存中，没有保存到任何地方；丢弃后无法找回",
    };
    fixed.to_owned()
}

fn title(failure: &Failure) -> &'static str {
    let kind = match &failure.cause {
        Cause::Service { kind, .. } => Some(*kind),
        _ => None,
    };
    match (failure.class(), &failure.cause, kind) {
        (Class::Key, Cause::NoKey { .. }, _) => "缺少密钥",
        (Class::Key, Cause::NoConnection, _) => "连接已不存在",
        (Class::Key, Cause::Address(_), _) | (_, _, Some(Kind::Refused(Code::NotFound))) => "地址有误",
        (Class::Key, ..) => "密钥被拒绝",
        (_, _, Some(Kind::Refused(Code::NeedsPaidPlan))) => "需要付费套餐",
        (_, _, Some(Kind::Refused(Code::NotConfigured))) => "服务尚未设置好",
        (Class::Permission, ..) => "没有权限",
        (Class::Allowance, ..) => "今天的额度已用完",
        (_, _, Some(Kind::Refused(Code::NoCapacity))) => "模型正忙",
        (Class::Rate, ..) => "请求过多",
        (Class::Moderation, ..) => "被内容过滤拦下",
        (_, _, Some(Kind::Refused(Code::ModelNotFound | Code::ModelNotHere))) => "没有这个模型",
        (_, _, Some(Kind::Refused(Code::BodyTooLarge))) => "请求太大",
        (Class::Request, ..) => "尺寸或设置不被接受",
        (_, _, Some(Kind::Offline)) => "没有网络",
        (_, _, Some(Kind::Broken)) => "连接中断",
        (_, _, Some(Kind::Tls)) => "无法建立安全连接",
        (Class::Network, ..) => "无法连接",
        (Class::Timeout, ..) => "没有及时响应",
        (Class::Cloudflare, ..) => "Cloudflare 出错",
        (_, Cause::CutShort, _) => "回复不完整",
        (_, _, Some(Kind::OtherApi)) => "版本不同",
        (_, _, Some(Kind::NoModels)) => "没有可用的模型",
        (_, _, Some(Kind::NotOurs | Kind::Redirected | Kind::NotCloudflare)) => "响应来自其他程序",
        (Class::Reply, ..) => "回复不是图片",
        (_, Cause::File(FileFault::Full { .. }), _) => "磁盘已满",
        (_, Cause::Unsent, _) => "没有发出",
        (Class::Disk, ..) => "无法存入磁盘",
        (_, Cause::Keychain(KeychainFault::Locked), _) => "钥匙串已锁定",
        (Class::Keychain, ..) => "钥匙串出错",
        (_, Cause::Cancelled, _) => "已取消",
        (_, _, Some(Kind::Refused(Code::ReplyGone))) => "已不再保留",
        (Class::Unfinished, ..) => "结果不明",
        (Class::Fault, ..) => "Easel 自身的问题",
    }
}

fn step(step: NextStep, whom: Whom) -> &'static str {
    match (step, whom) {
        (NextStep::AskAgain, Whom::Worker) => "再次询问 Worker",
        (NextStep::AskAgain, Whom::Other) => "再次询问",
        (NextStep::TryAgain, _) => "重试",
        (NextStep::SaveAgain, _) => "重新保存",
        (NextStep::MakeAgain, _) => "重新生成",
        (NextStep::OtherSeed, _) => "换一个种子",
        (NextStep::Change, _) => "修改请求",
        (NextStep::OpenConnection, _) => "查看连接",
        (NextStep::ShowLibrary, _) => "打开文件夹",
    }
}

fn does(step: NextStep, billed: Billed) -> &'static str {
    match (step, billed) {
        (NextStep::AskAgain, _) => "用同一编号请求：已生成则取回，未生成则现在生成，只计费一次",
        (NextStep::TryAgain, _) => "再次发送请求；之前并未运行，不会重复收费",
        (NextStep::SaveAgain, _) => "保存 Easel 仍留在内存中的图片",
        (NextStep::MakeAgain, Billed::No) => "重新请求这张图片",
        (NextStep::MakeAgain, _) => "重新请求这张图片，可能再次产生费用",
        (NextStep::OtherSeed, Billed::No) => "用同样的提示词和另一个种子请求",
        (NextStep::OtherSeed, _) => "用同样的提示词和另一个种子请求，会另外产生费用",
        (NextStep::Change, _) => "将它的提示词和设置填入提示词面板",
        (NextStep::OpenConnection, _) => "查看这张图片所用的连接、地址和密钥",
        (NextStep::ShowLibrary, _) => "打开保存图片的文件夹",
    }
}
