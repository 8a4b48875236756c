//! How often, and on which account, a picture is tried: again after a wait for what surely did not run, once more with a new
//! seed where the request allows it, and on the next account where one has used its allowance. [`crate::make()`] calls it.

use std::{borrow::Cow, time::Duration};

use contract::{AccountHash, ApiError, Billed, Code, GenerateRequest, price::Price};
use jiff::Timestamp;

use crate::{
    home::{Home, Inference},
    made::{Facts, Made},
};

/// How often a request is sent again at most, on all accounts together.
const RETRIES: u32 = 3;
/// Seconds; the wait before the first of them. It doubles each time.
const FIRST_WAIT: f64 = 1.0;
/// How long after the request's begin another attempt may begin: callers wait three minutes, and the last picture may take 100
/// seconds of them. The prompt's text counts, since it is written first: it takes 40 seconds at most, an attempt that begins at the
/// end of its patience.
const PATIENCE: Duration = Duration::from_secs(60);

/// How the attempts ended, and on which account.
pub(crate) struct Attempted<P> {
    pub(crate) account: AccountHash,
    pub(crate) result: Result<Made<P>, ApiError>,
}

/// What is left to try of one request.
struct Attempts<'a, H> {
    home: &'a H,
    /// Another than the caller's, once it has a new seed.
    request: Cow<'a, GenerateRequest>,
    retries: u32,
    /// No attempt begins after it.
    end: Timestamp,
}

/// Runs `request` until a picture is made, or until nothing more may be tried. `begun`: when its caller's wait began.
pub(crate) async fn attempt<H: Home>(home: &H, request: &GenerateRequest, begun: Timestamp) -> Attempted<H::Picture> {
    let end = begun.saturating_add(PATIENCE).unwrap_or(Timestamp::MAX);
    let mut attempts = Attempts { home, request: Cow::Borrowed(request), retries: 0, end };
    let mut spent = None;
    // What costs nothing is made on an account whose allowance is used as well (facts, Cloudflare §1.3).
    let free = request.model.price == Price::Free;
    let accounts = home.inference().accounts();
    let awake = if free { accounts.iter().collect() } else { home.rests().awake(accounts, home.now()) };
    for account in awake {
        let attempted = Attempted { account: account.clone(), result: attempts.on(account).await };
        match &attempted.result {
            Err(error @ ApiError { code: Code::AllowanceUsed, billed: Billed::No, .. }) => {
                home.rests().rest(account, home.now(), error);
                spent = spent.or(Some(attempted));
            }
            Ok(_) if !free => {
                home.rests().wake(account);
                return attempted;
            }
            _ => return attempted,
        }
        if !attempts.may_begin_in(Duration::ZERO) {
            break;
        }
    }
    // The first account's refusal: it is the one that whoever runs the service knows best.
    spent.unwrap_or_else(|| Attempted { account: AccountHash::default(), result: Err(no_account()) })
}

impl<H: Home> Attempts<'_, H> {
    /// The attempts on one account.
    async fn on(&mut self, account: &AccountHash) -> Result<Made<H::Picture>, ApiError> {
        loop {
            let error = match self.home.inference().run(account, &self.request).await {
                // The seed may be another one than the caller's.
                Ok(Made { picture, facts }) => {
                    return Ok(Made { picture, facts: Facts { seed: facts.seed.or(self.request.seed), ..facts } });
                }
                Err(error) => error,
            };
            let wait = if self.reseeds(&error) { Duration::ZERO } else { wait(self.home, self.retries, &error) };
            if !self.may_begin_in(wait) {
                return Err(told_when(error));
            }
            if self.reseeds(&error) {
                let seed = self.home.random();
                let request = self.request.to_mut();
                (request.seed, request.reseed) = (Some(seed), false);
            } else if error.passes() && self.retries < RETRIES {
                self.retries += 1;
                self.home.sleep(wait).await;
            } else {
                return Err(told_when(error));
            }
        }
    }

    /// Whether the prompt was refused before anything was made, and the request wants another seed then.
    fn reseeds(&self, error: &ApiError) -> bool {
        self.request.reseed && error.code == Code::PromptFlagged && error.billed == Billed::No
    }

    fn may_begin_in(&self, wait: Duration) -> bool {
        self.home.now().saturating_add(wait).is_ok_and(|then| then <= self.end)
    }
}

/// The wait after `error`, before what was sent again `retries` times is sent once more: as long as Cloudflare asks for; else 1, 2,
/// 4 seconds, and up to half as much again by chance, so that those who were refused together do not come back together.
pub(crate) fn wait<H: Home>(home: &H, retries: u32, error: &ApiError) -> Duration {
    let chance = f64::from(home.random()) / f64::from(u32::MAX);
    let backoff = FIRST_WAIT * f64::from(1_u32 << retries) * (1.0 + 0.5 * chance);
    Duration::from_secs_f64(backoff).max(Duration::from_secs(error.retry_after.unwrap_or_default().into()))
}

/// The error with the seconds after which it is worth another try, where Cloudflare does not say. The limits on requests are a
/// minute's (facts, Cloudflare §2.4).
pub(crate) fn told_when(error: ApiError) -> ApiError {
    let usual = match error.code {
        Code::NoCapacity => Some(15),
        Code::RateLimited => Some(60),
        _ => None,
    };
    let seconds = error.retry_after.or(usual);
    error.retry_after(seconds)
}

pub(crate) fn no_account() -> ApiError {
    ApiError::new(Code::NotConfigured, "this service has no account at Cloudflare to make pictures with")
        .hint("add the binding `AI`, or the secret `CF_ACCOUNT_LIST`")
}
