//! Who uses the keychain: `easel::SystemKeychain` in a process of its own, which takes a question a line and answers with a line.
//! Keys travel through its pipes only.

use std::{
    env,
    io::{self, BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, sync_channel},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use contract::Key;
use easel::SystemKeychain;
use engine::{Keychain as _, KeychainError};

use crate::{patience::PATIENCE, session::Session};

/// A running process; killed when dropped.
pub(super) struct User {
    process: Child,
    questions: ChildStdin,
    answers: Receiver<String>,
}

impl User {
    pub(super) fn start(session: &Session) -> Result<Self> {
        let mut command = session.command(env::current_exe()?);
        let mut process = command.arg("keychain-user").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let questions = process.stdin.take().context("no pipe")?;
        let lines = BufReader::new(process.stdout.take().context("no pipe")?).lines();
        let (tell, answers) = sync_channel(1);
        // Ends with the process.
        let thread = thread::Builder::new().name("keychain-user".to_owned());
        thread.spawn(move || lines.map_while(Result::ok).try_for_each(|line| tell.send(line)))?;
        Ok(Self { process, questions, answers })
    }

    /// Asks, and does not wait: `read NAME`, `write NAME KEY` or `remove NAME`.
    pub(super) fn ask(&mut self, question: &str) -> Result<()> {
        Ok(writeln!(self.questions, "{question}")?)
    }

    /// The answer, as soon as it is there; `None` when it takes longer.
    pub(super) fn answer_within(&self, time: Duration) -> Result<Option<String>> {
        match self.answers.recv_timeout(time) {
            Ok(answer) => Ok(Some(answer)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => bail!("the process that uses the keychain ended"),
        }
    }

    /// Waits for this answer: `key KEY`, `none`, `done`, or a fault by its name, whatever the system says beside it.
    pub(super) fn hears(&self, expected: &str) -> Result<()> {
        let answer = self.answer_within(PATIENCE)?.context("no answer")?;
        ensure!(answer == expected || answer.starts_with(&format!("{expected}: ")), "{answer}, not {expected}");
        Ok(())
    }

    pub(super) fn asks(&mut self, question: &str, expected: &str) -> Result<()> {
        self.ask(question)?;
        self.hears(expected).with_context(|| question.to_owned())
    }
}

impl Drop for User {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.process.kill().and_then(|()| self.process.wait());
    }
}

/// The process itself: answers until nobody asks.
pub(crate) fn answer() -> Result<()> {
    let mut keychain = SystemKeychain::new();
    for question in io::stdin().lines() {
        let question = question?;
        let words: Vec<_> = question.split(' ').collect();
        let answer = match words.as_slice() {
            ["read", name] => keychain.read(name).map(|key| match key {
                Some(key) => format!("key {}", key.expose()),
                None => "none".to_owned(),
            }),
            ["write", name, key] => keychain.write(name, &Key::parse(key)?).map(|()| "done".to_owned()),
            ["remove", name] => keychain.remove(name).map(|()| "done".to_owned()),
            _ => bail!("no question: {question}"),
        };
        println!("{}", answer.unwrap_or_else(|error| fault(&error)));
    }
    Ok(())
}

fn fault(KeychainError { fault, detail }: &KeychainError) -> String {
    format!("{fault:?}: {}", detail.as_deref().unwrap_or_default())
}
