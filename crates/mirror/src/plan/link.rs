//! Links: made, changed, renamed, put into others, put up and down, removed.

pub(super) mod bytes;
mod rename;

use super::order::Phase;
use super::{Goal, Inverse, Made, PlanError, Planner, Rank, Step, Wish, along, restore, text};
use crate::Found;
use crate::kept::{Id, Kept};
use bytes::{
    AT_BIRTH_ALONG, altnames, birth_info, flags, has, heights, index_of, kind, message,
    named_by_kind, only, other_end, pieces, property, put_raw, split, split_port, take_name,
    up_down, without,
};
use rename::Rename;
use route2_schema::rtnl::Op;
use route2_schema::rtnl::link::{
    self, IFLA_ADDRESS, IFLA_BROADCAST, IFLA_GROUP, IFLA_IFALIAS, IFLA_IFNAME, IFLA_LINK,
    IFLA_LINK_NETNSID, IFLA_LINKINFO, IFLA_LINKMODE, IFLA_MASTER, IFLA_MTU, IFLA_NET_NS_FD,
    IFLA_NET_NS_PID, IFLA_NUM_RX_QUEUES, IFLA_NUM_TX_QUEUES, IFLA_PROP_LIST, IFLA_TXQLEN, Link,
};
use route2_schema::rtnl::names::LinkFlags;
use route2_wire::{Attr, Attrs, Fields, Unfit, Why, flag};
use std::collections::HashSet;

/// What the kernel takes when a link is made; all else is set when it is there.
const AT_BIRTH: [u16; 12] = [
    IFLA_IFNAME.number,
    IFLA_MTU.number,
    IFLA_ADDRESS.number,
    IFLA_BROADCAST.number,
    IFLA_TXQLEN.number,
    IFLA_LINK.number,
    IFLA_LINK_NETNSID.number,
    IFLA_LINKMODE.number,
    IFLA_GROUP.number,
    IFLA_NUM_TX_QUEUES.number,
    IFLA_NUM_RX_QUEUES.number,
    IFLA_LINKINFO.number,
];

/// What it takes then only, and passes over later without a word.
const AT_BIRTH_ONLY: [(u16, &str); 4] = [
    (IFLA_LINK.number, "link"),
    (IFLA_LINK_NETNSID.number, "link_netnsid"),
    (IFLA_NUM_TX_QUEUES.number, "num_tx_queues"),
    (IFLA_NUM_RX_QUEUES.number, "num_rx_queues"),
];

/// What is set again where a link is to be as it was.
const RESTORED: [u16; 10] = [
    IFLA_IFNAME.number,
    IFLA_MTU.number,
    IFLA_ADDRESS.number,
    IFLA_TXQLEN.number,
    IFLA_MASTER.number,
    IFLA_IFALIAS.number,
    IFLA_GROUP.number,
    IFLA_LINKMODE.number,
    IFLA_LINKINFO.number,
    IFLA_PROP_LIST.number,
];

/// A change of these takes routes or addresses along.
const DISRUPTIVE: [u16; 5] = [
    IFLA_MTU.number,
    IFLA_ADDRESS.number,
    IFLA_MASTER.number,
    IFLA_NET_NS_FD.number,
    IFLA_NET_NS_PID.number,
];

const UP: u32 = LinkFlags::UP.0;

/// The length of Ethernet's addresses.
const ETHERNET: usize = 6;

/// Flags that somebody can set.
const FLAGS: u32 =
    UP | LinkFlags::NOARP.0 | LinkFlags::PROMISC.0 | LinkFlags::ALLMULTI.0 | LinkFlags::MULTICAST.0;

/// A change of one link, in pieces: what is wanted that is not so.
struct Change {
    index: u32,
    attributes: Vec<u8>,
    /// Which flags, and what they are to be.
    flags: (u32, u32),
}

/// The attributes that a wish says; where it is that a link is as it was, those that can be set.
fn wanted_of(wish: &Wish) -> Vec<u8> {
    let object = wish.object();
    if wish.goal() != Goal::As {
        return object.attr_bytes().to_vec();
    }
    let mut wanted = Vec::new();
    object.fields().settable_as(&mut wanted, &link::as_asked);
    only(&wanted, &[&RESTORED[..], &AT_BIRTH].concat())
}

/// Which flags are to change, and what they are to be.
fn wanted_flags(wish: &Wish, are: u32) -> (u32, u32) {
    let Some((header, _)) = wish.object().of::<Link>() else { return (0, 0) };
    let said = if wish.goal() == Goal::As { FLAGS } else { header.change };
    let changed = (header.flags.0 ^ are) & said;
    (changed, header.flags.0 & changed)
}

impl<'a> Planner<'a> {
    /// Plans what is wanted of links.
    pub(super) fn links(&mut self, wishes: Vec<Wish>) -> Result<(), PlanError> {
        if !wishes.is_empty() && !self.now.keeps(Kept::of_id(Id::Link)) {
            return Err(PlanError::NotKept { table: "link" });
        }
        let wishes = self.with_numbers(wishes);
        let heights = heights(&wishes);
        let peers = self.pairs(&wishes);
        let mut renames = Vec::new();
        for wish in &wishes {
            let height = heights.get(&index_of(wish)).copied().unwrap_or(0);
            match (wish.goal(), self.link_there(wish)) {
                (Goal::Absent, None) | (Goal::Change, None) => {
                    let what = text::what(wish.object(), self.now);
                    return Err(PlanError::NotThere { what });
                }
                (Goal::Gone, None) => {}
                (Goal::Absent | Goal::Gone, Some(found)) => {
                    self.remove_link(found, wish, &wishes);
                }
                (Goal::Add, there) if there.is_some() || self.is_name_taken(wish, &wishes) => {
                    let what = text::what(wish.object(), self.now);
                    return Err(PlanError::Exists { what });
                }
                (Goal::Along, None) => self.change_made(wish, height),
                (Goal::As, None) if peers.contains(&index_of(wish)) => {
                    self.change_made(wish, height);
                }
                (_, None) => self.make_link(wish, height, &wishes)?,
                (_, Some(found)) => {
                    let change = self.change_of(wish, found)?;
                    self.change_link(wish, Some(found), change, height, &mut renames);
                }
            }
        }
        self.rename(renames);
        Ok(())
    }

    /// Links that are to be made have a number, so that others can refer to them.
    fn with_numbers(&self, wishes: Vec<Wish>) -> Vec<Wish> {
        let named = wishes.iter().map(index_of).max().unwrap_or(0);
        let mut last = named.max(self.now.highest_index());
        let mut numbered = Vec::with_capacity(wishes.len());
        for wish in wishes {
            let there = index_of(&wish) == 0
                && wish.link_name().is_some_and(|name| self.now.link(name).is_some());
            let is_made = !matches!(wish.goal(), Goal::Absent | Goal::Gone | Goal::Change);
            let index = match index_of(&wish) {
                0 if there => {
                    let found = wish.link_name().and_then(|name| self.now.link(name));
                    found.and_then(|found| found.of::<Link>()).map_or(0, |(h, _)| h.index as u32)
                }
                0 if is_made => {
                    last = self.now.free_index(last);
                    last
                }
                index => index,
            };
            numbered.push(wish.at_interface(index));
        }
        numbered
    }

    fn link_there(&self, wish: &Wish) -> Option<Found<'a>> {
        self.now.link_by_index(index_of(wish))
    }

    /// Is there a link of this name, which the plan neither renames nor removes?
    fn is_name_taken(&self, wish: &Wish, all: &[Wish]) -> bool {
        let found = wish.link_name().and_then(|name| self.now.link(name));
        let index =
            found.and_then(|found| found.of::<Link>()).map(|(header, _)| header.index as u32);
        index.is_some_and(|index| {
            let mut of_it = all.iter().filter(|other| index_of(other) == index);
            of_it.all(|other| {
                let name = other.link_name();
                !matches!(other.goal(), Goal::Absent | Goal::Gone)
                    && (name.is_none() || name == wish.link_name())
            })
        })
    }

    /// The kind of a link when the plan is done.
    pub(super) fn kind_of(&self, index: u32) -> Option<String> {
        let made = self.made.iter().find(|made| made.index == index);
        made.map(|made| made.kind.clone())
            .or_else(|| kind(self.now.link_by_index(index)?.object).map(str::to_owned))
    }

    /// Of pairs of links that are both to be as they were, and neither is there: the ones that are made as the other
    /// end of the other.
    fn pairs(&self, wishes: &[Wish]) -> HashSet<u32> {
        let mut others = HashSet::new();
        for wish in wishes.iter().filter(|wish| wish.goal() == Goal::As) {
            let index = index_of(wish);
            if others.contains(&index) || self.link_there(wish).is_some() {
                continue;
            }
            if let Some(other) = other_end(wish.object(), wishes)
                && self.link_there(other).is_none()
            {
                others.insert(index_of(other));
            }
        }
        others
    }

    fn make_link(&mut self, wish: &Wish, height: u32, all: &[Wish]) -> Result<(), PlanError> {
        let (object, index) = (wish.object(), index_of(wish));
        let Some(kind) = kind(object) else {
            let what = text::what(object, self.now);
            return Err(PlanError::NotThere { what });
        };
        let is_as = wish.goal() == Goal::As;
        let wanted = wanted_of(wish);
        let other = is_as.then(|| other_end(object, all)).flatten();
        let mut birth = Vec::new();
        for attr in Attrs::<()>::new(&wanted).filter(|attr| AT_BIRTH.contains(&attr.number())) {
            const INFO: u16 = IFLA_LINKINFO.number;
            const LINK: u16 = IFLA_LINK.number;
            const ADDRESS: u16 = IFLA_ADDRESS.number;
            const BROADCAST: u16 = IFLA_BROADCAST.number;
            match attr.number() {
                INFO => {
                    let bare = if is_as { self.planning.bare } else { 0 };
                    let is_bond = is_as && link::PORTS_COME_DOWN.contains(&kind);
                    let ports = if is_bond { named_by_kind(object) } else { Vec::new() };
                    let info = birth_info(attr.payload, other, bare, &ports);
                    Attr { payload: &info, ..attr }.copy_to(&mut birth);
                }
                // What the kernel says of a pair's other end, and of tunnels' addresses, it makes of other things.
                LINK if other.is_some() => {}
                ADDRESS | BROADCAST if is_as && attr.payload.len() != ETHERNET => {}
                // One that it has from a port, it is to have from the port again.
                ADDRESS if is_as && bytes::is_ports_address(attr.payload, index, all) => {}
                _ => attr.copy_to(&mut birth),
            }
        }
        self.made.push(Made { index, kind: kind.to_owned() });
        let request = message(index, (0, 0), &birth, flag::CREATE | flag::EXCL);
        self.push(Rank::of(Phase::Make, height), Step::new(request, Inverse::Remove));
        self.change_made(wish, height);
        Ok(())
    }

    /// What is to be set of a link once it has been made.
    fn change_made(&mut self, wish: &Wish, height: u32) {
        // The other end of a pair has nothing yet but what it was given there.
        let at_birth = if wish.goal() == Goal::Along { &AT_BIRTH_ALONG[..] } else { &AT_BIRTH };
        let attributes = without(&wanted_of(wish), at_birth);
        // One that was made with its kind alone is changed before it has ports, which can be too late.
        let is_bare = wish.goal() == Goal::As && self.planning.bare == 2;
        let with_port = match is_bare {
            true => only(&wanted_of(wish), &[IFLA_LINKINFO.number]),
            false => bytes::port_part(&wanted_of(wish)),
        };
        let attributes = [attributes, with_port].concat();
        let change = Change { index: index_of(wish), attributes, flags: wanted_flags(wish, 0) };
        self.change_link(wish, None, change, height, &mut Vec::new());
    }

    /// What of a wish is not so.
    fn change_of(&self, wish: &Wish, found: Found<'_>) -> Result<Change, PlanError> {
        let (object, index) = (wish.object(), index_of(wish));
        if let Some(wanted) = kind(object).filter(|wanted| kind(found.object) != Some(wanted)) {
            let name = self.now.name(index).unwrap_or_default().to_owned();
            let is = kind(found.object).unwrap_or("hardware").to_owned();
            return Err(PlanError::OtherKind { name, is, wanted: wanted.to_owned() });
        }
        let mut said = wanted_of(wish);
        // The kernel passes over a name that is empty.
        if wish.goal() != Goal::As && wish.link_name() == Some("") {
            let (given, expected) = (String::new(), "a name".to_owned());
            let unfit = Unfit::new("ifname", Why::Expected { given, expected });
            return Err(PlanError::Unfit(unfit));
        }
        if wish.goal() == Goal::As {
            let lacks = |number| has(found.object, number) && !has(object, number);
            if lacks(IFLA_MASTER.number) {
                put_raw(&mut said, IFLA_MASTER.number, &0u32.to_ne_bytes());
            }
            if lacks(IFLA_IFALIAS.number) {
                put_raw(&mut said, IFLA_IFALIAS.number, &[]);
            }
        }
        let mut attributes = Vec::new();
        let wanted = Fields::in_family(link::TABLE.set, &said, object.family());
        let mut are = found.attr_bytes().to_vec();
        if wish.goal() == Goal::As {
            // As it would be asked for.
            are.clear();
            found.fields().settable_as(&mut are, &link::as_asked);
        }
        let are = Fields::in_family(link::TABLE.set, &are, found.family());
        wanted.missing_in(Some(are), &mut attributes);
        if kind(found.object).is_some_and(|kind| link::CHANGED_WHOLE.contains(&kind)) {
            attributes = bytes::with_whole_data(&attributes, &said, found.object);
        }
        if wish.goal() == Goal::As {
            attributes = only(&attributes, &RESTORED);
            // It has that of a bond as long as it is its port, and its own before and after that.
            if bytes::port_kind(object).is_some_and(|kind| link::PORTS_COME_DOWN.contains(&kind)) {
                attributes = without(&attributes, &[IFLA_ADDRESS.number]);
            }
        }
        let fixed = AT_BIRTH_ONLY
            .iter()
            .find(|(number, _)| Attrs::<()>::new(&attributes).find(*number).is_some());
        if let Some((_, key)) = fixed {
            let what = text::what(found.object, self.now);
            return Err(PlanError::Fixed { what, key });
        }
        Ok(Change { index, attributes, flags: wanted_flags(wish, flags(found.object)) })
    }

    /// Plans a change of a link that is there (or will be, where it is not found).
    fn change_link(
        &mut self,
        wish: &Wish,
        found: Option<Found<'_>>,
        change: Change,
        height: u32,
        renames: &mut Vec<Rename>,
    ) {
        let Change { index, attributes, flags: (mask, wanted) } = change;
        let (name, attributes) = take_name(&attributes);
        if let (Some(name), Some(found)) = (name, found) {
            let was = self.now.name(index).unwrap_or_default().to_owned();
            let mut inverse = vec![Wish::as_is(wish.kept(), found.object)];
            along::of_object(self.now, Id::Link, found.object, &mut inverse);
            renames.push(Rename { index, name, was, inverse });
        }
        let (properties, attributes) = split(&attributes, IFLA_PROP_LIST.number);
        let (master, attributes) = split(&attributes, IFLA_MASTER.number);
        // What a port's master says of the port can be set when it is one.
        let (of_port, attributes) = split_port(&attributes);
        let new_master = bytes::number(&master);
        let is_up = found.is_some_and(|found| flags(found.object) & UP != 0);
        let wants_up = if mask & UP != 0 { wanted & UP != 0 } else { is_up };
        let is_taken_down = is_up
            && (self.planning.take_down.contains(&index)
                || new_master.is_some_and(|master| self.takes_ports_down(master)));
        let is_disruptive = |attributes: &[u8]| {
            Attrs::<()>::new(attributes).any(|attr| DISRUPTIVE.contains(&attr.number()))
        };
        let goes_down = is_taken_down || is_up && !wants_up;
        let disrupts = goes_down || is_disruptive(&attributes) || !master.is_empty();
        let inverse = self.inverse_of_change(found, disrupts);
        // What is refused as a whole may be taken piece by piece.
        let is_whole = wish.goal() != Goal::As
            || self.planning.bare == 0
            || self.kind_of(index).is_some_and(|k| link::CHANGED_WHOLE.contains(&k.as_str()));
        let mut push = |phase, place, request| {
            self.push(Rank::of(phase, place), Step::new(request, inverse.clone()));
        };
        if goes_down {
            push(Phase::ReleasePorts, 0, up_down(index, false));
        }
        let (other_mask, other_flags) = (mask & !UP, wanted & !UP);
        if !attributes.is_empty() || other_mask != 0 {
            let pieces = if is_whole { vec![attributes] } else { pieces(&attributes) };
            for (nth, piece) in pieces.iter().enumerate() {
                let flags = if nth == 0 { (other_mask, other_flags) } else { (0, 0) };
                push(Phase::Change, height, message(index, flags, piece, 0));
            }
        }
        if let Some(new_master) = new_master {
            let phase = if new_master == 0 { Phase::ReleasePorts } else { Phase::Enslave };
            // Ports come back in the order in which they were.
            let place = link::port_place(wish.object()) as u32;
            push(phase, 1 + height.max(place), message(index, (0, 0), &master, 0));
        }
        if !of_port.is_empty() {
            push(Phase::Ports, 0, message(index, (0, 0), &of_port, 0));
        }
        if wants_up && (!is_up || is_taken_down) {
            push(Phase::Up, height, up_down(index, true));
        }
        self.change_altnames(index, found, &properties, wish, &inverse);
        if wants_up && is_taken_down {
            self.restore_after_up(index);
        }
    }

    fn inverse_of_change(&self, found: Option<Found<'_>>, disruptive: bool) -> Inverse {
        let Some(found) = found else { return Inverse::Restore(Vec::new()) };
        let mut was = vec![Wish::as_is(Kept::of_id(Id::Link), found.object)];
        if disruptive {
            along::of_object(self.now, Id::Link, found.object, &mut was);
        }
        Inverse::Restore(was)
    }

    /// Does a link take ports only while they are down?
    fn takes_ports_down(&self, master: u32) -> bool {
        self.kind_of(master).is_some_and(|kind| link::PORTS_COME_DOWN.contains(&kind.as_str()))
    }

    /// A link that was taken down for a change has lost routes and addresses that nobody wanted to lose.
    fn restore_after_up(&mut self, index: u32) {
        let mut lost = Vec::new();
        along::of_links(self.now, &[index], &mut lost);
        let counts = |wish: &Wish| {
            matches!(wish.kept().id, Id::Addr | Id::Route | Id::NextHop)
                && !restore::is_kernels_own(wish.object())
        };
        for wish in lost.into_iter().filter(counts) {
            let flags = match wish.kept().id {
                Id::Route => flag::CREATE | flag::APPEND,
                _ => flag::CREATE | flag::REPLACE,
            };
            let inverse = Inverse::Restore(vec![wish.clone()]);
            self.make_again(&wish, flags, inverse, None);
        }
    }

    /// Alternative names: all that are said are to be there; where the link is to be as it was, no others.
    fn change_altnames(
        &mut self,
        index: u32,
        found: Option<Found<'_>>,
        properties: &[u8],
        wish: &Wish,
        inverse: &Inverse,
    ) {
        let are = found.map(|found| altnames(found.object)).unwrap_or_default();
        let wanted = altnames(wish.object());
        let added: Vec<_> = wanted.iter().filter(|name| !are.contains(name)).collect();
        if !properties.is_empty() && !added.is_empty() {
            let step = Step::new(property(index, &added, Op::New), inverse.clone());
            self.push(Rank::of(Phase::Change, 0), step);
        }
        let extra: Vec<_> = are.iter().filter(|name| !wanted.contains(name)).collect();
        if wish.goal() == Goal::As && !extra.is_empty() {
            let step = Step::new(property(index, &extra, Op::Del), inverse.clone());
            self.push(Rank::of(Phase::ReleasePorts, 0), step);
        }
    }

    fn remove_link(&mut self, found: Found<'_>, wish: &Wish, all: &[Wish]) {
        let Some((header, _)) = found.of::<Link>() else { return };
        let mut was = vec![Wish::as_is(Kept::of_id(Id::Link), found.object)];
        along::of_object(self.now, Id::Link, found.object, &mut was);
        let mut step = Step::new(restore::removal(found.object), Inverse::Restore(was));
        // One that goes with another, which is removed too.
        let below = found.of::<Link>().and_then(|(_, attrs)| attrs.get(IFLA_LINK).ok().flatten());
        let goes_with = |other: &Wish| {
            matches!(other.goal(), Goal::Absent | Goal::Gone)
                && below.is_some_and(|below| below.0 == index_of(other))
        };
        step.tolerant = wish.goal() == Goal::Gone || all.iter().any(goes_with);
        let place = u32::MAX / 2 - self.height_there(header.index as u32);
        self.push(Rank::of(Phase::RemoveLinks, place), step);
    }

    /// How many links lie below one that is there.
    fn height_there(&self, mut index: u32) -> u32 {
        for height in 0..64 {
            let below = self.now.link_by_index(index).and_then(|link| {
                let (_, attrs) = link.of::<Link>()?;
                attrs.get(IFLA_LINK).ok().flatten().filter(|below| below.0 != 0)
            });
            match below {
                Some(below) if below.0 != index => index = below.0,
                _ => return height,
            }
        }
        64
    }
}
