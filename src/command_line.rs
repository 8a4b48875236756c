//! The command line.

use std::path::PathBuf;

use contract::Key;
use lexopt::{Arg, Parser, ValueExt as _};

/// What `--help` says.
pub(crate) const HELP: &str = "\
Easel: pictures from a prompt

easel [--data-dir DIR]                            opens the window
easel serve [--port N] [--key K] [--data-dir DIR] opens the built-in service on this machine

  --data-dir DIR  keeps everything under DIR: pictures, journal, settings
  --port N        where to listen on 127.0.0.1 (8787)
  --key K         the key that a program must send; one is made and printed if none is given
  --help, --version

EASEL_LOG sets what is logged to standard error, such as EASEL_LOG=debug.";

/// What was asked for.
pub(crate) struct CommandLine {
    pub(crate) data_dir: Option<PathBuf>,
    pub(crate) run: Run,
}

/// What to run.
pub(crate) enum Run {
    Window,
    Serve { port: u16, key: Option<Key> },
    Help,
    Version,
}

impl CommandLine {
    /// Of this process.
    pub(crate) fn parse() -> Result<Self, lexopt::Error> {
        Self::read(Parser::from_env())
    }

    fn read(mut parser: Parser) -> Result<Self, lexopt::Error> {
        let (mut data_dir, mut serve, mut port, mut key) = (None, false, None, None);
        while let Some(arg) = parser.next()? {
            match arg {
                Arg::Long("data-dir") => data_dir = Some(PathBuf::from(parser.value()?)),
                Arg::Value(word) if word == "serve" && !serve => serve = true,
                Arg::Long("port") if serve => port = Some(parser.value()?.parse()?),
                // The key itself is not repeated in the error.
                Arg::Long("key") if serve => {
                    let text = parser.value()?.string()?;
                    key = Some(Key::parse(&text).map_err(|error| lexopt::Error::Custom(error.into()))?);
                }
                Arg::Short('h') | Arg::Long("help") => return Ok(Self { data_dir, run: Run::Help }),
                Arg::Short('V') | Arg::Long("version") => return Ok(Self { data_dir, run: Run::Version }),
                _ => return Err(arg.unexpected()),
            }
        }
        let run = if serve { Run::Serve { port: port.unwrap_or(8787), key } } else { Run::Window };
        Ok(Self { data_dir, run })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &[&str]) -> Result<CommandLine, lexopt::Error> {
        CommandLine::read(Parser::from_args(args))
    }

    #[test]
    fn the_window_is_what_opens_unless_something_else_is_said() {
        let window = read(&["--data-dir", "/stick"]).unwrap();
        assert!(matches!(window.run, Run::Window));
        assert_eq!(window.data_dir, Some("/stick".into()));
        let serve = read(&["serve", "--port", "0", "--key", "k"]).unwrap();
        assert!(matches!(serve.run, Run::Serve { port: 0, key: Some(_) }));
    }

    #[test]
    fn what_is_not_understood_is_refused_without_repeating_a_key() {
        for wrong in [&["paint"][..], &["--port", "1"], &["serve", "--port", "70000"], &["serve", "serve"]] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
        let error = read(&["serve", "--key", "two words"]).err().unwrap();
        assert!(!error.to_string().contains("two words"), "{error}");
    }
}
