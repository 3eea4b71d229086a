//! Enums of the domain as enums of the API, without a derive in the domain. What their values mean is said here.

mod choices;
mod kinds;
mod shown;

use std::borrow::Cow;

use async_graphql::{
    ContextSelectionSet, InputType, InputValueError, InputValueResult, Name, OutputType, Positioned,
    ServerResult, Value,
    indexmap::IndexMap,
    parser::types::Field,
    registry::{Deprecation, MetaEnumValue, MetaType, MetaTypeId, Registry},
};
use strum::IntoEnumIterator;
use tavle_domain::{
    access::{Action, Denied, Purpose, Role},
    board::{Mark as BoardMark, Status},
    kind::Mark,
    personal::Class,
    recorded::Precision,
    risk::{Deadline, Flag, Level, Signal},
    team::TeamModel,
};

/// A domain enum that the API shows.
pub trait ApiEnum: Copy + Into<&'static str> + Send + Sync + 'static {
    /// Its name in the API.
    const NAME: &'static str;
    /// What it means.
    const DOC: &'static str;
    /// All its names.
    fn names() -> Vec<&'static str>;
    /// The one with this name.
    fn named(name: &str) -> Option<Self>;
}

/// A domain enum in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<T>(pub T);

macro_rules! api_enums {
    ($($ty:ty => $name:literal, $doc:literal;)*) => {$(
        impl ApiEnum for $ty {
            const NAME: &'static str = $name;
            const DOC: &'static str = $doc;
            fn names() -> Vec<&'static str> { <$ty>::iter().map(Into::into).collect() }
            fn named(name: &str) -> Option<Self> {
                <$ty>::iter().find(|each| <&str>::from(*each) == name)
            }
        }
    )*};
}

api_enums! {
    Role => "Role", "The role in which somebody acts in a team.";
    Action => "RecordPart", "A part of the record, as the access log names what somebody opened or asked for.";
    Denied => "DenialReason", "Why somebody was denied.";
    Purpose => "ViewPurpose", "What looking at the record was for. It follows from the role.";
    TeamModel => "TeamModel", "The model that a team works by.";
    Status => "BoardStatus", "A status on the board, most pressing first.";
    BoardMark => "BoardMark", "A mark beside the status that asks for a decision.";
    Level => "RiskLevel", "Level of tenancy risk: 0–19 green, 20–49 yellow, 50–79 orange, 80 and above red. Not validated.";
    Deadline => "DeadlineKind", "A date by which something must, or before which something may not, be done.";
    Flag => "DeadlineFlag", "Something to notice about a letter or a deadline. Only a court decides.";
    Signal => "RiskSignal", "A sign that a home may be lost, or something that helps to keep it.";
    Precision => "Precision", "How exactly it is known when something occurred.";
    Mark => "EntryMark", "The mark on the timeline.";
    Class => "DataClass", "The class of what is said about a person.";
}

/// What the values of enums mean, by enum.
type Words = &'static [(&'static str, &'static [(&'static str, &'static str)])];

/// What a value means. A test holds every value of the schema to have a word here.
fn word(of: &str, value: &str) -> Option<&'static str> {
    let mut enums = [shown::WORDS, kinds::WORDS, choices::WORDS].into_iter().flatten();
    let (_, words) = enums.find(|(name, _)| *name == of)?;
    words.iter().find(|(name, _)| *name == value).map(|(_, word)| *word)
}

/// Registers an enum with what its values mean.
pub fn meta_enum(of: &str, doc: &str, names: &[&str]) -> MetaType {
    let value = |name: &&str| {
        let value = MetaEnumValue {
            name: (*name).to_owned(),
            description: word(of, name).map(str::to_owned),
            deprecation: Deprecation::NoDeprecated,
            visible: None,
            inaccessible: false,
            tags: Vec::new(),
            directive_invocations: Vec::new(),
        };
        ((*name).to_owned(), value)
    };
    let values: IndexMap<_, _> = names.iter().map(value).collect();
    MetaType::Enum {
        name: of.to_owned(),
        description: Some(doc.to_owned()),
        enum_values: values,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

/// In a filter.
impl<T: ApiEnum> InputType for Named<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(T::NAME)
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_input_type::<Self, _>(MetaTypeId::Enum, |_| meta_enum(T::NAME, T::DOC, &T::names()))
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let found = match value.as_ref() {
            Some(Value::Enum(name)) => T::named(name),
            Some(Value::String(name)) => T::named(name),
            _ => None,
        };
        found.map(Self).ok_or_else(|| InputValueError::expected_type(value.unwrap_or_default()))
    }

    fn to_value(&self) -> Value {
        Value::Enum(Name::new(self.0.into()))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

impl<T: ApiEnum> OutputType for Named<T> {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(T::NAME)
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Enum, |_| meta_enum(T::NAME, T::DOC, &T::names()))
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(Value::Enum(Name::new(self.0.into())))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use async_graphql::parser::{
        parse_schema,
        types::{TypeKind, TypeSystemDefinition},
    };

    use super::*;

    #[test]
    fn every_value_says_what_it_means_and_not_only_its_name() {
        let schema = parse_schema(crate::sdl()).expect("the schema parses");
        let mut values = BTreeSet::new();
        for definition in schema.definitions {
            let TypeSystemDefinition::Type(of) = definition else { continue };
            let TypeKind::Enum(kind) = &of.node.kind else { continue };
            for value in &kind.values {
                let (of, name) = (of.node.name.node.to_string(), value.node.value.node.to_string());
                let says = value.node.description.as_ref().map_or("", |says| says.node.as_str());
                let bare = says.trim_end_matches('.').to_uppercase().replace(' ', "_");
                assert!(!says.is_empty() && bare != name, "{of}.{name}: {says:?}");
                values.insert((of, name));
            }
        }
        for (of, words) in [shown::WORDS, kinds::WORDS, choices::WORDS].into_iter().flatten() {
            for (name, _) in *words {
                assert!(values.contains(&((*of).to_owned(), (*name).to_owned())), "{of}.{name} is no value");
            }
        }
    }
}
