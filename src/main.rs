//! `easel` opens the window; `easel serve` opens the built-in service for other programs. This file reads the command line
//! and does nothing else.

mod cloudflare;
mod command_line;
mod serve;
mod window;

use std::process::ExitCode;

use command_line::{CommandLine, Run};

fn main() -> ExitCode {
    let to_stderr = tracing_subscriber::fmt().with_writer(std::io::stderr);
    let filter = tracing_subscriber::EnvFilter::try_from_env("EASEL_LOG").unwrap_or_else(|_| "warn,easel=info".into());
    to_stderr.with_env_filter(filter).init();
    match CommandLine::parse() {
        Ok(CommandLine { data_dir, run: Run::Window }) => window::run(data_dir.as_deref()),
        Ok(CommandLine { data_dir, run: Run::Serve(serve) }) => serve::run(data_dir.as_deref(), serve),
        Ok(CommandLine { run: Run::Help, .. }) => say(command_line::HELP),
        Ok(CommandLine { run: Run::Version, .. }) => say(concat!("easel ", env!("CARGO_PKG_VERSION"))),
        Err(error) => {
            complain(&format!("{error}\n\n{}", command_line::HELP));
            ExitCode::from(2)
        }
    }
}

#[expect(clippy::print_stdout, reason = "what was asked for goes to standard output")]
fn say(text: &str) -> ExitCode {
    println!("{text}");
    ExitCode::SUCCESS
}

#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
fn complain(text: &str) {
    eprintln!("{text}");
}
