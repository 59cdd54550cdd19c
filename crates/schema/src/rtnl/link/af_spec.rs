//! `IFLA_AF_SPEC`: what each protocol says of a link (linux/if_link.h, linux/ip.h, linux/ipv6.h,
//! linux/snmp.h).

use route2_wire::{
    Attrs, By, Bytes, Case, Choice, Choose, Ip6, Mostly, Payload, Select, attrs, bits, names,
    record,
};

attrs! {
    /// A nest for each protocol, numbered by address family.
    pub struct AfSpec {
        2  = AF_INET  => inet: Inet,
        10 = AF_INET6 => inet6: Inet6,
        45 = AF_MCTP  => mctp: Mctp,
    }
}

attrs! {
    /// IPv4: `IFLA_INET_*`.
    pub struct Inet {
        /// The settings that /proc/sys/net/ipv4/conf has: told in an array, and set by attributes.
        1 = IFLA_INET_CONF => conf: Mostly<InetConf, InetConfByShape>,
    }
}

/// `IFLA_INET_CONF`: an array, or, where a request changes some, attributes of 8 bytes each.
#[derive(Clone, Copy, Debug)]
pub enum InetConfByShape {}
impl Choose for InetConfByShape {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|payload| {
            // The array begins with whether packets are forwarded: a small number.
            let first = Attrs::<()>::new(payload).next();
            u32::from(first.is_some_and(|attr| attr.number() != 0 && attr.payload.len() == 4))
        }),
        cases: &[(Case::number(0), InetConf::KIND), (Case::number(1), InetConfSet::KIND)],
        otherwise: None,
    };
}

record! {
    /// The array of `IPV4_DEVCONF_*`. Its first is number 1.
    /// The kernel tells of the change of few, in messages of the table `netconf`; the others change without a word.
    pub struct InetConf {
        forwarding: i32,
        mc_forwarding: i32,
        proxy_arp: i32,
        accept_redirects: i32 [volatile],
        secure_redirects: i32 [volatile],
        send_redirects: i32 [volatile],
        shared_media: i32 [volatile],
        rp_filter: i32,
        accept_source_route: i32 [volatile],
        bootp_relay: i32 [volatile],
        log_martians: i32 [volatile],
        tag: i32 [volatile],
        arpfilter: i32 [volatile],
        medium_id: i32 [volatile],
        noxfrm: i32 [volatile],
        nopolicy: i32 [volatile],
        force_igmp_version: i32 [volatile],
        arp_announce: i32 [volatile],
        arp_ignore: i32 [volatile],
        promote_secondaries: i32 [volatile],
        arp_accept: i32 [volatile],
        arp_notify: i32 [volatile],
        accept_local: i32 [volatile],
        src_vmark: i32 [volatile],
        proxy_arp_pvlan: i32 [volatile],
        route_localnet: i32 [volatile],
        igmpv2_unsolicited_report_interval: i32 [volatile],
        igmpv3_unsolicited_report_interval: i32 [volatile],
        ignore_routes_with_linkdown: i32,
        drop_unicast_in_l2_multicast: i32 [volatile],
        drop_gratuitous_arp: i32 [volatile],
        bc_forwarding: i32 [volatile],
        arp_evict_nocarrier: i32 [volatile],
    }
}

attrs! {
    /// Settings to change: `IPV4_DEVCONF_*`.
    pub struct InetConfSet {
        1  = IPV4_DEVCONF_FORWARDING                         => forwarding: i32 [wo],
        2  = IPV4_DEVCONF_MC_FORWARDING                      => mc_forwarding: i32 [wo],
        3  = IPV4_DEVCONF_PROXY_ARP                          => proxy_arp: i32 [wo],
        4  = IPV4_DEVCONF_ACCEPT_REDIRECTS                   => accept_redirects: i32 [wo],
        5  = IPV4_DEVCONF_SECURE_REDIRECTS                   => secure_redirects: i32 [wo],
        6  = IPV4_DEVCONF_SEND_REDIRECTS                     => send_redirects: i32 [wo],
        7  = IPV4_DEVCONF_SHARED_MEDIA                       => shared_media: i32 [wo],
        8  = IPV4_DEVCONF_RP_FILTER                          => rp_filter: i32 [wo],
        9  = IPV4_DEVCONF_ACCEPT_SOURCE_ROUTE                => accept_source_route: i32 [wo],
        10 = IPV4_DEVCONF_BOOTP_RELAY                        => bootp_relay: i32 [wo],
        11 = IPV4_DEVCONF_LOG_MARTIANS                       => log_martians: i32 [wo],
        12 = IPV4_DEVCONF_TAG                                => tag: i32 [wo],
        13 = IPV4_DEVCONF_ARPFILTER                          => arpfilter: i32 [wo],
        14 = IPV4_DEVCONF_MEDIUM_ID                          => medium_id: i32 [wo],
        15 = IPV4_DEVCONF_NOXFRM                             => noxfrm: i32 [wo],
        16 = IPV4_DEVCONF_NOPOLICY                           => nopolicy: i32 [wo],
        17 = IPV4_DEVCONF_FORCE_IGMP_VERSION                 => force_igmp_version: i32 [wo],
        18 = IPV4_DEVCONF_ARP_ANNOUNCE                       => arp_announce: i32 [wo],
        19 = IPV4_DEVCONF_ARP_IGNORE                         => arp_ignore: i32 [wo],
        20 = IPV4_DEVCONF_PROMOTE_SECONDARIES                => promote_secondaries: i32 [wo],
        21 = IPV4_DEVCONF_ARP_ACCEPT                         => arp_accept: i32 [wo],
        22 = IPV4_DEVCONF_ARP_NOTIFY                         => arp_notify: i32 [wo],
        23 = IPV4_DEVCONF_ACCEPT_LOCAL                       => accept_local: i32 [wo],
        24 = IPV4_DEVCONF_SRC_VMARK                          => src_vmark: i32 [wo],
        25 = IPV4_DEVCONF_PROXY_ARP_PVLAN                    => proxy_arp_pvlan: i32 [wo],
        26 = IPV4_DEVCONF_ROUTE_LOCALNET                     => route_localnet: i32 [wo],
        27 = IPV4_DEVCONF_IGMPV2_UNSOLICITED_REPORT_INTERVAL => igmpv2_unsolicited_report_interval: i32 [wo],
        28 = IPV4_DEVCONF_IGMPV3_UNSOLICITED_REPORT_INTERVAL => igmpv3_unsolicited_report_interval: i32 [wo],
        29 = IPV4_DEVCONF_IGNORE_ROUTES_WITH_LINKDOWN        => ignore_routes_with_linkdown: i32 [wo],
        30 = IPV4_DEVCONF_DROP_UNICAST_IN_L2_MULTICAST       => drop_unicast_in_l2_multicast: i32 [wo],
        31 = IPV4_DEVCONF_DROP_GRATUITOUS_ARP                => drop_gratuitous_arp: i32 [wo],
        32 = IPV4_DEVCONF_BC_FORWARDING                      => bc_forwarding: i32 [wo],
        33 = IPV4_DEVCONF_ARP_EVICT_NOCARRIER                => arp_evict_nocarrier: i32 [wo],
    }
}

attrs! {
    /// IPv6: `IFLA_INET6_*`.
    pub struct Inet6 {
        /// `IF_*` in net/if_inet6.h. How far the search for a router has come, nobody is told.
        1 = IFLA_INET6_FLAGS         => inet6_flags: Inet6Flags [volatile],
        /// The settings that /proc/sys/net/ipv6/conf has.
        2 = IFLA_INET6_CONF          => conf: Inet6Conf [ro],
        3 = IFLA_INET6_STATS         => inet6_stats: Select<Inet6StatsByOrder> [volatile],
        4 = IFLA_INET6_MCAST         => mcast: Bytes [ro],
        5 = IFLA_INET6_CACHEINFO     => cacheinfo: Inet6Cacheinfo [volatile],
        6 = IFLA_INET6_ICMP6STATS    => icmp6stats: Icmp6Stats [volatile],
        /// The interface identifier that addresses made from router advertisements get.
        7 = IFLA_INET6_TOKEN         => token: Ip6,
        /// How the link-local address is made.
        8 = IFLA_INET6_ADDR_GEN_MODE => addr_gen_mode: AddrGenMode,
        /// The MTU that a router advertised.
        9 = IFLA_INET6_RA_MTU        => ra_mtu: u32 [ro],
    }
}

bits! {
    /// State of IPv6 on a link: `IF_*` in net/if_inet6.h of the kernel.
    pub struct Inet6Flags: u32 {
        0x10       = RS_SENT "rs-sent",
        0x20       = RA_RCVD "ra-rcvd",
        0x40       = RA_MANAGED "ra-managed",
        0x80       = RA_OTHERCONF "ra-otherconf",
        0x80000000 = READY "ready",
    }
}

names! {
    /// How link-local addresses are made: `IN6_ADDR_GEN_MODE_*`.
    pub struct AddrGenMode: u8 {
        0 = EUI64 "eui64",
        1 = NONE "none",
        2 = STABLE_PRIVACY "stable_secret",
        3 = RANDOM "random",
    }
}

record! {
    /// `struct ifla_cacheinfo`.
    pub struct Inet6Cacheinfo {
        max_reasm_len: u32,
        /// When it was last changed, in hundredths of a second since the system started.
        tstamp: u32,
        /// In milliseconds.
        reachable_time: u32,
        /// In milliseconds.
        retrans_time: u32,
    }
}

record! {
    /// The array of `DEVCONF_*` in linux/ipv6.h.
    /// The kernel tells of the change of few, in messages of the table `netconf`; the others change without a word.
    pub struct Inet6Conf {
        forwarding: i32,
        hop_limit: i32 [volatile],
        mtu: i32 [volatile],
        accept_ra: i32 [volatile],
        accept_redirects: i32 [volatile],
        autoconf: i32 [volatile],
        dad_transmits: i32 [volatile],
        router_solicitations: i32 [volatile],
        router_solicitation_interval: i32 [volatile],
        router_solicitation_delay: i32 [volatile],
        use_tempaddr: i32 [volatile],
        temp_valid_lft: i32 [volatile],
        temp_preferred_lft: i32 [volatile],
        regen_max_retry: i32 [volatile],
        max_desync_factor: i32 [volatile],
        max_addresses: i32 [volatile],
        force_mld_version: i32 [volatile],
        accept_ra_defrtr: i32 [volatile],
        accept_ra_pinfo: i32 [volatile],
        accept_ra_rtr_pref: i32 [volatile],
        router_probe_interval: i32 [volatile],
        accept_ra_rt_info_max_plen: i32 [volatile],
        proxy_ndp: i32,
        optimistic_dad: i32 [volatile],
        accept_source_route: i32 [volatile],
        mc_forwarding: i32,
        disable_ipv6: i32 [volatile],
        accept_dad: i32 [volatile],
        force_tllao: i32 [volatile],
        ndisc_notify: i32 [volatile],
        mldv1_unsolicited_report_interval: i32 [volatile],
        mldv2_unsolicited_report_interval: i32 [volatile],
        suppress_frag_ndisc: i32 [volatile],
        accept_ra_from_local: i32 [volatile],
        use_optimistic: i32 [volatile],
        accept_ra_mtu: i32 [volatile],
        stable_secret: i32 [volatile],
        use_oif_addrs_only: i32 [volatile],
        accept_ra_min_hop_limit: i32 [volatile],
        ignore_routes_with_linkdown: i32,
        drop_unicast_in_l2_multicast: i32 [volatile],
        drop_unsolicited_na: i32 [volatile],
        keep_addr_on_down: i32 [volatile],
        router_solicitation_max_interval: i32 [volatile],
        seg6_enabled: i32 [volatile],
        seg6_require_hmac: i32 [volatile],
        enhanced_dad: i32 [volatile],
        addr_gen_mode: i32 [volatile],
        disable_policy: i32 [volatile],
        accept_ra_rt_info_min_plen: i32 [volatile],
        ndisc_tclass: i32 [volatile],
        rpl_seg_enabled: i32 [volatile],
        ra_defrtr_metric: i32 [volatile],
        ioam6_enabled: i32 [volatile],
        ioam6_id: i32 [volatile],
        ioam6_id_wide: i32 [volatile],
        ndisc_evict_nocarrier: i32 [volatile],
        accept_untracked_na: i32 [volatile],
        accept_ra_min_lft: i32 [volatile],
        force_forwarding: i32 [volatile],
    }
}

/// `IFLA_INET6_STATS` is an array, which says in its first word how many counters there are: at most 37
/// before Linux 6.6, then 38. Linux 6.15 sorted those anew, which nothing in the array tells. What tells
/// is its sibling, the array of settings, which has had 60 entries since Linux 6.17. (The counters of
/// 6.15 and 6.16 are read under the names of 6.6.)
#[derive(Clone, Copy, Debug)]
pub enum Inet6StatsByOrder {}
impl Choose for Inet6StatsByOrder {
    const CHOICE: &'static Choice = &Choice {
        by: By::Siblings(|siblings| {
            let siblings = Attrs::<Inet6>::new(siblings);
            let payload = |number| siblings.find(number).map_or(&[][..], |attr| attr.payload);
            let counters = payload(IFLA_INET6_STATS.number).first_chunk::<8>();
            let settings = payload(IFLA_INET6_CONF.number).len() / 4;
            match counters.map_or(0, |count| u64::from_ne_bytes(*count)) {
                ..=37 => 0,
                38.. if settings < 60 => 1,
                38.. => 2,
            }
        }),
        cases: &[
            (Case::number(0), Inet6Stats37::KIND),
            (Case::number(1), Inet6Stats38::KIND),
            (Case::number(2), Inet6Stats::KIND),
        ],
        otherwise: None,
    };
}

record! {
    /// The array of `IPSTATS_MIB_*` since Linux 6.15.
    pub struct Inet6Stats {
        num: u64,
        inpkts: u64,
        inoctets: u64,
        indelivers: u64,
        noectpkts: u64,
        ect1pkts: u64,
        ect0pkts: u64,
        cepkts: u64,
        outrequests: u64,
        outpkts: u64,
        outoctets: u64,
        outforwdatagrams: u64,
        inhdrerrors: u64,
        intoobigerrors: u64,
        innoroutes: u64,
        inaddrerrors: u64,
        inunknownprotos: u64,
        intruncatedpkts: u64,
        indiscards: u64,
        outdiscards: u64,
        outnoroutes: u64,
        reasmtimeout: u64,
        reasmreqds: u64,
        reasmoks: u64,
        reasmfails: u64,
        fragoks: u64,
        fragfails: u64,
        fragcreates: u64,
        inmcastpkts: u64,
        outmcastpkts: u64,
        inbcastpkts: u64,
        outbcastpkts: u64,
        inmcastoctets: u64,
        outmcastoctets: u64,
        inbcastoctets: u64,
        outbcastoctets: u64,
        csumerrors: u64,
        reasm_overlaps: u64,
    }
}

record! {
    /// The array of `IPSTATS_MIB_*` from Linux 6.6 to 6.14.
    pub struct Inet6Stats38 {
        num: u64,
        inpkts: u64,
        inoctets: u64,
        indelivers: u64,
        outforwdatagrams: u64,
        outrequests: u64,
        outoctets: u64,
        inhdrerrors: u64,
        intoobigerrors: u64,
        innoroutes: u64,
        inaddrerrors: u64,
        inunknownprotos: u64,
        intruncatedpkts: u64,
        indiscards: u64,
        outdiscards: u64,
        outnoroutes: u64,
        reasmtimeout: u64,
        reasmreqds: u64,
        reasmoks: u64,
        reasmfails: u64,
        fragoks: u64,
        fragfails: u64,
        fragcreates: u64,
        inmcastpkts: u64,
        outmcastpkts: u64,
        inbcastpkts: u64,
        outbcastpkts: u64,
        inmcastoctets: u64,
        outmcastoctets: u64,
        inbcastoctets: u64,
        outbcastoctets: u64,
        csumerrors: u64,
        noectpkts: u64,
        ect1pkts: u64,
        ect0pkts: u64,
        cepkts: u64,
        reasm_overlaps: u64,
        outpkts: u64,
    }
}

record! {
    /// The array of `IPSTATS_MIB_*` before Linux 6.6.
    pub struct Inet6Stats37 {
        num: u64,
        inpkts: u64,
        inoctets: u64,
        indelivers: u64,
        outforwdatagrams: u64,
        outpkts: u64,
        outoctets: u64,
        inhdrerrors: u64,
        intoobigerrors: u64,
        innoroutes: u64,
        inaddrerrors: u64,
        inunknownprotos: u64,
        intruncatedpkts: u64,
        indiscards: u64,
        outdiscards: u64,
        outnoroutes: u64,
        reasmtimeout: u64,
        reasmreqds: u64,
        reasmoks: u64,
        reasmfails: u64,
        fragoks: u64,
        fragfails: u64,
        fragcreates: u64,
        inmcastpkts: u64,
        outmcastpkts: u64,
        inbcastpkts: u64,
        outbcastpkts: u64,
        inmcastoctets: u64,
        outmcastoctets: u64,
        inbcastoctets: u64,
        outbcastoctets: u64,
        csumerrors: u64,
        noectpkts: u64,
        ect1pkts: u64,
        ect0pkts: u64,
        cepkts: u64,
        reasm_overlaps: u64,
    }
}

record! {
    /// The array of `ICMP6_MIB_*`.
    pub struct Icmp6Stats {
        num: u64,
        inmsgs: u64,
        inerrors: u64,
        outmsgs: u64,
        outerrors: u64,
        csumerrors: u64,
        ratelimithost: u64,
    }
}

attrs! {
    /// MCTP: `IFLA_MCTP_*`.
    pub struct Mctp {
        1 = IFLA_MCTP_NET          => net: u32,
        2 = IFLA_MCTP_PHYS_BINDING => phys_binding: u8 [ro],
    }
}
