//! From what is and what is wanted to requests, in an order that the kernel accepts, each with its inverse.

mod addr;
mod along;
mod bridge;
mod group;
mod link;
mod order;
mod restore;
mod said;
mod serial;
mod text;
mod wish;

use crate::kept::Id;
use crate::{Found, Kept, Snapshot};
use order::Rank;
use route2_schema::rtnl::{Object, Op};
use route2_wire::{Header, Unfit, flag};
use std::collections::HashSet;
use std::fmt;
pub use wish::{Goal, Wish};

/// Requests in an order that the kernel accepts, with what there was before beside each.
///
/// A plan is a function of a snapshot and wishes: nothing is asked and nothing changed to make one. What is so
/// already is left out, and so is whatever the wishes do not name.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    steps: Vec<Step>,
}

/// One request of a plan.
#[derive(Clone, Debug)]
pub struct Step {
    /// The request, ready to be sent but for its sequence number.
    pub request: Vec<u8>,
    /// What undoes it.
    pub inverse: Inverse,
    /// That it is so already is no failure: something else that the plan does can have that effect.
    pub tolerant: bool,
}

/// What undoes a step.
#[derive(Clone, Debug)]
pub enum Inverse {
    /// That what it made is removed.
    Remove,
    /// That these are so again: what it changes or removes, and what goes along with that.
    Restore(Vec<Wish>),
}

/// How a plan is made.
#[derive(Clone, Debug, Default)]
pub struct Planning {
    /// Links, by index, that are taken down before anything else in them is changed, and put up again.
    pub take_down: Vec<u32>,
    /// What the kernel makes by itself (the routes to the nets of addresses) is made where it is missing. It need
    /// not be, unless it stayed away.
    pub kernels_own: bool,
    /// Links that are to be as they were are made with less, and then changed to what they were: a kernel that lacks
    /// a part of a kind refuses even what says that it is not used. 1 leaves out what is zero, 2 all but the kind.
    pub bare: u8,
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlanError {
    /// What is to be changed or removed is not there.
    NotThere {
        /// What.
        what: String,
    },
    /// What is to be made is there already.
    Exists {
        /// What.
        what: String,
    },
    /// What is there is of another kind, which nothing changes.
    OtherKind {
        /// The link.
        name: String,
        /// Its kind.
        is: String,
        /// What it should be.
        wanted: String,
    },
    /// It can be said when the object is made, and not later.
    Fixed {
        /// What.
        what: String,
        /// Its key.
        key: &'static str,
    },
    /// What was said is nothing that can be wanted.
    Unfit(Unfit),
    /// What is called so is another link than when it was said what is wanted.
    AnotherLink {
        /// Its name.
        name: String,
    },
    /// The mirror does not keep the table that this is in.
    NotKept {
        /// The table.
        table: &'static str,
    },
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotThere { what } => write!(f, "there is no {what}"),
            Self::Exists { what } => write!(f, "there is a {what} already"),
            Self::OtherKind { name, is, wanted } => {
                write!(f, "the link {name} is of the kind {is}, and none of the kind {wanted}")
            }
            Self::Fixed { what, key } => {
                write!(f, "`{key}` of the {what} can be set only when it is made")
            }
            Self::Unfit(unfit) => write!(f, "{unfit}"),
            Self::AnotherLink { name } => {
                write!(f, "the link {name} is another one than when the transaction began")
            }
            Self::NotKept { table } => {
                write!(f, "the mirror does not keep the table `{table}`, which is to be changed")
            }
        }
    }
}

impl std::error::Error for PlanError {}

/// A plan that is being made.
struct Planner<'a> {
    now: &'a Snapshot,
    planning: &'a Planning,
    steps: Vec<(Rank, Step)>,
    /// Names and kinds of links that are there when the plan is done: those of links it makes too.
    made: Vec<Made>,
    /// Objects that steps remove, by where their messages lie.
    removed: HashSet<*const u8>,
}

/// A link that the plan makes.
struct Made {
    index: u32,
    kind: String,
}

impl Plan {
    /// Makes a plan.
    ///
    /// # Errors
    /// Where a wish cannot be fulfilled whatever is asked of the kernel.
    pub fn new(
        now: &Snapshot,
        wishes: impl IntoIterator<Item = Wish>,
        planning: &Planning,
    ) -> Result<Self, PlanError> {
        let (links, others): (Vec<_>, Vec<_>) =
            wishes.into_iter().partition(|wish| wish.kept().id == Id::Link);
        let steps = Vec::with_capacity(links.len() + others.len());
        let (groups, others) = group::split(others);
        let (made, removed) = (Vec::new(), HashSet::new());
        let mut planner = Planner { now, planning, steps, made, removed };
        planner.links(links)?;
        for wish in others {
            planner.other(wish)?;
        }
        groups.iter().for_each(|group| planner.restore_group(group));
        planner.keep_what_goes_with_addresses();
        let mut steps = planner.steps;
        steps.sort_by_key(|(rank, _)| *rank);
        Ok(Self { steps: steps.into_iter().map(|(_, step)| step).collect() })
    }

    /// The steps, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Is there nothing to do?
    pub const fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// What is to be so again when the steps for which `is_applied` says so are undone: the last first.
    pub fn inverse(&self, is_applied: impl Fn(usize) -> bool) -> Vec<Wish> {
        let applied = self.steps.iter().enumerate().filter(|(place, _)| is_applied(*place));
        let mut wishes: Vec<_> = applied.rev().flat_map(|(_, step)| step.undo()).collect();
        wish::without_repeats(&mut wishes);
        wishes
    }
}

impl Step {
    fn new(request: Vec<u8>, inverse: Inverse) -> Self {
        Self { request, inverse, tolerant: false }
    }

    /// What undoes it.
    pub fn undo(&self) -> Vec<Wish> {
        match &self.inverse {
            Inverse::Restore(wishes) => wishes.clone(),
            Inverse::Remove => Wish::gone(&self.request).into_iter().collect(),
        }
    }
}

impl<'a> Planner<'a> {
    fn push(&mut self, rank: Rank, mut step: Step) {
        if let Inverse::Restore(was) = &mut step.inverse {
            group::complete(self.now, was);
        }
        self.steps.push((rank, step));
    }

    /// Plans what is wanted of anything but a link.
    fn other(&mut self, wish: Wish) -> Result<(), PlanError> {
        let kept = wish.kept();
        if !self.now.keeps(kept) {
            return Err(PlanError::NotKept { table: kept.name });
        }
        let there = self.there(&wish);
        let what = || text::what(wish.object(), self.now);
        match (wish.goal(), there.first()) {
            (goal, _) if bridge::is_planned(kept, goal) => match kept.id {
                Id::Port if goal != Goal::Gone => self.port(&wish, &there),
                Id::Mdb if goal != Goal::Gone => self.restore_groups(&wish, &there),
                _ => {}
            },
            (Goal::Add, Some(found))
                if wish.is_one_of_its_key()
                    && kept.key(found.object) == kept.key(wish.object()) =>
            {
                return Err(PlanError::Exists { what: what() });
            }
            (Goal::Change, None) => return Err(PlanError::NotThere { what: what() }),
            (Goal::Absent, None) => {
                return Err(PlanError::NotThere { what: what() });
            }
            (Goal::Gone, None) => {}
            (Goal::Gone, _) if restore::is_passing(wish.object()) => {}
            (Goal::Absent | Goal::Gone, first) => {
                let left = || there.iter().filter(|found| !self.is_removed(found.object));
                let found = left().find(|found| wish.is_said_of(found.object));
                match (found.or(first.filter(|_| kept.is_same.is_none())), wish.goal()) {
                    (Some(found), _) => self.remove(kept, *found, &wish),
                    (None, Goal::Gone) => {}
                    (None, _) => return Err(PlanError::NotThere { what: what() }),
                }
            }
            (Goal::As, _) => self.restore(&wish, &there),
            (Goal::Add | Goal::Append, _) => self.add(wish),
            (Goal::Replace | Goal::Change | Goal::Along, _) => {
                if !there.iter().any(|found| wish.is_said_of(found.object)) {
                    self.replace(wish, &there);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, wish: Wish) {
        let rank = Rank::to_make(&wish);
        let exclusive = match (wish.goal(), wish.kept().id) {
            (Goal::Append, _) => flag::APPEND,
            // Several with the same key, to different destinations.
            (_, Id::Neigh) if wish.is_of_vxlan() => flag::APPEND,
            _ => flag::EXCL,
        };
        self.make(rank, wish, flag::CREATE | exclusive, Vec::new());
    }

    fn replace(&mut self, wish: Wish, there: &[Found<'_>]) {
        let rank = Rank::to_make(&wish);
        let mut flags = flag::REPLACE;
        if wish.goal() != Goal::Change {
            flags |= flag::CREATE;
        }
        let kept = wish.kept();
        let mut was: Vec<_> = there.iter().map(|found| Wish::as_is(kept, found.object)).collect();
        if let (Id::Addr, Some(found)) = (kept.id, there.first()) {
            along::of_object(self.now, kept.id, found.object, &mut was);
        }
        self.make(rank, wish, flags, was);
    }

    /// Plans a request that makes an object, or changes what was.
    fn make(&mut self, rank: Rank, wish: Wish, flags: u16, mut was: Vec<Wish>) {
        // Of several with one key, it may make one more.
        let is_new = was.is_empty() || !wish.is_one_of_its_key();
        if wish.kept().id == Id::Neigh {
            along::of_new_entry(self.now, &wish, &mut was);
        }
        let request = wish.request(Op::New, flags);
        let inverse = match was.is_empty() {
            true => Inverse::Remove,
            false => Inverse::Restore(
                was.into_iter().chain(Wish::gone(&request).filter(|_| is_new)).collect(),
            ),
        };
        self.push(rank, Step::new(request, inverse));
    }

    fn remove(&mut self, kept: &'static Kept, found: Found<'_>, wish: &Wish) {
        let mut was = vec![Wish::as_is(kept, found.object)];
        along::of_object(self.now, kept.id, found.object, &mut was);
        let mut step = Step::new(restore::removal(found.object), Inverse::Restore(was));
        step.tolerant = wish.goal() == Goal::Gone;
        self.removed.insert(found.object.message.bytes.as_ptr());
        self.push(Rank::to_remove(kept.id, found.object), step);
    }

    fn is_removed(&self, object: Object<'_>) -> bool {
        self.removed.contains(&object.message.bytes.as_ptr())
    }

    /// Plans that an object is again as it was.
    fn restore(&mut self, wish: &Wish, there: &[Found<'_>]) {
        let (kept, was) = (wish.kept(), wish.object());
        let is_so = |found: &Found<'_>| restore::is_as_it_was(found.object, was);
        if there.iter().any(is_so)
            || restore::is_passing(was)
            || !self.planning.kernels_own && restore::is_kernels_own(was)
        {
            return;
        }
        let changed =
            there.iter().find(|found| kept.is_same.is_none_or(|is| is(found.object, was)));
        let flags = match (changed, kept.id) {
            (Some(_), _) => flag::CREATE | flag::REPLACE,
            (None, Id::Neigh) => flag::CREATE | flag::APPEND,
            (None, Id::AddrLabel) => flag::CREATE,
            (None, _) => flag::CREATE | flag::EXCL,
        };
        let inverse = match changed {
            Some(found) => Inverse::Restore(vec![Wish::as_is(kept, found.object)]),
            None => Inverse::Remove,
        };
        self.make_again(wish, flags, inverse, None);
    }
}

/// A message's own header as a request of another type.
pub(crate) fn as_request(message: &mut [u8], message_type: u16, flags: u16) {
    let header = Header {
        length: message.len() as u32,
        message_type,
        flags: flags | flag::REQUEST,
        ..Header::default()
    };
    if let Some(place) = message.get_mut(..Header::SIZE) {
        place.copy_from_slice(&header.bytes());
    }
}
