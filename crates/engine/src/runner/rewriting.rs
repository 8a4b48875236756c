//! A prompt is written anew by a service's text model. It is sent once, and listened to until its end: whoever does not wait for it
//! any more still wants it counted.

use std::sync::Arc;

use contract::{Prompt, Rewritten, Task};

use super::{Shared, keys::Linking};
use crate::{connection::Target, event::Event, failure::Failure, rewriting::RewritingId};

/// `linking`: whom to ask.
pub(super) async fn rewrite(
    shared: Arc<Shared>,
    id: RewritingId,
    target: Target,
    linking: Linking,
    prompt: Prompt,
    task: Task,
) {
    let told = ask(&target, linking, &prompt, task).await;
    shared.outbox.send(Event::Rewritten(id, told)).await;
}

async fn ask(target: &Target, linking: Linking, prompt: &Prompt, task: Task) -> Result<Rewritten, Failure> {
    let client = linking.client().await?;
    client.rewrite(prompt, task).await.map_err(|error| Failure::of_service(&target.name, error))
}
