//! What a notification does to the mirror.

use super::{Happening, Mirror, Origin, partial};
use crate::kept::{Id, Kept};
use crate::key::Key;
use crate::tree::Place;
use crate::{Table, compare};
use route2_schema::rtnl::link::{IFLA_MASTER, Link};
use route2_schema::rtnl::names::Family;
use route2_schema::rtnl::route::{RTA_MULTIPATH, Route};
use route2_schema::rtnl::{Object, Op};
use route2_wire::{Message, flag};

/// What is to be done with a table.
enum Step {
    Insert(Place),
    Replace(Place),
    Remove(Place),
    Nothing,
}

impl Mirror {
    /// Takes a notification of the kernel's, and calls `sink` with what it did.
    pub fn handle_event(&mut self, message: Message<'_>, sink: &mut dyn FnMut(Happening<'_>)) {
        self.stats.events += 1;
        let untold = |revision| Happening {
            event: Some(message),
            kept: None,
            old: None,
            new: None,
            origin: Origin::Kernel,
            revision,
        };
        let Some(object) = Object::new(message).filter(|o| matches!(o.op, Op::New | Op::Del))
        else {
            return sink(untold(self.revision));
        };
        let kept = Kept::of(object).filter(|kept| self.table(kept.id).is_some() && !kept.partial);
        let whole = kept.filter(|kept| partial::is_whole(kept.id, object));
        let Some(kept) = whole else {
            sink(untold(self.revision));
            return self.doubt_after(Kept::of(object), object, kept.is_some());
        };
        let exact = self.apply(kept, object, sink);
        self.doubt_after(Some(kept), object, exact);
    }

    /// Applies a notification that tells all of its object. Is that all there is to say?
    fn apply(
        &mut self,
        kept: &'static Kept,
        object: Object<'_>,
        sink: &mut dyn FnMut(Happening<'_>),
    ) -> bool {
        let key = kept.key(object);
        for open in &mut self.open {
            open.touch(kept.id, Family(object.family()), key);
        }
        if kept.id == Id::Neigh && object.op == Op::New {
            self.move_here(kept, key, object, sink);
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        let Some(table) = self.tables.get_mut(kept.id as usize).and_then(Option::as_mut) else {
            return true;
        };
        let (step, exact) = step(table, &key, object);
        let place = match step {
            Step::Replace(place) | Step::Remove(place) => table.tree().get(place),
            _ => None,
        };
        let old = place.map(|entry| kept.object(entry.bytes));
        // A notice of a link, or of its settings, is not what is kept of them.
        let mut merged = Vec::new();
        let new = match kept.id {
            Id::Link => {
                partial::merge(old, object, &mut merged);
                kept.object(&merged)
            }
            Id::Netconf => {
                partial::update(old, object, &mut merged);
                kept.object(&merged)
            }
            _ => object,
        };
        scratch.clear();
        scratch.extend_from_slice(old.map_or(&[], |old| old.message.bytes));
        // A port that joins or leaves is news of its master too, and of the other ports.
        let exact = exact && (kept.id != Id::Link || master(old) == master(Some(new)));
        let is_news = match (&step, old) {
            (Step::Nothing, _) => false,
            (Step::Replace(_), Some(old)) => !compare::is_same(old, new),
            _ => true,
        };
        self.revision += u64::from(is_news);
        let unchanged = place.map_or(0, |entry| entry.revision);
        let revision = if is_news { self.revision } else { unchanged };
        match step {
            Step::Insert(place) => table.insert(place, key, new.message.bytes, revision),
            Step::Replace(place) => table.replace(place, new.message.bytes, revision),
            Step::Remove(place) => table.remove(place),
            Step::Nothing => {}
        }
        sink(Happening {
            event: Some(object.message),
            kept: Some(kept),
            old: (is_news && !scratch.is_empty()).then(|| kept.object(&scratch)),
            new: (is_news && !matches!(step, Step::Remove(_))).then_some(new),
            origin: Origin::Kernel,
            revision: self.revision,
        });
        self.scratch = scratch;
        exact
    }
}

/// The link that a link is a port of.
fn master(link: Option<Object<'_>>) -> Option<u32> {
    let (_, attrs) = link?.of::<Link>()?;
    attrs.get(IFLA_MASTER).ok()?.map(|master| master.0)
}

/// What a notification asks for, and whether that is certain to be all.
fn step(table: &Table, key: &Key, object: Object<'_>) -> (Step, bool) {
    let tree = table.tree();
    let start = tree.start_of(key);
    let mut group = tree.group_at(start, key).peekable();
    let first = group.peek().map(|(place, _)| *place);
    let (mut member, mut end, mut count) = (None, start, 0);
    for (place, entry) in group {
        if member.is_none() && table.is_member(entry, object) {
            member = Some(place);
            // Of what is removed, nobody asks where its group ends.
            if object.op == Op::Del {
                break;
            }
        }
        (end, count) = (place.next(), count + 1);
    }
    match (object.op, member) {
        (Op::Del, Some(place)) => (Step::Remove(place), true),
        // One leg of several, perhaps.
        (Op::Del, None) => (Step::Nothing, !table.is_kept(object)),
        (_, Some(place)) if table.is_kept(object) => {
            (Step::Replace(place), is_simple(table, object) && !has_siblings(object, count - 1))
        }
        (_, Some(place)) => (Step::Remove(place), true),
        (_, None) if !table.is_kept(object) => (Step::Nothing, true),
        // Of an interface's settings, a notice tells one, unless they are new.
        (_, None) if table.kept().id == Id::Netconf => (Step::Insert(end), false),
        (_, None) if table.kept().id != Id::Route => {
            (Step::Insert(end), !has_siblings(object, count))
        }
        (_, None) => {
            let is_ipv4 = Family(object.family()) == Family::INET;
            let has = |flag: u16| object.message.header.flags & flag != 0;
            match first {
                Some(first) if has(flag::REPLACE) => {
                    (Step::Replace(first), count == 1 && is_simple(table, object))
                }
                // Of IPv4, what is not appended goes before those like it.
                Some(first) if is_ipv4 && !has(flag::APPEND) => (Step::Insert(first), true),
                Some(_) => (Step::Insert(end), is_ipv4),
                None => (Step::Insert(end), is_simple(table, object)),
            }
        }
    }
}

/// IPv6 routes to one net become one with several next hops, in an order that notices do not tell.
fn is_simple(table: &Table, object: Object<'_>) -> bool {
    table.kept().id != Id::Route
        || Family(object.family()) != Family::INET6
        || object.of::<Route>().is_none_or(|(_, attrs)| attrs.find(RTA_MULTIPATH.number).is_none())
}

/// Entries of a VXLAN's forwarding database that differ in nothing but where to have a state in common, and a notice
/// is of one of them.
fn has_siblings(object: Object<'_>, others: usize) -> bool {
    others > 0 && object.table.name == "neigh" && Family(object.family()) == Family::BRIDGE
}
