//! The head of a picture's file: format, size, and what it says of itself. The pixels are never touched and every read is
//! bounded, since the library looks at thousands of files a second, written by anybody.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom},
    path::Path,
};

use contract::{Format, Record, Size};

use crate::{Error, Meta, exif, guard::guarded, parameters, xmp};

/// Bytes; enough for the sides of a PNG or WebP.
const FIRST: u64 = 32;
/// Bytes; a longer block of metadata is passed over.
const MAX_BLOCK: u32 = 1 << 20;
/// Segments or chunks; a file with more before its pixels is no ordinary file.
const MAX_BLOCKS: usize = 4096;
/// Before the EXIF block of a JPEG, and by mistake of some WebP files.
pub(crate) const EXIF: &[u8] = b"Exif\0\0";
/// Before the XMP packet of a JPEG.
pub(crate) const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// What a picture says of itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Made by this program.
    Easel(Meta),
    /// By another one: the prompt at least.
    Other(Record),
}

/// What the file at `path` says of itself; `None` when it says nothing. Reads its head only.
pub fn read_meta(path: &Path) -> Result<Option<Found>, Error> {
    Head::open(path).map(|head| head.found)
}

/// The head of a file.
#[derive(Debug)]
pub(crate) struct Head {
    /// As it is shown: on its feet.
    pub(crate) size: Size,
    pub(crate) found: Option<Found>,
}

impl Head {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(Error::at(path))?;
        guarded(|| Self::read(BufReader::new(file), path))
    }

    /// `path`: for the error.
    fn read(mut file: impl BufRead + Seek, path: &Path) -> Result<Self, Error> {
        let mut first = Vec::with_capacity(FIRST as usize);
        file.by_ref().take(FIRST).read_to_end(&mut first).map_err(Error::at(path))?;
        let format = Format::sniff(&first).ok_or(Error::NotAPicture)?;
        let mut texts = Texts::default();
        let walked = match format {
            Format::Jpeg => texts.jpeg(&mut file),
            Format::Png => texts.png(file).map(|()| format.dimensions(&first)),
            Format::WebP => texts.webp(&mut file).map(|()| format.dimensions(&first)),
        };
        let size = match walked {
            Ok(size) => size,
            // Cut off behind its header: what there is of it can be shown.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => format.dimensions(&first),
            Err(error) => return Err(Error::at(path)(error)),
        };
        let size = size.filter(|size| size.pixels() > 0).ok_or_else(|| Error::broken("its size cannot be read"))?;
        let size = if texts.sideways { Size::new(size.height, size.width) } else { size };
        let other = |text: String| Found::Other(parameters::read(&text, size));
        Ok(Self { size, found: texts.easel.map(Found::Easel).or_else(|| texts.parameters.map(other)) })
    }
}

/// The words found on the way; the first of each counts.
#[derive(Default)]
struct Texts {
    easel: Option<Meta>,
    parameters: Option<String>,
    sideways: bool,
}

impl Texts {
    fn exif(&mut self, tiff: &[u8]) {
        let exif = exif::read(tiff);
        self.parameters = self.parameters.take().or(exif.comment);
        self.sideways |= exif.sideways;
    }

    fn xmp(&mut self, packet: &[u8]) {
        self.easel = self.easel.take().or_else(|| xmp::read(packet));
    }

    /// Walks the segments to the frame header, and answers the size that it gives.
    fn jpeg(&mut self, file: &mut (impl Read + Seek)) -> io::Result<Option<Size>> {
        file.seek(SeekFrom::Start(2))?;
        for _ in 0..MAX_BLOCKS {
            let [0xff, marker] = array(file)? else { return Ok(None) };
            match marker {
                // A fill byte: the next one may be the marker.
                0xff => {
                    file.seek_relative(-1)?;
                }
                0x01 | 0xd0..=0xd7 => {}
                0xd9 | 0xda => return Ok(None),
                0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                    let frame: [u8; 7] = array(file)?;
                    let alone = [&[0xff, 0xd8, 0xff, marker], frame.as_slice()].concat();
                    return Ok(Format::Jpeg.dimensions(&alone));
                }
                _ => {
                    let Some(len) = u16::from_be_bytes(array(file)?).checked_sub(2) else { return Ok(None) };
                    if marker == 0xe1 {
                        self.app1(&block(file, u32::from(len))?);
                    } else {
                        file.seek_relative(i64::from(len))?;
                    }
                }
            }
        }
        Ok(None)
    }

    fn app1(&mut self, segment: &[u8]) {
        if let Some(tiff) = segment.strip_prefix(EXIF) {
            self.exif(tiff);
        } else if let Some(packet) = segment.strip_prefix(XMP) {
            self.xmp(packet);
        }
    }

    /// The text chunks before the pixels. Where the decoder gives up, the words that came before are lost with it; the
    /// picture is listed without them.
    fn png(&mut self, mut file: impl BufRead + Seek) -> io::Result<()> {
        file.rewind()?;
        let mut decoder = png::Decoder::new_with_limits(file, png::Limits { bytes: 4 * MAX_BLOCK as usize });
        decoder.set_ignore_iccp_chunk(true);
        let reader = match decoder.read_info() {
            Ok(reader) => reader,
            Err(png::DecodingError::IoError(error)) if error.kind() != io::ErrorKind::UnexpectedEof => {
                return Err(error);
            }
            Err(_) => return Ok(()),
        };
        let info = reader.info();
        for chunk in &info.utf8_text {
            self.png_text(&chunk.keyword, || chunk.get_text().ok());
        }
        for chunk in &info.uncompressed_latin1_text {
            self.png_text(&chunk.keyword, || Some(utf8_or_latin1(&chunk.text)));
        }
        if let Some(tiff) = &info.exif_metadata {
            self.exif(tiff);
        }
        Ok(())
    }

    fn png_text(&mut self, keyword: &str, text: impl FnOnce() -> Option<String>) {
        match keyword {
            "easel" if self.easel.is_none() => self.easel = text().and_then(|json| Meta::from_json(&json)),
            "parameters" if self.parameters.is_none() => self.parameters = text(),
            _ => {}
        }
    }

    /// Walks all chunks, since the words stand behind the pixels; those are passed over.
    fn webp(&mut self, file: &mut (impl BufRead + Seek)) -> io::Result<()> {
        file.seek(SeekFrom::Start(12))?;
        for _ in 0..MAX_BLOCKS {
            if file.fill_buf()?.is_empty() {
                break;
            }
            let id: [u8; 4] = array(file)?;
            let len = u32::from_le_bytes(array(file)?);
            match &id {
                b"EXIF" | b"XMP " if len <= MAX_BLOCK => {
                    let words = block(file, len)?;
                    if &id == b"XMP " {
                        self.xmp(&words);
                    } else {
                        self.exif(words.strip_prefix(EXIF).unwrap_or(&words));
                    }
                }
                _ => file.seek_relative(i64::from(len))?,
            }
            // Chunks begin at even places.
            file.seek_relative(i64::from(len % 2))?;
        }
        Ok(())
    }
}

fn array<const N: usize>(file: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// `len` bytes; at most 1 MB, which the callers see to.
fn block(file: &mut impl Read, len: u32) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; len as usize];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// A `tEXt` chunk is Latin-1 by its standard and UTF-8 by many of its writers. Text that is UTF-8 by chance is not seen in
/// the wild.
fn utf8_or_latin1(text: &str) -> String {
    let bytes: Vec<u8> = text.chars().map(|c| c as u8).collect();
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
