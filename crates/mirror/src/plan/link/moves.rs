//! Links that go into another network namespace, where the mirror does not see them any more.

use super::bytes::{flags, has, index_of, message, only, put_raw, without};
use super::{PlanError, Planner, Rank, Step, UP, Wish};
use crate::Found;
use crate::plan::order::Phase;
use crate::plan::{Plan, text};
use route2_schema::rtnl::link::{
    IFLA_IFNAME, IFLA_MASTER, IFLA_NET_NS_FD, IFLA_NET_NS_PID, IFLA_NETNS_IMMUTABLE,
    IFLA_NEW_IFINDEX, Link,
};
use route2_schema::rtnl::{Object, Op};
use route2_wire::Messages;

/// What says where a link goes.
const WHERE: [u16; 3] = [IFLA_NET_NS_FD.number, IFLA_NET_NS_PID.number, IFLA_NEW_IFINDEX.number];

/// A link that a plan moves into another network namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Its index here.
    pub index: u32,
    /// The name that it gets there, where that is another than it has.
    pub name: Option<String>,
    /// Where it goes.
    pub to: Destination,
}

/// A network namespace, as a request names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// The one behind a file descriptor of whoever asks.
    Fd(u32),
    /// That of a process.
    Pid(u32),
}

impl Plan {
    /// The links that it moves into other network namespaces, in order.
    pub fn moves(&self) -> Vec<Move> {
        self.steps().iter().filter_map(Step::moves).collect()
    }
}

impl Step {
    /// The link that it moves into another network namespace, where it does that.
    pub fn moves(&self) -> Option<Move> {
        let object = Object::new(Messages::new(&self.request).next()?.ok()?)?;
        let (header, attrs) = object.of::<Link>().filter(|_| object.op == Op::New)?;
        let fd = attrs.get(IFLA_NET_NS_FD).ok()?.map(Destination::Fd);
        let pid = || attrs.get(IFLA_NET_NS_PID).ok()?.map(Destination::Pid);
        let name = attrs.get(IFLA_IFNAME).ok()?.map(str::to_owned);
        Some(Move { index: header.index as u32, name, to: fd.or_else(pid)? })
    }
}

/// Where it goes, and all other attributes.
pub(super) fn split(attributes: &[u8]) -> (Vec<u8>, Vec<u8>) {
    (only(attributes, &WHERE), without(attributes, &WHERE))
}

fn moves(wish: &Wish) -> bool {
    WHERE[..2].iter().any(|number| has(wish.object(), *number))
}

impl<'a> Planner<'a> {
    /// Can a link be moved, and does nothing else that is said of it go amiss then?
    pub(super) fn check_move(
        &self,
        wish: &Wish,
        found: Option<Found<'_>>,
    ) -> Result<(), PlanError> {
        if !moves(wish) {
            return Ok(());
        }
        let immovable = |why: &str| {
            let what = text::what(wish.object(), self.now);
            Err(PlanError::Immovable { what, why: why.to_owned() })
        };
        let attrs = found.and_then(|found| found.of::<Link>()).map(|(_, attrs)| attrs);
        let is_fixed = attrs.is_some_and(|attrs| {
            attrs.get(IFLA_NETNS_IMMUTABLE).ok().flatten().is_some_and(|is_fixed| is_fixed)
        });
        if is_fixed {
            return immovable("the kernel does not move links of its kind");
        }
        let master =
            wish.object().of::<Link>().and_then(|(_, attrs)| attrs.get(IFLA_MASTER).ok()?);
        if master.is_some_and(|master| master.0 != 0) {
            return immovable("it is to be a port of a link that stays here");
        }
        Ok(())
    }

    /// Plans that a link goes: after all else, because it takes along what is on it. Its name and state are those that
    /// it is to have there.
    pub(super) fn move_link(
        &mut self,
        wish: &Wish,
        name: Option<String>,
        place: &[u8],
        step: Step,
    ) {
        let object = wish.object();
        let said = object.of::<Link>().map_or(0, |(header, _)| header.change & UP);
        let mut attributes = place.to_vec();
        if let Some(name) = name {
            put_raw(&mut attributes, IFLA_IFNAME.number, &[name.as_bytes(), &[0]].concat());
        }
        let request = message(index_of(wish), (said, flags(object) & said), &attributes, 0);
        self.moved.push(index_of(wish));
        self.push(Rank::of(Phase::Move, 0), Step { request, ..step });
    }

    /// Is nothing else that is planned lost with a link that goes?
    pub(in crate::plan) fn check_what_goes(&self) -> Result<(), PlanError> {
        if self.moved.is_empty() {
            return Ok(());
        }
        for (_, step) in &self.steps {
            let message = Messages::new(&step.request).next().and_then(Result::ok);
            let Some(object) = message.and_then(Object::new) else { continue };
            if object.table.name == "link" || object.op == Op::Del {
                continue;
            }
            let mut goes = None;
            object.each_interface(&mut |_, index| {
                goes = self.moved.iter().copied().find(|moved| *moved == index).or(goes);
            });
            if let Some(index) = goes {
                let name = self.now.name(index).map_or_else(|| index.to_string(), str::to_owned);
                let why = format!("it does not take the {} along", text::what(object, self.now));
                return Err(PlanError::Immovable { what: format!("link {name}"), why });
            }
        }
        Ok(())
    }
}
