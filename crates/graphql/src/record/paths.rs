//! Where in a correction a problem lies.

use std::collections::BTreeSet;

use tavle_application::Correct;
use tavle_domain::field::FieldType;

use super::result::RecordResult;

/// The fields that a correction sets and clears. A problem with one is told by its path in the input.
pub struct Paths {
    set: BTreeSet<String>,
    clear: BTreeSet<String>,
    /// The reason for the correction itself is not valid, so a problem with "reason" is not about a field.
    reason_is_bad: bool,
}

impl Paths {
    /// Of a correction.
    pub fn of(correct: &Correct) -> Self {
        let reason = FieldType::Line(300).read(&correct.reason.as_str().into());
        Self {
            set: correct.set.keys().cloned().collect(),
            clear: correct.clear.iter().cloned().collect(),
            reason_is_bad: reason.is_err(),
        }
    }

    /// `note` becomes `set.note` or `clear.note`; what the correction itself holds stays as it is.
    pub fn deepen(&self, mut answer: RecordResult) -> RecordResult {
        if let RecordResult::Invalid(invalid) = &mut answer {
            for field in &mut invalid.fields {
                field.path = self.path(&field.path);
            }
        }
        answer
    }

    fn path(&self, name: &str) -> String {
        match name {
            "reason" if self.reason_is_bad => name.to_owned(),
            "entryId" | "occurredAt" | "expectedRevision" => name.to_owned(),
            // A field that no kind of the family has.
            "kind" => if self.set.is_empty() { "clear" } else { "set" }.to_owned(),
            _ if self.clear.contains(name) && !self.set.contains(name) => format!("clear.{name}"),
            // Also a field that would have to be given with what is set.
            _ => format!("set.{name}"),
        }
    }
}
