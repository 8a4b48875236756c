//! `easel serve`: the built-in service for other programs, on this machine only and always with a key.

use std::{path::Path, process::ExitCode};

use contract::Key;
use engine::ServeFolder;
use home::{BuiltIn, Settings, Socket};

pub(crate) fn run(data_dir: Option<&Path>, port: u16, key: Option<Key>) -> ExitCode {
    match try_run(data_dir, port, key) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            super::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn try_run(data_dir: Option<&Path>, port: u16, key: Option<Key>) -> Result<(), Box<dyn std::error::Error>> {
    let folder = ServeFolder::open(data_dir)?;
    let home = BuiltIn::open(folder.state())?;
    let made = key.is_none();
    let key = match key {
        Some(key) => key,
        None => home::make_key()?,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let socket = Socket::bind(port).await.map_err(|error| format!("{error}; {}", error.hint()))?;
        super::say(&format!("Easel listens on http://{}", socket.address()));
        if made {
            super::say(&format!("The key: {}", key.expose()));
        }
        Ok(socket.serve(&home, Settings::keyed(vec![key]), home::ctrl_c()).await?)
    })
}
