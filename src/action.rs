//! Everything that can be invoked: its words and its shortcut stand here once. Buttons, and later menus and the palette, are
//! made from it.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use crate::msg::Msg;

/// One thing that can be invoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Generate,
    Cancel,
    Retry,
    PutAway,
    Back,
    Older,
    Newer,
    Fit,
    ActualSize,
    SaveAs,
    AddService,
    Connect,
    Save,
    Close,
    Dismiss,
}

impl Action {
    /// Those with a shortcut, in the order in which they are tried.
    pub(crate) const WITH_SHORTCUT: [Self; 7] =
        [Self::Generate, Self::SaveAs, Self::Back, Self::Older, Self::Newer, Self::Fit, Self::ActualSize];

    pub(crate) fn label(self) -> Msg<'static> {
        match self {
            Self::Generate => Msg::Generate,
            Self::Cancel | Self::Close => Msg::Cancel,
            Self::Retry => Msg::Retry,
            Self::PutAway => Msg::PutAway,
            Self::Back => Msg::Back,
            Self::Older => Msg::Older,
            Self::Newer => Msg::Newer,
            Self::Fit => Msg::Fit,
            Self::ActualSize => Msg::ActualSize,
            Self::SaveAs => Msg::SaveAs,
            Self::AddService => Msg::AddService,
            Self::Connect => Msg::Connect,
            Self::Save => Msg::Save,
            Self::Dismiss => Msg::Dismiss,
        }
    }

    pub(crate) fn tooltip(self) -> Msg<'static> {
        match self {
            Self::Generate => Msg::GenerateTip,
            Self::Cancel => Msg::CancelTip,
            Self::Retry => Msg::RetryTip,
            Self::PutAway => Msg::PutAwayTip,
            Self::Back => Msg::BackTip,
            Self::Older => Msg::OlderTip,
            Self::Newer => Msg::NewerTip,
            Self::Fit => Msg::FitTip,
            Self::ActualSize => Msg::ActualSizeTip,
            Self::SaveAs => Msg::SaveAsTip,
            Self::AddService => Msg::AddServiceTip,
            Self::Connect => Msg::ConnectTip,
            Self::Save => Msg::SaveTip,
            Self::Close => Msg::CloseTip,
            Self::Dismiss => Msg::DismissTip,
        }
    }

    /// `None` for what is invoked on one tile, message or form only: its button is reached by Tab.
    pub(crate) fn shortcut(self) -> Option<KeyboardShortcut> {
        let plain = |key| Some(KeyboardShortcut::new(Modifiers::NONE, key));
        let command = |key| Some(KeyboardShortcut::new(Modifiers::COMMAND, key));
        match self {
            Self::Generate => command(Key::Enter),
            Self::SaveAs => command(Key::S),
            Self::Back => plain(Key::Escape),
            Self::Older => plain(Key::ArrowRight),
            Self::Newer => plain(Key::ArrowLeft),
            Self::Fit => command(Key::Num0),
            Self::ActualSize => command(Key::Num1),
            Self::Cancel
            | Self::Retry
            | Self::PutAway
            | Self::AddService
            | Self::Connect
            | Self::Save
            | Self::Close
            | Self::Dismiss => None,
        }
    }

    /// Whether it means something only while a picture fills the window.
    pub(crate) fn needs_open_picture(self) -> bool {
        matches!(self, Self::SaveAs | Self::Back | Self::Older | Self::Newer | Self::Fit | Self::ActualSize)
    }
}
