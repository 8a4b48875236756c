//! What can be done with the open picture, in one row. Words where there is room, icons where there is less, and a menu for
//! what has no room at all.

use eframe::egui::{Button, Label, Response, Role, TextStyle, Ui, WidgetInfo, containers::menu::MenuButton};
use engine::State;

use super::super::{
    action_button::{explain, name_icon},
    action_menu::action_menu_ui,
    in_view,
};
use crate::{
    action::Action,
    edits::Page,
    light_box::{LightBox, Zoom},
    look::{icon::Icon, space},
    msg::Msg,
    wishes::Wishes,
};

const GAP: f32 = space::XS;

/// As they stand, from left to right; the last two groups stand at the right end.
const GROUPS: [&[Action]; 5] = [
    &[Action::Back, Action::Newer, Action::Older],
    &[Action::Fit, Action::Fill, Action::ActualSize],
    &[Action::ZoomOut, Action::ZoomIn],
    &[
        Action::UseSettings,
        Action::CopyPrompt,
        Action::CopyPicture,
        Action::SaveAs,
        Action::ShowInFolder,
        Action::Delete,
    ],
    &[Action::Filmstrip, Action::InfoPanel, Action::FullScreen],
];
const AT_THE_LEFT: usize = 3;

/// The last of these go into the menu first.
const BY_WEIGHT: [Action; 17] = [
    Action::Back,
    Action::Newer,
    Action::Older,
    Action::InfoPanel,
    Action::SaveAs,
    Action::UseSettings,
    Action::Fit,
    Action::ActualSize,
    Action::Delete,
    Action::FullScreen,
    Action::ZoomIn,
    Action::ZoomOut,
    Action::CopyPicture,
    Action::Filmstrip,
    Action::CopyPrompt,
    Action::Fill,
    Action::ShowInFolder,
];

/// The first of these get words first.
const WORDED: [Action; 4] = [Action::UseSettings, Action::SaveAs, Action::Back, Action::CopyPrompt];

pub(super) fn bar_ui(ui: &mut Ui, state: &State, light_box: &LightBox, wishes: &mut Wishes) {
    let plan = Plan::new(ui.available_width(), |action| words_width(ui, action));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (place, group) in GROUPS.iter().enumerate() {
            ui.add_space(if place == AT_THE_LEFT {
                plan.spare
            } else if place > 0 {
                space::S
            } else {
                0.0
            });
            for action in group.iter().copied().filter(|action| plan.kept.contains(action)) {
                if action == Action::ZoomIn {
                    level_ui(ui, light_box);
                }
                if button_ui(ui, action, &plan, state, light_box).clicked() {
                    wishes.act(action);
                }
            }
        }
        if plan.kept.len() < BY_WEIGHT.len() {
            more_ui(ui, &plan, state, light_box.zoom(), wishes);
        }
    });
}

/// What has room.
#[derive(Debug, PartialEq)]
struct Plan {
    kept: Vec<Action>,
    worded: Vec<Action>,
    /// Points between the left groups and the right ones.
    spare: f32,
}

impl Plan {
    /// `width`: points; `words`: points that an action's words take.
    fn new(width: f32, words: impl Fn(Action) -> f32) -> Self {
        // No gap follows the last button.
        let room = width + GAP - (GROUPS.len() - 1) as f32 * space::S;
        let needed = |count: usize| {
            let zooms = BY_WEIGHT.iter().take(count).any(|action| *action == Action::ZoomIn);
            let menu = count < BY_WEIGHT.len();
            (count + usize::from(menu)) as f32 * (space::ICON_BUTTON + GAP)
                + if zooms { space::ZOOM_LEVEL + GAP } else { 0.0 }
        };
        let count = (0..=BY_WEIGHT.len()).rev().find(|count| needed(*count) <= room).unwrap_or(0);
        let kept: Vec<Action> = BY_WEIGHT.into_iter().take(count).collect();
        let mut spare = (room - needed(count)).max(0.0);
        let mut worded = Vec::new();
        for action in WORDED.into_iter().filter(|action| kept.contains(action)) {
            let more = words(action);
            if more <= spare {
                spare -= more;
                worded.push(action);
            }
        }
        Self { kept, worded, spare: spare + space::S }
    }
}

/// Points by which a button with words is wider than one without.
fn words_width(ui: &Ui, action: Action) -> f32 {
    let font = TextStyle::Button.resolve(ui.style());
    let words = ui.painter().layout_no_wrap(Msg::Label(action).text(), font, ui.visuals().text_color());
    words.size().x.ceil() + ui.spacing().icon_spacing
}

fn button_ui(ui: &mut Ui, action: Action, plan: &Plan, state: &State, light_box: &LightBox) -> Response {
    let is_worded = plan.worded.contains(&action);
    let button = match action.icon() {
        Some(icon) if is_worded => Button::new((icon.atom(), Msg::Label(action).text())),
        Some(icon) => Button::new(icon.atom()),
        None => Button::new(Msg::Label(action).text()),
    };
    let switch = action.is_on(state, light_box.zoom());
    let is_on = switch == Some(true);
    let button = button.selected(is_on).frame_when_inactive(is_on || is_worded);
    let response = ui.add_enabled(action.is_available(state, Page::Pictures), button);
    if !is_worded {
        name_icon(&response, action);
    }
    if switch.is_some() {
        let (enabled, label) = (response.enabled(), Msg::Label(action).text());
        response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, is_on, &label));
    }
    explain(response, action)
}

fn level_ui(ui: &mut Ui, light_box: &LightBox) {
    let level = Msg::ZoomLevel { per_cent: light_box.scale() * 100.0 }.text();
    ui.add_sized([space::ZOOM_LEVEL, space::CONTROL_HEIGHT], Label::new(level).selectable(false));
}

fn more_ui(ui: &mut Ui, plan: &Plan, state: &State, zoom: Zoom, wishes: &mut Wishes) {
    let left_out = |group: &&[Action]| group.iter().copied().filter(|action| !plan.kept.contains(action)).collect();
    let groups: Vec<Vec<Action>> = GROUPS.iter().map(left_out).filter(|group: &Vec<_>| !group.is_empty()).collect();
    let groups: Vec<&[Action]> = groups.iter().map(Vec::as_slice).collect();
    let button = Button::new(Icon::More.atom()).frame_when_inactive(false);
    let (response, _) =
        MenuButton::from_button(button).ui(ui, |ui| action_menu_ui(ui, &groups, state, Page::Pictures, zoom, wishes));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, Msg::More.text()));
    in_view(response).on_hover_text(Msg::More.text());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_bar_has_words_and_a_narrow_one_keeps_what_matters_most() {
        let plan = |width| Plan::new(width, |_| 80.0);
        assert_eq!((plan(1600.0).kept.len(), plan(1600.0).worded.len()), (17, 4));
        assert_eq!(plan(900.0).kept.len(), 17);
        let narrow = plan(300.0);
        assert_eq!(narrow.kept[..3], [Action::Back, Action::Newer, Action::Older]);
        assert!(narrow.kept.len() < 8 && narrow.worded.is_empty(), "{narrow:?}");
        assert_eq!(plan(0.0).kept, []);
    }

    #[test]
    fn each_action_stands_in_one_group_and_has_its_weight() {
        let mut grouped = GROUPS.concat();
        let mut weighed = BY_WEIGHT.to_vec();
        grouped.sort_unstable();
        weighed.sort_unstable();
        assert_eq!(grouped, weighed);
    }
}
