//! An owner's tables in `state.db` on a thread of their own, with their faults in the API's words. The ledger and the shelf
//! are made of it.

use contract::{ApiError, Code};
use rusqlite::Connection;

use crate::{built_in::OpenError, database, owner_thread::OwnerThread};

/// One owner's tables.
#[derive(Clone)]
pub(crate) struct Store {
    owner: &'static str,
    thread: OwnerThread<Connection>,
}

impl Store {
    /// `owner` names the tables, the thread, and who failed.
    pub(crate) fn open(path: &std::path::Path, owner: &'static str, migrations: &[&str]) -> Result<Self, OpenError> {
        Self::on(owner, database::open(path, owner, migrations)?)
    }

    /// The same over a connection that is open.
    pub(crate) fn on(owner: &'static str, connection: Connection) -> Result<Self, OpenError> {
        Ok(Self { owner, thread: OwnerThread::start(owner, connection)? })
    }

    /// Runs `job` on the thread. What fails is logged too.
    pub(crate) async fn call<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> rusqlite::Result<R> + Send + 'static,
    ) -> Result<R, ApiError> {
        let why = match self.thread.call(job).await {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => error.to_string(),
            Err(gone) => gone.to_string(),
        };
        // Said here, since a picture that was made goes out though its ledger or shelf failed.
        tracing::error!("the {} failed: {why}", self.owner);
        Err(ApiError::new(Code::Internal, format!("the {} failed: {why}", self.owner))
            .hint("see that the disk has room, then start Easel again"))
    }
}
