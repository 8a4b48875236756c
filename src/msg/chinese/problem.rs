//! 提示词面板中某一项的问题，简体中文。

use contract::{Field, Problem, generate::Wrong};

pub(super) fn problem(problem: &Problem) -> String {
    let field = name(&problem.field);
    match &problem.wrong {
        Wrong::Missing | Wrong::Blank => format!("{field}不能为空。"),
        Wrong::Type(_) => format!("无法识别{field}。"),
        Wrong::TooLong { chars, max } => format!("{field}有 {chars} 个字符，最多 {max} 个。"),
        Wrong::OutOfRange { min, max } if problem.field == Field::Images => {
            format!("{field}的边长须为 {min} 至 {max} 像素。")
        }
        Wrong::OutOfRange { min, max } => format!("{field}须在 {min} 至 {max} 之间。"),
        Wrong::NotMultiple { of } => format!("使用这个模型时，{field}须为 {of} 的倍数。"),
        Wrong::Fixed { size, .. } => format!("{field}无法选择：这个模型只能生成 {size}。"),
        Wrong::NotTaken { .. } | Wrong::Count { max: 0, .. } => format!("这个模型不支持{field}。"),
        Wrong::UnknownModel(id) => format!("没有名为 {} 的模型。", id.chars().take(64).collect::<String>()),
        Wrong::UnknownField => format!("没有名为 {field} 的设置。"),
        Wrong::Count { min, max } if min == max => format!("这个模型需要 {max} 张{field}。"),
        Wrong::Count { min, max } => format!("这个模型需要 {min} 至 {max} 张{field}。"),
        Wrong::NotAPicture => format!("{field}须为 JPEG、PNG 或 WebP 文件。"),
        Wrong::TooLarge { max } => format!("{field}的文件不能超过 {} MB。", max >> 20),
    }
}

fn name(field: &Field) -> &str {
    match field {
        Field::Prompt => "提示词",
        Field::Model => "模型",
        Field::Width => "宽度",
        Field::Height => "高度",
        Field::Seed => "种子",
        Field::Steps => "步数",
        Field::Guidance => "引导强度",
        Field::NegativePrompt => "反向提示词",
        Field::Images => "参考图",
        Field::Reseed => "被拒时换种子",
        Field::Translate => "翻译",
        Field::Enhance => "润色",
        Field::Unknown(name) => name,
    }
}
