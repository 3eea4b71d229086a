//! The page of examples: every one is sent to the service, and answered as the page says.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value as Json, json};

use crate::support::{Client, Running, Socket, command_id, start};

/// A fenced block: what is said after the language, and what it holds.
struct Block {
    language: String,
    about: String,
    text: String,
    line: usize,
}

/// An operation with what belongs to it.
struct Example {
    query: String,
    user: String,
    variables: Json,
    expected: Expected,
    line: usize,
}

enum Expected {
    Answer(Json),
    Error(Json),
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (line, text) in (1..).zip(page.lines()) {
        match text.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(head) => {
                let (language, about) = head.split_once(' ').unwrap_or((head, ""));
                let (language, about) = (language.to_owned(), about.to_owned());
                blocks.push(Block { language, about, text: String::new(), line });
                open = true;
            }
            None if open => {
                let block = blocks.last_mut().unwrap();
                block.text.push_str(text);
                block.text.push('\n');
            }
            None => {}
        }
    }
    blocks
}

fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut query: Option<Example> = None;
    for block in blocks(page) {
        let json = || -> Json {
            serde_json::from_str(&block.text).unwrap_or_else(|error| panic!("line {}: {error}", block.line))
        };
        match (block.language.as_str(), block.about.as_str()) {
            ("sh", _) => {}
            ("graphql", user) => {
                assert!(query.is_none(), "line {}: the query before has no answer", block.line);
                let user = user.strip_prefix("as ").unwrap_or("mh").to_owned();
                let expected = Expected::Answer(Json::Null);
                query = Some(Example {
                    query: block.text,
                    user,
                    variables: json!({}),
                    expected,
                    line: block.line,
                });
            }
            ("json", "variables") => query.as_mut().expect("a query first").variables = json(),
            ("json", about @ ("answer" | "error")) => {
                let expected =
                    if about == "answer" { Expected::Answer(json()) } else { Expected::Error(json()) };
                examples.push(Example { expected, ..query.take().expect("a query first") });
            }
            (language, about) => panic!("line {}: {language} {about}", block.line),
        }
    }
    assert!(query.is_none(), "the last query has no answer");
    examples
}

/// What the page calls by a name in angle brackets.
#[derive(Default)]
struct Named(BTreeMap<String, Json>);

impl Named {
    fn name(value: &Json) -> Option<&str> {
        value.as_str()?.strip_prefix('<')?.strip_suffix('>')
    }

    /// Puts values for names. A command that has none yet gets an id of its own.
    fn fill(&mut self, value: &Json, line: usize) -> Json {
        if let Some(name) = Self::name(value) {
            if name.ends_with("command") {
                return self.0.entry(name.to_owned()).or_insert_with(command_id).clone();
            }
            return self
                .0
                .get(name)
                .unwrap_or_else(|| panic!("line {line}: nothing is called {name}"))
                .clone();
        }
        match value {
            Json::Array(items) => items.iter().map(|item| self.fill(item, line)).collect(),
            Json::Object(fields) => Json::Object(
                fields.iter().map(|(key, value)| (key.clone(), self.fill(value, line))).collect(),
            ),
            other => other.clone(),
        }
    }

    /// Compares, and keeps what is named for the first time.
    fn agree(&mut self, expected: &Json, found: &Json, line: usize) {
        if let Some(name) = Self::name(expected) {
            let known = self.0.entry(name.to_owned()).or_insert_with(|| found.clone());
            assert_eq!(known, found, "line {line}: <{name}>");
            assert!(!found.is_null(), "line {line}: <{name}>");
            return;
        }
        match (expected, found) {
            (Json::String(any), _) if any == "…" => {}
            (Json::Array(expected), Json::Array(found)) if expected.len() == found.len() => {
                for (expected, found) in expected.iter().zip(found) {
                    self.agree(expected, found, line);
                }
            }
            (Json::Object(expected), Json::Object(found)) if expected.keys().eq(found.keys()) => {
                for (key, expected) in expected {
                    self.agree(expected, &found[key], line);
                }
            }
            (expected, found) => assert_eq!(expected, found, "line {line}"),
        }
    }
}

async fn answer(service: &Running, example: &Example, variables: Json) -> Json {
    let client: Client = service.with_token(&example.user);
    if !example.query.trim_start().starts_with("subscription") {
        return client.ask(&example.query, variables).await.json();
    }
    let mut socket = Socket::open(&client).await;
    socket.init().await;
    socket.subscribe("1", &example.query, variables).await;
    socket.message().await["payload"].take()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_is_answered_as_the_page_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../proto/EXAMPLES.md");
    let examples = examples(&fs::read_to_string(path).unwrap());
    assert!(examples.len() >= 15, "the page has {} examples", examples.len());
    let service = start().await;
    let mut named = Named::default();
    for example in &examples {
        let variables = named.fill(&example.variables, example.line);
        let found = answer(&service, example, variables).await;
        match &example.expected {
            Expected::Answer(expected) => {
                assert!(found["errors"].is_null(), "line {}: {found}", example.line);
                named.agree(expected, &found["data"], example.line);
            }
            Expected::Error(expected) => {
                let code = json!({ "code": found["errors"][0]["extensions"]["code"] });
                assert_eq!(*expected, code, "line {}: {found}", example.line);
            }
        }
    }
}

#[test]
#[should_panic(expected = "line 3")]
fn an_answer_that_is_not_as_the_page_says_is_found() {
    Named::default().agree(&json!({ "a": ["…", "<b>", 1] }), &json!({ "a": [5, "x", 2] }), 3);
}
