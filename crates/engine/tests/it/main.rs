//! The engine without a window: the whole main job, over every kind of connection, through crashes and faults.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod broken;
mod connecting;
mod connections;
mod crash;
mod deletion;
mod deploying;
mod desk;
mod drafting;
mod faults;
mod folder;
mod handing_over;
mod http;
mod keychain;
mod leaving;
mod main_job;
mod next_steps;
mod own_worker;
mod patience;
mod pure;
mod queue;
mod queue_sequences;
mod reporting;
mod resting;
mod rewriting;
mod scripted;
mod selecting;
mod standing_in;
mod usage;
