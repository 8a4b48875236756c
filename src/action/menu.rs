//! Which actions stand together, and where: the menu bar, and the context menus of pictures and of jobs.

use super::Action;

/// A menu of the menu bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Menu {
    File,
    Edit,
    View,
    Picture,
    Queue,
    Help,
}

impl Menu {
    pub(crate) const ALL: [Self; 6] = [Self::File, Self::Edit, Self::View, Self::Picture, Self::Queue, Self::Help];

    /// What a picture's context menu offers, in groups.
    pub(crate) const OF_A_PICTURE: &'static [&'static [Action]] = &[
        &[Action::Open],
        &[Action::CopyPicture, Action::CopyPrompt, Action::UseSettings],
        &[Action::SaveAs, Action::ShowInFolder],
        &[Action::Delete],
    ];

    /// What the context menu of the open picture offers, in groups.
    pub(crate) const OF_THE_OPEN_PICTURE: &'static [&'static [Action]] = &[
        &[Action::Fit, Action::Fill, Action::ActualSize, Action::FullScreen],
        &[Action::CopyPicture, Action::CopyPrompt, Action::UseSettings],
        &[Action::SaveAs, Action::ShowInFolder],
        &[Action::Delete],
        &[Action::Back],
    ];

    /// What the context menu of a picture that is not there yet offers, in groups.
    pub(crate) const OF_A_JOB: &'static [&'static [Action]] = &[
        &[Action::EditJob, Action::DuplicateJob],
        &[Action::MoveFirst, Action::MoveUp, Action::MoveDown, Action::MoveLast],
        &[Action::Cancel, Action::Retry, Action::Remake, Action::OtherSeed],
        &[Action::ChangeRequest, Action::OpenConnection],
        &[Action::CopyReport, Action::PutAway],
    ];

    /// What can be done to the whole queue, in groups.
    pub(crate) const OF_THE_QUEUE: &'static [&'static [Action]] =
        &[&[Action::RetryFailed], &[Action::CancelWaiting, Action::ClearQueue]];

    /// Its actions, in groups.
    pub(crate) fn groups(self) -> &'static [&'static [Action]] {
        use Action as A;
        match self {
            Self::File => &[
                &[A::Generate, A::FocusPrompt],
                &[A::SaveAs],
                &[A::ShowLibrary, A::Refresh, A::StopIndexing],
                &[A::Connections, A::AddConnection, A::Deploy, A::TestConnection],
                &[A::NextConnection, A::PreviousConnection],
                &[A::Usage],
                &[A::ResumeAfterReset, A::Notifications],
                &[A::Quit],
            ],
            Self::Edit => &[
                &[A::Undo],
                &[A::Translate, A::Enhance, A::TakePrompt, A::KeepPrompt, A::AnotherPrompt],
                &[A::CopyPicture, A::CopyPrompt],
                &[A::SelectAll, A::SelectNone],
                &[A::Swap, A::LockShape],
                &[A::Delete],
            ],
            Self::View => &[
                &[A::PromptPanel, A::QueuePanel, A::InfoPanel, A::Filmstrip],
                &[A::LargerTiles, A::SmallerTiles],
                &[A::Fit, A::Fill, A::ActualSize, A::ZoomIn, A::ZoomOut],
                &[A::SystemTheme, A::DarkTheme, A::LightTheme],
                &[A::SystemLanguage, A::English, A::Chinese],
                &[A::LargerWindow, A::SmallerWindow, A::UsualWindow],
                &[A::FullScreen],
            ],
            Self::Picture => &[
                &[A::Open, A::Back, A::Newer, A::Older],
                &[A::UseSettings, A::ShowInFolder],
                &[A::Cancel, A::Retry, A::Remake, A::OtherSeed],
                &[A::ChangeRequest, A::OpenConnection, A::CopyReport],
                &[A::PutAway],
            ],
            Self::Queue => &[
                &[A::PauseQueue, A::ResumeQueue, A::TryNow, A::LetThrough],
                &[A::EditJob, A::LeaveJob, A::DuplicateJob],
                &[A::MoveFirst, A::MoveUp, A::MoveDown, A::MoveLast],
                &[A::RetryFailed],
                &[A::CancelWaiting, A::ClearQueue],
            ],
            Self::Help => &[&[A::Palette, A::Shortcuts, A::Welcome], &[A::Dismiss]],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_stands_in_a_menu_or_ends_a_form() {
        for action in Action::ALL.iter().copied() {
            let in_a_menu = Menu::ALL.iter().flat_map(|menu| menu.groups().iter().copied()).flatten();
            let times = in_a_menu.filter(|other| **other == action).count();
            assert_eq!(times == 0, action.is_of_a_form(), "{action:?}");
        }
    }
}
