//! Payloads that are not always of one shape: what is around them, or they themselves, decide.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use route2_schema::Decoded;
use route2_schema::rtnl::link::kind::Vxlan;
use route2_schema::rtnl::route::Route;
use route2_wire::{AttrSet, Draft, Fields, Given, Header, Json, Message, Sense, Shape, align};
use serde_json::{Value, json};

/// An attribute: its number, its payload.
fn attr(number: u16, payload: impl AsRef<[u8]>) -> Vec<u8> {
    let payload = payload.as_ref();
    let mut out = (payload.len() as u16 + 4).to_ne_bytes().to_vec();
    out.extend(number.to_ne_bytes());
    out.extend(payload);
    out.resize(align(out.len()), 0);
    out
}

/// The attributes of a message, in the whole shape.
fn attrs(message_type: u16, family: u8, header: usize, attrs: &[Vec<u8>]) -> Value {
    let mut bytes = Header { message_type, ..Header::default() }.bytes().to_vec();
    bytes.push(family);
    bytes.resize(16 + header, 0);
    bytes.extend(attrs.concat());
    let header = Header { message_type, length: bytes.len() as u32, ..Header::default() };
    let decoded = Decoded::new(Message { header, bytes: &bytes });
    let mut json = Json::default();
    decoded.write_json(&mut json, Shape::Whole);
    serde_json::from_slice::<Value>(json.as_bytes()).unwrap()["attrs"].take()
}

/// `IFLA_INET6_CONF` and `IFLA_INET6_STATS` with so many settings and counters; each counter is its place.
fn counters(settings: usize, counters: u64) -> Vec<Vec<u8>> {
    let stats: Vec<_> = (1..counters).map(u64::to_ne_bytes).collect();
    let stats = [vec![counters.to_ne_bytes()], stats].concat().concat();
    vec![attr(12, [attr(2, vec![0; settings * 4]), attr(3, stats)].concat())]
}

#[test]
fn counters_of_ipv6_have_the_order_of_their_kernel() {
    // The places are those of linux/snmp.h in Linux 6.1, 6.12 and 6.18.
    for (settings, count, places) in [
        (58, 37, [("indelivers", 3), ("outforwdatagrams", 4), ("outoctets", 6), ("noectpkts", 32)]),
        (59, 38, [("outforwdatagrams", 4), ("outrequests", 5), ("noectpkts", 32), ("outpkts", 37)]),
        (60, 38, [("noectpkts", 4), ("outrequests", 8), ("outpkts", 9), ("outforwdatagrams", 11)]),
    ] {
        let link = attrs(16, 10, 16, &counters(settings, count));
        let stats = &link[0][1]["attrs"][1];
        assert_eq!(stats[0], "IFLA_INET6_STATS");
        assert_eq!(stats[1].as_object().unwrap().len() as u64, count);
        for (name, place) in places {
            assert_eq!(stats[1][name], place, "{name} of {count}, {settings} settings");
        }
    }
}

#[test]
fn requests_share_numbers_with_answers() {
    let mut entry = 5u32.to_ne_bytes().to_vec();
    entry.extend([1, 0, 10, 0, 239, 1, 1, 1]);
    entry.resize(24, 0);
    entry.extend([8, 0, 0, 0]);
    let group = json!({"ifindex": 5, "state": 1, "flags": 0, "vid": 10, "addr": "239.1.1.1", "proto": 2048});
    let port = [entry.clone(), attr(1, 7u32.to_ne_bytes())].concat();
    let router = [4u32.to_ne_bytes().to_vec(), attr(1, [0; 4]), attr(2, [1])].concat();
    for (name, got, expected) in [
        (
            "a request about a group",
            attrs(
                84,
                7,
                8,
                &[attr(1, &entry), attr(2, [attr(1, [9, 9, 9, 9]), attr(3, [1])].concat())],
            ),
            json!([
                ["MDBA_MDB", group],
                ["MDBA_ROUTER", {"attrs": [["MDBE_ATTR_SOURCE", "9.9.9.9"], ["MDBE_ATTR_GROUP_MODE", 1]]}],
            ]),
        ),
        (
            "groups and routers",
            attrs(84, 7, 8, &[attr(1, attr(1, attr(1, port))), attr(2, attr(1, router))]),
            json!([
                ["MDBA_MDB", {"attrs": [["MDBA_MDB_ENTRY", {"attrs": [["MDBA_MDB_ENTRY_INFO", {
                    "ifindex": 5, "state": 1, "flags": 0, "vid": 10, "addr": "239.1.1.1", "proto": 2048,
                    "attrs": [["MDBA_MDB_EATTR_TIMER", 7]],
                }]]}]]}],
                ["MDBA_ROUTER", {"attrs": [["MDBA_ROUTER_PORT", {
                    "ifindex": 4,
                    "attrs": [["MDBA_ROUTER_PATTR_TIMER", 0], ["MDBA_ROUTER_PATTR_TYPE", 1]],
                }]]}],
            ]),
        ),
        (
            "which statistics are wanted",
            attrs(94, 0, 12, &[attr(1, attr(4, 6u32.to_ne_bytes())), attr(2, [1])]),
            json!([
                ["IFLA_STATS_LINK_64", {"attrs": [["IFLA_STATS_LINK_OFFLOAD_XSTATS", 6]]}],
                ["IFLA_STATS_LINK_XSTATS", 1],
            ]),
        ),
        (
            "settings of IPv4 to change",
            attrs(16, 0, 16, &[attr(26, attr(2, attr(1, attr(8, 2u32.to_ne_bytes()))))]),
            json!([["IFLA_AF_SPEC", {"attrs": [["AF_INET", {"attrs": [
                ["IFLA_INET_CONF", {"attrs": [["IPV4_DEVCONF_RP_FILTER", 2]]}],
            ]}]]}]]),
        ),
    ] {
        assert_eq!(got, expected, "{name}");
    }
}

#[test]
fn families_and_kinds_decide() {
    for (name, got, expected) in [
        (
            "statistics of a CAN controller",
            attrs(16, 0, 16, &[attr(18, [attr(1, "can\0"), attr(3, [0; 24])].concat())]),
            json!([["IFLA_LINKINFO", {"attrs": [["IFLA_INFO_KIND", "can"], ["IFLA_INFO_XSTATS", {
                "bus_error": 0, "error_warning": 0, "error_passive": 0, "bus_off": 0,
                "arbitration_lost": 0, "restarts": 0,
            }]]}]]),
        ),
        (
            "a table of multicast routing",
            attrs(16, 128, 16, &[attr(26, attr(6, attr(1, attr(2, 7u32.to_ne_bytes()))))]),
            json!([["IFLA_AF_SPEC", {"attrs": [
                ["IPMRA_TABLE_VIFS", {"attrs": [["IPMRA_VIF", {"attrs": [["IPMRA_VIFA_VIF_ID", 7]]}]]}],
            ]}]]),
        ),
        (
            "a route of MPLS",
            attrs(24, 28, 12, &[attr(1, [0, 6, 0x4b, 64]), attr(18, [2, 0, 192, 0, 2, 1])]),
            json!([
                ["RTA_DST", [{"label": 100, "tc": 5, "bos": 1, "ttl": 64}]],
                ["RTA_VIA", {"family": 2, "addr": "192.0.2.1"}],
            ]),
        ),
        (
            "a route of MCTP",
            attrs(24, 45, 12, &[attr(1, [9]), attr(5, [1, 0, 0, 0, 10, 0, 0, 0])]),
            json!([["RTA_DST", 9], ["RTA_GATEWAY", {"net": 1, "eid": 10}]]),
        ),
        (
            "a route of CAN",
            attrs(24, 29, 4, &[attr(9, 3u32.to_ne_bytes()), attr(11, [0, 1, 0, 0, 255, 7, 0, 0])]),
            json!([["CGW_SRC_IF", 3], ["CGW_FILTER", {"can_id": 256, "can_mask": 2047}]]),
        ),
        (
            "an answer to a request to set 802.1Qaz",
            attrs(78, 0, 4, &[attr(13, [0xa1])]),
            json!([["DCB_ATTR_IEEE", -95]]),
        ),
        (
            "what 802.1Qaz is set to",
            attrs(78, 0, 4, &[attr(13, attr(7, [0; 64]))]),
            json!([["DCB_ATTR_IEEE", {"attrs": [
                ["DCB_ATTR_IEEE_MAXRATE", {"tc_maxrate": [0, 0, 0, 0, 0, 0, 0, 0]}],
            ]}]]),
        ),
    ] {
        assert_eq!(got, expected, "{name}");
    }
}

#[test]
fn what_the_kernel_tells_in_a_byte_and_takes_as_a_flag_is_written_as_one() {
    let sense = Sense { family: 0, index_of: &|_| None };
    let written = |given| {
        let mut draft = Draft::new(Vxlan::SET);
        draft.set("vxlan_ttl_inherit", &Given::Bool(given), sense).unwrap();
        let mut out = Vec::new();
        draft.write(&mut out);
        out
    };
    let (flag, told, told_not) = (attr(28, []), attr(28, [1]), attr(28, [0]));
    assert_eq!(written(true), flag);
    assert!(written(false).is_empty());
    let fields = |bytes| Fields::of(Vxlan::SET, bytes);
    for (there, settable) in [(&told, flag.as_slice()), (&told_not, &[]), (&flag, &flag)] {
        let mut out = Vec::new();
        fields(there).settable(&mut out);
        assert_eq!(out, settable, "{there:?}");
    }
    for (there, missing) in [(&told, [].as_slice()), (&told_not, &flag), (&flag, &[])] {
        let mut out = Vec::new();
        fields(&flag).missing_in(Some(fields(there)), &mut out);
        assert_eq!(out, missing, "{there:?}");
    }
}

#[test]
fn stacks_of_labels_are_text_and_are_made_of_it() {
    let sense = Sense { family: 0, index_of: &|_| None };
    for (text, bytes) in [
        ("100", [0, 6, 0x41, 0].as_slice()),
        ("100/200", &[0, 6, 0x40, 0, 0, 0xc, 0x81, 0]),
        ("0/1048575", &[0, 0, 0, 0, 0xff, 0xff, 0xf1, 0]),
    ] {
        let mut draft = Draft::new(Route::SET);
        draft.set("newdst", &Given::from(text), sense).unwrap();
        let mut out = Vec::new();
        draft.write(&mut out);
        assert_eq!(out, attr(19, bytes));
        let mut json = Json::default();
        let value = Fields::of(Route::SET, &out).by_key("newdst").unwrap();
        json.value(value, Shape::Plain);
        assert_eq!(json.as_bytes(), format!("\"{text}\"").as_bytes());
        assert_eq!(value.to_string(), text);
    }
    let mut draft = Draft::new(Route::SET);
    for text in ["", "/", "1/", "1048576", "-1", "one"] {
        assert!(draft.set("newdst", &Given::from(text), sense).is_err(), "`{text}`");
    }
    draft.set("newdst", &Given::Number(7), sense).unwrap();
    assert_eq!(draft.payload(19), Some([0, 0, 0x71, 0].as_slice()));

    // In the whole shape each entry has its parts, as pyroute2 has them.
    let newdst = attr(19, [0, 6, 0x4e, 5]);
    let route = attrs(24, 28, 12, &[attr(1, [0, 6, 0x41, 0]), newdst]);
    assert_eq!(route[1][1], json!([{"label": 100, "tc": 7, "bos": 0, "ttl": 5}]));
    let not_whole = attr(19, [0, 6, 0x41]);
    assert_eq!(attrs(24, 28, 12, &[not_whole])[0][1]["malformed"]["length"], 3);
}
