//! What the shelf costs: our Worker, asked in each way in turn, beside the one without a key and a seed.

use anyhow::Result;
use fake::Fake;

use super::{
    PICTURES, ROUNDS,
    load::{Load, Way},
    peer::Peer,
};

const WAYS: [(Way, &str); 4] = [
    (Way::Plain, "without"),
    (Way::JobKey, "with a job key"),
    (Way::NewSeed, "with a seed, new"),
    (Way::SameSeed, "with a seed, again"),
];
/// As the desktop program asks.
const FORMAT: &str = "raw";

pub(super) fn compare(peer: &mut Peer, fake: &Fake) -> Result<()> {
    for bytes in PICTURES {
        fake.set_picture_bytes(Some(bytes));
        println!("\nthe shelf, {FORMAT}, a picture of {} kB", bytes / 1000);
        let mut turns = WAYS.map(|_| Vec::new());
        for round in 0..=ROUNDS {
            for ((way, _), turns) in WAYS.iter().zip(&mut turns) {
                let load = peer.load(FORMAT, *way)?;
                // It remembers what it was asked.
                fake.forget();
                if round > 0 {
                    turns.push(load);
                }
            }
        }
        table(&turns.map(|turns| Load::middle(&turns)));
    }
    Ok(())
}

fn table(loads: &[Load]) {
    let without = loads.first().map_or(f64::NAN, |load| load.cpu);
    println!("{:22} {:>10} {:>8} {:>8} {:>13} {:>11}", "", "requests/s", "p50", "p99", "CPU a request", "to without");
    for ((_, name), Load { rate, p50, p99, cpu }) in WAYS.iter().zip(loads) {
        let ratio = cpu / without;
        println!("{name:22} {rate:>10.0} {p50:>5.1} ms {p99:>5.1} ms {cpu:>10.2} ms {ratio:>11.2}");
    }
}
