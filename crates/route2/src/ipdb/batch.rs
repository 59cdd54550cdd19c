//! What consumers get: events in batches, which all consumers share.

use route2_mirror::{Difference, Happening, Kept, Origin};
use route2_schema::rtnl::{Object, Op};
use route2_schema::wire::{Header, Message, align};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Events that came together, with their bytes in one piece of memory.
#[derive(Debug, Default)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    items: Vec<Item>,
}

#[derive(Debug)]
enum Item {
    Change {
        event: Option<Range<usize>>,
        old: Option<Range<usize>>,
        new: Option<Range<usize>>,
        kept: Option<&'static Kept>,
        origin: Origin,
        revision: u64,
    },
    Overrun,
    Lagged,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The kernel said something, or a change was found that it had not announced.
    Change(Change),
    /// The kernel dropped notifications, because the socket was full. What really changed meanwhile follows, as
    /// changes found by a resync.
    Overrun,
    /// This consumer had so much to take that its bound was reached, and what came then was not kept for it. The
    /// differences between what it has seen and what is follow, as changes found by a resync.
    Lagged,
}

/// A notification of the kernel's with the change it caused, if any; or a change that was found without.
#[derive(Clone)]
pub struct Change {
    batch: Arc<Batch>,
    item: usize,
}

/// What a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Nothing that is kept and not volatile differs from before.
    Nothing,
    /// An object that was not there.
    Added,
    /// An object is not what it was.
    Changed,
    /// An object is gone.
    Removed,
}

impl Batch {
    /// One for what so many bytes of notifications do: most often they are the state afterwards, and it takes no
    /// more room to say what was before.
    pub(super) fn for_notifications(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(2 * bytes), items: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How much memory it takes.
    pub(super) fn size(&self) -> usize {
        self.bytes.len() + self.items.len() * size_of::<Item>()
    }

    pub(super) fn push_overrun(&mut self) {
        self.items.push(Item::Overrun);
    }

    pub(super) fn push_lagged(&mut self) {
        self.items.push(Item::Lagged);
    }

    pub(super) fn push(&mut self, happening: Happening<'_>) {
        let Happening { event, kept, old, new, origin, revision } = happening;
        let event_bytes = event.map(|event| event.bytes);
        let event = event_bytes.map(|bytes| self.copy(bytes));
        let old = old.map(|old| self.copy(old.message.bytes));
        // What is kept now is most often the notification itself.
        let new = new.map(|new| match (&event, event_bytes) {
            (Some(range), Some(bytes)) if bytes == new.message.bytes => range.clone(),
            _ => self.copy(new.message.bytes),
        });
        self.items.push(Item::Change { event, old, new, kept, origin, revision });
    }

    fn copy(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = align(self.bytes.len());
        self.bytes.resize(start, 0);
        self.bytes.extend_from_slice(bytes);
        start..self.bytes.len()
    }

    pub(super) fn event(self: &Arc<Self>, item: usize) -> Option<Event> {
        Some(match self.items.get(item)? {
            Item::Change { .. } => Event::Change(Change { batch: Arc::clone(self), item }),
            Item::Overrun => Event::Overrun,
            Item::Lagged => Event::Lagged,
        })
    }
}

impl Change {
    fn parts(&self) -> Option<[Option<&[u8]>; 3]> {
        match self.batch.items.get(self.item)? {
            Item::Change { event, old, new, .. } => Some(
                [event, old, new]
                    .map(|range| range.clone().and_then(|range| self.batch.bytes.get(range))),
            ),
            _ => None,
        }
    }

    /// The kernel's notification, as it came; `None` where there was none.
    pub fn message(&self) -> Option<Message<'_>> {
        let bytes = self.parts()?[0]?;
        Some(Message { header: Header::read(bytes)?, bytes })
    }

    /// The object: as the notification has it; where there was none, as a notification would have had it, that of
    /// its end for one that is gone. `None` where the notification is about nothing that a table has.
    pub fn object(&self) -> Option<Object<'_>> {
        match self.message() {
            Some(message) => Object::new(message),
            None => self.after().or_else(|| Some(deleted(self.before()?))),
        }
    }

    /// The table that the mirror keeps it in, where it does.
    pub fn kept(&self) -> Option<&'static Kept> {
        match self.batch.items.get(self.item)? {
            Item::Change { kept, .. } => *kept,
            _ => None,
        }
    }

    /// The object before; `None` where it was not there, or nothing changed.
    pub fn before(&self) -> Option<Object<'_>> {
        Some(self.kept()?.object(self.parts()?[1]?))
    }

    /// The object now; `None` where it is gone, or nothing changed.
    pub fn after(&self) -> Option<Object<'_>> {
        Some(self.kept()?.object(self.parts()?[2]?))
    }

    /// What it is.
    pub fn what(&self) -> What {
        match self.parts() {
            Some([_, None, Some(_)]) => What::Added,
            Some([_, Some(_), Some(_)]) => What::Changed,
            Some([_, Some(_), None]) => What::Removed,
            _ => What::Nothing,
        }
    }

    /// Where it was learnt from.
    pub fn origin(&self) -> Origin {
        match self.batch.items.get(self.item) {
            Some(Item::Change { origin, .. }) => *origin,
            _ => Origin::Kernel,
        }
    }

    /// The mirror's revision afterwards.
    pub fn revision(&self) -> u64 {
        match self.batch.items.get(self.item) {
            Some(Item::Change { revision, .. }) => *revision,
            _ => 0,
        }
    }

    /// Calls `visit` with each attribute, and member of the header, that is not what it was.
    pub fn differences<'a>(&'a self, visit: &mut dyn FnMut(Difference<'a>)) {
        if let (Some(old), Some(new)) = (self.before(), self.after()) {
            route2_mirror::differences(old, new, visit);
        }
    }
}

/// The same object in the kernel's notice of its end.
fn deleted(object: Object<'_>) -> Object<'_> {
    let (op, Message { header, bytes }) = (Op::Del, object.message);
    let header = Header { message_type: object.table.message_type(op), ..header };
    Object { op, message: Message { header, bytes }, ..object }
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change")
            .field("event", &self.object().map(|object| object.event()))
            .field("what", &self.what())
            .field("origin", &self.origin())
            .field("revision", &self.revision())
            .finish()
    }
}
