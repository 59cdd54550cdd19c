//! Notices that tell a part of an object: what they leave out is kept.

use crate::kept::Id;
use route2_schema::rtnl::Object;
use route2_schema::rtnl::link::{
    IFLA_EVENT, IFLA_EXT_MASK, IFLA_IFNAME, IFLA_NUM_VF, IFLA_PORT_SELF, IFLA_VF_PORTS,
    IFLA_VFINFO_LIST, Link,
};
use route2_wire::{Attrs, Header, align};

/// What a notice of a link leaves out, because only who asks for it gets it.
const ASKED_FOR: [u16; 5] = [
    IFLA_EXT_MASK.number,
    IFLA_NUM_VF.number,
    IFLA_VFINFO_LIST.number,
    IFLA_VF_PORTS.number,
    IFLA_PORT_SELF.number,
];

/// Is it a notice that can be kept, or be merged with what is? What drivers of wireless devices send as a link's is
/// not; and of a notice that is cut off, the rest says what it is about.
pub(super) fn is_whole(table: Id, notice: Object<'_>) -> bool {
    let mut attrs = Attrs::<Link>::new(notice.attr_bytes());
    match table {
        Id::Link => attrs.find(IFLA_IFNAME.number).is_some() && attrs.all(|attr| attr.whole),
        Id::Netconf => attrs.all(|attr| attr.whole),
        _ => true,
    }
}

/// Writes what a notice says of a link into `out`, as the kernel would list it: without the reason for the
/// notice, and with what notices leave out as it was in `old`.
pub(super) fn merge(old: Option<Object<'_>>, notice: Object<'_>, out: &mut Vec<u8>) {
    let bytes = notice.message.bytes;
    let attrs = Attrs::<Link>::new(notice.attr_bytes());
    out.clear();
    out.extend_from_slice(&bytes[..bytes.len() - notice.attr_bytes().len()]);
    for attr in attrs {
        if attr.number() != IFLA_EVENT.number && !ASKED_FOR.contains(&attr.number()) {
            attr.copy_to(out);
        }
    }
    let kept = old.map(|old| Attrs::<Link>::new(old.attr_bytes()));
    for attr in kept.into_iter().flatten() {
        if ASKED_FOR.contains(&attr.number()) {
            attr.copy_to(out);
        }
    }
    finish(notice, out);
}

/// Writes what was kept into `out` with those attributes that a notice has as the notice has them. (A notice of the
/// settings of an interface has the one that has changed.)
pub(super) fn update(old: Option<Object<'_>>, notice: Object<'_>, out: &mut Vec<u8>) {
    let bytes = notice.message.bytes;
    let news = Attrs::<()>::new(notice.attr_bytes());
    out.clear();
    out.extend_from_slice(&bytes[..bytes.len() - notice.attr_bytes().len()]);
    let kept = old.map(|old| Attrs::<()>::new(old.attr_bytes()));
    for attr in kept.into_iter().flatten() {
        news.find(attr.number()).unwrap_or(attr).copy_to(out);
    }
    for attr in news {
        if kept.is_none_or(|kept| kept.find(attr.number()).is_none()) {
            attr.copy_to(out);
        }
    }
    finish(notice, out);
}

fn finish(notice: Object<'_>, out: &mut Vec<u8>) {
    out.resize(align(out.len()), 0);
    let header = Header { length: out.len() as u32, ..notice.message.header };
    if let Some(start) = out.get_mut(..Header::SIZE) {
        start.copy_from_slice(&header.bytes());
    }
}
