//! Which objects a wish is about, and whether they are as it says.

use super::restore::{ADDR_FLAGS, ROUTE_FLAGS, lifetimes};
use super::{Goal, Planner, Wish, traffic};
use crate::kept::{Id, net_of_route};
use crate::{Found, Snapshot, compare};
use route2_schema::rtnl::addr::{Addr, IFA_CACHEINFO, IFA_FLAGS};
use route2_schema::rtnl::names::Family;
use route2_schema::rtnl::neigh::{Neigh, NeighFlags};
use route2_schema::rtnl::other::NHA_ID;
use route2_schema::rtnl::route::{NextHop, RTA_MULTIPATH, RTA_PRIORITY, Route};
use route2_schema::rtnl::rule::{FRA_PRIORITY, RuleFlags};
use route2_schema::rtnl::tc::{Tc, TcHeader};
use route2_schema::rtnl::{Object, Wanted};
use route2_wire::{Attr, Attrs, Chunked, Fields, Headed, Header, Member, Messages, Payload};

const RULE_FLAGS: u32 = RuleFlags::INVERT.0 | RuleFlags::FIND_SADDR.0;

/// Flags of a neighbour that it keeps.
/// (In whose forwarding database an entry is, is part of its key.)
const NEIGH_FLAGS: u32 =
    !(NeighFlags::USE.0 | NeighFlags::OFFLOADED.0 | NeighFlags::SELF.0 | NeighFlags::MASTER.0)
        as u32;

/// Members of headers that the kernel states in another place or way than it takes them.
const THE_KERNELS: [&str; 2] = ["table", "state"];

impl<'a> Planner<'a> {
    /// The objects that a wish can be about: those with its key; where it leaves a part of the key to the kernel,
    /// those of which all is true that it says.
    pub(super) fn there(&self, wish: &Wish) -> Vec<Found<'a>> {
        if wish.is_proxy() {
            return self.proxies(wish);
        }
        let mut found = candidates(self.now, wish);
        if matches!(wish.leaves_open(), Some(Open::Any | Open::Priority)) {
            found.retain(|found| wish.is_said_of(found.object));
        }
        found
    }
}

impl<'a> Planner<'a> {
    /// What there is of neighbours for whom the kernel answers.
    fn proxies(&self, wish: &Wish) -> Vec<Found<'a>> {
        let all = self.planning.proxies.iter();
        let all = all.filter_map(|bytes| Object::new(Messages::new(bytes).next()?.ok()?));
        let key = wish.kept().key(wish.object());
        let found = all.filter(|object| wish.kept().key(*object) == key);
        found.map(|object| Found { object, revision: 0 }).collect()
    }
}

/// The objects that a wish can be about.
fn candidates<'a>(now: &'a Snapshot, wish: &Wish) -> Vec<Found<'a>> {
    let table = now.table(wish.kept());
    let place =
        |object: Object<'_>| object.of::<Tc>().map(|(header, _)| (header.index, header.parent));
    let handle = |object: Object<'_>| object.of::<Tc>().map_or(0, |(header, _)| header.handle.0);
    match wish.leaves_open() {
        None => {
            let group = |wish: &Wish| {
                let key = wish.kept().key(wish.object());
                table.tree().group(key).map(|(_, entry)| table.found(entry))
            };
            let other = wish.in_other_database().or_else(|| wish.in_own_database(now));
            group(wish).chain(other.iter().flat_map(group)).collect()
        }
        Some(Open::Any) => {
            let can_be = |found: &Found<'_>| {
                found.family() == wish.object().family() && wish.is_header_said_of(found.object)
            };
            table.objects().filter(can_be).collect()
        }
        Some(Open::Priority) => {
            let key = wish.kept().key(wish.object());
            let same_net = table.tree().beginning_with(net_of_route(&key));
            same_net.map(|(_, entry)| table.found(entry)).collect()
        }
        Some(Open::Place) => {
            let wanted = place(wish.object());
            let is_there =
                |found: &Found<'_>| place(found.object) == wanted && handle(found.object) != 0;
            table.objects().filter(is_there).collect()
        }
        Some(Open::Parent) => {
            let index = |object: Object<'_>| object.of::<Tc>().map(|(header, _)| header.index);
            let (wanted, device) = (handle(wish.object()), index(wish.object()));
            let is_there =
                |found: &Found<'_>| handle(found.object) == wanted && index(found.object) == device;
            table.objects().filter(is_there).collect()
        }
    }
}

impl Snapshot {
    /// The object that a wish is about, where it is there.
    pub fn meant_by(&self, wish: &Wish) -> Option<Found<'_>> {
        let is_meant = |found: &Found<'_>| match (wish.leaves_open(), wish.kept().id) {
            (Some(Open::Any | Open::Priority), _) | (_, Id::Rule) => wish.is_said_of(found.object),
            _ => true,
        };
        candidates(self, wish).into_iter().find(is_meant)
    }

    /// A wish for what is described by key: where there is the object that it is about, what is not said of a
    /// structure of which a part is said stays as it is.
    ///
    /// # Errors
    /// As `describe` has them.
    pub fn wish<E>(
        &self,
        goal: Goal,
        table: &'static route2_schema::rtnl::Table,
        describe: &dyn Fn(&mut Wanted) -> Result<(), E>,
    ) -> Result<Option<Wish>, E> {
        let of = |mut wanted: Wanted| {
            describe(&mut wanted)?;
            Ok(Wish::new(goal, wanted))
        };
        let Some(wish) = of(Wanted::new(table))? else { return Ok(None) };
        if !table.has_options() || !matches!(goal, Goal::Change | Goal::Replace) {
            return Ok(Some(wish));
        }
        let kind = |object: Object<'_>| object.key("kind").map(|kind| kind.to_string());
        let mut first = None;
        for found in candidates(self, &wish) {
            if kind(found.object) != kind(wish.object()) {
                continue;
            }
            if let Some(over) = of(Wanted::over(table, found.object))? {
                if over.is_said_of(found.object) {
                    return Ok(Some(over));
                }
                first = first.or(Some(over));
            }
        }
        let is_key_open = matches!(wish.leaves_open(), Some(Open::Any | Open::Priority));
        Ok(first.filter(|_| !is_key_open).or(Some(wish)))
    }
}

/// What the kernel is left to choose.
enum Open {
    /// A part of the key: any object will do of which all is true that is said.
    Any,
    /// The priority of a route.
    Priority,
    /// The handle of a discipline: the one in its place is meant.
    Place,
    /// How the parent of a class is stated: most kinds call the discipline itself `root`.
    Parent,
}

impl Wish {
    /// Are both about the same object?
    pub fn is_about_same(&self, other: &Self) -> bool {
        let (one, two) = (self.object(), other.object());
        self.kept().id == other.kept().id
            && self.kept().key(one) == other.kept().key(two)
            && (self.kept().id != Id::Rule || compare::is_same(one, two))
    }

    /// What of the key is left to the kernel.
    fn leaves_open(&self) -> Option<Open> {
        let object = self.object();
        let lacks = |number: u16| Attrs::<()>::new(object.attr_bytes()).find(number).is_none();
        let header = || object.of::<Tc>().map_or_else(TcHeader::default, |(header, _)| header);
        let is_open = match self.kept().id {
            _ if matches!(self.goal(), Goal::As | Goal::Along) => false,
            Id::Rule => lacks(FRA_PRIORITY.number),
            Id::NextHop => lacks(NHA_ID.number),
            // Whatever its priority is.
            Id::Route if self.goal() == Goal::Absent && lacks(RTA_PRIORITY.number) => {
                return Some(Open::Priority);
            }
            Id::Class if header().handle.0 != 0 => return Some(Open::Parent),
            Id::Class => true,
            Id::Filter => header().handle.0 == 0 || header().info >> 16 == 0,
            Id::Qdisc => return (header().handle.0 == 0).then_some(Open::Place),
            _ => false,
        };
        is_open.then_some(Open::Any)
    }

    /// The same in the forwarding database of the device itself, where it is to be gone and in which is not said.
    pub(super) fn in_other_database(&self) -> Option<Self> {
        let is_open = self.kept().id == Id::Neigh && self.goal() == Goal::Absent;
        let (header, _) = self.object().of::<Neigh>().filter(|_| is_open)?;
        let is_database = header.family == Family::BRIDGE && header.flags.0 == 0;
        is_database.then(|| self.clone().with_neigh_flags(NeighFlags::SELF.0))
    }

    /// The same as it is told of a bridge, of which what it has itself is no other database.
    fn in_own_database(&self, now: &Snapshot) -> Option<Self> {
        let (header, _) = self.object().of::<Neigh>().filter(|_| self.kept().id == Id::Neigh)?;
        let is_own = header.family == Family::BRIDGE && header.flags.0 & NeighFlags::SELF.0 != 0;
        let link = now.link_by_index(header.ifindex.0).filter(|_| is_own)?;
        let is_bridge = link.key("kind").is_some_and(|kind| kind.text() == Some("bridge"));
        let flags = header.flags.0 & !NeighFlags::SELF.0;
        is_bridge.then(|| self.clone().with_neigh_flags(flags))
    }

    fn with_neigh_flags(self, flags: u8) -> Self {
        self.with_message(|message| {
            /// Of `ndm_flags`.
            const AT: usize = Header::SIZE + 10;
            if let Some(place) = message.get_mut(AT) {
                *place = flags;
            }
        })
    }

    /// Is it a neighbour for whom the kernel answers?
    pub fn is_proxy(&self) -> bool {
        let header = self.object().of::<Neigh>().map(|(header, _)| header);
        header.is_some_and(|h| h.family != Family::BRIDGE && h.flags.0 & NeighFlags::PROXY.0 != 0)
    }

    /// Is all that is said true of an object?
    pub(super) fn is_said_of(&self, is: Object<'_>) -> bool {
        let is_made = self.is_whole() && self.goal() == Goal::Gone;
        if self.goal() == Goal::As || is_made {
            let is_same = self.kept().is_same.unwrap_or(compare::is_same);
            // Of what a request made, the kernel says more than it was told.
            if self.goal() == Goal::As || is_same(self.object(), is) {
                return is_same(self.object(), is);
            }
        }
        let wanted = self.object();
        if !self.is_header_said_of(is) {
            return false;
        }
        let mut attributes = Vec::new();
        for attr in Attrs::<()>::new(wanted.attr_bytes()) {
            match is_same_by_rule(wanted, attr, is) {
                Some(false) => return false,
                Some(true) => {}
                None => attr.copy_to(&mut attributes),
            }
        }
        attributes = traffic::without_required(wanted, &attributes);
        if self.goal() == Goal::Replace {
            // What is only ever set, nobody can compare.
            let fields = Fields::in_family(wanted.table.set, &attributes, wanted.family());
            let mut stated = Vec::new();
            fields.stated(&mut stated);
            attributes = stated;
        }
        let mut missing = Vec::new();
        let fields = Fields::in_family(wanted.table.set, &attributes, wanted.family());
        fields.missing_in(Some(is.fields()), &mut missing);
        missing.is_empty()
    }
}

impl Wish {
    /// Is what is said of the header true of an object?
    fn is_header_said_of(&self, is: Object<'_>) -> bool {
        let wanted = self.object();
        let is_made = self.is_whole() && self.goal() == Goal::Gone;
        let counts = |member: &Member<'_>| {
            self.says(member.place) && !(is_made && THE_KERNELS.contains(&member.field.name))
        };
        let mut members = wanted.header().filter(counts);
        members.all(|member| {
            let has = is.header().find(|other| other.place == member.place);
            has.is_some_and(|has| is_same_member(wanted, member, has))
        })
    }
}

/// Of flags, those count that somebody can set.
fn is_same_member(wanted: Object<'_>, member: Member<'_>, has: Member<'_>) -> bool {
    let mask = match (wanted.table.name, member.field.name) {
        ("route" | "nexthop", "flags") => ROUTE_FLAGS,
        ("addr", "flags") => ADDR_FLAGS,
        ("rule", "flags") => RULE_FLAGS,
        ("neigh", "flags") => NEIGH_FLAGS,
        ("class", "parent") => return is_same_parent(member, has),
        ("filter", "info") => return is_same_info(member, has),
        _ => return compare::is_same_value(has.value, member.value),
    };
    let masked = |member: Member<'_>| member.value.number().map(|n| n & u64::from(mask));
    masked(member) == masked(has)
}

/// The discipline that a class belongs to has no minor number, or is `root`.
fn is_same_parent(member: Member<'_>, has: Member<'_>) -> bool {
    let top = |member: Member<'_>| match member.value.number() {
        Some(0xffff_ffff) => Some(0),
        Some(parent) if parent & 0xffff == 0 => Some(0),
        parent => parent,
    };
    top(member) == top(has)
}

/// Priority and protocol of a filter, where the first may be left to the kernel.
fn is_same_info(member: Member<'_>, has: Member<'_>) -> bool {
    let (Some(wanted), Some(has)) = (member.value.number(), has.value.number()) else {
        return false;
    };
    let differ = wanted ^ has;
    differ & 0xffff == 0 && (wanted >> 16 == 0 || differ >> 16 == 0)
}

/// What is not the same byte for byte where it means the same; `None` where there is no such rule.
fn is_same_by_rule(wanted: Object<'_>, attr: Attr<'_>, is: Object<'_>) -> Option<bool> {
    if wanted.of::<Route>().is_some() && attr.number() == RTA_MULTIPATH.number {
        let there = Attrs::<()>::new(is.attr_bytes()).find(attr.number());
        return Some(there.is_some_and(|there| is_same_hops(attr.payload, there.payload, is)));
    }
    if wanted.of::<Addr>().is_some() && attr.number() == IFA_CACHEINFO.number {
        let times = lifetimes(wanted)?.into_iter().zip(lifetimes(is)?);
        return Some({ times }.all(|(said, left)| is_same_lifetime(said, left)));
    }
    if wanted.of::<Addr>().is_some() && attr.number() == IFA_FLAGS.number {
        let number =
            |bytes: &[u8]| bytes.first_chunk().map(|b| u32::from_ne_bytes(*b) & ADDR_FLAGS);
        let there = Attrs::<()>::new(is.attr_bytes()).find(attr.number());
        return Some(there.and_then(|there| number(there.payload)) == number(attr.payload));
    }
    None
}

/// Is what is left what was said, not long ago? (Who wants it to last says it again before it is over.)
fn is_same_lifetime(said: u32, left: u32) -> bool {
    const SECONDS: u32 = 60;
    match (said, left) {
        (u32::MAX | 0, _) | (_, u32::MAX) => said == left,
        _ => left <= said && said - left <= SECONDS.max(said / 10),
    }
}

/// Are the next hops the same, in order? What the kernel finds out by itself (the interface) need not be said.
fn is_same_hops(wanted: &[u8], there: &[u8], is: Object<'_>) -> bool {
    type Hops = Chunked<Headed<NextHop, Route>>;
    let (Some(wanted), Some(there)) = (Hops::view(wanted), Hops::view(there)) else {
        return false;
    };
    wanted.len() == there.len()
        && wanted.into_iter().zip(there).all(|((wanted, attrs), (there, its))| {
            let fields = |bytes| Fields::in_family(is.table.set, bytes, is.family());
            let mut missing = Vec::new();
            fields(attrs.bytes()).missing_in(Some(fields(its.bytes())), &mut missing);
            wanted.hops == there.hops
                && (wanted.flags.0 ^ there.flags.0) & ROUTE_FLAGS == 0
                && (wanted.oif.0 == 0 || wanted.oif == there.oif)
                && missing.is_empty()
        })
}
