//! What is said of a model in English: what it is good at, how long it takes, what it costs.

use contract::{
    model::{GoodAt, Seconds},
    price::{Estimate, dollars},
};

pub(super) fn good_at(good_at: GoodAt) -> &'static str {
    match good_at {
        GoodAt::Everyday => "Everyday pictures, fast and cheap",
        GoodAt::Finer => "Finer pictures, nearly as fast",
        GoodAt::Realism => "Realistic pictures, rich in detail",
        GoodAt::Sketches => "Quick sketches",
        GoodAt::Design => "Graphic design, in many styles",
        GoodAt::Words => "Close to the prompt, good at words in pictures",
        GoodAt::Experiments => "Trying prompts out",
        GoodAt::Photographs => "Photographs",
        GoodAt::Redrawing => "Redrawing a picture you have",
        GoodAt::Repairs => "Replacing part of a picture you have",
        GoodAt::TryingOut => "Trying Easel out without an account",
    }
}

pub(super) fn typical(seconds: Seconds) -> String {
    match seconds.most {
        Some(most) if most < 1.0 => "under 1 s".to_owned(),
        Some(most) => format!("{:.0} to {:.0} s", seconds.least, most.ceil()),
        None => format!("{:.0} s or more", seconds.least),
    }
}

pub(super) fn price(one: Estimate) -> String {
    if one.likely <= 0.0 {
        return "Free".to_owned();
    }
    format!("≈ {:.0} neurons, ${:.4}", one.likely, dollars(one.likely))
}

pub(super) fn estimate(all: Estimate) -> String {
    if all.likely <= 0.0 { "Free: Cloudflare counts no neurons for this model".to_owned() } else { price(all) }
}
