//! The direction of dependencies: server → {graphql, gateway} → {application, projections} → event-store → domain.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    process::Command,
};

use serde_json::Value;

use crate::{
    outcome::{Outcome, failure},
    workspace,
};

/// The layers from the inside out. A crate may use the layers inside its own, never its own or one outside.
const LAYERS: [&[&str]; 5] = [
    &["tavle-domain"],
    &["tavle-event-store"],
    &["tavle-application", "tavle-projections"],
    &["tavle-graphql", "tavle-gateway"],
    &["tavle-server"],
];

/// Tools of the developer: nothing that is delivered may use them, they may use everything.
const OUTSIDE: [&str; 2] = ["xtask", "tavle-tests"];

/// What the domain may not reach by any path: runtimes, input and output, other layers' subjects.
const NOT_IN_DOMAIN: [&str; 7] = ["tokio", "async-std", "mio", "rusqlite", "hyper", "axum", "async-graphql"];

/// A third-party crate and the only crates that may name it.
const ONLY_IN: [(&str, &[&str]); 3] = [
    ("async-graphql", &["tavle-graphql", "tavle-server"]),
    // The log, the read models, and the sessions of those who are signed in.
    ("rusqlite", &["tavle-event-store", "tavle-projections", "tavle-server"]),
    ("axum", &["tavle-server", "tavle-gateway"]),
];

/// Which crate of the workspace depends on which crate, and what each reaches at run time.
#[derive(Debug, Default)]
pub struct Graph {
    direct: BTreeMap<String, BTreeSet<String>>,
    reached: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// Asks `cargo metadata` about this workspace.
    pub fn of_workspace() -> Outcome<Self> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .current_dir(workspace::root())
            .args(["metadata", "--format-version", "1"])
            .output()
            .map_err(|error| failure(format!("`cargo metadata` could not be started: {error}.")))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(failure(format!("`cargo metadata` failed:\n{}", said.trim_end())));
        }
        serde_json::from_slice(&output.stdout)
            .ok()
            .and_then(|metadata| Self::of_metadata(&metadata))
            .ok_or_else(|| {
                failure("`cargo metadata` printed something that this version of xtask cannot read.")
            })
    }

    fn of_metadata(metadata: &Value) -> Option<Self> {
        let mut names = BTreeMap::new();
        for package in metadata["packages"].as_array()? {
            names.insert(package["id"].as_str()?, package["name"].as_str()?);
        }
        let mut edges: BTreeMap<&str, Vec<(&str, bool)>> = BTreeMap::new();
        for node in metadata["resolve"]["nodes"].as_array()? {
            let dependencies = node["deps"].as_array()?.iter();
            let uses = dependencies.map(|edge| Some((edge["pkg"].as_str()?, at_run_time(edge))));
            edges.insert(node["id"].as_str()?, uses.collect::<Option<_>>()?);
        }
        let mut graph = Self::default();
        for member in metadata["workspace_members"].as_array()? {
            let id = member.as_str()?;
            let name = (*names.get(id)?).to_owned();
            let direct = edges.get(id)?.iter().filter_map(|(to, _)| names.get(to)).map(|&to| to.to_owned());
            let reached =
                reached_from(id, &edges).into_iter().filter_map(|to| names.get(to)).map(|&to| to.to_owned());
            graph.direct.insert(name.clone(), direct.collect());
            graph.reached.insert(name, reached.collect());
        }
        Some(graph)
    }
}

/// What is wrong, a sentence each; nothing when all is well.
pub fn faults(graph: &Graph) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, uses) in &graph.direct {
        faults.extend(uses.iter().filter_map(|used| wrong_way(name, used)));
        faults.extend(uses.iter().filter_map(|used| wrong_place(name, used)));
    }
    let reached = graph.reached.get("tavle-domain").into_iter().flatten();
    let foreign = reached.filter(|used| NOT_IN_DOMAIN.contains(&used.as_str()));
    faults.extend(foreign.map(|used| format!("tavle-domain reaches {used}; the domain is pure.")));
    faults
}

fn wrong_way(name: &str, used: &str) -> Option<String> {
    if OUTSIDE.contains(&name) {
        return None;
    }
    let Some(layer) = layer(name) else {
        return Some(format!("{name} has no layer: give it one in crates/xtask/src/dependencies.rs."));
    };
    let inward = layer_of_used(used).is_none_or(|inner| inner < layer);
    (!inward).then(|| format!("{name} depends on {used}; dependencies point inward only."))
}

/// The layer of a crate that is used; a developer's tool counts as outermost, a third-party crate has none.
fn layer_of_used(used: &str) -> Option<usize> {
    if OUTSIDE.contains(&used) { Some(LAYERS.len()) } else { layer(used) }
}

fn wrong_place(name: &str, used: &str) -> Option<String> {
    let (_, allowed) = ONLY_IN.iter().find(|(subject, _)| *subject == used)?;
    let fine = OUTSIDE.contains(&name) || allowed.contains(&name);
    (!fine).then(|| format!("{name} names {used}; only {} may.", allowed.join(", ")))
}

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&name))
}

fn at_run_time(edge: &Value) -> bool {
    edge["dep_kinds"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()))
}

fn reached_from<'a>(id: &'a str, edges: &BTreeMap<&'a str, Vec<(&'a str, bool)>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![id];
    while let Some(from) = open.pop() {
        let uses = edges.get(from).into_iter().flatten();
        open.extend(
            uses.filter(|(_, at_run_time)| *at_run_time).map(|(to, _)| *to).filter(|to| reached.insert(*to)),
        );
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(&str, &[&str])]) -> Graph {
        let set = |uses: &&[&str]| uses.iter().map(|&used| used.to_owned()).collect::<BTreeSet<_>>();
        let direct: BTreeMap<_, _> =
            edges.iter().map(|(name, uses)| ((*name).to_owned(), set(uses))).collect();
        Graph { reached: direct.clone(), direct }
    }

    #[test]
    fn inward_is_fine() {
        let good = graph(&[
            ("tavle-domain", &["chrono"]),
            ("tavle-event-store", &["tavle-domain", "rusqlite", "tokio"]),
            ("tavle-server", &["tavle-graphql", "tavle-domain", "axum"]),
            ("tavle-tests", &["xtask", "tavle-server"]),
        ]);
        assert_eq!(faults(&good), Vec::<String>::new());
    }

    #[test]
    fn outward_sideways_and_into_the_tools_is_a_fault() {
        assert_eq!(faults(&graph(&[("tavle-domain", &["tavle-event-store"])])).len(), 1);
        assert_eq!(faults(&graph(&[("tavle-application", &["tavle-projections"])])).len(), 1);
        assert_eq!(faults(&graph(&[("tavle-server", &["xtask"])])).len(), 1);
    }

    #[test]
    fn a_runtime_in_the_domain_is_a_fault() {
        assert_eq!(faults(&graph(&[("tavle-domain", &["tokio"])])).len(), 1);
    }

    #[test]
    fn graphql_and_sqlite_have_their_places() {
        assert_eq!(faults(&graph(&[("tavle-application", &["async-graphql"])])).len(), 1);
        assert_eq!(faults(&graph(&[("tavle-graphql", &["rusqlite"])])).len(), 1);
    }

    #[test]
    fn a_crate_without_a_layer_is_named() {
        assert!(faults(&graph(&[("tavle-reports", &["chrono"])]))[0].contains("has no layer"));
    }
}
