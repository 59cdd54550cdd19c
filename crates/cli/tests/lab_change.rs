//! Links of each kind: made with rich options by `route2 add link`, compared with what iproute2 says of them, changed,
//! applied twice, saved and made again, removed.

mod common;

use common::{lacking, prints, route2};
use route2_sandbox::{run, sh};
use serde_json::{Value as Json, json};
use std::fs;

/// What the others lie on.
const BELOW: &str = "
    ip link add low0 type veth peer name low0p; ip link add low1 type veth peer name low1p
    ip link set low0 up; ip link set low0p up; ip link set low1 up; ip link set low1p up
    ip addr add 198.51.100.1/24 dev low0; ip addr add 2001:db8:5::1/64 dev low0 nodad";

/// A kind; how one is made; what iproute2 says then, below `linkinfo.info_data` (or, with `/`, of the link); how it is
/// changed; what is said then.
struct Case {
    kind: &'static str,
    add: &'static [&'static str],
    says: &'static [(&'static str, &'static str)],
    set: &'static [&'static str],
    then: &'static [(&'static str, &'static str)],
}

const CASES: &[Case] = &[
    Case {
        kind: "veth",
        add: &[
            "peer={ifname: x1, mtu: 1300}",
            "mtu=1400",
            "num_tx_queues=3",
            "num_rx_queues=2",
            "ifalias=ein Kabel",
            "group=7",
            "state=up",
        ],
        says: &[
            ("/mtu", "1400"),
            ("/num_tx_queues", "3"),
            ("/ifalias", "\"ein Kabel\""),
            ("/link", "\"x1\""),
        ],
        set: &["mtu=1450", "txqlen=77", "address=02:00:00:00:07:01"],
        then: &[("/mtu", "1450"), ("/txqlen", "77"), ("/address", "\"02:00:00:00:07:01\"")],
    },
    Case {
        kind: "bridge",
        add: &[
            "br_ageing_time=15000",
            "br_priority=8192",
            "br_forward_delay=700",
            "br_mcast_snooping=0",
            "br_group_addr=01:80:c2:00:00:0d",
            "ports=low1",
        ],
        says: &[
            ("ageing_time", "15000"),
            ("priority", "8192"),
            ("forward_delay", "700"),
            ("group_addr", "\"01:80:c2:00:00:0d\""),
        ],
        set: &["br_max_age=1900", "br_stp_state=1"],
        then: &[("max_age", "1900"), ("stp_state", "1"), ("ageing_time", "15000")],
    },
    Case {
        kind: "ifb",
        add: &["mtu=1400", "txqlen=99"],
        says: &[("/mtu", "1400"), ("/txqlen", "99")],
        set: &["mtu=1300", "state=up"],
        then: &[("/mtu", "1300")],
    },
    Case {
        kind: "vlan",
        add: &[
            "link=low0",
            "vlan_id=7",
            "vlan_protocol=802.1ad",
            "vlan_flags={flags: [GVRP, LOOSE_BINDING], mask: 7}",
            "vlan_egress_qos={mapping: [{from: 1, to: 7}]}",
        ],
        says: &[
            ("id", "7"),
            ("protocol", "\"802.1ad\""),
            ("flags", "[\"GVRP\",\"LOOSE_BINDING\"]"),
            ("egress_qos", "[{\"from\":1,\"to\":7}]"),
        ],
        set: &["vlan_flags={flags: [REORDER_HDR], mask: 7}", "state=up"],
        then: &[("flags", "[\"REORDER_HDR\"]")],
    },
    Case {
        kind: "macvlan",
        add: &["link=low0", "macvlan_mode=private", "address=02:00:00:00:07:02"],
        says: &[("mode", "\"private\""), ("/address", "\"02:00:00:00:07:02\"")],
        set: &["mtu=1400", "state=up"],
        then: &[("/mtu", "1400"), ("mode", "\"private\"")],
    },
    Case {
        kind: "macvtap",
        add: &["link=low0", "macvtap_mode=vepa"],
        says: &[("mode", "\"vepa\"")],
        set: &["mtu=1400"],
        then: &[("/mtu", "1400")],
    },
    Case {
        kind: "ipvlan",
        add: &["link=low1", "ipvlan_mode=l3", "ipvlan_flags=private"],
        says: &[("mode", "\"l3\"")],
        set: &["ipvlan_mode=l2"],
        then: &[("mode", "\"l2\"")],
    },
    Case {
        kind: "vxlan",
        add: &[
            "vxlan_id=9",
            "vxlan_group=239.9.9.9",
            "vxlan_link=low0",
            "vxlan_local=198.51.100.1",
            "vxlan_ttl=9",
            "vxlan_ageing=99",
            "vxlan_port=4790",
            "vxlan_learning=1",
        ],
        says: &[
            ("id", "9"),
            ("group", "\"239.9.9.9\""),
            ("link", "\"low0\""),
            ("ttl", "9"),
            ("ageing", "99"),
            ("port", "4790"),
        ],
        set: &["vxlan_ageing=77", "state=up"],
        then: &[("ageing", "77"), ("id", "9")],
    },
    Case {
        kind: "geneve",
        add: &["geneve_id=5", "geneve_remote=198.51.100.7", "geneve_ttl=9", "geneve_port=7000"],
        says: &[("id", "5"), ("remote", "\"198.51.100.7\""), ("ttl", "9"), ("port", "7000")],
        set: &["geneve_ttl=11"],
        then: &[("ttl", "11"), ("id", "5")],
    },
    Case {
        kind: "dummy",
        add: &[
            "address=02:00:00:00:07:03",
            "mtu=1400",
            "prop_list={altnames: [another-name-of-a-dummy]}",
        ],
        says: &[
            ("/address", "\"02:00:00:00:07:03\""),
            ("/altnames", "[\"another-name-of-a-dummy\"]"),
        ],
        set: &["mtu=1300", "state=up", "ifalias=x"],
        then: &[("/mtu", "1300"), ("/ifalias", "\"x\"")],
    },
    Case {
        kind: "bond",
        add: &[
            "bond_mode=802.3ad",
            "bond_miimon=150",
            "bond_ad_lacp_rate=fast",
            "bond_xmit_hash_policy=layer2+3",
            "bond_min_links=2",
        ],
        says: &[
            ("mode", "\"802.3ad\""),
            ("miimon", "150"),
            ("ad_lacp_rate", "\"fast\""),
            ("xmit_hash_policy", "\"layer2+3\""),
            ("min_links", "2"),
        ],
        set: &["bond_miimon=200", "state=up"],
        then: &[("miimon", "200"), ("mode", "\"802.3ad\"")],
    },
    Case {
        kind: "vrf",
        add: &["vrf_table=1234", "ports=low1", "state=up"],
        says: &[("table", "1234")],
        set: &["mtu=1400", "ports="],
        then: &[("/mtu", "1400"), ("table", "1234")],
    },
    Case {
        kind: "gre",
        add: &["gre_local=198.51.100.1", "gre_remote=198.51.100.20", "gre_ttl=9", "gre_link=low0"],
        says: &[
            ("local", "\"198.51.100.1\""),
            ("remote", "\"198.51.100.20\""),
            ("ttl", "9"),
            ("link", "\"low0\""),
        ],
        set: &["gre_remote=198.51.100.21"],
        then: &[("remote", "\"198.51.100.21\""), ("ttl", "9"), ("local", "\"198.51.100.1\"")],
    },
    Case {
        kind: "ipip",
        add: &["ipip_local=198.51.100.1", "ipip_remote=198.51.100.27", "ipip_ttl=9"],
        says: &[("local", "\"198.51.100.1\""), ("remote", "\"198.51.100.27\""), ("ttl", "9")],
        set: &["state=up", "mtu=1400"],
        then: &[("/mtu", "1400")],
    },
    Case {
        kind: "sit",
        add: &["sit_local=198.51.100.1", "sit_remote=198.51.100.30", "sit_ttl=9"],
        says: &[("local", "\"198.51.100.1\""), ("remote", "\"198.51.100.30\""), ("ttl", "9")],
        set: &["mtu=1400"],
        then: &[("/mtu", "1400")],
    },
    Case {
        kind: "ip6tnl",
        add: &["ip6tnl_local=2001:db8:5::1", "ip6tnl_remote=2001:db8:5::25", "ip6tnl_ttl=9"],
        says: &[("local", "\"2001:db8:5::1\""), ("remote", "\"2001:db8:5::25\"")],
        set: &["mtu=1400"],
        then: &[("/mtu", "1400")],
    },
    Case {
        kind: "wireguard",
        add: &["mtu=1400"],
        says: &[("/mtu", "1400")],
        set: &["state=up", "mtu=1380"],
        then: &[("/mtu", "1380")],
    },
    Case {
        kind: "nlmon",
        add: &["mtu=4000"],
        says: &[("/mtu", "4000")],
        set: &["state=up"],
        then: &[],
    },
    Case {
        kind: "xfrm",
        add: &["xfrm_link=low0", "xfrm_if_id=153"],
        says: &[("if_id", "\"0x99\"")],
        set: &["mtu=1400"],
        then: &[("/mtu", "1400")],
    },
    Case {
        kind: "team",
        add: &["mtu=1400"],
        says: &[("/mtu", "1400")],
        set: &["mtu=1300"],
        then: &[("/mtu", "1300")],
    },
];

/// Runs the program; what is wrong, where something is.
fn wrong(words: &[&str], wanted: Option<&str>) -> Option<String> {
    let output = route2(words);
    let (out, error) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let is_well = output.status.success() && wanted.is_none_or(|wanted| out == wanted);
    (!is_well).then(|| format!("{words:?}: {out}{error}"))
}

fn compare(said: &[(&str, &str)]) -> Vec<String> {
    let link: Json = serde_json::from_str(&sh("ip -d -j link show x0")).expect("JSON");
    let mut wrong = Vec::new();
    for (key, value) in said {
        let is = match key.strip_prefix('/') {
            Some(key) => &link[0][key],
            None => &link[0]["linkinfo"]["info_data"][key],
        };
        let wanted: Json = serde_json::from_str(value).expect("JSON");
        if *is != wanted {
            wrong.push(format!("{key}: {is}, not {wanted}"));
        }
    }
    wrong
}

/// What is wrong with a kind; `None` where the kernel has none of it.
fn tried(case: &Case) -> Option<Vec<String>> {
    let kind = format!("kind={}", case.kind);
    let add = [&["x0", kind.as_str()], case.add].concat();
    let all = |verb: &'static str, words: &[&'static str]| -> Vec<String> {
        [&[verb, "link", "x0"], words].concat().into_iter().map(str::to_owned).collect()
    };
    let made = route2(&[&["add", "link"], add.as_slice()].concat());
    let error = String::from_utf8_lossy(&made.stderr).into_owned();
    if error.contains("Unknown device type") {
        return None;
    }
    let mut errors = Vec::new();
    if !made.status.success() {
        return Some(vec![error]);
    }
    errors.extend(compare(case.says));
    errors.extend(wrong(&[&["replace", "link"], add.as_slice()].concat(), Some("no change\n")));
    let set = all("set", case.set);
    let set: Vec<_> = set.iter().map(String::as_str).collect();
    errors.extend(wrong(&set, Some("")));
    errors.extend(compare(case.then));
    errors.extend(wrong(&set, Some("no change\n")));
    // What is saved is so, and can be made again.
    let saved = prints(&["save"]);
    fs::write("/run/saved.yaml", &saved).expect("a file");
    errors.extend(wrong(&["apply", "/run/saved.yaml"], Some("no change\n")));
    errors.extend(wrong(&["del", "link", "x0"], Some("")));
    let program = env!("CARGO_BIN_EXE_route2");
    let again = format!(
        "unshare -n sh -ec 'ip link set lo up; {program} apply - </run/saved.yaml >/run/plan; {program} save; {program} apply -</run/saved.yaml >&2'"
    );
    let output = route2_sandbox::try_sh(&again);
    let (out, error) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let is_other = |line: &&str| !saved.lines().any(|other| other == *line);
    let lacks = |line: &&str| !out.lines().any(|other| other == *line);
    errors.extend(out.lines().filter(is_other).map(|line| format!("made again: +{line}")));
    errors.extend(saved.lines().filter(lacks).map(|line| format!("made again: -{line}")));
    errors.extend((error != "no change\n").then(|| format!("made again: {error}")));
    Some(errors)
}

fn all() -> Vec<&'static str> {
    sh(BELOW);
    lacking(CASES.iter(), |case| case.kind, tried)
}

#[test]
fn kinds_that_there_are() {
    run("kinds_that_there_are", || {
        let lacking = all();
        assert!(!lacking.contains(&"veth") && !lacking.contains(&"bridge"), "{lacking:?}");
    });
}

#[test]
#[ignore = "needs the lab: every kind of link"]
fn each_kind() {
    run("each_kind", || {
        assert_eq!(json!(all()), json!([]));
    });
}

/// The VLANs of a bridge and its ports, which not every kernel's bridges know.
#[test]
#[ignore = "needs the lab: VLANs of bridges"]
fn vlans_of_bridges() {
    run("vlans_of_bridges", || {
        sh("ip link add v0 type veth peer name v1; ip link add w0 type veth peer name w1
            ip link add br1 type bridge vlan_default_pvid 7; ip link add br0 type bridge vlan_filtering 1
            ip link set v0 master br0; ip link set w0 master br0; ip link set w1 master br1
            for l in v0 v1 w0 w1 br0 br1; do ip link set $l up; done
            bridge vlan add dev v0 vid 10-12; bridge vlan add dev v0 vid 20 pvid untagged; bridge vlan del dev w0 vid 1
            bridge vlan add dev br0 vid 30 self; bridge vlan add dev br0 vid 31 self untagged
            bridge fdb add 02:00:00:00:11:02 dev v0 master static vlan 10");
        let vlans = || {
            let all: Json = serde_json::from_str(&sh("bridge -j vlan")).expect("JSON");
            let mut all = all.as_array().cloned().unwrap_or_default();
            all.sort_by_key(|link| link["ifname"].to_string());
            Json::from(all)
        };
        let (before, saved) = (vlans(), prints(&["save"]));
        for line in [
            "vlans: [{ vid: 1, flags: \"pvid,untagged\" }, 30, { vid: 31, flags: untagged }]",
            "vlans: [{ vid: 1, flags: untagged }, 10-12, { vid: 20, flags: \"pvid,untagged\" }]",
            "vlans: []",
        ] {
            assert!(saved.contains(line), "no `{line}` in {saved}");
        }
        assert_eq!(saved.matches("vlans:").count(), 3, "those of br1 are usual: {saved}");
        fs::write("/run/saved.yaml", &saved).expect("a file");
        assert_eq!(prints(&["apply", "/run/saved.yaml"]), "no change\n");
        // Elsewhere, they are made again; here, whole lists are what there is.
        sh("ip netns add other; ip netns exec other ip link set lo up");
        prints(&["apply", "/run/saved.yaml", "--netns", "other"]);
        assert_eq!(prints(&["apply", "/run/saved.yaml", "--netns", "other"]), "no change\n");
        let there: Json =
            serde_json::from_str(&sh("ip netns exec other bridge -j vlan")).expect("JSON");
        let mut there = there.as_array().cloned().unwrap_or_default();
        there.sort_by_key(|link| link["ifname"].to_string());
        assert_eq!(Json::from(there), before);
        let of_v0 = || sh("bridge vlan show dev v0 | tail -n +2 | sed 's/v0//' | xargs");
        for (words, is) in [
            (
                "vlans=[5, {vid: 6-8, flags: untagged}, {vid: 9, flags: pvid}]",
                "5 6 Egress Untagged 7 Egress Untagged 8 Egress Untagged 9 PVID\n",
            ),
            ("vlans=5,10-11", "5 10 11\n"),
            ("vlans=", "\n"),
        ] {
            assert_eq!(prints(&["set", "link", "v0", words]), "");
            assert_eq!(of_v0(), is, "{words}");
            assert_eq!(prints(&["set", "link", "v0", words]), "no change\n");
        }
        // Into another bridge, whose own VLAN it is not to be in; and all is undone where something fails.
        assert_eq!(prints(&["set", "link", "v0", "master=br1", "vlans=5,10-11"]), "");
        assert_eq!(of_v0(), "5 10 11\n");
        let text = "links: { v0: { vlans: [77] } }\nroutes: [ { dst: 10.9.0.0/16, gateway: 192.0.2.1 } ]\n";
        fs::write("/run/failing.yaml", text).expect("a file");
        let failed = route2(&["apply", "/run/failing.yaml"]);
        assert_eq!(failed.status.code(), Some(3));
        assert_eq!(of_v0(), "5 10 11\n");
        assert_eq!(
            route2(&["set", "link", "v0", "vlans=[{vid: 2-3, flags: pvid}]"]).status.code(),
            Some(2)
        );
    });
}
