//! A keyring that is open, as it is after a login: a key is kept there, through restarts, and nowhere else; replaced; removed. What
//! another program put under its name is never taken for a key.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Result, ensure};

use super::{Check, PASSWORD, user::User};
use crate::{
    keyring::{self, Keyring, Login},
    session::Session,
};

const KEY: &str = "cfut_the-first-key-0123456789";
const OTHER: &str = "the-second-key-9876543210";
/// How the entry `7` is looked for by other programs, too. The program's own are longer: a host or an account, and an id.
const NAME: [&str; 4] = ["service", "Easel", "username", "7"];

pub(super) fn run(check: &Check) -> Result<()> {
    let mut session = Session::new()?;
    keyring::start_bus(&mut session)?;
    let keyring = Keyring::start(&session, &Login::Password(PASSWORD))?;
    let mut user = User::start(&session)?;

    user.asks("read 7", "none")?;
    user.asks(&format!("write 7 {KEY}"), "done")?;
    user.asks("read 7", &format!("key {KEY}"))?;
    user.asks("read 8", "none")?;
    check.done("a key is kept, under its own name only");

    User::start(&session)?.asks("read 7", &format!("key {KEY}"))?;
    ensure!(session.run("secret-tool", ["lookup"].iter().chain(&NAME))? == KEY.as_bytes(), "secret-tool has another");
    let found = String::from_utf8(session.run("secret-tool", ["search"].iter().chain(&NAME))?)?;
    ensure!(found.contains("label = Easel: the key of 7"), "its label is another: {found}");
    check.done("another process reads it, and so does secret-tool, under a label that says what it is");

    drop(keyring);
    let keyring = Keyring::start(&session, &Login::Password(PASSWORD))?;
    user.asks("read 7", &format!("key {KEY}"))?;
    User::start(&session)?.asks("read 7", &format!("key {KEY}"))?;
    check.done("after the next login it is there, for a process that stayed as for a new one");

    user.asks(&format!("write 7 {OTHER}"), "done")?;
    user.asks("read 7", &format!("key {OTHER}"))?;
    check.done("another key takes its place");

    user.asks("write 8 the-key-of-another", "done")?;
    user.asks("remove 7", "done")?;
    user.asks("read 7", "none")?;
    user.asks("remove 7", "done")?;
    user.asks("read 8", "key the-key-of-another")?;
    check.done("removed it is gone, alone, and removing it again is no error");

    for (foreign, what) in [("two words", "no key"), ("\u{ff}", "no ASCII")] {
        store(&session, foreign.as_bytes())?;
        user.asks("read 7", "NotKept")?;
        check.done(&format!("what another program put under its name is not taken for a key: {what}"));
    }
    user.asks(&format!("write 7 {KEY}"), "done")?;
    user.asks("read 7", &format!("key {KEY}"))?;
    check.done("and a key takes its place");

    drop((user, keyring));
    let files = files(session.folder())?;
    ensure!(files.iter().any(|file| file.ends_with("login.keyring")), "the keyring's own file is elsewhere");
    for file in files {
        let bytes = fs::read(&file)?;
        let has = |key: &str| bytes.windows(key.len()).any(|window| window == key.as_bytes());
        ensure!(!has(KEY) && !has(OTHER), "{} has a key in it", file.display());
    }
    check.done("no file of the session has one of the keys in it");
    Ok(())
}

/// As another program does.
fn store(session: &Session, secret: &[u8]) -> Result<()> {
    let mut command: Command = session.command("secret-tool");
    command.args(["store", "--label=foreign"]).args(NAME).stdin(Stdio::piped());
    let mut process = command.spawn()?;
    if let Some(mut input) = process.stdin.take() {
        input.write_all(secret)?;
    }
    ensure!(process.wait()?.success(), "secret-tool keeps nothing");
    Ok(())
}

/// All below a folder, sockets aside.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.extend(files(&entry.path())?);
        } else if entry.file_type()?.is_file() {
            found.push(entry.path());
        }
    }
    Ok(found)
}
