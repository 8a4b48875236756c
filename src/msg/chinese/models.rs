//! What is said of a model in Simplified Chinese: its name, what it is good at, how long it takes, what it costs.

use contract::{
    Model,
    model::{GoodAt, Seconds},
    price::{Estimate, dollars},
};

/// A name as it is known in the whole world, but for what is a description.
pub(super) fn name(model: &Model) -> &str {
    match model.id {
        "painter" => "画师",
        "stable-diffusion-v1-5-img2img" => "Stable Diffusion 1.5（以图生图）",
        "stable-diffusion-v1-5-inpainting" => "Stable Diffusion 1.5（局部重绘）",
        _ => model.name,
    }
}

pub(super) fn good_at(good_at: GoodAt) -> &'static str {
    match good_at {
        GoodAt::Everyday => "日常出图，快速又便宜",
        GoodAt::Finer => "画质更精细，速度相近",
        GoodAt::Realism => "写实画面，细节丰富",
        GoodAt::Sketches => "快速草图",
        GoodAt::Design => "平面设计，风格多样",
        GoodAt::Words => "忠于提示词，擅长画面文字",
        GoodAt::Experiments => "试验提示词",
        GoodAt::Photographs => "摄影风格",
        GoodAt::Redrawing => "重新绘制已有的图片",
        GoodAt::Repairs => "替换已有图片的局部",
        GoodAt::TryingOut => "无需账号即可体验 Easel",
    }
}

pub(super) fn typical(seconds: Seconds) -> String {
    match seconds.most {
        Some(most) if most < 1.0 => "不到 1 秒".to_owned(),
        Some(most) => format!("{:.0} 至 {:.0} 秒", seconds.least, most.ceil()),
        None => format!("{:.0} 秒以上", seconds.least),
    }
}

pub(super) fn price(one: Estimate) -> String {
    if one.likely <= 0.0 {
        return "免费".to_owned();
    }
    format!("≈ {:.0} 个神经元，${:.4}", one.likely, dollars(one.likely))
}

pub(super) fn estimate(all: Estimate) -> String {
    if all.likely <= 0.0 { "免费：这个模型不消耗 Cloudflare 神经元".to_owned() } else { price(all) }
}
