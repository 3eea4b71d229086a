//! Dependencies point one way.

use xtask::dependencies::{self, Graph};

#[test]
fn dependencies_point_one_way() {
    let graph = Graph::of_workspace().unwrap();
    let faults = dependencies::faults(&graph);
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
