//! What lies in a bridge: the VLANs of its ports, and its multicast groups.

use super::link::bytes::{of_header, put_raw, without};
use super::order::Phase;
use super::{Goal, Inverse, Planner, Rank, Step, Wish, as_request, restore};
use crate::Found;
use crate::kept::{Id, Kept};
use route2_schema::rtnl::link::bridge_spec::{
    BridgeFlags, BridgeSpec, BridgeVlanFlags, BridgeVlanInfo, IFLA_BRIDGE_FLAGS,
    IFLA_BRIDGE_VLAN_INFO,
};
use route2_schema::rtnl::link::{self, IFLA_AF_SPEC, LinkHeader};
use route2_schema::rtnl::names::Family;
use route2_schema::rtnl::other::{
    self, MDBA_MDB, MDBA_MDB_EATTR_GROUP_MODE, MDBA_MDB_EATTR_RTPROT, MDBA_MDB_EATTR_SOURCE,
    MDBA_MDB_EATTR_SRC_LIST, MDBA_MDB_ENTRY, MDBA_MDB_ENTRY_INFO, MDBA_MDB_SRCATTR_ADDRESS,
    MDBA_MDB_SRCLIST_ENTRY, MDBA_ROUTER, MDBE_ATTR_GROUP_MODE, MDBE_ATTR_RTPROT, MDBE_ATTR_SOURCE,
    MDBE_ATTR_SRC_LIST, MDBE_SRC_LIST_ENTRY, MDBE_SRCATTR_ADDRESS, MdbState,
};
use route2_schema::rtnl::{Object, Op};
use route2_wire::{Attr, Attrs, Header, Payload, flag};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

const NESTED: u16 = 0x8000;

/// `RTM_SETLINK`.
const SET_LINK: u16 = 19;

/// The length of `struct br_mdb_entry`, and where its parts are.
const ENTRY: usize = 28;
const STATE_AT: usize = 4;
const FLAGS_AT: usize = 5;

/// VLANs, and what of each can be set.
type Vlans = BTreeMap<u16, u16>;

impl Wish {
    /// A wish about VLANs of a bridge or port: that these are there so ([`Goal::Replace`]), or are not
    /// ([`Goal::Absent`]).
    pub fn vlans(
        goal: Goal,
        index: u32,
        vids: RangeInclusive<u16>,
        flags: BridgeVlanFlags,
    ) -> Option<Self> {
        let vlans: Vlans = vids.map(|vid| (vid, flags.0)).collect();
        Self::of_message(goal, vlan_request(index, false, &vlans, Op::New))
    }
}

/// The VLANs that a message of a port or bridge says.
fn vlans(port: Object<'_>) -> Vlans {
    let spec = Attrs::<()>::new(port.attr_bytes()).find(IFLA_AF_SPEC.number);
    let spec = Attrs::<BridgeSpec>::new(spec.map_or(&[], |spec| spec.payload));
    let settable = BridgeVlanFlags::PVID.0 | BridgeVlanFlags::UNTAGGED.0;
    let (mut vlans, mut first) = (Vlans::new(), None);
    for vlan in spec.get_all(IFLA_BRIDGE_VLAN_INFO).filter_map(Result::ok) {
        let flags = vlan.flags.0 & settable;
        if vlan.flags.contains(BridgeVlanFlags::RANGE_BEGIN) {
            first = Some(vlan.vid);
            continue;
        }
        let from = first.take().unwrap_or(vlan.vid);
        vlans.extend((from..=vlan.vid).map(|vid| (vid, flags)));
    }
    vlans
}

/// A request to add, change or remove VLANs.
fn vlan_request(index: u32, is_bridge: bool, vlans: &Vlans, op: Op) -> Vec<u8> {
    let mut spec = Vec::new();
    if is_bridge {
        let own = BridgeFlags::SELF.0.to_ne_bytes();
        put_raw(&mut spec, IFLA_BRIDGE_FLAGS.number, &own);
    }
    let mut put = |vid: u16, flags: u16| {
        let mut payload = Vec::new();
        let info = BridgeVlanInfo { flags: BridgeVlanFlags(flags), vid };
        <BridgeVlanInfo as Payload>::write(&info, &mut payload);
        put_raw(&mut spec, IFLA_BRIDGE_VLAN_INFO.number, &payload);
    };
    let mut all = vlans.iter().map(|(vid, flags)| (*vid, *flags)).peekable();
    while let Some((first, flags)) = all.next() {
        let mut last = first;
        // Only one VLAN is that of packets without a tag.
        let may_go_on = flags & BridgeVlanFlags::PVID.0 == 0;
        while may_go_on && all.next_if_eq(&(last + 1, flags)).is_some() {
            last += 1;
        }
        if last > first {
            put(first, flags | BridgeVlanFlags::RANGE_BEGIN.0);
            put(last, flags | BridgeVlanFlags::RANGE_END.0);
        } else {
            put(first, flags);
        }
    }
    let header =
        LinkHeader { family: Family::BRIDGE, index: index as i32, ..LinkHeader::default() };
    let mut attributes = Vec::new();
    put_raw(&mut attributes, IFLA_AF_SPEC.number | NESTED, &spec);
    let message_type = match op {
        Op::Del => link::TABLE.message_type(Op::Del),
        _ => SET_LINK,
    };
    of_header(message_type, &header, &attributes, 0)
}

impl<'a> Planner<'a> {
    /// Plans what is wanted of a port's VLANs.
    pub(super) fn port(&mut self, wish: &Wish, there: &[Found<'_>]) {
        let Some(index) = wish.object().header().number("index") else { return };
        let index = index as u32;
        let is_bridge = self.kind_of(index).as_deref() == Some("bridge");
        let are = there.first().map(|found| vlans(found.object)).unwrap_or_default();
        let wanted = vlans(wish.object());
        let (mut added, mut removed) = (Vlans::new(), Vlans::new());
        if matches!(wish.goal(), Goal::Absent | Goal::Gone) {
            removed.extend(are.iter().filter(|(vid, _)| wanted.contains_key(vid)));
        } else {
            added.extend(wanted.iter().filter(|(vid, flags)| are.get(vid) != Some(flags)));
        }
        if wish.goal() == Goal::As {
            removed.extend(are.iter().filter(|(vid, _)| !wanted.contains_key(vid)));
        }
        let was = there.iter().map(|found| Wish::as_is(wish.kept(), found.object)).collect();
        let inverse = Inverse::Restore(was);
        for (place, vlans, op) in [(1, added, Op::New), (2, removed, Op::Del)] {
            if !vlans.is_empty() {
                let request = vlan_request(index, is_bridge, &vlans, op);
                let mut step = Step::new(request, inverse.clone());
                step.tolerant = wish.goal() == Goal::As;
                self.push(Rank::of(Phase::Ports, place), step);
            }
        }
    }

    /// Plans that groups that somebody made are there again.
    pub(super) fn restore_groups(&mut self, wish: &Wish, there: &[Found<'_>]) {
        let are: Vec<_> = there.iter().flat_map(|found| groups(found.object)).collect();
        for group in groups(wish.object()) {
            if !are.contains(&group) {
                let request = group_request(wish.object(), &group);
                self.push(
                    Rank::of(Phase::Neighs, 1),
                    Step { request, inverse: Inverse::Restore(Vec::new()), tolerant: true },
                );
            }
        }
    }
}

/// A group with a port: the structure that tells it, and the attributes that can be said of it.
#[derive(PartialEq, Eq)]
struct Group {
    entry: Vec<u8>,
    attributes: Vec<u8>,
}

/// The groups in a bridge's database that somebody made.
fn groups(database: Object<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    let database = Attrs::<()>::new(database.attr_bytes());
    for all in database.filter(|attr| attr.number() == MDBA_MDB.number) {
        let entries = Attrs::<()>::new(all.payload);
        for entry in entries.filter(|attr| attr.number() == MDBA_MDB_ENTRY.number) {
            let ports = Attrs::<()>::new(entry.payload);
            let ports = ports.filter(|attr| attr.number() == MDBA_MDB_ENTRY_INFO.number);
            groups.extend(ports.filter_map(|port| group(port.payload)));
        }
    }
    groups
}

fn group(info: &[u8]) -> Option<Group> {
    let (entry, attributes) = info.split_at_checked(ENTRY)?;
    if entry.get(STATE_AT) != Some(&MdbState::PERMANENT.0) {
        return None;
    }
    let mut entry = entry.to_vec();
    // The flags are the kernel's to say.
    entry[FLAGS_AT] = 0;
    let mut asked = Vec::new();
    for attr in Attrs::<()>::new(attributes) {
        const SOURCE: u16 = MDBA_MDB_EATTR_SOURCE.number;
        const MODE: u16 = MDBA_MDB_EATTR_GROUP_MODE.number;
        const PROTOCOL: u16 = MDBA_MDB_EATTR_RTPROT.number;
        const SOURCES: u16 = MDBA_MDB_EATTR_SRC_LIST.number;
        match attr.number() {
            SOURCE => put_raw(&mut asked, MDBE_ATTR_SOURCE.number, attr.payload),
            MODE => put_raw(&mut asked, MDBE_ATTR_GROUP_MODE.number, attr.payload),
            PROTOCOL => put_raw(&mut asked, MDBE_ATTR_RTPROT.number, attr.payload),
            SOURCES => {
                let sources = source_list(attr);
                put_raw(&mut asked, MDBE_ATTR_SRC_LIST.number | NESTED, &sources);
            }
            _ => {}
        }
    }
    // That of one source has no list of sources.
    if Attrs::<()>::new(&asked).find(MDBE_ATTR_SOURCE.number).is_some() {
        asked = without(&asked, &[MDBE_ATTR_GROUP_MODE.number, MDBE_ATTR_SRC_LIST.number]);
    }
    Some(Group { entry, attributes: asked })
}

fn source_list(stated: Attr<'_>) -> Vec<u8> {
    let mut asked = Vec::new();
    let sources = Attrs::<()>::new(stated.payload);
    for source in sources.filter(|attr| attr.number() == MDBA_MDB_SRCLIST_ENTRY.number) {
        let address = Attrs::<()>::new(source.payload).find(MDBA_MDB_SRCATTR_ADDRESS.number);
        let mut entry = Vec::new();
        if let Some(address) = address {
            put_raw(&mut entry, MDBE_SRCATTR_ADDRESS.number, address.payload);
        }
        put_raw(&mut asked, MDBE_SRC_LIST_ENTRY.number | NESTED, &entry);
    }
    asked
}

/// A request to make a group, in the bridge that a database is of.
fn group_request(database: Object<'_>, group: &Group) -> Vec<u8> {
    let mut message = restore::head(database);
    // Bridges leave it out.
    if let Some(family) = message.get_mut(Header::SIZE) {
        *family = Family::BRIDGE.0 as u8;
    }
    put_raw(&mut message, MDBA_MDB.number, &group.entry);
    if !group.attributes.is_empty() {
        put_raw(&mut message, MDBA_ROUTER.number | NESTED, &group.attributes);
    }
    as_request(&mut message, other::MDB.message_type(Op::New), flag::CREATE | flag::REPLACE);
    message
}

/// Is it a table of what lies in bridges, that is planned here?
pub(super) fn is_planned(kept: &Kept, goal: Goal) -> bool {
    match kept.id {
        Id::Port => true,
        // What a bridge has is gone with the bridge.
        Id::Mdb | Id::Vlan => matches!(goal, Goal::As | Goal::Gone),
        _ => false,
    }
}
