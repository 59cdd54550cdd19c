//! What each payload type reads and writes.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use common::*;
use route2_wire::{
    Access, AsRecord, AttrSet, Attrs, Fields, Handle, IfIndex, Payload, Put, Shape, Spelling,
    StructField, Value,
};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

fn whole(bytes: &[u8]) -> serde_json::Value {
    json(Fields::in_family(All::SET, bytes, 2), Shape::Whole)
}

#[test]
fn every_type_in_every_reading() {
    let mut put = Put::<All>::new();
    put.put(ALL_U8, 200)
        .put(ALL_BE16, 0x8100)
        .put(ALL_I32, -5)
        .put(ALL_BOOL, true)
        .put(ALL_FLAG, ())
        .put(ALL_MAC, [2, 0, 0, 0, 0, 1])
        .put(ALL_LINKADDR, &[10, 0, 0, 1])
        .put(ALL_IP, IpAddr::V6(Ipv6Addr::LOCALHOST))
        .put(ALL_IP4, Ipv4Addr::LOCALHOST)
        .put(ALL_HANDLE, Handle(0x1_0010))
        .put(ALL_IFINDEX, IfIndex(4))
        .put(ALL_UINT, 7)
        .put(ALL_UINT, 1 << 40)
        .put(ALL_LEVEL, Level::HIGH)
        .put(ALL_SWITCHES, Switches::A | Switches(4))
        .put(ALL_AS, Switches::D)
        .put(ALL_ARRAY, vec![1, 2])
        .put(ALL_PACKED, vec![1, 2])
        .put(ALL_INDEXED, vec![IpAddr::V4(Ipv4Addr::LOCALHOST)])
        .put(ALL_FAMILY, &[127, 0, 0, 1]);
    let bytes = put.finish().unwrap();
    assert_eq!(
        whole(&bytes),
        serde_json::json!([
            ["ALL_U8", 200],
            ["ALL_BE16", 0x8100],
            ["ALL_I32", -5],
            ["ALL_BOOL", 1],
            ["ALL_FLAG", true],
            ["ALL_MAC", "02:00:00:00:00:01"],
            ["ALL_LINKADDR", "10.0.0.1"],
            ["ALL_IP", "::1"],
            ["ALL_IP4", "127.0.0.1"],
            ["ALL_HANDLE", 0x1_0010],
            ["ALL_IFINDEX", 4],
            ["ALL_UINT", 7],
            ["ALL_UINT", 1u64 << 40],
            ["ALL_LEVEL", 1],
            ["ALL_SWITCHES", 5],
            ["ALL_AS", 8],
            ["ALL_ARRAY", [1, 2, 0]],
            ["ALL_PACKED", [1, 2]],
            ["ALL_INDEXED", ["127.0.0.1"]],
            ["ALL_FAMILY", "127.0.0.1"],
        ])
    );
    let text = Value::Set(Fields::of(All::SET, &bytes)).to_string();
    assert!(text.contains("handle 1:10, ifindex 4"), "{text}");
    assert!(text.contains("level high, switches a,0x4, narrow d"), "{text}");
    let owned = All::from_bytes(&bytes);
    assert_eq!(owned.level, Some(Level::HIGH));
    assert!(owned.undeclared.is_empty());
}

#[test]
fn structures_are_placed_as_c_places_them() {
    let pair = Pair { small: 1, large: 2, level: Level::HIGH, _gap: vec![] };
    let mut bytes = Vec::new();
    Pair::write(&pair, &mut bytes);
    assert_eq!(bytes, [1, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0]);
    assert_eq!(Pair::SIZE, 12);
    assert_eq!(Pair::view(&bytes).unwrap().large, 2);
}

#[test]
fn structures_may_be_shorter_or_longer_than_known() {
    let mut put = Put::<All>::new();
    put.raw(20, &[1, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 9, 8]).raw(20, &[1, 0, 0, 0]).raw(20, &[]);
    let bytes = put.finish().unwrap();
    assert_eq!(
        whole(&bytes),
        serde_json::json!([
            ["ALL_PAIR", {"small": 1, "large": 2, "level": 1, "UNKNOWN": "0908"}],
            ["ALL_PAIR", {"small": 1}],
            ["ALL_PAIR", {"malformed": {"length": 0, "data": ""}}],
        ])
    );
}

#[test]
fn items_are_numbered_from_where_their_list_begins() {
    let all = |fill: fn(&mut All)| {
        let (mut all, mut bytes) = (All::default(), Vec::new());
        fill(&mut all);
        All::write(&all, &mut bytes);
        bytes
    };
    for (first, bytes) in [
        (0, all(|all| all.indexed = Some(vec![Ipv4Addr::LOCALHOST.into(); 2]))),
        (1, all(|all| all.counted = Some(vec![Inner::default(); 2]))),
    ] {
        let numbers: Vec<_> = Attrs::<All>::new(&bytes[4..]).map(|item| item.number()).collect();
        assert_eq!(numbers, [first, first + 1]);
    }
}

#[test]
fn a_number_may_be_named_and_negative() {
    for (number, whole_shape, plain, text) in [
        (Verdict::CONTINUE, serde_json::json!(-1), serde_json::json!("continue"), "continue"),
        (Verdict(-2), serde_json::json!(-2), serde_json::json!(-2), "-2"),
        (Verdict::DROP, serde_json::json!(2), serde_json::json!("drop"), "drop"),
    ] {
        let mut put = Put::<All>::new();
        put.put(ALL_VERDICT, number);
        let bytes = put.finish().unwrap();
        assert_eq!(whole(&bytes)[0][1], whole_shape);
        let fields = Fields::of(All::SET, &bytes);
        assert_eq!(json(fields, Shape::Plain)["verdict"], plain);
        assert_eq!(fields.by_key("verdict").unwrap().to_string(), text);
        assert_eq!(number.to_string(), text);
        assert_eq!(Attrs::<All>::new(&bytes).get(ALL_VERDICT), Ok(Some(number)));
    }
}

#[test]
fn members_of_structures_have_marks() {
    let access = |name| Pair::RECORD.fields.iter().find(|f| f.name == name).unwrap().access;
    assert_eq!(access("level"), Access::Volatile);
    assert_eq!(access("large"), Access::ReadWrite);
}

#[test]
fn kinds_select_by_sibling_wherever_it_stands() {
    for kind_first in [true, false] {
        let mut put = Put::<All>::new();
        if kind_first {
            put.put(ALL_KIND, "lamp");
        }
        put.nest_as::<Lamp>(ALL_DATA, |lamp| {
            lamp.put(LAMP_BRIGHTNESS, 800);
        });
        if !kind_first {
            put.put(ALL_KIND, "lamp");
        }
        let bytes = put.finish().unwrap();
        let lamp = Attrs::<All>::new(&bytes).get_as::<Lamp>(ALL_DATA).unwrap().unwrap();
        assert_eq!(lamp.get(LAMP_BRIGHTNESS), Ok(Some(800)));
        let brightness = Fields::of(All::SET, &bytes).by_key("lamp_brightness");
        assert_eq!(brightness.and_then(|v| v.number()), Some(800));
        let plain = json(Fields::of(All::SET, &bytes), Shape::Plain);
        assert_eq!(plain, serde_json::json!({"kind": "lamp", "lamp_brightness": 800}));
    }
}

#[test]
fn an_unknown_kind_stays_bytes() {
    let mut put = Put::<All>::new();
    put.put(ALL_KIND, "other").raw(30, &[1, 2]);
    let bytes = put.finish().unwrap();
    assert_eq!(whole(&bytes), serde_json::json!([["ALL_KIND", "other"], ["ALL_DATA", "01:02"]]));
    assert!(Attrs::<All>::new(&bytes).get_as::<Lamp>(ALL_DATA).unwrap().is_none());
}

#[test]
fn a_nest_can_depend_on_the_set_around_it() {
    let mut put = Put::<All>::new();
    put.put(ALL_KIND, "lamp").nest(ALL_INNER, |inner| {
        inner.put(INNER_OUTER, &5u32.to_ne_bytes());
    });
    let bytes = put.finish().unwrap();
    assert_eq!(whole(&bytes)[1], serde_json::json!(["ALL_INNER", {"attrs": [["INNER_OUTER", 5]]}]));
}

#[test]
fn next_hops() {
    let hop = |index, number| {
        let hop = Hop { index, hops: 1, ..Default::default() };
        (hop, Inner { number: Some(number), ..Default::default() })
    };
    let mut put = Put::<All>::new();
    put.put_owned(ALL_CHUNKED, &vec![hop(3, 10), hop(4, 20)]);
    let bytes = put.finish().unwrap();
    assert_eq!(
        whole(&bytes)[0][1],
        serde_json::json!([
            {"flags": 0, "hops": 1, "index": 3, "attrs": [["INNER_NUMBER", 10]]},
            {"flags": 0, "hops": 1, "index": 4, "attrs": [["INNER_NUMBER", 20]]},
        ])
    );
    let read = All::from_bytes(&bytes).chunked.unwrap();
    assert_eq!(read[1].1.number, Some(20));
    let mut again = Vec::new();
    All::write(&All::from_bytes(&bytes), &mut again);
    assert_eq!(again, bytes);
}

#[test]
fn a_list_at_the_end_of_a_structure() {
    let mut put = Put::<All>::new();
    put.put_owned(ALL_LISTED, &Listed { count: 2, items: vec![7, 8] });
    let bytes = put.finish().unwrap();
    assert_eq!(whole(&bytes), serde_json::json!([["ALL_LISTED", {"count": 2, "items": [7, 8]}]]));
}

#[test]
fn the_key_of_what_may_be_repeated_is_a_list() {
    let mut put = Put::<All>::new();
    put.put(ALL_MANY, "a").put(ALL_I32, -1).put(ALL_MANY, "b");
    let bytes = put.finish().unwrap();
    let all = Fields::of(All::SET, &bytes);
    assert_eq!(all.by_key("many").unwrap().to_string(), "a b");
    assert_eq!(all.by_key("i_32").unwrap().to_string(), "-1");
}

#[test]
fn lists_with_lengths_of_their_own() {
    for (number, payload, value) in [
        (36, &[5, 1, 0, 0, 0, 0, 0, 9][..], serde_json::json!(["05:01:00:00:00:00:00:09"])),
        (36, &[5, 0, 0, 0], serde_json::json!([{"malformed": {"length": 4, "data": "05000000"}}])),
        (37, b"\x03lab\x04home\0\x02io\0\0\0", serde_json::json!(["lab.home", "io"])),
        (37, b"\x01.\0", serde_json::json!([{"malformed": {"length": 3, "data": "012e00"}}])),
        (37, b"\x03ab", serde_json::json!([{"malformed": {"length": 3, "data": "036162"}}])),
        (38, &[1, 0, 2, 0, 7, 0, 8, 0], serde_json::json!({"level": 1, "length": 2, "items": [7]})),
        (38, &[1, 0, 4, 0, 7, 0], serde_json::json!({"level": 1, "length": 4})),
    ] {
        let mut put = Put::<All>::new();
        put.raw(number, payload);
        let bytes = put.finish().unwrap();
        assert_eq!(whole(&bytes)[0][1], value, "{payload:?}");
    }
    let mut put = Put::<All>::new();
    put.put_owned(ALL_EIGHTS, &vec![vec![5, 0, 9]]);
    put.put_owned(ALL_DOMAINS, &vec!["lab.home".to_owned()]);
    let read = All::from_bytes(&put.finish().unwrap());
    assert_eq!(read.eights, Some(vec![vec![5, 1, 9, 0, 0, 0, 0, 0]]));
    assert_eq!(read.domains, Some(vec!["lab.home".to_owned()]));
}

#[test]
fn handles_are_spelled_as_tc_spells_them() {
    for (spelling, handle, spelled) in [
        (&Spelling::Handle, 0, "none"),
        (&Spelling::Handle, 0xffff_ffff, "root"),
        (&Spelling::Handle, 0xffff_fff1, "ingress"),
        (&Spelling::Handle, 0x10_0000, "10:"),
        (&Spelling::Handle, 0x1_0010, "1:10"),
        (&Spelling::Handle, 0x10, ":10"),
        (&Spelling::Node, 0, "none"),
        (&Spelling::Node, 0x8000_0000, "800:"),
        (&Spelling::Node, 0x8000_0800, "800::800"),
        (&Spelling::Node, 0x0011_0000, "1:10"),
        (&Spelling::Node, 0x0011_0800, "1:10:800"),
        (&Spelling::Hex, 0x2a, "0x2a"),
    ] {
        let mut text = String::new();
        spelling.write(handle, &mut text).unwrap();
        assert_eq!(text, spelled);
    }
}
