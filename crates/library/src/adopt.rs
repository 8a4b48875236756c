//! Pictures whose bytes were all there when the program ended, and that have no name yet: a crash came between the last byte
//! and the rename. They lie among the incoming ones, with their metadata inside.

use std::{fs, io, path::Path};

use contract::{Format, MAX_PICTURE_BYTES};

use crate::{Entry, Error, Found, Library, pixels, read_meta, write};

impl Library {
    /// Gives each whole incoming picture its name, and removes those that are not whole: nothing can be made of them. Files
    /// of other names are not ours. Only before anything is added, since a picture that is being added lies there too.
    pub fn adopt(&mut self) -> Result<Vec<Entry>, Error> {
        let incoming = self.incoming();
        let files = match fs::read_dir(&incoming).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            files => files.map_err(Error::at(&incoming))?,
        };
        let mut adopted = Vec::new();
        for file in files.into_iter().filter(|file| write::is_hidden_name(&file.file_name())) {
            let path = file.path();
            match self.adopt_one(&path) {
                Ok(entry) => adopted.extend(entry),
                Err(error) => tracing::warn!(path = %path.display(), %error, "an incoming picture stays where it is"),
            }
        }
        Ok(adopted)
    }

    /// The file goes only once its picture is safe, or when it surely is none.
    fn adopt_one(&mut self, path: &Path) -> Result<Option<Entry>, Error> {
        // Metadata takes two segments of 64 KiB at most, beside the picture itself.
        let bound = MAX_PICTURE_BYTES as u64 + (1 << 20);
        let bytes = fs::metadata(path).map_err(Error::at(path))?.len();
        if bytes > bound {
            return Err(Error::TooLong { bytes });
        }
        let bytes = fs::read(path).map_err(Error::at(path))?;
        let whole = Format::sniff(&bytes).filter(|format| format.is_whole(&bytes));
        let adopted = match whole {
            Some(format) => {
                let Some(Found::Easel(meta)) = read_meta(path)? else {
                    return Err(Error::broken("it does not say what it is"));
                };
                Some(self.keep(&bytes, format, pixels::size(format, &bytes)?, &meta)?)
            }
            None => None,
        };
        fs::remove_file(path).map_err(Error::at(path))?;
        Ok(adopted)
    }
}
