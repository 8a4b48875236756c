//! What a connection's requests go over, once its key is known: a client of a service, or of the built-in service on an account.
//! The key goes into it and nowhere else.

use std::sync::Arc;

use contract::{Account, Key, call::PATIENCE};
use home::BuiltIn;
use remote::{Address, Checked, Client, Error, Https, Timeouts, WorkersAi};

use crate::connection::ConnectionKind;

/// Makes links.
pub(super) struct Linker {
    built_in: BuiltIn,
    cloudflare: Address,
    /// One for the program.
    https: Arc<Https>,
}

/// What requests go over. Cheap to clone; one that is at work goes on when its key is taken away.
#[derive(Clone)]
pub(super) struct Link {
    /// Of no other link.
    pub(super) number: u64,
    pub(super) client: Client,
    /// The account that the built-in service draws on, if it is one.
    pub(super) account: Option<WorkersAi>,
}

impl Linker {
    pub(super) fn new(built_in: BuiltIn, cloudflare: Address, https: Arc<Https>) -> Self {
        Self { built_in, cloudflare, https }
    }

    pub(super) fn link(&self, number: u64, place: &ConnectionKind, key: Key) -> Link {
        let https = Arc::<Https>::clone(&self.https);
        let timeouts = https.timeouts();
        match place {
            ConnectionKind::BuiltIn => Link { number, ..Link::to_painter(&self.built_in) },
            ConnectionKind::Service(address) => {
                Link { number, client: Client::to(address.clone(), key, https).with(timeouts), account: None }
            }
            ConnectionKind::Account(id) => {
                let account = Account { id: id.clone(), token: key };
                // Given up sooner than a service, which has more to do than to wait for the model.
                let timeouts = Timeouts { picture: timeouts.picture.min(PATIENCE), ..timeouts };
                let account = WorkersAi::at(self.cloudflare.clone(), account, https).with(timeouts);
                Link { number, client: self.built_in.on_account(account.clone()).client(), account: Some(account) }
            }
        }
    }
}

impl Link {
    /// It needs no key.
    pub(super) fn to_painter(built_in: &BuiltIn) -> Self {
        Self { number: 0, client: built_in.client(), account: None }
    }

    /// Whether all is right, at no cost.
    pub(super) async fn check(&self) -> Result<Checked, Error> {
        if let Some(account) = &self.account {
            account.check().await?;
        }
        self.client.check().await
    }
}
