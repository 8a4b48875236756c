//! The days on the page of usage: as a table that keys and mouse walk, as files, as a picture, and as the way to their pictures.

use std::{path::Path, sync::Arc};

use eframe::egui::{Color32, ColorImage, Event, Key, Modifiers, OutputCommand, ViewportCommand, accesskit::Role};
use egui_kittest::{
    Node,
    kittest::{NodeT as _, Queryable as _},
};
use engine::{Notice, usage::utc_date};
use jiff::{Timestamp, ToSpan as _, civil::Date};

use crate::{
    desk::{Window, open, small, type_prompt, until, until_pictures},
    palette::{open_palette, type_text},
    screens::press,
};

const COMMAND_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

fn today() -> Date {
    utc_date(Timestamp::now())
}

/// The page, once it was told of today.
fn open_usage(window: &mut Window) {
    press(window, COMMAND_SHIFT, Key::U);
    until(window, "told", |app| {
        let state = app.session().state();
        let count = state.connection().and_then(|connection| state.usage.count(&connection.kind));
        count.is_some_and(|count| !count.is_asked && count.days.contains_key(&today()))
    });
}

fn open_table(window: &mut Window) {
    open_usage(window);
    window.get_by_role_and_label(Role::RadioButton, "Table").click();
    window.run_steps(3);
}

fn is_on_usage(window: &Window) -> bool {
    window.query_by_role_and_label(Role::RadioButton, "Table").is_some()
}

/// The row of the day so many days ago.
fn row(window: &Window, days: i64) -> Node<'_> {
    let date = today().saturating_sub(days.days()).strftime("%A %-d %B %Y").to_string();
    let is_it = |row: &Node<'_>| row.accesskit_node().label().is_some_and(|label| label.starts_with(&date));
    window.query_all_by_role(Role::Link).find(is_it).unwrap()
}

fn label(row: &Node<'_>) -> String {
    row.accesskit_node().label().unwrap()
}

/// A picture of another program, made then.
fn shelve_at(dir: &Path, name: &str, made: Timestamp) {
    let library = dir.join("library");
    std::fs::create_dir_all(&library).unwrap();
    let file = library.join(name);
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/icon.png"), &file).unwrap();
    std::fs::File::options().write(true).open(&file).unwrap().set_modified(made.into()).unwrap();
}

/// So many days ago in UTC, at this time of the day.
fn ago(days: i64, clock: &str) -> Timestamp {
    format!("{}T{clock}Z", today().saturating_sub(days.days())).parse().unwrap()
}

/// The tile that is selected, if it has the keyboard.
fn held(window: &Window) -> Option<String> {
    let is_selected = |tile: &Node<'_>| tile.accesskit_node().is_selected() == Some(true);
    let mut tiles = window.query_all_by_role(Role::ListBoxOption).filter(is_selected);
    tiles.next().filter(Node::is_focused).map(|tile| label(&tile))
}

#[test]
fn what_today_has_used_is_in_the_table_and_in_both_files() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    small(&mut window);
    type_prompt(&mut window, "boat");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    open_table(&mut window);
    let told = label(&row(&window, 0));
    assert!(told.contains(": today, so far\n1 picture · 0 neurons"), "{told}");

    press(&mut window, Modifiers::COMMAND, Key::S);
    window.get_by_label("Save usage");
    let csv = folder.path().join(format!("easel-usage-{}.csv", today()));
    let field = window.get_by_role_and_label(Role::TextInput, "Save to");
    assert_eq!(field.value(), Some(csv.display().to_string()));
    window.key_press(Key::Enter);
    until(&mut window, "saved", |app| matches!(app.session().state().notice, Some(Notice::Saved(_))));
    let table = std::fs::read_to_string(&csv).unwrap();
    assert_eq!(table.lines().count(), 31, "{table}");
    assert!(table.contains(&format!("{},1,0,0,0,0,0,0,,1,0\r\n", today())), "{table}");

    press(&mut window, COMMAND_SHIFT, Key::S);
    window.key_press(Key::Enter);
    let json = csv.with_extension("json");
    until(&mut window, "saved", |_| json.exists());
    let document: serde_json::Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    assert_eq!(document["totals"]["today"]["count"], 1);
    assert_eq!(document["days"][29]["date"], today().to_string());
}

#[test]
fn a_file_that_is_there_is_not_replaced_and_a_folder_that_is_not_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    open_usage(&mut window);
    let csv = folder.path().join(format!("easel-usage-{}.csv", today()));
    std::fs::write(&csv, "mine").unwrap();
    press(&mut window, Modifiers::COMMAND, Key::S);
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label("A file with this name already exists.");

    let field = window.get_by_role_and_label(Role::TextInput, "Save to");
    field.focus();
    field.type_text("/nowhere/");
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label("This folder does not exist.");
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.run_steps(3);
    assert_eq!(std::fs::read_to_string(&csv).unwrap(), "mine");
    assert!(is_on_usage(&window), "Escape left more than the field");
}

/// Runs frames until the window's picture is asked for, and takes it.
fn photograph(window: &mut Window) {
    let callback = (0..10).find_map(|frame| {
        if frame > 0 {
            window.run_steps(1);
        }
        let mut commands = window.output().viewport_output.values().flat_map(|viewport| &viewport.commands);
        commands.find_map(|command| match command {
            ViewportCommand::Screenshot(callback) => Some(callback.clone()),
            _ => None,
        })
    });
    callback.unwrap().complete(Arc::new(ColorImage::filled([1200, 800], Color32::BLUE)));
}

/// The size of the picture that goes to the clipboard, once one does.
fn copied(window: &mut Window) -> [usize; 2] {
    let size = (0..10).find_map(|_| {
        window.run_steps(1);
        window.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyImage(image) => Some(image.size),
            _ => None,
        })
    });
    size.unwrap()
}

#[test]
fn the_chart_goes_to_the_clipboard_as_large_as_it_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    open_usage(&mut window);
    for larger in [false, true] {
        if larger {
            press(&mut window, Modifiers::COMMAND | Modifiers::ALT, Key::Equals);
            until(&mut window, "larger", |app| app.session().state().settings.scale > 100);
            window.run_steps(3);
        }
        // Pixels of a point; the window stays as large as it is.
        let scale = window.ctx.pixels_per_point();
        assert_eq!(scale > 1.0, larger);
        let seen = window.query_all_by_role(Role::Figure).next().unwrap().rect();
        window.event(Event::Copy);
        photograph(&mut window);
        let [width, height] = copied(&mut window).map(|side| side as f32 / scale);
        // With its axis and the names of its colours; what is scrolled away is not in it.
        assert!((seen.width() - 1.0..seen.width() + 80.0).contains(&width), "{width} points of {seen}");
        let below = (seen.bottom() + 100.0).min(800.0 / scale) - seen.top();
        assert!(height > seen.height() / 2.0 && height <= below, "{height} points of {seen}");
        until(&mut window, "said", |app| app.session().state().notice == Some(Notice::ChartCopied));
    }
}

#[test]
fn the_palette_is_not_in_the_picture() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    open_usage(&mut window);
    open_palette(&mut window);
    type_text(&mut window, "Copy the chart");
    // Without its release, which would be a frame of its own.
    let (key, modifiers) = (Key::Enter, Modifiers::NONE);
    window.event(Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers });
    photograph(&mut window);
    // The picture is of the frame that comes now, in which it is copied here.
    copied(&mut window);
    assert!(window.query_by_label("Copy the chart").is_none(), "the palette lies over the chart");
}

#[test]
fn a_click_on_a_day_goes_to_its_pictures_or_to_those_before_it() {
    let folder = tempfile::tempdir().unwrap();
    shelve_at(folder.path(), "ten.png", ago(10, "12:00:00"));
    shelve_at(folder.path(), "first.png", ago(3, "00:00:00"));
    shelve_at(folder.path(), "last.png", ago(3, "23:59:59.9"));
    shelve_at(folder.path(), "next.png", ago(2, "00:00:00"));
    let mut window = open(folder.path());
    until(&mut window, "indexed", |app| app.session().state().gallery.len() == 4);
    for (day, picture) in
        [(3, "last.png"), (2, "next.png"), (3, "last.png"), (5, "ten.png"), (12, "ten.png"), (0, "next.png")]
    {
        open_table(&mut window);
        row(&window, day).click();
        window.run_steps(5);
        assert!(!is_on_usage(&window));
        assert_eq!(held(&window).as_deref(), Some(picture), "{day} days ago");
    }
}

#[test]
fn keys_walk_the_days_and_enter_goes_far_down_the_gallery() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..100 {
        shelve_at(folder.path(), &format!("{n}.png"), ago(1, &format!("12:00:{:02}.{:02}", n / 60, n % 60)));
    }
    shelve_at(folder.path(), "old.png", ago(29, "12:00:00"));
    shelve_at(folder.path(), "older.png", ago(29, "11:00:00"));
    let mut window = open(folder.path());
    until(&mut window, "indexed", |app| app.session().state().gallery.len() == 102);
    open_table(&mut window);
    row(&window, 0).focus();
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert!(row(&window, 1).is_focused());
    press(&mut window, Modifiers::NONE, Key::End);
    window.run_steps(3);
    assert!(row(&window, 29).is_focused());
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.run_steps(5);
    assert_eq!(held(&window).as_deref(), Some("old.png"));
    let tile = |name| window.get_by_role_and_label(Role::ListBoxOption, name).rect();
    assert!(tile("old.png").bottom() < 800.0 && tile("older.png").bottom() < 800.0, "{}", tile("old.png"));
}

#[test]
fn other_dates_are_chosen_from_a_calendar_and_left_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    open_table(&mut window);
    let first = today().saturating_sub(29.days());
    let from = |date: Date| format!("From {date}: choose another day");
    window.get_by_label(&from(first)).click();
    window.run_steps(3);
    window.get_by_label("Cancel");
    // Escape is the calendar's.
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.run_steps(2);
    assert!(window.query_by_label("Cancel").is_none());
    assert!(is_on_usage(&window));

    window.get_by_label(&from(first)).click();
    window.run_steps(3);
    window.get_by_label("<").click();
    window.run_steps(2);
    window.get_by_label("Save").click();
    window.run_steps(3);
    window.get_by_label(&from(first.yesterday().unwrap()));
    window.get_by_label("31");
    window.get_by_label("Back to the last 30 days").click();
    window.run_steps(3);
    window.get_by_label(&from(first));
    window.get_by_label("30");
}
