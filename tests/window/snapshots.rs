//! Every screen as a screen reader is told it, in both languages, beside what it was when somebody last looked at it
//! (`cargo insta review`, or INSTA_UPDATE=always).

use easel::Tongue;

use crate::{screens, told::told};

/// What is another on every computer and at every hour.
const VARIES: [(&str, &str); 4] = [
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?", "[time]"),
    (r"\d{4}-\d\d-\d\d/\d{6}", "[time]"),
    (r#"[^" ]*/\.tmp[^"/]*"#, "[folder]"),
    (r"\b\d+ (s|秒)\b", "[seconds] $1"),
];

#[test]
fn every_screen_tells_what_it_told() {
    for (tongue, name) in [(Tongue::English, "english"), (Tongue::Chinese, "chinese")] {
        for screen in screens::SCREENS {
            let folder = tempfile::tempdir().unwrap();
            let window = screens::open(screen, folder.path(), tongue);
            let mut settings = insta::Settings::clone_current();
            settings.set_filters(VARIES.to_vec());
            settings.set_omit_expression(true);
            settings.set_prepend_module_to_snapshot(false);
            settings.bind(|| insta::assert_snapshot!(format!("{}.{name}", screen.name), told(&window)));
        }
    }
}
