//! What is stored of one event, and the digest over it.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Everything that is stored of an event except what only the writer can give. Names and times stand as the
/// storage has them, so that an event of a later version can still be carried, verified and shown as unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Name of the stream, e.g. `contacts-<uuid>`.
    pub stream: String,
    /// Id of the event, unique in the log.
    pub id: Uuid,
    /// Stored type, e.g. `ContactCompleted`.
    pub event_type: String,
    /// Version of the stored form.
    pub version: u16,
    /// When it occurred, in µs since 1970 UTC.
    pub occurred_at: i64,
    /// How exactly that is known: `INSTANT` or `DAY`.
    pub precision: String,
    /// The member of staff who wrote it.
    pub actor: Uuid,
    /// The role in which they acted, e.g. `TEAM_MEMBER`.
    pub role: String,
    /// The organisation they belong to.
    pub organisation: String,
    /// The team on whose behalf it was written.
    pub team: Uuid,
    /// The participant it is about.
    pub subject: Option<Uuid>,
    /// Data class of the event as a whole, e.g. `HEALTH`.
    pub class: String,
    /// Legal basis of the processing. Nothing gives one yet.
    pub legal_basis: Option<String>,
    /// The command that wrote it.
    pub command: Uuid,
    /// Which of the command's events it is, from 0.
    pub ordinal: u32,
    /// Ties together everything that follows from one request.
    pub correlation: Uuid,
    /// The event that led to it.
    pub causation: Option<Uuid>,
    /// MAC of the request's input, as the caller computed it.
    pub request_mac: Vec<u8>,
    /// The body: one JSON object, byte for byte as it was written.
    pub data: Vec<u8>,
}

/// An event as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Place in the log, from 1 and without gaps.
    pub position: u64,
    /// Place in the stream, from 0 and without gaps.
    pub revision: u64,
    /// When it was written, in µs since 1970 UTC; never earlier than the event before it.
    pub recorded_at: i64,
    /// The rest.
    pub envelope: Envelope,
    /// SHA-256 over all of the above; see [`Stored::digest_of`].
    pub digest: [u8; 32],
}

impl Stored {
    /// The event at its place, with its digest.
    #[must_use]
    pub fn seal(envelope: Envelope, position: u64, revision: u64, recorded_at: i64) -> Self {
        let digest = Self::digest_of(&envelope, position, revision, recorded_at);
        Self { position, revision, recorded_at, envelope, digest }
    }

    /// Whether the digest is the one of what stands here.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        Self::digest_of(&self.envelope, self.position, self.revision, self.recorded_at) == self.digest
    }

    /// SHA-256 over a fixed binary form. This is part of the storage format and never changes:
    ///
    /// 1. the text `tavle-event-1`
    /// 2. position, stream, revision, id, type, version
    /// 3. occurred at, precision, recorded at
    /// 4. actor, role, organisation, team, subject, class, legal basis
    /// 5. command, ordinal, correlation, causation, request MAC, data
    ///
    /// A number is 8 bytes, big-endian, two's complement. Text and bytes are preceded by their length in
    /// bytes as 4 bytes, big-endian. An id is its 16 bytes. What may be missing is preceded by one byte: 0
    /// when it is missing and nothing follows, 1 when it is there.
    #[must_use]
    pub fn digest_of(envelope: &Envelope, position: u64, revision: u64, recorded_at: i64) -> [u8; 32] {
        let mut form = Form(Sha256::new());
        form.bytes(b"tavle-event-1");
        form.number(position);
        form.bytes(envelope.stream.as_bytes());
        form.number(revision);
        form.id(envelope.id);
        form.bytes(envelope.event_type.as_bytes());
        form.number(u64::from(envelope.version));
        form.micros(envelope.occurred_at);
        form.bytes(envelope.precision.as_bytes());
        form.micros(recorded_at);
        form.id(envelope.actor);
        form.bytes(envelope.role.as_bytes());
        form.bytes(envelope.organisation.as_bytes());
        form.id(envelope.team);
        form.optional(envelope.subject, Form::id);
        form.bytes(envelope.class.as_bytes());
        form.optional(envelope.legal_basis.as_deref(), |form, text| form.bytes(text.as_bytes()));
        form.id(envelope.command);
        form.number(u64::from(envelope.ordinal));
        form.id(envelope.correlation);
        form.optional(envelope.causation, Form::id);
        form.bytes(&envelope.request_mac);
        form.bytes(&envelope.data);
        form.0.finalize().into()
    }
}

/// The binary form that the digest is taken over.
struct Form(Sha256);

impl Form {
    fn number(&mut self, n: u64) {
        self.0.update(n.to_be_bytes());
    }
    fn micros(&mut self, at: i64) {
        self.0.update(at.to_be_bytes());
    }
    fn bytes(&mut self, bytes: &[u8]) {
        // Lengths are far below 4 GiB: data has a limit, and so has everything a request can carry.
        self.0.update(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.0.update(bytes);
    }
    fn id(&mut self, id: Uuid) {
        self.0.update(id.as_bytes());
    }
    fn optional<T>(&mut self, value: Option<T>, write: impl Fn(&mut Self, T)) {
        self.0.update([u8::from(value.is_some())]);
        if let Some(value) = value {
            write(self, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope() -> Envelope {
        Envelope {
            stream: "contacts-00000000-0000-0000-0000-000000000001".to_owned(),
            id: Uuid::from_u128(2),
            event_type: "ContactCompleted".to_owned(),
            version: 1,
            occurred_at: 1_700_000_000_000_000,
            precision: "INSTANT".to_owned(),
            actor: Uuid::from_u128(3),
            role: "TEAM_MEMBER".to_owned(),
            organisation: "Bydel Ås".to_owned(),
            team: Uuid::from_u128(4),
            subject: Some(Uuid::from_u128(1)),
            class: "HEALTH".to_owned(),
            legal_basis: None,
            command: Uuid::from_u128(5),
            ordinal: 0,
            correlation: Uuid::from_u128(6),
            causation: None,
            request_mac: vec![1, 2, 3],
            data: b"{}".to_vec(),
        }
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_binary_form_is_frozen() {
        let stored = Stored::seal(envelope(), 7, 8, 1_700_000_000_000_001);
        assert!(stored.is_intact());
        assert_eq!(hex(&stored.digest), "f02e1e47ada1e3da1c4f644463ce6c43085f8f38b0c6ef89199b63e5c1b21edb");
    }

    #[test]
    fn every_part_counts() {
        let changes: [fn(&mut Stored); 22] = [
            |s| s.position += 1,
            |s| s.revision += 1,
            |s| s.recorded_at += 1,
            |s| s.envelope.stream.push('a'),
            |s| s.envelope.id = Uuid::nil(),
            |s| s.envelope.event_type.push('a'),
            |s| s.envelope.version += 1,
            |s| s.envelope.occurred_at -= 1,
            |s| s.envelope.precision.clear(),
            |s| s.envelope.actor = Uuid::nil(),
            |s| s.envelope.role.clear(),
            |s| s.envelope.organisation.push(' '),
            |s| s.envelope.team = Uuid::nil(),
            |s| s.envelope.subject = None,
            |s| s.envelope.class.clear(),
            |s| s.envelope.legal_basis = Some(String::new()),
            |s| s.envelope.command = Uuid::nil(),
            |s| s.envelope.ordinal += 1,
            |s| s.envelope.correlation = Uuid::nil(),
            |s| s.envelope.causation = Some(Uuid::nil()),
            |s| s.envelope.request_mac.clear(),
            |s| s.envelope.data.push(b' '),
        ];
        for change in changes {
            let mut stored = Stored::seal(envelope(), 7, 8, 9);
            change(&mut stored);
            assert!(!stored.is_intact());
        }
    }

    #[test]
    fn a_byte_cannot_move_from_one_field_to_the_next() {
        let mut other = envelope();
        other.role = "TEAM_MEMBE".to_owned();
        other.organisation = "RBydel Ås".to_owned();
        assert_ne!(Stored::digest_of(&envelope(), 1, 0, 0), Stored::digest_of(&other, 1, 0, 0));
    }
}
