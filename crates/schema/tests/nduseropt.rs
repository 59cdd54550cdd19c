//! Options of router advertisements: as Linux 6.18 passes them on, and where their lengths lie.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use route2_schema::rtnl::Object;
use route2_schema::rtnl::other::{NDUSEROPT_SRCADDR, NdNameServers, NdUserOpt};
use route2_wire::{Header, Json, Message, Messages, Payload, Shape, align};
use serde_json::{Value, json};
use std::fs;

/// An advertisement with every option that the kernel passes on; it came in by interface 3.
const CAPTURE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/captures/k6.18/router-advertisement.bin");

const NDUSEROPT: u16 = 68;
const ROUTER: &str = "fe80::ff:fe00:2";

fn options(object: Object<'_>) -> Value {
    let mut json = Json::default();
    json.value(object.key("opts").unwrap(), Shape::Plain);
    serde_json::from_slice(json.as_bytes()).unwrap()
}

#[test]
fn options_that_the_kernel_passes_on() {
    let bytes = fs::read(CAPTURE).unwrap();
    let objects: Vec<_> = Messages::new(&bytes)
        .map(|message| Object::new(message.unwrap()).unwrap())
        .filter(|object| object.table.name == "nduseropt")
        .collect();
    let expected = [
        json!({"type": "prefix", "length": 4, "prefix_len": 64, "flags": ["onlink", "autoconf"],
            "valid_time": 3600, "preferred_time": 1800, "prefix": "2001:db8:aaaa::"}),
        json!({"type": "rdnss", "length": 5, "lifetime": 600,
            "addresses": ["2001:db8::53", "2001:db8::54"]}),
        json!({"type": "dnssl", "length": 5, "lifetime": 600,
            "domains": ["example.com", "lab.example.org"]}),
        json!({"type": "6co", "length": 2, "context_length": 64, "context": 17, "lifetime": 10,
            "prefix": "20:01:0d:b8:00:06:00:00"}),
        json!({"type": "captive-portal", "length": 4, "uri": "https://portal.example.com/api"}),
        json!({"type": "pref64", "length": 2, "lifetime_plc": 1800,
            "prefix": "00:64:ff:9b:00:00:00:00:00:00:00:00"}),
    ];
    assert_eq!(objects.len(), expected.len());
    for (object, expected) in objects.into_iter().zip(expected) {
        assert_eq!(options(object), json!([expected]));
        assert_eq!(object.key("srcaddr").unwrap().to_string(), ROUTER);
        let (header, attrs) = object.of::<NdUserOpt>().unwrap();
        assert_eq!(attrs.get(NDUSEROPT_SRCADDR).unwrap().unwrap().to_string(), ROUTER);
        assert_eq!((header.ifindex.0, header.opts.len()), (3, 1));
        if expected["type"] == "rdnss" {
            let servers = NdNameServers::read(&header.opts[0]).unwrap();
            assert_eq!(servers.addresses[1].to_string(), "2001:db8::54");
        }
    }
}

#[test]
fn lengths_that_lie() {
    // Two options of which one has a type that nobody knows, then what is broken.
    let unknown = [253, 1, 1, 2, 3, 4, 5, 6];
    let portal = *b"\x25\x01a:b\0\0\0";
    let rest = |data: &str| json!({"malformed": {"length": data.len() / 2, "data": data}});
    let shown = json!({"type": 253, "length": 1, "data": "01:02:03:04:05:06"});
    let uri = json!({"type": "captive-portal", "length": 1, "uri": "a:b"});
    for (stated, options_bytes, expected, has_router) in [
        (16, [unknown, portal].concat(), json!([shown, uri]), true),
        (
            16,
            [unknown, [25, 0, 0, 0, 0, 0, 0, 0]].concat(),
            json!([shown, rest("1900000000000000")]),
            true,
        ),
        (
            16,
            [unknown, [25, 3, 0, 0, 0, 0, 0, 0]].concat(),
            json!([shown, rest("1903000000000000")]),
            true,
        ),
        (0, vec![], json!([]), true),
        (
            8,
            vec![31, 1, 0, 0, 0, 0, 2, 88],
            json!([{"type": "dnssl", "length": 1, "lifetime": 600, "domains": []}]),
            true,
        ),
        (4000, unknown.to_vec(), Value::Null, false),
    ] {
        let mut bytes = vec![10, 0];
        bytes.extend_from_slice(&u16::to_ne_bytes(stated));
        bytes.extend_from_slice(&3i32.to_ne_bytes());
        bytes.extend_from_slice(&[134, 0, 0, 0, 0, 0, 0, 0]);
        bytes.extend_from_slice(&options_bytes);
        bytes.resize(align(bytes.len()), 0);
        bytes.extend_from_slice(&[20u16.to_ne_bytes(), 1u16.to_ne_bytes()].concat());
        bytes.extend_from_slice(&[0xfe; 16]);
        let length = (Header::SIZE + bytes.len()) as u32;
        let header = Header { length, message_type: NDUSEROPT, ..Header::default() };
        let bytes = [&header.bytes()[..], &bytes].concat();
        let object = Object::new(Message { header, bytes: &bytes }).unwrap();
        let options = object.key("opts").map(|_| options(object)).unwrap_or_default();
        assert_eq!(options, expected);
        assert_eq!(object.key("srcaddr").is_some(), has_router);
        assert_eq!(object.key("ifindex").unwrap().number(), Some(3));
    }
}
