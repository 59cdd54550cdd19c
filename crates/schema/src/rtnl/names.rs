//! Numbers with names that several tables share.

use route2_wire::{Be, bits, names};

names! {
    /// Multicast groups of rtnetlink: `RTNLGRP_*` in linux/rtnetlink.h.
    pub struct Group: u32 {
        1  = LINK "link",
        2  = NOTIFY "notify",
        3  = NEIGH "neigh",
        4  = TC "tc",
        5  = IPV4_IFADDR "ipv4-ifaddr",
        6  = IPV4_MROUTE "ipv4-mroute",
        7  = IPV4_ROUTE "ipv4-route",
        8  = IPV4_RULE "ipv4-rule",
        9  = IPV6_IFADDR "ipv6-ifaddr",
        10 = IPV6_MROUTE "ipv6-mroute",
        11 = IPV6_ROUTE "ipv6-route",
        12 = IPV6_IFINFO "ipv6-ifinfo",
        18 = IPV6_PREFIX "ipv6-prefix",
        19 = IPV6_RULE "ipv6-rule",
        20 = ND_USEROPT "nd-useropt",
        21 = PHONET_IFADDR "phonet-ifaddr",
        22 = PHONET_ROUTE "phonet-route",
        23 = DCB "dcb",
        24 = IPV4_NETCONF "ipv4-netconf",
        25 = IPV6_NETCONF "ipv6-netconf",
        26 = MDB "mdb",
        27 = MPLS_ROUTE "mpls-route",
        28 = NSID "nsid",
        29 = MPLS_NETCONF "mpls-netconf",
        30 = IPV4_MROUTE_R "ipv4-mroute-r",
        31 = IPV6_MROUTE_R "ipv6-mroute-r",
        32 = NEXTHOP "nexthop",
        33 = BRVLAN "brvlan",
        34 = MCTP_IFADDR "mctp-ifaddr",
        35 = TUNNEL "tunnel",
        36 = STATS "stats",
        37 = IPV4_MCADDR "ipv4-mcaddr",
        38 = IPV6_MCADDR "ipv6-mcaddr",
        39 = IPV6_ACADDR "ipv6-acaddr",
    }
}

names! {
    /// Address families: `AF_*` in linux/socket.h. In a rule, an action or a multicast route: `RTNL_FAMILY_*`.
    pub struct Family: u16 {
        0   = UNSPEC "unspec",
        1   = UNIX "unix",
        2   = INET "inet",
        5   = APPLETALK "appletalk",
        6   = NETROM "netrom",
        7   = BRIDGE "bridge",
        10  = INET6 "inet6",
        12  = DECNET "decnet",
        16  = NETLINK "netlink",
        17  = PACKET "packet",
        28  = MPLS "mpls",
        29  = CAN "can",
        35  = PHONET "phonet",
        45  = MCTP "mctp",
        128 = IPMR "ipmr",
        129 = IP6MR "ip6mr",
    }
}

names! {
    /// Routing tables: `RT_TABLE_*` in linux/rtnetlink.h. Others may have names of their own in
    /// /etc/iproute2/rt_tables; here they are numbers.
    pub struct RtTable: u32 {
        0   = UNSPEC "unspec",
        252 = COMPAT "compat",
        253 = DEFAULT "default",
        254 = MAIN "main",
        255 = LOCAL "local",
    }
}

names! {
    /// Who made a route, rule or address: `RTPROT_*` in linux/rtnetlink.h.
    pub struct RtProto: u8 {
        0   = UNSPEC "unspec",
        1   = REDIRECT "redirect",
        2   = KERNEL "kernel",
        3   = BOOT "boot",
        4   = STATIC "static",
        8   = GATED "gated",
        9   = RA "ra",
        10  = MRT "mrt",
        11  = ZEBRA "zebra",
        12  = BIRD "bird",
        13  = DNROUTED "dnrouted",
        14  = XORP "xorp",
        15  = NTK "ntk",
        16  = DHCP "dhcp",
        17  = MROUTED "mrouted",
        18  = KEEPALIVED "keepalived",
        42  = BABEL "babel",
        84  = OVN "ovn",
        99  = OPENR "openr",
        186 = BGP "bgp",
        187 = ISIS "isis",
        188 = OSPF "ospf",
        189 = RIP "rip",
        192 = EIGRP "eigrp",
    }
}

names! {
    /// How far away a destination is: `RT_SCOPE_*` in linux/rtnetlink.h.
    pub struct RtScope: u8 {
        0   = UNIVERSE "global",
        200 = SITE "site",
        253 = LINK "link",
        254 = HOST "host",
        255 = NOWHERE "nowhere",
    }
}

names! {
    /// What becomes of a packet: `RTN_*` in linux/rtnetlink.h.
    pub struct RtType: u8 {
        0  = UNSPEC "unspec",
        1  = UNICAST "unicast",
        2  = LOCAL "local",
        3  = BROADCAST "broadcast",
        4  = ANYCAST "anycast",
        5  = MULTICAST "multicast",
        6  = BLACKHOLE "blackhole",
        7  = UNREACHABLE "unreachable",
        8  = PROHIBIT "prohibit",
        9  = THROW "throw",
        10 = NAT "nat",
        11 = XRESOLVE "xresolve",
    }
}

names! {
    /// Protocols above Ethernet: `ETH_P_*` in linux/if_ether.h, in network byte order.
    pub struct EtherType: Be<u16> {
        0x0001 = IEEE_802_3 "802_3",
        0x0002 = AX25 "ax25",
        0x0003 = ALL "all",
        0x0004 = IEEE_802_2 "802_2",
        0x0005 = SNAP "snap",
        0x000c = CAN "can",
        0x0060 = LOOP "loop",
        0x0800 = IP "ip",
        0x0805 = X25 "x25",
        0x0806 = ARP "arp",
        0x6000 = DEC "dec",
        0x8035 = RARP "rarp",
        0x809b = ATALK "atalk",
        0x80f3 = AARP "aarp",
        0x8100 = VLAN_8021Q "802.1Q",
        0x8137 = IPX "ipx",
        0x86dd = IPV6 "ipv6",
        0x8847 = MPLS_UC "mpls_uc",
        0x8848 = MPLS_MC "mpls_mc",
        0x8863 = PPP_DISC "ppp_disc",
        0x8864 = PPP_SES "ppp_ses",
        0x888e = PAE "pae",
        0x8892 = PROFINET "profinet",
        0x88a2 = AOE "aoe",
        0x88a4 = ETHERCAT "ethercat",
        0x88a8 = VLAN_8021AD "802.1ad",
        0x88ca = TIPC "tipc",
        0x88cc = LLDP "lldp",
        0x88e5 = MACSEC "macsec",
        0x8902 = CFM "cfm",
        0x9100 = QINQ1 "802.1QinQ",
    }
}

bits! {
    /// Flags of a link: `IFF_*` in linux/if.h, spelled as iproute2 spells them.
    pub struct LinkFlags: u32 {
        0x1     = UP "UP",
        0x2     = BROADCAST "BROADCAST",
        0x4     = DEBUG "DEBUG",
        0x8     = LOOPBACK "LOOPBACK",
        0x10    = POINTOPOINT "POINTOPOINT",
        0x20    = NOTRAILERS "NOTRAILERS",
        0x40    = RUNNING "RUNNING",
        0x80    = NOARP "NOARP",
        0x100   = PROMISC "PROMISC",
        0x200   = ALLMULTI "ALLMULTI",
        0x400   = MASTER "MASTER",
        0x800   = SLAVE "SLAVE",
        0x1000  = MULTICAST "MULTICAST",
        0x2000  = PORTSEL "PORTSEL",
        0x4000  = AUTOMEDIA "AUTOMEDIA",
        0x8000  = DYNAMIC "DYNAMIC",
        0x10000 = LOWER_UP "LOWER_UP",
        0x20000 = DORMANT "DORMANT",
        0x40000 = ECHO "ECHO",
    }
}

names! {
    /// What sort of hardware a link is: `ARPHRD_*` in linux/if_arp.h.
    pub struct HardwareType: u16 {
        0      = NETROM "netrom",
        1      = ETHER "ether",
        15     = DLCI "dlci",
        19     = ATM "atm",
        23     = METRICOM "metricom",
        27     = EUI64 "eui64",
        32     = INFINIBAND "infiniband",
        256    = SLIP "slip",
        257    = CSLIP "cslip",
        258    = SLIP6 "slip6",
        259    = CSLIP6 "cslip6",
        260    = RSRVD "rsrvd",
        264    = ADAPT "adapt",
        270    = ROSE "rose",
        271    = X25 "x25",
        272    = HWX25 "hwx25",
        280    = CAN "can",
        290    = MCTP "mctp",
        512    = PPP "ppp",
        513    = CISCO "hdlc",
        516    = LAPB "lapb",
        517    = DDCMP "ddcmp",
        518    = RAWHDLC "rawhdlc",
        519    = RAWIP "rawip",
        768    = TUNNEL "ipip",
        769    = TUNNEL6 "tunnel6",
        770    = FRAD "frad",
        771    = SKIP "skip",
        772    = LOOPBACK "loopback",
        773    = LOCALTLK "ltalk",
        774    = FDDI "fddi",
        775    = BIF "bif",
        776    = SIT "sit",
        777    = IPDDP "ip/ddp",
        778    = IPGRE "gre",
        779    = PIMREG "pimreg",
        780    = HIPPI "hippi",
        781    = ASH "ash",
        782    = ECONET "econet",
        783    = IRDA "irda",
        784    = FCPP "fcpp",
        785    = FCAL "fcal",
        786    = FCPL "fcpl",
        787    = FCFABRIC "fcfabric",
        800    = IEEE802_TR "tr",
        801    = IEEE80211 "ieee802.11",
        802    = IEEE80211_PRISM "ieee802.11/prism",
        803    = IEEE80211_RADIOTAP "ieee802.11/radiotap",
        804    = IEEE802154 "ieee802.15.4",
        805    = IEEE802154_MONITOR "ieee802.15.4/monitor",
        820    = PHONET "phonet",
        821    = PHONET_PIPE "phonet_pipe",
        822    = CAIF "caif",
        823    = IP6GRE "gre6",
        824    = NETLINK "netlink",
        825    = SIXLOWPAN "6lowpan",
        826    = VSOCKMON "vsockmon",
        65534  = NONE "none",
        65535  = VOID "void",
    }
}

names! {
    /// Protocols above IP: `IPPROTO_*` in linux/in.h and linux/in6.h.
    pub struct IpProto: u8 {
        1   = ICMP "icmp",
        2   = IGMP "igmp",
        4   = IPIP "ipencap",
        6   = TCP "tcp",
        8   = EGP "egp",
        17  = UDP "udp",
        33  = DCCP "dccp",
        41  = IPV6 "ipv6",
        46  = RSVP "rsvp",
        47  = GRE "gre",
        50  = ESP "esp",
        51  = AH "ah",
        58  = ICMPV6 "ipv6-icmp",
        89  = OSPF "ospf",
        94  = BEETPH "beetph",
        98  = ENCAP "encap",
        103 = PIM "pim",
        108 = COMP "ipcomp",
        112 = VRRP "vrrp",
        115 = L2TP "l2tp",
        132 = SCTP "sctp",
        136 = UDPLITE "udplite",
        137 = MPLS "mpls-in-ip",
    }
}
