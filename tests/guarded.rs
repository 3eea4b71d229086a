//! The guard lets in whatever our own pages send, and refuses bombs of any make for next to nothing.

use std::{collections::BTreeMap, fs, path::Path, time::Duration};

use proptest::{collection::vec, prelude::*};
use tavle_graphql::guard::{Transport, admit};

use crate::support::clock::thread_cpu;

/// What a page sends in a tag: operations and fragments by their names.
fn documents(directory: &Path, into: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            documents(&path, into);
            continue;
        }
        let is_source = path.extension().is_some_and(|kind| kind == "ts" || kind == "tsx");
        let text = if is_source { fs::read_to_string(&path).unwrap() } else { String::new() };
        for tag in text.split("graphql(`").skip(1) {
            let document = tag.split('`').next().unwrap().trim();
            let mut words = document.split(|c: char| !c.is_alphanumeric() && c != '_');
            let (sort, name) = (words.next().unwrap(), words.next().unwrap());
            assert!(["query", "mutation", "subscription", "fragment"].contains(&sort), "{document}");
            into.insert(name.to_owned(), document.to_owned());
        }
    }
}

/// The names of the fragments that a document spreads.
fn spreads(document: &str) -> impl Iterator<Item = String> {
    let after = document.split("...").skip(1).map(str::trim_start);
    let names = after.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next());
    names.filter(|name| !name.is_empty() && *name != "on").map(str::to_owned)
}

#[test]
fn whatever_our_pages_send_is_let_in() {
    let mut all = BTreeMap::new();
    documents(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/src"), &mut all);
    let mut tried = 0;
    for (name, document) in all.iter().filter(|(_, document)| !document.starts_with("fragment")) {
        let (mut whole, mut wanted, mut seen) = (document.clone(), vec![document.clone()], Vec::new());
        while let Some(part) = wanted.pop() {
            for fragment in spreads(&part).filter(|fragment| all.contains_key(fragment)) {
                if !seen.contains(&fragment) {
                    whole += &all[&fragment];
                    wanted.push(all[&fragment].clone());
                    seen.push(fragment);
                }
            }
        }
        let transport =
            if document.starts_with("subscription") { Transport::Socket } else { Transport::Http };
        assert!(admit(&whole, transport).is_ok(), "{name}: {:?}", admit(&whole, transport).err());
        tried += 1;
    }
    assert!(tried > 5, "only {tried} operations were found in the pages");
}

/// What may stand between two tokens and must not hide anything.
fn padding() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just(" ".to_owned()),
        Just("\n,\t".to_owned()),
        Just("# \"}}]]\n".to_owned()),
        Just("# \"\"\" {{{ \r".to_owned()),
        Just("#\"\r\n\u{feff},".to_owned()),
    ]
}

/// A string that looks like something else.
fn decoy() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(r#"x: "}}}]]]" "#.to_owned()),
        Just(r#"x: "\"{{[[" "#.to_owned()),
        Just(r#"x: """ "}] \""" """ "#.to_owned()),
        // The scan must not take for one string what the parser takes for several.
        Just(r#"x: [""" " "#.to_owned()),
        Just(r#"x: ["""" "#.to_owned()),
        Just(r#"x: """ \""" "#.to_owned()),
        Just(r#"x: """ \\""" """ "#.to_owned()),
        Just(r#"x: """a"""" "#.to_owned()),
        Just(r#"x: "\q" "#.to_owned()),
        Just(r#"x: "\ud800 \" "#.to_owned()),
        Just(r#"x: "\u00e5\\" "#.to_owned()),
        Just("x: \"\\\n\" ".to_owned()),
        Just("x: \"\n\" ".to_owned()),
        Just("x: [truefalsenull] ".to_owned()),
        Just("x: [)}]] ".to_owned()),
        Just("\u{feff}".to_owned()),
        Just(String::new()),
    ]
}

/// Lists and objects in each other, deeper than anybody needs.
fn nested() -> impl Strategy<Value = String> {
    (33..2_000_usize, vec(any::<bool>(), 1..7), padding(), decoy()).prop_map(|(depth, turns, pad, decoy)| {
        let open =
            (0..depth).map(|n| if turns[n % turns.len()] { format!("[{pad}") } else { format!("{{{pad}a:") });
        format!("{{ me({decoy} y: {} 1", open.collect::<String>())
    })
}

/// Fragments that spread each other, each more than once.
fn web() -> impl Strategy<Value = String> {
    (11..30_usize, 2..4_usize, padding()).prop_map(|(size, times, pad)| {
        let spread = |n: usize| format!("...{pad}f{n} ").repeat(times);
        let mut web = format!("{{ {} }} ", spread(0));
        for n in 0..size {
            web += &format!("fragment f{n} on Query {{ {} }} ", spread(n + 1));
        }
        web + &format!("fragment f{size} on Query {{ __typename }}")
    })
}

/// One field by many names, in one selection or spread over fragments.
fn aliases() -> impl Strategy<Value = String> {
    (31..900_usize, any::<bool>(), padding()).prop_map(|(count, in_fragment, pad)| {
        let all: String = (0..count).map(|n| format!("a{n}:{pad}__typename ")).collect();
        match in_fragment {
            true => format!("{{ ...f }} fragment f on Query {{ {all} }}"),
            false => format!("{{ {all} }}"),
        }
    })
}

/// Directives without end.
fn directives() -> impl Strategy<Value = String> {
    (33..900_usize, padding()).prop_map(|(count, pad)| {
        format!("{{ me {{ name {} }} }}", format!("@{pad}skip(if: false) ").repeat(count))
    })
}

/// Fragments in a ring.
fn ring() -> impl Strategy<Value = String> {
    (1..40_usize).prop_map(|size| {
        let part = |n: usize| format!("fragment f{n} on Query {{ ...f{} }} ", (n + 1) % size);
        format!("{{ ...f0 }} {}", (0..size).map(part).collect::<String>())
    })
}

fn bomb() -> impl Strategy<Value = String> {
    prop_oneof![nested(), web(), aliases(), directives(), ring()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn bombs_of_any_make_are_refused_for_next_to_nothing(bomb in bomb()) {
        let mut least = Duration::MAX;
        for _ in 0..3 {
            for transport in [Transport::Http, Transport::Socket] {
                let before = thread_cpu();
                prop_assert!(admit(&bomb, transport).is_err());
                least = least.min(thread_cpu() - before);
            }
        }
        prop_assert!(least < Duration::from_millis(10), "{least:?}");
    }
}
