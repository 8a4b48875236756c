//! Where the decoders of others are kept from ending one of our threads. Whatever reads a stranger's bytes goes through here;
//! our own faults do not belong here.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::Error;

/// What `work` gives, and an error where it panicked. Whatever it held is dropped, so that nobody sees it half-changed.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_panic| Err(Error::broken("its decoder failed")))
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
