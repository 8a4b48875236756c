//! How every benchmark measures and speaks: the same work a number of times, then the middle and the worst of it, beside its
//! budget in design §4. Medians, since these machines are shared; nothing fails, since a number is for a reader.

use std::time::Duration;

/// How long the same work took, shortest first.
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Does `work` so many times, after once for the caches. It is given the number of the round, and answers how long that
    /// took which is measured.
    pub(crate) fn of<E>(rounds: usize, mut work: impl FnMut(usize) -> Result<Duration, E>) -> Result<Self, E> {
        work(rounds)?;
        (0..rounds).map(work).collect::<Result<_, _>>().map(Self::sorted)
    }

    /// Times that were taken beside others, in any order.
    pub(crate) fn sorted(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// Milliseconds.
    pub(crate) fn median(&self) -> f64 {
        self.share(50)
    }

    /// Milliseconds that so many of a hundred rounds stayed within.
    fn share(&self, of_100: usize) -> f64 {
        let last = self.0.len().saturating_sub(1);
        self.0.get((last * of_100).div_ceil(100)).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }

    /// Prints them. `budget`: milliseconds.
    pub(crate) fn say(&self, what: &str, budget: f64) {
        let (median, late, worst) = (self.median(), self.share(99), self.share(100));
        let of_budget = median / budget;
        println!(
            "{what}: median {median:.2} ms, p99 {late:.2} ms, worst {worst:.2} ms; {of_budget:.2} of the budget of {budget:.1} ms"
        );
    }
}
