//! Addresses in the forwarding database of a bridge, which move from one of its ports to another.
//!
//! The kernel has an address once in each VLAN of a bridge: at a port, or at the bridge itself. It tells where an address
//! is now, and when it is deleted, but never where it was before.

use super::{Happening, Mirror, Origin};
use crate::kept::Kept;
use crate::key::Key;
use crate::table::address_of;
use route2_schema::rtnl::Object;
use route2_schema::rtnl::names::Family;
use route2_schema::rtnl::neigh::{NDA_MASTER, Neigh, NeighState};

impl Mirror {
    /// Takes away the entries of an address at other ports than that where it is told to be.
    pub(super) fn move_here(
        &mut self,
        kept: &'static Kept,
        key: Key,
        entry: Object<'_>,
        sink: &mut dyn FnMut(Happening<'_>),
    ) {
        let Some((here, address)) = address_of(entry) else { return };
        let Some(table) = self.table(kept.id) else { return };
        let others: Vec<u32> = table.with_term(&address).filter(|port| *port != here).collect();
        for port in others {
            let key = key.at_interface(port);
            for open in &mut self.open {
                open.touch(kept.id, Family::BRIDGE, key);
            }
            let Some(table) = self.tables.get_mut(kept.id as usize).and_then(Option::as_mut) else {
                return;
            };
            let Some((place, old)) = table.member(key, entry) else { continue };
            let bytes = old.bytes.to_vec();
            table.remove(place);
            self.revision += 1;
            self.stats.inferred += 1;
            sink(Happening {
                event: None,
                kept: Some(kept),
                old: Some(kept.object(&bytes)),
                new: None,
                origin: Origin::Inferred,
                revision: self.revision,
            });
        }
    }
}

/// When the address of a bridge or of a port changes, or a port leaves or loses a VLAN, its entry becomes that of any other
/// of them which has the address, in silence. What is deleted is told: so what is gone without a word is another's.
pub(super) fn may_have_moved(entry: Object<'_>) -> bool {
    entry.of::<Neigh>().is_some_and(|(header, attrs)| {
        header.family == Family::BRIDGE
            && header.state == NeighState::PERMANENT
            && attrs.find(NDA_MASTER.number).is_some()
    })
}
