//! `IFLA_AF_SPEC`: what each protocol says of a link (linux/if_link.h, linux/ip.h, linux/ipv6.h,
//! linux/snmp.h).

use route2_wire::{
    By, Bytes, Case, Choice, Choose, Ip6, Payload, Select, attrs, bits, names, record,
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
        /// The settings that /proc/sys/net/ipv4/conf has. (A request to change some has them as
        /// numbered attributes instead of an array.)
        1 = IFLA_INET_CONF => conf: InetConf,
    }
}

record! {
    /// The array of `IPV4_DEVCONF_*`. Its first is number 1.
    pub struct InetConf {
        forwarding: i32,
        mc_forwarding: i32,
        proxy_arp: i32,
        accept_redirects: i32,
        secure_redirects: i32,
        send_redirects: i32,
        shared_media: i32,
        rp_filter: i32,
        accept_source_route: i32,
        bootp_relay: i32,
        log_martians: i32,
        tag: i32,
        arpfilter: i32,
        medium_id: i32,
        noxfrm: i32,
        nopolicy: i32,
        force_igmp_version: i32,
        arp_announce: i32,
        arp_ignore: i32,
        promote_secondaries: i32,
        arp_accept: i32,
        arp_notify: i32,
        accept_local: i32,
        src_vmark: i32,
        proxy_arp_pvlan: i32,
        route_localnet: i32,
        igmpv2_unsolicited_report_interval: i32,
        igmpv3_unsolicited_report_interval: i32,
        ignore_routes_with_linkdown: i32,
        drop_unicast_in_l2_multicast: i32,
        drop_gratuitous_arp: i32,
        bc_forwarding: i32,
        arp_evict_nocarrier: i32,
    }
}

attrs! {
    /// IPv6: `IFLA_INET6_*`.
    pub struct Inet6 {
        /// `IF_*` in net/if_inet6.h.
        1 = IFLA_INET6_FLAGS         => inet6_flags: Inet6Flags [ro],
        /// The settings that /proc/sys/net/ipv6/conf has.
        2 = IFLA_INET6_CONF          => inet6_conf: Inet6Conf [ro],
        3 = IFLA_INET6_STATS         => inet6_stats: Select<Inet6StatsByCount> [volatile],
        4 = IFLA_INET6_MCAST         => inet6_mcast: Bytes [ro],
        5 = IFLA_INET6_CACHEINFO     => inet6_cacheinfo: Inet6Cacheinfo [volatile],
        6 = IFLA_INET6_ICMP6STATS    => inet6_icmp6stats: Icmp6Stats [volatile],
        /// The interface identifier that addresses made from router advertisements get.
        7 = IFLA_INET6_TOKEN         => inet6_token: Ip6,
        /// How the link-local address is made.
        8 = IFLA_INET6_ADDR_GEN_MODE => inet6_addr_gen_mode: AddrGenMode,
        /// The MTU that a router advertised.
        9 = IFLA_INET6_RA_MTU        => inet6_ra_mtu: u32 [ro],
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
    pub struct Inet6Conf {
        forwarding: i32,
        hop_limit: i32,
        mtu: i32,
        accept_ra: i32,
        accept_redirects: i32,
        autoconf: i32,
        dad_transmits: i32,
        router_solicitations: i32,
        router_solicitation_interval: i32,
        router_solicitation_delay: i32,
        use_tempaddr: i32,
        temp_valid_lft: i32,
        temp_preferred_lft: i32,
        regen_max_retry: i32,
        max_desync_factor: i32,
        max_addresses: i32,
        force_mld_version: i32,
        accept_ra_defrtr: i32,
        accept_ra_pinfo: i32,
        accept_ra_rtr_pref: i32,
        router_probe_interval: i32,
        accept_ra_rt_info_max_plen: i32,
        proxy_ndp: i32,
        optimistic_dad: i32,
        accept_source_route: i32,
        mc_forwarding: i32,
        disable_ipv6: i32,
        accept_dad: i32,
        force_tllao: i32,
        ndisc_notify: i32,
        mldv1_unsolicited_report_interval: i32,
        mldv2_unsolicited_report_interval: i32,
        suppress_frag_ndisc: i32,
        accept_ra_from_local: i32,
        use_optimistic: i32,
        accept_ra_mtu: i32,
        stable_secret: i32,
        use_oif_addrs_only: i32,
        accept_ra_min_hop_limit: i32,
        ignore_routes_with_linkdown: i32,
        drop_unicast_in_l2_multicast: i32,
        drop_unsolicited_na: i32,
        keep_addr_on_down: i32,
        router_solicitation_max_interval: i32,
        seg6_enabled: i32,
        seg6_require_hmac: i32,
        enhanced_dad: i32,
        addr_gen_mode: i32,
        disable_policy: i32,
        accept_ra_rt_info_min_plen: i32,
        ndisc_tclass: i32,
        rpl_seg_enabled: i32,
        ra_defrtr_metric: i32,
        ioam6_enabled: i32,
        ioam6_id: i32,
        ioam6_id_wide: i32,
        ndisc_evict_nocarrier: i32,
        accept_untracked_na: i32,
        accept_ra_min_lft: i32,
        force_forwarding: i32,
    }
}

/// `IFLA_INET6_STATS` says in its first word how many counters there are. Linux 6.8 sorted them anew
/// when it had 38; before there were at most 37. (6.6 and 6.7 had 38 in an order between the two: their
/// counters from the fourth on are read under wrong names, and nothing in the bytes tells.)
#[derive(Clone, Copy, Debug)]
pub enum Inet6StatsByCount {}
impl Choose for Inet6StatsByCount {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|payload| {
            let count = payload.first_chunk::<8>().map_or(0, |count| u64::from_ne_bytes(*count));
            u32::from(count > 37)
        }),
        cases: &[(Case::number(0), Inet6StatsOld::KIND), (Case::number(1), Inet6Stats::KIND)],
        otherwise: None,
    };
}

record! {
    /// The array of `IPSTATS_MIB_*` since Linux 6.8.
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
    /// The array of `IPSTATS_MIB_*` before Linux 6.6.
    pub struct Inet6StatsOld {
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
