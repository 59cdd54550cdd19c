//! What iproute2 said of the captured objects, against what is read from the kernel's bytes.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use route2_oracle::views::link::LINK;
use route2_oracle::{Interfaces, Report, View};
use route2_schema::Decoded;
use route2_schema::rtnl::Object;
use route2_schema::wire::Messages;
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};

/// Which view a file of iproute2's JSON is, by the end of its path; `*` stands for anything.
const VIEWS: &[(&str, &View)] = &[
    ("k6.12/links/link-*.json", &LINK),
    ("k6.12/links/dump-link-vf*.json", &LINK),
    ("ppp/*.up.link.json", &LINK),
];

/// Files that are compared with nothing, and why.
const NOT_COMPARED: &[(&str, &str)] = &[
    (
        "k6.12/links/dump-link-nomask.json",
        "its kernel was not asked for virtual functions, as iproute2's was",
    ),
    (
        "k6.12/links/dump-link-brvlan.json",
        "its kernel was not asked for virtual functions, as iproute2's was",
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures")
}

/// Every file of iproute2's JSON, as its path in the captures.
fn oracles() -> Vec<String> {
    let mut directories = vec![root()];
    let mut found = Vec::new();
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                found.push(path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => {
            path.len() >= start.len() + end.len() && path.starts_with(start) && path.ends_with(end)
        }
        None => pattern == path,
    }
}

fn json(path: &str) -> Json {
    let text = fs::read_to_string(root().join(path)).unwrap();
    // iproute2 prints nothing at all where there is nothing.
    if text.trim().is_empty() { Json::Null } else { serde_json::from_str(&text).unwrap() }
}

/// The names of the interfaces of a capture's folder: an index means one link in all of its files.
fn interfaces(path: &str) -> Interfaces {
    let folder = Path::new(path).parent().unwrap().to_str().unwrap();
    let mut interfaces = Interfaces::default();
    oracles().iter().filter(|other| other.starts_with(folder)).for_each(|other| {
        interfaces.learn(&json(other));
    });
    interfaces
}

fn compare(path: &str, view: &View) -> Report {
    // `NAME.json`, `NAME.2.json`: what iproute2 said of `NAME.bin`.
    let name = path.strip_suffix(".json").unwrap();
    let name = name
        .strip_suffix([".2", ".3"].iter().find(|s| name.ends_with(**s)).unwrap_or(&""))
        .unwrap();
    let bytes = fs::read(root().join(format!("{name}.bin"))).unwrap();
    let objects: Vec<Object<'_>> = Messages::new(&bytes)
        .filter_map(|message| match Decoded::new(message.unwrap()) {
            Decoded::Object(object) => Some(object),
            _ => None,
        })
        .collect();
    view.compare(&objects, &json(path), &interfaces(path))
}

#[test]
fn iproute2_says_the_same() {
    let mut all = Report::default();
    for path in oracles() {
        for (_, view) in VIEWS.iter().filter(|(pattern, _)| matches(pattern, &path)) {
            all.add(&path, compare(&path, view));
        }
    }
    println!("{} values compared; not compared: {:#?}", all.compared, all.skipped);
    assert!(
        all.failures.is_empty(),
        "{} failures:\n{}",
        all.failures.len(),
        all.failures.join("\n")
    );
    assert!(all.compared > 20000, "only {} values were compared", all.compared);
}
