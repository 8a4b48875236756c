//! A job's picture in its storage, in pieces, since a row holds two megabytes at most (facts, Cloudflare §7). It goes from
//! JavaScript's memory to the tables and back, past wasm's.

use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use worker::{Result, SqlStorage};

use crate::picture::JsPicture;

/// Bytes of a row.
const PIECE: u32 = 1 << 20;
/// Bytes; a larger picture is not kept. FLUX sends 0.2 to 1.5 MB.
const MAX_KEPT: u32 = 8 << 20;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS piece (at INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT";

/// The table.
pub(super) struct Reply(SqlStorage);

impl Reply {
    pub(super) fn open(sql: SqlStorage) -> Result<Self> {
        sql.exec(TABLE, None)?;
        Ok(Self(sql))
    }

    /// A part of it may stand here when this fails.
    pub(super) fn write(&self, picture: &JsPicture) -> Result<()> {
        let file = picture.file();
        if file.length() > MAX_KEPT {
            return Ok(());
        }
        for at in (0..file.length()).step_by(PIECE as usize) {
            let piece = file.subarray(at, at + PIECE);
            self.0.exec_raw("INSERT INTO piece VALUES (?1, ?2)", vec![at.into(), piece.into()])?;
        }
        Ok(())
    }

    /// The picture, while it is kept.
    pub(super) fn read(&self) -> Result<Option<JsPicture>> {
        let pieces: Vec<JsValue> = self.0.exec("SELECT bytes FROM piece ORDER BY at", None)?.collect::<Result<_>>()?;
        let bytes = |row: JsValue| Reflect::get(&row, &"bytes".into()).map(JsValue::unchecked_into);
        let pieces: Vec<ArrayBuffer> = pieces.into_iter().map(bytes).collect::<std::result::Result<_, _>>()?;
        let file = Uint8Array::new_with_length(pieces.iter().map(ArrayBuffer::byte_length).sum());
        let mut at = 0;
        for piece in &pieces {
            file.set(&Uint8Array::new(piece), at);
            at += piece.byte_length();
        }
        Ok(Some(JsPicture::of(file)).filter(|_| !pieces.is_empty()))
    }

    pub(super) fn forget(&self) -> Result<()> {
        self.0.exec("DELETE FROM piece", None).map(drop)
    }
}
