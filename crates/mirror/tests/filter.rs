//! Filters on real objects.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use route2_mirror::{Filter, FilterError, Narrow};
use route2_schema::rtnl::link::OperState;
use route2_schema::rtnl::names::{Family, RtTable};
use route2_schema::rtnl::{Object, TABLES, Table};
use route2_wire::{Messages, Names, Value};
use std::fs;
use std::path::Path;

const LINES: &str = "ppp/ppp-v4.bin";
const RULES: &str = "k6.12/net/dump-rule-inet.bin";
const ROUTES: &str = "k6.12/net/dump-route-inet6.bin";
const FDB: &str = "k6.12/bridge/dump-fdb.bin";
const BRIDGE: &str = "k6.12/links/link-br0.bin";
const CLASSES: &str = "k6.12/tc/class-htb.bin";

/// A capture, words, and how many of its objects match.
const CASES: &[(&str, &str, usize)] = &[
    (LINES, "", 18),
    // Text, with and without `*`; names of numbers, whole and in part; several that must all hold.
    (LINES, "ifname=ppp0", 5),
    (LINES, "ifname=ppp*", 5),
    (LINES, "ifname=*1", 0),
    (LINES, "operstate=DOWN", 3),
    (LINES, "operstate=down", 3),
    (LINES, "operstate=D*", 3),
    (LINES, "ifname=ppp* operstate=UNKNOWN", 2),
    (LINES, "kind=ppp", 4),
    // Bits, one of them or all; numbers in both notations.
    (LINES, "flags=running", 2),
    (LINES, "flags=noarp,*", 0),
    (LINES, "ifi_type=512", 5),
    (LINES, "mtu=0x5dc", 5),
    (LINES, "mtu=15*", 5),
    (LINES, "table=main", 1),
    (LINES, "table=254", 1),
    (LINES, "scope=host", 4),
    // The opposite: of all else, and of what has no such key.
    (LINES, "table!=local", 14),
    (LINES, "ifname=ppp* operstate!=DOWN", 2),
    // Addresses; nets by the address too.
    (LINES, "local=10.64.64.1", 4),
    (LINES, "dst=10.64.64.2/32", 1),
    (LINES, "dst=10.64.64.2", 1),
    (LINES, "dst=10.64.*", 5),
    (LINES, "dst=10.64.64.2/31", 0),
    // The interface, however it is called, by name or index.
    (LINES, "dev=ppp0", 18),
    (LINES, "dev=2", 18),
    (LINES, "dev=ppp* family=inet6", 3),
    (LINES, "oif=ppp0", 5),
    (LINES, "dev=eth0", 0),
    (LINES, "ifindex=2", 4),
    // Derived keys, and what they stand for.
    (RULES, "priority=0", 1),
    (RULES, "src=10.0.0.0/8", 1),
    (RULES, "src_len=16", 1),
    (RULES, "table=4294967", 1),
    (RULES, "fwmark=0x12", 1),
    (RULES, "action=lookup", 11),
    (RULES, "flags=not", 1),
    (RULES, "uid_range=*1000*", 1),
    // An address of IPv6 is the same in any notation.
    (ROUTES, "dst=2001:db8:1:0::/64", 2),
    (ROUTES, "dst=2001:DB8:1::/64", 2),
    // Link-layer addresses.
    (FDB, "lladdr=01:00:5e:00:00:6a", 1),
    (FDB, "lladdr=01:00:* flags=self", 8),
    (FDB, "vlan=30 state=permanent", 2),
    // A key of a kind; one of another kind, which no bridge has.
    (BRIDGE, "br_ageing_time=*", 1),
    (BRIDGE, "bond_mode=*", 0),
    (CLASSES, "handle=1:10", 1),
    // A part of a value: a member, an attribute in a nest, some item of a list.
    (LINES, "stats64.rx_packets=0 linkmode=0", 1),
    (LINES, "af_spec.inet6.addr_gen_mode=eui64", 3),
    (ROUTES, "multipath.gateway=2001:db8:7::fe", 2),
    (ROUTES, "encap.srh.segs=2001:db8:5::1", 4),
    (ROUTES, "metrics.mtu!=1400 metrics.hoplimit=*", 0),
];

fn names(index: u64) -> Option<&'static str> {
    (index == 2).then_some("ppp0")
}

fn each_object(capture: &str, mut visit: impl FnMut(Object<'_>)) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures");
    let bytes = fs::read(dir.join(capture)).unwrap();
    Messages::new(&bytes).filter_map(|message| Object::new(message.unwrap())).for_each(&mut visit);
}

#[test]
fn real_objects() {
    let mut wrong = Vec::new();
    for (capture, words, expected) in CASES {
        let filter = Filter::parse(words.split_whitespace(), TABLES).unwrap();
        let mut found = 0;
        each_object(capture, |object| found += usize::from(filter.matches(object, &names)));
        if found != *expected {
            wrong.push(format!("{capture} {words}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every value of every object is found by the text that is shown of it; of lists and nests, one item is.
#[test]
fn what_is_shown_is_found() {
    for capture in [LINES, RULES, ROUTES, FDB, BRIDGE, CLASSES] {
        each_object(capture, |object| {
            object.each_key(&mut |key, value| {
                if !matches!(value, Value::List(_) | Value::Set(_)) {
                    let word = format!("{key}={value}");
                    let filter = Filter::parse([&word], &[object.table]).unwrap();
                    assert!(filter.matches(object, &|_| None), "{word}");
                }
            });
        });
    }
}

#[test]
fn words_that_are_no_filter() {
    let link = Table::named("link").unwrap();
    for (word, error) in [
        ("default", FilterError::NoCondition("default".into())),
        ("gateway=10.0.0.1", FilterError::UnknownKey("gateway".into())),
        ("=", FilterError::UnknownKey(String::new())),
        ("stats64.rx_packet=1", FilterError::UnknownKey("stats64.rx_packet".into())),
        (
            "operstate=UPP",
            FilterError::UnknownValue {
                key: "operstate".into(),
                value: "UPP".into(),
                names: OperState::SPELLING.names(),
            },
        ),
    ] {
        assert_eq!(Filter::parse([word], &[link]).unwrap_err(), error);
    }
    assert_eq!(
        FilterError::NoCondition("default".into()).to_string(),
        "`default` is no filter: write KEY=VALUE"
    );
    let upp = Filter::parse(["operstate=UPP"], &[link]).unwrap_err();
    assert_eq!(upp.to_string(), "`UPP` is no value of `operstate`");
    assert_eq!(FilterError::UnknownKey("mtv".into()).to_string(), "no key is called `mtv`");
}

#[test]
fn the_part_of_a_table_that_is_asked_for() {
    let all = Narrow::default();
    for (words, narrow) in [
        ("", all),
        ("family=inet6", Narrow { family: Family::INET6, ..all }),
        ("family=10 table=MAIN", Narrow { family: Family::INET6, table: RtTable::MAIN, ..all }),
        ("table=0x64", Narrow { table: RtTable(100), ..all }),
        ("family=inet* table=1*", all),
        ("family!=inet table=main", Narrow { table: RtTable::MAIN, ..all }),
    ] {
        let filter = Filter::parse(words.split_whitespace(), TABLES).unwrap();
        assert_eq!(filter.narrow(), narrow, "{words}");
    }
}

#[test]
fn names_are_needed_where_an_interface_may_be_meant_by_one() {
    for (words, needed) in [("", false), ("dev=3 mtu=0x10", false), ("dev=eth0", true)] {
        let filter = Filter::parse(words.split_whitespace(), TABLES).unwrap();
        assert_eq!(filter.needs_names(), needed, "{words}");
    }
}
