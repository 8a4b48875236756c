//! `cargo xtask worker` and `worker-dev`: the Worker as it goes to Cloudflare, packed, and run on the real workerd with the
//! stand-in for Workers AI.

mod clock;
mod node;
mod workerd;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt as _};

pub(crate) use crate::worker::{
    node::{node, wrangler},
    workerd::{Options, Workerd},
};

/// `cargo xtask worker`.
pub(crate) fn pack() -> Result<()> {
    println!("{}", packer::pack()?);
    Ok(())
}

/// `cargo xtask worker-dev`, until it is interrupted.
pub(crate) fn dev(mut parser: Parser) -> Result<()> {
    let (mut port, mut key, mut clock) = (8787, None, None);
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("port") => port = parser.value()?.parse()?,
            Arg::Long("key") => key = Some(parser.value()?.string()?),
            Arg::Long("clock") => clock = Some(parser.value()?.parse()?),
            _ => return Err(arg.unexpected().into()),
        }
    }
    let Some(key) = key else { bail!("which key shall it ask for? --key k") };

    let bundle = packer::pack()?;
    println!("{bundle}");
    let fake = fake::Fake::start()?;
    let mut options = Options::new(&bundle.folder, &fake.upstream());
    (options.port, options.clock) = (port, clock);
    options.kept = Some(bundle.folder.with_file_name("worker-dev"));
    options.var("API_KEY", &key);
    let workerd = Workerd::start(&options)?;
    println!("The Worker answers at {}. Ctrl+C ends it.", workerd.url());
    workerd.wait()
}
