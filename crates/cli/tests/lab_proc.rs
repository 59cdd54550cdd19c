//! Settings and counters of links, which the kernel sends as arrays, compared with its own files, which have
//! names.

mod common;

use common::{assert_report, compare};
use route2::schema::rtnl::names::Family;
use route2_oracle::views::proc;
use route2_sandbox::{run, sh, wait_until};
use serde_json::{Map, Value as Json, json};
use std::fs;

/// As many different settings as can be, and something to count.
const SETUP: &str = "
    ip link add p0 type veth peer name p1; ip link set p0 up; ip link set p1 up
    cd /proc/sys/net/ipv4/conf/p0
    i=7000; for file in medium_id igmpv2_unsolicited_report_interval igmpv3_unsolicited_report_interval tag; do
        i=$((i + 1)); echo $i > $file
    done
    echo 1 > accept_local; echo 2 > accept_source_route; echo 2 > arp_accept; echo 1 > arp_announce; echo 8 > arp_ignore; echo 1 > arp_notify
    echo 1 > drop_gratuitous_arp; echo 0 > arp_evict_nocarrier; echo 2 > force_igmp_version; echo 2 > rp_filter; echo 1 > proxy_arp_pvlan
    cd ../../../ipv6/conf/p0
    i=60; for file in hop_limit max_addresses dad_transmits temp_valid_lft temp_prefered_lft regen_max_retry max_desync_factor \
        router_probe_interval accept_ra_rt_info_max_plen accept_ra_rt_info_min_plen ndisc_tclass ra_defrtr_metric accept_ra_min_hop_limit \
        router_solicitation_interval router_solicitation_delay router_solicitation_max_interval mldv1_unsolicited_report_interval \
        mldv2_unsolicited_report_interval ioam6_id ioam6_id_wide accept_ra_min_lft; do
        i=$((i + 1)); [ ! -e $file ] || echo $i > $file
    done
    ip addr add 2001:db8::1/64 dev p0 nodad; ip addr add 2001:db8::2/64 dev p1 nodad";

/// The numbers of the files in a directory.
fn files(directory: &str) -> Json {
    let entries = fs::read_dir(directory).unwrap_or_else(|error| panic!("{directory}: {error}"));
    let number = |entry: fs::DirEntry| {
        // The secret of addresses is no number, and unreadable where there is none.
        let number: i64 = fs::read_to_string(entry.path()).ok()?.trim().parse().ok()?;
        Some((entry.file_name().into_string().ok()?, Json::from(number)))
    };
    entries.flatten().filter_map(number).collect::<Map<_, _>>().into()
}

/// What the kernel's files say of each link.
fn links() -> Json {
    let links: Json = serde_json::from_str(&sh("ip -j link")).expect("JSON");
    let says = |link: &Json| {
        let name = link["ifname"].as_str().expect("a name");
        let counters = fs::read_to_string(format!("/proc/self/net/dev_snmp6/{name}"));
        let counters = counters.unwrap_or_default();
        let lines = counters.lines().filter_map(|line| line.split_once(char::is_whitespace));
        // Each type of message is counted there alone.
        let is_sent = |name: &str| {
            let totals = ["Msgs", "Errors", "RateLimitHost"];
            name.starts_with("Ip6") || totals.iter().any(|end| name.ends_with(end))
        };
        let counters = lines.filter(|(name, _)| is_sent(name)).map(|(name, count)| {
            (name.to_owned(), Json::from(count.trim().parse::<u64>().expect("a number")))
        });
        json!({
            "ifname": name,
            "ipv4": files(&format!("/proc/sys/net/ipv4/conf/{name}")),
            "ipv6": files(&format!("/proc/sys/net/ipv6/conf/{name}")),
            "snmp6": Json::Object(counters.collect()),
        })
    };
    links.as_array().expect("a list").iter().map(says).collect()
}

fn settings_and_counters() {
    sh(SETUP);
    wait_until("there is something to count", || {
        let counters = &links()[1]["snmp6"];
        counters["Ip6OutOctets"].as_u64() > Some(200)
            && counters["Ip6InReceives"].as_u64() > Some(2)
    });
    let report = compare("link", Family::UNSPEC, &proc::LINK, links);
    assert_report(&report, 300);
}

#[test]
fn settings_and_counters_as_proc_says() {
    run("settings_and_counters_as_proc_says", settings_and_counters);
}

#[test]
#[ignore = "needs the lab: another kernel has another order of counters"]
fn settings_and_counters_of_that_kernel() {
    run("settings_and_counters_of_that_kernel", settings_and_counters);
}
