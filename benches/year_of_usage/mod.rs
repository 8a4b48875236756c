//! Three services that have counted more than a year of pictures, on this computer: each tells 400 days, with four models a day.

use std::{
    collections::BTreeMap,
    error::Error,
    fmt::Write as _,
    fs,
    io::{self, BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    thread,
};

use contract::{
    AccountHash, Day, Usage,
    usage::{MAX_DAYS, ModelDay},
};
use engine::usage::utc_date;
use jiff::{Timestamp, ToSpan as _};

const SERVICES: usize = 3;
const MODELS: [&str; 4] = ["flux-2-klein-4b", "flux-2-klein-9b", "flux-1-schnell", "phoenix-1.0"];
/// Of one model, in a day.
const PICTURES: u64 = 100;

/// Starts them, and writes the settings of a program that knows them.
pub(crate) fn start(data_dir: &Path) -> Result<(), Box<dyn Error>> {
    let reply = serde_json::to_string(&year())?;
    let mut settings = String::new();
    for number in 1..=SERVICES {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        writeln!(
            settings,
            "[[connections]]\nid = \"{number:016x}\"\nname = \"{number}\"\nservice = \"http://{address}/\""
        )?;
        let reply = reply.clone();
        // It ends with the program.
        let serving = move || listener.incoming().flatten().for_each(|stream| drop(answer(stream, &reply)));
        drop(thread::Builder::new().name("service".to_owned()).spawn(serving)?);
    }
    Ok(fs::write(data_dir.join("settings.toml"), settings)?)
}

fn year() -> Usage {
    let today = utc_date(Timestamp::now());
    let part = ModelDay { count: PICTURES, neurons: 104.2 * PICTURES as f64 };
    let all = MODELS.len() as u64;
    let day = |ago: u16| Day {
        count: PICTURES * all,
        neurons: part.neurons * all as f64,
        by_model: BTreeMap::from(MODELS.map(|model| (model.to_owned(), part))),
        ..Day::empty(today.saturating_sub(i32::from(ago).days()))
    };
    let days = (0..MAX_DAYS).rev().map(day).collect();
    Usage { total: PICTURES * all * u64::from(MAX_DAYS), account: AccountHash::default(), days }
}

/// Whatever was asked.
fn answer(mut stream: TcpStream, reply: &str) -> io::Result<()> {
    let mut head = BufReader::new(stream.try_clone()?).lines();
    while head.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let length = reply.len();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
    write!(stream, "{head}\r\ncontent-length: {length}\r\n\r\n{reply}")
}
