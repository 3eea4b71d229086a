//! Typed identifiers. Nothing here draws a random number: new ids follow from the command.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Declares one identifier type over a UUID, so that a dwelling can never stand where a person should.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> { Uuid::parse_str(s).map(Self) }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { Self(id) }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Self { id.0 }
        }
    )*};
}

id! {
    /// The person followed (deltaker).
    ParticipantId;
    /// A team that owns a board.
    TeamId;
    /// Someone who works with Tavle: team staff, supervisor, auditor, administrator, or a wall screen.
    StaffId;
    /// A unit that can be let (bolig).
    DwellingId;
    /// One event in the log: an entry, a correction or an error mark. An offer and a tenancy carry the id of
    /// the entry that opened them.
    EntryId;
    /// Sent by the client, UUID v7; unique per actor.
    CommandId;
}

/// The id of the `ordinal`-th event that `actor`'s command writes: UUID v8 with the 48 time bits of the
/// command id and 74 bits of SHA-256(actor, command id, ordinal). A retry on any replica gives the same id.
#[must_use]
pub fn entry_id(actor: StaffId, command: CommandId, ordinal: u32) -> EntryId {
    let mut hash = Sha256::new();
    hash.update(actor.0.as_bytes());
    hash.update(command.0.as_bytes());
    hash.update(ordinal.to_be_bytes());
    let digest = hash.finalize();
    let mut bytes = [0_u8; 16];
    bytes[..6].copy_from_slice(&command.0.as_bytes()[..6]);
    bytes[6..].copy_from_slice(&digest[..10]);
    EntryId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retry_gives_the_same_id_and_another_actor_another() {
        let command = CommandId(Uuid::from_u128(0x0192_f000_0000_7000_8000_0000_0000_0001));
        let [a, b] = [StaffId(Uuid::from_u128(1)), StaffId(Uuid::from_u128(2))];
        assert_eq!(entry_id(a, command, 0), entry_id(a, command, 0));
        assert_ne!(entry_id(a, command, 0), entry_id(a, command, 1));
        assert_ne!(entry_id(a, command, 0), entry_id(b, command, 0));
        let id = entry_id(a, command, 0).0;
        assert_eq!(id.get_version_num(), 8);
        assert_eq!(id.as_bytes()[..6], command.0.as_bytes()[..6]);
    }
}
