//! From an object as the kernel described it to the request that makes it so again, and the one that removes it.

use super::link::bytes::{only, without};
use super::{as_request, traffic};
use crate::compare;
use route2_schema::rtnl::addr::{Addr, AddrFlags, IFA_CACHEINFO, IFA_FLAGS};
use route2_schema::rtnl::names::{Family, RtProto};
use route2_schema::rtnl::neigh::{NDA_FLAGS_EXT, NDA_MASTER, Neigh, NeighFlags, NeighState};
use route2_schema::rtnl::other::{NHA_GROUP_TYPE, NHA_ID, NHA_OP_FLAGS, NextHopHeader, NextHops};
use route2_schema::rtnl::route::{
    RTA_ENCAP, RTA_ENCAP_TYPE, RTA_GATEWAY, RTA_MULTIPATH, RTA_NH_ID, RTA_OIF, RTA_PRIORITY,
    RTA_VIA, Route, RouteFlags,
};
use route2_schema::rtnl::rule::{Rule, RuleFlags};
use route2_schema::rtnl::tc::{self, TCA_CHAIN, TCA_KIND, Tc};
use route2_schema::rtnl::{Object, Of, Op};
use route2_wire::{Attr, Attrs, Chunked, Headed, Header, Payload, align};

/// Flags of a route or next hop that somebody can set: all others are the kernel's own.
pub(super) const ROUTE_FLAGS: u32 = RouteFlags::ONLINK.0 | RouteFlags::PERVASIVE.0;

/// Flags of an address that somebody can set.
pub(super) const ADDR_FLAGS: u32 = AddrFlags::NODAD.0
    | AddrFlags::HOMEADDRESS.0
    | AddrFlags::MANAGETEMPADDR.0
    | AddrFlags::NOPREFIXROUTE.0
    | AddrFlags::MCAUTOJOIN.0;

/// Is it something that the kernel makes by itself when what it belongs to is there?
pub(super) fn is_kernels_own(object: Object<'_>) -> bool {
    if let Some((header, _)) = object.of::<Route>() {
        return matches!(header.proto, RtProto::KERNEL | RtProto::RA | RtProto::REDIRECT);
    }
    if let Some((header, attrs)) = object.of::<Addr>() {
        // Addresses that IPv6 makes of the link's own, or of what routers say.
        let flags = attrs.get(IFA_FLAGS).ok().flatten().unwrap_or(header.flags);
        let lasts = flags.0 & AddrFlags::PERMANENT.0 != 0;
        return header.family == Family::INET6 && (header.scope.0 == 253 || !lasts);
    }
    // A chain is there as long as a filter is in it.
    if object.table.name == "chain" {
        return object.of::<Tc>().is_some_and(|(_, attrs)| attrs.find(TCA_KIND.number).is_none());
    }
    // A bridge's own addresses are permanent in its forwarding database.
    object.of::<Neigh>().is_some_and(|(header, attrs)| {
        header.family == Family::BRIDGE
            && header.state.0 & NeighState::PERMANENT.0 != 0
            && attrs.find(NDA_MASTER.number).is_some()
    })
}

/// Is it something that only the kernel can make, and makes when it is needed?
pub(super) fn is_passing(object: Object<'_>) -> bool {
    if let Some((header, _)) = object.of::<Neigh>() {
        let lasts = NeighState::PERMANENT.0 | NeighState::NOARP.0;
        let is_proxy = header.flags.0 & NeighFlags::PROXY.0 != 0;
        return header.state.0 & lasts == 0 && !is_proxy;
    }
    if object.table.name == "filter" {
        return tc::is_own_part(object);
    }
    if let Some((header, attrs)) = object.of::<Route>() {
        // Those of IPv6's own addresses: a request's 0 means 1024.
        let priority = attrs.get(RTA_PRIORITY).ok().flatten();
        return header.family == Family::INET6 && priority == Some(0);
    }
    // What is in `/proc/sys` is set there alone.
    if object.table.name == "netconf" {
        return true;
    }
    // The default discipline has no handle.
    object.table.name == "qdisc"
        && object.of::<Tc>().is_some_and(|(header, _)| header.handle.0 == 0)
}

/// Is an object as it was, in all that can be set? What the kernel makes by itself is, if only it is there.
pub(super) fn is_as_it_was(is: Object<'_>, was: Object<'_>) -> bool {
    is_kernels_own(was) || has_same_settings(is, was)
}

/// Is all that can be set the same in two states of an object?
pub(super) fn has_same_settings(one: Object<'_>, other: Object<'_>) -> bool {
    let is_same = compare::is_same(one, other) || settings(one) == settings(other);
    let is_forever = |addr: Object<'_>| lifetimes(addr).map(|times| times.map(|t| t == u32::MAX));
    is_same && is_forever(one) == is_forever(other)
}

/// How long an address is there, and used for what is begun.
pub(super) fn lifetimes(addr: Object<'_>) -> Option<[u32; 2]> {
    let (_, attrs) = addr.of::<Addr>()?;
    let times = attrs.get(IFA_CACHEINFO).ok().flatten()?;
    Some([times.ifa_valid, times.ifa_preferred])
}

/// The request that makes an object as it was; `None` where nobody can.
pub(super) fn request(was: Object<'_>, flags: u16) -> Option<Vec<u8>> {
    let mut message = settings(was)?;
    if let Some((_, attrs)) = was.of::<Addr>() {
        // How long it lives is the kernel's to count, and ours to give back.
        if lifetimes(was).is_some_and(|times| times != [u32::MAX; 2])
            && let Some(lifetime) = attrs.find(IFA_CACHEINFO.number)
        {
            lifetime.copy_to(&mut message);
        }
    }
    as_request(&mut message, was.table.message_type(Op::New), flags);
    traffic::with_rate_tables(&mut message);
    Some(message)
}

/// All that can be set of an object, as a message.
fn settings(was: Object<'_>) -> Option<Vec<u8>> {
    let mut message = head(was);
    let mut attributes = Vec::new();
    was.fields().settable_as(&mut attributes, &tc::as_asked);
    match was.table.name {
        "route" => {
            set_header::<Route>(was, &mut message, |header| header.flags.0 &= ROUTE_FLAGS)?;
            let attrs = was.of::<Route>()?.1;
            if attrs.find(RTA_NH_ID.number).is_some() {
                // The kernel says what the next hop is, too, and takes only one of both.
                let hop = [RTA_OIF.number, RTA_GATEWAY.number, RTA_VIA.number];
                let rest = [RTA_MULTIPATH.number, RTA_ENCAP.number, RTA_ENCAP_TYPE.number];
                attributes = without(&attributes, &[hop, rest].concat());
            } else {
                attributes = with_clean_hops(&attributes);
            }
        }
        "addr" => {
            let (header, attrs) = was.of::<Addr>()?;
            let flags = attrs.get(IFA_FLAGS).ok().flatten().unwrap_or(header.flags);
            set_header::<Addr>(was, &mut message, |header| header.flags.0 = 0)?;
            attributes = without(&attributes, &[IFA_FLAGS.number]);
            let flags = (flags.0 & ADDR_FLAGS).to_ne_bytes();
            let flags = Attr { raw_type: IFA_FLAGS.number, payload: &flags, whole: true };
            flags.copy_to(&mut attributes);
        }
        "neigh" => {
            let master = was.of::<Neigh>()?.1.get(NDA_MASTER).ok().flatten();
            // In whose database it is has to be said: what a bridge has of its own is not its master's.
            set_header::<Neigh>(was, &mut message, |header| {
                header.flags.0 |= match master {
                    Some(master) if header.family != Family::BRIDGE || master.0 == 0 => 0,
                    Some(master) if master.0 == header.ifindex.0 => NeighFlags::SELF.0,
                    Some(_) => NeighFlags::MASTER.0,
                    None => 0,
                };
            })?;
            attributes = without(&attributes, &[NDA_FLAGS_EXT.number]);
        }
        "rule" => set_header::<Rule>(was, &mut message, |header| {
            header.flags.0 &= RuleFlags::INVERT.0 | RuleFlags::FIND_SADDR.0;
        })?,
        "nexthop" => {
            set_header::<NextHops>(was, &mut message, |header| {
                header.flags.0 &= ROUTE_FLAGS;
                header.scope.0 = 0;
            })?;
            let is_group = was.of::<NextHops>()?.1.find(NHA_GROUP_TYPE.number).is_some();
            attributes = without(&attributes, &[NHA_OP_FLAGS.number]);
            if !is_group {
                attributes = without(&attributes, &[NHA_GROUP_TYPE.number]);
            }
        }
        "qdisc" | "class" => {
            set_header::<Tc>(was, &mut message, |header| header.info = 0)?;
            attributes = traffic::with_required(was, &attributes);
        }
        _ => {}
    }
    message.extend(attributes);
    as_request(&mut message, was.table.message_type(Op::New), 0);
    Some(message)
}

/// The request that removes an object.
pub(super) fn removal(is: Object<'_>) -> Vec<u8> {
    let mut message = head(is);
    let keep = |message: &mut Vec<u8>, numbers: &[u16]| {
        message.extend(only(is.attr_bytes(), numbers));
    };
    match is.table.name {
        "link" => {}
        "nexthop" => {
            // All but the id must be zeros.
            let _ = set_header::<NextHops>(is, &mut message, |header| {
                *header = NextHopHeader::default();
            });
            keep(&mut message, &[NHA_ID.number]);
        }
        "qdisc" | "class" => {
            let _ = set_header::<Tc>(is, &mut message, |header| header.info = 0);
            keep(&mut message, &[TCA_KIND.number]);
        }
        "filter" if traffic::is_removed_by_priority(is) => {
            let _ = set_header::<Tc>(is, &mut message, |header| header.handle.0 = 0);
            keep(&mut message, &[TCA_KIND.number, TCA_CHAIN.number]);
        }
        "filter" | "chain" => keep(&mut message, &[TCA_KIND.number, TCA_CHAIN.number]),
        // What was told is what tells it from others.
        _ => match request(is, 0) {
            Some(request) => message = request,
            None => message.extend_from_slice(is.attr_bytes()),
        },
    }
    as_request(&mut message, is.table.message_type(Op::Del), 0);
    message
}

/// The message's two headers.
pub(super) fn head(object: Object<'_>) -> Vec<u8> {
    let end = Header::SIZE + align(object.table.header.size);
    let mut message = object.message.bytes.get(..end).unwrap_or_default().to_vec();
    message.resize(end, 0);
    message
}

fn set_header<S: Of>(
    was: Object<'_>,
    message: &mut Vec<u8>,
    change: impl FnOnce(&mut S::Header),
) -> Option<()> {
    let (mut header, _) = was.of::<S>()?;
    change(&mut header);
    message.truncate(Header::SIZE);
    <S::Header as Payload>::write(&header, message);
    message.resize(align(message.len()), 0);
    Some(())
}

/// Next hops whose flags are those that somebody can set.
fn with_clean_hops(attributes: &[u8]) -> Vec<u8> {
    type Hops = Chunked<Headed<route2_schema::rtnl::route::NextHop, Route>>;
    let mut out = Vec::new();
    for attr in Attrs::<()>::new(attributes) {
        let hops = (attr.number() == RTA_MULTIPATH.number).then(|| Hops::view(attr.payload));
        let Some(mut hops) = hops.flatten() else {
            attr.copy_to(&mut out);
            continue;
        };
        for (hop, _) in &mut hops {
            hop.flags.0 &= ROUTE_FLAGS;
        }
        let mut payload = Vec::new();
        Hops::put(hops, &mut payload);
        Attr { payload: &payload, ..attr }.copy_to(&mut out);
    }
    out
}
