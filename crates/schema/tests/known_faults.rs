//! What published tables of others have wrong, read right: on the kernel's own bytes. (That the last of
//! repeated attributes wins, and how structures grow, is tested where attributes and structures are.)

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use route2_oracle::Node;
use route2_schema::rtnl::Object;
use route2_schema::wire::{Fields, Messages};
use std::fs;
use std::path::Path;

/// An attribute of the first object of a capture.
struct Case {
    /// The capture of a link.
    link: &'static str,
    /// The way to the attribute, by the kernel's names.
    way: &'static str,
    /// How many bytes the kernel sends.
    bytes: usize,
    /// Where we have it or a part of it, and what it says.
    says: (&'static str, &'static str),
}

const fn case(
    link: &'static str,
    way: &'static str,
    bytes: usize,
    key: &'static str,
    text: &'static str,
) -> Case {
    Case { link, way, bytes, says: (key, text) }
}

const CASES: &[(&str, &[Case])] = &[
    (
        "a port's switches are a byte each; read as flags, which are on by being there, all are on",
        &[
            case("veth0p", "port/IFLA_BRPORT_PROTECT", 1, "brport_protect", "0"),
            case("veth0p", "port/IFLA_BRPORT_FAST_LEAVE", 1, "brport_fast_leave", "0"),
            case("veth0p", "port/IFLA_BRPORT_LEARNING", 1, "brport_learning", "1"),
            case("p0", "port/IFLA_BRPORT_PROTECT", 1, "brport_protect", "1"),
            case("p0", "port/IFLA_BRPORT_UNICAST_FLOOD", 1, "brport_unicast_flood", "0"),
        ],
    ),
    (
        "a bridge's group address, timers and hash limit are no numbers of two bytes",
        &[
            case("br0", "kind/IFLA_BR_GROUP_ADDR", 6, "br_group_addr", "01:80:c2:00:00:0e"),
            case("br0", "kind/IFLA_BR_GC_TIMER", 8, "br_gc_timer", "14328"),
            case("br0", "kind/IFLA_BR_HELLO_TIMER", 8, "br_hello_timer", "0"),
            case("br0", "kind/IFLA_BR_MCAST_HASH_MAX", 4, "br_mcast_hash_max", "1024"),
        ],
    ),
    (
        "a bridge's identity is a priority and an address, no byte",
        &[
            case("p0", "port/IFLA_BRPORT_ROOT_ID", 8, "brport_root_id.addr", "02:00:00:00:00:b0"),
            case("p0", "port/IFLA_BRPORT_BRIDGE_ID", 8, "brport_bridge_id.prio", "4096"),
        ],
    ),
    (
        "a bridge has more than 44 attributes",
        &[
            case("br0", "kind/IFLA_BR_VLAN_STATS_PER_PORT", 1, "br_vlan_stats_per_port", "1"),
            case("br0", "kind/IFLA_BR_MULTI_BOOLOPT", 8, "br_multi_boolopt.optval.mst_enable", "1"),
            case("br0", "kind/IFLA_BR_FDB_N_LEARNED", 4, "br_fdb_n_learned", "1"),
            case("br0", "kind/IFLA_BR_FDB_MAX_LEARNED", 4, "br_fdb_max_learned", "1000"),
        ],
    ),
    (
        "the link below is an index, not the hardware's type",
        &[
            case("vlanad", "IFLA_LINK", 4, "link", "9"),
            case("vlanad", "IFLA_LINK", 4, "ifi_type", "ether"),
        ],
    ),
    (
        "statistics have grown: 25 counters of 8 bytes in this kernel",
        &[
            case("br0", "IFLA_STATS64", 200, "stats64.rx_otherhost_dropped", "9"),
            case("br0", "IFLA_STATS", 96, "stats.tx_dropped", "2"),
        ],
    ),
    (
        "`AF_INET` is a nest with an array in it; its header is no setting called `dummy`",
        &[
            case(
                "lo",
                "IFLA_AF_SPEC/AF_INET/IFLA_INET_CONF",
                132,
                "af_spec.inet.conf.forwarding",
                "0",
            ),
            case("lo", "IFLA_AF_SPEC/AF_INET/IFLA_INET_CONF", 132, "af_spec.inet.conf.noxfrm", "1"),
            case(
                "lo",
                "IFLA_AF_SPEC/AF_INET/IFLA_INET_CONF",
                132,
                "af_spec.inet.conf.arp_evict_nocarrier",
                "1",
            ),
        ],
    ),
    (
        "tunnels share numbers, not widths: the flags of ip6tnl have four bytes, those of sit two",
        &[
            case("ip6tnl1", "kind/IFLA_IP6TNL_FLAGS", 4, "ip6tnl_flags.allow_local_remote", "1"),
            case("sitisatap", "kind/IFLA_SIT_FLAGS", 2, "sit_flags.isatap", "1"),
        ],
    ),
    (
        "modes of bonds have the kernel's names",
        &[case("bond4", "kind/IFLA_BOND_MODE", 1, "bond_mode", "balance-alb")],
    ),
];

/// `kind` and `port` stand for what a kind says, of the link itself and of the port.
fn payload<'a>(fields: Fields<'a>, way: &str) -> &'a [u8] {
    let way = way.replace("kind/", "IFLA_LINKINFO/IFLA_INFO_DATA/");
    let way = way.replace("port/", "IFLA_LINKINFO/IFLA_INFO_SLAVE_DATA/");
    let (mut fields, mut names) = (fields, way.split('/').peekable());
    loop {
        let name = names.next().unwrap();
        let field = fields.by_name(name).unwrap_or_else(|| panic!("{way}: no {name}"));
        if names.peek().is_none() {
            return field.attr.payload;
        }
        fields = field.nest().unwrap_or_else(|| panic!("{way}: {name} is no nest"));
    }
}

#[test]
fn what_others_read_wrong() {
    for (fault, cases) in CASES {
        for Case { link, way, bytes, says: (key, text) } in *cases {
            let path = format!("../../tests/captures/k6.12/links/link-{link}.bin");
            let capture = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
            let message = Messages::new(&capture).next().unwrap().unwrap();
            let object = Object::new(message).unwrap();
            assert_eq!(payload(object.fields(), way).len(), *bytes, "{fault}: {link}: {way}");
            assert_eq!(Node::Object(object).text(key), *text, "{fault}: {link}: {key}");
        }
    }
}
