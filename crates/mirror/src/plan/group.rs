//! Objects that share a key, as routes to one net and rules of one priority do: which there are, and in which order.

use super::order::birth;
use super::{Goal, Inverse, Planner, Rank, Step, Wish, restore};
use crate::kept::{Id, Kept};
use crate::key::Key;
use crate::{Found, Snapshot, compare};
use route2_schema::rtnl::Object;
use route2_schema::rtnl::addr::{Addr, IFA_LABEL};
use route2_schema::rtnl::names::Family;
use route2_wire::flag;
use std::collections::HashSet;

/// Do objects of this table stand in an order that means something?
const fn is_ordered(id: Id) -> bool {
    matches!(id, Id::Route | Id::Rule)
}

/// Where one of several with the same key is to be as it was, all are, in their order.
pub(super) fn complete(now: &Snapshot, wishes: &mut Vec<Wish>) {
    let mut seen = HashSet::new();
    let mut others = Vec::new();
    for wish in wishes.iter().filter(|wish| wish.goal() == Goal::As) {
        let kept = wish.kept();
        if !is_ordered(kept.id) || !now.keeps(kept) || !seen.insert((kept.id, key(wish))) {
            continue;
        }
        let group: Vec<_> = members(now, wish).collect();
        if group.len() > 1 {
            others.extend(group.iter().map(|found| Wish::as_is(kept, found.object)));
        }
    }
    wishes.extend(others);
}

/// The wishes that are about groups, one group behind the other.
pub(super) fn split(wishes: Vec<Wish>) -> (Vec<Vec<Wish>>, Vec<Wish>) {
    let is_grouped =
        |wish: &Wish| wish.goal() == Goal::As && (is_ordered(wish.kept().id) || is_ipv4_addr(wish));
    let (grouped, others): (Vec<_>, Vec<_>) = wishes.into_iter().partition(is_grouped);
    let mut places = std::collections::HashMap::new();
    let mut groups: Vec<Vec<Wish>> = Vec::new();
    for wish in grouped {
        let place = *places.entry((wish.kept().id, key(&wish))).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(wish),
            None => groups.push(vec![wish]),
        }
    }
    (groups, others)
}

fn is_ipv4_addr(wish: &Wish) -> bool {
    wish.kept().id == Id::Addr && Family(wish.object().family()) == Family::INET
}

/// What the members of a group have in common: of addresses, the link.
fn key(wish: &Wish) -> Key {
    match wish.object().of::<Addr>() {
        Some((header, _)) => Key::EMPTY.u32(header.index.0).u8(header.family.0 as u8),
        None => wish.kept().key(wish.object()),
    }
}

fn members<'a>(now: &'a Snapshot, wish: &Wish) -> impl Iterator<Item = Found<'a>> {
    let table = now.table(wish.kept());
    table.tree().group(key(wish)).map(|(_, entry)| table.found(entry))
}

impl<'a> Planner<'a> {
    /// Plans that a group is again as it was. What else has come into it stays, behind the others.
    pub(super) fn restore_group(&mut self, wishes: &[Wish]) {
        let Some(first) = wishes.first() else { return };
        if is_ipv4_addr(first) {
            return self.restore_addrs(wishes);
        }
        let now = self.now;
        let there: Vec<_> =
            members(now, first).filter(|found| !self.is_removed(found.object)).collect();
        let is_wanted = |wish: &&Wish| {
            !restore::is_passing(wish.object())
                && (self.planning.kernels_own
                    || !restore::is_kernels_own(wish.object())
                    || there.iter().any(|found| is_same(found, wish)))
        };
        let wanted: Vec<_> = wishes.iter().filter(is_wanted).collect();
        if Family(first.object().family()) == Family::INET6 && first.kept().id == Id::Route {
            return self.restore_unordered(&wanted, &there);
        }
        let agree = there.iter().zip(&wanted).take_while(|(found, wish)| is_same(found, wish));
        let agree = agree.count();
        let (there, wanted) = (&there[agree..], &wanted[agree..]);
        if wanted.is_empty() {
            return;
        }
        let is_named = |found: &Found<'_>| wanted.iter().any(|wish| is_same(found, wish));
        // The kernel appends: those that are to stand behind what is missing are made again.
        let again = there.iter().any(is_named);
        let extra = there.iter().filter(|found| again && !is_named(found));
        let extra: Vec<_> = extra.map(|found| Wish::as_is(first.kept(), found.object)).collect();
        let all: Vec<_> = wanted.iter().copied().chain(&extra).collect();
        if again {
            there.iter().for_each(|found| self.take_out(first.kept(), *found));
        }
        let rank = all.iter().map(|wish| Rank::to_make(wish)).max();
        for wish in all {
            self.append(wish, rank);
        }
    }

    /// Of IPv6 the kernel makes one route of all that go through gateways, and replaces it as one.
    fn restore_unordered(&mut self, wanted: &[&Wish], there: &[Found<'_>]) {
        let is_missing = |wish: &&&Wish| !there.iter().any(|found| is_same(found, wish));
        for wish in wanted.iter().filter(is_missing) {
            match there {
                [found] if wanted.len() == 1 => {
                    let inverse = Inverse::Restore(vec![Wish::as_is(wish.kept(), found.object)]);
                    self.make_again(wish, flag::CREATE | flag::REPLACE, inverse, None);
                }
                _ => self.append(wish, None),
            }
        }
    }

    /// IPv4's addresses of a link stand in the order in which they came, the first of each net before all others.
    fn restore_addrs(&mut self, wishes: &[Wish]) {
        let mut wanted: Vec<_> = wishes.iter().collect();
        wanted.sort_by_key(|wish| birth(wish.object()));
        let mut before = (0, 0);
        let mut is_in_place = |wish: &&&Wish| {
            let Some(found) = self.there(wish).first().copied() else { return false };
            let (was, is) = (birth(wish.object()), birth(found.object));
            let is_behind = before.0 < is.0 || before.1 <= is.1;
            before = is;
            let label = |object: Object<'_>| {
                object
                    .of::<Addr>()
                    .and_then(|(_, attrs)| Some(attrs.find(IFA_LABEL.number)?.payload))
                    .map(<[u8]>::to_vec)
            };
            // When a link gets another name, its addresses get other labels.
            let is_called = label(wish.object()) == label(found.object);
            was.0 == is.0 && is_behind && is_called && !self.is_removed(found.object)
        };
        let in_place = wanted.iter().take_while(&mut is_in_place).count();
        let (in_place, others) = wanted.split_at(in_place);
        in_place.iter().for_each(|wish| self.restore(wish, &self.there(wish)));
        // From the first that is missing on, all are made again; the last goes first, so that none is promoted.
        for wish in others.iter().rev() {
            self.there(wish)
                .first()
                .into_iter()
                .for_each(|found| self.take_out(wish.kept(), *found));
        }
        for wish in others {
            self.make_again(wish, flag::CREATE | flag::EXCL, Inverse::Remove, None);
        }
    }

    fn append(&mut self, wish: &Wish, rank: Option<Rank>) {
        let flags = match wish.kept().id {
            Id::Route => flag::CREATE | flag::APPEND,
            _ => flag::CREATE,
        };
        self.make_again(wish, flags, Inverse::Remove, rank);
    }

    /// Plans a request that makes an object as it was, which may be so already.
    pub(super) fn make_again(
        &mut self,
        wish: &Wish,
        flags: u16,
        inverse: Inverse,
        rank: Option<Rank>,
    ) {
        let Some(request) = restore::request(wish.object(), flags) else { return };
        let step = Step { request, inverse, tolerant: true };
        self.push(rank.unwrap_or_else(|| Rank::to_make(wish)), step);
    }

    /// Plans that an object is removed in order to be made again.
    pub(super) fn take_out(&mut self, kept: &'static Kept, found: Found<'_>) {
        let was = vec![Wish::as_is(kept, found.object)];
        let request = restore::removal(found.object);
        let step = Step { request, inverse: Inverse::Restore(was), tolerant: true };
        self.push(Rank::to_remove(kept.id, found.object), step);
    }
}

fn is_same(found: &Found<'_>, wish: &Wish) -> bool {
    let is_same = wish.kept().is_same.unwrap_or(compare::is_same);
    is_same(found.object, wish.object()) || restore::has_same_settings(found.object, wish.object())
}
