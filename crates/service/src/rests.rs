//! Which accounts rest: one that has used its allowance is not asked again before that comes back, as long as another can be.
//! Each home holds one, in memory: whoever starts anew asks once too often, and that costs nothing.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use contract::{AccountHash, ApiError, ai_error::until_allowance};
use jiff::Timestamp;

/// The accounts that rest, and until when.
#[derive(Debug, Default)]
pub struct Rests(Mutex<BTreeMap<AccountHash, Timestamp>>);

impl Rests {
    /// Those of `accounts` that do not rest, in their order. All of them where all rest: the allowance may have come back early,
    /// or somebody may have paid, and only asking tells.
    pub(crate) fn awake<'a>(&self, accounts: &'a [AccountHash], now: Timestamp) -> Vec<&'a AccountHash> {
        let rests = self.rests();
        let rested = |account: &&AccountHash| rests.get(account).is_none_or(|until| *until <= now);
        let awake: Vec<_> = accounts.iter().filter(rested).collect();
        if awake.is_empty() { accounts.iter().collect() } else { awake }
    }

    /// `account` has used its allowance, as `refusal` says, and rests for as long.
    pub(crate) fn rest(&self, account: &AccountHash, now: Timestamp, refusal: &ApiError) {
        let wait = refusal.retry_after.unwrap_or_else(|| until_allowance(now));
        let until = now.saturating_add(Duration::from_secs(wait.into())).unwrap_or(Timestamp::MAX);
        self.rests().insert(account.clone(), until);
    }

    /// `account` has made something that is paid for.
    pub(crate) fn wake(&self, account: &AccountHash) {
        self.rests().remove(account);
    }

    fn rests(&self) -> MutexGuard<'_, BTreeMap<AccountHash, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
