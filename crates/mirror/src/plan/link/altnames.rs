//! Alternative names of links.

use super::bytes::{altnames, property};
use super::{Goal, Inverse, Phase, Planner, Rank, Step, Wish};
use crate::Found;
use route2_schema::rtnl::Op;

impl Planner<'_> {
    /// Alternative names: all that are said are to be there; where the link is to be as it was, no others.
    pub(super) fn change_altnames(
        &mut self,
        index: u32,
        found: Option<Found<'_>>,
        properties: &[u8],
        wish: &Wish,
        inverse: &Inverse,
    ) {
        let are = found.map(|found| altnames(found.object)).unwrap_or_default();
        let wanted = altnames(wish.object());
        let added: Vec<_> = wanted.iter().filter(|name| !are.contains(name)).collect();
        if !properties.is_empty() && !added.is_empty() {
            let step = Step::new(property(index, &added, Op::New), inverse.clone());
            self.push(Rank::of(Phase::Change, 0), step);
        }
        let extra: Vec<_> = are.iter().filter(|name| !wanted.contains(name)).collect();
        if wish.goal() == Goal::As && !extra.is_empty() {
            let step = Step::new(property(index, &extra, Op::Del), inverse.clone());
            self.push(Rank::of(Phase::ReleasePorts, 0), step);
        }
    }
}
