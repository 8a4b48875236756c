//! What is wrong with a request, in Simplified Chinese, as it is said beside the field.

use contract::{Field, Problem, generate::Wrong};

pub(super) fn text(problem: &Problem) -> String {
    let name = field(&problem.field);
    match &problem.wrong {
        Wrong::Missing | Wrong::Blank => format!("请填写{name}。"),
        Wrong::Type(_) => format!("{name}的格式不正确。"),
        Wrong::TooLong { chars, max } => format!("{name}有 {chars} 个字符，最多 {max} 个。"),
        Wrong::OutOfRange { min, max } => format!("{name}须在 {min} 至 {max} 之间。"),
        Wrong::NotMultiple { of } => format!("使用这个模型时，{name}须为 {of} 的倍数。"),
        Wrong::Fixed { size, .. } => format!("这个模型只能生成 {size}。"),
        Wrong::NotTaken { .. } => format!("这个模型不支持设置{name}。"),
        Wrong::UnknownModel(id) => format!("没有模型“{id}”。"),
        Wrong::UnknownField => format!("无法识别{name}。"),
        Wrong::Count { max: 0, .. } => "这个模型不接受图片。".to_owned(),
        Wrong::Count { min, .. } => format!("这个模型需要先提供 {min} 张图片。"),
        Wrong::NotAPicture => "只接受 JPEG、PNG 和 WebP 图片。".to_owned(),
        Wrong::TooLarge { max } => format!("每张图片最大 {} MB。", max >> 20),
    }
}

fn field(field: &Field) -> &str {
    match field {
        Field::Prompt => "提示词",
        Field::Model => "模型",
        Field::Width => "宽度",
        Field::Height => "高度",
        Field::Seed => "种子",
        Field::Steps => "步数",
        Field::Guidance => "引导强度",
        Field::NegativePrompt => "反向提示词",
        Field::Images => "图片边长",
        Field::Unknown(name) => name,
    }
}
