//! `cargo xtask bench worker`: what a request costs our Worker, beside two in plain JavaScript on the same workerd and the same
//! stand-in, in turn. The floor hands the prompt to the model and the reply back, no more; the counted one checks and counts as
//! ours does, written by hand. Processor times are those of workerd alone, so that a busy machine does not move them much.
//!
//! Then what the shelf costs: ours alone, asked with and without a job key and a seed.
//!
//! Nothing fails by a time, since a number is for a reader; it fails where a Worker answers wrongly or miscounts.

mod load;
mod peer;
mod shelf;

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use fake::{FIRST, Fake};

use load::{Load, Way, median};
use peer::Peer;

/// Each Worker's turns, beside one for the compilers of workerd.
const ROUNDS: usize = 5;
/// How often each is started.
const STARTS: usize = 5;
/// Bytes, as FLUX.2 sends for small and for large sides.
const PICTURES: [usize; 2] = [300_000, 1_500_000];
const FORMATS: [&str; 2] = ["json", "raw"];
const OURS: &str = "ours";
const FLOOR: &str = "floor (JavaScript)";
const COUNTED: &str = "counted (JavaScript)";

pub(crate) fn run() -> Result<()> {
    let bundle = packer::pack()?;
    println!("{bundle}\n");
    let fake = Fake::start()?;
    fake.set_allowance(FIRST, f64::INFINITY);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/worker_bench");
    let folders = [(FLOOR, folder.join("floor")), (COUNTED, folder.join("counted")), (OURS, bundle.folder)];
    let start = |(name, folder): &(&'static str, PathBuf)| Peer::start(name, folder, &fake);

    for peer in &folders {
        let starts = (0..STARTS).map(|_| start(peer)?.begun()).collect::<Result<Vec<_>>>()?;
        let (until, cpu) = (median(&starts, |start| start.0), median(&starts, |start| start.1));
        println!("{:22} start to the first reply {until:4.0} ms, processor {cpu:4.0} ms", peer.0);
    }
    let [.., ours] = &folders;
    shelf::compare(&mut start(ours)?, &fake)?;
    let mut peers = folders.iter().map(start).collect::<Result<Vec<_>>>()?;
    for bytes in PICTURES {
        fake.set_picture_bytes(Some(bytes));
        for format in FORMATS {
            agree(&mut peers, format)?;
            println!("\n{format}, a picture of {} kB", bytes / 1000);
            compare(&mut peers, format, &fake)?;
        }
    }
    peers.iter().filter(|peer| peer.name != FLOOR).try_for_each(Peer::counted_all)
}

/// Those that do the same work answer the same.
fn agree(peers: &mut [Peer], format: &str) -> Result<()> {
    let replies = peers.iter_mut().filter(|peer| peer.name != FLOOR).map(|peer| peer.answer(format));
    let replies = replies.collect::<Result<Vec<_>>>()?;
    ensure!(replies.windows(2).all(|pair| pair.first() == pair.last()), "the Workers answer {format} differently");
    Ok(())
}

/// Everybody's turns, and the middle of them.
fn compare(peers: &mut [Peer], format: &str, fake: &Fake) -> Result<()> {
    let mut turns = vec![Vec::new(); peers.len()];
    for round in 0..=ROUNDS {
        for (peer, turns) in peers.iter_mut().zip(&mut turns) {
            let load = peer.load(format, Way::Plain)?;
            // It remembers what it was asked.
            fake.forget();
            if round > 0 {
                turns.push(load);
            }
        }
    }
    let loads: Vec<_> = turns.iter().map(|turns| Load::middle(turns)).collect();
    let of =
        |name| peers.iter().position(|peer| peer.name == name).and_then(|at| loads.get(at)).map_or(f64::NAN, |l| l.cpu);
    println!(
        "{:22} {:>10} {:>8} {:>8} {:>13} {:>9} {:>11}",
        "", "requests/s", "p50", "p99", "CPU a request", "to floor", "to counted"
    );
    for (peer, Load { rate, p50, p99, cpu }) in peers.iter().zip(&loads) {
        let (floor, counted) = (cpu / of(FLOOR), cpu / of(COUNTED));
        println!(
            "{:22} {rate:>10.0} {p50:>5.1} ms {p99:>5.1} ms {cpu:>10.2} ms {floor:>9.2} {counted:>11.2}",
            peer.name
        );
    }
    Ok(())
}
