//! The program without a window: what is known ([`State`]), what the user wants ([`Command`]), how work ended ([`Event`]),
//! which work to start ([`Effect`]), and the runner that does it.
//!
//! [`Engine::command`] and [`Engine::event`] are synchronous and pure: no window, no disk, no network, no clock that is not
//! passed in. The window, and the tests, hold a [`Session`], which is the engine joined to its runner.

mod cause;
mod class;
mod command;
mod connection;
mod data_folder;
pub mod deploy;
mod draft;
mod effect;
mod engine;
mod event;
mod failure;
mod gallery;
mod instance;
mod job;
mod journal;
mod kept_back;
mod keychain;
mod loader;
mod next_step;
mod pace;
mod ratio;
mod report;
mod rest;
mod rewriting;
mod runner;
mod selection;
mod session;
mod settings;
mod state;
mod texts;
pub mod usage;

pub use cause::{Cause, FileFault, Kept, WorkerFault};
pub use class::Class;
pub use command::{Command, ConnectionEdit, DraftEdit};
pub use connection::{
    Connection, ConnectionId, ConnectionKind, Deployed, Keep, KeyState, Link, NoConnectionId, PARALLEL, Target,
    USUAL_PARALLEL,
};
pub use data_folder::{DataFolder, FolderError, ServeFolder};
pub use draft::{Draft, MAX_COUNT, Seed};
pub use effect::{DeletionId, Effect};
pub use engine::{Engine, Now};
pub use event::Event;
pub use failure::{Again, Failure};
pub use gallery::{Gallery, Tile, Towards};
pub use instance::raise;
pub use job::{Job, JobState};
pub use kept_back::{Held, KeptBack};
pub use keychain::{Keychain, KeychainError, KeychainFault, KeychainPatience};
pub use loader::{Loaded, Loader, Want};
pub use next_step::NextStep;
pub use pace::Pace;
pub use ratio::Ratio;
pub use remote::{Address, AddressError, DeployFault, Kind, Timeouts, TokenFault, Trace};
pub use report::report;
pub use rest::{Pause, Rest, RestReason};
pub use rewriting::{NotRewritten, Progress, Rewriting, RewritingId, Translate};
pub use runner::{Means, Show, show_in_file_manager};
pub use selection::{Select, Selection};
pub use session::{OpenError, Outside, Session};
pub use settings::{
    Language, MAX_CONNECTIONS, MAX_FAVOURITES, PanelPlace, Saved, SavedConnection, SavedDeployment, Setting, Settings,
    TILE_SIDES, Theme, WindowPlace,
};
pub use state::{Editing, Finished, Indexing, Notice, Opened, Snapped, State, Undoable};
pub use texts::TextBook;
