//! Lists and `show` on the real kernel, against what iproute2 says of the same objects.

mod common;

use common::{json, prints, route2};
use route2_sandbox::{run, sh, wait_until};
use serde_json::{Value as Json, json};

const SETUP: &str = "
    ip link add v0 type veth peer name v1; ip link add br0 type bridge ageing_time 20000
    ip link set v1 master br0; ip link set br0 up; ip link set v0 up; ip link set v1 up
    ip addr add 10.0.0.1/24 dev br0; ip addr add 2001:db8::1/64 dev br0 nodad; ip addr add 192.0.2.1 peer 192.0.2.2/32 dev v0
    ip route add 198.51.100.0/24 via 10.0.0.9; ip route add default via 10.0.0.254 metric 50; ip route add 10.9.0.0/16 via 10.0.0.9 table 100
    ip route add blackhole 203.0.113.0/24; ip -6 route add 2001:db8:1::/48 via 2001:db8::9
    ip route add 10.8.0.0/16 nexthop via 10.0.0.8 weight 2 nexthop via 10.0.0.9
    ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev br0; ip rule add pref 77 from 10.3.0.0/16 fwmark 5/7 lookup 100
    tc qdisc add dev v0 root handle 1: htb default 1; tc class add dev v0 parent 1: classid 1:1 htb rate 1mbit
    tc filter add dev v0 parent 1: protocol ip prio 5 u32 match ip dst 10.0.0.0/8 flowid 1:1
";

fn setup() {
    sh(SETUP);
    // IPv6 settles by itself: link-local addresses leave their tentative state.
    wait_until("addresses are settled", || !sh("ip -6 addr").contains("tentative"));
}

fn by<'a>(list: &'a Json, key: &str, value: &Json) -> &'a Json {
    let found = list.as_array().and_then(|list| list.iter().find(|object| &object[key] == value));
    found.unwrap_or_else(|| panic!("no {key}={value} in {list:#}"))
}

#[test]
fn links_as_ip_says() {
    run("links_as_ip_says", || {
        setup();
        let ours = json(&["link", "--json"]);
        let theirs: Json = serde_json::from_str(&sh("ip -d -j link")).expect("JSON");
        assert_eq!(ours.as_array().map(Vec::len), theirs.as_array().map(Vec::len));
        for their in theirs.as_array().expect("a list") {
            let our = by(&ours, "index", &their["ifindex"]);
            for key in [
                "ifname",
                "mtu",
                "operstate",
                "txqlen",
                "address",
                "broadcast",
                "promiscuity",
                "min_mtu",
                "max_mtu",
                "num_tx_queues",
                "num_rx_queues",
                "gso_max_size",
                "gso_max_segs",
                "qdisc",
            ] {
                assert_eq!(our[key], their[key], "{key} of {}", their["ifname"]);
            }
            assert_eq!(our["kind"], their["linkinfo"]["info_kind"]);
        }
        let (our, their) =
            (by(&ours, "ifname", &json!("br0")), by(&theirs, "ifname", &json!("br0")));
        let data = &their["linkinfo"]["info_data"];
        for (key, theirs) in [
            ("br_ageing_time", "ageing_time"),
            ("br_forward_delay", "forward_delay"),
            ("br_mcast_hash_max", "mcast_hash_max"),
            ("br_group_addr", "group_addr"),
        ] {
            assert_eq!(our[key], data[theirs], "{key}");
        }
        assert_eq!(our["ipaddr"][0], json!(["10.0.0.1", 24]));
        assert_eq!(by(&ours, "ifname", &json!("v1"))["brport_cost"], json!(2));
    });
}

#[test]
fn other_tables_as_ip_says() {
    run("other_tables_as_ip_says", || {
        setup();
        let routes = json(&["route", "--json", "family=inet", "table=main"]);
        let theirs: Json = serde_json::from_str(&sh("ip -d -j route")).expect("JSON");
        assert_eq!(routes.as_array().map(Vec::len), theirs.as_array().map(Vec::len));
        for their in theirs.as_array().expect("a list") {
            // iproute2 leaves out the length of a host's prefix.
            let dst = their["dst"].as_str().expect("text");
            let is_host = !dst.contains('/') && dst != "default";
            let dst = if is_host { format!("{dst}/32") } else { dst.to_owned() };
            let our = by(&routes, "dst", &json!(dst));
            assert_eq!(our["type"], their["type"]);
            assert_eq!(our["proto"], their["protocol"]);
            assert_eq!(our["scope"], their["scope"]);
            assert_eq!(our["gateway"], their["gateway"], "{our}");
            assert_eq!(our["priority"], their["metric"]);
        }
        let multipath = by(&routes, "dst", &json!("10.8.0.0/16"));
        assert_eq!(multipath["multipath"][0]["gateway"], json!("10.0.0.8"));
        assert_eq!(multipath["multipath"][0]["hops"], json!(1));
        assert_eq!(json(&["route", "--json", "table=100"])[0]["dst"], json!("10.9.0.0/16"));
        assert_eq!(
            json(&["route", "--json", "dst=198.51.100.0/24"]).as_array().map(Vec::len),
            Some(1)
        );
        assert_eq!(json(&["route", "--json", "type=blackhole"])[0]["dst"], json!("203.0.113.0/24"));

        let addrs = json(&["addr", "--json", "dev=br0", "family=inet"]);
        assert_eq!(addrs[0]["local"], json!("10.0.0.1"));
        let neighs = json(&["neigh", "--json", "dst=10.0.0.9"]);
        assert_eq!(neighs[0]["lladdr"], json!("02:00:00:00:00:09"));
        assert_eq!(neighs[0]["state"], json!(["permanent"]));
        let rules = json(&["rule", "--json", "priority=77"]);
        assert_eq!(rules[0]["src"], json!("10.3.0.0/16"));
        assert_eq!(rules[0]["table"], json!(100));
        assert_eq!(rules[0]["fwmark"], json!(5));
        assert_eq!(json(&["qdisc", "--json", "kind=htb"])[0]["kind"], json!("htb"));
        assert_eq!(json(&["class", "--json", "dev=v0"])[0]["handle"], json!("1:1"));
        let filters = json(&["filter", "--json", "dev=v0"]);
        assert!(
            filters
                .as_array()
                .is_some_and(|list| list.iter().all(|f| f["kind"] == "u32" && f["pref"] == 5)),
            "{filters}"
        );
    });
}

#[test]
fn text_is_aligned() {
    run("text_is_aligned", || {
        setup();
        let text = prints(&["link"]);
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[0].starts_with("INDEX  IFNAME  KIND"), "{text}");
        let column = lines[0].find("OPERSTATE").expect("a column");
        let br0 = lines.iter().find(|line| line.contains(" br0 ")).expect("br0 is listed");
        assert!(br0[column..].starts_with("UP"), "{text}");
        assert!(
            lines.iter().any(|line| line.contains(" v1 ") && line.contains("br0")),
            "a master by name: {text}"
        );
        assert!(
            prints(&["route", "table=main"]).contains("via")
                || prints(&["route"]).contains("198.51.100.0/24")
        );
        assert!(prints(&["link", "--full", "ifname=br0"]).contains("IFLA_BR_AGEING_TIME 20000"));
        assert_eq!(prints(&["link", "--json", "ifname=nothing*"]), "[]\n");
    });
}

#[test]
fn show_by_key() {
    run("show_by_key", || {
        setup();
        assert_eq!(prints(&["show", "br0", "operstate"]), "UP\n");
        assert_eq!(prints(&["show", "lo", "ipaddr"]), "127.0.0.1/8\n::1/128\n");
        assert_eq!(prints(&["show", "br0", "ports"]), "v1\n");
        assert_eq!(prints(&["show", "v0", "peer"]), "v1\n");
        assert!(prints(&["show", "br0", "neighbours"]).contains("10.0.0.9"));
        assert_eq!(
            prints(&["show", "br0", "kind", "br_ageing_time", "bond_mode"]),
            "bridge\n20000\n"
        );
        let all = prints(&["show", "br0"]);
        for line in [
            "interface",
            "    ifname",
            "bridge",
            "    br_ageing_time",
            "stats64",
            "    rx_packets",
            "af_spec",
        ] {
            assert!(all.lines().any(|l| l.starts_with(line)), "no `{line}` in {all}");
        }
        let object = json(&["show", "br0", "--json"]);
        assert_eq!(object["ipaddr"][0], json!(["10.0.0.1", 24]));
        assert_eq!(object["ports"], json!(["v1"]));
        assert_eq!(
            json(&["show", "br0", "operstate", "bond_mode", "--json"]),
            json!({"operstate": "UP", "bond_mode": null})
        );
        assert_eq!(prints(&["show", "1", "ifname"]), "lo\n");
        sh("ip link property add dev v0 altname a-name-of-more-than-fifteen-bytes");
        assert_eq!(prints(&["show", "a-name-of-more-than-fifteen-bytes", "ifname"]), "v0\n");
    });
}

/// The keys that IPDB listed for a bridge.
const KEYS: &str = include_str!("ipdb-keys.txt");

#[test]
fn every_key_of_ipdb_is_accepted() {
    run("every_key_of_ipdb_is_accepted", || {
        setup();
        let keys: Vec<_> = KEYS.lines().collect();
        assert_eq!(keys.len(), 261);
        for key in &keys {
            let output = route2(&["show", "br0", key]);
            assert!(output.status.success(), "{key}: {}", String::from_utf8_lossy(&output.stderr));
        }
    });
}

#[test]
fn what_is_not_there() {
    run("what_is_not_there", || {
        let no = route2(&["show", "nothing0"]);
        assert_eq!(no.status.code(), Some(1));
        assert!(
            String::from_utf8_lossy(&no.stderr)
                .starts_with("route2: no interface is called `nothing0`")
        );
        let key = route2(&["show", "lo", "operstat"]);
        assert_eq!(key.status.code(), Some(2));
        assert_eq!(
            String::from_utf8_lossy(&key.stderr),
            "route2: no key is called `operstat`; did you mean `operstate`?\n"
        );
        let filter = route2(&["route", "gatway=1.2.3.4"]);
        assert_eq!(filter.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&filter.stderr).contains("did you mean `gateway`?"));
        let word = route2(&["route", "default"]);
        assert_eq!(word.status.code(), Some(2));
        assert_eq!(
            String::from_utf8_lossy(&word.stderr),
            "route2: `default` is no filter: write KEY=VALUE\n"
        );
    });
}

#[test]
fn in_another_namespace() {
    run("in_another_namespace", || {
        sh("ip netns add blue; ip -n blue link add there type veth peer name too");
        assert_eq!(prints(&["show", "there", "ifname", "--netns", "blue"]), "there\n");
        assert_eq!(json(&["link", "--json", "--netns", "blue"]).as_array().map(Vec::len), Some(3));
        let sleeper = route2_sandbox::Background(
            std::process::Command::new("ip")
                .args(["netns", "exec", "blue", "sleep", "100"])
                .spawn()
                .expect("ip starts"),
        );
        let pid = sleeper.0.id().to_string();
        wait_until("the process is in its namespace", || {
            route2(&["show", "there", "ifname", "--netns", &pid]).stdout == b"there\n"
        });
    });
}

/// A link whose description is larger than the kernel's first buffer is not left out, as it is for those
/// who ask without a mask.
#[test]
fn a_big_link_is_listed() {
    run("a_big_link_is_listed", || {
        let names: String =
            (0..300).map(|i| format!("property add dev v0 altname {i:0>120}\n")).collect();
        let batch = "/run/altnames";
        std::fs::write(batch, names).expect("the sandbox can write");
        sh(&format!(
            "ip link add v0 type veth peer name v1; sed -i 's/^/link /' {batch}; ip -batch {batch}"
        ));
        let links = json(&["link", "--json"]);
        let v0 = by(&links, "ifname", &json!("v0"));
        assert_eq!(v0["prop_list"]["altnames"].as_array().map(Vec::len), Some(300));
        assert_eq!(links.as_array().map(Vec::len), Some(3));
    });
}

#[test]
fn a_closed_pipe_ends_it_silently() {
    run("a_closed_pipe_ends_it_silently", || {
        setup();
        let program = env!("CARGO_BIN_EXE_route2");
        let output = route2_sandbox::try_sh(&format!(
            "{{ {program} link --json --full; echo $? > /run/status; }} | true"
        ));
        assert!(output.status.success());
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    });
}
