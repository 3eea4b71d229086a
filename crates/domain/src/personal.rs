//! What an event says about a person, wrapped so that it can be sealed and erased without touching the rest.

use std::fmt;

use serde_json::{Value as Json, json};
use strum::{EnumIter, EnumString, IntoStaticStr};

/// The class of what is said about a person. Each class has a key of its own per participant, so that one
/// class can be erased and another kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Class {
    /// Who the person is: alias, name.
    Identity,
    /// Health information.
    Health,
    /// Social services.
    Social,
    /// Lease, rent, arrears, eviction.
    Tenancy,
    /// Staff.
    Staff,
    /// Free text, which may say anything.
    FreeText,
}

impl Class {
    /// The name in the log and on the wire, e.g. `FREE_TEXT`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Something said about a person: known, or redacted because it was erased or may not be read.
///
/// There is no `Deref`, and `Debug` never prints the value: a fold has to decide what a missing value means.
#[derive(Clone, PartialEq, Eq)]
pub enum Personal<T> {
    /// The value.
    Known(T),
    /// The value existed and is gone, or is closed to this reader.
    Redacted,
}

impl<T> Personal<T> {
    /// The value where it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Redacted => None,
        }
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Known(_) => "Personal(known)",
            Self::Redacted => "Personal(redacted)",
        })
    }
}

impl Personal<Json> {
    /// The stored form: `{"class": …, "value": …}`; without `value` when redacted.
    #[must_use]
    pub fn to_json(&self, class: Class) -> Json {
        match self {
            Self::Known(value) => json!({ "class": class.name(), "value": value }),
            Self::Redacted => json!({ "class": class.name() }),
        }
    }

    /// Reads the stored form. Anything that is not a known value of `class` reads as redacted: an erased
    /// field must never stop a fold.
    #[must_use]
    pub fn from_json(json: &Json) -> Self {
        json.get("value").map_or(Self::Redacted, |value| Self::Known(value.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_the_value() {
        assert_eq!(format!("{:?}", Personal::Known("hjemme")), "Personal(known)");
    }

    #[test]
    fn an_erased_field_reads_as_redacted() {
        let sealed = json!({"class": "HEALTH", "sealed": "…", "key": "k1"});
        assert_eq!(Personal::from_json(&sealed), Personal::Redacted);
        let known = Personal::Known(json!(45));
        assert_eq!(Personal::from_json(&known.to_json(Class::Social)), known);
    }
}
