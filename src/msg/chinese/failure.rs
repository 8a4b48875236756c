//! 出了什么问题，以及可以怎么办，简体中文。

use contract::{API_VERSION, Code};
use engine::{AddressError, Cause, DeployFault, Failure, FileFault, Kept, KeychainFault, Kind, TokenFault};

use super::connection;
use crate::msg::alike::SECRET_SERVICE;

pub(super) fn failure(failure: &Failure) -> String {
    let detail = failure.detail.as_deref();
    match &failure.cause {
        Cause::Service { service, kind } => self::service(connection(service), *kind, detail),
        Cause::Address(error) => address(*error).to_owned(),
        Cause::NoConnection => "这张图片所用的连接已不存在。再次尝试会改用当前选择的连接。".to_owned(),
        Cause::NoKey { service } => format!("{} 没有密钥。请重新输入密钥，然后保存这个连接。", connection(service)),
        Cause::Keychain(fault) => keychain(*fault, detail),
        Cause::CutShort => "图片尚未接收完整，回复就中断了。".to_owned(),
        Cause::Cancelled => "请求发出后被取消。如果图片仍然送达，会保留下来。".to_owned(),
        Cause::Unknown { service } => {
            format!("已发送到 {}，结果未知：收到回复之前 Easel 就关闭了。", connection(service))
        }
        Cause::Unsent => "由于无法写入请求记录，请求没有发出。请清理磁盘空间，然后重试。".to_owned(),
        Cause::NotKept(what) => format!("{}请清理磁盘空间。", with(kept(*what), detail)),
        Cause::Worker(fault) => super::deploy::fault(*fault, detail),
        Cause::ThreadGone => format!("{}请重新启动 Easel。", with("Easel 的一部分已停止运行", detail)),
        Cause::File(fault) => file(fault, detail),
        Cause::Index => format!("{}图片完好无损，下次启动时会根据图片重建索引。", with("图片索引出错", detail)),
        Cause::NotRevealed { folder } => format!("{}文件夹位置：{folder}", with("无法打开文件管理器", detail)),
        Cause::Other(words) if words.is_empty() => with("操作失败，这个版本的 Easel 无法识别原因", detail),
        Cause::Other(words) => with(&format!("失败：{words}"), detail),
    }
}

fn service(service: &str, kind: Kind, detail: Option<&str>) -> String {
    let check = "请检查地址，那里响应的可能是其他程序。";
    match kind {
        Kind::Offline => format!("这台电脑没有联网，无法连接 {service}。请先连接网络，然后重试。"),
        Kind::Connect => format!("无法连接 {service}。请检查地址、服务是否正在运行，以及这台电脑是否联网。"),
        Kind::NameNotFound => format!("找不到 {service} 的主机。请检查这台电脑是否联网；如果是 Worker，还请检查地址。"),
        Kind::Tls => format!(
            "{}请检查地址和这台电脑的时钟；如果所在网络会检查加密流量，需要先安装它的证书。",
            with(&format!("无法与 {service} 建立安全连接"), detail)
        ),
        Kind::Timeout => format!("{service} 没有及时响应，可能是服务繁忙或网络较慢，请重试。"),
        Kind::Broken => format!("与 {service} 的连接在回复完整之前断开了，请重试。"),
        Kind::TooLarge => format!("{service} 发来的内容远超一张图片所需，Easel 已停止接收。{check}"),
        Kind::Redirected => format!(
            "{service} 指向{}，Easel 不会跟随。如果那是你自己的服务，请直接使用它的地址。",
            detail.map_or_else(|| "另一个地址".to_owned(), |target| format!(" {target}"))
        ),
        Kind::NotOurs if detail.is_some_and(|status| status.starts_with('5')) => {
            format!("{}服务或它前面的环节出了问题，请稍后再试。", with(&format!("{service} 出错"), detail))
        }
        Kind::NotOurs => format!("{}{check}", with(&format!("{service} 的响应不像 Easel 的服务"), detail)),
        Kind::OtherApi => {
            let (theirs, older) = version(detail);
            format!("{service} 的接口是第 {theirs} 版，这个 Easel 使用第 {API_VERSION} 版。请更新{older}。")
        }
        Kind::NoModels => {
            format!("{service} 没有这个 Easel 认识的模型。请更新 Easel；如果服务是你自己的，也请更新服务。")
        }
        Kind::NotCloudflare => format!(
            "{}可能是所在网络拦截了请求：请先登录网络，或换一个网络。",
            with("响应的不是 Cloudflare，而是其他程序", detail)
        ),
        Kind::CloudflareDown => format!("{}请稍后再试。", with("Cloudflare 自身出现故障", detail)),
        Kind::Token(fault) => token(fault, detail),
        Kind::Deploy(fault) => deployment(fault, detail),
        Kind::NoPicture => format!("{service} 发来的不是 JPEG、PNG 或 WebP 图片。{check}"),
        Kind::Internal => {
            "Easel 无法生成请求，这是 Easel 自身的问题。请重新启动；如果仍然如此，请反馈给我们。".to_owned()
        }
        Kind::Refused(code) => refused(service, code, detail),
    }
}

/// `day`：令牌过期或生效的日期。
fn token(fault: TokenFault, day: Option<&str>) -> String {
    match fault {
        TokenFault::Unknown => "Cloudflare 不认识这个令牌。请重新复制，或新建一个。".to_owned(),
        TokenFault::UnknownHere => {
            "Cloudflare 不认识这个账户的这个令牌。请检查两者：属于账户的令牌只能用于它所属的账户。".to_owned()
        }
        TokenFault::Disabled => "这个令牌已被停用。请在 Cloudflare 的 API 令牌页面启用它，或新建一个。".to_owned(),
        TokenFault::Expired => {
            format!("{}请在 Cloudflare 的 API 令牌页面新建一个。", with("这个令牌已过期", day))
        }
        TokenFault::NotYetValid => match day {
            Some(day) => format!("这个令牌从 {day} 起才有效。请等到那天，或另建一个。"),
            None => "这个令牌尚未生效。请稍后再试，或另建一个。".to_owned(),
        },
        TokenFault::WrongAccount => {
            "这个令牌不能用于这个账户。请检查账户 ID，它就在 Cloudflare 控制台的网址里。".to_owned()
        }
        TokenFault::NoPermission => "这个令牌无权使用 Workers AI。请为它添加 Workers AI 的读取和编辑权限。".to_owned(),
        TokenFault::AccountOrPermission => {
            "这个令牌无法在这个账户上使用 Workers AI。请检查账户 ID；令牌需要 Workers AI 的读取和编辑权限。".to_owned()
        }
        TokenFault::AccountBlocked => "Cloudflare 已封禁这个账户。请联系 Cloudflare 支持，或使用其他账户。".to_owned(),
        TokenFault::NoAnalytics => {
            "这个令牌无权读取账户的分析数据。请为它添加“Account Analytics · Read”权限，就能同时看到账户上其他程序的用量。".to_owned()
        }
        TokenFault::NoScripts => {
            "这个令牌无权部署 Worker。请为它添加这个账户的“Workers Scripts · Edit”权限。".to_owned()
        }
        TokenFault::NoKv => {
            "这个令牌无权使用 Workers KV。请为它添加这个账户的“Workers KV Storage · Edit”权限。".to_owned()
        }
    }
}

/// `words`：Cloudflare 自己给出的原因。
fn deployment(fault: DeployFault, words: Option<&str>) -> String {
    match fault {
        DeployFault::SubdomainTaken => "这个 workers.dev 子域名已被占用。请换一个。".to_owned(),
        DeployFault::NoSubdomain => "这个账户还没有 workers.dev 子域名。请先选择一个。".to_owned(),
        DeployFault::Invalid => format!("{}请更新 Easel 后再试。", with("Cloudflare 不接受这个 Worker", words)),
        DeployFault::TooLarge => {
            "这个 Worker 超过了 Cloudflare 允许的大小。请更新 Easel：它不是随 Easel 附带的那个。".to_owned()
        }
        DeployFault::NeedsPaid => {
            "Cloudflare 要求为此开通 Workers Paid 套餐。请使用其他账户，或在 Cloudflare 的页面上开通。".to_owned()
        }
        DeployFault::Newer => "那里的 Worker 比这个 Easel 新。请更新 Easel。".to_owned(),
        DeployFault::NotOurs => {
            "那里现在是另一个 Worker，不是 Easel 部署的，Easel 没有改动它。如果它是你的，请在 Cloudflare 的页面上更改或移除。".to_owned()
        }
        DeployFault::HasObjects => {
            "这个名称的 Worker 有自己的 Durable Objects，无法覆盖。请离开本页并用其他名称部署，或先在 Cloudflare 的页面上移除它。"
                .to_owned()
        }
        DeployFault::NoWorker => "这个账户上没有这个 Worker。请先部署。".to_owned(),
        DeployFault::Refused => {
            format!("{}账户的情况可在 Cloudflare 的页面上查看。", with("Cloudflare 拒绝了请求", words))
        }
    }
}

/// 对方的版本，以及两者中较旧的一方。
fn version(theirs: Option<&str>) -> (&str, &'static str) {
    let theirs = theirs.unwrap_or("?");
    let is_older = theirs.parse().is_ok_and(|theirs: u32| theirs < API_VERSION);
    (theirs, if is_older { "该服务" } else { " Easel" })
}

fn refused(service: &str, code: Code, detail: Option<&str>) -> String {
    match code {
        Code::Unauthorized => format!("{service} 不接受这个密钥。请检查这个连接的密钥。"),
        Code::ModelNotFound | Code::ModelNotHere => format!("{service} 没有这个模型，请选择其他模型。"),
        Code::BadJson | Code::InvalidRequest => {
            format!("{}请修改后重试。", with(&format!("{service} 不接受这个请求"), detail))
        }
        Code::NotFound | Code::MethodNotAllowed => {
            format!("{service} 没有这项功能。请检查地址，以及服务是否为最新版本。")
        }
        Code::NotAcceptable => with(&format!("{service} 无法发送这张图片"), detail),
        Code::BodyTooLarge => format!("这个请求对 {service} 来说太大了。请减少参考图，或换用更小的。"),
        Code::KeyReused => format!("{service} 已将这张图片的编号用于另一个请求。"),
        Code::ReplyGone => format!("{service} 生成过这张图片，但已不再保留。"),
        Code::Interrupted => {
            format!("之前的一次请求中断了，{service} 不知道结果如何，可在它的用量中查看是否已计费。")
        }
        Code::NotConfigured => {
            format!("{}请由该服务的管理者处理。", with(&format!("{service} 尚未设置好"), detail))
        }
        Code::RateLimited => format!("{service} 这一分钟内不再接受请求。请一分钟后重试。"),
        Code::AllowanceUsed => {
            format!("{service} 背后的账户今天的免费额度已用完。额度在 UTC 0 点恢复，有时会晚一小时左右。")
        }
        Code::NoCapacity => "Cloudflare 上的这个模型正忙。请稍后重试，或选择其他模型。".to_owned(),
        Code::PromptFlagged => {
            "Cloudflare 的内容过滤拒绝了这个提示词。同样的提示词换一个种子，或换一种说法，往往就能通过。".to_owned()
        }
        Code::PictureFlagged => {
            "图片已生成，但被 Cloudflare 的内容过滤拦下。同样的提示词换一个种子往往能通过。".to_owned()
        }
        Code::InputRefused => format!(
            "{}请修改后重试。",
            with("Cloudflare 不接受这个请求", rest(detail, "Cloudflare does not take this request").as_deref())
        ),
        Code::NeedsPaidPlan => "这个模型需要 Cloudflare 付费套餐，请选择其他模型。".to_owned(),
        Code::AccountRefused => {
            "Cloudflare 拒绝了账户或它的令牌。请检查两者；令牌需要 Workers AI 的读取和编辑权限。".to_owned()
        }
        Code::Unreachable => format!("{service} 无法连接 Cloudflare。请检查网络后重试。"),
        Code::UpstreamTimeout => "Cloudflare 用时过长。减少步数或缩小尺寸会更快。".to_owned(),
        Code::Upstream => {
            format!("{}请稍后再试。", with("Cloudflare 出错", rest(detail, "Cloudflare failed").as_deref()))
        }
        Code::Internal => format!("{}请稍后再试。", with(&format!("{service} 出错"), detail)),
        _ => with(&format!("{service} 拒绝了请求"), detail),
    }
}

/// 服务的整句英文里，除 `said` 之外的部分：这一句已用中文说过。
fn rest(detail: Option<&str>, said: &str) -> Option<String> {
    let detail = detail?;
    let rest = detail.strip_prefix(said).unwrap_or(detail);
    let numbered = rest.strip_prefix(" (").and_then(|rest| rest.split_once(')'));
    Some(match numbered {
        Some((number, words)) => format!("{number}{words}"),
        None => rest.trim_start_matches(": ").to_owned(),
    })
}

pub(super) fn address(error: AddressError) -> &'static str {
    match error {
        AddressError::Empty => "请填写地址，例如 https://easel.example.workers.dev。",
        AddressError::Malformed => "这不是有效的地址。正确的地址例如 https://easel.example.workers.dev。",
        AddressError::Scheme => "地址须以 https:// 开头。",
        AddressError::PlainHttp => "地址须以 https:// 开头；http:// 只能用于这台电脑。",
        AddressError::UserInfo => "地址中不能包含用户名或密码，密钥请填写在单独的输入框中。",
        AddressError::Query => "地址中不能包含 ? 或 # 及其后的内容。",
    }
}

/// 系统的钥匙串。
fn keychain(fault: KeychainFault, detail: Option<&str>) -> String {
    let session = "或选择只在本次使用期间保留密钥。";
    match fault {
        KeychainFault::Absent => format!(
            "这台电脑上没有正在运行的钥匙串，而 Easel 不会把密钥保存在其他地方。请启动一个钥匙串{}，{session}",
            if SECRET_SERVICE { "，例如 GNOME Keyring 或 KWallet" } else { "" }
        ),
        KeychainFault::Locked => format!("这台电脑的钥匙串已锁定。请解锁后重试，{session}"),
        KeychainFault::Silent => {
            format!("这台电脑的钥匙串没有响应，它可能正在另一个窗口中等待你确认。请确认后重试，{session}")
        }
        KeychainFault::NotKept => format!("存入这台电脑的钥匙串的密钥与读回的不一致。请重试，{session}"),
        KeychainFault::Failed => format!("{}请重试，{session}", with("这台电脑的钥匙串出错", detail)),
    }
}

fn kept(what: Kept) -> &'static str {
    match what {
        Kept::Journal => "无法保存图片的请求记录",
        Kept::Draft => "无法保存提示词面板的内容",
        Kept::Settings => "无法保存设置",
    }
}

/// 磁盘、回收站，以及文件内容的问题。
fn file(fault: &FileFault, detail: Option<&str>) -> String {
    match fault {
        FileFault::Full { path } => format!("磁盘已满，无法写入 {path}。请清理磁盘空间，然后重试。"),
        FileFault::Denied { path } => format!("没有访问 {path} 的权限。请选择可以写入的文件夹，或更改它的权限。"),
        FileFault::Gone { path } => format!("找不到 {path}。它可能已被移走，或所在的磁盘没有连接。"),
        FileFault::Disk { path } => {
            format!("{}请检查磁盘和文件夹，然后重试。", with(&format!("无法使用 {path}"), detail))
        }
        FileFault::NoBin { path } => format!(
            "{}图片仍在原处；如果确定不要，请在文件管理器中删除它的文件。",
            with(&format!("回收站无法接收 {path}"), detail)
        ),
        FileFault::Changed { path } => {
            format!("{path} 在 Easel 上次扫描后已被更改，因此保留在原处。请按 F5 重新扫描。")
        }
        FileFault::NotInBin { path } => format!("回收站中已没有 {path}：回收站可能已清空，或文件已被移到别处。"),
        FileFault::Taken { path } => format!("{path} 的位置已有另一个文件。请先把它移走，再从回收站还原图片。"),
        FileFault::NotAPicture => "这不是 JPEG、PNG 或 WebP 图片。".to_owned(),
        FileFault::Broken => format!("{}文件可能不完整，请找找有没有其他副本。", with("文件已损坏", detail)),
        FileFault::TooManyPixels(size) => format!("图片太大：{size} 像素。请用其他程序缩小后再用。"),
        FileFault::TooManyBytes { bytes } => {
            format!("文件太大：{} MB。请用其他程序缩小后再用。", bytes.div_ceil(1 << 20))
        }
    }
}

/// 后面附上只有服务或系统才知道的原话。
pub(super) fn with(words: &str, detail: Option<&str>) -> String {
    match detail.map(|detail| detail.trim_end_matches(['.', '。'])) {
        Some(detail) if !detail.is_empty() => format!("{words}（{detail}）。"),
        _ => format!("{words}。"),
    }
}
