//! 连接页面，简体中文。

use contract::{Code, account::AccountError};
use engine::{Cause, Failure, Keep, KeychainFault, Kind, Rest, RestReason, TokenFault};

use super::failure::address;
use crate::{
    msg::{ConnectionMsg, alike::clock},
    panels::connections::{FieldProblem, Standing, Way},
};

pub(super) fn text(msg: ConnectionMsg<'_>) -> String {
    let fixed = match msg {
        ConnectionMsg::Title => "连接",
        ConnectionMsg::New => "新连接",
        ConnectionMsg::Name => "名称",
        ConnectionMsg::NameHint => "可以随意命名",
        ConnectionMsg::Way(way) => self::way(way).name,
        ConnectionMsg::WayIs(way) => self::way(way).what,
        ConnectionMsg::WayFound(way) => self::way(way).found,
        ConnectionMsg::AccountId => "账户 ID",
        ConnectionMsg::ApiToken => "API 令牌",
        ConnectionMsg::TokenNote => {
            "令牌需要 Workers AI 的读取和编辑权限。在这里粘贴 CF_ACCOUNT_LIST，可以一次添加其中的所有账户。"
        }
        ConnectionMsg::Problem(problem) => self::problem(problem),
        ConnectionMsg::KeyOfThisPlace(way) => self::way(way).key_of_this_place,
        ConnectionMsg::KeepForSession => "只在本次使用期间保留",
        ConnectionMsg::Kept(Keep::Keychain) => "保存在这台电脑的钥匙串中。输入新的即可替换。",
        ConnectionMsg::Kept(Keep::Session) => "保留到关闭 Easel 为止。输入新的即可替换。",
        ConnectionMsg::KeyMissing(way) => self::way(way).key_missing,
        ConnectionMsg::KeychainWaits => "正在等待系统的钥匙串…",
        ConnectionMsg::KeychainAsks => "系统可能正在另一个窗口中请你解锁。",
        ConnectionMsg::Line { standing, stands_in: true } => return format!("{} · 参与接替", self::standing(standing)),
        ConnectionMsg::Standing(standing) | ConnectionMsg::Line { standing, stands_in: false } => {
            return self::standing(standing);
        }
        ConnectionMsg::Untested => "打开 Easel 后尚未测试。",
        ConnectionMsg::Testing => "正在测试…",
        ConnectionMsg::AllRight { models } => return format!("一切正常：{models} 个模型。"),
        ConnectionMsg::UsedUp => "今天的 10,000 个免费神经元已用完，UTC 0 点恢复。付费套餐可以继续使用，但会产生费用。",
        ConnectionMsg::Rests(rest) => return rests(rest),
        ConnectionMsg::IsUsed => "正在使用。",
        ConnectionMsg::StandIn => "相互接替",
        ConnectionMsg::StandInNote => {
            "参与接替的连接用完当天的额度后，它的图片改由列表中下一个参与接替的连接生成，最后一个之后回到第一个。付费套餐可能因此产生费用。"
        }
        ConnectionMsg::Parallel => "同时请求数",
        ConnectionMsg::ParallelNote => "数量越多越快，也越早达到服务的限制。",
        ConnectionMsg::Full { most } => return format!("最多可以保留 {most} 个连接。要添加新的，请先移除一个。"),
        ConnectionMsg::Accounts { count } => return format!("这是一个包含 {count} 个账户的列表。"),
        ConnectionMsg::AccountsNote => "每个账户会成为一个连接；已有的账户会改用列表中的令牌。",
        ConnectionMsg::AccountsProblem(error) => return accounts(error),
    };
    fixed.to_owned()
}

fn rests(rest: &Rest) -> String {
    let until = rest.until.map(clock).unwrap_or_default();
    match rest.why {
        RestReason::AllowanceUsed if rest.until.is_none() => {
            "新一天的额度可能已恢复，需要你同意后才会使用。".to_owned()
        }
        RestReason::AllowanceUsed => format!("今天的额度已用完，{until} 之前暂停使用。"),
        RestReason::Busy => format!("暂时不接受更多图片，{until} 之前暂停使用。"),
        RestReason::Unreachable => "一旦可以连接，等待中的图片就会发送。".to_owned(),
        RestReason::Refused => "解决之前，等待中的图片不会发送。".to_owned(),
    }
}

/// 两种连接各自的说法。
struct OfWay {
    name: &'static str,
    what: &'static str,
    found: &'static str,
    key_of_this_place: &'static str,
    key_missing: &'static str,
}

fn way(way: Way) -> OfWay {
    match way {
        Way::Worker => OfWay {
            name: "Worker",
            what: "Easel 自己的服务，部署在 Cloudflare 上，或在这台电脑上运行。",
            found: "部署时会显示它的地址。密钥就是它的机密变量 API_KEY。",
            key_of_this_place: "密钥只会发送到它所属的地方。请输入这里的密钥。",
            key_missing: "这个连接没有密钥。请输入密钥，然后保存。",
        },
        Way::WorkersAi => OfWay {
            name: "Workers AI",
            what: "你的 Cloudflare 账户，由这台电脑直接访问。",
            found: "Cloudflare 控制台会显示账户 ID，并可用“Workers AI”模板创建令牌。",
            key_of_this_place: "令牌只会用于它所属的账户。请输入这个账户的令牌。",
            key_missing: "这个连接没有令牌。请输入令牌，然后保存。",
        },
    }
}

fn problem(problem: FieldProblem) -> &'static str {
    match problem {
        FieldProblem::Address(error) => address(error),
        FieldProblem::AccountId => "账户 ID 由 32 位数字和字母 a 至 f 组成。",
        FieldProblem::NoKey => "这一项也需要填写。",
        FieldProblem::Key(Way::Worker) => "密钥应为 1 至 512 个字母、数字和符号，不含空格。",
        FieldProblem::Key(Way::WorkersAi) => "令牌应为 1 至 512 个字母、数字和符号，不含空格。",
    }
}

fn standing(standing: Standing<'_>) -> String {
    let fixed = match standing {
        Standing::KeychainWaits => "正在等待系统的钥匙串…",
        Standing::KeyMissing => "缺少密钥",
        Standing::Failed(failure)
        | Standing::Rests(Rest { why: RestReason::Unreachable | RestReason::Refused, failure, .. }) => short(failure),
        Standing::Testing => "正在测试…",
        Standing::Rests(Rest { until: Some(until), .. }) => return format!("{} 之前暂停", clock(*until)),
        Standing::Rests(Rest { until: None, .. }) => "已暂停",
        Standing::InUse => "正在使用",
        Standing::Ready => "可以使用",
        Standing::Untested => "尚未测试",
    };
    fixed.to_owned()
}

/// 只用几个字；有地方时再说怎么办。
pub(super) fn short(failure: &Failure) -> &'static str {
    match &failure.cause {
        Cause::Keychain(KeychainFault::Absent) => "没有钥匙串",
        Cause::Keychain(KeychainFault::Locked) => "钥匙串已锁定",
        Cause::Keychain(KeychainFault::Silent) => "钥匙串没有响应",
        Cause::Keychain(KeychainFault::NotKept | KeychainFault::Failed) => "钥匙串出错",
        Cause::Service { kind, .. } => match kind {
            Kind::Offline => "没有网络",
            Kind::Connect => "无法连接",
            Kind::NameNotFound => "找不到主机名",
            Kind::Tls => "无法建立安全连接",
            Kind::Timeout => "没有及时响应",
            Kind::NotOurs | Kind::Redirected => "不是 Easel 的服务",
            Kind::OtherApi => "版本不同",
            Kind::NoModels => "没有模型",
            Kind::NotCloudflare => "不是 Cloudflare",
            Kind::CloudflareDown => "Cloudflare 故障",
            Kind::Token(TokenFault::Unknown) => "令牌错误",
            Kind::Token(TokenFault::UnknownHere) => "未知的令牌或账户",
            Kind::Token(TokenFault::Disabled) => "令牌已停用",
            Kind::Token(TokenFault::Expired) => "令牌已过期",
            Kind::Token(TokenFault::NotYetValid) => "令牌尚未生效",
            Kind::Token(TokenFault::WrongAccount) => "账户错误",
            Kind::Token(TokenFault::NoPermission | TokenFault::NoScripts | TokenFault::NoKv) => "令牌权限不足",
            Kind::Token(TokenFault::AccountOrPermission) => "账户或令牌错误",
            Kind::Token(TokenFault::AccountBlocked) => "账户已被封禁",
            Kind::Token(TokenFault::NoAnalytics) => "无权读取分析数据",
            Kind::Refused(Code::Unauthorized) => "密钥错误",
            Kind::Refused(Code::AccountRefused) => "账户或令牌被拒绝",
            Kind::Refused(Code::AllowanceUsed) => "额度已用完",
            Kind::Refused(Code::NotConfigured) => "尚未设置好",
            _ => "无法使用",
        },
        _ => "无法使用",
    }
}

fn accounts(error: AccountError) -> String {
    let again = "请在原处改正列表，然后重新粘贴。";
    match error {
        AccountError::Id => format!("列表中有一个账户 ID 不是由 32 位数字和字母 a 至 f 组成的。{again}"),
        AccountError::Token(place) => format!("列表中第 {place} 个账户没有可用的令牌。{again}"),
        AccountError::Form => format!(
            "这看起来像账户列表，但格式不对。正确的格式：[{{\"account_id\": \"…\", \"token\": \"…\"}}, …]。{again}"
        ),
        AccountError::Count => format!("列表应包含 1 至 32 个账户。{again}"),
    }
}
