//! Links, with their addresses and ports.

use super::{Pairs, Settable, block, matches, name, take};
use crate::declared::{ADDRESSES, PORTS, VLANS, default_pvid, is_own_address, vlans_given};
use route2::schema::rtnl::names::LinkFlags;
use route2::schema::rtnl::{Object, SWITCHES, addr, link};
use route2::schema::wire::{Access, Given, Kind};
use route2::{Filter, Found, Snapshot};
use std::collections::HashSet;

/// What is saved of any link, beside what its kind says and, where it is a port, what that says.
const COMMON: [&str; 6] = ["mtu", "txqlen", "ifalias", "group", "linkmode", "prop_list"];

/// What is saved of a link that has a kind: what hardware has, it has by itself.
const OF_KIND: [&str; 4] = ["address", "link", "num_tx_queues", "num_rx_queues"];

/// What the kernel finds out by itself, though somebody may set it.
const FOUND: [&str; 2] = ["brport_state", "vxlan_reserved_bits"];

/// What turns something else off, even where it says that it is not used.
const UNLESS_USED: [&str; 1] = ["geneve_ttl_inherit"];

/// The links by name, each a block.
pub(super) fn lines(now: &Snapshot, filter: &Filter) -> Vec<String> {
    let mut links: Vec<Found<'_>> =
        now.links().filter(|link| matches(filter, link.object, now)).collect();
    links.sort_by_key(|link| ifname(link.object));
    // The other end of a pair is made with the first.
    let mut with_peer = HashSet::new();
    let mut lines = Vec::new();
    for link in links {
        let pairs = pairs(link.object, now, &mut with_peer);
        lines.push(block(&ifname(link.object), &pairs));
    }
    lines
}

fn ifname(link: Object<'_>) -> String {
    link.key("ifname").map(|name| name.to_string()).unwrap_or_default()
}

fn index(link: Object<'_>) -> u64 {
    link.header().number("index").unwrap_or_default()
}

fn pairs(link: Object<'_>, now: &Snapshot, with_peer: &mut HashSet<u64>) -> Pairs {
    let mut pairs = Pairs::new();
    let kind = link.key("kind").and_then(|kind| kind.text());
    let is_pair = kind.is_some_and(is_of_pairs);
    if let Some(kind) = kind {
        pairs.push(("kind".to_owned(), kind.into()));
    }
    if is_pair
        && link.key("link_netnsid").is_none()
        && let Some(peer) = link.key("link").and_then(|peer| peer.number())
        && !with_peer.contains(&index(link))
        && let Some(peer_name) = name(now, peer)
    {
        with_peer.insert(peer);
        pairs.push(("peer".to_owned(), peer_name.into()));
    }
    pairs.extend(keys(link, kind, is_pair, now));
    pairs.extend(switches(link));
    pairs.extend(gen_mode(link));
    let is_up = link.header().number("flags").unwrap_or_default() & u64::from(LinkFlags::UP.0) != 0;
    pairs.push(("state".to_owned(), if is_up { "up" } else { "down" }.into()));
    let mut ports: Vec<_> = now.ports(index(link) as u32).map(|port| ifname(port.object)).collect();
    ports.sort();
    if !ports.is_empty() {
        let ports = ports.into_iter().map(Given::from).collect();
        pairs.push((PORTS.to_owned(), Given::List(ports)));
    }
    pairs.extend(vlans(link, now));
    let addresses: Vec<_> = now
        .addrs(index(link) as u32)
        .filter(|address| !is_own_address(address.object))
        .map(|address| self::address(address.object, &ifname(link), now))
        .collect();
    if !addresses.is_empty() {
        pairs.push((ADDRESSES.to_owned(), Given::List(addresses)));
    }
    pairs
}

/// The VLANs that a bridge or its port is in, where they are others than a bridge puts its ports in.
fn vlans(link: Object<'_>, now: &Snapshot) -> Option<(String, Given)> {
    let vlans = now.vlans(index(link) as u32)?;
    let master = link.key("master").and_then(|master| name(now, master.number()?));
    let bridge = master.unwrap_or_else(|| ifname(link));
    // Not every kernel's bridges know VLANs.
    now.link(&bridge)?.key("br_vlan_default_pvid")?;
    let given = vlans_given(&vlans, default_pvid(&bridge, now, &[]));
    given.map(|given| (VLANS.to_owned(), given))
}

/// The flags that are not what they are of every such link.
fn switches(link: Object<'_>) -> Pairs {
    let flags = link.header().number("flags").unwrap_or_default();
    if flags & u64::from(LinkFlags::LOOPBACK.0) != 0 {
        return Pairs::new();
    }
    let is_quiet = link::is_quiet(link);
    let said = SWITCHES.iter().filter_map(|switch| {
        let is_on = (flags >> switch.bit & 1 != 0) == switch.is_flag;
        let is_meant = matches!(switch.key, "arp" | "multicast") && !is_quiet;
        (is_on != is_meant)
            .then(|| (switch.key.to_owned(), if is_on { "on" } else { "off" }.into()))
    });
    said.collect()
}

/// How IPv6 makes the link's own address, where that is not the usual way.
fn gen_mode(link: Object<'_>) -> Option<(String, Given)> {
    let mut mode = None;
    link.key("af_spec")?
        .each_at("inet6.addr_gen_mode", &mut |value| mode = Some(value.to_string()));
    mode.filter(|mode| mode != "eui64").map(|mode| ("addr_gen_mode".to_owned(), mode.into()))
}

/// Is it a kind whose links are made in pairs?
fn is_of_pairs(kind: &str) -> bool {
    match link::LINK_DATA.named(kind.as_bytes()) {
        Some(Kind::Set(set)) => set().rows.iter().any(link::is_peer),
        _ => false,
    }
}

fn keys(link: Object<'_>, kind: Option<&str>, is_pair: bool, now: &Snapshot) -> Pairs {
    let mut pairs = Pairs::new();
    let is_port = link.key("master").is_some();
    let common = |key: &str| {
        COMMON.contains(&key)
            || kind.is_some() && OF_KIND.contains(&key) && !(is_pair && key == "link")
    };
    for field in link.fields() {
        let is_info = field.row.is_some_and(|row| row.key == "linkinfo");
        let Some(info) = field.nest().filter(|_| is_info) else {
            field.each_key(&mut |row, value| {
                let given = Given::of(value, &|index| name(now, index));
                let given = given.filter(|given| *given != Given::Number(0));
                pairs.extend(given.filter(|_| common(row.key)).map(|g| (row.key.to_owned(), g)));
            });
            continue;
        };
        for part in info {
            let is_wanted = match part.row.map(|row| row.key) {
                Some("data") => kind.is_some(),
                Some("slave_data") => is_port,
                _ => false,
            };
            if is_wanted {
                part.each_key(&mut |row, value| {
                    if row.access == Access::ReadWrite
                        && !FOUND.contains(&row.key)
                        && let Some(given) = Given::of(value, &|index| name(now, index))
                    {
                        let is_off = UNLESS_USED.contains(&row.key) && given.number() == Some(0);
                        pairs.extend((!is_off).then(|| (row.key.to_owned(), given)));
                    }
                });
            }
        }
    }
    without_defaults(&mut pairs);
    pairs
}

/// What every link has that nobody asked for anything else.
fn without_defaults(pairs: &mut Pairs) {
    pairs.retain(|(key, given)| {
        let meant = match key.as_str() {
            // A bridge without ports has none.
            "address" => Given::Text("00:00:00:00:00:00".to_owned()),
            "group" | "linkmode" => Given::Number(0),
            "num_tx_queues" | "num_rx_queues" => Given::Number(1),
            _ => return true,
        };
        *given != meant && given.text() != Some("default")
    });
}

/// An address with its length; where more is to be said, by key.
fn address(address: Object<'_>, link: &str, now: &Snapshot) -> Given {
    let settable = Settable::of(&addr::TABLE);
    let mut pairs = settable.pairs(address, now);
    for key in ["family", "prefixlen", "index", "local", "address", "scope"] {
        take(&mut pairs, key);
    }
    let flags = take(&mut pairs, "flags").map(|flags| flags.to_string()).unwrap_or_default();
    const FLAGS: [&str; 5] = ["nodad", "home", "mngtmpaddr", "noprefixroute", "autojoin"];
    let flags: Vec<_> = flags.split(',').filter(|flag| FLAGS.contains(flag)).collect();
    if !flags.is_empty() {
        pairs.push(("flags".to_owned(), flags.join(",").into()));
    }
    pairs.retain(|(key, given)| key != "label" || given.text() != Some(link));
    pairs.retain(|(key, given)| key != "proto" || given.text() != Some("unspec"));
    pairs.extend(lifetimes(address));
    if let Some(scope) = other_scope(address) {
        pairs.push(("scope".to_owned(), scope));
    }
    match pairs.as_slice() {
        [(key, prefix)] if key == "prefix" => prefix.clone(),
        _ => Given::Map(pairs),
    }
}

/// How long it is there, where that is not for ever.
fn lifetimes(address: Object<'_>) -> Pairs {
    let Some((_, attrs)) = address.of::<addr::Addr>() else { return Pairs::new() };
    let times = attrs.get(addr::IFA_CACHEINFO).ok().flatten();
    let said = times.into_iter().flat_map(|times| {
        let (valid, preferred) = (times.ifa_valid, times.ifa_preferred);
        // What is said of the first holds for both.
        let valid = (valid != u32::MAX).then_some(("valid_lft", valid));
        let is_other = preferred != times.ifa_valid;
        valid.into_iter().chain(is_other.then_some(("preferred_lft", preferred)))
    });
    said.map(|(key, time)| (key.to_owned(), time.into())).collect()
}

/// The scope, where it is not what is meant without being said.
fn other_scope(address: Object<'_>) -> Option<Given> {
    let (header, _) = address.of::<addr::Addr>()?;
    let ip = address.key("prefix")?.ip()?;
    let meant = match ip {
        std::net::IpAddr::V4(ip) if ip.is_loopback() => 254,
        std::net::IpAddr::V4(ip) if ip.is_link_local() => 253,
        std::net::IpAddr::V4(_) => 0,
        // Of IPv6 it follows from the address.
        std::net::IpAddr::V6(_) => return None,
    };
    (header.scope.0 != meant)
        .then(|| address.header().get("scope").map(|s| s.to_string().into()))?
}
