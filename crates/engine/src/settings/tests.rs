//! What is remembered comes back, and a strange file costs no more than what is strange in it.

use std::fs;

use super::{file::parse, *};

#[test]
fn settings_come_back_and_a_broken_file_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    assert_eq!(Settings::load(&file), Settings::default());

    let place = WindowPlace { width: 900.0, height: 600.0, x: Some(-3.0), y: None, maximized: true };
    let settings = Settings { window: Some(place), favourites: vec![Size::new(512, 768)], ..Settings::default() };
    settings.save(&file).unwrap();
    assert_eq!(Settings::load(&file), settings);

    fs::write(&file, "window = [[[").unwrap();
    assert_eq!(Settings::load(&file), Settings::default());
    assert_eq!(fs::read_to_string(folder.path().join("settings.toml.unreadable")).unwrap(), "window = [[[");

    // The one before is not lost to the next.
    for (text, aside) in [(&b"scale = ["[..], "unreadable-2"), (b"\xff\xfe", "unreadable-3")] {
        fs::write(&file, text).unwrap();
        assert_eq!(Settings::load(&file), Settings::default());
        assert_eq!(fs::read(file.with_extension(format!("toml.{aside}"))).unwrap(), text);
    }
    assert_eq!(fs::read_to_string(folder.path().join("settings.toml.unreadable")).unwrap(), "window = [[[");
}

#[test]
fn a_file_that_cannot_be_looked_at_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    // A folder is read by nobody, root or not.
    let file = folder.path().join("settings.toml");
    fs::create_dir(&file).unwrap();
    let settings = Settings::load(&file);
    assert_eq!(Settings { unread: None, ..settings.clone() }, Settings::default());
    assert!(settings.save(&file).is_err());
    assert!(file.is_dir());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is set aside, nothing written");
}

#[test]
fn what_a_newer_version_wrote_is_kept_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    fs::write(&file, "later = \"x\"\nscale = 120\n[[brushes]]\nname = \"soft\"\n[later_panel]\nshown = true\n")
        .unwrap();
    let mut settings = Settings::load(&file);
    settings.set(Setting::Scale(130));
    settings.save(&file).unwrap();
    let written: toml::Table = toml::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(written["later"].as_str(), Some("x"));
    assert_eq!(written["brushes"][0]["name"].as_str(), Some("soft"));
    assert_eq!(written["later_panel"]["shown"].as_bool(), Some(true));
    assert_eq!(written["scale"].as_integer(), Some(130));
    assert_eq!(Settings::load(&file), settings);
}

#[test]
fn what_cannot_be_read_does_not_take_the_rest_with_it() {
    let text = r#"
        theme = "sepia"
        language = "chinese"
        scale = 9000
        tile = -1
        later = "from a newer version"
        filmstrip = "yes"
        welcomed = true
        favourites = [{ width = 512, height = 768 }, 5, { width = 7, height = 768 }, { width = 512, height = 768 }]
        prompt_panel = { width = 1e30, shown = "no" }
        info_panel = { width = nan, shown = false }
        window = { width = 900 }
    "#;
    let read = parse(text).unwrap();
    let expected = Settings {
        language: Language::Chinese,
        scale: 300,
        welcomed: true,
        favourites: vec![Size::new(512, 768)],
        prompt_panel: PanelPlace { width: Some(*PANEL_WIDTHS.end()), shown: true },
        info_panel: PanelPlace { width: None, shown: false },
        others: toml::Table::from_iter([("later".to_owned(), "from a newer version".into())]),
        ..Settings::default()
    };
    assert_eq!(read, expected);
    assert!(parse("theme = ").is_err());
}

#[test]
fn a_favourite_is_put_in_and_taken_out_and_there_are_not_too_many() {
    let mut settings = Settings::default();
    let sizes: Vec<Size> = (0..20).map(|n| Size::new(256 + 16 * n, 256)).collect();
    for size in &sizes {
        settings.set(Setting::Favourite(*size));
    }
    assert_eq!(settings.favourites, sizes[..MAX_FAVOURITES]);
    settings.set(Setting::Favourite(sizes[0]));
    assert_eq!(settings.favourites, sizes[1..MAX_FAVOURITES]);
    settings.set(Setting::Favourite(Size::new(100, 100)));
    assert_eq!(settings.favourites, sizes[1..MAX_FAVOURITES], "no picture can have this size");
}

#[test]
fn the_file_can_be_read_by_people() {
    let settings = Settings { favourites: vec![Size::new(512, 768)], ..Settings::default() };
    let text = toml::to_string_pretty(&settings).unwrap();
    for line in ["theme = \"system\"", "scale = 100", "[[favourites]]", "width = 512", "shown = true"] {
        assert!(text.lines().any(|written| written == line), "{line}: {text}");
    }
}
