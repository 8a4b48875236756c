//! The page of a deployment, in Simplified Chinese.

use engine::{
    WorkerFault,
    deploy::{Obstacle, Progress, Question, Step, Task},
};

use super::failure::with;
use crate::msg::{DeployMsg, Permission, Thing};

#[expect(clippy::too_many_lines, reason = "it is one table")]
pub(super) fn text(msg: DeployMsg<'_>) -> String {
    let fixed = match msg {
        DeployMsg::Title(Task::New) => "部署你自己的 Worker",
        DeployMsg::Title(Task::Update(_)) => "更新 Worker",
        DeployMsg::Title(Task::Rotate(_)) => "更换 Worker 的密钥",
        DeployMsg::Title(Task::Remove(_)) => "从 Cloudflare 移除 Worker",
        DeployMsg::LeaveTip => "离开本页；令牌会被忘掉，已完成的内容保留",
        DeployMsg::Lead(Task::New) => {
            "Easel 会把自己的服务部署到你的 Cloudflare 账户：一个用你的神经元生成图片、并统计每天用量的 Worker。在免费套餐上不收费，大约需要一分钟。"
        }
        DeployMsg::Lead(Task::Update(_)) => "用这个 Easel 附带的版本取代正在运行的 Worker。密钥和计数保持不变。",
        DeployMsg::Lead(Task::Rotate(_)) => {
            "Worker 会得到一个新的随机密钥，保存在这台电脑的钥匙串中。新密钥可用之前旧密钥仍然有效；之后，使用它的其他程序需要换成新密钥。"
        }
        DeployMsg::Lead(Task::Remove(_)) => "Worker 及其所有内容将从账户中移除。你的图片不受影响：它们在这台电脑上。",
        DeployMsg::TokenTitle => "有相应权限的令牌",
        DeployMsg::TokenHow => {
            "在 Cloudflare 的 API 令牌页面选择 Create Token，再选择 Create Custom Token，并为你的账户添加以下权限："
        }
        DeployMsg::Permission(permission) => self::permission(permission).0,
        DeployMsg::PermissionWhy(permission) => self::permission(permission).1,
        DeployMsg::KeepToken => "保留令牌，供以后更新使用",
        DeployMsg::KeepTokenNote => "令牌会保存在这台电脑的钥匙串中。否则离开本页后，Easel 会立即忘掉它。",
        DeployMsg::ReadingToken => "正在钥匙串中查找令牌…",
        DeployMsg::Checking => "正在向 Cloudflare 查询这个令牌…",
        DeployMsg::AccountTitle => "使用哪个账户？",
        DeployMsg::AccountUntold => {
            "这个令牌缺少 Account Settings · Read 权限，无法得知它能访问哪些账户。请输入账户 ID，Cloudflare 控制台的地址中可以看到。"
        }
        DeployMsg::AccountNamed(name) if name.trim().is_empty() => "未命名的账户",
        DeployMsg::AccountNamed(name) => return name.to_owned(),
        DeployMsg::Looking => "正在查看账户上已有的内容…",
        DeployMsg::PlanTitle(Task::Remove(_)) => "将移除的内容",
        DeployMsg::PlanTitle(Task::Rotate(_)) => "将更改的内容",
        DeployMsg::PlanTitle(Task::New | Task::Update(_)) => "将建立的内容",
        DeployMsg::Thing { task, thing, worker } => return self::thing(task, thing, worker),
        DeployMsg::At(address) => return format!("地址为 {address}"),
        DeployMsg::Costs(Task::Remove(_)) => "计数可以先保存下来，移除之后就无法取得了。",
        DeployMsg::Costs(_) => "在 Cloudflare 的免费套餐上，这些都不收费。图片照常消耗神经元，每天 10,000 个免费。",
        DeployMsg::Bundle { version, gzip } => {
            return format!("Easel 的 Worker {version} 已就绪，压缩后 {} kB。", gzip.div_ceil(1000));
        }
        DeployMsg::BundleLooking => "正在查找打包好的 Worker…",
        DeployMsg::BundleMissing { can_pack: true } => {
            "Worker 尚未打包。Easel 可以在这里打包，需要 Rust 和几分钟时间。"
        }
        DeployMsg::BundleMissing { can_pack: false } => "程序旁边没有随 Easel 附带的 Worker。请重新安装 Easel。",
        DeployMsg::Packing => "正在打包 Worker…",
        DeployMsg::Versions { running, ours } if running == ours => {
            return format!("那里正在运行的版本是 {running}，与这个 Easel 附带的相同。可以重新上传。");
        }
        DeployMsg::Versions { running, ours } => {
            return format!("那里正在运行的版本是 {running}，这个 Easel 附带的是 {ours}。");
        }
        DeployMsg::NewKey => {
            "Easel 的 Worker 已经在那里。它会被更新，计数保持不变；但因为它的密钥不在这台电脑上，会换成新的密钥，使用它的其他程序之后需要新密钥。"
        }
        DeployMsg::InTheWay { obstacle, task, worker } => return in_the_way(obstacle, task, worker),
        DeployMsg::OtherName => "其他名称",
        DeployMsg::NameProblem => "名称由 1 到 63 个小写字母、数字和连字符组成，首尾不能是连字符。",
        DeployMsg::Subdomain => "你的 workers.dev 子域名",
        DeployMsg::SubdomainNote => "这个账户还没有子域名。请选择一个：账户上所有的 Worker 都会使用它，之后不易更改。",
        DeployMsg::SubdomainTaken => "这个子域名已被占用。请换一个。",
        DeployMsg::Confirm(worker) => return format!("输入 {worker} 以确认"),
        DeployMsg::ConfirmProblem => "与它的名称不符。",
        DeployMsg::Start(Task::New) => "部署",
        DeployMsg::Start(Task::Update(_)) => "更新",
        DeployMsg::Start(Task::Rotate(_)) => "更换密钥",
        DeployMsg::Start(Task::Remove(_)) => "全部移除",
        DeployMsg::StepsTitle => "步骤",
        DeployMsg::Step(step) => self::step(step),
        DeployMsg::Progress(progress) => self::progress(progress),
        DeployMsg::StepOf { at, of, step } => return format!("第 {at} 步，共 {of} 步：{}…", self::step(step)),
        DeployMsg::Stopped => "在这一步停下了。已完成的内容保留在 Cloudflare，继续时会找到它们，不会重复建立。",
        DeployMsg::Patience => "新地址可能需要一分钟才能访问。",
        DeployMsg::OtherToken => "请在 Cloudflare 上修正令牌后接着做，或输入另一个令牌。",
        DeployMsg::SaveCounts { is_exact, is_odd } => return save_counts(is_exact, is_odd),
        DeployMsg::Done { task: Task::New, .. } => "你的 Worker 已部署，正在使用。",
        DeployMsg::Done { task: Task::Update(_), .. } => "Worker 已是最新版本。",
        DeployMsg::Done { task: Task::Rotate(_), .. } => "Worker 已换用新密钥，旧密钥不再有效。",
        DeployMsg::Done { task: Task::Remove(_), has_left: false } => "账户上已没有它的任何内容。",
        DeployMsg::Done { task: Task::Remove(_), has_left: true } => "Worker 已移除。",
        DeployMsg::Left(title) => {
            return format!("KV 命名空间 {title} 仍留在账户上。如果没有其他程序使用它，请在 Cloudflare 的页面上移除。");
        }
        DeployMsg::TokenForgotten => "令牌已被忘掉。",
        DeployMsg::TokenKept => "令牌保存在这台电脑的钥匙串中。",
        DeployMsg::FirstPictureNote => "用你的 Worker 生成提示词面板中的图片。",
    };
    fixed.to_owned()
}

fn in_the_way(obstacle: Obstacle, task: Task, worker: &str) -> String {
    let what = match (obstacle, task) {
        (Obstacle::Gone, _) => return format!("名为 {worker} 的 Worker 已不存在。请重新部署。"),
        (Obstacle::Newer, Task::New) => {
            return format!("名为 {worker} 的 Worker 比这个 Easel 新。请更新 Easel，或换一个名称。");
        }
        (Obstacle::Newer, _) => return format!("名为 {worker} 的 Worker 比这个 Easel 新。请更新 Easel。"),
        (Obstacle::NotOurs, Task::New) => "请换一个名称，或者覆盖它：原有内容将丢失。",
        (Obstacle::NotOurs, _) => "可以覆盖它：原有内容将丢失。",
        (Obstacle::HasObjects, _) => {
            "它有自己的 Durable Objects，无法覆盖。请换一个名称，或先在 Cloudflare 的页面上移除它。"
        }
        (Obstacle::Theirs, Task::Remove(_)) => {
            "Easel 不会改动它。如果它是你的，请在 Cloudflare 的页面上移除；连接可以在“连接”中移除。"
        }
        (Obstacle::Theirs, _) => "Easel 不会改动它。如果它是你的，请在 Cloudflare 的页面上更换密钥。",
    };
    format!("已有一个名为 {worker} 的 Worker，不是 Easel 部署的。{what}")
}

fn save_counts(is_exact: bool, is_odd: bool) -> String {
    let copy = "Worker 没有响应，因此这是它在 Workers KV 中的副本，可能缺少最后几分钟的计数。";
    let odd = "其中有些内容不可信，已略去或按 0 计，文件中有说明。";
    let (copy, odd) = (if is_exact { "" } else { copy }, if is_odd { odd } else { "" });
    format!("请保存 Worker 的计数。{copy}{odd}之后才会移除 Worker。")
}

/// As Cloudflare's page calls it, and what it is needed for.
fn permission(permission: Permission) -> (&'static str, &'static str) {
    match permission {
        Permission::Scripts => ("Account · Workers Scripts · Edit", "部署 Worker，设置密钥和地址"),
        Permission::Kv => ("Account · Workers KV Storage · Edit", "保存每天的用量"),
        Permission::Account => ("Account · Account Settings · Read", "自动找到你的账户，不必输入账户 ID"),
    }
}

fn thing(task: Task, thing: Thing, worker: &str) -> String {
    let removes = matches!(task, Task::Remove(_));
    match thing {
        Thing::Worker => format!("一个 Worker：{worker}"),
        Thing::Namespace => format!("一个 KV 命名空间：{worker}-usage，保存每天计数的副本"),
        Thing::Objects => "Worker 的 Durable Objects：准确的计数、保留一天的回复、按配方保存的图片".to_owned(),
        Thing::Secret if removes => "到它的连接及其密钥".to_owned(),
        Thing::Secret => "一个随机密钥，作为机密 API_KEY，只保存在这台电脑的钥匙串中".to_owned(),
    }
}

fn step(step: Step) -> &'static str {
    match step {
        Step::Subdomain => "workers.dev 子域名",
        Step::Namespace => "KV 命名空间",
        Step::Upload => "上传 Worker",
        Step::Key => "新密钥",
        Step::Address => "启用地址",
        Step::Health => "Worker 有响应",
        Step::Connection => "连接",
        Step::OldKey => "停用旧密钥",
        Step::Counts => "保存计数",
        Step::RemoveWorker => "移除 Worker",
        Step::RemoveNamespace => "移除 KV 命名空间",
        Step::RemoveConnection => "移除连接",
    }
}

fn progress(progress: &Progress) -> &'static str {
    match progress {
        Progress::Waiting => "等待中",
        Progress::Running => "进行中…",
        Progress::Done => "完成",
        Progress::Asks(Question::SaveCounts) => "等待你保存",
        Progress::Asks(_) => "等待回答",
        Progress::Failed(_) => "失败",
    }
}

/// What a deployment that was left has made.
pub(super) fn left(done: &[Step]) -> String {
    let done: Vec<&str> = done.iter().map(|done| step(*done)).collect();
    if done.is_empty() {
        return "已停止，没有任何改动。".to_owned();
    }
    format!("已停止。以下内容已完成并保留：{}。重新开始即可接着做。", done.join("、"))
}

pub(super) fn fault(fault: WorkerFault, detail: Option<&str>) -> String {
    match fault {
        WorkerFault::NoBundle => "没有打包好的 Worker。请重新安装 Easel。".to_owned(),
        WorkerFault::BrokenBundle => {
            format!("{}请重新安装 Easel，或重新打包。", with("打包好的 Worker 无法使用", detail))
        }
        WorkerFault::NoCargo => "这台电脑上没有 Cargo。请从 rustup.rs 安装 Rust 后重试。".to_owned(),
        WorkerFault::NotPacked => with("无法打包 Worker", detail),
        WorkerFault::OldVersion => {
            format!("{}新版本可能要几分钟才能处处生效，请稍后接着做。", with("有响应的仍是之前的版本", detail))
        }
        WorkerFault::NoRandomness => "系统没有给出随机数，因此没有生成密钥。请重试。".to_owned(),
    }
}
