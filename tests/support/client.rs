//! A browser or a script, as the edge sees it.

use reqwest::{Method, RequestBuilder, StatusCode, header::HeaderMap};
use serde_json::{Value as Json, json};
use tavle_domain::kind::FAMILIES;

use super::command::command_id;

/// Everything that a mutation may answer.
pub const RESULT: &str = "__typename
    ... on Recorded { commandId participantId dwellingId revision position readable
        entry { entryId kind participantId dwellingId occurredAt recordedAt backdated stands revision
            fields { name value redacted } original { name value } errorMark { entryId reason }
            corrections { entryId reason changes { name old new concealed } } } }
    ... on Rejected { code current { entryId kind participantId } }
    ... on Conflict { revision current { entryId kind } }
    ... on Invalid { fields { path code max } }
    ... on Forbidden { code }
    ... on Busy { code retryAfterSeconds }";

/// An answer of the edge.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text))
    }

    /// The code of the first error.
    pub fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Name and value of the cookie that is set.
    pub fn cookie(&self) -> Option<String> {
        let set = self.headers.get("set-cookie")?.to_str().unwrap();
        Some(set.split(';').next().unwrap().to_owned())
    }

    /// Status and body without the request's own id: what two answers may be compared by.
    pub fn but_its_id(&self) -> (u16, String) {
        let id = self.headers["x-request-id"].to_str().unwrap();
        (self.status.as_u16(), self.text.replace(id, ""))
    }

    /// Status and code together.
    pub fn refusal(&self) -> (u16, String) {
        (self.status.as_u16(), self.code())
    }
}

/// Somebody who asks.
#[derive(Clone)]
pub struct Client {
    pub host: String,
    pub http: reqwest::Client,
    pub headers: Vec<(&'static str, String)>,
}

impl Client {
    /// A page of the service's own, with nobody signed in.
    pub fn nobody(host: &str) -> Self {
        let headers = vec![("x-tavle", "1".to_owned()), ("origin", format!("http://{host}"))];
        Self { host: host.to_owned(), http: reqwest::Client::new(), headers }
    }

    pub async fn sign_in(mut self, user: &str) -> Self {
        let answer = self.request(Method::POST, "/session", &json!({ "user": user }).to_string()).await;
        assert_eq!(answer.status, 200, "{user}: {}", answer.text);
        self.headers.push(("cookie", answer.cookie().unwrap()));
        self
    }

    /// The same browser after it was given a cookie.
    pub fn given(&self, answer: &Answer) -> Self {
        self.but("cookie", &answer.cookie().unwrap_or_else(|| panic!("no cookie: {}", answer.text)))
    }

    pub fn with_token(mut self, token: &str) -> Self {
        self.headers = vec![("authorization", format!("Bearer {token}"))];
        self
    }

    /// The same browser at the service's new address.
    pub fn moved(&self, host: &str) -> Self {
        let mut moved = self.but("origin", &format!("http://{host}"));
        host.clone_into(&mut moved.host);
        moved
    }

    /// The same with one header other, or away where it is empty.
    pub fn but(&self, name: &'static str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.retain(|(header, _)| *header != name);
        if !value.is_empty() {
            other.headers.push((name, value.to_owned()));
        }
        other
    }

    pub fn prepare(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("http://{}{path}", self.host));
        self.headers.iter().fold(request, |request, (name, value)| request.header(*name, value))
    }

    /// Sends a body as JSON.
    pub async fn request(&self, method: Method, path: &str, body: &str) -> Answer {
        let request = self.prepare(method, path).header("content-type", "application/json");
        self.send(request.body(body.to_owned())).await
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        Answer { status, headers, text: answer.text().await.unwrap() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.prepare(Method::GET, path)).await
    }

    /// Posts a body to the API as it is.
    pub async fn post(&self, body: &str) -> Answer {
        let request = self.prepare(Method::POST, "/graphql").header("content-type", "application/json");
        let request = request.header("accept", "application/graphql-response+json");
        self.send(request.body(body.to_owned())).await
    }

    /// Posts an operation.
    pub async fn ask(&self, query: &str, variables: Json) -> Answer {
        self.post(&json!({ "query": query, "variables": variables }).to_string()).await
    }

    /// The data of an operation that has no error.
    pub async fn query(&self, query: &str, variables: Json) -> Json {
        let answer = self.ask(query, variables).await;
        let mut body = answer.json();
        assert!(body["errors"].is_null(), "{query}\n{}", answer.text);
        body["data"].take()
    }

    /// Records a step by the family's command, with an id of its own where none is given.
    pub async fn record(&self, command: &str, mut input: Json) -> Json {
        let family = FAMILIES.iter().find(|family| family.command == command).unwrap();
        if input["commandId"].is_null() {
            input["commandId"] = command_id();
        }
        self.mutate(command, family.input, input).await
    }

    /// Records a step with a service that may die or fail meanwhile: its answer, or the whole body where there is
    /// none, or nothing.
    pub async fn try_record(&self, command: &str, input: &Json) -> Option<Json> {
        let family = FAMILIES.iter().find(|family| family.command == command).unwrap();
        let query =
            format!("mutation($input: {}!) {{ it: {command}(input: $input) {{ {RESULT} }} }}", family.input);
        let body = json!({ "query": query, "variables": { "input": input } });
        let request = self.prepare(Method::POST, "/graphql").header("content-type", "application/json");
        let answer = request.body(body.to_string()).send().await.ok()?;
        let mut body: Json = serde_json::from_str(&answer.text().await.ok()?).ok()?;
        Some(if body["data"]["it"].is_object() { body["data"]["it"].take() } else { body })
    }

    pub async fn correct(&self, entry: &Json, mut input: Json) -> Json {
        input["commandId"] = command_id();
        input["entryId"] = entry.clone();
        if input["reason"].is_null() {
            input["reason"] = "Feil i første føring".into();
        }
        self.mutate("correctEntry", "CorrectEntryInput", input).await
    }

    pub async fn mark(&self, entry: &Json) -> Json {
        let input = json!({ "commandId": command_id(), "entryId": entry, "reason": "Feil person" });
        self.mutate("markEnteredInError", "MarkEnteredInErrorInput", input).await
    }

    pub async fn mutate(&self, command: &str, input_type: &str, input: Json) -> Json {
        let query =
            format!("mutation($input: {input_type}!) {{ it: {command}(input: $input) {{ {RESULT} }} }}");
        self.query(&query, json!({ "input": input })).await["it"].take()
    }

    /// Records a step that is accepted and readable.
    pub async fn recorded(&self, command: &str, input: Json) -> Json {
        let answer = self.record(command, input).await;
        assert_eq!(answer["__typename"], "Recorded", "{command}: {answer}");
        assert_eq!(answer["readable"], true, "{answer}");
        answer
    }
}
