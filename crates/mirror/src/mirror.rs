//! The writer of the state: what the kernel says goes in, what it did to the state comes out.

mod answer;
mod doubt;
mod event;
mod moved;
mod partial;

use crate::kept::{Id, Kept};
use crate::key::Key;
use crate::table::{Filling, Table};
use crate::{Narrow, Snapshot};
use answer::Open;
use core::time::Duration;
use doubt::{Doubt, Doubts};
use route2_schema::rtnl::Object;
use route2_schema::rtnl::names::{Group, RtTable};
use route2_wire::Message;
use std::collections::HashSet;
use std::sync::Arc;

/// A mirror of the kernel's tables.
///
/// It does no I/O and reads no clock: whoever drives it hands in what the kernel says, asks what it wants to ask
/// the kernel ([`poll_question`](Self::poll_question)), and hands in the answers. Any order of calls is legal.
#[derive(Debug)]
pub struct Mirror {
    /// By [`Id`]; `None` is not kept.
    tables: Vec<Option<Table>>,
    revision: u64,
    doubts: Doubts,
    open: Vec<Open>,
    last_question: u64,
    /// How many tables were never read.
    unread: usize,
    /// Until then no question is asked, so that asking never takes more than half of the time.
    resting: Duration,
    stats: Stats,
    /// The keys of routes of which one may be there twice.
    twice: HashSet<Key>,
    scratch: Vec<u8>,
}

/// What a mirror has been through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Notifications of the kernel.
    pub events: u64,
    /// How often the kernel said that it had dropped notifications.
    pub overruns: u64,
    /// How many tables, or parts of them, were read again.
    pub questions: u64,
    /// How many of those were disturbed by changes, and asked once more.
    pub disturbed: u64,
    /// Changes that the kernel did not announce.
    pub inferred: u64,
    /// Changes whose announcement was lost.
    pub resynced: u64,
}

/// Where a change was learnt from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The kernel's notification.
    Kernel,
    /// The kernel did not announce it: it was found when something else gave reason to look.
    Inferred,
    /// Its announcement was lost on a full socket: it was found when the table was read again.
    Resync,
}

/// A notification and what it did to the mirror; or what was found without one.
#[derive(Clone, Copy, Debug)]
pub struct Happening<'a> {
    /// The notification; `None` where there was none.
    pub event: Option<Message<'a>>,
    /// The table that changed, where one did.
    pub kept: Option<&'static Kept>,
    /// The object before; `None` where it was not there, or nothing changed.
    pub old: Option<Object<'a>>,
    /// The object now; `None` where it is gone, or nothing changed.
    pub new: Option<Object<'a>>,
    /// Where it was learnt from.
    pub origin: Origin,
    /// The mirror's revision afterwards.
    pub revision: u64,
}

/// What the mirror wants to know from the kernel: the objects of a table, or of a part of it.
///
/// The kernel may be in the middle of what it has announced: whoever asks first waits until that is done (by a
/// request that needs the lock of all routing, which the kernel holds meanwhile).
#[derive(Clone, Debug)]
pub struct Question {
    /// Tells its answer from others.
    pub number: u64,
    /// Which part of it.
    pub narrow: Narrow,
    empty: Table,
    revision: u64,
}

impl Question {
    /// The table that is asked about.
    pub const fn kept(&self) -> &'static Kept {
        self.empty.kept()
    }

    /// An empty table, to be filled with the answer.
    pub fn filling(&self) -> Filling {
        Filling::new(&self.empty, self.revision)
    }
}

impl Mirror {
    /// A mirror of these tables. It is empty, and wants to know everything.
    pub fn new(kept: impl IntoIterator<Item = &'static Kept>) -> Self {
        let mut tables = vec![None; crate::KEPT.len()];
        let mut doubts = Doubts::default();
        for kept in kept {
            tables[kept.id as usize] = Some(Table::new(kept));
            doubts.raise(Doubt { first: true, ..Doubt::about(kept.id, Origin::Kernel) });
        }
        let unread = tables.iter().flatten().count();
        Self {
            tables,
            revision: 0,
            doubts,
            open: Vec::new(),
            last_question: 0,
            unread,
            resting: Duration::ZERO,
            stats: Stats::default(),
            twice: HashSet::new(),
            scratch: Vec::new(),
        }
    }

    /// Keeps routes of these routing tables only; of all, where there is none among them.
    pub fn only_routing_tables(&mut self, tables: impl Into<Arc<[RtTable]>>) {
        if let Some(routes) = &mut self.tables[Id::Route as usize] {
            routes.only(tables.into());
        }
    }

    /// The state as it is. It costs no copy, and does not change any more.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::new(&self.tables, self.revision)
    }

    /// Grows with every change.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// What it has been through.
    pub const fn stats(&self) -> Stats {
        self.stats
    }

    /// Has each table been read at least once?
    pub const fn is_filled(&self) -> bool {
        self.unread == 0
    }

    /// Is there nothing that it wants to know? Then, where no notification waits either, it is what the
    /// kernel has.
    pub fn is_settled(&self) -> bool {
        self.doubts.is_empty() && self.open.is_empty()
    }

    /// The multicast groups in which the kernel tells what the mirror has to know: of its tables, and of what
    /// makes these change without a word.
    pub fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> =
            self.tables.iter().flatten().flat_map(|table| table.kept().groups()).copied().collect();
        groups.extend(self.kept_ids().flat_map(doubt::groups).copied());
        groups.sort_by_key(|group| group.0);
        groups.dedup();
        groups
    }

    fn kept_ids(&self) -> impl Iterator<Item = Id> {
        self.tables.iter().flatten().map(|table| table.kept().id)
    }

    fn table(&self, id: Id) -> Option<&Table> {
        self.tables.get(id as usize)?.as_ref()
    }

    /// Takes the news that notifications were lost: all that is kept is in doubt.
    pub fn handle_overrun(&mut self) {
        self.stats.overruns += 1;
        self.doubt_everything(Origin::Resync);
    }

    /// Puts all that is kept in doubt, so that it is read again.
    pub fn doubt_everything(&mut self, origin: Origin) {
        self.open.iter_mut().for_each(Open::disturb);
        for id in self.kept_ids().collect::<Vec<_>>() {
            self.doubts.raise(Doubt::about(id, origin));
        }
    }

    /// When the next question may be asked, where one waits and it may not be yet.
    pub fn poll_timeout(&self) -> Option<Duration> {
        self.doubts.earliest().map(|earliest| earliest.max(self.resting))
    }
}
