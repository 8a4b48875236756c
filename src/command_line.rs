//! The command line.

use std::path::PathBuf;

use contract::Key;
use lexopt::{Arg, Parser, ValueExt as _};

/// What `--help` says.
pub(crate) const HELP: &str = "\
Easel: pictures from a prompt

easel [--data-dir DIR]    opens the window
easel serve [--port N] [--key K] [--workers-ai] [--data-dir DIR]
                          opens the built-in service on this machine

  --data-dir DIR  keeps everything under DIR: pictures, journal, settings
  --port N        where to listen on 127.0.0.1 (8787)
  --key K         the key that a program must send; one is made and printed if none is given
  --workers-ai    makes pictures on Cloudflare Workers AI, which costs neurons, instead of painting them here
  --help, --version

--workers-ai reads CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN (with Workers AI Read and Edit) from the environment;
CF_ACCOUNT_LIST, a JSON array of {account_id, token}, names further ones, which take over when an account has used its free
neurons of the day. CF_TRANSLATE_MODEL sets another text model for prompts that are to be translated or enhanced.
CLOUDFLARE_API_BASE_URL sets another address of the API.

EASEL_LOG sets what is logged to standard error, such as EASEL_LOG=debug.";

/// What was asked for.
pub(crate) struct CommandLine {
    pub(crate) data_dir: Option<PathBuf>,
    pub(crate) run: Run,
}

/// What to run.
pub(crate) enum Run {
    Window,
    Serve(Serve),
    Help,
    Version,
}

/// How `easel serve` was called.
pub(crate) struct Serve {
    pub(crate) port: u16,
    pub(crate) key: Option<Key>,
    pub(crate) source: Source,
}

/// What makes the pictures of `easel serve`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Painter,
    WorkersAi,
}

impl CommandLine {
    /// Of this process.
    pub(crate) fn parse() -> Result<Self, lexopt::Error> {
        Self::read(Parser::from_env())
    }

    fn read(mut parser: Parser) -> Result<Self, lexopt::Error> {
        let (mut data_dir, mut serve, mut port, mut key, mut source) = (None, false, 8787, None, Source::Painter);
        while let Some(arg) = parser.next()? {
            match arg {
                Arg::Long("data-dir") => data_dir = Some(PathBuf::from(parser.value()?)),
                Arg::Value(word) if word == "serve" && !serve => serve = true,
                Arg::Long("port") if serve => port = parser.value()?.parse()?,
                Arg::Long("workers-ai") if serve => source = Source::WorkersAi,
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
        let run = if serve { Run::Serve(Serve { port, key, source }) } else { Run::Window };
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
        let painted = Source::Painter;
        assert!(matches!(serve.run, Run::Serve(Serve { port: 0, key: Some(_), source }) if source == painted));
        let serve = read(&["serve", "--workers-ai"]).unwrap();
        assert!(matches!(serve.run, Run::Serve(Serve { port: 8787, key: None, source: Source::WorkersAi })));
    }

    #[test]
    fn what_is_not_understood_is_refused_without_repeating_a_key() {
        for wrong in
            [&["paint"][..], &["--port", "1"], &["--workers-ai"], &["serve", "--port", "70000"], &["serve", "serve"]]
        {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
        let error = read(&["serve", "--key", "two words"]).err().unwrap();
        assert!(!error.to_string().contains("two words"), "{error}");
    }
}
