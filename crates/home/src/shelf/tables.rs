//! The shelf's tables in `state.db`, as every version of Easel that was released had them. A migration that was released is never
//! changed.

use std::time::Duration;

use jiff::Timestamp;

pub(super) const OWNER: &str = "shelf";

pub(super) const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE shelf (
        key TEXT PRIMARY KEY,
        recipe BLOB NOT NULL,       -- SHA-256 of the request
        at INTEGER NOT NULL,        -- milliseconds since 1970: when it began, then when it ended
        state TEXT NOT NULL CHECK (state IN ('running', 'made', 'failed')),
        picture BLOB,               -- made: the file, while it is kept
        neurons REAL,               -- made, where known
        seed INTEGER,               -- made, where known
        error TEXT                  -- failed: JSON
    ) STRICT;
    CREATE INDEX shelf_at ON shelf (at);
    ",
    // What is known of a picture is one column, as in every home. The old ones are rewritten once: a day's pictures.
    "
    ALTER TABLE shelf ADD COLUMN facts TEXT;    -- made: JSON
    UPDATE shelf SET facts = json_object('neurons', neurons, 'seed', seed) WHERE state = 'made';
    ALTER TABLE shelf DROP COLUMN neurons;
    ALTER TABLE shelf DROP COLUMN seed;
    CREATE INDEX shelf_pictures ON shelf (at) WHERE picture IS NOT NULL;
    CREATE TABLE recipes (
        id INTEGER PRIMARY KEY,
        recipe BLOB NOT NULL UNIQUE,    -- SHA-256 of the request
        at INTEGER NOT NULL,            -- milliseconds since 1970: when it was made
        length INTEGER NOT NULL,        -- of the picture, in bytes
        facts TEXT NOT NULL,            -- JSON
        picture BLOB NOT NULL           -- the file
    ) STRICT;
    -- With the length, so that all of them are added up without a look at a picture.
    CREATE INDEX recipes_at ON recipes (at, length);
    ",
];

/// What is this old or older at `now` is too old for what is kept so long. Milliseconds since 1970.
pub(super) fn before(now: Timestamp, kept: Duration) -> i64 {
    now.saturating_sub(kept).map_or(i64::MIN, Timestamp::as_millisecond)
}
