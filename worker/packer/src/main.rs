//! `cargo run --package packer`: the build command of `wrangler.jsonc`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool says what it does")]

use std::process::ExitCode;

fn main() -> ExitCode {
    match packer::pack() {
        Ok(bundle) => {
            println!("{bundle}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
