//! A named thread that owns a value and works on it, one job after another: how blocking work (SQLite, painting) is kept off
//! the threads of the network. The ledger, the shelf, the painter and the engine's journal each have one.

use std::{io, thread};

use tokio::sync::{
    mpsc::{self, error::TrySendError},
    oneshot,
};

/// Jobs that wait at most; whoever brings another waits until there is room.
const QUEUE: usize = 64;

type Job<T> = Box<dyn FnOnce(&mut T) + Send>;

/// A handle to the thread. Clones share it; it ends when the last one is dropped and its jobs are done.
pub struct OwnerThread<T> {
    name: &'static str,
    jobs: mpsc::Sender<Job<T>>,
}

/// The thread has ended, since a job panicked: what it owns may be half-changed, so that nothing touches it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the thread `{name}` has stopped")]
pub struct ThreadGone {
    /// The thread's name.
    pub name: &'static str,
}

impl<T: Send + 'static> OwnerThread<T> {
    /// Starts a thread of this name and gives it `value`. The error is the system's: no more threads.
    pub fn start(name: &'static str, mut value: T) -> io::Result<Self> {
        let (jobs, mut queue) = mpsc::channel::<Job<T>>(QUEUE);
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            while let Some(job) = queue.blocking_recv() {
                job(&mut value);
            }
        })?;
        Ok(Self { name, jobs })
    }

    /// Runs `job` there and returns what it gives. A job that was queued runs even when its caller no longer waits.
    pub async fn call<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut T) -> R + Send + 'static,
    ) -> Result<R, ThreadGone> {
        let gone = ThreadGone { name: self.name };
        let (job, answered) = answering(job);
        self.jobs.send(job).await.or(Err(gone))?;
        answered.await.or(Err(gone))
    }

    /// Queues `job` before it returns, so that jobs run in the order in which they were asked for; what it returns waits for the
    /// answer. `None` where no more may wait: nothing was queued.
    pub fn try_call<R: Send + 'static, F: FnOnce(&mut T) -> R + Send + 'static>(
        &self,
        job: F,
    ) -> Option<impl Future<Output = Result<R, ThreadGone>> + Send + use<T, R, F>> {
        let gone = ThreadGone { name: self.name };
        let (job, answered) = answering(job);
        match self.jobs.try_send(job) {
            Err(TrySendError::Full(_)) => None,
            // A job that a stopped thread did not take is gone, and its answer with it.
            Ok(()) | Err(TrySendError::Closed(_)) => Some(async move { answered.await.or(Err(gone)) }),
        }
    }
}

fn answering<T: 'static, R: Send + 'static>(
    job: impl FnOnce(&mut T) -> R + Send + 'static,
) -> (Job<T>, oneshot::Receiver<R>) {
    let (answer, answered) = oneshot::channel();
    let job: Job<T> = Box::new(move |value| {
        // Nobody listens when the caller went away; the work is done all the same.
        drop(answer.send(job(value)));
    });
    (job, answered)
}

impl<T> Clone for OwnerThread<T> {
    fn clone(&self) -> Self {
        Self { name: self.name, jobs: self.jobs.clone() }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn jobs_run_in_order_on_the_named_thread() {
        let thread = OwnerThread::start("counter", Vec::new()).unwrap();
        for n in 0..3 {
            thread.call(move |list| list.push(n)).await.unwrap();
        }
        let seen = thread.call(|list| (list.clone(), thread::current().name().map(str::to_owned))).await;
        assert_eq!(seen, Ok((vec![0, 1, 2], Some("counter".to_owned()))));
    }

    #[tokio::test]
    async fn a_job_whose_caller_went_away_is_done_all_the_same() {
        let thread = OwnerThread::start("counter", 0).unwrap();
        // Polled once, which queues the job, then dropped.
        thread.call(|n| *n += 1).now_or_never();
        assert_eq!(thread.call(|n| *n).await, Ok(1));
    }

    #[tokio::test]
    async fn jobs_that_are_queued_at_once_keep_their_order_and_one_too_many_is_told() {
        let thread = OwnerThread::start("counter", Vec::new()).unwrap();
        let (open, gate) = std::sync::mpsc::sync_channel::<()>(1);
        let closed = thread.try_call(move |_| gate.recv()).unwrap();
        let mut queued = Vec::new();
        // The thread may have taken the first already, or not.
        while let Some(answer) = thread.try_call(|list: &mut Vec<usize>| list.push(list.len())) {
            queued.push(answer);
        }
        assert!((QUEUE - 1..=QUEUE).contains(&queued.len()));
        open.send(()).unwrap();
        assert_eq!(closed.await, Ok(Ok(())));
        let count = queued.len();
        for answer in queued {
            assert_eq!(answer.await, Ok(()));
        }
        assert_eq!(thread.call(|list| list.clone()).await, Ok((0..count).collect()));
    }

    #[tokio::test]
    async fn a_job_that_panics_ends_the_thread_and_every_caller_is_told() {
        let thread = OwnerThread::start("doomed", ()).unwrap();
        let gone = ThreadGone { name: "doomed" };
        let doom = thread.call(|()| assert!(thread::current().name().is_none(), "a test's panic"));
        assert_eq!(doom.await, Err(gone));
        assert_eq!(thread.call(|()| ()).await, Err(gone));
        assert_eq!(thread.try_call(|()| ()).unwrap().await, Err(gone));
        assert_eq!(gone.to_string(), "the thread `doomed` has stopped");
    }
}
