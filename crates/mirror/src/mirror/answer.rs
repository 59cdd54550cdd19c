//! Questions to the kernel, and what an answer does to the mirror.

use super::doubt::Doubt;
use super::moved;
use super::{Happening, Mirror, Origin, Question};
use crate::Table;
use crate::compare;
use crate::diff::{Pair, differing_keys, in_scope, pair};
use crate::kept::{Id, Kept};
use crate::key::Key;
use crate::tree::Entry;
use core::time::Duration;
use route2_schema::rtnl::names::Family;
use std::collections::HashSet;

/// A question that is being asked.
#[derive(Debug)]
pub(super) struct Open {
    number: u64,
    doubt: Doubt,
    asked: Duration,
    /// What was told meanwhile: about these, what was told counts.
    touched: HashSet<Key>,
    /// Something happened to objects of the kind: what the answer lacks need not be gone.
    disturbed: bool,
}

impl Open {
    pub(super) const fn disturb(&mut self) {
        self.disturbed = true;
    }

    /// Takes note of a notification that was handled before the answer.
    pub(super) fn touch(&mut self, table: Id, family: Family, key: Key) {
        let about = self.doubt.narrow.family;
        if table == self.doubt.table && (about == Family::UNSPEC || about == family) {
            self.disturbed = true;
            self.touched.insert(key);
        }
    }
}

impl Mirror {
    /// What the mirror wants to know next. Ask the kernel, and hand what it says to
    /// [`handle_answer`](Self::handle_answer), after all notifications that had come by then. `now` is the
    /// time since any moment that stays the same.
    pub fn poll_question(&mut self, now: Duration) -> Option<Question> {
        if now < self.resting && self.is_filled() {
            return None;
        }
        let open = &self.open;
        // One at a time of a table.
        let doubt = self
            .doubts
            .take(now, |doubt| open.iter().all(|open| open.doubt.table != doubt.table))?;
        self.last_question += 1;
        self.stats.questions += 1;
        let number = self.last_question;
        let (touched, disturbed) = (HashSet::new(), false);
        self.open.push(Open { number, doubt, asked: now, touched, disturbed });
        let (empty, revision) = (self.table(doubt.table)?.emptied(), self.revision + 1);
        Some(Question { number, narrow: doubt.narrow, empty, revision })
    }

    /// Takes the answer to a question, and calls `sink` with each difference from what was kept. `complete`
    /// is false where the kernel said that the table had changed meanwhile.
    pub fn handle_answer(
        &mut self,
        number: u64,
        answer: Table,
        complete: bool,
        now: Duration,
        sink: &mut dyn FnMut(Happening<'_>),
    ) {
        let Some(at) = self.open.iter().position(|open| open.number == number) else { return };
        let open = self.open.swap_remove(at);
        let took = now.saturating_sub(open.asked);
        self.resting = now + took;
        self.unread -= usize::from(open.doubt.first);
        let reliable = complete && !open.disturbed;
        if self.compare(&open, answer, reliable, sink) || !complete {
            self.stats.disturbed += 1;
            let doubt = Doubt { first: false, ..open.doubt };
            self.doubts.raise(doubt.again(now, took));
        }
    }

    /// A question could not be asked, or not be answered: it is to be asked again.
    pub fn handle_no_answer(&mut self, number: u64, now: Duration) {
        let Some(at) = self.open.iter().position(|open| open.number == number) else { return };
        let open = self.open.swap_remove(at);
        self.doubts.raise(open.doubt.again(now, now.saturating_sub(open.asked)));
    }

    /// Is there something that is missing in the answer and still cannot be said to be gone?
    fn compare(
        &mut self,
        open: &Open,
        answer: Table,
        reliable: bool,
        sink: &mut dyn FnMut(Happening<'_>),
    ) -> bool {
        let (id, narrow) = (open.doubt.table, open.doubt.narrow);
        let Some(table) = self.tables.get_mut(id as usize).and_then(Option::as_mut) else {
            return false;
        };
        if open.doubt.first {
            self.revision += u64::from(!answer.is_empty());
            let told = std::mem::replace(table, answer);
            for key in &open.touched {
                let members: Vec<_> = told.tree().group(*key).map(|(_, entry)| entry).collect();
                rewrite(table, *key, &members);
            }
            // What it lacks is looked for once more, where it was disturbed.
            return !reliable;
        }
        let kept = answer.kept();
        if kept.twins && !reliable {
            // What is in it twice may be there twice.
            return true;
        }
        let (mut again, mut has_moved, before) = (false, false, table.clone());
        let sink = &mut |happening: Happening<'_>| {
            let is_gone = happening.new.is_none();
            has_moved |= is_gone && happening.old.is_some_and(moved::may_have_moved);
            sink(happening);
        };
        for key in differing_keys(&before, &answer, narrow) {
            if open.touched.contains(&key) {
                again |= !reliable;
                continue;
            }
            again |= self.settle_group(kept, key, &answer, open, reliable, sink);
        }
        if has_moved && narrow.ifindex != 0 {
            self.doubt(Id::Neigh, Family::BRIDGE, 0);
        }
        again
    }

    /// Makes one group what the answer says. Is something left that may or may not be gone?
    fn settle_group(
        &mut self,
        kept: &'static Kept,
        key: Key,
        answer: &Table,
        open: &Open,
        reliable: bool,
        sink: &mut dyn FnMut(Happening<'_>),
    ) -> bool {
        let Some(table) = self.tables.get_mut(kept.id as usize).and_then(Option::as_mut) else {
            return false;
        };
        let mut new: Vec<Option<&[u8]>> =
            answer.tree().group(key).map(|(_, entry)| Some(entry.bytes)).collect();
        let order: Vec<&[u8]> = new.iter().copied().flatten().collect();
        let before = table.clone();
        let old: Vec<_> = before.tree().group(key).map(|(_, entry)| entry).collect();
        let bytes: Vec<_> = old.iter().map(|entry| entry.bytes).collect();
        let pairs = pair(kept, &bytes, &mut new, |o| in_scope(kept.id, open.doubt.narrow, o));
        let (mut members, mut again) = (Vec::new(), false);
        let mut told = Vec::new();
        for (was, is) in old.into_iter().zip(pairs) {
            match is {
                Pair::Outside => members.push(was),
                Pair::Gone if !reliable => {
                    again = true;
                    members.push(was);
                }
                Pair::Gone => {
                    self.revision += 1;
                    told.push((Some(was.bytes), None, self.revision));
                }
                Pair::Is(bytes) if kept.is_silent(kept.object(was.bytes), kept.object(bytes)) => {
                    members.push(was);
                }
                Pair::Is(bytes) => {
                    let (one, other) = (kept.object(was.bytes), kept.object(bytes));
                    let mut revision = was.revision;
                    if !compare::is_same(one, other) {
                        self.revision += 1;
                        revision = self.revision;
                        told.push((Some(was.bytes), Some(bytes), revision));
                    }
                    members.push(Entry { key: key.as_bytes(), bytes, revision });
                }
            }
        }
        for bytes in new.into_iter().flatten() {
            self.revision += 1;
            told.push((None, Some(bytes), self.revision));
            members.push(Entry { key: key.as_bytes(), bytes, revision: self.revision });
        }
        // The order is the kernel's, where it listed the whole group.
        let place = |member: &Entry<'_>| order.iter().position(|bytes| *bytes == member.bytes);
        members.sort_by_key(|member| place(member).unwrap_or(usize::MAX));
        rewrite(table, key, &members);
        let origin = open.doubt.origin.max(Origin::Inferred);
        for (old, new, revision) in &told {
            let (old, new) =
                (old.map(|bytes| kept.object(bytes)), new.map(|bytes| kept.object(bytes)));
            match origin {
                Origin::Resync => self.stats.resynced += 1,
                _ => self.stats.inferred += 1,
            }
            let revision = *revision;
            sink(Happening { event: None, kept: Some(kept), old, new, origin, revision });
        }
        again
    }
}

fn rewrite(table: &mut Table, key: Key, members: &[Entry<'_>]) {
    let old = table.tree().group(key).count();
    // Where the number is the same, members are written over each other.
    if old == members.len() {
        for (nth, member) in members.iter().enumerate() {
            let place = table.tree().group(key).nth(nth).map(|(place, _)| place);
            if let Some(place) = place {
                table.replace(place, member.bytes, member.revision);
            }
        }
        return;
    }
    for _ in 0..old {
        let place = table.tree().group(key).next().map(|(place, _)| place);
        if let Some(place) = place {
            table.remove(place);
        }
    }
    for member in members {
        table.insert(table.tree().end_of(&key), key, member.bytes, member.revision);
    }
}
