//! How often, and on which account, a text model is asked: again after a short wait for what surely did not run, and on the next
//! account where one has used its allowance. Whatever was written is counted here. The rewriting of a prompt calls it.

use std::time::Duration;

use contract::{
    AccountHash, ApiError, Billed, Code,
    text::{Answer, Question, TEXT_PATIENCE},
};
use jiff::Timestamp;

use super::Written;
use crate::{
    attempts::{no_account, told_when, wait},
    home::{Home, Inference as _},
    ledger::Outcome,
    make::count,
};

/// How often a question is sent again at most, on all accounts together: the picture waits for it, and can be made without.
const RETRIES: u32 = 2;
/// The longest wait before that.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// A text model's answer.
pub(super) struct Text {
    pub(super) text: String,
    /// Workers AI's unit of cost, estimated where it was not said.
    pub(super) neurons: f64,
}

/// Asks on the first account that has neurons left.
pub(super) async fn ask<H: Home>(home: &H, question: &Question) -> Written<Text> {
    let end = home.now().saturating_add(TEXT_PATIENCE).unwrap_or(Timestamp::MAX);
    let (mut spent, mut retries) = (None, 0);
    for account in home.rests().awake(home.inference().accounts(), home.now()) {
        match on(home, account, question, end, &mut retries).await {
            Err(error @ ApiError { code: Code::AllowanceUsed, billed: Billed::No, .. }) => {
                home.rests().rest(account, home.now(), &error);
                spent = spent.or(Some(error));
            }
            result => return counted(home, account, question, result.map_err(told_when)).await,
        }
        if home.now() > end {
            break;
        }
    }
    Written { result: Err(spent.unwrap_or_else(no_account)), note: None }
}

/// Asks on one account, and once or twice more for what surely did not run; no try begins after `end`.
async fn on<H: Home>(
    home: &H,
    account: &AccountHash,
    question: &Question,
    end: Timestamp,
    retries: &mut u32,
) -> Result<Answer, ApiError> {
    loop {
        let error = match home.inference().write(account, question).await {
            Err(error) if error.passes() && *retries < RETRIES => error,
            result => return result,
        };
        let wait = wait(home, *retries, &error);
        if wait > LONGEST_WAIT || home.now().saturating_add(wait).is_ok_and(|then| then > end) {
            return Err(error);
        }
        *retries += 1;
        home.sleep(wait).await;
    }
}

async fn counted<H: Home>(
    home: &H,
    account: &AccountHash,
    question: &Question,
    result: Result<Answer, ApiError>,
) -> Written<Text> {
    let (result, outcome) = match result {
        Ok(Answer { text, neurons: said, listed }) => {
            home.rests().wake(account);
            let neurons = said.or(listed).unwrap_or_else(|| question.estimate());
            let said = said.map(|neurons| Outcome::Wrote { neurons });
            (Ok(Text { text, neurons }), said.unwrap_or(Outcome::WroteAtAbout { estimate: neurons }))
        }
        Err(error) if error.billed == Billed::No => return Written { result: Err(error), note: None },
        Err(error) => (Err(error), Outcome::WroteAtAbout { estimate: question.estimate() }),
    };
    Written { result, note: count(home, account.clone(), question.model.id, outcome).await }
}
