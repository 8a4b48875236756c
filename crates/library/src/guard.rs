//! Where the code of others is kept from ending one of our threads: decoders, and the system's bin. Whatever reads a
//! stranger's bytes goes through here; our own faults do not belong here.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::Error;

/// What `work` gives, and an error where it panicked. Whatever it held is dropped, so that nobody sees it half-changed.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    caught(work).unwrap_or_else(|| Err(Error::broken("its decoder failed")))
}

/// What `work` gives, and nothing where it panicked.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_that_panics_is_an_error() {
        assert_eq!(guarded(|| Ok(7)).unwrap(), 7);
        let error = guarded(|| -> Result<u8, Error> { panic!("a test's panic") }).unwrap_err();
        assert_eq!(error.to_string(), "the picture is broken: its decoder failed");
    }
}
