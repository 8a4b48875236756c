//! What every source file keeps to, where neither rustc nor clippy can see it.

use std::{fs, path::Path};

use walkdir::WalkDir;

use crate::assert_none;

/// Where our own code is. Not all of `worker` and `fuzz`: they hold what npm and cargo brought.
const ROOTS: [&str; 8] =
    ["src", "crates", "worker/src", "worker/packer/src", "xtask", "fuzz/fuzz_targets", "tests", "benches"];
/// Lines; about 100 to 200 is a good file.
const MOST_LINES: usize = 350;
/// Names that say nothing of what is inside.
const EMPTY_NAMES: [&str; 8] = ["common", "helper", "helpers", "misc", "types", "util", "utils", "stuff"];
/// A colour that is none: the tint that shows a texture as it is.
const NO_TINT: &str = "WHITE";

/// What is wrong with one file. `path`: relative to the workspace.
fn faults(path: &Path, text: &str) -> Vec<String> {
    let is_test = path.ends_with("tests.rs") || path.iter().any(|part| part == "tests");
    let is_window = path.starts_with("src") && !path.starts_with("src/look") && path != Path::new("src/look.rs");
    let is_keychain = path.starts_with("src/keychain") || path == Path::new("src/keychain.rs");
    let lines = text.lines().count();
    let rules = [
        (
            text.starts_with("//! "),
            "open with a `//!` paragraph: what it is for, who uses it, what it must never do".to_owned(),
        ),
        (
            is_test || lines <= MOST_LINES,
            format!("{lines} lines are more than {MOST_LINES}: find the second thing in it, and give that a file"),
        ),
        (
            !path
                .iter()
                .filter_map(|part| Path::new(part).file_stem())
                .any(|name| EMPTY_NAMES.iter().any(|empty| name == *empty)),
            "name it after the thing that is inside".to_owned(),
        ),
        (
            !is_window || !names_a_colour(text),
            "colours stand in src/look: take one from `Palette`, or add one there".to_owned(),
        ),
        (
            !path.starts_with("src") || is_keychain || !names_a_keychain(text),
            "the system's keychain stands in src/keychain.rs: speak to `engine::Keychain`".to_owned(),
        ),
    ];
    let broken = rules.into_iter().filter(|(holds, _)| !holds);
    broken.map(|(_, todo)| format!("{}: {todo}", path.display())).collect()
}

/// Whether a colour is written down, as numbers or by name.
fn names_a_colour(text: &str) -> bool {
    text.split("Color32::").skip(1).any(|after| {
        let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        name.starts_with("from_") || (name != NO_TINT && !name.is_empty() && !name.contains(char::is_lowercase))
    }) || text.contains("hex_color!(")
}

/// Whether one of the crates is used that `arrows.rs` leaves to the window.
fn names_a_keychain(text: &str) -> bool {
    let crates = ["keyring_core::", "keyring_store::", "secret_service::", "security_framework::"];
    crates.iter().any(|named| text.contains(named))
}

#[test]
fn every_source_file_keeps_to_the_rules() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    let mut looked_at = 0;
    for entry in ROOTS.iter().flat_map(|root| WalkDir::new(workspace.join(root)).sort_by_file_name()) {
        let entry = entry.expect("the sources can be read");
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(entry.path()).expect("the sources can be read");
            all.extend(faults(entry.path().strip_prefix(workspace).expect("it is below"), &text));
            looked_at += 1;
        }
    }
    assert!(looked_at > 100, "only {looked_at} source files were found: ROOTS is out of date");
    assert_none(&all);
}

#[test]
fn a_file_that_breaks_the_rules_is_noticed() {
    let fails = |path: &str, text: &str| !faults(Path::new(path), text).is_empty();
    let long = format!("//! Long.\n{}", "\n".repeat(MOST_LINES));
    assert!(!fails("src/app.rs", "//! Good."));
    assert!(
        fails("src/app.rs", "use std::fs;")
            && fails("crates/home/src/utils.rs", "//! Bad.")
            && fails("src/types/a.rs", "//! Bad.")
    );
    assert!(fails("src/app.rs", &long) && !fails("crates/home/src/painter/tests.rs", &long));
    for colour in ["Color32::from_rgb(1, 2, 3)", "Color32::LIGHT_RED;", "hex_color!(\"#fff\")"] {
        let text = format!("//! Draws.\n{colour}");
        assert!(fails("src/panels/tile.rs", &text) && !fails("src/look/colour.rs", &text), "{colour}");
    }
    let text = "//! Keeps.\nuse keyring_core::Entry;";
    assert!(fails("src/app.rs", text) && !fails("src/keychain.rs", text) && !fails("src/keychain/macos.rs", text));
    assert!(!fails(
        "src/panels/tile.rs",
        "//! Draws.\nfn tint(colour: Color32) { image(at, Color32::WHITE, Color32::default()) }"
    ));
}
