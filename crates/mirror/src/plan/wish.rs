//! What is wanted of one object.

use super::{as_request, restore};
use crate::kept::Id;
use crate::key::Key;
use crate::{Kept, Snapshot};
use route2_schema::rtnl::link::{IFLA_IFNAME, Link};
use route2_schema::rtnl::names::Family;
use route2_schema::rtnl::neigh::{NDA_DST, Neigh};
use route2_schema::rtnl::{Object, Op, Wanted};
use route2_wire::{Header, Message, Messages};
use std::collections::{HashMap, HashSet};

/// What is wanted of one object: a message that says so, and how it is meant.
#[derive(Clone, Debug)]
pub struct Wish {
    kept: &'static Kept,
    goal: Goal,
    /// As `RTM_NEW...`.
    message: Vec<u8>,
    /// Which members of the header are said, a bit each.
    members: u64,
}

/// How a wish is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// That there is such an object: one more than there was.
    Add,
    /// That there is one that is as said, whether it must be made or changed for that.
    Replace,
    /// That the one that there is is as said.
    Change,
    /// That it is as said, once something else that the plan does has made it: the other end of a pair.
    Along,
    /// That it is there too, behind others with the same key.
    Append,
    /// That the one that there is is there no more.
    Absent,
    /// That there is none, which may be so.
    Gone,
    /// That it is as this one was, in all that can be set.
    As,
}

impl Wish {
    /// A wish for what is described by key. What is meant and was not said is added.
    pub fn new(goal: Goal, mut wanted: Wanted) -> Option<Self> {
        let members = wanted.members();
        if !matches!(goal, Goal::Absent | Goal::Gone) || wanted.table().name != "neigh" {
            wanted.complete();
        } else if !wanted.has(NDA_DST.number) {
            wanted.default_member("family", Family::BRIDGE.0.into());
        }
        if !matches!(goal, Goal::Absent | Goal::Gone) {
            wanted.complete_new();
        }
        Self::of_message(goal, wanted.message(Op::New, 0)).map(|wish| Self { members, ..wish })
    }

    /// A wish for what a message says, all of whose header is said. `None` where no mirror keeps such an object.
    pub fn of_message(goal: Goal, message: Vec<u8>) -> Option<Self> {
        let object = Object::new(Messages::new(&message).next()?.ok()?)?;
        let kept = Kept::of(object)?;
        Some(Self { kept, goal, message, members: u64::MAX })
    }

    /// A wish that an object stays, or is again, as it is.
    pub fn as_is(kept: &'static Kept, object: Object<'_>) -> Self {
        let mut message = object.message.bytes.to_vec();
        as_request(&mut message, object.table.message_type(Op::New), 0);
        Self { kept, goal: Goal::As, message, members: u64::MAX }
    }

    /// A wish that what a request made is there no more.
    pub(crate) fn gone(request: &[u8]) -> Option<Self> {
        Self::of_message(Goal::Gone, request.to_vec())
    }

    /// A wish that an object is there no more.
    pub fn gone_object(kept: &'static Kept, object: Object<'_>) -> Self {
        Self { goal: Goal::Gone, ..Self::as_is(kept, object) }
    }

    /// A wish that undoes something, as a message that can be kept elsewhere: `RTM_NEW...` where an object is to be as
    /// it was, `RTM_DEL...` where none is to be there. `None` for other wishes.
    pub fn to_message(&self) -> Option<Vec<u8>> {
        let op = match self.goal {
            Goal::As => Op::New,
            Goal::Gone => Op::Del,
            _ => return None,
        };
        let mut message = self.message.clone();
        as_request(&mut message, self.kept.table.message_type(op), 0);
        Some(message)
    }

    /// The wish that [`to_message`](Self::to_message) was called for; `None` where it was another message.
    pub fn from_message(message: Message<'_>) -> Option<Self> {
        let object = Object::new(message)?;
        let goal = match object.op {
            Op::New => Goal::As,
            Op::Del => Goal::Gone,
            _ => return None,
        };
        let mut bytes = message.bytes.to_vec();
        as_request(&mut bytes, object.table.message_type(Op::New), 0);
        Self::of_message(goal, bytes)
    }

    /// What must be so again for what `is_meant` to be as it was.
    pub fn to_revert(
        now: &Snapshot,
        then: &Snapshot,
        is_meant: &dyn Fn(Object<'_>) -> bool,
    ) -> Vec<Self> {
        let mut wishes = Vec::new();
        now.changes_to(then, &mut |happening| {
            let Some(kept) = happening.kept else { return };
            match (happening.old, happening.new) {
                (_, Some(was)) if is_meant(was) => wishes.push(Self::as_is(kept, was)),
                (Some(is), None)
                    if is_meant(is) && !restore::is_kernels_own(is) && !restore::is_passing(is) =>
                {
                    wishes.push(Self::gone_object(kept, is));
                }
                _ => {}
            }
        });
        wishes
    }

    /// The table.
    pub const fn kept(&self) -> &'static Kept {
        self.kept
    }

    /// How it is meant.
    pub const fn goal(&self) -> Goal {
        self.goal
    }

    /// The message, as `RTM_NEW...`.
    pub fn bytes(&self) -> &[u8] {
        &self.message
    }

    /// What is wanted, as the object that it would be.
    pub fn object(&self) -> Object<'_> {
        let header = Header::read(&self.message).unwrap_or_default();
        let message = Message { header, bytes: &self.message };
        Object { table: self.kept.table, op: Op::New, message }
    }

    /// Replaces indexes of interfaces, wherever it names some, by others.
    fn renumber(&mut self, new: &dyn Fn(u32) -> Option<u32>) {
        let mut places = Vec::new();
        self.object().each_interface(&mut |at, index| {
            places.extend(new(index).map(|new| (at, new)));
        });
        for (at, index) in places {
            if let Some(place) = self.message.get_mut(at..at + 4) {
                place.copy_from_slice(&index.to_ne_bytes());
            }
        }
    }

    /// Gives links that wishes are about other indexes, of those that no link has now nor a wish names, wherever they
    /// are named.
    pub fn renumber_all(now: &Snapshot, links: &mut [u32], wishes: &mut [Self]) {
        let mut last = now.highest_index();
        for wish in wishes.iter() {
            wish.object().each_interface(&mut |_, index| last = last.max(index));
        }
        let mut new = HashMap::new();
        for link in links {
            last = now.free_index(last);
            new.insert(std::mem::replace(link, last), last);
        }
        wishes.iter_mut().for_each(|wish| wish.renumber(&|index| new.get(&index).copied()));
    }

    /// The same with a message that was changed.
    pub(super) fn with_message(mut self, change: impl FnOnce(&mut Vec<u8>)) -> Self {
        change(&mut self.message);
        self
    }

    pub(super) const fn says(&self, place: u32) -> bool {
        self.members >> place & 1 != 0
    }

    /// The wish as a request.
    pub(super) fn request(mut self, op: Op, flags: u16) -> Vec<u8> {
        as_request(&mut self.message, self.kept.table.message_type(op), flags);
        self.message
    }

    /// The name of the link that it is about.
    pub fn link_name(&self) -> Option<&str> {
        let (_, attrs) = self.object().of::<Link>()?;
        attrs.get(IFLA_IFNAME).ok()?
    }

    /// Can there be only one object with its key?
    pub(super) fn is_one_of_its_key(&self) -> bool {
        !matches!(self.kept.id, Id::Route | Id::Rule | Id::AddrLabel) && !self.is_of_vxlan()
    }

    /// Is it an entry of a forwarding database with a destination: a VXLAN's?
    pub(super) fn is_of_vxlan(&self) -> bool {
        let object = self.object();
        self.kept.id == Id::Neigh
            && Family(object.family()) == Family::BRIDGE
            && object.of::<Neigh>().is_some_and(|(_, attrs)| attrs.find(NDA_DST.number).is_some())
    }

    /// The same of another link: a link with another index, a neighbour at another port.
    pub(super) fn at_interface(self, index: u32) -> Self {
        self.with_message(|message| {
            /// Of `ifi_index` and of `ndm_ifindex`.
            const AT: usize = Header::SIZE + 4;
            if let Some(place) = message.get_mut(AT..AT + 4) {
                place.copy_from_slice(&index.to_ne_bytes());
            }
        })
    }

    /// Is the whole object said?
    pub(super) const fn is_whole(&self) -> bool {
        self.members == u64::MAX
    }
}

/// Of wishes about the same object, the last that comes counts: the first that was.
pub(super) fn without_repeats(wishes: &mut Vec<Wish>) {
    let mut seen: HashSet<(Id, Key, Option<Vec<u8>>)> = HashSet::with_capacity(wishes.len());
    let mut kept: Vec<Wish> = Vec::with_capacity(wishes.len());
    for wish in wishes.drain(..).rev() {
        // Where several have one key, each is an object of its own.
        let own = wish.kept.is_same.map(|_| wish.message[Header::SIZE..].to_vec());
        if seen.insert((wish.kept.id, wish.kept.key(wish.object()), own)) {
            kept.push(wish);
        }
    }
    kept.reverse();
    *wishes = kept;
}
