//! What the writers do: patterns of commands, of which [`Random::command`] makes one.
//!
//! There are few names, few nets and few numbers, so that most of what is said is of things that are there. What
//! the kernel refuses, because it is not, or because this kernel has no such thing, is counted and no error.

mod net;
mod tc;
mod transaction;

use crate::random::Random;

/// Which program a command is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    Ip,
    Bridge,
    Tc,
    /// A setting under `/proc/sys/net`, and its value.
    Setting,
    /// A datagram to an address, so that neighbours are asked for.
    Datagram,
    /// A request of our own making: see [`crate::raw`].
    Raw,
    /// A transaction with all the wishes at once.
    Transaction,
}

/// Patterns, how often one is taken, and for which program.
pub(crate) struct Sort {
    pub(crate) tool: Tool,
    pub(crate) weight: u64,
    pub(crate) patterns: &'static [&'static str],
}

/// What stands in patterns for a choice that many have.
const WORDS: &[(&str, &str)] = &[
    // A link of those that there may be; and one that is most often there.
    ("LINK", "{ETH|ETH|ETH|br0|br1|vx0|vx1|mv0|vl0|ifb0|du0|bo0|tu0|lo}"),
    ("ETH", "{v0|v0|v1|v1|v2|p2|p3}"),
    ("PORT", "{v0|v0|v1|v1|v2|p2}"),
    // From where nothing comes back.
    ("SINK", "{v2|v2|ifb0}"),
    ("BRIDGE", "{br0|br0|br1}"),
    ("MAC", "02:00:00:00:00:0%6"),
    ("GW4", "10.%3.0.{2|9|9|9}"),
    ("GW6", "{2001:db8:%3::9|2001:db8:%3::9|2001:db8:%3::8|fe80::9}"),
    ("IN4", "10.%3.0.%4"),
    ("IN6", "2001:db8:%3::%4"),
    ("NET4", "{10.10%4.0.0/16|10.10%4.0.0/16|10.100.%3.0/24|default|10.100.0.1/32}"),
    (
        "NET6",
        "{2001:db8:10%4::/48|2001:db8:10%4::/48|2001:db8:100:%3::/64|default|2001:db8:100::1/128}",
    ),
    ("TABLE", "{|||table 77|table 88|table 1000}"),
    ("METRIC", "{|||metric 5|metric 10}"),
];

/// All there is to do.
pub(crate) fn sorts() -> impl Iterator<Item = &'static Sort> {
    net::SORTS.iter().chain(tc::SORTS).chain(transaction::SORTS)
}

/// A sort, by weight.
pub(crate) fn sort(random: &mut Random) -> Option<&'static Sort> {
    let mut at = random.below(sorts().map(|sort| sort.weight).sum());
    sorts().find(|sort| {
        let is_it = at < sort.weight;
        at = at.saturating_sub(sort.weight);
        is_it
    })
}

impl Sort {
    /// A command of this sort.
    pub(crate) fn command(&self, random: &mut Random) -> String {
        let mut pattern = random.pick(self.patterns).to_owned();
        for (word, choices) in WORDS {
            pattern = pattern.replace(word, choices);
        }
        random.command(&pattern)
    }
}

/// What makes the world that is worked in: cables within and to the other namespace, with addresses.
pub(crate) const SET_UP: &str = "
    link add v0 type veth peer name v0p netns peer
    link add v1 type veth peer name v1p netns peer
    link add p2 type veth peer name p3
    link add v2 type veth peer name v2p netns peer
    link add br0 type bridge vlan_filtering 1
    link add br1 type bridge
    link set lo up
    link set v0 up
    link set v1 up
    link set p2 up
    link set p3 up
    link set br0 up
    addr add 10.0.0.1/24 dev v0
    addr add 10.1.0.1/24 dev v1
    addr add 10.2.0.1/24 dev p2
    addr add 2001:db8:0::1/64 dev v0 nodad
    addr add 2001:db8:1::1/64 dev v1 nodad
    addr add 2001:db8:2::1/64 dev p2 nodad";

/// The same in the other namespace.
pub(crate) const SET_UP_PEER: &str = "
    link set lo up
    link set v0p up
    link set v1p up
    addr add 10.0.0.9/24 dev v0p
    addr add 2001:db8:0::9/64 dev v0p nodad";
