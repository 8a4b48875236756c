//! What the services have counted, as it was last told: a table of `state.db`. It may be lost without harm, since they can be asked
//! again; what cannot be read is as if it had never been told.

use std::collections::BTreeMap;

use super::Journal;
use crate::usage::Count;

impl Journal {
    /// In place of what was remembered of this place.
    pub(crate) fn keep_usage(&mut self, place: &str, count: &Count) -> rusqlite::Result<()> {
        let count = serde_json::to_string(count).unwrap_or_default();
        self.db
            .prepare_cached("INSERT OR REPLACE INTO usage (place, count) VALUES (?1, ?2)")?
            .execute([place, &count])?;
        Ok(())
    }

    /// By place.
    pub(crate) fn usage(&self) -> rusqlite::Result<BTreeMap<String, Count>> {
        let mut rows = self.db.prepare("SELECT place, count FROM usage")?;
        let rows = rows.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let mut counts = BTreeMap::new();
        for row in rows {
            let (place, count) = row?;
            match serde_json::from_str(&count) {
                Ok(count) => drop(counts.insert(place, count)),
                Err(error) => tracing::warn!(%error, "what was remembered of a day's usage cannot be read"),
            }
        }
        Ok(counts)
    }
}
