//! The window's language, on a computer that may lack the letters for it.

use easel::{App, Dialogs};
use egui_kittest::{Harness, kittest::Queryable as _};
use engine::{DataFolder, Session, Settings};

use crate::{
    desk::{self, type_prompt, until},
    keychain::TestKeychain,
};

#[test]
fn a_computer_without_chinese_letters_is_told_of_once_with_the_package_to_install() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_owned();
    let mut window = Harness::builder().allow_missing_glyphs().build_eframe(move |creation| {
        let session_folder = DataFolder::open(Some(&data)).unwrap();
        let settings = Settings { told_of_fonts: false, ..desk::settings() };
        let outside = desk::outside(TestKeychain::default(), "127.0.0.1:9");
        let session = Session::open(session_folder, settings, outside, &App::waker(&creation.egui_ctx)).unwrap();
        // The harness has the fonts that come with Easel, and none of the system.
        App::new(session, &creation.egui_ctx, Dialogs::OwnField)
    });
    until(&mut window, "recovered", |app| app.session().state().indexing.is_none());
    type_prompt(&mut window, "a fox");
    assert!(window.query_by_label_contains("fonts-noto-cjk").is_none());
    type_prompt(&mut window, "，红色");
    // A message that has no room in the bar comes a frame later, above it.
    window.run_steps(3);
    window.get_by_label_contains("fonts-noto-cjk");
    window.get_by_label("Dismiss").click();
    window.run_steps(4);
    type_prompt(&mut window, "的雪");
    assert!(window.query_by_label_contains("fonts-noto-cjk").is_none());
    assert!(window.state().session().state().settings.told_of_fonts);
}
