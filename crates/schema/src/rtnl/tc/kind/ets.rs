//! Enhanced transmission selection (linux/pkt_sched.h).

use route2_wire::{In, Octets, attrs};

attrs! {
    /// A queueing discipline, or a class (`quanta_band` alone): `TCA_ETS_*`.
    pub struct Ets: tc kind "ets" {
        /// How many bands.
        1 = TCA_ETS_NBANDS      => nbands: u8,
        /// How many of them are served strictly one after the other.
        2 = TCA_ETS_NSTRICT     => nstrict: u8,
        /// What the other bands may send in one turn.
        3 = TCA_ETS_QUANTA      => quanta: ets_bands::EtsQuanta,
        /// What the class's band may send in one turn, in bytes.
        4 = TCA_ETS_QUANTA_BAND => quanta_band: In<u32, Octets>,
        /// The band of each priority.
        5 = TCA_ETS_PRIOMAP     => priomap: ets_bands::EtsPriomap,
    }
}

/// Nests whose attributes have numbers of the set around them.
pub mod ets_bands {
    use route2_wire::{In, Many, Octets, attrs};

    attrs! {
        /// What bands may send in one turn, in bytes, one after the other.
        pub struct EtsQuanta {
            4 = TCA_ETS_QUANTA_BAND => bands: Many<In<u32, Octets>>,
        }
    }

    attrs! {
        /// The bands of the priorities, one after the other.
        pub struct EtsPriomap {
            6 = TCA_ETS_PRIOMAP_BAND => bands: Many<u8>,
        }
    }
}
