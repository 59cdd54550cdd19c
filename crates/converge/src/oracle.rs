//! What the kernel has, read without the mirror: fresh dumps, walked attribute by attribute.

use route2::schema::rtnl::Object;
use route2::{Driver, Error, KEPT, Narrow, Netns, Snapshot};
use route2_oracle::lasting::{field, is_told_of, member};
use std::collections::BTreeMap;

/// How often each object is there, by table and text.
pub(crate) type State = BTreeMap<(&'static str, String), i64>;

/// The state that a mirror shows.
pub(crate) fn mirrored(snapshot: &Snapshot) -> State {
    let mut state = State::new();
    for table in snapshot.tables() {
        for found in table.objects() {
            *state.entry((table.kept().name, text(*found))).or_default() += 1;
        }
    }
    state
}

/// The state that the kernel lists.
pub(crate) fn listed(netns: &Netns, tables: &[&'static str]) -> Result<State, Error> {
    let mut driver = Driver::open(netns)?;
    let mut state = State::new();
    for kept in KEPT.iter().filter(|kept| tables.contains(&kept.name)) {
        for family in kept.families {
            let narrow = Narrow { family: *family, ..Narrow::default() };
            let dump = match driver.list(kept.table, narrow) {
                Err(Error::NoTable { .. }) => continue,
                other => other?,
            };
            for object in dump.objects().filter(|object| is_told_of(kept.name, *object)) {
                let count = state.entry((kept.name, text(object))).or_default();
                // As the place of a chain, the kernel names the queueing discipline, also where it is one of its
                // classes: those that are alike in all cannot be told apart. And an IPv6 route (AF_INET6) can become
                // one that there is already.
                let is_one = match kept.name {
                    "chain" => true,
                    "route" => object.family() == 10,
                    _ => false,
                };
                *count = if is_one { 1 } else { *count + 1 };
            }
        }
    }
    Ok(state)
}

/// What a mirror's state has more of than the kernel's (above zero), or less (below).
pub(crate) fn from_kernel(mirrored: &State, listed: &State) -> State {
    let mut difference = differences(mirrored, listed);
    // NUD_DELAY comes of NUD_STALE, with a packet that is sent, and of NUD_REACHABLE, and nobody is told; what it
    // ends in is told. So a mirror may still have the state from before.
    let is_delayed = |key: &&(&str, String)| key.0 == "neigh" && key.1.contains(DELAY);
    for (table, text) in difference.keys().filter(is_delayed).cloned().collect::<Vec<_>>() {
        for before in [" state=stale ", " state=reachable "] {
            let key = (table, text.replace(DELAY, before));
            if difference.get(&key) == Some(&1) {
                difference.remove(&key);
                difference.remove(&(table, text.clone()));
            }
        }
    }
    // Of an IPv6 address that may be taken (IFA_F_TENTATIVE), the kernel tells when it is known that it is not.
    difference.retain(|(table, text), count| {
        *count > 0 || *table != "addr" || !text.starts_with("family=inet6 tentative ")
    });
    difference
}

const DELAY: &str = " state=delay ";

/// What one has more of than the other: above zero the first, below zero the second.
pub(crate) fn differences(one: &State, other: &State) -> State {
    let mut difference = one.clone();
    for (key, count) in other {
        *difference.entry(key.clone()).or_default() -= count;
    }
    difference.retain(|_, count| *count != 0);
    difference
}

/// All that lasts of an object.
pub(crate) fn text(object: Object<'_>) -> String {
    let untold = untold(object);
    let mut out = String::new();
    for it in object.header() {
        if it.field.name == "prefixlen" && untold == UNTOLD_WHILE_TENTATIVE {
            out.push_str("tentative ");
        }
        if !untold.contains(&it.field.name) {
            member(it, &mut out);
        }
    }
    for it in object.fields() {
        let is_afar = it.name() == "IFLA_ADDRESS" && takes_address_from_afar(object);
        if !is_afar && !untold.contains(&it.name()) {
            field(it, &mut out);
        }
    }
    out
}

/// What the kernel changes of an object in this state without a word.
fn untold(object: Object<'_>) -> &'static [&'static str] {
    let flags = object.key("flags").and_then(|flags| flags.number()).unwrap_or(0);
    match object.table.name {
        // IFF_UP
        "link" if flags & 1 == 0 => UNTOLD_WHILE_DOWN,
        // AF_INET6, NETCONFA_IFINDEX_DEFAULT
        "netconf" if object.family() == 10 && is_of_default(object) => UNTOLD_OF_DEFAULT,
        // AF_INET6, IFA_F_TENTATIVE
        "addr" if object.family() == 10 && flags & 0x40 != 0 => UNTOLD_WHILE_TENTATIVE,
        _ => &[],
    }
}

/// A `macvlan` can have the address of the link below: what becomes of that in another namespace is not told here.
fn takes_address_from_afar(object: Object<'_>) -> bool {
    let kind = object.key("kind");
    kind.and_then(|kind| kind.text()) == Some("macvlan") && object.key("link_netnsid").is_some()
}

fn is_of_default(settings: Object<'_>) -> bool {
    let index = settings.fields().by_name("NETCONFA_IFINDEX");
    index.is_some_and(|index| index.value().to_string() == "-2")
}

/// Who writes `conf/all/ignore_routes_with_linkdown` changes `default` too, and where `all` had the value already and
/// no interface changes, nobody is told.
const UNTOLD_OF_DEFAULT: &[&str] = &["NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN"];

/// Who changes an IPv6 address of which it is not yet known whether it is taken (`ip addr change`) is obeyed, and
/// it is told when it is known.
const UNTOLD_WHILE_TENTATIVE: &[&str] = &["flags", "IFA_FLAGS", "IFA_RT_PRIORITY", "IFA_PROTO"];

/// When these are set of a link that is down (not `IFF_UP`), the kernel tells nobody: all that goes through its
/// `netdev_state_change`. What they are is seen when something else is told of the link.
const UNTOLD_WHILE_DOWN: &[&str] = &[
    "IFLA_IFALIAS",
    "IFLA_GROUP",
    "IFLA_LINKMODE",
    "IFLA_OPERSTATE",
    "IFLA_CARRIER",
    "IFLA_PROP_LIST",
    "IFLA_LINKINFO",
    "IFLA_AF_SPEC",
    // What a port of a bridge is, set by way of its link (`ip link set ... type bridge_slave`).
    "IFLA_PROTINFO",
    "IFLA_PROTO_DOWN",
];
