//! How a Worker's Durable Objects come to be: facts, Cloudflare §6.5. They begin where the Worker stands, or not at all.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::land::Worker;
use crate::refusal::{Refused, deploy};

/// One step, or several in order. Classes without SQLite need a paid plan, and renaming and removing nobody here does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Migrations {
    old_tag: Option<String>,
    new_tag: String,
    new_sqlite_classes: Option<Vec<String>>,
    steps: Option<Vec<Step>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    new_sqlite_classes: Vec<String>,
}

impl Migrations {
    /// The tag and the classes that the Worker has after them. `before`: what stood there.
    pub(super) fn follow(&self, before: Option<&Worker>) -> Result<(String, BTreeSet<String>), Refused> {
        let tag = before.and_then(|before| before.migration_tag.as_deref());
        if self.old_tag.as_deref() != tag || tag == Some(&self.new_tag) {
            let (told, there) = (self.old_tag.as_deref().unwrap_or_default(), tag.unwrap_or_default());
            return Err(
                deploy::MIGRATION.since(format!("Migration tag precondition failed; expected {told:?}, got {there:?}"))
            );
        }
        let steps: Vec<&[String]> = match (&self.new_sqlite_classes, &self.steps) {
            (Some(classes), None) => vec![classes],
            (None, Some(steps)) => steps.iter().map(|step| step.new_sqlite_classes.as_slice()).collect(),
            _ => return Err(deploy::INVALID.since("migrations are one step, or a list of steps")),
        };
        let mut classes = before.map(|before| before.classes.clone()).unwrap_or_default();
        for class in steps.into_iter().flatten() {
            if class.is_empty() || !classes.insert(class.clone()) {
                return Err(deploy::MIGRATION.since(format!("the class {class:?} is there already")));
            }
        }
        Ok((self.new_tag.clone(), classes))
    }
}
