//! Asks a service whether it is one of ours, whether it takes the key, and for its models. Only what answered all of that
//! becomes a connection; the key goes nowhere else.

use std::sync::Arc;

use contract::Key;
use remote::{Address, Client, Https};

use super::Shared;
use crate::{connection::ConnectionId, event::Event, failure::Failure};

pub(super) async fn connect(shared: Arc<Shared>, id: ConnectionId, address: Address, key: Key) {
    let service = address.to_string();
    let asked = async {
        let client = Client::to(address, key, Arc::<Https>::clone(&shared.https));
        client.health().await?;
        // The key is tried too: `/models` would answer without one.
        client.usage(1).await?;
        Ok::<_, remote::Error>((client.models().await?, client))
    };
    let event = match asked.await {
        Ok((models, client)) => {
            shared.clients().insert(id, client);
            Event::Connected(id, models)
        }
        Err(error) => Event::NotConnected(id, Failure::of_service(&service, error)),
    };
    shared.outbox.send(event).await;
}
