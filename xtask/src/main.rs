//! The repository's own tools, as `cargo xtask …`: checks that need more than Rust, and pictures for the README. This file
//! reads the command line and does nothing else.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool says what it does")]

mod access;
mod cargo;
mod desktop;
mod fuzz;
mod hands;
mod packages;
mod painted_library;
mod patience;
mod program;
mod screen;
mod screenshots;
mod wasm_check;
mod window_check;

use std::process::ExitCode;

use anyhow::Result;
use lexopt::{Parser, ValueExt as _};

const HELP: &str = "\
cargo xtask check window  the main job in the real window, by keys only, as a screen reader has it: typed, drawn, seen, opened,
                          saved, and there after a crash
cargo xtask check wasm    what runs at Cloudflare builds for wasm32-unknown-unknown
cargo xtask fuzz TARGET [SECONDS]
                          any request (`router`), or any reply of Cloudflare (`cloudflare`), for a minute or so; nightly only
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
        ["check", "wasm"] => wasm_check::run(),
        ["fuzz", target] => fuzz::run(target, 60),
        ["fuzz", target, seconds] => fuzz::run(target, seconds.parse()?),
        ["screenshots"] => screenshots::run(),
        _ => anyhow::bail!("no such tool\n\n{HELP}"),
    }
}
