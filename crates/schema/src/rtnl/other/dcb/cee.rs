//! Data centre bridging of before IEEE 802.1Qaz (linux/dcbnl.h).

use super::{DcbApp, Dcbx};
use route2_wire::{Bool, Flag, Many, attrs, bits, names, record};

attrs! {
    /// All that there is: `DCB_ATTR_CEE_*`.
    pub struct Cee {
        /// What the peer says.
        1 = DCB_ATTR_CEE_PEER_PG        => peer_pg: CeePg [ro],
        2 = DCB_ATTR_CEE_PEER_PFC       => peer_pfc: CeePfc [ro],
        3 = DCB_ATTR_CEE_PEER_APP_TABLE => peer_app_table: CeePeerApps [ro],
        /// Of packets that are sent.
        4 = DCB_ATTR_CEE_TX_PG          => tx_pg: PriorityGroups [ro],
        /// Of packets that are received.
        5 = DCB_ATTR_CEE_RX_PG          => rx_pg: PriorityGroups [ro],
        6 = DCB_ATTR_CEE_PFC            => pfc: PfcUp [ro],
        7 = DCB_ATTR_CEE_APP_TABLE      => app_table: CeeApps [ro],
        8 = DCB_ATTR_CEE_FEAT           => feat: DcbFeatures [ro],
    }
}

record! {
    /// `struct cee_pg`: priority groups.
    pub struct CeePg {
        willing: u8,
        error: u8,
        pg_en: u8,
        tcs_supported: u8,
        /// The bandwidth of each group, in percent.
        pg_bw: [u8; 8],
        /// The group of each priority.
        prio_pg: [u8; 8],
    }
}

record! {
    /// `struct cee_pfc`: priority flow control.
    pub struct CeePfc {
        willing: u8,
        error: u8,
        /// A bit for each priority.
        pfc_en: u8,
        tcs_supported: u8,
    }
}

attrs! {
    /// The peer's applications: `DCB_ATTR_CEE_PEER_APP*`.
    pub struct CeePeerApps {
        1 = DCB_ATTR_CEE_PEER_APP_INFO => info: CeePeerAppInfo [ro],
        2 = DCB_ATTR_CEE_PEER_APP      => app: Many<DcbApp> [ro],
    }
}

record! {
    /// `struct dcb_peer_app_info`.
    pub struct CeePeerAppInfo {
        willing: u8,
        error: u8,
    }
}

attrs! {
    /// Applications: `DCB_ATTR_CEE_APP`.
    pub struct CeeApps {
        1 = DCB_ATTR_CEE_APP => app: Many<CeeApp> [ro],
    }
}

attrs! {
    /// An application and its priority: `DCB_APP_ATTR_*`.
    pub struct CeeApp {
        1 = DCB_APP_ATTR_IDTYPE   => idtype: CeeAppId,
        2 = DCB_APP_ATTR_ID       => id: u16,
        /// A bit for each priority.
        3 = DCB_APP_ATTR_PRIORITY => priority: u8,
    }
}

names! {
    /// What an application is known by: `DCB_APP_IDTYPE_*`.
    pub struct CeeAppId: u8 {
        0 = ETHTYPE "ethtype",
        1 = PORTNUM "portnum",
    }
}

attrs! {
    /// Which priorities have flow control: `DCB_PFC_UP_ATTR_*`.
    pub struct PfcUp {
        1 = DCB_PFC_UP_ATTR_0   => up_0: u8,
        2 = DCB_PFC_UP_ATTR_1   => up_1: u8,
        3 = DCB_PFC_UP_ATTR_2   => up_2: u8,
        4 = DCB_PFC_UP_ATTR_3   => up_3: u8,
        5 = DCB_PFC_UP_ATTR_4   => up_4: u8,
        6 = DCB_PFC_UP_ATTR_5   => up_5: u8,
        7 = DCB_PFC_UP_ATTR_6   => up_6: u8,
        8 = DCB_PFC_UP_ATTR_7   => up_7: u8,
        /// In a request: all of them.
        9 = DCB_PFC_UP_ATTR_ALL => all: Flag [wo],
    }
}

attrs! {
    /// How bandwidth is shared: `DCB_PG_ATTR_*`.
    pub struct PriorityGroups {
        1  = DCB_PG_ATTR_TC_0      => tc_0: PgClass,
        2  = DCB_PG_ATTR_TC_1      => tc_1: PgClass,
        3  = DCB_PG_ATTR_TC_2      => tc_2: PgClass,
        4  = DCB_PG_ATTR_TC_3      => tc_3: PgClass,
        5  = DCB_PG_ATTR_TC_4      => tc_4: PgClass,
        6  = DCB_PG_ATTR_TC_5      => tc_5: PgClass,
        7  = DCB_PG_ATTR_TC_6      => tc_6: PgClass,
        8  = DCB_PG_ATTR_TC_7      => tc_7: PgClass,
        /// In a request: all of them.
        10 = DCB_PG_ATTR_TC_ALL    => tc_all: PgClass [wo],
        /// The bandwidth of a group, in percent.
        11 = DCB_PG_ATTR_BW_ID_0   => bw_id_0: u8,
        12 = DCB_PG_ATTR_BW_ID_1   => bw_id_1: u8,
        13 = DCB_PG_ATTR_BW_ID_2   => bw_id_2: u8,
        14 = DCB_PG_ATTR_BW_ID_3   => bw_id_3: u8,
        15 = DCB_PG_ATTR_BW_ID_4   => bw_id_4: u8,
        16 = DCB_PG_ATTR_BW_ID_5   => bw_id_5: u8,
        17 = DCB_PG_ATTR_BW_ID_6   => bw_id_6: u8,
        18 = DCB_PG_ATTR_BW_ID_7   => bw_id_7: u8,
        /// In a request: all of them.
        20 = DCB_PG_ATTR_BW_ID_ALL => bw_id_all: Flag [wo],
    }
}

attrs! {
    /// A traffic class: `DCB_TC_ATTR_PARAM_*`.
    pub struct PgClass {
        /// The group that it belongs to.
        1 = DCB_TC_ATTR_PARAM_PGID        => pgid: u8,
        /// Which priorities it has, a bit each.
        2 = DCB_TC_ATTR_PARAM_UP_MAPPING  => up_mapping: u8,
        /// Whether it may take all of the group's bandwidth, or of the link's.
        3 = DCB_TC_ATTR_PARAM_STRICT_PRIO => strict_prio: u8,
        /// Its part of the group's bandwidth, in percent.
        4 = DCB_TC_ATTR_PARAM_BW_PCT      => bw_pct: u8,
        /// In a request: everything.
        5 = DCB_TC_ATTR_PARAM_ALL         => all: Flag [wo],
    }
}

attrs! {
    /// What the hardware can do: `DCB_CAP_ATTR_*`.
    pub struct DcbCapabilities {
        /// In a request: everything.
        1 = DCB_CAP_ATTR_ALL     => all: Flag [wo],
        /// Priority groups.
        2 = DCB_CAP_ATTR_PG      => pg: Bool [ro],
        /// Priority flow control.
        3 = DCB_CAP_ATTR_PFC     => pfc: Bool [ro],
        /// Priorities can be mapped to traffic classes.
        4 = DCB_CAP_ATTR_UP2TC   => up2tc: Bool [ro],
        /// How many traffic classes priority groups can have: bit N is N + 1.
        5 = DCB_CAP_ATTR_PG_TCS  => pg_tcs: u8 [ro],
        /// How many traffic classes flow control can have: bit N is N + 1.
        6 = DCB_CAP_ATTR_PFC_TCS => pfc_tcs: u8 [ro],
        /// Group strict priority.
        7 = DCB_CAP_ATTR_GSP     => gsp: Bool [ro],
        /// Congestion notification.
        8 = DCB_CAP_ATTR_BCN     => bcn: Bool [ro],
        9 = DCB_CAP_ATTR_DCBX    => dcbx: Dcbx [ro],
    }
}

attrs! {
    /// How many traffic classes there are: `DCB_NUMTCS_ATTR_*`.
    pub struct NumTcs {
        /// In a request: both.
        1 = DCB_NUMTCS_ATTR_ALL => all: Flag [wo],
        2 = DCB_NUMTCS_ATTR_PG  => pg: u8,
        3 = DCB_NUMTCS_ATTR_PFC => pfc: u8,
    }
}

attrs! {
    /// Congestion notification: `DCB_BCN_ATTR_*`.
    pub struct Bcn {
        /// Does the priority take part?
        1  = DCB_BCN_ATTR_RP_0   => rp_0: Bool,
        2  = DCB_BCN_ATTR_RP_1   => rp_1: Bool,
        3  = DCB_BCN_ATTR_RP_2   => rp_2: Bool,
        4  = DCB_BCN_ATTR_RP_3   => rp_3: Bool,
        5  = DCB_BCN_ATTR_RP_4   => rp_4: Bool,
        6  = DCB_BCN_ATTR_RP_5   => rp_5: Bool,
        7  = DCB_BCN_ATTR_RP_6   => rp_6: Bool,
        8  = DCB_BCN_ATTR_RP_7   => rp_7: Bool,
        /// In a request: all of them.
        9  = DCB_BCN_ATTR_RP_ALL => rp_all: Flag [wo],
        10 = DCB_BCN_ATTR_BCNA_0 => bcna_0: u32,
        11 = DCB_BCN_ATTR_BCNA_1 => bcna_1: u32,
        12 = DCB_BCN_ATTR_ALPHA  => alpha: u32,
        13 = DCB_BCN_ATTR_BETA   => beta: u32,
        14 = DCB_BCN_ATTR_GD     => gd: u32,
        15 = DCB_BCN_ATTR_GI     => gi: u32,
        16 = DCB_BCN_ATTR_TMAX   => tmax: u32,
        17 = DCB_BCN_ATTR_TD     => td: u32,
        18 = DCB_BCN_ATTR_RMIN   => rmin: u32,
        19 = DCB_BCN_ATTR_W      => w: u32,
        20 = DCB_BCN_ATTR_RD     => rd: u32,
        21 = DCB_BCN_ATTR_RU     => ru: u32,
        22 = DCB_BCN_ATTR_WRTT   => wrtt: u32,
        23 = DCB_BCN_ATTR_RI     => ri: u32,
        24 = DCB_BCN_ATTR_C      => c: u32,
        /// In a request: everything.
        25 = DCB_BCN_ATTR_ALL    => all: Flag [wo],
    }
}

attrs! {
    /// How features are negotiated: `DCB_FEATCFG_ATTR_*`.
    pub struct DcbFeatures {
        /// In a request: all of them.
        1 = DCB_FEATCFG_ATTR_ALL => all: Flag [wo],
        2 = DCB_FEATCFG_ATTR_PG  => pg: DcbFeature,
        3 = DCB_FEATCFG_ATTR_PFC => pfc: DcbFeature,
        4 = DCB_FEATCFG_ATTR_APP => app: DcbFeature,
    }
}

bits! {
    /// How a feature is negotiated: `DCB_FEATCFG_*`.
    pub struct DcbFeature: u8 {
        0x1 = ERROR "error",
        0x2 = ENABLE "enable",
        0x4 = WILLING "willing",
        0x8 = ADVERTISE "advertise",
    }
}
