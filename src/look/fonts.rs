//! The typefaces: Inter for words, Lucide for icons, egui's own behind them, and the system's for everything that these
//! lack. Used by `look::apply`, and by whoever changes the language or wants to know whether Chinese can be shown.

use std::sync::Arc;

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily, FontId};
use egui_system_font_provider::SystemFontProvider;

const REGULAR: &str = "Inter";
const SEMIBOLD: &str = "Inter semibold";
const ICONS: &str = "Lucide";

/// Of headings and main buttons.
pub(crate) fn semibold() -> FontFamily {
    FontFamily::Name(SEMIBOLD.into())
}

pub(super) fn icons() -> FontFamily {
    FontFamily::Name(ICONS.into())
}

pub(super) fn install(context: &Context) {
    context.set_fonts(definitions());
}

fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let files: [(&str, &'static [u8]); 3] = [
        (REGULAR, include_bytes!("../../assets/fonts/Inter-Regular.ttf")),
        (SEMIBOLD, include_bytes!("../../assets/fonts/Inter-SemiBold.ttf")),
        (ICONS, lucide_icons::LUCIDE_FONT_BYTES),
    ];
    for (name, bytes) in files {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let behind = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let first = |name: &str| [name.to_owned()].into_iter().chain(behind.clone()).collect::<Vec<_>>();
    fonts.families.insert(semibold(), first(SEMIBOLD));
    fonts.families.insert(FontFamily::Proportional, first(REGULAR));
    fonts.families.insert(icons(), vec![ICONS.to_owned()]);
    fonts
}

/// Which forms Han characters take: `Some("zh-Hans")` while the window speaks Chinese, else `None`, and the system's locale
/// decides. To be called when the language changes, not every frame: the system's fonts are listed anew, on a thread.
pub(crate) fn set_locale(context: &Context, locale: Option<&str>) {
    let fonts = SystemFontProvider::new();
    let fonts = if locale.is_some() { fonts.with_locale(locale) } else { fonts };
    context.set_font_providers(vec![Arc::new(fonts)]);
}

/// Whether Chinese would be boxes on this system. The first time it waits until the system's fonts are listed: ask when
/// there is Chinese to show, not before the first frame.
pub(crate) fn lacks_chinese(context: &Context) -> bool {
    // Simplified only, common, and in none of the fonts that come with Easel.
    !context.fonts_mut(|fonts| fonts.has_glyphs(&FontId::default(), "这图"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In a context with Easel's own fonts only, as on a system that has none.
    fn in_context<R>(read: impl FnOnce(&Context) -> R) -> R {
        let context = Context::default();
        install(&context);
        let (mut read, mut result) = (Some(read), None);
        let mut output = context.run_ui(eframe::egui::RawInput::default(), |ui| {
            if let Some(read) = read.take() {
                result = Some(read(ui.ctx()));
            }
        });
        output.textures_delta.clear();
        result.unwrap()
    }

    #[test]
    fn a_system_without_chinese_fonts_is_noticed() {
        assert!(in_context(lacks_chinese));
    }

    #[test]
    fn european_languages_need_no_font_of_the_system() {
        in_context(|context| {
            for family in [FontFamily::Proportional, semibold()] {
                let font = FontId::new(14.0, family);
                let words = "Größe œuvre łódź Θάλασσα Картина tiếng Việt × — … ≥ “”";
                assert!(context.fonts_mut(|fonts| fonts.has_glyphs(&font, words)), "{font:?}");
            }
        });
    }

    #[test]
    fn a_number_that_changes_does_not_move_what_follows() {
        in_context(|context| {
            for family in [FontFamily::Proportional, semibold()] {
                let font = FontId::new(14.0, family);
                let widths: Vec<_> =
                    ('0'..='9').map(|digit| context.fonts_mut(|fonts| fonts.glyph_width(&font, digit))).collect();
                assert!(widths.windows(2).all(|pair| (pair[0] - pair[1]).abs() < f32::EPSILON), "{widths:?}");
            }
        });
    }
}
