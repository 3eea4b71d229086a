//! The guard before parsing: what an operation may cost is known before anything is spent on it.
//!
//! The parser below us recurses on nested literals until the stack is gone, and expands fragments as often
//! as they are spread. So the text is scanned first in one pass without recursion, then parsed, and then the
//! parsed document is measured with every fragment counted once.

mod scan;

use std::collections::HashMap;

use async_graphql::{
    Positioned,
    parser::{
        parse_query,
        types::{DocumentOperations, ExecutableDocument, OperationType, Selection, SelectionSet},
    },
};

use self::scan::scan;

/// Largest query text in bytes.
pub const MAX_QUERY: usize = 16 * 1024;
/// Deepest nesting of brackets of any sort.
const MAX_NESTING: usize = 32;
/// Most tokens.
const MAX_TOKENS: usize = 1_500;
/// Most fragment spreads.
const MAX_SPREADS: usize = 64;
/// Most directives.
const MAX_DIRECTIVES: usize = 32;
/// Most selections once fragments are expanded.
const MAX_SELECTIONS: usize = 1_000;
/// Most aliases once fragments are expanded.
const MAX_ALIASES: usize = 30;

/// Why an operation was refused before it was run. The code is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The text is larger than allowed.
    #[error("the query is larger than allowed")]
    QueryTooLarge,
    /// Brackets are nested deeper than allowed.
    #[error("the query is nested deeper than allowed")]
    TooDeep,
    /// More tokens than allowed.
    #[error("the query has more tokens than allowed")]
    TooManyTokens,
    /// More fragment spreads than allowed.
    #[error("the query spreads more fragments than allowed")]
    TooManySpreads,
    /// More directives than allowed.
    #[error("the query has more directives than allowed")]
    TooManyDirectives,
    /// More selections than allowed once fragments are expanded.
    #[error("the query selects more fields than allowed")]
    TooManySelections,
    /// More aliases than allowed.
    #[error("the query has more aliases than allowed")]
    TooManyAliases,
    /// A fragment spreads itself.
    #[error("a fragment spreads itself")]
    FragmentCycle,
    /// Not exactly one operation.
    #[error("a request holds exactly one operation")]
    OneOperation,
    /// More than one mutation field.
    #[error("a mutation holds exactly one field")]
    OneMutationField,
    /// Not a GraphQL document.
    #[error("the query is not valid GraphQL")]
    Syntax,
    /// A subscription over HTTP, or a query or mutation where only a subscription belongs.
    #[error("this transport does not take this type of operation")]
    WrongTransport,
}

impl Refused {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::QueryTooLarge => "QUERY_TOO_LARGE",
            Self::TooDeep => "QUERY_TOO_DEEP",
            Self::TooManyTokens => "QUERY_TOO_LONG",
            Self::TooManySpreads
            | Self::TooManySelections
            | Self::TooManyAliases
            | Self::TooManyDirectives => "QUERY_TOO_COMPLEX",
            Self::FragmentCycle | Self::Syntax => "GRAPHQL_PARSE_FAILED",
            Self::OneOperation | Self::OneMutationField => "ONE_OPERATION",
            Self::WrongTransport => "WRONG_TRANSPORT",
        }
    }
}

/// How an operation arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Queries and mutations.
    Http,
    /// Subscriptions, and queries.
    Socket,
}

/// Scans, parses and measures one operation.
///
/// # Errors
/// [`Refused`], before anything that costs more than the text is long.
pub fn admit(query: &str, transport: Transport) -> Result<ExecutableDocument, Refused> {
    scan(query)?;
    let document = parse_query(query).map_err(|_| Refused::Syntax)?;
    measure(&document, transport)?;
    Ok(document)
}

const fn check(holds: bool, otherwise: Refused) -> Result<(), Refused> {
    if holds { Ok(()) } else { Err(otherwise) }
}

/// Selections and aliases of a part of the document, fragments expanded.
#[derive(Clone, Copy, Default)]
struct Cost {
    selections: usize,
    aliases: usize,
}

impl Cost {
    fn add(&mut self, other: Self) -> Result<(), Refused> {
        self.selections += other.selections;
        self.aliases += other.aliases;
        check(self.selections <= MAX_SELECTIONS, Refused::TooManySelections)?;
        check(self.aliases <= MAX_ALIASES, Refused::TooManyAliases)
    }
}

fn measure(document: &ExecutableDocument, transport: Transport) -> Result<(), Refused> {
    let operation = match &document.operations {
        DocumentOperations::Single(operation) => operation,
        DocumentOperations::Multiple(operations) if operations.len() == 1 => {
            operations.values().next().ok_or(Refused::OneOperation)?
        }
        DocumentOperations::Multiple(_) => return Err(Refused::OneOperation),
    };
    let fits = match operation.node.ty {
        OperationType::Query => true,
        OperationType::Mutation => transport == Transport::Http,
        OperationType::Subscription => transport == Transport::Socket,
    };
    check(fits, Refused::WrongTransport)?;
    let root = &operation.node.selection_set.node;
    if operation.node.ty == OperationType::Mutation {
        let one_field = matches!(root.items.as_slice(), [item] if matches!(item.node, Selection::Field(_)));
        check(one_field, Refused::OneMutationField)?;
    }
    Expansion { document, known: HashMap::new() }.cost(root).map(|_| ())
}

/// Counts selections with every fragment measured once.
struct Expansion<'a> {
    document: &'a ExecutableDocument,
    /// `None` while a fragment is being measured: meeting it again is a cycle.
    known: HashMap<&'a str, Option<Cost>>,
}

impl<'a> Expansion<'a> {
    fn cost(&mut self, set: &'a SelectionSet) -> Result<Cost, Refused> {
        let mut total = Cost::default();
        for item in &set.items {
            total.add(self.selection(item)?)?;
        }
        Ok(total)
    }

    fn selection(&mut self, item: &'a Positioned<Selection>) -> Result<Cost, Refused> {
        let mut total = Cost { selections: 1, aliases: 0 };
        let below = match &item.node {
            Selection::Field(field) => {
                total.aliases = usize::from(field.node.alias.is_some());
                self.cost(&field.node.selection_set.node)?
            }
            Selection::InlineFragment(fragment) => self.cost(&fragment.node.selection_set.node)?,
            Selection::FragmentSpread(spread) => self.fragment(spread.node.fragment_name.node.as_str())?,
        };
        total.add(below)?;
        Ok(total)
    }

    fn fragment(&mut self, name: &'a str) -> Result<Cost, Refused> {
        if let Some(known) = self.known.get(name) {
            return known.ok_or(Refused::FragmentCycle);
        }
        // An unknown fragment is named by validation, which knows how to say it.
        let Some(fragment) = self.document.fragments.get(name) else { return Ok(Cost::default()) };
        self.known.insert(name, None);
        let cost = self.cost(&fragment.node.selection_set.node)?;
        self.known.insert(name, Some(cost));
        Ok(cost)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal(query: &str) -> Option<Refused> {
        admit(query, Transport::Http).err()
    }

    #[test]
    fn nested_literals_are_refused_before_the_parser_sees_them() {
        let bomb = format!("{{ a(x: {}1{}) }}", "[".repeat(2_000), "]".repeat(2_000));
        assert_eq!(refusal(&bomb), Some(Refused::TooDeep));
    }

    #[test]
    fn a_fragment_bomb_is_refused() {
        let mut bomb = String::from("{ ...f0 } ");
        for i in 0..20 {
            bomb += &format!("fragment f{i} on Query {{ ...f{n} ...f{n} }} ", n = i + 1);
        }
        bomb += "fragment f20 on Query { __typename }";
        assert_eq!(refusal(&bomb), Some(Refused::TooManySelections));
    }

    #[test]
    fn a_fragment_cycle_is_refused() {
        let cycle = "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }";
        assert_eq!(refusal(cycle), Some(Refused::FragmentCycle));
    }

    #[test]
    fn aliases_are_counted_through_fragments() {
        let aliases: String = (0..31).map(|i| format!("a{i}: __typename ")).collect();
        assert_eq!(refusal(&format!("{{ {aliases} }}")), Some(Refused::TooManyAliases));
        let many: String = (0..5_000).map(|i| format!("a{i}: __typename ")).collect();
        assert_eq!(refusal(&format!("{{ {many} }}")), Some(Refused::QueryTooLarge));
        let two = "{ ...f ...f } fragment f on Query { ".to_owned()
            + &(0..16).map(|i| format!("a{i}: __typename ")).collect::<String>()
            + "}";
        assert_eq!(refusal(&two), Some(Refused::TooManyAliases));
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let text = "[".repeat(200);
        assert_eq!(refusal(&format!("{{ a(x: \"{text}\") }} # {text}")), None);
        assert_eq!(refusal(&format!("{{ a(x: \"\"\"{text} \\\"\"\" {text}\"\"\") }}")), None);
        assert_eq!(refusal(&format!("{{ a(x: \"\\\"{text}\") }}")), None);
    }

    #[test]
    fn numbers_side_by_side_are_tokens_of_their_own() {
        assert_eq!(refusal(&format!("{{ a(x: [{}]) }}", "0".repeat(2_000))), Some(Refused::TooManyTokens));
        assert_eq!(refusal(&format!("{{ a(x: [{}]) }}", "-1".repeat(1_000))), Some(Refused::TooManyTokens));
    }

    #[test]
    fn values_written_together_are_tokens_of_their_own() {
        for value in ["true", "false", "null"] {
            let many = format!("{{ a(x: [{}]) }}", value.repeat(1_600));
            assert_eq!(refusal(&many), Some(Refused::TooManyTokens), "{value}");
        }
        assert_eq!(refusal("{ nullable trueValue a(x: [true false]) }"), None);
    }

    #[test]
    fn a_string_that_is_not_closed_hides_nothing() {
        let deep = format!("{}{}", "[".repeat(2_000), "]".repeat(2_000));
        for open in ["[\"\"\" \" ", "[\"\"\"", "[\"\"\"\"", "\"\"\" \\\"\"\" ", "\"", "\"\n", "\"\\\n"] {
            let query = format!("{{ a(x: {open}{deep}] ) }}");
            assert!(matches!(refusal(&query), Some(Refused::Syntax | Refused::TooDeep)), "{query:.30}");
        }
        assert_eq!(refusal("{ a(x: \"\"\" \") }"), Some(Refused::Syntax));
    }

    #[test]
    fn what_the_scan_lets_through_is_read_as_it_read_it() {
        for whole in
            ["{ a(x: \"\") }", "{ a(x: \"\"\"\"\"\") }", "{ a(x: \"\\u00e5\\n\\\\\") }", "\u{feff}{ a }"]
        {
            assert_eq!(refusal(whole), None, "{whole}");
        }
        for not in ["\\q", "\\u12", "\\ud800", "\\uDFFF", "\\uD9zz", "\n", "\r", "\\"] {
            assert_eq!(refusal(&format!("{{ a(x: \"{not}\") }}")), Some(Refused::Syntax), "{not}");
        }
        for text in ["{ a }}", "{ a", "{ a(x: [1) }", "{ a(x: [)] }", "{ å }", "{ a } \u{0}", "{ a ; }"] {
            assert_eq!(refusal(text), Some(Refused::Syntax), "{text}");
        }
    }

    #[test]
    fn one_operation_and_one_mutation_field() {
        assert_eq!(refusal("query a { x } query b { y }"), Some(Refused::OneOperation));
        assert_eq!(refusal("mutation { a b }"), Some(Refused::OneMutationField));
        assert_eq!(
            refusal("mutation { ...f } fragment f on Mutation { a b }"),
            Some(Refused::OneMutationField)
        );
        assert_eq!(refusal("subscription { a }"), Some(Refused::WrongTransport));
        assert_eq!(admit("mutation { a }", Transport::Socket).err(), Some(Refused::WrongTransport));
    }

    proptest! {
        #[test]
        fn any_text_is_answered_without_a_panic(text in "\\PC{0,400}") {
            let _ = admit(&text, Transport::Http);
        }

        #[test]
        fn deep_brackets_of_any_mix_are_refused(open in proptest::collection::vec(prop_oneof![Just('['), Just('{'), Just('(')], 33..2_000)) {
            let text: String = open.into_iter().collect();
            prop_assert_eq!(refusal(&format!("{{a{text}")), Some(Refused::TooDeep));
        }
    }
}
