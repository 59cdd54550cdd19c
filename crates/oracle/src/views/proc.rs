//! The kernel's own files of a link: `/proc/sys/net/ipv4/conf/LINK`, `/proc/sys/net/ipv6/conf/LINK` and
//! `/proc/net/dev_snmp6/LINK`. What lies there under names, the kernel sends as arrays.

use crate::{Pair, Row::*, Rules, View, listed, rules, same};

/// Links with what their files say: `ipv4` and `ipv6` are numbers by file, `snmp6` by line.
pub static LINK: View = View { rules: &RULES, items: listed, each: "", keep: |_| true };

static RULES: Rules = rules(
    &[""],
    &[
        In("ipv4", "af_spec.inet.conf", &IPV4),
        In("ipv6", "af_spec.inet6.conf", &IPV6),
        In("snmp6", "af_spec.inet6", &SNMP6),
    ],
);

static IPV4: Rules = rules(
    &[""],
    &[
        Is("arp_filter", "arpfilter", same),
        Is("disable_xfrm", "noxfrm", same),
        Is("disable_policy", "nopolicy", same),
        Is("src_valid_mark", "src_vmark", same),
    ],
);

static IPV6: Rules = rules(
    &[""],
    &[
        Is("router_solicitation_interval", "router_solicitation_interval", milliseconds),
        Is("router_solicitation_delay", "router_solicitation_delay", milliseconds),
        Is("router_solicitation_max_interval", "router_solicitation_max_interval", milliseconds),
        Is("router_probe_interval", "router_probe_interval", milliseconds),
        // All bits: -1 in an array of signed numbers.
        Is("ioam6_id_wide", "ioam6_id_wide", |pair| {
            pair.theirs.as_u64() == pair.number().map(|id| u64::from(id as u32))
        }),
        Is("temp_prefered_lft", "temp_preferred_lft", same),
        Skip("regen_min_advance", "the array has no place for it"),
        Skip("ra_honor_pio_life", "the array has no place for it"),
        Skip("ra_honor_pio_pflag", "the array has no place for it"),
    ],
);

static SNMP6: Rules = rules(
    &[],
    &[
        Is("Ip6InReceives", "inet6_stats.inpkts", same),
        Is("Ip6InHdrErrors", "inet6_stats.inhdrerrors", same),
        Is("Ip6InTooBigErrors", "inet6_stats.intoobigerrors", same),
        Is("Ip6InNoRoutes", "inet6_stats.innoroutes", same),
        Is("Ip6InAddrErrors", "inet6_stats.inaddrerrors", same),
        Is("Ip6InUnknownProtos", "inet6_stats.inunknownprotos", same),
        Is("Ip6InTruncatedPkts", "inet6_stats.intruncatedpkts", same),
        Is("Ip6InDiscards", "inet6_stats.indiscards", same),
        Is("Ip6InDelivers", "inet6_stats.indelivers", same),
        Is("Ip6OutForwDatagrams", "inet6_stats.outforwdatagrams", same),
        Is("Ip6OutRequests", "inet6_stats.outrequests", same),
        Is("Ip6OutDiscards", "inet6_stats.outdiscards", same),
        Is("Ip6OutNoRoutes", "inet6_stats.outnoroutes", same),
        Is("Ip6ReasmTimeout", "inet6_stats.reasmtimeout", same),
        Is("Ip6ReasmReqds", "inet6_stats.reasmreqds", same),
        Is("Ip6ReasmOKs", "inet6_stats.reasmoks", same),
        Is("Ip6ReasmFails", "inet6_stats.reasmfails", same),
        Is("Ip6FragOKs", "inet6_stats.fragoks", same),
        Is("Ip6FragFails", "inet6_stats.fragfails", same),
        Is("Ip6FragCreates", "inet6_stats.fragcreates", same),
        Is("Ip6InMcastPkts", "inet6_stats.inmcastpkts", same),
        Is("Ip6OutMcastPkts", "inet6_stats.outmcastpkts", same),
        Is("Ip6InOctets", "inet6_stats.inoctets", same),
        Is("Ip6OutOctets", "inet6_stats.outoctets", same),
        Is("Ip6InMcastOctets", "inet6_stats.inmcastoctets", same),
        Is("Ip6OutMcastOctets", "inet6_stats.outmcastoctets", same),
        Is("Ip6InBcastOctets", "inet6_stats.inbcastoctets", same),
        Is("Ip6OutBcastOctets", "inet6_stats.outbcastoctets", same),
        Is("Ip6InNoECTPkts", "inet6_stats.noectpkts", same),
        Is("Ip6InECT1Pkts", "inet6_stats.ect1pkts", same),
        Is("Ip6InECT0Pkts", "inet6_stats.ect0pkts", same),
        Is("Ip6InCEPkts", "inet6_stats.cepkts", same),
        Is("Ip6OutTransmits", "inet6_stats.outpkts", same),
        Is("Icmp6InMsgs", "icmp6stats.inmsgs", same),
        Is("Icmp6InErrors", "icmp6stats.inerrors", same),
        Is("Icmp6OutMsgs", "icmp6stats.outmsgs", same),
        Is("Icmp6OutErrors", "icmp6stats.outerrors", same),
        Is("Icmp6InCsumErrors", "icmp6stats.csumerrors", same),
        Is("Icmp6OutRateLimitHost", "icmp6stats.ratelimithost", same),
    ],
);

/// The file has seconds.
fn milliseconds(pair: &Pair<'_>) -> bool {
    pair.theirs.as_u64().map(|seconds| seconds * 1000) == pair.number()
}
