//! The page at the Worker's root, in a real browser: what somebody with a phone does and sees, that nothing is paid for twice, and
//! that the page keeps to its policy. What they do stands in `browser/page.mjs`; here is what Cloudflare does meanwhile, and what
//! it was asked for.

use std::{fs, time::Duration};

use anyhow::{Result, ensure};
use fake::{Fake, Fault};

use super::{Check, KEY, clients::ended_well};
use crate::{browser::visitor, worker::Workerd};

/// Of the model: long enough to leave meanwhile.
const ANSWERS_AFTER: Duration = Duration::from_secs(4);

pub(super) fn in_a_browser(check: &Check) -> Result<()> {
    let pictures = check.bundle.folder.with_file_name("page-pictures");
    fs::create_dir_all(&pictures)?;
    let fake = Fake::start()?;
    let workerd = Workerd::start(&check.options(&fake))?;
    // `wanted`: pictures that the model makes meanwhile.
    let part = |part: &str, wanted: u64| -> Result<()> {
        let before = fake.runs();
        ended_well(&mut visitor(part, workerd.url(), KEY, &pictures)?, &workerd)?;
        let made = fake.runs() - before;
        ensure!(made == wanted, "{part}: {made} pictures were made, and not {wanted}");
        Ok(())
    };

    part("first", 1)?;
    part("typing", 2)?;
    part("keyboard", 1)?;
    part("translated", 1)?;
    ensure!(fake.texts() == 1, "one prompt was translated {} times", fake.texts());
    part("lost", 2)?;
    fake.answer_next(Fault::Slow(ANSWERS_AFTER));
    part("left", 1)?;
    fake.answer_next(Fault::NotJson);
    part("failed", 1)?;
    part("refused", 0)?;
    part("looks", 4)?;
    fake.set_allowance(fake::FIRST, 0.0);
    part("spent", 0)?;
    let pictures = pictures.display();
    check.done(&format!(
        "its page does in Chromium what it should, and pays once for a picture; {pictures} has how it looks"
    ));
    Ok(())
}
