//! What tc said of the captured objects, against what is read from the kernel's bytes.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use route2_oracle::views::tc;
use route2_oracle::{Interfaces, Report, View, parse};
use route2_schema::rtnl::Object;
use route2_schema::wire::Messages;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Which objects the files of a folder are about, by the beginning of their names; and how many values are
/// compared at least.
const VIEWS: &[(&str, &str, &View, usize)] = &[
    ("tc", "qdisc-", &tc::QDISC, 1000),
    ("tc", "dump-qdisc-", &tc::QDISC, 1700),
    ("tc", "class-", &tc::CLASS, 800),
    ("flt", "filter-", &tc::FILTER, 1000),
    ("flt", "chain-", &tc::CHAIN, 4),
    ("flt", "action-", &tc::ACTION, 1300),
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures/k6.12").join(name)
}

/// Files that have what tc printed, be it JSON or nearly.
fn files(name: &str) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.to_str().unwrap().ends_with("json")).collect()
}

/// The interfaces that the captures' makers made.
fn interfaces(name: &str) -> Interfaces {
    let target = if name == "tc" { 3 } else { 2 };
    let mut interfaces = Interfaces::default();
    interfaces.learn(1, "lo");
    interfaces.learn(target, "tgt");
    (0..60).for_each(|number| interfaces.learn(number + 4, &format!("t{number}")));
    interfaces
}

#[test]
fn tc_says_the_same() {
    let mut compared = BTreeSet::new();
    for (name, start, view, least) in VIEWS {
        let (mut all, interfaces) = (Report::default(), interfaces(name));
        for path in files(name) {
            let file = path.file_name().unwrap().to_str().unwrap();
            if !file.starts_with(start) {
                continue;
            }
            let bytes = fs::read(folder(name).join(file).with_extension("bin")).unwrap();
            let objects: Vec<_> =
                Messages::new(&bytes).filter_map(|message| Object::new(message.unwrap())).collect();
            let theirs = parse(&fs::read_to_string(&path).unwrap()).unwrap();
            all.add(file, view.compare(&objects, &theirs, &interfaces));
            compared.insert(path);
        }
        println!("{start}: {} values compared; not compared: {:?}", all.compared, all.skipped);
        let failures = all.failures.join("\n");
        assert!(all.failures.is_empty(), "{} failures:\n{failures}", all.failures.len());
        assert!(all.compared >= *least, "{start}: only {} values", all.compared);
    }
    let all: BTreeSet<_> = files("tc").into_iter().chain(files("flt")).collect();
    assert_eq!(all.difference(&compared).next(), None, "compared with nothing");
}
