//! The command palette's search: what can be done now, by what it is called in the language on the screen or in English.

use std::cmp::Reverse;

use engine::State;
use icu_normalizer::DecomposingNormalizerBorrowed;

use super::{Action, Menu};
use crate::edits::Page;
use crate::msg::{Msg, Tongue};

/// How well a name fits; the first is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It begins with what was typed.
    Begins,
    /// Each typed word begins a word of it.
    Words,
    /// Each typed word is somewhere in it.
    Within,
    /// Only with the name of its menu, or in English.
    Elsewhere,
}

/// What is available and fits `query`, the best first. An empty one fits everything: then what was done lately, `recent`,
/// comes first.
pub(crate) fn found(query: &str, state: &State, page: Page, recent: &[Action]) -> Vec<Action> {
    let query = folded(query);
    let available =
        Action::ALL.iter().copied().filter(|action| action.is_available(state, page) && *action != Action::Palette);
    let fitting = available.filter_map(|action| Some((fit(&query, action)?, action)));
    let mut found: Vec<(Fit, Action)> = fitting.collect();
    let age = |action: Action| recent.iter().rev().position(|other| *other == action);
    found.sort_by_key(|(fit, action)| (*fit, query.is_empty().then(|| Reverse(age(*action)))));
    found.into_iter().map(|(_, action)| action).collect()
}

fn fit(query: &str, action: Action) -> Option<Fit> {
    let label = folded(&Msg::Label(action).text());
    let parts = || query.split_whitespace();
    if label.starts_with(query.trim()) {
        return Some(Fit::Begins);
    }
    let begins = |part: &str| label.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(part));
    if parts().all(begins) {
        return Some(Fit::Words);
    }
    if parts().all(|part| label.contains(part)) {
        return Some(Fit::Within);
    }
    let menu = action.menu().map(|menu| Msg::Menu(menu).text()).unwrap_or_default();
    let english = Msg::Label(action).text_in(Tongue::English);
    let all = folded(&format!("{label} {menu} {english}"));
    parts().all(|part| all.contains(part)).then_some(Fit::Elsewhere)
}

/// Without case, accents, and the width that East Asian input methods give to Latin letters.
fn folded(text: &str) -> String {
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    apart.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).flat_map(char::to_lowercase).collect()
}

impl Action {
    /// The menu that it stands in.
    pub(crate) fn menu(self) -> Option<Menu> {
        Menu::ALL.into_iter().find(|menu| menu.groups().iter().any(|group| group.contains(&self)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(query: &str, action: Action) -> Option<Fit> {
        fit(&folded(query), action)
    }

    #[test]
    fn a_name_is_found_by_its_beginning_its_words_or_a_part_whatever_case_accent_or_width() {
        assert_eq!(fits("swap w", Action::Swap), Some(Fit::Begins));
        assert_eq!(fits("HEIGHT swap", Action::Swap), Some(Fit::Words));
        assert_eq!(fits("eigh", Action::Swap), Some(Fit::Within));
        assert_eq!(fits("edit swap", Action::Swap), Some(Fit::Elsewhere));
        assert_eq!(fits("swäp wïdth", Action::Swap), Some(Fit::Begins));
        assert_eq!(fits("ｓｗａｐ", Action::Swap), Some(Fit::Begins));
        assert_eq!(fits("swap colours", Action::Swap), None);
        assert_eq!(fits("", Action::Quit), Some(Fit::Begins));
    }

    #[test]
    fn in_chinese_both_languages_find_it() {
        Tongue::Chinese.speak();
        assert_eq!(fits("交换", Action::Swap), Some(Fit::Begins));
        assert_eq!(fits("宽高", Action::Swap), Some(Fit::Within));
        assert_eq!(fits("swap", Action::Swap), Some(Fit::Elsewhere));
        Tongue::English.speak();
    }
}
