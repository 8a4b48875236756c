//! The packed Worker on this computer: found, and read into memory whole, with every length bounded by what its list says. It
//! judges nothing of what is inside: Cloudflare does.

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use contract::{Bundle, bundle::MAX_LIST_BYTES};

use super::unsent;
use crate::{
    cause::{Cause, WorkerFault},
    failure::Failure,
};

/// What the packer calls its folder.
pub(super) const FOLDER: &str = "worker-bundle";
const LIST: &str = "bundle.json";

/// A packed Worker.
#[derive(Debug)]
pub(super) struct Packed {
    pub(super) bundle: Bundle,
    /// Of its modules, in their order.
    pub(super) files: Vec<Bytes>,
}

/// The first that is there. One that is broken is told, and none behind it is taken in its place.
pub(super) fn find(folders: &[PathBuf]) -> Result<Option<Packed>, Failure> {
    let found = folders.iter().find(|folder| folder.join(LIST).exists());
    found.map(|folder| read(folder).map_err(broken)).transpose()
}

fn read(folder: &Path) -> Result<Packed, String> {
    let list = read_file(&folder.join(LIST), MAX_LIST_BYTES as u64).map_err(|error| said(LIST, &error))?;
    let bundle = Bundle::read(&list).map_err(|error| error.to_string())?;
    let mut files = Vec::new();
    for module in &bundle.modules {
        let file = read_file(&folder.join(&module.name), module.size).map_err(|error| said(&module.name, &error))?;
        if file.len() as u64 != module.size {
            return Err(format!("{} is not as long as {LIST} says", module.name));
        }
        files.push(file);
    }
    Ok(Packed { bundle, files })
}

/// One byte more than it may have tells that it is too long.
fn read_file(path: &Path, most: u64) -> io::Result<Bytes> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes.into())
}

fn said(name: &str, error: &io::Error) -> String {
    format!("{name}: {error}")
}

fn broken(why: String) -> Failure {
    unsent(Cause::Worker(WorkerFault::BrokenBundle)).detail(why)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const GOOD: &str = r#"{"name":"easel","version":"0.1.0","main":"a.js","size":2,"gzip":2,
        "modules":[{"name":"a.js","type":"application/javascript+module","size":2}],
        "compatibility_date":"2026-07-30","compatibility_flags":[],"bindings":[],"migrations":[],
        "observability":{"enabled":true}}"#;

    #[test]
    fn the_first_that_is_there_is_read_and_one_that_is_not_whole_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let (none, packed) = (folder.path().join("none"), folder.path().join("packed"));
        fs::create_dir(&packed).unwrap();
        assert!(find(&[none.clone(), packed.clone()]).unwrap().is_none());
        fs::write(packed.join(LIST), GOOD).unwrap();
        fs::write(packed.join("a.js"), "ok").unwrap();
        let found = find(&[none, packed.clone()]).unwrap().unwrap();
        assert_eq!((found.bundle.version.as_str(), &found.files[..]), ("0.1.0", &[Bytes::from("ok")][..]));
        for (file, text) in [("a.js", "longer"), ("a.js", "s"), (LIST, "{}"), (LIST, &" ".repeat(MAX_LIST_BYTES + 1))] {
            fs::write(packed.join("a.js"), "ok").unwrap();
            fs::write(packed.join(LIST), GOOD).unwrap();
            fs::write(packed.join(file), text).unwrap();
            let failure = find(std::slice::from_ref(&packed)).unwrap_err();
            assert_eq!(failure.cause, Cause::Worker(WorkerFault::BrokenBundle), "{file}");
        }
        fs::write(packed.join(LIST), GOOD).unwrap();
        fs::remove_file(packed.join("a.js")).unwrap();
        assert!(find(&[packed]).unwrap_err().detail.unwrap().starts_with("a.js: "));
    }
}
