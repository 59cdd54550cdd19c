//! Addresses of interfaces (linux/if_addr.h).

use super::derived::Derived;
use super::names::{Family, Group, RtScope};
use super::spoken;
use super::table::{Column, Of, Table};
use route2_wire::{
    As, AsRecord, AttrSet, By, Case, Choice, Choose, IfIndex, Ip, Labels, Mostly, Payload, Str,
    attrs, bits, names, record,
};

/// The table of addresses.
pub static TABLE: Table = Table {
    name: "addr",
    doc: "Addresses of interfaces",
    first_type: 20,
    events: ["RTM_NEWADDR", "RTM_DELADDR", "RTM_GETADDR", "RTM_SETADDR"],
    header: AddrHeader::RECORD,
    set: Addr::SET,
    groups: &[Group::IPV4_IFADDR, Group::IPV6_IFADDR, Group::PHONET_IFADDR, Group::MCTP_IFADDR],
    derived: &[
        Derived {
            key: "prefix",
            doc: "The interface's own address (`local`, or `address` where there is none) with its length.",
            instead_of: &[],
            value: |sources| {
                let own = sources.value(IFA_LOCAL).or_else(|| sources.value(IFA_ADDRESS));
                sources.prefix(&own?, PREFIXLEN)
            },
        },
        Derived {
            key: "peer",
            doc: "The address (or net) at the other end, where it is not the interface's own.",
            instead_of: &[],
            value: |sources| {
                let (own, other) = (sources.value(IFA_LOCAL)?, sources.value(IFA_ADDRESS)?);
                if own.ip() == other.ip() { None } else { sources.prefix(&other, PREFIXLEN) }
            },
        },
        FLAGS,
    ],
    spoken: &[
        spoken::DEV_INDEX,
        spoken::PREFIX,
        spoken::PEER,
        spoken::ADDR_FLAGS,
        spoken::VALID_LFT,
        spoken::PREFERRED_LFT,
    ],
    columns: &[
        Column::bare("index").titled("dev"),
        Column::bare("prefix"),
        Column::labelled("peer"),
        Column::labelled("label"),
        Column::labelled("scope"),
        Column::labelled("flags"),
    ],
};

/// All flags of an address, which need more bits than the header has.
pub(crate) const FLAGS: Derived = Derived {
    key: "flags",
    doc: "All flags: `IFA_FLAGS`, or the eight of the header where there is none.",
    instead_of: &["flags"],
    value: |sources| sources.value_or(IFA_FLAGS, "flags"),
};

// Where in the header lengths of prefixes are.
const PREFIXLEN: usize = AddrHeader::RECORD.place("prefixlen");

impl Of for Addr {
    type Header = AddrHeader;
    const TABLE: &'static Table = &TABLE;
}

record! {
    /// `struct ifaddrmsg`.
    pub struct AddrHeader {
        family: As<u8, Family>,
        prefixlen: u8,
        /// The lower eight; `IFA_FLAGS` has all.
        flags: As<u8, AddrFlags>,
        scope: RtScope,
        /// The interface's index.
        index: IfIndex,
    }
}

attrs! {
    /// What the kernel says of an address: `IFA_*`. (Multicast and anycast addresses have the same set.)
    pub struct Addr {
        /// The address; of a point-to-point link, the other end's.
        1  = IFA_ADDRESS        => address: Address,
        /// The interface's own address. (IPv6 states it only where it is not `address`.)
        2  = IFA_LOCAL          => local: Address,
        /// The label, which is the interface's name or begins with it.
        3  = IFA_LABEL          => label: Str,
        4  = IFA_BROADCAST      => broadcast: Ip,
        /// The address, in the table of anycast addresses.
        5  = IFA_ANYCAST        => anycast: Ip [ro],
        6  = IFA_CACHEINFO      => cacheinfo: AddrCacheinfo [unsteady],
        /// The address, in the table of multicast addresses.
        7  = IFA_MULTICAST      => multicast: Ip [ro],
        8  = IFA_FLAGS          => flags: AddrFlags,
        /// The priority of the route to the address's net.
        9  = IFA_RT_PRIORITY    => rt_priority: u32,
        /// The id of the network namespace that is asked for, or that the answer is of.
        10 = IFA_TARGET_NETNSID => target_netnsid: i32,
        /// Who made it.
        11 = IFA_PROTO          => proto: AddrProto,
        /// How many users the multicast address has.
        12 = IFA_MC_USERS       => mc_users: u32 [ro],
    }
}

/// An address of the message's family. Typed, it is an IP address; as data, it is what the family makes
/// it: of Phonet and MCTP a byte (which no typed reading takes), of MPLS labels (of which a typed reading,
/// not knowing the family, makes an IPv4 address: look at the header first).
pub type Address = Mostly<Ip, AddressByFamily>;

/// What an address is, by the message's family.
#[derive(Clone, Copy, Debug)]
pub enum AddressByFamily {}
impl Choose for AddressByFamily {
    const CHOICE: &'static Choice = &Choice {
        by: By::Family,
        cases: &[
            (Case::number(28), Labels::KIND),
            (Case::number(35), u8::KIND),
            (Case::number(45), u8::KIND),
        ],
        otherwise: Some(Ip::KIND),
    };
}

record! {
    /// `struct ifa_cacheinfo`. Times left are in seconds, of which 4294967295 are for ever.
    pub struct AddrCacheinfo {
        ifa_preferred: u32,
        ifa_valid: u32,
        /// When it was made, in hundredths of a second since the system started.
        cstamp: u32,
        /// When it was last changed, likewise.
        tstamp: u32,
    }
}

bits! {
    /// State and properties of an address: `IFA_F_*`, spelled as iproute2 spells them.
    pub struct AddrFlags: u32 {
        0x001 = SECONDARY "secondary",
        0x002 = NODAD "nodad",
        0x004 = OPTIMISTIC "optimistic",
        0x008 = DADFAILED "dadfailed",
        0x010 = HOMEADDRESS "home",
        0x020 = DEPRECATED "deprecated",
        0x040 = TENTATIVE "tentative",
        0x080 = PERMANENT "permanent",
        0x100 = MANAGETEMPADDR "mngtmpaddr",
        0x200 = NOPREFIXROUTE "noprefixroute",
        0x400 = MCAUTOJOIN "autojoin",
        0x800 = STABLE_PRIVACY "stable-privacy",
    }
}

names! {
    /// Who made an address: `IFAPROT_*`.
    pub struct AddrProto: u8 {
        0 = UNSPEC "unspec",
        1 = KERNEL_LO "kernel_lo",
        2 = KERNEL_RA "kernel_ra",
        3 = KERNEL_LL "kernel_ll",
    }
}
