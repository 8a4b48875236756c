//! The crates of the workspace: which of them may use which, which other crates they may name, and what their manifests
//! must say. Read from `cargo metadata`, as the manifests declare it.

use std::{collections::HashSet, fs};

use cargo_metadata::{Dependency, DependencyKind, Edition, MetadataCommand, Package};

use crate::assert_none;

/// Each crate and those below it. Arrows point down, so a row names rows above itself only.
const HOUSE: [(&str, &[&str]); 12] = [
    ("contract", &[]),
    ("packer", &["contract"]),
    ("fake", &["contract"]),
    ("conformance", &["contract", "fake"]),
    ("service", &["contract"]),
    ("easel-worker", &["contract", "service"]),
    ("remote", &["contract"]),
    ("library", &["contract"]),
    ("home", &["contract", "service", "remote"]),
    ("engine", &["contract", "remote", "library", "home"]),
    ("easel", &["contract", "remote", "library", "home", "engine"]),
    ("xtask", &["contract", "remote", "library", "home", "engine", "easel", "fake", "conformance", "packer"]),
];

/// What tests may use beside what is below them.
const FOR_TESTS: [&str; 2] = ["fake", "conformance"];

/// Crates that have one place: which, who may name them, and why. Tests may name what they like.
const KEPT: [(&[&str], &[&str], &str); 11] = [
    (
        &["eframe", "egui", "egui_extras", "egui_plot", "rfd", "zbus"],
        &["easel", "xtask"],
        "only the window knows a window",
    ),
    (&["reqwest", "rustls"], &["remote"], "there is one HTTP client"),
    // The stand-in passes on what is asked of a deployed Worker, and may not rest on the client that it tests.
    (&["hyper", "hyper-util"], &["remote", "fake"], "there is one HTTP client"),
    // `xtask` writes the past of a program that is photographed.
    (&["rusqlite"], &["library", "home", "engine", "xtask"], "only they keep something"),
    (&["axum", "tower", "tower-http"], &["service", "home", "easel-worker", "fake"], "there is one HTTP service"),
    (&["worker", "wasm-bindgen", "js-sys", "web-sys"], &["easel-worker"], "only the Worker knows JavaScript"),
    (
        &["tokio"],
        &["remote", "home", "engine", "easel", "xtask", "fake", "conformance"],
        "what goes to wasm has no runtime of ours",
    ),
    (&["arboard"], &[], "eframe has the clipboard already"),
    // `trash` brings it, to write the day of a deletion as the system's bin wants it.
    (&["chrono"], &[], "there is one clock: jiff"),
    (&["trash"], &["library"], "only the library moves pictures"),
    (
        &[
            "apple-native-keyring-store",
            "keyring-core",
            "secret-service",
            "security-framework",
            "windows-native-keyring-store",
            "zbus-secret-service-keyring-store",
        ],
        &["easel"],
        "src/keychain.rs is the one that knows the system's keychain",
    ),
];

/// The crates of the workspace, as their manifests declare them.
fn workspace() -> Vec<Package> {
    let metadata = MetadataCommand::new().no_deps().exec();
    metadata.expect("cargo metadata reads the workspace").workspace_packages().into_iter().cloned().collect()
}

fn below(name: &str) -> &'static [&'static str] {
    HOUSE.iter().find(|(room, _)| *room == name).map(|(_, below)| *below).unwrap_or_default()
}

/// All that are below, at any distance.
fn far_below(name: &str) -> HashSet<&'static str> {
    below(name).iter().flat_map(|near| far_below(near).into_iter().chain([*near])).collect()
}

fn arrow_fault(user: &str, used: &Dependency) -> Option<String> {
    used.path.as_ref()?;
    let allowed = match used.kind {
        DependencyKind::Development => {
            far_below(user).contains(used.name.as_str()) || FOR_TESTS.contains(&used.name.as_str())
        }
        _ => below(user).contains(&used.name.as_str()),
    };
    let (name, below) = (&used.name, below(user));
    (!allowed).then(|| format!("{user} must not use {name}, only {below:?}: move what it needs to a crate below both"))
}

fn kept_fault(user: &str, used: &Dependency) -> Option<String> {
    let (_, who, why) = KEPT.iter().find(|(kept, ..)| kept.contains(&used.name.as_str()))?;
    let allowed = used.kind == DependencyKind::Development || who.contains(&user);
    let name = &used.name;
    (!allowed).then(|| format!("{user} must not name {name}, since {why}: only {who:?} may; add what you need there"))
}

#[test]
fn arrows_point_down() {
    let mut faults = Vec::new();
    for package in workspace() {
        let name = package.name.as_str();
        if !HOUSE.iter().any(|(room, _)| *room == name) {
            faults
                .push(format!("{name} is new: give it a row in HOUSE of tests/house/arrows.rs, with what is below it"));
        }
        faults.extend(package.dependencies.iter().filter_map(|used| arrow_fault(name, used)));
    }
    assert_none(&faults);
}

#[test]
fn what_has_one_place_is_named_there_only() {
    let fault = |package: &Package| -> Vec<_> {
        package.dependencies.iter().filter_map(|used| kept_fault(&package.name, used)).collect()
    };
    assert_none(&workspace().iter().flat_map(fault).collect::<Vec<_>>());
}

#[test]
fn every_manifest_says_what_the_workspace_says() {
    let mut faults = Vec::new();
    for package in workspace() {
        let manifest = fs::read_to_string(&package.manifest_path).expect("cargo has just read it");
        let inherits = |field: &str| format!("write `{field}.workspace = true` under [package]");
        let rules = [
            (package.edition == Edition::E2024, inherits("edition")),
            (package.license.as_deref() == Some("MIT OR Apache-2.0"), inherits("license")),
            (package.rust_version.is_some(), inherits("rust-version")),
            (package.publish.as_ref().is_some_and(Vec::is_empty), inherits("publish")),
            (
                manifest.contains("[lints]\nworkspace = true\n"),
                "write `[lints]` and `workspace = true` below it".to_owned(),
            ),
        ];
        let broken = rules.into_iter().filter(|(holds, _)| !holds);
        faults.extend(broken.map(|(_, todo)| format!("{}: {todo}", package.manifest_path)));
    }
    assert_none(&faults);
}
