//! Every screen as a screen reader is told it, in both languages, beside what it was when somebody last looked at it
//! (`cargo insta review`, or `INSTA_UPDATE=always`); and in the bracketed language, that no word went another way.

use easel::Tongue;

use crate::{
    screens::{self, Screen},
    told::told,
    words,
};

/// What is another on every computer and at every hour.
const VARIES: [(&str, &str); 12] = [
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?", "[time]"),
    (r"\d{4}-\d\d-\d\d/\d{6}", "[time]"),
    (r#"[^" ]*/\.tmp[^"/]*"#, "[folder]"),
    (r"\b\d+ (s|秒)\b", "[seconds] $1"),
    (r"127\.0\.0\.1:\d\d+", "[service]"),
    (r"(?i)(until) \d\d:\d\d(:\d\d)?( on [\w ]+?day| on \d+ \w+)?", "$1 [hour]"),
    (r"((星期.|\d+月\d+日) )?\d\d:\d\d(:\d\d)? (之前|恢复)", "[hour] $4"),
    (r"恢复：((星期.|\d+月\d+日) )?\d\d:\d\d(:\d\d)?", "恢复：[hour]"),
    (r"(resets|back|begins|ends) at \d\d:\d\d(:\d\d)?( on \w+day| on \d+ \w+)?", "$1 at [hour]"),
    (r"(in|·)\s(under\s1\sh|\d+\sh)\b", "$1 [hours]"),
    (r"(从|于) ((星期.|\d+月\d+日) )?\d\d:\d\d(:\d\d)?", "$1 [hour]"),
    (r"(还有|·)( 不到 1 小时| \d+ 小时)", "$1[hours]"),
];

/// Each is set up once, in English.
fn tell_what_they_told(screens: &[Screen]) {
    let (mut read, mut strangers) = (0, Vec::new());
    for screen in screens {
        let folder = tempfile::tempdir().unwrap();
        let mut window = screens::open(screen, folder.path());
        let mut speak = |tongue| {
            window.state_mut().speak(tongue);
            window.run_steps(4);
            told(&window)
        };
        let told =
            [(Tongue::English, "english"), (Tongue::Chinese, "chinese")].map(|(tongue, name)| (name, speak(tongue)));
        speak(Tongue::Bracketed);
        let words = words::all(&window);
        read += words.iter().filter(|text| text.contains('⟦')).count();
        let strange = words.iter().filter(|text| !words::left(text, folder.path()).is_empty());
        strangers.extend(strange.map(|text| format!("{}: {text:?}", screen.name)));
        screens::close(window);
        for (name, told) in told {
            let mut settings = insta::Settings::clone_current();
            settings.set_filters(VARIES.to_vec());
            settings.set_omit_expression(true);
            settings.set_prepend_module_to_snapshot(false);
            settings.bind(|| insta::assert_snapshot!(format!("{}.{name}", screen.name), told));
        }
    }
    assert!(strangers.is_empty(), "do not go through Msg: {strangers:#?}");
    assert!(read > 100, "only {read} words were read");
}

#[test]
fn the_prompt_panel_tells_what_it_told() {
    tell_what_they_told(screens::PROMPT);
}

#[test]
fn a_prompt_that_is_written_anew_tells_what_it_told() {
    tell_what_they_told(screens::REWRITING);
}

#[test]
fn the_page_of_connections_tells_what_it_told() {
    tell_what_they_told(screens::CONNECTIONS);
}

#[test]
fn the_gallery_tells_what_it_told() {
    tell_what_they_told(screens::GALLERY);
}

#[test]
fn the_queue_tells_what_it_told() {
    tell_what_they_told(screens::QUEUE);
}

#[test]
fn budgets_and_what_a_batch_means_tell_what_they_told() {
    tell_what_they_told(screens::BUDGETS);
}

#[test]
fn the_viewer_tells_what_it_told() {
    tell_what_they_told(screens::VIEWER);
}

#[test]
fn the_menus_and_what_lies_over_the_window_tell_what_they_told() {
    tell_what_they_told(screens::MENUS);
}
