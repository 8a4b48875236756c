//! Pictures in an object's storage, in pieces, since a row holds two megabytes at most (facts, Cloudflare §7). They go from
//! JavaScript's memory to the table and back, past wasm's.

use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use serde::Deserialize;
use service::shelf::MAX_KEPT;
use wasm_bindgen::{JsCast as _, JsValue};
use worker::{Result, SqlStorage};

use crate::picture::JsPicture;

/// Bytes of a row.
const PIECE: u32 = 1 << 20;
/// Rows of a picture at most.
const PIECES: i64 = MAX_KEPT.div_ceil(PIECE as usize).cast_signed() as i64;

/// A picture's pieces stand side by side from its number times [`PIECES`] on. The number alone is the key: a table without a
/// rowid would read whole pieces to compare keys, and a key of two columns would be a second row for each.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS piece (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT";

/// Of all pieces of a picture; none where there are none.
#[derive(Deserialize)]
struct Length {
    bytes: Option<u32>,
}

/// The table.
pub(crate) struct Pieces(SqlStorage);

impl Pieces {
    pub(crate) fn open(sql: SqlStorage) -> Self {
        // Where this fails, the next statement says so to whoever asked.
        sql.exec(TABLE, None).ok();
        Self(sql)
    }

    /// Writes a picture of at most [`MAX_KEPT`] bytes. A part of it may stand here when this fails.
    pub(crate) fn write(&self, number: i64, picture: &JsPicture) -> Result<()> {
        let file = picture.file();
        for (id, at) in (number * PIECES..).zip((0..file.length()).step_by(PIECE as usize)) {
            let piece = file.subarray(at, at + PIECE);
            self.0.exec_raw("INSERT INTO piece VALUES (?1, ?2)", vec![JsValue::from_f64(id as f64), piece.into()])?;
        }
        Ok(())
    }

    /// The picture, while it is kept. Its length is asked for first, which reads none of it, so that no piece waits for the next
    /// in a second copy of the whole.
    pub(crate) fn read(&self, number: i64) -> Result<Option<JsPicture>> {
        let lengths = "SELECT sum(length(bytes)) AS bytes FROM piece WHERE id BETWEEN ?1 AND ?2";
        let Some(length) = self.0.exec(lengths, range(number))?.one::<Length>()?.bytes else { return Ok(None) };
        let file = Uint8Array::new_with_length(length);
        let mut at = 0;
        for row in self.0.exec("SELECT bytes FROM piece WHERE id BETWEEN ?1 AND ?2 ORDER BY id", range(number))? {
            let piece: ArrayBuffer = Reflect::get(&row?, &"bytes".into())?.unchecked_into();
            file.set(&Uint8Array::new(&piece), at);
            at += piece.byte_length();
        }
        Ok(Some(JsPicture::of(file)))
    }

    pub(crate) fn forget(&self, number: i64) -> Result<()> {
        self.0.exec("DELETE FROM piece WHERE id BETWEEN ?1 AND ?2", range(number)).map(drop)
    }
}

fn range(number: i64) -> Vec<worker::SqlStorageValue> {
    let first = number * PIECES;
    vec![first.into(), (first + PIECES - 1).into()]
}
