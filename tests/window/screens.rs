//! Every screen and state that the window has, each set up from nothing: for the snapshots and for the test that reads all
//! words.

mod rewriting;
mod set_up;

use std::path::Path;

use contract::Record;
use easel::Tongue;
use eframe::egui::{Key, Modifiers, vec2};
use engine::{KeychainFault, Settings};
use library::{Library, Meta, PictureId, Places};

use crate::{
    budgets,
    connections::begin,
    desk::{self, Window, until_pictures},
    keychain::{Mood, TestKeychain},
};
pub(crate) use set_up::press;

/// A prompt in another language, so that no screen is tried with one alone.
pub(crate) const PROMPTS: [&str; 3] = ["a red fox in the snow", "月光下的湖", "holiday"];

/// What else is the user's own, or a name, on these screens. The example of the first run is typed for the user, in the
/// language of the window then.
pub(crate) const DATA: [&str; 12] = [
    "a lake under the moon, ink wash painting",
    "a red fox in deep snow",
    "my account",
    "A lighthouse above a calm sea at sunset",
    "long ",
    "blurred hands",
    "https://easel.example",
    "easel.example",
    ".png",
    "https://",
    "http://",
    "简体中文",
];

/// What is there before the window opens.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Before {
    Nothing,
    Pictures,
    /// Nor has anybody opened the window yet.
    FirstRun,
    /// Nor is there a keychain that does more than this.
    Keychain(Mood),
}

/// One screen. `set_up`: from the window as it opens.
pub(crate) struct Screen {
    pub(crate) name: &'static str,
    pub(crate) before: Before,
    pub(crate) set_up: fn(&mut Window),
}

const fn empty(name: &'static str, set_up: fn(&mut Window)) -> Screen {
    Screen { name, before: Before::Nothing, set_up }
}

const fn with_pictures(name: &'static str, set_up: fn(&mut Window)) -> Screen {
    Screen { name, before: Before::Pictures, set_up }
}

/// The prompt panel in its states.
pub(crate) const PROMPT: &[Screen] = &[
    Screen { name: "welcome", before: Before::FirstRun, set_up: |window| until_pictures(window, 1) },
    empty("empty", |_| {}),
    empty("problems", set_up::problems),
    empty("folded", |window| press(window, Modifiers::COMMAND, Key::B)),
    empty("narrow", |window| set_up::size(window, vec2(500.0, 700.0))),
    empty("models", set_up::models),
    empty("model_klein", |window| set_up::model(window, "FLUX.2 klein 4B")),
    empty("model_dev", |window| set_up::model(window, "FLUX.2 dev")),
    empty("model_schnell", |window| set_up::model(window, "FLUX.1 schnell")),
    empty("model_phoenix", set_up::phoenix),
];

/// A prompt that is written anew, and models that a connection has not.
pub(crate) const REWRITING: &[Screen] = &[
    empty("rewriting_asked", rewriting::asked),
    empty("rewriting_translated", rewriting::translated),
    empty("rewriting_enhanced", rewriting::enhanced),
    empty("rewriting_taken", rewriting::taken),
    empty("rewriting_refused", rewriting::refused),
    empty("rewriting_on_generate", rewriting::on_generate),
    empty("models_missing", rewriting::missing),
];

/// The page of connections, and that of a deployment.
pub(crate) const CONNECTIONS: &[Screen] = &[
    empty("connections", |window| press(window, Modifiers::COMMAND, Key::Comma)),
    empty("connection_new", |window| begin(window, "Workers AI: ")),
    empty("connection_new_worker", |window| begin(window, "Worker: ")),
    empty("connection_problems", set_up::connection_problems),
    empty("connection_ready", set_up::connection_ready),
    empty("connection_wrong_key", set_up::connection_wrong_key),
    empty("connection_moved", set_up::connection_moved),
    empty("connection_resting", set_up::connection_resting),
    empty("connection_resting_used", set_up::connection_resting_used),
    empty("connection_narrow", set_up::connection_narrow),
    Screen {
        name: "keychain_absent",
        before: Before::Keychain(Mood::Refusing(KeychainFault::Absent)),
        set_up: set_up::keychain_refuses,
    },
    Screen { name: "keychain_waits", before: Before::Keychain(Mood::Silent), set_up: set_up::keychain_waits },
    empty("accounts", set_up::accounts),
    empty("accounts_wrong", set_up::accounts_wrong),
    // Where there is neither a packed Worker nor a way to Cloudflare.
    empty("deploy_token", set_up::deploy_token),
    empty("deploy_offline", set_up::deploy_offline),
];

/// The gallery, and what happens in it.
pub(crate) const GALLERY: &[Screen] = &[
    with_pictures("gallery", |_| {}),
    with_pictures("selection", set_up::selection),
    with_pictures("picture_menu", set_up::picture_menu),
    empty("broken", set_up::broken),
    with_pictures("copied", set_up::copied),
    with_pictures("deleted", set_up::deleted),
    empty("under_way", set_up::under_way),
    empty("failed", set_up::failed),
    empty("job_menu", set_up::job_menu),
];

/// The queue, and what keeps it back.
pub(crate) const QUEUE: &[Screen] = &[
    empty("queue_empty", |window| press(window, Modifiers::COMMAND, Key::J)),
    empty("queue", set_up::queue),
    empty("queue_failed", set_up::queue_failed),
    empty("queue_paused", set_up::queue_paused),
    empty("queue_row_menu", set_up::queue_row_menu),
    empty("queue_editing", set_up::queue_editing),
    empty("queue_narrow", set_up::queue_narrow),
    empty("queue_unreachable", set_up::queue_unreachable),
];

/// What a batch means for the day, and what a budget does with it.
pub(crate) const BUDGETS: &[Screen] = &[
    empty("forecast_free", |window| budgets::spent(window, 1_204.0)),
    empty("forecast_free_beyond", budgets::beyond),
    empty("forecast_paid", budgets::paid),
    empty("forecast_near", |window| budgets::limited(window, "1600")),
    empty("forecast_passed", |window| budgets::limited(window, "1300")),
    empty("budget_holds", budgets::holds),
];

/// One picture.
pub(crate) const VIEWER: &[Screen] = &[
    with_pictures("viewer", set_up::viewer),
    with_pictures("filmstrip", set_up::filmstrip),
    with_pictures("full_screen", set_up::full_screen),
    with_pictures("viewer_menu", set_up::viewer_menu),
    empty("viewer_broken", set_up::viewer_broken),
    with_pictures("viewer_narrow", set_up::viewer_narrow),
    with_pictures("save", set_up::save),
    with_pictures("saved", set_up::saved),
];

/// What lies over the window.
pub(crate) const MENUS: &[Screen] = &[
    with_pictures("file_menu", |window| set_up::menu(window, 0)),
    with_pictures("edit_menu", |window| set_up::menu(window, 1)),
    with_pictures("view_menu", |window| set_up::menu(window, 2)),
    with_pictures("picture_bar_menu", |window| set_up::menu(window, 3)),
    with_pictures("queue_menu", |window| set_up::menu(window, 4)),
    with_pictures("help_menu", |window| set_up::menu(window, 5)),
    with_pictures("palette", |window| press(window, Modifiers::COMMAND, Key::K)),
    with_pictures("shortcuts", |window| press(window, Modifiers::NONE, Key::F1)),
];

/// The window at this screen, in English.
pub(crate) fn open(screen: &Screen, dir: &Path) -> Window {
    let mut window = match screen.before {
        Before::Nothing => desk::open(dir),
        Before::Pictures => {
            shelve(dir);
            desk::open(dir)
        }
        Before::Keychain(mood) => {
            let keychain = TestKeychain::default();
            keychain.be(mood);
            let mut window = desk::open_in(dir, desk::settings(), keychain, "127.0.0.1:9");
            desk::until(&mut window, "recovered", |app| app.session().state().indexing.is_none());
            window
        }
        Before::FirstRun => desk::open_with(dir, Settings { welcomed: false, ..desk::settings() }),
    };
    (screen.set_up)(&mut window);
    window
}

/// Leaves nothing elsewhere than in the window's own folder.
pub(crate) fn close(mut window: Window) {
    window.state_mut().speak(Tongue::English);
    window.run_steps(2);
    set_up::bring_back(&mut window);
}

/// Three pictures of long ago: one of FLUX's, one of the painter's, one of another program. The index is made by the window.
fn shelve(dir: &Path) {
    let (root, elsewhere) = (dir.join("library"), tempfile::tempdir().unwrap());
    let (index, thumbnails) = (elsewhere.path().join("index.db"), elsewhere.path().join("thumbnails"));
    let places = Places { root: root.clone(), index, thumbnails };
    let (mut library, _) = Library::open(places).unwrap();
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/icon.png");
    let bytes = std::fs::read(&picture).unwrap();
    let [flux, painter, _] = PROMPTS;
    let noon = |day: i8| {
        let noon = jiff::civil::date(2020, 1, day).at(12, 0, 0, 0);
        noon.to_zoned(jiff::tz::TimeZone::system()).unwrap().timestamp()
    };
    let made_by = [(1, flux, "flux-2-klein-9b", "https://easel.example"), (2, painter, "painter", "Easel's painter")];
    for (day, prompt, model, by) in made_by {
        let made = noon(day);
        let record = Record {
            prompt: prompt.to_owned(),
            width: 256,
            height: 256,
            dimensions: "256x256".to_owned(),
            model: model.to_owned(),
            seed: Some(7),
            steps: Some(4),
            guidance: Some(3.5),
            negative_prompt: None,
            content_type: None,
            neurons: Some(104.2),
            translated_prompt: None,
            prompt_neurons: None,
            prompt_failure: None,
            cached: false,
        };
        let id = PictureId::new(made, day.unsigned_abs().into());
        let meta =
            Meta { id, made, record, by: by.to_owned(), job: String::new(), origin: None, estimate: Some(104.0) };
        library.add(&bytes, &meta).unwrap();
    }
    let holiday = root.join("holiday.png");
    std::fs::copy(&picture, &holiday).unwrap();
    std::fs::File::options().write(true).open(&holiday).unwrap().set_modified(noon(3).into()).unwrap();
}
