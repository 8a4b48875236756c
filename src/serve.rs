//! `easel serve`: the built-in service for other programs, on this machine only and always with a key.

use std::{error::Error, path::Path, process::ExitCode, sync::Arc};

use contract::Key;
use engine::ServeFolder;
use home::{BuiltIn, Inference, PictureFile, Settings, Socket};
use jiff::Timestamp;

use crate::{
    cloudflare::Cloudflare,
    command_line::{Serve, Source},
};

pub(crate) fn run(data_dir: Option<&Path>, serve: Serve) -> ExitCode {
    match try_run(data_dir, serve) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            super::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn try_run(data_dir: Option<&Path>, Serve { port, key, source }: Serve) -> Result<(), Box<dyn Error>> {
    match source {
        Source::Painter => {
            let folder = ServeFolder::open(data_dir)?;
            listen(&BuiltIn::open(folder.state())?, port, key)
        }
        Source::WorkersAi => {
            let cloudflare = Cloudflare::of_environment()?;
            let accounts = cloudflare.accounts()?;
            let folder = ServeFolder::open(data_dir)?;
            super::say(&format!("Pictures come from Workers AI, accounts that pay for them: {}", accounts.len()));
            let clock = Arc::new(Timestamp::now);
            listen(&BuiltIn::on_workers_ai(folder.state(), accounts, cloudflare.text_model, clock)?, port, key)
        }
    }
}

fn listen<I>(home: &BuiltIn<I>, port: u16, key: Option<Key>) -> Result<(), Box<dyn Error>>
where
    I: Inference<Picture = PictureFile> + Clone,
{
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
        Ok(socket.serve(home, Settings::keyed(vec![key]), home::ctrl_c()).await?)
    })
}
