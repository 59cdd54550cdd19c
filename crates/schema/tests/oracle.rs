//! What iproute2 said of the captured objects, against what is read from the kernel's bytes.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use route2_oracle::views::{addr, bridge, link, neigh, other, route, rule};
use route2_oracle::{Interfaces, Report, View};
use route2_schema::Decoded;
use route2_schema::rtnl::Object;
use route2_schema::wire::Messages;
use serde_json::Value as Json;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Files of iproute2's JSON, what their names mean, and where the kernel's bytes of the same objects are: beside
/// them (`""`: `x.json` is of `x.bin`), or elsewhere. `*` stands for anything, for the same on both sides.
const VIEWS: &[(&str, &View, &str)] = &[
    ("k6.12/links/link-*.json", &link::LINK, ""),
    ("k6.12/links/dump-link-vf*.json", &link::LINK, ""),
    ("k6.12/links/dump-stats-all.json", &other::STATS_SHOW, ""),
    ("k6.12/links/dump-nsid.json", &other::NSID, ""),
    ("k6.12/links/dump-tunnel-vnifilter.json", &bridge::VNI, ""),
    ("k6.12/links/dump-link-bridge-nomask.json", &bridge::LINK, ""),
    ("k6.12/links/dump-link-bridge-mrp-cfm.json", &bridge::LINK, ""),
    ("k6.12/links/dump-link-bridge-*-mst.json", &bridge::LINK, ""),
    (
        "k6.12/links/dump-link-bridge-*-mst.2.json",
        &bridge::LINK_VLAN,
        "k6.12/links/dump-link-bridge-*-mst.bin",
    ),
    ("k6.12/bridge/dump-bridge-vlan-brvlan.json", &bridge::LINK_VLAN, ""),
    ("k6.12/bridge/dump-bridge-vlan-brvlan-compressed.json", &bridge::LINK_VLAN, ""),
    ("k6.12/bridge/dump-fdb.json", &neigh::FDB, ""),
    ("k6.12/bridge/dump-vlandb.json", &bridge::VLAN, ""),
    ("k6.12/bridge/dump-vlandb-stats.json", &bridge::VLAN, ""),
    ("k6.12/bridge/dump-vlandb-global.json", &bridge::VLAN_GLOBAL, ""),
    ("k6.12/net/dump-route-*.json", &route::ROUTE, ""),
    ("k6.12/net/dump-rule-*.json", &rule::RULE, ""),
    ("k6.12/net/dump-nexthop.json", &route::NEXTHOP, ""),
    ("k6.12/net/dump-neightbl.json", &neigh::NTABLE, ""),
    ("k6.12/net/dump-netconf-*.json", &other::NETCONF, ""),
    ("k6.12/net/dump-stats.json", &other::STATS_SHOW, ""),
    ("ppp/*.up.link.json", &link::LINK, ""),
    ("ppp/*.up.addr.json", &addr::ADDR, ""),
    ("ppp/*.up.addr.json", &addr::ADDR_LINK, "ppp/*.up.link.bin"),
    ("ppp/*.up.route.json", &route::ROUTE, ""),
    ("ppp/*.up.route6.json", &route::ROUTE6, "ppp/*.up.route.bin"),
];

/// Files that are compared with nothing, and why.
const NOT_COMPARED: &[(&str, &str)] = &[
    ("k6.12/links/dump-link-nomask.json", "states virtual functions, which its bytes have none of"),
    ("k6.12/links/dump-link-brvlan.json", "states virtual functions, which its bytes have none of"),
    (
        "k6.12/links/dump-link-bridge-brvlan-compressed-mst.3.json",
        "states more of VLANs than links do",
    ),
    ("k6.12/links/dump-link-bridge-mrp-cfm.2.json", "states VLANs, which its bytes have none of"),
    ("k6.12/links/dump-link-bridge-mrp-cfm.3.json", "states VLANs, which its bytes have none of"),
    ("k6.12/links/oracle-tunnel-*.json", "is of ioctl; `ip link` states the same"),
    (
        "k6.12/bridge/dump-bridge-vlan-*.2.json",
        "states instances of MST, which its bytes have none of",
    ),
    ("k6.12/net/oracle-*.json", "has no bytes beside it"),
    ("k6.12/tc/*.json", "compared by the tests of traffic control"),
    ("k6.12/flt/*.json", "compared by the tests of traffic control"),
];

/// Interfaces whose index and name no JSON of their folder has together.
const NAMES: &[(&str, u64, &str)] = &[
    ("k6.12/bridge", 2, "br0"),
    ("k6.12/bridge", 3, "v0p"),
    ("k6.12/bridge", 4, "v0"),
    ("k6.12/bridge", 5, "v1p"),
    ("k6.12/bridge", 6, "v1"),
    ("k6.12/bridge", 7, "v2p"),
    ("k6.12/bridge", 8, "v2"),
    ("k6.12/bridge", 9, "vx0"),
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

/// What `*` stands for, where the path is as the pattern says.
fn matching<'a>(pattern: &str, path: &'a str) -> Option<&'a str> {
    match pattern.split_once('*') {
        Some((start, end)) => path.strip_prefix(start)?.strip_suffix(end),
        None => (pattern == path).then_some(""),
    }
}

fn json(path: &str) -> Json {
    let text = fs::read_to_string(root().join(path)).unwrap();
    // iproute2 prints nothing at all where there is nothing.
    if text.trim().is_empty() { Json::Null } else { route2_oracle::parse(&text).unwrap() }
}

fn folder(path: &str) -> &str {
    Path::new(path).parent().unwrap().to_str().unwrap()
}

/// The names of the interfaces of a capture's folder: an index means one link in all of its files.
fn interfaces(of: &str) -> Interfaces {
    let mut interfaces = Interfaces::default();
    for path in oracles().iter().filter(|path| folder(path) == of) {
        interfaces.learn_from(&json(path));
    }
    let more = NAMES.iter().filter(|(folder, ..)| *folder == of);
    more.for_each(|(_, index, name)| interfaces.learn(*index, name));
    interfaces
}

#[test]
fn iproute2_says_the_same() {
    let mut folders: HashMap<String, Interfaces> = HashMap::new();
    let mut all = Report::default();
    for path in oracles() {
        for (pattern, view, bytes) in VIEWS {
            let Some(word) = matching(pattern, &path) else { continue };
            let bytes = match *bytes {
                "" => path.replace(".json", ".bin"),
                elsewhere => elsewhere.replace('*', word),
            };
            let interfaces = folders
                .entry(folder(&bytes).to_owned())
                .or_insert_with_key(|folder| interfaces(folder));
            let bytes = fs::read(root().join(bytes)).unwrap();
            let objects: Vec<_> = objects(&bytes).collect();
            all.add(&path, view.compare(&objects, &json(&path), interfaces));
        }
    }
    println!("{} values compared; not compared: {:#?}", all.compared, all.skipped);
    let count = all.failures.len();
    assert!(all.failures.is_empty(), "{count} failures:\n{}", all.failures.join("\n"));
    assert!(all.compared > 100_000, "only {} values were compared", all.compared);
}

fn objects(bytes: &[u8]) -> impl Iterator<Item = Object<'_>> {
    Messages::new(bytes).filter_map(|message| match Decoded::new(message.unwrap()) {
        Decoded::Object(object) => Some(object),
        _ => None,
    })
}

/// Nothing that iproute2 said lies there unread.
#[test]
fn every_file_is_compared_or_says_why_not() {
    for path in oracles() {
        let compared = VIEWS.iter().any(|(pattern, ..)| matching(pattern, &path).is_some());
        let reason = NOT_COMPARED.iter().find(|(pattern, _)| matching(pattern, &path).is_some());
        assert!(
            compared != reason.is_some(),
            "{path}: compared: {compared}; not, because: {reason:?}"
        );
    }
}
