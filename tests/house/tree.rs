//! Everything that Easel is built from, for every system: no crate that we decided against, and no licence that we cannot
//! pass on. Asked of `cargo tree`, since `cargo metadata` also lists optional crates that no feature switches on.

use std::process::Command;

use spdx::{Expression, ParseMode};

use crate::assert_none;

/// Licences that ask for no more than a notice.
const LICENCES: [&str; 10] =
    ["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "ISC", "MIT", "MIT-0", "Unicode-3.0", "Zlib"];

/// One crate's licence that asks for more or other things, and why it is no trouble.
const EXCEPTIONS: [(&str, &str, &str); 4] = [
    ("epaint_default_fonts", "OFL-1.1", "fonts, passed on as they are"),
    ("epaint_default_fonts", "Ubuntu-font-1.0", "a font, passed on as it is"),
    ("option-ext", "MPL-2.0", "forty lines of directories' that we do not change; file by file only"),
    ("webpki-root-certs", "CDLA-Permissive-2.0", "data: a list of certificates, in no build but for phones"),
];

/// Crates that we decided against, and what to do instead.
const BANNED: [(&str, &str); 9] = [
    ("aws-lc-rs", "TLS is rustls with ring: switch the default features of what brings it off"),
    ("aws-lc-sys", "TLS is rustls with ring: switch the default features of what brings it off"),
    ("cmake", "a bare machine has a C compiler and nothing more"),
    (
        "keyring",
        "it keeps a failure to open the keychain for ever: src/keychain.rs has keyring-core with the system's store",
    ),
    ("libdbus-sys", "D-Bus is zbus: no C library that a bare machine lacks"),
    ("native-tls", "TLS is rustls with ring"),
    ("openssl", "TLS is rustls with ring"),
    ("openssl-sys", "TLS is rustls with ring"),
    (
        "wgpu",
        "the window draws with glow, four times as fast without a graphics card: eframe's default features stay off",
    ),
];

/// A crate of the tree.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Leaf {
    name: String,
    version: String,
    /// SPDX, as its manifest says; empty when it says nothing.
    licence: String,
    features: Vec<String>,
}

/// Everything that is built for the workspace, without what only its tests use.
fn tree() -> Vec<Leaf> {
    let options = "tree --locked --workspace --target all --edges normal,build --prefix none --format {p}|{l}|{f}";
    let asked = Command::new(env!("CARGO")).args(options.split(' ')).output().expect("cargo runs");
    let why = String::from_utf8_lossy(&asked.stderr);
    let todo = "if Cargo.lock is old, run `cargo check`; if crates of other systems are missing, `cargo fetch`, with a network";
    assert!(asked.status.success(), "cargo tree does not answer: {todo}. It says:\n{why}");
    let mut leaves: Vec<_> = String::from_utf8_lossy(&asked.stdout).lines().filter_map(leaf).collect();
    leaves.sort();
    leaves.dedup();
    assert!(leaves.len() > 100, "cargo tree writes its lines otherwise now: teach `leaf` to read them");
    leaves
}

/// `zbus v5.19.0|MIT|async-io,blocking-api (*)`; the star says that it was listed before.
fn leaf(line: &str) -> Option<Leaf> {
    let mut parts = line.trim_end_matches("(*)").trim().split('|');
    let mut named = parts.next()?.split(' ');
    Some(Leaf {
        name: named.next()?.to_owned(),
        version: named.next()?.trim_start_matches('v').to_owned(),
        licence: parts.next()?.to_owned(),
        features: parts.next()?.split(',').map(str::to_owned).collect(),
    })
}

fn ban(leaf: &Leaf) -> Option<String> {
    let Leaf { name, version, features, .. } = leaf;
    if name == "zbus" && features.iter().any(|feature| feature == "tokio") {
        return Some(format!(
            "zbus {version} has `tokio` on, which breaks rfd and accesskit: find who asks with `cargo tree -e features -i zbus`"
        ));
    }
    let (_, instead) = BANNED.iter().find(|(banned, _)| banned == name)?;
    Some(format!("{name} {version} is in the tree (`cargo tree --target all -i {name}` says why): {instead}"))
}

fn licence_fault(leaf: &Leaf) -> Option<String> {
    let Leaf { name, version, licence, .. } = leaf;
    let Ok(expression) = Expression::parse_mode(licence, ParseMode::LAX) else {
        return Some(format!(
            "{name} {version} has the licence {licence:?}, which is no SPDX: read it, then take another crate"
        ));
    };
    let excepted = |id: &str| EXCEPTIONS.iter().any(|(crate_, excepted, _)| crate_ == name && *excepted == id);
    // What a licence allows in addition (`WITH …`) does no harm.
    let allowed = expression.evaluate(|asked| {
        let id = asked.license.id().map_or("", |id| id.name);
        LICENCES.contains(&id) || excepted(id)
    });
    (!allowed).then(|| {
        format!("{name} {version} is under {licence}: take another crate, or say in EXCEPTIONS of tests/house/tree.rs why it is no trouble")
    })
}

#[test]
fn nothing_that_we_decided_against_is_in_the_tree() {
    assert_none(&tree().iter().filter_map(ban).collect::<Vec<_>>());
}

#[test]
fn every_licence_can_be_passed_on() {
    let tree = tree();
    let mut faults: Vec<_> = tree.iter().filter_map(licence_fault).collect();
    let is_needed = |name: &str, id: &str| tree.iter().any(|leaf| leaf.name == name && leaf.licence.contains(id));
    let stale = EXCEPTIONS.iter().filter(|(name, id, _)| !is_needed(name, id));
    faults.extend(stale.map(|(name, id, _)| format!("{name} is not there under {id}: take it out of EXCEPTIONS")));
    assert_none(&faults);
}

#[test]
fn a_tree_that_breaks_the_rules_is_noticed() {
    let fails = |line: &str| leaf(line).is_some_and(|leaf| ban(&leaf).is_some());
    assert!(fails("openssl-sys v0.9.1|MIT|") && fails("keyring v4.0.0|MIT|") && fails("wgpu v30.0.0|MIT|std (*)"));
    assert!(fails("zbus v5.19.0|MIT|async-io,tokio (*)"));
    assert!(!fails("keyring-core v1.0.1|MIT|") && !fails("zbus v5.19.0|MIT|tokio-vsock"));

    let fails = |line: &str| leaf(line).is_some_and(|leaf| licence_fault(&leaf).is_some());
    assert!(fails("a v1.0.0|GPL-3.0-only|") && fails("a v1.0.0|MIT AND LGPL-2.1-or-later|") && fails("a v1.0.0||"));
    assert!(fails("a v1.0.0|MPL-2.0|") && !fails("option-ext v0.2.0|MPL-2.0|"));
    assert!(!fails("a v1.0.0|MIT/Apache-2.0|") && !fails("a v1.0.0|GPL-3.0-only OR (MIT AND Zlib)|"));
}
