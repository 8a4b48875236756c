//! How today stands for the account that pays for the connection in use: what the status bar says, and how urgent it is.

use contract::Neurons;
use jiff::{SignedDuration, Timestamp};

use super::{Budget, Count, Nearing, Payer, Period, Plan, calendar::utc_date, next_reset};
use crate::state::State;

/// How today stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// Whose day it is.
    pub payer: Payer,
    /// What the account has booked.
    pub plan: Plan,
    /// What was used so far; what waits or is under way is not.
    pub used: Neurons,
    /// Of the allowance and of each limit that is set, the worst.
    pub level: Level,
    /// The limit that is near or passed, the worse of the two.
    pub budget: Option<Nearing>,
    /// When the allowance comes back.
    pub resets: Timestamp,
}

/// How much of a limit is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// There is none, or it is far away.
    #[default]
    Fine,
    /// As much as it is warned of.
    Near,
    /// All of it.
    Past,
}

/// How long something is still to last, in words that a clock need not change each second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// To the nearest hour; 0: less than half of one.
    pub hours: i64,
    /// How long that stays so.
    pub stays: SignedDuration,
}

impl Left {
    /// From `now` to `end`. A clock that was set back gives more hours, one that was set forward none.
    pub fn until(end: Timestamp, now: Timestamp) -> Self {
        const HOUR: SignedDuration = SignedDuration::from_hours(1);
        const HALF: SignedDuration = SignedDuration::from_mins(30);
        let left = end.duration_since(now).max(SignedDuration::ZERO);
        let hours = left.saturating_add(HALF).as_hours();
        // At its lower edge it still says the same.
        let edge = HOUR.saturating_mul(i32::try_from(hours).unwrap_or(i32::MAX)).saturating_sub(HALF);
        let stays = left.saturating_sub(edge.max(SignedDuration::ZERO)).saturating_add(SignedDuration::from_millis(1));
        Self { hours, stays }
    }
}

impl Budget {
    /// How much of a period's limit is used.
    pub fn level(&self, period: Period, used: Neurons) -> Level {
        match (self.limit(period), self.warning(period)) {
            (Some(limit), _) if used >= limit => Level::Past,
            (_, Some(warning)) if used >= warning => Level::Near,
            _ => Level::Fine,
        }
    }

    /// How much of the day's allowance is used. On a paid plan all of it is no end.
    fn level_of_allowance(&self, used: Neurons) -> Level {
        let level = Self { day: Some(Neurons::FREE_A_DAY), ..*self }.level(Period::Day, used);
        if self.plan == Plan::Paid { level.min(Level::Near) } else { level }
    }
}

impl State {
    /// How today stands for the connection in use; `None` where nobody pays, or where nobody has told yet.
    pub fn today(&self, now: Timestamp) -> Option<Today> {
        let payer = self.payer(self.connection()?)?;
        if !self.knows_today(&payer, now) {
            return None;
        }
        let (budget, used) = (self.budget(&payer), self.used(&payer, Period::Day, now));
        let of = |period| {
            let used = self.used(&payer, period, now);
            let level = budget.level(period, used);
            Some((level, Nearing { period, limit: budget.limit(period)?, used, passes: level == Level::Past }))
        };
        let worst = Period::ALL.into_iter().filter_map(of).max_by_key(|(level, _)| *level);
        let worst = worst.filter(|(level, _)| *level > Level::Fine);
        let level = worst.map_or(Level::Fine, |(level, _)| level).max(budget.level_of_allowance(used));
        let budget_near = worst.map(|(_, near)| near);
        Some(Today { plan: budget.plan, used, level, budget: budget_near, resets: next_reset(now), payer })
    }

    /// Whether anything has told what a payer's account has used today.
    pub fn knows_today(&self, payer: &Payer, now: Timestamp) -> bool {
        self.paid_by(payer).filter_map(|known| self.usage.count(&known.kind)).any(|count| count.knows_today(now))
    }
}

impl Count {
    /// What was told in this run is known past midnight, too: what came after it was counted here.
    fn knows_today(&self, now: Timestamp) -> bool {
        let Some(told) = self.told else { return false };
        let in_this_run = self.asked.is_some() && !self.is_asked && self.failure.is_none();
        utc_date(told) == utc_date(now) || in_this_run
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_told_to_the_nearest_and_said_to_stay_until_they_are_others() {
        let end: Timestamp = "2026-12-01T00:00:00Z".parse().unwrap();
        let left = |seconds| Left::until(end, end - SignedDuration::from_secs(seconds));
        for (seconds, hours) in
            [(86_400, 24), (5_401, 2), (5_400, 2), (5_399, 1), (1_800, 1), (1_799, 0), (0, 0), (-60, 0)]
        {
            assert_eq!(left(seconds).hours, hours, "{seconds}");
        }
        // What is told is another just when it was said to be, and not before.
        for seconds in [86_400, 5_400, 5_399, 1_801, 1_799] {
            let Left { hours, stays } = left(seconds);
            let at = end - SignedDuration::from_secs(seconds) + stays;
            let before = at - SignedDuration::from_millis(2);
            assert_eq!(Left::until(end, before).hours, hours, "{seconds}");
            assert!(Left::until(end, at).hours < hours || at >= end, "{seconds}");
        }
    }
}
