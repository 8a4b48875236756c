//! How often, and on which account, a picture is tried: again after a wait for what surely did not run, once more with a new
//! seed where the request allows it, and on the next account where one has used its allowance. [`crate::make()`] calls it.

use std::{borrow::Cow, time::Duration};

use contract::{AccountHash, ApiError, Code, GenerateRequest};
use jiff::Timestamp;

use crate::home::{Home, Inference, Made};

/// How often the same request is sent again at most, on one account.
const RETRIES: u32 = 3;
/// Seconds; the wait before the first of them. It doubles each time.
const FIRST_WAIT: f64 = 1.0;
/// How long after the request's begin another attempt may begin: callers wait three minutes, and a picture takes its own time.
const PATIENCE: Duration = Duration::from_secs(60);

/// How the attempts ended, and on which account.
pub(crate) struct Attempted<P> {
    pub(crate) account: AccountHash,
    pub(crate) result: Result<Made<P>, ApiError>,
}

/// Runs `request` until a picture is made, or until nothing more may be tried.
pub(crate) async fn attempt<H: Home>(home: &H, request: &GenerateRequest) -> Attempted<H::Picture> {
    let end = home.now().saturating_add(PATIENCE).unwrap_or(Timestamp::MAX);
    let mut request = Cow::Borrowed(request);
    let mut spent = None;
    for account in home.inference().accounts() {
        let result = on(home, account, &mut request, end).await;
        let attempted = Attempted { account: account.clone(), result };
        match &attempted.result {
            Err(error) if error.code == Code::AllowanceUsed => spent = spent.or(Some(attempted)),
            _ => return attempted,
        }
    }
    // The first account's refusal: it is the one that whoever runs the service knows best.
    spent.unwrap_or_else(|| Attempted { account: AccountHash::default(), result: Err(no_account()) })
}

/// The attempts on one account.
async fn on<H: Home>(
    home: &H,
    account: &AccountHash,
    request: &mut Cow<'_, GenerateRequest>,
    end: Timestamp,
) -> Result<Made<H::Picture>, ApiError> {
    let mut retries = 0;
    loop {
        let error = match home.inference().run(account, request).await {
            // The seed may be another one than the caller's.
            Ok(made) => return Ok(Made { seed: made.seed.or(request.seed), ..made }),
            Err(error) => error,
        };
        if error.code == Code::PromptFlagged && request.reseed {
            let request = request.to_mut();
            (request.seed, request.reseed) = (Some(home.random()), false);
            continue;
        }
        let wait = wait(retries, &error, home.random());
        let too_late = home.now().saturating_add(wait).is_ok_and(|then| then > end);
        if !error.passes() || retries == RETRIES || too_late {
            let told = error.retry_after.or(come_back(error.code));
            return Err(error.retry_after(told));
        }
        retries += 1;
        home.sleep(wait).await;
    }
}

/// As long as Cloudflare asks for; else 1, 2, 4 seconds, and up to half as much again by chance, so that those who were refused
/// together do not come back together.
fn wait(retries: u32, error: &ApiError, random: u32) -> Duration {
    let backoff = FIRST_WAIT * f64::from(1_u32 << retries) * (1.0 + 0.5 * f64::from(random) / f64::from(u32::MAX));
    Duration::from_secs_f64(backoff).max(Duration::from_secs(error.retry_after.unwrap_or_default().into()))
}

/// Seconds after which it is worth another try, where Cloudflare does not say. The limits on requests are a minute's (facts,
/// Cloudflare §2.4).
fn come_back(code: Code) -> Option<u32> {
    match code {
        Code::NoCapacity => Some(15),
        Code::RateLimited => Some(60),
        _ => None,
    }
}

fn no_account() -> ApiError {
    ApiError::new(Code::NotConfigured, "this service has no account at Cloudflare to make pictures with")
        .hint("add the binding `AI`, or the secret `CF_ACCOUNT_LIST`")
}
