//! Who pays: connections that lead to one account share its allowance and its budget, be they a token of it or a Worker on it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    connection::{Connection, ConnectionKind},
    state::State,
};

/// An account, by the hash that the services tell; or a place whose account is not known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Payer(String);

impl Payer {
    /// Of a place whose account is not known.
    pub(crate) fn of_place(kind: &ConnectionKind) -> Self {
        Self(kind.place())
    }

    /// As it is remembered.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl State {
    /// Who pays for what goes over this connection; `None` for the painter, whose pictures cost nothing.
    pub fn payer(&self, connection: &Connection) -> Option<Payer> {
        match &connection.kind {
            ConnectionKind::BuiltIn => None,
            ConnectionKind::Account(id) => Some(Payer(id.hash().as_str().to_owned())),
            kind @ ConnectionKind::Service(_) => {
                let account = self.usage.count(kind).map(|count| count.account.as_str());
                let account = account.filter(|account| !account.is_empty());
                Some(account.map_or_else(|| Payer::of_place(kind), |account| Payer(account.to_owned())))
            }
        }
    }

    /// The connections that this payer pays for, one a place.
    pub fn paid_by(&self, payer: &Payer) -> impl Iterator<Item = &Connection> {
        let mut places = BTreeSet::new();
        let connections = self.connections.iter().filter(move |known| self.payer(known).as_ref() == Some(payer));
        connections.filter(move |known| places.insert(known.kind.place()))
    }

    /// All who pay, in the order of the connections.
    pub fn payers(&self) -> Vec<Payer> {
        let mut payers = Vec::new();
        for payer in self.connections.iter().filter_map(|known| self.payer(known)) {
            if !payers.contains(&payer) {
                payers.push(payer);
            }
        }
        payers
    }
}
