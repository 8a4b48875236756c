//! The repository's own tools, as `cargo xtask …`: checks that need more than Rust, and pictures for the README. This file
//! reads the command line and does nothing else.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool says what it does")]

mod access;
mod browser;
mod cargo;
mod connections_check;
mod deploy_check;
mod desktop;
mod fuzz;
mod hands;
mod keychain_check;
mod keyring;
mod package;
mod packages;
mod page_picture;
mod painted_library;
mod patience;
mod program;
mod screen;
mod screenshots;
mod session;
mod torture_check;
mod used_year;
mod wasm_check;
mod window_check;
mod worker;
mod worker_bench;
mod worker_check;

use std::process::ExitCode;

use anyhow::Result;
use lexopt::{Parser, ValueExt as _};

const HELP: &str = "\
cargo xtask check window  the main job in the real window, by keys only, as a screen reader has it: typed, drawn, seen, opened,
                          saved, and there after a crash
cargo xtask check keychain
                          keys in a real GNOME Keyring: kept, replaced, removed; while it is locked, refused, absent, slow, or
                          started anew
cargo xtask check torture --rounds 200
                          the engine in a process that is killed at random moments while a service answers slowly: no picture lost,
                          none paid twice; and if the power fails with it, none lost, and none that was sent said to be free.
                          --seed S draws the same chances again; what each kill meets is up to the machine. Takes Linux
cargo xtask check connections
                          connections in the real window, with the real keychain and the Worker on the real workerd; and a search
                          for the keys in all that was written
cargo xtask check wasm    what runs at Cloudflare builds for wasm32-unknown-unknown
cargo xtask fuzz TARGET [SECONDS]
                          any request (`router`), or any reply of Cloudflare (`cloudflare`), for a minute or so; nightly only
cargo xtask check worker  the Worker on the real workerd, beside a stand-in for Cloudflare, and what wrangler would deploy
cargo xtask check deploy  the Worker uploaded to the stand-in as the program does it, and run from there on the real workerd
cargo xtask package       a Debian package and an archive of Easel, with the packed Worker that it deploys; takes Debian's dpkg
cargo xtask worker        packs the Worker: one folder that wrangler or another program can upload
cargo xtask worker-dev --port 8788 --key k
                          packs it and runs it on this computer until it is interrupted; pictures come from the stand-in;
                          --clock 2026-11-21T23:59:50Z: what time it takes it to be
cargo xtask bench worker  what a request costs the Worker, beside two in JavaScript on the same workerd; takes wrk, some minutes,
                          and nothing else at work
cargo xtask screenshots   the README's pictures, from the real window with a library that it paints itself

The window opens on a display of its own (Xvfb); `.ci/packages` lists what Debian 12 needs for that.";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut args = Vec::new();
    let mut parser = Parser::from_env();
    while let Some(arg) = parser.next()? {
        match arg {
            lexopt::Arg::Value(word) if args.is_empty() && word == "worker-dev" => return worker::dev(parser),
            lexopt::Arg::Value(word) if args == ["check"] && word == "torture" => return torture_check::run(parser),
            lexopt::Arg::Value(word) => args.push(word.string()?),
            lexopt::Arg::Short('h') | lexopt::Arg::Long("help") => {
                println!("{HELP}");
                return Ok(());
            }
            _ => return Err(arg.unexpected().into()),
        }
    }
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["check", "window"] => window_check::run(),
        ["check", "keychain"] => keychain_check::run(),
        // Of the checks, for processes of their own.
        ["keychain-user"] => keychain_check::user(),
        ["tortured-user", part, folder, seed] => torture_check::user(part, folder, seed),
        ["check", "connections"] => connections_check::run(),
        ["check", "deploy"] => deploy_check::run(),
        ["check", "wasm"] => wasm_check::run(),
        ["fuzz", target] => fuzz::run(target, 60),
        ["fuzz", target, seconds] => fuzz::run(target, seconds.parse()?),
        ["check", "worker"] => worker_check::run(),
        ["bench", "worker"] => worker_bench::run(),
        ["package"] => package::run(),
        ["worker"] => worker::pack(),
        ["screenshots"] => screenshots::run(),
        _ => anyhow::bail!("no such tool\n\n{HELP}"),
    }
}
