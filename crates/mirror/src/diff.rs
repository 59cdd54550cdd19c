//! Two states of a table: which groups of objects differ, and what became of each member.

use crate::kept::{Id, Kept};
use crate::key::Key;
use crate::mirror::{Happening, Origin};
use crate::{Narrow, Snapshot, Table, compare};
use route2_schema::rtnl::Object;
use route2_schema::rtnl::addr::Addr;
use route2_schema::rtnl::names::Family;
use route2_schema::rtnl::route::{RTA_MULTIPATH, RTA_NH_ID, RTA_OIF, Route};
use route2_wire::IfIndex;

impl Snapshot {
    /// Calls `sink` with each difference between this state and a newer one.
    pub fn changes_to(&self, newer: &Self, sink: &mut dyn FnMut(Happening<'_>)) {
        for (old, new) in self.tables().zip(newer.tables()) {
            for key in differing_keys(old, new, Narrow::default()) {
                let (event, origin, revision) = (None, Origin::Resync, newer.revision());
                let kept = Some(old.kept());
                group_changes(old, new, key, &mut |old, new| {
                    sink(Happening { event, kept, old, new, origin, revision });
                });
            }
        }
    }
}

/// The keys of groups that are not byte for byte the same in what was kept (as far as it was asked about) and in
/// the answer.
pub(crate) fn differing_keys(was: &Table, is: &Table, narrow: Narrow) -> Vec<Key> {
    let kept = was.kept();
    let mut keys = Vec::new();
    let mut old = was.tree().iter().map(|(_, entry)| (entry.key, entry.bytes));
    let mut new = is.tree().iter().map(|(_, entry)| (entry.key, entry.bytes));
    let is_asked = |(_, bytes): &(_, &[u8])| in_scope(kept.id, narrow, kept.object(bytes));
    let mut next_old = move || old.find(is_asked);
    let mut next_new = move || new.next();
    let (mut one, mut other) = (next_old(), next_new());
    let mut differ = |key: &[u8]| {
        if keys.last().is_none_or(|last: &Key| last.as_bytes() != key) {
            keys.push(Key::EMPTY.bytes(key));
        }
    };
    loop {
        match (one, other) {
            (None, None) => return keys,
            (Some((key, bytes)), Some((same, others))) if key == same => {
                if kept.object(bytes).message.payload() != kept.object(others).message.payload() {
                    differ(key);
                }
                (one, other) = (next_old(), next_new());
            }
            (Some((key, _)), Some((later, _))) if key < later => {
                differ(key);
                one = next_old();
            }
            (Some((key, _)), None) => {
                differ(key);
                one = next_old();
            }
            (_, Some((key, _))) => {
                differ(key);
                other = next_new();
            }
        }
    }
}

/// Was it asked about?
pub(crate) fn in_scope(id: Id, narrow: Narrow, object: Object<'_>) -> bool {
    let Narrow { family, ifindex, .. } = narrow;
    if family != Family::UNSPEC && family.0 != object.family() && id != Id::Port {
        return false;
    }
    if ifindex == 0 {
        return true;
    }
    match id {
        Id::Route => object.of::<Route>().is_some_and(|(_, attrs)| {
            let is_it = |oif: Option<IfIndex>| oif.is_some_and(|oif| oif.0 == ifindex);
            attrs.find(RTA_NH_ID.number).is_none()
                && (is_it(attrs.get(RTA_OIF).ok().flatten())
                    || attrs.find(RTA_MULTIPATH.number).is_some_and(|_| uses(object, ifindex)))
        }),
        Id::Addr => object.of::<Addr>().is_some_and(|(header, _)| header.index.0 == ifindex),
        _ => {
            let header = object.header();
            let index = header.number("index").or_else(|| header.number("ifindex"));
            index.is_some_and(|index| index as u32 == ifindex)
        }
    }
}

/// Does one of several next hops go out by this interface?
fn uses(route: Object<'_>, ifindex: u32) -> bool {
    let mut found = false;
    route.each_at("multipath.oif", &mut |oif| found |= oif.number() == Some(ifindex.into()));
    found
}

/// What became of a member.
pub(crate) enum Pair<'a> {
    /// It was not asked about.
    Outside,
    Gone,
    Is(&'a [u8]),
}

/// Finds for each old member what it is now, and takes that out of `new`.
pub(crate) fn pair<'a>(
    kept: &Kept,
    old: &[&[u8]],
    new: &mut [Option<&'a [u8]>],
    in_scope: impl Fn(Object<'_>) -> bool,
) -> Vec<Pair<'a>> {
    let mut pairs: Vec<Option<Pair<'a>>> = old.iter().map(|_| None).collect();
    let is_member = |was: &[u8], is: &[u8]| {
        kept.is_same.is_none_or(|is_same| is_same(kept.object(was), kept.object(is)))
    };
    for (was, pair) in old.iter().zip(&mut pairs) {
        let found = new.iter_mut().find(|is| is.is_some_and(|is| is_member(was, is)));
        if let Some(is) = found.and_then(Option::take) {
            *pair = Some(Pair::Is(is));
        }
    }
    // One that is no member any more, and one that was none: it became that.
    let lost = old
        .iter()
        .zip(&mut pairs)
        .filter(|(was, pair)| pair.is_none() && in_scope(kept.object(was)));
    for (_, pair) in lost {
        *pair = Some(match new.iter_mut().find_map(Option::take) {
            Some(is) => Pair::Is(is),
            None => Pair::Gone,
        });
    }
    pairs.into_iter().map(|pair| pair.unwrap_or(Pair::Outside)).collect()
}

/// Calls `visit` with each member of a group that is not the same in both states: what it was, what it is.
fn group_changes(
    old: &Table,
    new: &Table,
    key: Key,
    visit: &mut dyn FnMut(Option<Object<'_>>, Option<Object<'_>>),
) {
    let kept = old.kept();
    let was: Vec<_> = old.tree().group(key).map(|(_, entry)| entry.bytes).collect();
    let mut is: Vec<_> = new.tree().group(key).map(|(_, entry)| Some(entry.bytes)).collect();
    for (bytes, pair) in was.iter().zip(pair(kept, &was, &mut is, |_| true)) {
        let one = kept.object(bytes);
        match pair {
            Pair::Is(bytes) if compare::is_same(one, kept.object(bytes)) => {}
            Pair::Is(bytes) => visit(Some(one), Some(kept.object(bytes))),
            Pair::Gone => visit(Some(one), None),
            Pair::Outside => {}
        }
    }
    for bytes in is.into_iter().flatten() {
        visit(None, Some(kept.object(bytes)));
    }
}
