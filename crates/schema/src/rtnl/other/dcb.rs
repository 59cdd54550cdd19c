//! Data centre bridging (linux/dcbnl.h): that of IEEE 802.1Qaz, and, in the submodule, that of before.

mod cee;

pub use cee::*;

use crate::rtnl::names::{Family, Group};
use crate::rtnl::table::{Column, Of, Table};
use core::marker::PhantomData;
use route2_wire::{
    As, AsRecord, AttrSet, Bool, By, Case, Choice, Choose, Indexed, LinkAddr, Many, Mostly,
    Payload, Str, attrs, bits, names, record,
};

/// The table of interfaces' data centre bridging. (It has no `RTM_NEWDCB`: the kernel tells of changes with
/// `RTM_GETDCB` and `RTM_SETDCB`.)
pub static DCB: Table = Table {
    name: "dcb",
    doc: "Data centre bridging of interfaces",
    first_type: 76,
    events: ["RTM_NEWDCB", "RTM_DELDCB", "RTM_GETDCB", "RTM_SETDCB"],
    header: DcbHeader::RECORD,
    set: Dcb::SET,
    groups: &[Group::DCB],
    derived: &[],
    spoken: &[],
    columns: &[Column::bare("ifname"), Column::labelled("cmd"), Column::labelled("dcbx")],
};

impl Of for Dcb {
    type Header = DcbHeader;
    const TABLE: &'static Table = &DCB;
}

record! {
    /// `struct dcbmsg`.
    pub struct DcbHeader {
        family: As<u8, Family>,
        cmd: DcbCommand,
        _pad: u16,
    }
}

names! {
    /// What a message is about: `DCB_CMD_*`.
    pub struct DcbCommand: u8 {
        1  = GSTATE "gstate",
        2  = SSTATE "sstate",
        3  = PGTX_GCFG "pgtx-gcfg",
        4  = PGTX_SCFG "pgtx-scfg",
        5  = PGRX_GCFG "pgrx-gcfg",
        6  = PGRX_SCFG "pgrx-scfg",
        7  = PFC_GCFG "pfc-gcfg",
        8  = PFC_SCFG "pfc-scfg",
        9  = SET_ALL "set-all",
        10 = GPERM_HWADDR "gperm-hwaddr",
        11 = GCAP "gcap",
        12 = GNUMTCS "gnumtcs",
        13 = SNUMTCS "snumtcs",
        14 = PFC_GSTATE "pfc-gstate",
        15 = PFC_SSTATE "pfc-sstate",
        16 = BCN_GCFG "bcn-gcfg",
        17 = BCN_SCFG "bcn-scfg",
        18 = GAPP "gapp",
        19 = SAPP "sapp",
        20 = IEEE_SET "ieee-set",
        21 = IEEE_GET "ieee-get",
        22 = GDCBX "gdcbx",
        23 = SDCBX "sdcbx",
        24 = GFEATCFG "gfeatcfg",
        25 = SFEATCFG "sfeatcfg",
        26 = CEE_GET "cee-get",
        27 = IEEE_DEL "ieee-del",
    }
}

attrs! {
    /// What the kernel says of an interface's data centre bridging: `DCB_ATTR_*`.
    pub struct Dcb {
        1  = DCB_ATTR_IFNAME      => ifname: Str,
        /// Is it on?
        2  = DCB_ATTR_STATE       => state: Bool,
        /// Is priority flow control on?
        3  = DCB_ATTR_PFC_STATE   => pfc_state: Bool,
        /// Which priorities have flow control.
        4  = DCB_ATTR_PFC_CFG     => pfc_cfg: Settable<PfcUp>,
        5  = DCB_ATTR_NUM_TC      => num_tc: u8,
        /// How bandwidth is shared.
        6  = DCB_ATTR_PG_CFG      => pg_cfg: Settable<PriorityGroups>,
        /// Makes the hardware take what was set.
        7  = DCB_ATTR_SET_ALL     => set_all: u8,
        8  = DCB_ATTR_PERM_HWADDR => perm_hwaddr: LinkAddr [ro],
        /// What the hardware can do.
        9  = DCB_ATTR_CAP         => cap: DcbCapabilities,
        10 = DCB_ATTR_NUMTCS      => numtcs: Settable<NumTcs>,
        /// Congestion notification.
        11 = DCB_ATTR_BCN         => bcn: Settable<Bcn>,
        /// Which priority an application has.
        12 = DCB_ATTR_APP         => app: Settable<CeeApp>,
        /// IEEE 802.1Qaz.
        13 = DCB_ATTR_IEEE        => ieee: Settable<Ieee>,
        /// Who speaks DCBX, and in which version.
        14 = DCB_ATTR_DCBX        => dcbx: Dcbx,
        /// How features are negotiated.
        15 = DCB_ATTR_FEATCFG     => featcfg: Settable<DcbFeatures>,
        /// What is before IEEE 802.1Qaz, all of it.
        16 = DCB_ATTR_CEE         => cee: Cee,
    }
}

/// What a request may set.
pub type Settable<S> = Mostly<S, OrStatus<S>>;

/// A nest, or one byte where the kernel answers a request to set it: 0, or the lower half of an errno as
/// a negative number.
pub struct OrStatus<S>(PhantomData<fn() -> S>);
impl<S: Payload> Choose for OrStatus<S> {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|payload| u32::from(payload.len() == 1)),
        cases: &[(Case::number(0), S::KIND), (Case::number(1), i8::KIND)],
        otherwise: None,
    };
}

bits! {
    /// Who speaks DCBX, and in which version: `DCB_CAP_DCBX_*`.
    pub struct Dcbx: u8 {
        0x01 = HOST "host",
        0x02 = LLD_MANAGED "lld-managed",
        0x04 = VER_CEE "cee",
        0x08 = VER_IEEE "ieee",
        0x10 = STATIC "static",
    }
}

attrs! {
    /// IEEE 802.1Qaz: `DCB_ATTR_IEEE_*`.
    pub struct Ieee {
        /// How bandwidth is shared.
        1  = DCB_ATTR_IEEE_ETS            => ets: IeeeEts,
        /// Priority flow control.
        2  = DCB_ATTR_IEEE_PFC            => pfc: IeeePfc,
        /// Which applications have which priority.
        3  = DCB_ATTR_IEEE_APP_TABLE      => app_table: DcbApps,
        4  = DCB_ATTR_IEEE_PEER_ETS       => peer_ets: IeeeEts [ro],
        5  = DCB_ATTR_IEEE_PEER_PFC       => peer_pfc: IeeePfc [ro],
        6  = DCB_ATTR_IEEE_PEER_APP       => peer_app: DcbApps [ro],
        7  = DCB_ATTR_IEEE_MAXRATE        => maxrate: IeeeMaxrate,
        /// Congestion notification.
        8  = DCB_ATTR_IEEE_QCN            => qcn: IeeeQcn,
        9  = DCB_ATTR_IEEE_QCN_STATS      => qcn_stats: IeeeQcnStats [volatile],
        10 = DCB_ATTR_DCB_BUFFER          => buffer: DcbBuffer,
        /// Which selectors count, the first before the next.
        11 = DCB_ATTR_DCB_APP_TRUST_TABLE => app_trust_table: Indexed<u8>,
        /// Which priority is written as what.
        12 = DCB_ATTR_DCB_REWR_TABLE      => rewr_table: DcbApps,
    }
}

attrs! {
    /// Applications and their priorities: `DCB_ATTR_IEEE_APP`, `DCB_ATTR_DCB_APP`.
    pub struct DcbApps {
        1 = DCB_ATTR_IEEE_APP => ieee: Many<DcbApp>,
        2 = DCB_ATTR_DCB_APP  => dcb: Many<DcbApp>,
    }
}

record! {
    /// `struct dcb_app`.
    pub struct DcbApp {
        /// What `protocol` is: `IEEE_8021QAZ_APP_SEL_*`, `DCB_APP_SEL_PCP`; before IEEE 802.1Qaz
        /// `DCB_APP_IDTYPE_*`.
        selector: u8,
        priority: u8,
        protocol: u16,
    }
}

record! {
    /// `struct ieee_ets`, by traffic class or priority.
    pub struct IeeeEts {
        willing: u8,
        ets_cap: u8,
        cbs: u8,
        tc_tx_bw: [u8; 8],
        tc_rx_bw: [u8; 8],
        tc_tsa: [u8; 8],
        prio_tc: [u8; 8],
        tc_reco_bw: [u8; 8],
        tc_reco_tsa: [u8; 8],
        reco_prio_tc: [u8; 8],
    }
}

record! {
    /// `struct ieee_pfc`.
    pub struct IeeePfc {
        pfc_cap: u8,
        /// A bit for each priority.
        pfc_en: u8,
        mbc: u8,
        delay: u16,
        requests: [u64; 8],
        indications: [u64; 8],
    }
}

record! {
    /// `struct ieee_maxrate`, by traffic class.
    pub struct IeeeMaxrate {
        /// In kilobits a second.
        tc_maxrate: [u64; 8],
    }
}

record! {
    /// `struct ieee_qcn`, by traffic class.
    pub struct IeeeQcn {
        rpg_enable: [u8; 8],
        rppp_max_rps: [u32; 8],
        rpg_time_reset: [u32; 8],
        rpg_byte_reset: [u32; 8],
        rpg_threshold: [u32; 8],
        rpg_max_rate: [u32; 8],
        rpg_ai_rate: [u32; 8],
        rpg_hai_rate: [u32; 8],
        rpg_gd: [u32; 8],
        rpg_min_dec_fac: [u32; 8],
        rpg_min_rate: [u32; 8],
        cndd_state_machine: [u32; 8],
    }
}

record! {
    /// `struct ieee_qcn_stats`, by traffic class.
    pub struct IeeeQcnStats {
        rppp_rp_centiseconds: [u64; 8],
        rppp_created_rps: [u32; 8],
    }
}

record! {
    /// `struct dcbnl_buffer`.
    pub struct DcbBuffer {
        prio2buffer: [u8; 8],
        /// In bytes.
        buffer_size: [u32; 8],
        total_size: u32,
    }
}
