//! Enums of the domain as enums of the API, without a derive in the domain.

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

/// Registers an enum with words made from its names.
pub fn meta_enum(name: &str, doc: &str, names: &[&str]) -> MetaType {
    let value = |name: &&str| {
        let value = MetaEnumValue {
            name: (*name).to_owned(),
            description: Some(format!("{}.", sentence(name))),
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
        name: name.to_owned(),
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

/// `HARD_TO_REACH` → "Hard to reach".
fn sentence(name: &str) -> String {
    let mut words = name.to_lowercase().replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
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
