//! The icons that Easel uses, each named after what it means here, not after what it shows. They are letters of a font, so
//! that they take the colour and the sharpness of the words beside them.

use eframe::egui::{Align2, Atom, Color32, FontId, Rect, RichText, Ui, Vec2};
use lucide_icons::Icon as Glyph;

use super::{fonts, type_scale};

/// What an icon means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    Generate,
    Cancel,
    Retry,
    Close,
    Back,
    Older,
    Newer,
    Fit,
    Fill,
    ActualSize,
    ZoomIn,
    ZoomOut,
    FullScreen,
    Filmstrip,
    Info,
    More,
    Copy,
    CopyPicture,
    Save,
    Folder,
    Delete,
    Undo,
    Settings,
    Swap,
    Lock,
    Unlock,
    Star,
    Sidebar,
    Palette,
    Help,
    Sun,
    Moon,
    System,
    Language,
    Connection,
    Check,
    Warning,
    Plus,
    Stop,
    Refresh,
    Select,
    Painter,
    Service,
    Up,
    Down,
    CopyReport,
    Seed,
    Write,
    Key,
    Permission,
    Allowance,
    Rate,
    Moderation,
    Request,
    Network,
    Timeout,
    Cloudflare,
    Reply,
    Disk,
    Keychain,
    Unfinished,
    Fault,
    NotBilled,
    MaybeBilled,
    Billed,
    First,
    Last,
    Queue,
    Pause,
    Resume,
    Edit,
    Clock,
    Usage,
    Enhance,
}

impl Icon {
    /// Its letter in the icon font.
    #[expect(clippy::too_many_lines, reason = "it is one table")]
    pub(crate) fn glyph(self) -> char {
        let glyph = match self {
            Self::Generate => Glyph::Sparkles,
            Self::Enhance => Glyph::WandSparkles,
            Self::Cancel | Self::Close => Glyph::X,
            Self::Retry => Glyph::RotateCcw,
            Self::Back => Glyph::ArrowLeft,
            Self::Older => Glyph::ChevronRight,
            Self::Newer => Glyph::ChevronLeft,
            Self::Fit => Glyph::Fullscreen,
            Self::Fill => Glyph::ImageUpscale,
            Self::ActualSize => Glyph::Percent,
            Self::ZoomIn => Glyph::ZoomIn,
            Self::ZoomOut => Glyph::ZoomOut,
            Self::FullScreen => Glyph::Expand,
            Self::Filmstrip => Glyph::GalleryThumbnails,
            Self::Info => Glyph::Info,
            Self::More => Glyph::Ellipsis,
            Self::Copy => Glyph::Copy,
            Self::CopyPicture => Glyph::Images,
            Self::Save => Glyph::Download,
            Self::Folder => Glyph::FolderOpen,
            Self::Delete => Glyph::Trash2,
            Self::Undo => Glyph::Undo2,
            Self::Settings => Glyph::SlidersHorizontal,
            Self::Swap => Glyph::ArrowLeftRight,
            Self::Lock => Glyph::Lock,
            Self::Unlock => Glyph::LockOpen,
            Self::Star => Glyph::Star,
            Self::Sidebar => Glyph::PanelLeft,
            Self::Palette => Glyph::Command,
            Self::Help | Self::Unfinished => Glyph::CircleQuestionMark,
            Self::Sun => Glyph::Sun,
            Self::Moon => Glyph::Moon,
            Self::System => Glyph::Monitor,
            Self::Language => Glyph::Languages,
            Self::Connection => Glyph::Cloud,
            Self::Check => Glyph::Check,
            Self::Warning => Glyph::TriangleAlert,
            Self::Plus => Glyph::Plus,
            Self::Stop => Glyph::CircleStop,
            Self::Refresh => Glyph::RefreshCw,
            Self::Select => Glyph::CircleCheck,
            Self::Painter => Glyph::Brush,
            Self::Service => Glyph::Server,
            Self::Up => Glyph::ArrowUp,
            Self::Down => Glyph::ArrowDown,
            Self::CopyReport => Glyph::ClipboardList,
            Self::Seed => Glyph::Dices,
            Self::Write => Glyph::PencilLine,
            Self::Key => Glyph::KeyRound,
            Self::Permission => Glyph::ShieldX,
            Self::Allowance => Glyph::Gauge,
            Self::Rate => Glyph::Timer,
            Self::Moderation => Glyph::Funnel,
            Self::Request => Glyph::Ruler,
            Self::Network => Glyph::WifiOff,
            Self::Timeout => Glyph::ClockAlert,
            Self::Cloudflare => Glyph::CloudAlert,
            Self::Reply => Glyph::ImageOff,
            Self::Disk => Glyph::HardDrive,
            Self::Keychain => Glyph::Vault,
            Self::Fault => Glyph::Bug,
            Self::NotBilled => Glyph::BadgeCheck,
            Self::MaybeBilled => Glyph::BadgeQuestionMark,
            Self::Billed => Glyph::BadgeDollarSign,
            Self::First => Glyph::ArrowUpToLine,
            Self::Last => Glyph::ArrowDownToLine,
            Self::Queue => Glyph::ListOrdered,
            Self::Pause => Glyph::Pause,
            Self::Resume => Glyph::Play,
            Self::Edit => Glyph::Pencil,
            Self::Clock => Glyph::Clock,
            Self::Usage => Glyph::ChartColumn,
        };
        glyph.unicode()
    }

    /// As words, at the size of icons. A screen reader would say a letter that means nothing: a widget made of it needs a
    /// name of its own, or takes [`Self::atom`].
    pub(crate) fn text(self) -> RichText {
        RichText::new(self.glyph()).font(font(type_scale::ICON))
    }

    /// As a part of a button, beside its words or alone, in their colour. It has no name, so the words are the button's.
    pub(crate) fn atom(self) -> Atom<'static> {
        Atom::paint(Vec2::splat(type_scale::ICON), move |ui, place| {
            self.paint(ui, place.rect, place.fallback_text_color);
        })
    }

    /// In the middle of a place, where the words beside it are painted too.
    pub(crate) fn paint(self, ui: &Ui, place: Rect, colour: Color32) {
        ui.painter().text(place.center(), Align2::CENTER_CENTER, self.glyph(), font(type_scale::ICON), colour);
    }
}

fn font(points: f32) -> FontId {
    FontId::new(points, fonts::icons())
}
